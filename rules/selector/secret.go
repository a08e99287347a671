package selector

import (
	"slices"
	"strings"

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
