package deployment

import (
	"bytes"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// gapOf turns the problems of a file that describes a deployment into one gap. A template that only its own renderer
// can complete is a minor one.
func gapOf(u *scan.Unit, parts []part, problems []document.Problem) (finding.Gap, bool) {
	kind := looksLike(u.Text)
	if len(parts) > 0 {
		kind = parts[0].kind
	}
	if len(problems) == 0 || kind == "" {
		return finding.Gap{}, false
	}
	first := problems[0]
	g := u.Gap(first.Offset, first.Reason, "%s", first.Message)
	if len(problems) > 1 {
		g = u.Gap(first.Offset, first.Reason, "%s, and %d more such places", first.Message, len(problems)-1)
	}
	g.Check, g.Kind = ID, kind
	g.Minor = g.Minor || bytes.Contains(u.Text, []byte("{{"))
	return g, true
}

// looksLike tells from the bare text of a broken file what it was meant to describe; "" for nothing of ours.
func looksLike(text []byte) string {
	switch {
	case bytes.Contains(text, []byte("apiVersion:")) && bytes.Contains(text, []byte("kind:")):
		return "kubernetes"
	case bytes.Contains(text, []byte("AWS::")):
		return "cloudformation"
	case bytes.HasPrefix(text, []byte("services:")), bytes.Contains(text, []byte("\nservices:")):
		return "compose"
	}
	return ""
}
