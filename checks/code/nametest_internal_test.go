package code

import (
	"regexp"
	"testing"
)

func TestNameTest(t *testing.T) {
	for _, want := range []string{"token|secret|pass(word)?|otp", "(^|_)(api_?key|auth)($|_)", "^(cp|child)$", ".*", "a?", "(?i)KEY", "^[a-z]{3}$", "x|"} {
		test := &nameTest{want: regexp.MustCompile(want), avoid: regexp.MustCompile("^old_")}
		test.prepare()
		for _, name := range []string{"", "token", "userToken", "PASS", "passwordHash", "apiKey", "api_key", "auth", "author", "cp", "child", "xyz", "oldSecret", "key"} {
			for range 2 { // the second time from memory
				got := test.of(name)
				if wanted := regexp.MustCompile(want).MatchString(words(name)); got.wanted != wanted {
					t.Errorf("%q wants %q: %v, not %v", want, name, got.wanted, wanted)
				}
				if got.avoided != (name == "oldSecret") {
					t.Errorf("%q is avoided: %v", name, got.avoided)
				}
			}
		}
	}
}
