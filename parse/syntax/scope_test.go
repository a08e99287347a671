package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// TestScopes folds the argument of each call of f, in order; "?" is one that can't be told.
func TestScopes(t *testing.T) {
	for _, test := range []struct {
		name     string
		language syntax.Language
		text     string
		want     []string
	}{
		{"sibling blocks", syntax.TypeScript, "function g() { if (p) { const x = 'a'; f(x) } else { const x = 'b'; f(x) } }", []string{"a", "b"}},
		{"block inside the one that declares", syntax.JavaScript, "{ const x = 'a'; { f(x); { const x = 'b'; f(x) } } f(x) }", []string{"a", "b", "a"}},
		{"name of an inner block seen from outside", syntax.JavaScript, "{ const x = 'a' } f(x)", []string{"?"}},
		{"var belongs to the function", syntax.JavaScript, "function g() { if (p) { var x = 'a' } f(x) }", []string{"a"}},
		{"var in two blocks", syntax.JavaScript, "function g() { if (p) { var x = 'a' } else { var x = 'b' } f(x) }", []string{"?"}},
		{"declared, then assigned once", syntax.TypeScript, "let x: string; x = 'a'; f(x)", []string{"a"}},
		{"several declared at once", syntax.JavaScript, "let x, y\nx = 'a'\ny = 'b'\nf(x); f(y)", []string{"a", "b"}},
		{"declared, then assigned in a block", syntax.JavaScript, "let x; if (p) { x = 'a' } f(x)", []string{"a"}},
		{"declared, then assigned twice", syntax.JavaScript, "let x; if (p) x = 'a'; else x = 'b'; f(x)", []string{"?"}},
		{"declared in a block, assigned there", syntax.JavaScript, "let x = 'o'; { let x; x = 'a'; f(x) } f(x)", []string{"a", "o"}},
		{"declared in two blocks", syntax.JavaScript, "{ let x; x = 'a'; f(x) } { let x; x = 'b'; f(x) }", []string{"a", "b"}},
		{"never assigned", syntax.JavaScript, "let x; f(x)", []string{"?"}},
		{"loop variable hides a constant", syntax.JavaScript, "const x = 'a'; function g() { for (const x of y) { f(x) } } f(x)", []string{"?", "a"}},
		{"caught error hides a constant", syntax.JavaScript, "const e = 'a'; function g() { try { h() } catch (e) { f(e) } } f(e)", []string{"?", "a"}},
		{"assigned by a loop", syntax.JavaScript, "let x = 'a'; for (x of y) { f(x) }", []string{"?"}},
		{"cases share a block", syntax.JavaScript, "switch (p) { case 1: { const x = 'a'; f(x); break }\ncase 2: { const x = 'b'; f(x) } }", []string{"a", "b"}},
		{"call after a declaration of several", syntax.JavaScript, "let a = 1, x = 'a'\ng(), h(x)\nf(x)", []string{"a"}},
		{"template in a block", syntax.JavaScript, "{ const x = 'a'; g(`${f(x)}`) } { const x = 'b'; g(`${f(x)}`) }", []string{"a", "b"}},
		{"ambient", syntax.TypeScript, "declare let process: any; f(process.env.X || 'd')", []string{"$X=d"}},
		{"each other's value", syntax.JavaScript, "const a = b; const b = a; f(a); const c = c.d; f(c)", []string{"?", "?"}},
		{"python blocks are no scopes", syntax.Python, "def g():\n    if p:\n        x = 'a'\n    f(x)\n", []string{"a"}},
		{"environment by destructuring", syntax.JavaScript, "const { PORT = 3000, HOST: h = 'x', Q } = process.env; f(PORT); f(h); f(Q)", []string{"$PORT=3000", "$HOST=x", "$Q"}},
		{"default of a property that isn't there", syntax.JavaScript, "const { a = 1, b = 2 } = { a: 3 }; f(a); f(b)", []string{"3", "2"}},
		{"doubled with every hop", syntax.JavaScript, doubled("+"), []string{"?"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, foldedCalls(test.language, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// doubled is a name that stands for a million million ones.
func doubled(operator string) string {
	text := "const a00 = '1'\n"
	for i := range 40 {
		text += "const " + numbered(i+1) + " = " + numbered(i) + operator + numbered(i) + "\n"
	}
	return text + "f(" + numbered(40) + ")"
}

func numbered(i int) string { return "a" + string(rune('0'+i/10)) + string(rune('0'+i%10)) }

func foldedCalls(language syntax.Language, text string) []string {
	file := syntax.Read(language, []byte(text))
	var got []string
	for i := range file.Calls {
		if file.CalleeName(&file.Calls[i]) != "f" {
			continue
		}
		v := file.Value(file.CallExpr(&file.Calls[i]).List[0])
		switch {
		case v.Known:
			got = append(got, v.Text)
		case v.Default != nil:
			got = append(got, "$"+v.Env+"="+v.Default.Text)
		case v.Env != "":
			got = append(got, "$"+v.Env)
		default:
			got = append(got, "?")
		}
	}
	return got
}

func TestDeclarations(t *testing.T) {
	for _, test := range []struct {
		name     string
		language syntax.Language
		text     string
		kind     syntax.ExprKind
		find     string // what the declaration found starts with
	}{
		{"function", syntax.JavaScript, "function g() {}\nf(g)", syntax.FuncExpr, "function g"},
		{"function in a block", syntax.JavaScript, "{ function g() { 1 } }\n{ function g() { 2 } f(g) }", syntax.FuncExpr, "function g() { 2"},
		{"arrow", syntax.TypeScript, "const g = () => 1; f(g)", syntax.FuncExpr, "() =>"},
		{"class", syntax.TypeScript, "export class G { x = 1 }\nf(G)", syntax.ClassExpr, "class G"},
		{"two classes of one name", syntax.JavaScript, "{ class G { a } }\n{ class G { b } f(G) }", syntax.ClassExpr, "class G { b"},
		{"class by another name", syntax.JavaScript, "const G = class { x = 1 }; f(G)", syntax.ClassExpr, "class {"},
		{"python function", syntax.Python, "def g(): pass\nf(g)\n", syntax.FuncExpr, "def g"},
		{"python class", syntax.Python, "class G(H):\n    x = 1\nf(G)\n", syntax.ClassExpr, "class G"},
		{"python inner class", syntax.Python, "def h():\n    class G:\n        x = 1\n    f(G)\nclass G: pass\n", syntax.ClassExpr, "class G:\n        x"},
		{"class assigned again", syntax.JavaScript, "class G {}\nG = h(G)\nf(G)", syntax.IdentExpr, "G"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := syntax.Read(test.language, []byte(test.text))
			for i := range file.Calls {
				if file.CalleeName(&file.Calls[i]) != "f" {
					continue
				}
				e := file.Deref(file.CallExpr(&file.Calls[i]).List[0])
				got := test.text[e.Start:min(e.End, e.Start+len(test.find))]
				if e.Kind != test.kind || got != test.find {
					t.Errorf("got kind %d at %q, want %d at %q", e.Kind, got, test.kind, test.find)
				}
			}
		})
	}
}
