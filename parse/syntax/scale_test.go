package syntax_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// linear tells whether four times as much takes little more than four times as long: ten times, and what a busy machine
// adds. Quadratic work takes sixteen times as long, and seconds. A bad result counts when it repeats.
func linear(n int, work func(n int)) bool {
	took := func(n int) time.Duration {
		start := time.Now()
		work(n)
		return time.Since(start)
	}
	for range 3 {
		if one, four := took(n), took(4*n); four <= 10*one+200*time.Millisecond {
			return true
		}
	}
	return false
}

// TestScale reads shapes that make careless parsers quadratic, in two sizes.
func TestScale(t *testing.T) {
	for _, unit := range []string{
		"(", "[", "{", "(a=(", "({a=(", "a{", "f(", "f(a)(", "f(f,", "a(b);", "a?b:", "a?.(", "`${", "`", "<div>", "<a b={",
		"a=", "a=>", "(a)=>{", "lambda:", "new ", "@a ", "@a(b)\nclass A{}\n", "class A:", "if a: ", "def f(a=", "f'{",
		"x = x.y;", "x = x.y\n", "a.b.", "a.b(c)", "a+", "{let a=1;", "let a=1;", "const {a}=b;", "enum A{a=", "for(let a of ",
		"import a from 'b';", "import a\n", "from a import b\n", "(a):a extends", "[a for a in ", "function a({a=", "not ", "case a:", "a->", "(a)->{", "for(a b:c){", "new a(){", "class a{a b=c;", "A<B,", "(A)b", "if(a)", "$\"{", "new a{", "[a]", "a switch{", "a b=>",
	} {
		for _, language := range []syntax.Language{syntax.JavaScript, syntax.TSX, syntax.Python, syntax.Java, syntax.CSharp} {
			text := func(n int) []byte { return bytes.Repeat([]byte(unit), n/len(unit)) }
			if !linear(1<<16, func(n int) { syntax.Read(language, text(n)) }) {
				t.Errorf("%q in %v: reading is not linear", unit, language)
			}
			if !linear(1<<12, func(n int) { exercise(language, text(n)) }) {
				t.Errorf("%q in %v: asking is not linear", unit, language)
			}
		}
	}
}

// TestLarge asks about files that are large in one way; the limit is some ten times what it takes.
func TestLarge(t *testing.T) {
	many := func(n int, of func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(of(i))
		}
		return b.String()
	}
	for _, test := range []struct {
		name     string
		language syntax.Language
		text     string
	}{
		{"one line of calls", syntax.JavaScript, strings.Repeat("a(b);", 500_000)},
		{"string of a megabyte", syntax.TypeScript, "f('" + strings.Repeat("x", 1<<20) + "')"},
		{"template never closed", syntax.TypeScript, "f(`" + strings.Repeat("x${y} ", 1<<17)},
		{"long f-string", syntax.Python, "f(f'''" + strings.Repeat("x{y} ", 1<<17) + "''')"},
		{"imports", syntax.TypeScript, many(100_000, func(i int) string { return "import { a } from 'b'\n" })},
		{"one name assigned often", syntax.Python, many(100_000, func(i int) string { return "a = f(a)\n" })},
		{"names in a chain", syntax.JavaScript, "let a = b;" + many(100_000, func(i int) string { return "a = a.c; f(a);" })},
		{"keys asked for one by one", syntax.JavaScript, "const o = {" + many(20_000, func(i int) string { return "k: 1," }) + "};" + many(20_000, func(i int) string { return "f(o.z);" })},
		{"comprehension over many names", syntax.Python, "[a for " + strings.Repeat("a,", 50_000) + " in [" + strings.Repeat("f(b),", 50_000) + "]]"},
		{"spreads of spreads", syntax.JavaScript, "const a00 = {};" + many(40, func(i int) string {
			return "const " + numbered(i+1) + " = {..." + numbered(i) + ", ..." + numbered(i) + "};"
		}) + "f(" + numbered(40) + ".x)"},
		{"templates of templates", syntax.JavaScript, "const a00 = 'x';" + many(40, func(i int) string {
			return "const " + numbered(i+1) + " = `${" + numbered(i) + "}${" + numbered(i) + "}`;"
		}) + "f(" + numbered(40) + ")"},
		{"fields of fields", syntax.JavaScript, "const o = { x: o, y: o.x };" + strings.Repeat("f(o.x.y.x.y.x.y.x.y.z, { ...o, ...o.y });", 1000)},
		{"parameters inside parameters", syntax.JavaScript, strings.Repeat("({a=(", 900) + strings.Repeat("b,", 200_000)},
		{"members of members", syntax.JavaScript, "f(a" + strings.Repeat(".b", 1<<19) + ")"},
	} {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			exercise(test.language, []byte(test.text))
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Log(took)
			}
		})
	}
}
