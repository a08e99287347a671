package secrets

import (
	"bytes"
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules/credential"
)

// isEnvFile tells whether a file is made to hold a deployment's settings, not to show which there are.
func isEnvFile(name string) bool {
	base := strings.ToLower(path.Base(name))
	if base != ".env" && !strings.HasPrefix(base, ".env.") && !strings.HasSuffix(base, ".env") {
		return false
	}
	for _, part := range strings.Split(base, ".") {
		switch part {
		case "example", "sample", "template", "dist", "test", "tests", "defaults", "default", "tpl", "tmpl", "schema", "ci":
			return false
		}
	}
	return true
}

// envFile reports a .env file that holds real values, once, at the first of them.
func (r *report) envFile() {
	if !r.unit.Role.Deployed() {
		return
	}
	var hide []finding.Range
	names, offset := []string{}, 0
	for line := range bytes.Lines(r.unit.Text) {
		start := offset
		offset += len(line)
		name, from, to, ok := setting(line)
		if !ok || !credential.Of(name, string(line[from:to])) {
			continue
		}
		names = append(names, name)
		hide = append(hide, finding.Range{Start: start + from, End: start + to})
	}
	if len(names) == 0 {
		return
	}
	before := len(r.list)
	r.found(committedEnvFile, hide[0].Start, hide[0].End, "this file holds the values of `%s`: it is made to stay on the machine it configures, and is in the repository", strings.Join(names[:min(len(names), 4)], "`, `"))
	if len(r.list) > before {
		r.list[before].finding.Hide = hide
	}
}

// setting splits NAME=value.
func setting(line []byte) (name string, from, to int, ok bool) {
	trimmed := bytes.TrimSpace(line)
	if len(trimmed) == 0 || trimmed[0] == '#' {
		return "", 0, 0, false
	}
	equal := bytes.IndexByte(line, '=')
	if equal < 0 {
		return "", 0, 0, false
	}
	name = strings.TrimPrefix(string(bytes.TrimSpace(line[:equal])), "export ")
	from, to = equal+1, len(line)
	for from < to && strings.IndexByte(" \t\"'", line[from]) >= 0 {
		from++
	}
	for to > from && strings.IndexByte(" \t\r\n\"'", line[to-1]) >= 0 {
		to--
	}
	return name, from, to, to > from
}
