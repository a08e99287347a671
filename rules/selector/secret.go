package selector

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules/credential"
)

// secret tells whether a value looks like a real credential.
func secret(name, value string) bool { return name != "" && credential.Of(name, value) }

// switches are values of settings that only sound like a secret: MYSQL_ALLOW_EMPTY_PASSWORD=yes.
var switches = []string{"true", "false", "yes", "no", "on", "off", "0", "1", "none", "null"}

// weak tells whether a value is a password that everybody knows: a word, a stock value, one made to be replaced.
func weak(name, value string) bool {
	return credential.Named(name) && value != "" && !slices.Contains(switches, strings.ToLower(value)) &&
		!credential.Reference(value) && !credential.Real(value)
}

// bare gives the value itself: without the name in an item like DB_PASSWORD=secret, and decoded in the data of a
// Kubernetes Secret.
func bare(n *document.Node, text string) string {
	if name, value, found := strings.Cut(text, "="); found && n.Key == "" && !strings.ContainsAny(name, " :/") {
		return value
	}
	if n.Parent == nil || n.Parent.Key != "data" {
		return text
	}
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || !utf8.Valid(decoded) {
		return text
	}
	return strings.TrimSpace(string(decoded))
}
