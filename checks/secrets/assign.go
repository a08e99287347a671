package secrets

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/rules/credential"
)

// nameLiterals are parts of names that speak of a secret.
var nameLiterals = []string{"password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "api_key", "api-key", "private_key", "privatekey", "access_key", "accesskey", "encryption_key", "signing_key", "credential", "_pass"}

const (
	maxIdentifier = 60
	maxValue      = 300
)

// assignment looks for `name = "value"` around a hit and gives the offset up to which it has read.
func (r *report) assignment(h hit) int {
	text := r.unit.Text
	start, end := h.start, h.end
	for start > 0 && h.start-start < maxIdentifier && nameByte(text[start-1]) {
		start--
	}
	for end < len(text) && end-h.end < maxIdentifier && nameByte(text[end]) {
		end++
	}
	name := string(text[start:end])
	if !credential.Named(name) {
		return end
	}
	from, to, ok := r.value(end)
	if !ok {
		return end
	}
	value := string(text[from:to])
	if !credential.Real(value) || strings.EqualFold(value, name) || slices.Contains(credential.Words(name), strings.ToLower(value)) {
		return end
	}
	r.found(hardcodedCredential, from, to, "`%s` is given a literal value: everyone with a copy of this repository has it, and it can't be changed without a release", name)
	return to
}

func nameByte(b byte) bool { return isWord(b) || b == '-' || b == '.' }

// value finds the literal that is assigned after a name that ends at i.
func (r *report) value(i int) (from, to int, ok bool) {
	text := r.unit.Text
	i = skip(text, i, "\"'`]")
	i = skip(text, i, " \t")
	if i < len(text) && text[i] == ':' { // a type annotation: `secret_key: str = "…"`
		j := skip(text, i+1, " \t")
		k := j
		for k < len(text) && k-j < 40 && (isWord(text[k]) || strings.IndexByte(".[]| ", text[k]) >= 0) {
			k++
		}
		if k > j && k < len(text) && text[k] == '=' && r.unit.Kind != "yaml" {
			i = k
		}
	}
	operator := i
	for i < len(text) && i-operator < 3 && strings.IndexByte("=:>", text[i]) >= 0 {
		i++
	}
	switch string(text[operator:i]) {
	case "=", ":", ":=", "=>":
	default:
		return 0, 0, false // none, or a comparison
	}
	i = skip(text, i, " \t")
	if i < len(text) && strings.IndexByte("rbufRBUF", text[i]) >= 0 && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\'') {
		i++
	}
	if i >= len(text) {
		return 0, 0, false
	}
	if quote := text[i]; quote == '"' || quote == '\'' || quote == '`' {
		from = i + 1
		for to = from; to < len(text) && to-from < maxValue && text[to] != quote && text[to] != '\n'; to++ {
		}
		return from, to, to < len(text) && text[to] == quote
	}
	if !r.bare() {
		return 0, 0, false
	}
	for to = i; to < len(text) && to-i < maxValue && text[to] > ' ' && text[to] != '#'; to++ {
	}
	rest := skip(text, to, " \t\r")
	return i, to, to > i && (rest == len(text) || text[rest] == '\n' || text[rest] == '#')
}

func skip(text []byte, i int, set string) int {
	for n := 0; i < len(text) && n < 40 && strings.IndexByte(set, text[i]) >= 0; n++ {
		i++
	}
	return i
}

// bare tells whether values stand without quotes in files of this kind.
func (r *report) bare() bool {
	switch strings.ToLower(path.Ext(r.unit.Path)) {
	case ".properties", ".ini", ".cfg", ".conf", ".env", ".yaml", ".yml", ".sh", ".bash":
		return true
	}
	return r.unit.Kind == "env"
}
