package pattern_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

func TestParse(t *testing.T) {
	tests := []struct {
		text     string
		anchor   pattern.Anchor
		literals []string
		holes    []string
	}{
		{"hashlib.md5(...)", pattern.Anchor{Kind: pattern.Call, Name: "md5"}, []string{"hashlib", "md5"}, nil},
		{"express().use($M)", pattern.Anchor{Kind: pattern.Call, Name: "use"}, []string{"express", "use"}, []string{"M"}},
		{"@fastify/cors()", pattern.Anchor{Kind: pattern.Call, Name: "cors"}, []string{"@fastify/cors"}, nil},
		{"@app.get(...)", pattern.Anchor{Kind: pattern.Decorator, Name: "get"}, []string{"app", "get"}, nil},
		{"$X.raw($Q, ...)", pattern.Anchor{Kind: pattern.Call, Name: "raw"}, []string{".raw"}, []string{"X", "Q"}},
		{"$F(..., verify=False)", pattern.Anchor{Kind: pattern.Call, Keyword: "verify"}, []string{"verify"}, []string{"F"}},
		{"{rejectUnauthorized: false}", pattern.Anchor{Kind: pattern.Property, Name: "rejectUnauthorized"}, []string{"rejectUnauthorized"}, nil},
		{"{'a-b': [..., \"*\", ...]}", pattern.Anchor{Kind: pattern.Property, Name: "a-b"}, []string{"a-b"}, nil},
		{"DEBUG = True", pattern.Anchor{Kind: pattern.Assign, Name: "DEBUG"}, []string{"DEBUG"}, nil},
		{"$X.verify = false", pattern.Anchor{Kind: pattern.Assign, Name: "verify"}, []string{"verify"}, []string{"X"}},
		{"$A.password == \"...\"", pattern.Anchor{Kind: pattern.Compare, Name: "password"}, []string{"password"}, []string{"A"}},
		{"ssl.CERT_NONE", pattern.Anchor{Kind: pattern.Name, Name: "CERT_NONE"}, []string{"CERT_NONE", "ssl"}, nil},
		{"class $C(Exception)", pattern.Anchor{Kind: pattern.Class}, []string{"Exception"}, []string{"C"}},
		{"import telnetlib", pattern.Anchor{Kind: pattern.Import, Name: "telnetlib"}, []string{"telnetlib"}, nil},
		{"$A + $B", pattern.Anchor{}, nil, []string{"A", "B"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			p, err := pattern.Parse(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.anchor, p.Anchor()); diff != "" {
				t.Errorf("anchor (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.literals, p.Literals()); diff != "" {
				t.Errorf("literals (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.holes, p.Holes()); diff != "" {
				t.Errorf("holes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "f(", "f(a", "{a}", "[a", "\"open", "f(a))", "a b", "$X.", "{a: }"} {
		if p, err := pattern.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", text, p)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("$X.$M(..., k=[..., \"*\"], {a: b})")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := pattern.Parse(text); err == nil && p.String() != text {
			t.Errorf("String() = %q, want %q", p, text)
		}
	})
}
