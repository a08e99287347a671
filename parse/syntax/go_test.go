package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

func init() {
	every = append(every, syntax.Go)
	fixtures = append(fixtures,
		"package a\nimport (\n\tb \"c/d/v2\"\n\t. \"e\"\n)\ntype S[T any] struct {\n\tdb, x *sql.DB `json:\"a\"`\n\tb.E\n}\nfunc (s *S[T]) m(p, q int, r ...b.T) (n int, err error) {\n\tif v, ok := s.f(p)[q].(b.T); ok { return g[T](v), nil } else if x := <-h(); x > 1 { }\n\tfor i, c := range []int{1, 2} { i++; go func() { k(i, c...) }() }\n\tswitch { case a == 'x': z += `r`; default: }\n\treturn\n}\n",
		"var (\n\tx, y = T{A: 1, B: []U{{C: f(d)}}}, map[string]func(int) error{\"k\": nil}\n\tz [len(w)]chan<- struct{}\n)\nconst (\n\tA = iota\n\tB\n)\n")
}

func FuzzGo(f *testing.F) { fuzz(f, syntax.Go) }

func TestGoCallNames(t *testing.T) {
	for _, test := range []struct {
		name string
		text string
		want []string
	}{
		{"imports", "import (\n\"crypto/md5\"\nm \"crypto/md5\"\n\"github.com/golang-jwt/jwt/v5\"\n\"gopkg.in/yaml.v3\"\n)\nvar a = f(md5.New(), m.Sum(b), jwt.Parse(c), yaml.Unmarshal(d))", []string{"f", "crypto/md5.New", "crypto/md5.Sum", "github.com/golang-jwt/jwt.Parse", "gopkg.in/yaml.Unmarshal"}},
		{"receiver made by a call", "import \"crypto/md5\"\nfunc f() { h := md5.New(); h.Write(b) }", []string{"crypto/md5.New", "crypto/md5.New().Write"}},
		{"first of two results", "import \"database/sql\"\nfunc f() { db, err := sql.Open(\"x\", d); db.Query(q); err.Error() }", []string{"database/sql.Open", "database/sql.Open().Query", "?err.Error"}},
		{"parameters", "import (\"net/http\"; \"database/sql\")\nfunc f(w http.ResponseWriter, r *http.Request, a, b *sql.DB) { r.FormValue(\"x\"); a.Query(q); b.Exec(q) }", []string{"net/http.Request().FormValue", "database/sql.DB().Query", "database/sql.DB().Exec"}},
		{"field of the receiver", "import \"database/sql\"\nfunc (s *Server) f() { s.db.Query(q); s.other.Query(q); s.inner.db.Query(q) }\ntype Server struct {\n\tdb *sql.DB\n\tother Other\n\tinner Inner\n}\ntype Inner struct { db sql.DB }", []string{"database/sql.DB().Query", "?s.other.Query", "database/sql.DB().Query"}},
		{"declared variable", "import \"database/sql\"\nvar db *sql.DB\nfunc f() { db, _ = sql.Open(a); db.Query(q) }", []string{"database/sql.Open", "database/sql.DB().Query"}},
		{"blocks", "import (\"crypto/md5\"; \"crypto/sha256\")\nfunc f() { if h := md5.New(); a { h.Write(b) } else { h := sha256.New(); h.Sum(b) }; h.Reset() }", []string{"crypto/md5.New", "crypto/md5.New().Write", "crypto/sha256.New", "crypto/sha256.New().Sum", "h.Reset"}},
		{"cases", "func f() { switch x { case 1: h := a(); h.b()\ncase 2: h := c(); h.d() } }", []string{"a", "a().b", "c", "c().d"}},
		{"generic", "func f() { g[int](x); h[map[string]int](y) }", []string{"", ""}},
		{"conversions", "func f() { _ = []byte(x); _ = string(y); _ = (*[4]byte)(z); _ = map[string]int(m) }", []string{"string"}},
		{"literals are listed", "import \"crypto/tls\"\nvar c = &tls.Config{MinVersion: f()}", []string{"crypto/tls.Config", "f"}},
		{"blocks are no literals", "func f() { if a == b { c() }; for x := range y { d() }; for _, z := range []int{1} { e() }; switch v := w.(type) { case T: g() } }", []string{"c", "d", "e", "g"}},
		{"assertion", "func f() { x.(T).m() }", []string{"x.m"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, resolved(syntax.Go, "package p\n"+test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestGoValues(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"constant", "const (\n\ta string = \"x\"\n\tb = a + `y\\n`\n)\nvar _ = f(b)", `xy\n`},
		{"conversion", "var key = []byte(\"secret\")\nvar _ = f(key)", "secret"},
		{"string conversion", "func g() { s := string(\"a\"); f(s) }", "a"},
		{"one of several", "func g() { a, b := \"x\", \"y\"; f(a, b) }", "y"},
		{"number", "func g() { f(2 * 512) }", "1024"},
		{"in brackets", "func g() { f((\"a\" + \"b\")) }", "ab"},
		{"escapes", `func g() { f("a\x41\u0042") }`, "aAB"},
		{"assigned twice", "func g() { a := \"x\"; a = \"y\"; f(a) }", ""},
		{"loop variable", "func g() { for a := 1; a < 2; a++ { f(a) } }", ""},
		{"without value", "const (\n\ta = iota\n\tb\n)\nvar _ = f(b)", ""},
		{"parameter", "func g(a string) { f(a) }", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := folded(syntax.Go, "package p\n"+test.text)
			if v.Text != test.want || v.Known != (test.want != "") {
				t.Errorf("got %+v, want %q", v, test.want)
			}
		})
	}
	if v := folded(syntax.Go, "package p\nimport \"os\"\nvar _ = f(os.Getenv(\"KEY\"))"); v.Env != "KEY" || v.Default != nil {
		t.Errorf("environment: got %+v", v)
	}
}

func TestGoLiterals(t *testing.T) {
	f := syntax.Read(syntax.Go, []byte("package p\nvar c = &tls.Config{InsecureSkipVerify: true, Next: []string{\"h2\"}, Names: map[string]int{k: 1}}"))
	e := f.Expr(f.Assigns[0].Value)
	if e.Kind != syntax.ObjectExpr || e.X == nil || e.X.Name != "Config" {
		t.Fatalf("got %+v", e)
	}
	if v, open := f.Field(e, "InsecureSkipVerify"); v == nil || open || f.Value(v).Text != "true" {
		t.Errorf("field: got %+v", v)
	}
	if v, _ := f.Field(e, "Next"); v == nil || v.Kind != syntax.ArrayExpr || len(v.List) != 1 {
		t.Errorf("list: got %+v", v)
	}
	if v, _ := f.Field(e, "Names"); v == nil || v.List[0].X == nil {
		t.Errorf("computed key: got %+v", v)
	}
}

func TestGoFunctions(t *testing.T) {
	f := syntax.Read(syntax.Go, []byte("package p\ntype S struct{ T }\nfunc (s *S) m(a, b int, c ...func(int) error) (n int) { h := func(x []string, _ map[string]int) {}; return }\nfunc g(int, []string)\n"))
	var got []string
	for _, fn := range f.Functions {
		text := fn.Name
		for _, p := range fn.Params {
			text += " " + p.Name
		}
		got = append(got, text)
	}
	if diff := cmp.Diff([]string{"m s a b c", "h x ", "g  "}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if f.Functions[0].Class != 0 || f.Functions[1].Outer != 0 || len(f.Classes[0].Bases) != 1 {
		t.Errorf("got %+v, %+v", f.Functions, f.Classes)
	}
}
