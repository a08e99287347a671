package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

const javaHead = `package a.b;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import jakarta.servlet.http.*;
import static org.springframework.security.config.Customizer.withDefaults;
`

// TestJavaNames resolves the last call of each text.
func TestJavaNames(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"imported type", `class A { void b() { MessageDigest.getInstance("MD5"); } }`, "java.security.MessageDigest.getInstance"},
		{"written in full", `class A { void b() { java.security.MessageDigest.getInstance("MD5"); } }`, "java.security.MessageDigest.getInstance"},
		{"java.lang", `class A { void b() { Runtime.getRuntime().exec(c); } }`, "Runtime.getRuntime().exec"},
		{"static import", `class A { void b() { withDefaults(); } }`, "org.springframework.security.config.Customizer.withDefaults"},
		{"parameter", `class A { void b(@RequestParam final HttpServletRequest r) { r.getParameter("c"); } }`, "HttpServletRequest().getParameter"},
		{"local, declared type first", `class A { void b() { Cipher c = d(); c.init(e); } }`, "javax.crypto.Cipher().init"},
		{"var, and a factory", `class A { void b() { var c = Cipher.getInstance("AES"); c.init(e); } }`, "javax.crypto.Cipher().init"},
		{"field", `class A { Cipher c; void b() { c.init(e); } }`, "javax.crypto.Cipher().init"},
		{"this.field", `class A { Cipher c; void b() { this.c.init(e); } }`, "javax.crypto.Cipher().init"},
		{"field of the class around", `class A { Cipher c; Runnable r = new Runnable() { public void run() { c.init(e); } }; }`, "javax.crypto.Cipher().init"},
		{"lambda inside a method", `class A { void b(Cipher c) { d(x -> c.init(x)); } }`, "javax.crypto.Cipher().init"},
		{"loop", `class A { void b() { for (Cookie c : all) { c.setSecure(false); } } }`, "Cookie().setSecure"},
		{"try with resources", `class A { void b() { try (Cipher c = d()) { c.init(e); } } }`, "javax.crypto.Cipher().init"},
		{"generic type", `class A { void b(List<String> c) { c.get(1); } }`, "List().get"},
		{"two types of one name", `class A { void b() { if (x) { Cipher c = d(); } else { File c = e(); } c.init(e); } }`, "c.init"},
		{"record part", `record A(Cipher c) { void b() { c.init(e); } }`, "javax.crypto.Cipher().init"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(syntax.Java, []byte(javaHead+test.text))
			got := ""
			for i := range f.Calls {
				if c := &f.Calls[i]; !c.Decorator {
					got = f.Resolve(f.Expr(c.Callee))
				}
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestJavaValues folds the last argument of the last call.
func TestJavaValues(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"literal", `class A { void b() { c("d"); } }`, "d"},
		{"sum", `class A { void b() { c("d" + 1 + "e"); } }`, "d1e"},
		{"constant of the class", `class A { static final String D = "x" + "y"; void b() { c(D); } }`, "xy"},
		{"constant of a class of the file", `class D { static final String E = "x"; } class A { void b() { c(D.E); } }`, "x"},
		{"field set elsewhere", `class A { String d = "x"; void e(String f) { d = f; } void b() { c(d); } }`, ""},
		{"local set twice", `class A { void b() { String d = "x"; d = "y"; c(d); } }`, ""},
		{"text block", "class A { void b() { c(\"\"\"\n    d\n      e\n    \"\"\"); } }", "d\n  e\n"},
		{"number with a type", `class A { void b() { c(1_024L); } }`, "1024"},
		{"cast", `class A { void b() { c((Object) "d"); } }`, "d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(syntax.Java, []byte(test.text))
			c := f.Calls[len(f.Calls)-1]
			if got := f.Value(f.Expr(c.Args[len(c.Args)-1])).Text; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestJavaCalls lists what is called.
func TestJavaCalls(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"chain", `class A { B b = c.d(1).<E>f(); }`, []string{"c.d", "c.d(1).<E>f"}},
		{"creation with a body", `class A { B b = new C.D<E>(f()) { void g() { h(); } }; }`, []string{"C.D", "f", "h"}},
		{"constructor of the base", `class A { A() { super(b()); } }`, []string{"super", "b"}},
		{"annotations", `@B(c = "d") class A { @E void f(@G(1) int h) {} }`, []string{"B", "E", "G"}},
		{"switch", `class A { int b() { return switch (c()) { case D d when e() -> f(); default -> { yield g(); } }; } }`, []string{"c", "e", "f", "g"}},
		{"cast before a chain", `class A { void b() { ((C) d).e(); (F) g.h(); } }`, []string{"((C) d).e", "g.h"}},
		{"enum constants", `enum A { B(c()) { void d() { e(); } }; void f() { g(); } }`, []string{"c", "e", "g"}},
		{"method reference and lambda", `class A { void b() { c(D::e, (f, g) -> h(f)); } }`, []string{"c", "h"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := syntax.Read(syntax.Java, []byte(test.text))
			var got []string
			for _, c := range f.Calls {
				got = append(got, test.text[f.Tokens[c.Callee.Start].Start:f.Tokens[c.Callee.End-1].End])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
