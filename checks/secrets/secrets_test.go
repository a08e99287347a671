package secrets

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

func testSet(t testing.TB) *rules.Set {
	t.Helper()
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// unitOf makes a Unit with the hits that scan's prefilter would find.
func unitOf(c *Check, name, text string) *scan.Unit {
	u := scan.NewUnit(name, "", []byte(text))
	for _, h := range newFinder(c.literals).find(u.Text) {
		u.Hits = append(u.Hits, scan.Hit{Literal: int32(slices.Index(c.literals, h.keyword)), Offset: int32(h.start)})
	}
	return u
}

func check(t testing.TB, c *Check, name, text string) scan.Outcome {
	t.Helper()
	out, err := c.File(context.Background(), unitOf(c, name, text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestFile says what comes out of one file with all rules on.
func TestFile(t *testing.T) {
	key := "AKIA" + "Q3EGRWUX7MZP2KTB"
	random := "Zq83vT1mXw6rLk20PbNs"
	tests := []struct {
		name, file, text string
		want             []string
	}{
		{"an AWS key id", "a.py", "x = '" + key + "'\n", []string{"1 hardcoded-secret critical aws-access-token"}},
		{"in a test", "tests/a.py", "x = '" + key + "'\n", []string{"1 hardcoded-secret note aws-access-token"}},
		{"on a line that is allowed", "a.py", "x = '" + key + "' # gitleaks:allow\n", []string{"1 hardcoded-secret critical aws-access-token suppressed by gitleaks:allow at a.py:1"}},
		{"two detectors, one secret", "a.py", "api_token = '" + random + "'\n", []string{"1 hardcoded-credential high"}},
		{"a comparison", "a.py", "if password == 'Wint3r!x': pass\n", nil},
		{"a URL and its name", "a.py", "DATABASE_PASSWORD_URL = 'mysql://shop:n0tTelling@db1.internal/x'\n", []string{"1 credential-in-url high"}},
		{"a proxy without login", "a.sh", "export https_proxy=http://proxy.internal:3128\n", nil},
		{"an e-mail address in a path", "a.md", "see https://example.com/~me:you@example.com\n", nil},
		{"a secret in base64", "a.yaml", "note: YXdzIGtleSBBS0lBUTNFR1JXVVg3TVpQMktUQiBpcyBoZXJlCg==\n", []string{"1 hardcoded-secret critical aws-access-token"}},
	}
	c, err := New(testSet(t), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := check(t, c, tt.file, tt.text)
			if diff := cmp.Diff(tt.want, lines(out.Findings)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			for _, f := range out.Findings {
				for _, h := range f.Hide {
					if value := tt.text[h.Start:h.End]; strings.Contains(f.Message, value) {
						t.Errorf("message %q holds the value", f.Message)
					}
				}
				if len(f.Hide) == 0 && f.Kind == finding.Fail {
					t.Error("nothing is hidden")
				}
			}
			if out.Examined[hardcodedSecret] != 1 {
				t.Errorf("examined %v", out.Examined)
			}
		})
	}
}

func lines(found []finding.Finding) (list []string) {
	for _, f := range found {
		s := strings.TrimSpace(fmt.Sprintf("%d %s %s %s", f.At.Start.Line, f.Rule, f.Severity, f.Subject))
		if f.Suppressed != nil {
			s += " suppressed by " + f.Suppressed.By
		}
		list = append(list, s)
	}
	return list
}
