package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// TestCSharpCalls lists what is called.
func TestCSharpCalls(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"chain", `class A { B b = c.D(1).E<F>(g)?.H(); }`, []string{"c.D", "c.D(1).E", "c.D(1).E<F>(g)?.H"}},
		{"creation with an initializer", `var a = new B.C<D>(e()) { F = g(), H = { i() } };`, []string{"B.C", "e", "g", "i"}},
		{"creation without brackets", `class A { void B() { c = new D { E = f() }; } }`, []string{"D", "f"}},
		{"attributes", `[A(b = "c")] class D { [E, F(1)] void G([H] int i) {} }`, []string{"A", "E", "F", "H"}},
		{"interpolation", `class A { void B() { c($"d{E(f)}g{H($"{i()}"):x}"); } }`, []string{"c", "E", "H", "i"}},
		{"verbatim", "class A { void B() { c(@\"d\"\"e(\"); f(\"\"\" \"g( \"\"\"); } }", []string{"c", "f"}},
		{"declarations are none", `class A { public A(B c) : base(c) { } D E(F g) => h(); int I { get { return j(); } set => k(); } void L() { M n(O p) { q(); } r(); } }`, []string{"base", "h", "j", "k", "q", "r"}},
		{"switch expression", `class A { int B() => c switch { "d" => E(), F g when h() => 1, _ => i() }; }`, []string{"E", "h", "i"}},
		{"lambdas", `class A { void B() { c(async (d, e) => await f(d), g => { h(); }, delegate (int i) { j(); }); } }`, []string{"c", "f", "h", "j"}},
		{"top level", "using A;\nvar b = C.D(e);\nb.F(\"g\", () => H());\n", []string{"C.D", "b.F", "H"}},
		{"patterns", `class A { void B() { if (c is D(1) { E: > 2 } f && f.G()) { } switch (h) { case I(2) i when j(i): break; } } }`, []string{"f.G", "j"}},
		{"arms with types", `class A { int B() => c switch { D(1) d => e(d), [1, ..] => f(), _ => g() }; }`, []string{"e", "f", "g"}},
		{"tuples in types", `class A { Task<(int B, C? D)> E(F g) { var (h, i) = j(); return k<(L, M)>(); } }`, []string{"j", "k"}},
		{"what has no name", `class A { void B() { c[0](d); e()(f); G!(h); await (i()).j(); typeof(K).l(); } }`, []string{"c[0]", "e", "e()", "G", "i", "(i()).j", "typeof(K).l"}},
		{"bases", `class A(B b) : C<D>(b), IE; record F(G g) : H(g);`, []string{"C", "H"}},
		{"attributes with types and on constants", `[A<B>(1)] enum C { [D(2)] E = 3 }`, []string{"A", "D"}},
		{"type of new", `class A { private B.C<D> e = new(f()); }`, []string{"B.C", "f"}},
		{"type of new in a property", `class A { void B() { c.D = new() { E = f() }; } }`, []string{"D", "f"}},
		{"byte order mark", "\uFEFF#nullable enable\nusing A;\nb(\"c\"u8);", []string{"b"}},
		{"conditional access over lines", "class A { void B() { c?\n.d(1)\n? .e(); } }", []string{"c?\n.d", "c?\n.d(1)\n? .e"}},
		{"preprocessor", "class A {\n#if B\n  void C() { d(); }\n#endif\n}", []string{"d"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(syntax.CSharp, []byte(test.text))
			var got []string
			for _, c := range f.Calls {
				got = append(got, test.text[f.Tokens[c.Callee.Start].Start:f.Tokens[c.Callee.End-1].End])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if len(f.Errors) > 0 {
				t.Error(f.Errors)
			}
		})
	}
}

// TestCSharpNames resolves the last call of each text.
func TestCSharpNames(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"type", `class A { void B() { File.Delete(c); } }`, "File.Delete"},
		{"written in full", `class A { void B() { System.IO.File.Delete(c); } }`, "File.Delete"},
		{"alias", `using F = System.IO.File; class A { void B() { F.Delete(c); } }`, "File.Delete"},
		{"declared type", `class A { void B(SqlCommand c) { c.ExecuteReader(); } }`, "SqlCommand().ExecuteReader"},
		{"var", `class A { void B() { var c = new SqlCommand(d); c.ExecuteReader(); } }`, "SqlCommand().ExecuteReader"},
		{"field", `class A { private readonly Db? db; void B() { this.db.Run(); } }`, "Db().Run"},
		{"property", `class A { Db Db { get; set; } void B() { Db.Run(); } }`, "Db().Run"},
		{"primary constructor", `class A(Db db) { void B() { db.Run(); } }`, "Db().Run"},
		{"new without a type", `class A { void B() { SqlCommand c = new(); c.ExecuteReader(); } }`, "SqlCommand().ExecuteReader"},
		{"pattern", `class A { void B(object o) { if (o is Db { Open: true } db) db.Run(); } }`, "Db().Run"},
		{"foreach", `class A { void B() { foreach (Db db in all) db.Run(); } }`, "Db().Run"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(syntax.CSharp, []byte(test.text))
			got := f.Resolve(f.Expr(f.Calls[len(f.Calls)-1].Callee))
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestCSharpValues folds the last argument of the last call.
func TestCSharpValues(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"literal", `class A { void B() { c("d\n"); } }`, "d\n"},
		{"verbatim", `class A { void B() { c(@"d\e""f"); } }`, `d\e"f`},
		{"raw", `class A { void B() { c("""d"e"""); } }`, `d"e`},
		{"sum", `class A { void B() { c("d" + 1 + 'e'); } }`, "d1e"},
		{"interpolation of constants", `class A { const string D = "x"; void B() { c($"{D}y{{"); } }`, "xy{"},
		{"named argument", `class A { void B() { c(d: "e"); } }`, ""},
		{"nameof", `class A { const string F = $"{nameof(D.E)}s"; void B() { c(F); } }`, "Es"},
		{"cast", `class A { void B() { c((object)"d"); } }`, "d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(syntax.CSharp, []byte(test.text))
			c := f.CallExpr(&f.Calls[len(f.Calls)-1])
			if got := f.Value(c.List[len(c.List)-1]).Text; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
