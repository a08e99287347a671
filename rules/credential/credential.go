// Package credential judges whether a name speaks of a secret and whether a value looks like a real one. It is pure:
// it knows nothing of files, so that checks and rule conditions can share it.
package credential

import (
	"slices"
	"strings"
	"unicode"
)

// Of tells whether value, given to something called name, looks like a real credential. An empty name is taken to
// speak of a secret.
func Of(name, value string) bool {
	if name != "" && !Named(name) {
		return false
	}
	return Real(value)
}

// Named tells whether a name speaks of a secret: DB_PASSWORD, apiKey, client-secret; not passwordField or tokenUrl.
func Named(name string) bool {
	words := Words(name)
	for len(words) > 1 && (isNumber(words[len(words)-1]) || slices.Contains(trailing, words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return false
	}
	last, before := strings.TrimRight(words[len(words)-1], "0123456789"), ""
	if len(words) > 1 {
		before = words[len(words)-2]
	}
	if slices.Contains(harmless, before) || slices.Contains(harmless, words[0]) {
		return false
	}
	switch {
	case slices.Contains(heads, last):
		return true
	case last == "key" || last == "keys":
		return slices.Contains(keyOf, before)
	case last == "base" && before == "key":
		return slices.Contains(words, "secret")
	case last == "pass" || last == "salt" && before != "":
		return last == "pass" && (len(words) == 1 || slices.Contains(passOf, before)) || last == "salt" && (before == "auth" || before == "secret")
	}
	return false
}

var (
	heads    = []string{"password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "secretkey", "privatekey", "accesskey", "authkey", "credential", "credentials", "psk", "authtoken", "passcode", "userpass", "dbpass"}
	keyOf    = []string{"api", "secret", "private", "access", "auth", "encryption", "encrypt", "signing", "sign", "master", "jwt", "session", "shared", "account", "app", "webhook", "service", "hmac", "aes", "cookie", "license", "storage", "subscription", "server", "token", "admin", "stripe", "sendgrid", "openai"}
	passOf   = []string{"db", "database", "mysql", "postgres", "pg", "redis", "smtp", "mail", "email", "ftp", "admin", "root", "user", "rabbitmq", "mongo", "sql", "ldap", "auth", "ssh"}
	trailing = []string{"value", "default", "prod", "production", "dev", "live", "string", "plain", "raw", "str"}
	harmless = []string{"public", "csrf", "xsrf", "cancel", "page", "next", "previous", "continuation", "sync", "placeholder", "design", "color", "css", "lex", "syntax", "pub", "max", "min", "num", "no", "is", "has", "use", "show", "hide", "forgot", "invalid", "missing", "expected", "wrong"}
)

// Words splits a name into lower-case words: "dbPassword", "DB_PASSWORD" and "db-password" are db, password.
func Words(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		if i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			flush()
		}
		word = append(word, r)
	}
	flush()
	return words
}

func isNumber(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}
