package credential

import (
	"math"
	"slices"
	"strings"
)

const (
	shortest = 6
	longest  = 4096
)

// Real tells whether a value looks like a real credential: random or chosen with digits and signs in it, neither a
// placeholder nor a word, path, template or reference.
func Real(value string) bool {
	value = strings.TrimSpace(value)
	if len(value) < shortest || len(value) > longest || Placeholder(value) || Reference(value) {
		return false
	}
	if live(value) {
		return true
	}
	if looksLikeText(value) || allWords(value) {
		return false
	}
	return len(value) >= 8 && varied(value) || spread(value) >= 3.2
}

// livePrefixes start keys that work on production accounts; what follows needn't look random.
var livePrefixes = []string{"sk_live_", "rk_live_", "pk_live_sk", "whsec_", "xoxb-", "xoxp-", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "AKIA", "sk-ant-", "sk-proj-", "SG.", "npm_", "dop_v1_", "shpat_", "key-live-"}

func live(value string) bool {
	for _, p := range livePrefixes {
		if rest, ok := strings.CutPrefix(value, p); ok && len(rest) >= 6 && wordChars(rest) && !allWords(rest) {
			return true
		}
	}
	return false
}

func wordChars(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && r != '-' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// Placeholder tells whether a value is there to be replaced, or a stock value that nobody takes for a secret.
func Placeholder(value string) bool {
	lower := strings.ToLower(strings.Trim(value, "'\" "))
	if slices.Contains(stock, lower) || slices.Contains(stock, strings.TrimRight(lower, "0123456789!@#$_-.")) || repeats(lower) {
		return true
	}
	for _, sign := range signs {
		if strings.Contains(lower, sign) {
			return true
		}
	}
	words := Words(lower)
	for _, w := range words {
		if slices.Contains(stand, w) {
			return true
		}
	}
	return false
}

var (
	stock = []string{
		"", "password", "passwd", "pass", "pwd", "secret", "token", "key", "apikey", "api_key", "user", "username", "admin", "root", "guest", "postgres", "mysql", "mongo", "redis",
		"rabbitmq", "minio", "minioadmin", "test", "testing", "none", "null", "nil", "undefined", "true", "false", "string", "value", "default", "unset", "empty", "abc123", "password123", "123456", "12345678", "123456789", "1234567890", "letmein",
		"qwerty", "foobar", "p@ssw0rd", "passw0rd", "foo", "bar", "baz", "hunter2", "secretkey", "secret_key", "mysecret", "my_secret", "mypassword", "rootpassword", "mysecretpassword", "somewordpress", "wordpress", "pass123", "test123", "admin123",
	}
	signs = []string{"changeme", "change_me", "change-me", "changethis", "change_this", "change-this", "change-in-production", "your-", "your_", "yourpass", "yoursecret", "yourtoken", "yourapi", "yourkey", "placeholder", "xxxx", "***", "...", "…", "example", "dummy", "replace", "insert", "redacted", "not-a-real", "notreal", "not_real", "todo", "fixme", "<", ">", "unsafe", "insecure"}
	stand = []string{"your", "my", "fake", "sample", "mock", "test", "testing", "changeit", "foo", "foobar", "lorem", "demo", "sandbox", "enter", "here", "some", "stub"}
)

// Reference tells whether a value points to where the real one is: a variable, template, path, address or lookup.
func Reference(value string) bool {
	if value == "" {
		return false
	}
	for _, sign := range []string{"${", "$(", "{{", "}}", "#{", "%(", "<%", "%{", "arn:aws", "vault:", "op://", "ssm:", "secretsmanager", "keyvault", "process.env", "os.environ", "getenv", "ENC[", "://", "@@"} {
		if strings.Contains(value, sign) {
			return true
		}
	}
	first := value[0]
	if first == '$' && len(value) > 1 && wordChars(value[1:]) && !strings.ContainsAny(value[1:], "-.") && strings.Count(value, "$") == 1 && !hasDigitAndCase(value) {
		return true
	}
	if first == '/' || first == '.' || first == '~' || first == '{' || first == '[' || first == '(' || first == '%' && strings.HasSuffix(value, "%") {
		return true
	}
	return strings.HasSuffix(value, ")") && strings.Contains(value, "(")
}

func hasDigitAndCase(s string) bool {
	return strings.ContainsAny(s, "0123456789") && strings.ToLower(s) != s && strings.ToUpper(s) != s
}

func repeats(s string) bool { return len(s) > 2 && strings.Trim(s, s[:1]) == "" }

// looksLikeText holds for sentences, other scripts, lists, code and file names.
func looksLikeText(value string) bool {
	for _, r := range value {
		if r <= ' ' || r > '~' || strings.ContainsRune("\\`\"'(){}[];|", r) {
			return true
		}
	}
	for _, end := range []string{".json", ".js", ".ts", ".py", ".pem", ".key", ".txt", ".html", ".com", ".env", ".yaml", ".yml", ".svg", ".png"} {
		if strings.HasSuffix(strings.ToLower(value), end) {
			return true
		}
	}
	return isUUID(value) || isDate(value)
}

func isUUID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
}

func isDate(s string) bool { return len(s) >= 8 && strings.Trim(s, "0123456789-:.TZ/") == "" }

// allWords holds for identifiers: every part is letters that read as a word, with at most a short number.
func allWords(value string) bool {
	words := Words(value)
	if len(words) == 0 {
		return true
	}
	for _, w := range words {
		letters := strings.Trim(w, "0123456789")
		if strings.ContainsAny(letters, "0123456789") || len(w)-len(letters) > 2 || !readable(letters) {
			return false
		}
	}
	return true
}

// readable tells whether letters could be spoken: no more than four consonants in a row, and some vowel when long.
func readable(w string) bool {
	run, vowels := 0, 0
	for _, r := range strings.ToLower(w) {
		if strings.ContainsRune("aeiouy", r) {
			run = 0
			vowels++
			continue
		}
		if run++; run > 4 {
			return false
		}
	}
	return len(w) <= 4 || vowels*5 >= len(w)
}

// varied holds for a value with letters and a digit or sign among them that isn't just a separator.
func varied(value string) bool {
	letters, digits, signs := 0, 0, 0
	for _, r := range value {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			letters++
		case '0' <= r && r <= '9':
			digits++
		case strings.ContainsRune("!#%&*+=?@^~$", r):
			signs++
		}
	}
	return letters > 0 && digits+signs > 0
}

// spread is Shannon's entropy in bits a byte.
func spread(value string) float64 {
	var counts [256]int
	for i := range len(value) {
		counts[value[i]]++
	}
	sum := 0.0
	for _, n := range counts {
		if n > 0 {
			f := float64(n) / float64(len(value))
			sum -= f * math.Log2(f)
		}
	}
	return sum
}
