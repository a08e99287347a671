package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// between gives the text of a stretch of tokens.
func between(f *syntax.File, r syntax.Range) string {
	if r.End <= r.Start {
		return ""
	}
	return string(f.Text[f.Tokens[r.Start].Start:f.Tokens[r.End-1].End])
}

type function struct {
	Name       string
	Params     []string // name: type = default
	Body       string
	Decorators []string
	Class      string
	Outer      string
	Async      bool
}

func functions(f *syntax.File) []function {
	var list []function
	for _, fn := range f.Functions {
		got := function{Name: fn.Name, Body: between(f, fn.Body), Async: fn.Async}
		for _, p := range fn.Params {
			text := p.Name
			if t := between(f, p.Type); t != "" {
				text += ": " + t
			}
			if d := between(f, p.Default); d != "" {
				text += " = " + d
			}
			got.Params = append(got.Params, text)
		}
		for _, d := range fn.Decorators {
			got.Decorators = append(got.Decorators, between(f, f.Calls[d].Callee))
		}
		if fn.Class >= 0 {
			got.Class = f.Classes[fn.Class].Name
		}
		if fn.Outer >= 0 {
			got.Outer = f.Functions[fn.Outer].Name
		}
		list = append(list, got)
	}
	return list
}

func TestFunctions(t *testing.T) {
	for _, test := range []struct {
		name     string
		language syntax.Language
		text     string
		want     []function
	}{
		{"declarations", syntax.JavaScript, "async function a(x, y = 1, ...z) { b() }\nexport default function* c() {}", []function{
			{Name: "a", Params: []string{"x", "y = 1", "z"}, Body: "b()", Async: true}, {Name: "c"},
		}},
		{"arrows take the name they are bound to", syntax.TypeScript, "const a = async (x: string, { y }: T): Promise<void> => { b(x) }, o = { c: z => z, d() {} }", []function{
			{Name: "a", Params: []string{"x: string", ": T"}, Body: "b(x)", Async: true}, {Name: "c", Params: []string{"z"}, Body: "z"}, {Name: "d"},
		}},
		{"methods", syntax.TypeScript, "class A { @Get('/') @Auth() async m(@Body() x: T, private y?: U) { z(() => 1) } static s = () => 2\n constructor() {} }", []function{
			{Name: "m", Params: []string{"x: T", "y: U"}, Body: "z(() => 1)", Decorators: []string{"Get", "Auth"}, Class: "A", Async: true},
			{Body: "1", Outer: "m"},
			{Name: "s", Body: "2"},
			{Name: "constructor", Class: "A"},
		}},
		{"members after fields without semicolon", syntax.TypeScript, "class A {\n x = 1\n m() {}\n y = () => 2\n @B() z = c\n delete() {}\n p = a\n async q() {} }", []function{
			{Name: "m", Class: "A"}, {Name: "y", Body: "2"}, {Name: "delete", Class: "A"}, {Name: "q", Class: "A", Async: true},
		}},
		{"python", syntax.Python, "@a.b('/')\n@c\nasync def d(x: int, *y, z: str = 'q', **w) -> T:\n    def e(): pass\n    return lambda v, u=1: v\nclass F:\n    @property\n    def g(self): return 1\n", []function{
			{Name: "d", Params: []string{"x: int", "y", "z: str = 'q'", "w"}, Body: "def e(): pass\n    return lambda v, u=1: v\n", Decorators: []string{"a.b", "c"}, Async: true},
			{Name: "e", Body: "pass", Outer: "d"},
			{Params: []string{"v", "u = 1"}, Body: "v", Outer: "d"},
			{Name: "g", Params: []string{"self"}, Body: "return 1", Decorators: []string{"property"}, Class: "F"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := functions(syntax.Read(test.language, []byte(test.text)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestClasses(t *testing.T) {
	type class struct {
		Name       string
		Bases      []string
		Body       string
		Decorators []string
		Outer      string
		Text       string
	}
	for _, test := range []struct {
		name     string
		language syntax.Language
		text     string
		want     []class
	}{
		{"javascript", syntax.JavaScript, "class A extends b(C) { x = 1 }\nconst D = class extends A {}", []class{
			{Name: "A", Bases: []string{"b(C)"}, Body: "x = 1", Text: "class A extends b(C) { x = 1 }"},
			{Name: "D", Bases: []string{"A"}, Text: "class extends A {}"},
		}},
		{"typescript", syntax.TypeScript, "@Controller('a')\nexport class A<T> extends B<T> implements C, D { y }\nenum E { F = 1 }", []class{
			{Name: "A", Bases: []string{"B"}, Body: "y", Decorators: []string{"Controller"}, Text: "class A<T> extends B<T> implements C, D { y }"},
			{Name: "E", Body: "F = 1", Text: "enum E { F = 1 }"},
		}},
		{"python", syntax.Python, "@a\nclass B(c.D, E[F], metaclass=G):\n    class H: x = 1\n", []class{
			{Name: "B", Bases: []string{"c.D", "E[F]"}, Body: "class H: x = 1\n", Decorators: []string{"a"}, Text: "class B(c.D, E[F], metaclass=G):\n    class H: x = 1"},
			{Name: "H", Body: "x = 1", Outer: "B", Text: "class H: x = 1"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(test.language, []byte(test.text))
			var got []class
			for _, c := range f.Classes {
				k := class{Name: c.Name, Body: between(f, c.Body), Text: test.text[c.Start:c.End]}
				for _, b := range c.Bases {
					k.Bases = append(k.Bases, between(f, b))
				}
				for _, d := range c.Decorators {
					k.Decorators = append(k.Decorators, between(f, f.Calls[d].Callee))
				}
				if c.Outer >= 0 {
					k.Outer = f.Classes[c.Outer].Name
				}
				got = append(got, k)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
