package secrets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// TestRepositoryConfig says what a repository's own settings do: what they let go is listed, never lost.
func TestRepositoryConfig(t *testing.T) {
	key := "AKIA" + "Q3EGRWUX7MZP2KTB"
	text := "x = '" + key + "'\nshop_id = 'shp-12345678'\n"
	const (
		aws  = "1 hardcoded-secret critical aws-access-token"
		shop = "2 hardcoded-secret high shop-id"
	)
	const extend = "[extend]\nuseDefault = true\n"
	const rule = "[[rules]]\nid = 'shop-id'\nregex = 'shp-[0-9]{8}'\nkeywords = ['shp-']\n"
	tests := []struct {
		name, config, ignore string
		want                 []string
	}{
		{"none", "", "", []string{aws}},
		{"a rule more", extend + rule, "", []string{aws, shop}},
		{"a rule without keywords", extend + strings.Replace(rule, "keywords = ['shp-']\n", "", 1), "", []string{aws, shop}},
		{"its own rules only", rule, "", []string{aws + " suppressed by .gitleaks.toml:1", shop}},
		{"a rule turned off", extend + "disabledRules = ['aws-access-token']\n", "", []string{aws + " suppressed by .gitleaks.toml:3"}},
		{"an allowlist in the old spelling", extend + "[allowlist]\nregexes = ['Q3EG']\n", "", []string{aws + " suppressed by .gitleaks.toml:4"}},
		{"an allowlist in the new spelling", extend + "[[allowlists]]\nstopwords = ['q3eg']\n", "", []string{aws + " suppressed by .gitleaks.toml:4"}},
		{"and: both hold", extend + "[[allowlists]]\ntargetRules = ['aws-access-token']\ncondition = 'AND'\npaths = ['^a']\nregexTarget = 'line'\nregexes = ['x =']\n", "", []string{aws + " suppressed by .gitleaks.toml:6"}},
		{"and: one does not hold", extend + "[[allowlists]]\ncondition = '&&'\npaths = ['^b']\nregexes = ['Q3EG']\n", "", []string{aws}},
		{"target rules", extend + rule + "[[allowlists]]\ntargetRules = ['shop-id']\nregexes = ['.*']\n", "", []string{aws, shop + " suppressed by .gitleaks.toml:9"}},
		{"a fingerprint", "", "# known\na.py:aws-access-token:1\n", []string{aws + " suppressed by .gitleaksignore:2"}},
		{"a fingerprint of another line", "", "a.py:aws-access-token:2\n", []string{aws}},
		{"a required rule that is near", extend + rule + "[[rules.required]]\nid = 'aws-access-token'\nwithinLines = 1\n", "", []string{aws, shop}},
		{"a required rule that is too far", extend + rule + "[[rules.required]]\nid = 'aws-access-token'\nwithinLines = 0\n", "", []string{aws}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var config []byte
			if tt.config != "" {
				config = []byte(tt.config)
			}
			c, err := New(testSet(t), config, []byte(tt.ignore))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, lines(check(t, c, "a.py", text).Findings)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// TestBrokenConfig: every fault is a gap that names its line, and gitleaks's own rules still run.
func TestBrokenConfig(t *testing.T) {
	tests := []struct{ name, config, detail string }{
		{"TOML", "[extend]\nuseDefault = \n", "2 "},
		{"a regex", "[[rules]]\nid = 'a'\nregex = '''(a'''\n", "3 rule \"a\": error parsing regexp: missing closing ): `(a`"},
		{"an allowlist's regex", "[[allowlists]]\nregexes = ['[']\n", "2 allowlist: error parsing regexp: missing closing ]: `[`"},
		{"an empty allowlist", "[allowlist]\n", "1 allowlist: names no commits, paths, regexes or stopwords"},
		{"both spellings", "[allowlist]\nregexes=['a']\n[[allowlists]]\nregexes=['b']\n", "1 [allowlist] can't stand beside [[allowlists]]"},
		{"neither regex nor path", "[[rules]]\nid = 'a'\n", "2 rule \"a\" has neither regex nor path"},
		{"a group that isn't there", "[[rules]]\nid = 'a'\nregex='(b)'\nsecretGroup = 2\n", "2 rule \"a\": secretGroup 2 of 1"},
		{"an unknown target", "[[allowlists]]\ntargetRules=['x']\nregexes=['a']\n", "2 allowlist: no rule \"x\""},
		{"another file", "[extend]\npath='b.toml'\n", "2 extend: \"b.toml\" isn't followed"},
		{"too large", strings.Repeat("#", maxConfig+1), "1 more than 1048576 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := New(testSet(t), []byte(tt.config), nil)
			if err != nil {
				t.Fatal(err)
			}
			out, err := c.Repo(t.Context(), scan.Repo{})
			if err != nil {
				t.Fatal(err)
			}
			if len(out.Gaps) != 1 || out.Gaps[0].Reason != finding.Malformed || !strings.HasPrefix(line(out.Gaps[0]), tt.detail) {
				t.Errorf("gaps %+v, want %q", out.Gaps, tt.detail)
			}
			found := check(t, c, "a.py", "x = 'AKIA"+"Q3EGRWUX7MZP2KTB'\n").Findings
			if len(found) != 1 || found[0].Suppressed != nil {
				t.Errorf("found %v with gitleaks's own rules", found)
			}
		})
	}
}

func line(g finding.Gap) string {
	return strings.Join([]string{string(rune('0' + g.Line)), g.Detail}, " ")
}

// TestSkippedFiles: a file that the repository's allowlist leaves out is listed.
func TestSkippedFiles(t *testing.T) {
	c, err := New(testSet(t), []byte("[extend]\nuseDefault = true\n[allowlist]\npaths = ['^legacy$']\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	out := check(t, c, "legacy/a.py", "x = 'AKIA"+"Q3EGRWUX7MZP2KTB'\n")
	if len(out.Findings) != 0 || len(out.Gaps) != 1 || out.Gaps[0].Reason != finding.Skipped {
		t.Errorf("findings %v, gaps %+v", out.Findings, out.Gaps)
	}
}

// TestKeyStore: a file that is a secret by its name, read or not.
func TestKeyStore(t *testing.T) {
	c, err := New(testSet(t), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.Repo(t.Context(), scan.Repo{Paths: []string{"a.py", "certs/web.p12", "tests/web.pfx"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"0 private-key high pkcs12-file", "0 private-key note pkcs12-file"}, lines(out.Findings)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// FuzzConfig loads anything and searches with what came of it.
func FuzzConfig(f *testing.F) {
	f.Add([]byte("[extend]\nuseDefault=true\n[[rules]]\nid='a'\nregex='b(c)'\nentropy=3\n[[rules.allowlists]]\nregexes=['x']\n"), []byte("a:b:1\n"))
	f.Fuzz(func(t *testing.T, config, ignore []byte) {
		d, _, err := newDetector(config)
		if err != nil {
			t.Fatal(err)
		}
		parseIgnored(ignore)
		text := []byte("abc xyz key = '0123456789abcdefghij'")
		d.file("a.py", text, d.finder().find(text), longRuns(text))
	})
}
