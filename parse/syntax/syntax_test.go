package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// resolved gives the canonical name of every call in order.
func resolved(language syntax.Language, text string) []string {
	f := syntax.Read(language, []byte(text))
	var names []string
	for i := range f.Calls {
		names = append(names, f.Resolve(f.CallExpr(&f.Calls[i]).X))
	}
	return names
}

func TestCallNames(t *testing.T) {
	for _, test := range []struct {
		name     string
		language syntax.Language
		text     string
		want     []string
	}{
		{"default import", syntax.TypeScript, `import c from "node:crypto"; c.createHash("md5")`, []string{"crypto.createHash"}},
		{"renamed require", syntax.JavaScript, `const { createHash: h } = require("crypto"); h("md5")`, []string{"require", "crypto.createHash"}},
		{"once assigned", syntax.JavaScript, "const app = require('express')()\napp.use(x)", []string{"require", "express", "express().use"}},
		{"namespace", syntax.TypeScript, `import * as s3 from "aws-cdk-lib/aws-s3"; new s3.Bucket(this, "b")`, []string{"aws-cdk-lib/aws-s3.Bucket"}},
		{"chained require", syntax.JavaScript, `const r = require("express").Router(); r.get("/")`, []string{"require", "express.Router", "express.Router().get"}},
		{"assigned twice", syntax.JavaScript, "let a = f(); a = g(); a.b()", []string{"f", "g", "?a.b"}},
		{"parameter", syntax.JavaScript, "function f(res) { res.cookie('a') }", []string{"?res.cookie"}},
		{"typed parameter", syntax.TypeScript, `import { Express } from "express"; export function f(app: Express): void { app.use(x) }`, []string{"express.Express().use"}},
		{"two functions, one name", syntax.JavaScript, "const app = e(); function f(app) { app.x() }\napp.y()", []string{"e", "?app.x", "e().y"}},
		{"comment, string and regex", syntax.JavaScript, "// createCipher(x)\nconst s = 'createCipher(y)', r = /createCipher(z)/g, d = a / b / c(1)", []string{"c"}},
		{"template holes", syntax.JavaScript, "`a ${f(`b ${g(1)}`)} c`", []string{"f", "g"}},
		{"JSX", syntax.TSX, "const x = <div a={f(1)} b='g(2)'>h(3) {i(4)} <b/></div>; j()", []string{"f", "i", "j"}},
		{"type arguments", syntax.TypeScript, "foo<Map<string, number>>(x); if (a < b && c > (d)) e()", []string{"foo", "e"}},
		{"types hold no calls", syntax.TypeScript, "interface A { f(a: string): void; new (x): A }\ntype B = (x: number) => void\nconst c: (a: B) => void = d(1)", []string{"d"}},
		{"methods are no calls", syntax.TypeScript, "class A<T> extends B { x = f(1)\n #y: number = 2\n constructor(private a: string) { super(a) }\n get z() { return this.q() }\n over(a: string): void\n async *m<T>(a = g()) {} }\nconst o = { m(a) { h() }, async n() {} }", []string{"f", "super", "this.q", "g", "h"}},
		{"new without brackets", syntax.JavaScript, "const a = new Foo; a.b()", []string{"Foo", "Foo().b"}},
		{"arrow parameters", syntax.TypeScript, "const f = async (a: string): Promise<void> => { g(a) }; const h = (x) => i(x), j = k()", []string{"g", "i", "k"}},
		{"python import", syntax.Python, "from hashlib import md5 as m\nm(b'x')\nimport a.b.c\na.b.d()\n", []string{"hashlib.md5", "a.b.d"}},
		{"python app", syntax.Python, "from fastapi import FastAPI\napp = FastAPI()\n\n@app.get('/')\nasync def f(app):\n    app.x()\n", []string{"fastapi.FastAPI", "fastapi.FastAPI().get", "?app.x"}},
		{"python f-string", syntax.Python, "x = f\"a {f(1)!r:>{g(2)}} {d[\"k\"]} {{h(3)}}\"\n", []string{"f", "g"}},
		{"python field", syntax.Python, "import redis\nclass A:\n    def __init__(self):\n        self.r = redis.Redis()\n    def f(self):\n        self.r.get(1)\n", []string{"redis.Redis", "redis.Redis().get"}},
		{"python 2", syntax.Python, "print 'a', f(1)\nexec code\n", []string{"f"}},
		{"python match", syntax.Python, "match f(x):\n    case Point(a=1) if g(a):\n        h()\n    case _: i()\n", []string{"f", "g", "h", "i"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, resolved(test.language, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
