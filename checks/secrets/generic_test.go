package secrets

import (
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func genericRule(t testing.TB) *rule {
	t.Helper()
	d := defaultDetector(t)
	r := d.rules[d.byID["generic-api-key"]]
	if !r.isGeneric() {
		t.Fatal("gitleaks's regex isn't the one that is matched by hand any more")
	}
	return r
}

// sameAsRegex compares the match by hand with the regex's, in the text and, for the secret, in the match alone.
func sameAsRegex(t *testing.T, re *regexp.Regexp, r *rule, text []byte) (found int) {
	hits := hitsOf(r, text)
	got, ok := findGeneric(text, hits)
	if !ok || len(hits) == 0 {
		return 0
	}
	if diff := cmp.Diff(re.FindAllSubmatchIndex(text, -1), got); diff != "" {
		t.Fatalf("%q: -regex +ours\n%s", text, diff)
	}
	for _, m := range got {
		alone := strings.Trim(string(text[m[0]:m[1]]), "\n")
		if groups := re.FindStringSubmatchIndex(alone); groups == nil || groups[2] != m[2]-m[0] || groups[3] != m[3]-m[0] {
			t.Fatalf("%q: the secret is at %v, ours in %v", alone, groups, m)
		}
	}
	return len(got)
}

func TestGenericEqualsRegex(t *testing.T) {
	r := genericRule(t)
	re := regexp.MustCompile(genericSource)
	tree, err := syntax.Parse(genericSource, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(11, 12))
	parts := []string{
		"key", "KEY", "api", "aPi", "API", "Api", "token", "password", "passwd", "creds", "credential", "access", "auth", "secret", "_", ".", "-", " ", "\t", "\n", "\r\n", "\f", "\v",
		"'", "\"", "`", "=", "==", ">", "=>", ":", "::", ":::=", "|", "||", "?", "?=", ",", ";", "\\", "\\n", "\\R", "n", "é", "ſ", "\u212a", "\xff", "\xc5", "+", "/", "a", "Z9", "(", "{",
		"abcdefghij", "AbCdEf0123", "abc+/abc/def", strings.Repeat("x", 19), strings.Repeat("y", 50), strings.Repeat("z=", 74), strings.Repeat("w", 151), strings.Repeat(" ", 21),
	}
	found := 0
	for range 15000 {
		var b strings.Builder
		for range random.IntN(14) {
			switch n := random.IntN(20); {
			case n == 0:
				b.WriteString(invent(random, tree))
			case n < 3:
				b.WriteString("key" + parts[random.IntN(len(parts))] + "=\"abcdefghijk")
			default:
				b.WriteString(parts[random.IntN(len(parts))])
			}
		}
		found += sameAsRegex(t, re, r, []byte(b.String()))
	}
	if found < 2500 {
		t.Errorf("only %d matches were compared", found)
	}
}

// FuzzGeneric looks for a text on which the hand and the regex differ.
func FuzzGeneric(f *testing.F) {
	r := genericRule(f)
	re := regexp.MustCompile(genericSource)
	f.Add([]byte("api_key: \"Zq83vT1mXw6rLk20PbNs\"\nauth==x"))
	f.Add([]byte("token' :::= ==abcdefghijklm+/== key,secret=\\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 5000 {
			sameAsRegex(t, re, r, text)
		}
	})
}
