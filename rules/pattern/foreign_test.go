package pattern_test

import (
	"testing"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

func TestParseForeign(t *testing.T) {
	tests := []struct{ name, pattern, language, code, want string }{
		{"name as Go writes it", "md5.New()", "go", "package p\nimport \"crypto/md5\"\nvar h = md5.New()\n", "md5.New()"},
		{"literal of Go", "tls.Config{..., MinVersion: $V, ...}", "go", "package p\nimport \"crypto/tls\"\nvar c = f(tls.Config{MinVersion: 1})\n", "tls.Config{MinVersion: 1}"},
		{"remembered arguments", "f($...ARGS, 1)", "python", "f(2, 3, 1)\n", "f(2, 3, 1)"},
		{"something deep inside", "f(<... g() ...>)", "python", "f(a + h(g()))\n", "f(a + h(g()))"},
		{"content of a string", `f("=~/^http:\/\//")`, "python", "f('http://x')\n", "f('http://x')"},
		{"another content", `f("=~/^http:/")`, "python", "f('https://x')\n", ""},
		{"template", `f(f"...{$X}...")`, "python", "f(f'a{b}')\n", "f(f'a{b}')"},
		{"typed hole", "(Cipher $C).init(...)", "java", "class A { void f(Cipher c) { c.init(1); } }\n", "c.init(1)"},
		{"hole of another type", "(Cipher $C).init(...)", "java", "class A { void f(Mac c) { c.init(1); } }\n", ""},
		{"calls between", "$X.a(). ... .z()", "python", "x.a().b().c().z()\n", "x.a().b().c().z()"},
		{"keyword that isn't named", "f(1)", "python", "f(1, k=2)\n", ""},
		{"call without new", "F()", "javascript", "new F()\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := pattern.ParseForeign(tt.pattern, tt.language)
			if err != nil {
				t.Fatal(err)
			}
			f := syntax.Read(syntax.Named(tt.language), []byte(tt.code))
			got := ""
			for i := range f.Calls {
				e := f.CallExpr(&f.Calls[i])
				if _, a := p.Match(f, e, nil, nil); a == pattern.Yes {
					got = tt.code[e.Start:e.End]
				}
			}
			if got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzParseForeign(f *testing.F) {
	f.Add("$X. ... .f(<... g($...A) ...>, \"=~/a/\", f\"{$X}\", (T $Y))")
	f.Fuzz(func(_ *testing.T, text string) {
		for _, language := range []string{"python", "go", "java", "javascript"} {
			_, _ = pattern.ParseForeign(text, language)
		}
	})
}
