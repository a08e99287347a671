package deployment

import (
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// ceiling is the highest severity that a file can have: what is never deployed is worth a note, what is made for a
// developer's machine is a habit that travels.
func ceiling(u *scan.Unit) finding.Severity {
	if !u.Role.Deployed() {
		return finding.Note
	}
	base := strings.ToLower(path.Base(u.Path))
	for dir := range strings.SplitSeq(strings.ToLower(path.Dir(u.Path)), "/") {
		switch {
		case dir == ".devcontainer", dir == ".vscode":
			return finding.Note
		case strings.Contains(base, "compose") && (dir == "dev" || dir == "development" || dir == "local"):
			return finding.Low // a cluster's or cloud's dev folder is deployed; a compose file's is a laptop
		}
	}
	words := strings.FieldsFunc(base, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	for _, word := range words {
		switch word {
		case "dev", "development", "local", "override", "debug", "test", "tests", "testing", "e2e", "playwright", "ci":
			return finding.Low
		}
	}
	return finding.Critical
}
