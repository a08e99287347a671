package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
)

// GitHub writes the failures as workflow commands, which Actions shows beside the code. It shows ten of each level a
// step, so the worst come first.
func GitHub(w io.Writer, c *checklist.Checklist, _ Options) error {
	for _, f := range failuresOf(c) {
		if !counted(f) {
			continue
		}
		if _, err := fmt.Fprintln(w, annotation(f)); err != nil {
			return err
		}
	}
	word, why := Verdict(c)
	_, err := fmt.Fprintf(w, "%s: %s\n", word, why)
	return err
}

func annotation(f finding.Finding) string {
	var properties []string
	add := func(name, value string) { properties = append(properties, name+"="+property(value)) }
	if f.At.Path != "" {
		add("file", f.At.Path)
	}
	if f.At.Start.Line > 0 {
		add("line", fmt.Sprint(f.At.Start.Line))
		add("endLine", fmt.Sprint(max(f.At.End.Line, f.At.Start.Line)))
		if f.At.End.Line <= f.At.Start.Line {
			add("col", fmt.Sprint(max(f.At.Start.Column, 1)))
		}
	}
	add("title", f.Rule)
	text := f.Message
	if f.Fix != "" {
		text = strings.TrimRight(text, ".") + ". Fix: " + f.Fix
	}
	return fmt.Sprintf("::%s %s::%s", map[string]string{"error": "error", "warning": "warning", "note": "notice"}[level(f.Severity)], strings.Join(properties, ","), data(cmp.Or(text, f.Rule)))
}

var (
	ofData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	ofProperty = strings.NewReplacer(":", "%3A", ",", "%2C")
)

// data encodes what the runner would read as the end of a command. Line ends are already shown as \n.
func data(s string) string { return ofData.Replace(visible(s)) }

// property encodes what would end a property too.
func property(s string) string { return ofProperty.Replace(data(s)) }
