package secrets

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
)

const ignoreFile = ".gitleaksignore"

// ignored maps gitleaks fingerprints, file:rule:line, to the line of .gitleaksignore they stand on. Those of commits
// are read too, but a working tree has none.
type ignored map[string]int

func parseIgnored(text []byte) ignored {
	list := ignored{}
	n := 0
	for line := range bytes.Lines(text) {
		n++
		entry := strings.TrimSpace(string(line))
		if entry == "" || strings.HasPrefix(entry, "#") {
			continue
		}
		if parts := strings.Split(entry, ":"); len(parts) == 3 {
			list[strings.ReplaceAll(parts[0], `\`, "/")+":"+parts[1]+":"+parts[2]] = n
		}
	}
	return list
}

// at gives the suppression of a finding; nil for none.
func (l ignored) at(path, rule string, line int) *finding.Suppression {
	n, ok := l[fmt.Sprintf("%s:%s:%d", path, rule, line)]
	if !ok {
		return nil
	}
	return &finding.Suppression{Reason: "listed in " + ignoreFile, By: fmt.Sprintf("%s:%d", ignoreFile, n), Foreign: true}
}
