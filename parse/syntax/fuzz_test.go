package syntax_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

var every = []syntax.Language{syntax.JavaScript, syntax.TypeScript, syntax.TSX, syntax.Python, syntax.Java, syntax.Vue, syntax.CSharp}

// exercise asks a file everything it can be asked.
func exercise(language syntax.Language, text []byte) *syntax.File {
	f := syntax.Read(language, text)
	for i := range f.Calls {
		e := f.CallExpr(&f.Calls[i])
		f.CalleeName(&f.Calls[i])
		f.Resolve(e)
		for _, a := range e.List {
			f.Value(a)
			f.Deref(a)
			f.Field(a, "key")
		}
	}
	for _, a := range f.Assigns {
		f.Value(f.Expr(a.Value))
		f.Resolve(f.Expr(a.Target))
	}
	for _, fn := range f.Functions {
		f.Expr(fn.Body)
		f.FunctionAt(fn.Start)
		for _, p := range fn.Params {
			f.Expr(p.Default)
		}
	}
	for _, c := range f.Classes {
		for _, b := range c.Bases {
			f.Resolve(f.Expr(b))
		}
	}
	return f
}

var fixtures = []string{
	"import a, { b as c } from 'd'; export { e as f } from './g'\nclass A extends B { @x(1) y?: T = z; #p = 1; get q() { return `a${b(`c${d}`)}` } }\nconst { m, n: o = 1, ...r } = require('s')(async (t) => { await u?.v?.(w!)[0] })\n",
	"const x = <div a={b} {...c}>d {e(f)} <></> <G.H i='j'/></div>; a = b / c / d; if (e) /f/.test(g)\nswitch (a) { case b: c(); default: d() }\nfor (const [k, v] of m) { k += v }\nenum E { A = 1, B }\n",
	"from a.b import (c as d, e)\n\n@f.g(h)\nclass I(J, k=L):\n    m: N = o\n    async def p(self, q: R = 1, *s, **t) -> U:\n        self.v = f\"{w!r:>{x}} {y['z']}\" rf'''{a}'''\n        with b() as c, d: return [e for f in g if h]\n",
	"import static a.b.C.*; @D(e = 1) class F<G extends H> extends I implements J { static final K<L> m = new N<>(o) { int p; }; @Q R s(@T final U v, W... x) throws Y { for (Z a : b) c::d; try (E f = g) { h.<I>j((K) l -> m).n(); } catch (O | P q) { } switch (r) { case S t when u() -> v++; default: w = x ? y : z; } } }\nenum A { B(c) { }, D; record E(F g) { E { h(); } } }\nString i = \"\"\"\n  j\n  \"\"\" + 'k';\n",
	"using A = B.C; [assembly: D] namespace E { [F(1, G = h)] class I<T>(J k) : L, M where T : new() { public N this[int o] { get => p; set { q = value; } } = 1; R S() => t?.U<V>(w!)[0]; async X y(out Z a, params B[] c) { if (d is E f and { G: 1 }) { var (h, i) = (j, k); foreach (var l in m) { } using var n = new O { P = q, [r] = s }; t(u: v, out var w); x = y switch { 1 => z(), _ => throw new() }; delegate (int a) { b(); }; } } } }\n#if A\nvar x = $@\"a{b(\"c\"):d}\"\"e\" + $\"\"\"f{g}\"\"\" + 'h';\n#endif\n",
	"match a:\n    case B(c=1) | [d, *e] if f(g): h = lambda i, j=1: i(j)\n    case _: pass\nx = y = z if a else b\nx += 1; print 'q', w\nglobal k\n",
}

func FuzzJavaScript(f *testing.F) { fuzz(f, syntax.JavaScript) }

func FuzzTypeScript(f *testing.F) { fuzz(f, syntax.TypeScript, syntax.TSX) }

func FuzzPython(f *testing.F) { fuzz(f, syntax.Python) }

func FuzzJava(f *testing.F) { fuzz(f, syntax.Java) }

func FuzzCSharp(f *testing.F) { fuzz(f, syntax.CSharp, syntax.Razor) }

// fuzz reads any bytes. What it gives must lie inside the file.
func fuzz(f *testing.F, languages ...syntax.Language) {
	for _, text := range fixtures {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, language := range languages {
			file := exercise(language, text)
			tokens := len(file.Tokens)
			inside := func(what string, r syntax.Range) {
				if r.Start < 0 || r.End < r.Start || r.End > tokens {
					t.Errorf("%s: tokens %v of %d", what, r, tokens)
				}
			}
			span := func(what string, start, end int) {
				if start < 0 || end < start || end > len(text) {
					t.Errorf("%s: bytes %d to %d of %d", what, start, end, len(text))
				}
			}
			for _, c := range file.Calls {
				inside("callee", c.Callee)
				span("call", c.Start, c.End)
				for _, a := range c.Args {
					inside("argument", a)
				}
			}
			for _, a := range file.Assigns {
				inside("target", a.Target)
				inside("value", a.Value)
				span("assignment", a.Start, a.End)
			}
			for _, fn := range file.Functions {
				inside("body", fn.Body)
				span("function", fn.Start, fn.End)
			}
			for _, c := range file.Classes {
				inside("body", c.Body)
				span("class", c.Start, c.End)
			}
		}
	})
}

func TestTruncated(t *testing.T) {
	for _, text := range fixtures {
		for i := range len(text) {
			for _, language := range every {
				exercise(language, []byte(text[:i]))
				exercise(language, []byte(text[i:]))
			}
		}
	}
}

// TestLinear reads what makes careless parsers quadratic; the limit is some hundred times what it takes.
func TestLinear(t *testing.T) {
	for _, unit := range []string{
		"(", "[", "{", ")", "`${", "`", "<", "a<", "<a>", "f(", "a=", "a.", "a?", "(a):", "/[", "=/[", "\"", "f'{", "f\"{f'", "f'{a:", "lambda:", "a:", "a=>", "(a)=>", "new ", "@a ", "class a{", "class A:", "if a: ", "def f(", "async ", "export{", "a,", "\n ", "=`", "/*", "a{", "<a b={", "</", "import a,", "from .", "enum a{", "x:a|", "case a:", "`${`", "{f'", "case (", "function a(", "a!", "++a", "let{", "a->", "(a)->", "new a(){", "for(a b:", "case a->", "a<b,", "class a{a(){", "@a(", "a::", "(a)",
	} {
		for _, language := range every {
			start := time.Now()
			syntax.Read(language, bytes.Repeat([]byte(unit), 100_000/len(unit)))
			if took := time.Since(start); took > time.Second {
				t.Errorf("%q in %v: 100 kB took %v", unit, language, took)
			}
		}
	}
}
