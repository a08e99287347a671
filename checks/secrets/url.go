package secrets

import (
	"bytes"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/rules/credential"
)

// url looks for a password in scheme://user:password@host. h is the "://".
func (r *report) url(h hit) {
	text := r.unit.Text
	scheme := schemeBefore(text, h.start)
	if scheme == "" {
		return
	}
	stop := min(len(text), h.end+300)
	i := h.end
	colon := -1
	for ; i < stop && !endsUserinfo(text[i]); i++ {
		if text[i] == ':' && colon < 0 {
			colon = i
		}
	}
	if i >= stop || text[i] != '@' || colon < 0 {
		return
	}
	// A password may hold an @ itself: the last one before the host's end counts.
	if next := bytes.IndexAny(text[i+1:stop], "@/ \n\"'`<>"); next >= 0 && text[i+1+next] == '@' {
		i += 1 + next
	}
	user, password, host := string(text[h.end:colon]), string(text[colon+1:i]), hostAt(text, i+1)
	if host == "" || stockPassword(user, password, host) {
		return
	}
	r.found(credentialInURL, colon+1, i, "a %s address holds the password of %s: everyone with a copy of this repository can log in to %s", scheme, named(user), host)
}

func named(user string) string {
	if user == "" || !plainWord(user) || len(user) > 40 {
		return "its user"
	}
	return "`" + user + "`"
}

func plainWord(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool {
		return c != '_' && c != '-' && c != '.' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	}) < 0
}

func schemeBefore(text []byte, at int) string {
	start := at
	for start > 0 && at-start < 30 && (isWord(text[start-1]) || text[start-1] == '+' || text[start-1] == '-' || text[start-1] == '.') {
		start--
	}
	scheme := strings.ToLower(string(text[start:at]))
	if scheme == "" || scheme[0] < 'a' || scheme[0] > 'z' {
		return ""
	}
	return scheme
}

func endsUserinfo(b byte) bool {
	return b <= ' ' || b >= 0x7f || strings.IndexByte("@/\"'`<>\\,;|?#(){}[]$", b) >= 0
}

func hostAt(text []byte, at int) string {
	end := at
	for end < len(text) && end-at < 100 && (isWord(text[end]) || text[end] == '.' || text[end] == '-') {
		end++
	}
	return string(text[at:end])
}

// stockPassword holds for what documentation and development defaults write there.
func stockPassword(user, password, host string) bool {
	if password == "" || credential.Placeholder(password) || strings.ContainsAny(password, "*%") && !strings.Contains(password, "%40") && strings.Trim(password, "*") == "" {
		return true
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "0.0.0.0", "host.docker.internal", "postgres", "db", "redis", "mysql", "database", "mongo", "mongodb", "rabbitmq"}, strings.ToLower(host))
	lower := strings.ToLower(password)
	if local && strings.Contains(strings.ToLower(user), lower) || strings.EqualFold(user, password) || local && strings.Contains(lower, "pass") {
		return true
	}
	// proxy:8080@… and host:port pairs in prose are not logins.
	return len(password) < 4 || len(password) < 6 && strings.Trim(password, "0123456789") == ""
}
