package syntax_test

import (
	"bytes"
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
		{"parameter that may be missing", syntax.TypeScript, `import { Express } from "express"; function f(a: Express | null, b: undefined | Express, c: Express | Other) { a.x(); b.x(); c.x() }`, []string{"express.Express().x", "express.Express().x", "?c.x"}},
		{"python parameter that may be missing", syntax.Python, "from typing import Optional, Union, Annotated\nfrom d import Session as S\ndef f(a: Optional[S], b: Annotated[S, Depends(g)], c: S | None, d: Union[S, None], e: Annotated[S | None, 1], g: Union[S, T]):\n    a.x(); b.x(); c.x(); d.x(); e.x(); g.x()\n", []string{"Depends", "d.Session().x", "d.Session().x", "d.Session().x", "d.Session().x", "d.Session().x", "?g.x"}},
		{"dynamic import", syntax.TypeScript, "const m = await import('node:fs'); m.readFile(x); (await import('b')).default(1)", []string{"import", "fs.readFile", "import", "b"}},
		{"import equals require", syntax.TypeScript, `import fs = require("fs"); import R = E.Router; fs.readFile(x); R.f()`, []string{"fs.readFile", "E.Router.f"}},
		{"typescript namespaces", syntax.TypeScript, "namespace A.B { import c = require('c'); export function f() { c.g() } }\ndeclare module 'm' { export function h(): void }\nmodule D { i() }", []string{"c.g", "i"}},
		{"two functions, one name", syntax.JavaScript, "const app = e(); function f(app) { app.x() }\napp.y()", []string{"e", "?app.x", "e().y"}},
		{"comment, string and regex", syntax.JavaScript, "// createCipher(x)\nconst s = 'createCipher(y)', r = /createCipher(z)/g, d = a / b / c(1)", []string{"c"}},
		{"template holes", syntax.JavaScript, "`a ${f(`b ${g(1)}`)} c`", []string{"f", "g"}},
		{"JSX", syntax.TSX, "const x = <div a={f(1)} b='g(2)'>h(3) {i(4)} <b/></div>; j()", []string{"f", "i", "j"}},
		{"type arguments", syntax.TypeScript, "foo<Map<string, number>>(x); if (a < b && c > (d)) e()", []string{"foo", "e"}},
		{"types hold no calls", syntax.TypeScript, "interface A { f(a: string): void; new (x): A }\ntype B = (x: number) => void\nconst c: (a: B) => void = d(1)", []string{"d"}},
		{"methods are no calls", syntax.TypeScript, "class A<T> extends B { x = f(1)\n #y: number = 2\n constructor(private a: string) { super(a) }\n get z() { return this.q() }\n over(a: string): void\n async *m<T>(a = g()) {} }\nconst o = { m(a) { h() }, async n() {} }", []string{"f", "super", "this.q", "g", "h"}},
		{"new without brackets", syntax.JavaScript, "const a = new Foo; a.b()", []string{"Foo", "Foo().b"}},
		{"arrow parameters", syntax.TypeScript, "const f = async (a: string): Promise<void> => { g(a) }; const h = (x) => i(x), j = k()", []string{"g", "i", "k"}},
		{"interface after a line without semicolon", syntax.TypeScript, "const r = new R(a)\ninterface T {\n  clear(k): void\n}\ntype U = { m(): void }", []string{"R"}},
		{"arrow that returns a tuple", syntax.TypeScript, "const f = <T>(a: T[], p: (x: T) => boolean): [T[], T[]] => {\n return a.reduce(p) }", []string{"?a.reduce"}},
		{"spread call in an object", syntax.JavaScript, "const o = { ...form.headers(), k: 1 }", []string{"form.headers"}},
		{"line after as const", syntax.TypeScript, "const a = 'x' as const\nconst b = f(a)", []string{"f"}},
		{"python comprehension over pairs", syntax.Python, "any(a for a, b in c)\n", []string{"any"}},
		{"python import", syntax.Python, "from hashlib import md5 as m\nm(b'x')\nimport a.b.c\na.b.d()\n", []string{"hashlib.md5", "a.b.d"}},
		{"python app", syntax.Python, "from fastapi import FastAPI\napp = FastAPI()\n\n@app.get('/')\nasync def f(app):\n    app.x()\n", []string{"fastapi.FastAPI", "fastapi.FastAPI().get", "?app.x"}},
		{"python f-string", syntax.Python, "x = f\"a {f(1)!r:>{g(2)}} {d[\"k\"]} {{h(3)}}\"\n", []string{"f", "g"}},
		{"python field", syntax.Python, "import redis\nclass A:\n    def __init__(self):\n        self.r = redis.Redis()\n    def f(self):\n        self.r.get(1)\n", []string{"redis.Redis", "redis.Redis().get"}},
		{"python comprehension variable", syntax.Python, "x = [app.get(1) for app in apps]\n", []string{"?app.get"}},
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

// folded gives the value of the last argument of f.
func folded(language syntax.Language, text string) syntax.Value {
	f := syntax.Read(language, []byte(text))
	for i := range f.Calls {
		if f.CalleeName(&f.Calls[i]) == "f" {
			list := f.CallExpr(&f.Calls[i]).List
			return f.Value(list[len(list)-1])
		}
	}
	return syntax.Value{}
}

func TestValue(t *testing.T) {
	type value struct {
		Known              bool
		Text, Env, Default string
	}
	for _, test := range []struct {
		name     string
		language syntax.Language
		text     string
		want     value
	}{
		{"constant", syntax.JavaScript, "const a = 'x' + `y${1}`; f(a)", value{Known: true, Text: "xy1"}},
		{"reassigned", syntax.JavaScript, "let a = 'x'; a += 'y'; f(a)", value{}},
		{"frozen object", syntax.TypeScript, "const C = Object.freeze({ K: 'md5' } as const); f(C.K)", value{Known: true, Text: "md5"}},
		{"object changed later", syntax.JavaScript, "const c = { k: 'a' }; c.k = 'b'; f(c.k)", value{}},
		{"enum", syntax.TypeScript, "enum E { A = 'a', B = 'b' } f(E.B)", value{Known: true, Text: "b"}},
		{"field", syntax.TypeScript, "class A { private alg = 'md5'; g() { f(this.alg) } }", value{Known: true, Text: "md5"}},
		{"static field", syntax.TypeScript, "class A { static readonly K = 'z' }\nf(A.K)", value{Known: true, Text: "z"}},
		{"environment with default", syntax.JavaScript, "f(process.env.X || 'dev')", value{Env: "X", Default: "dev"}},
		{"environment by way of a name", syntax.TypeScript, "const { env } = process; const k = env['X'] ?? 'dev'; f(k)", value{Env: "X", Default: "dev"}},
		{"arithmetic", syntax.JavaScript, "const day = 24 * 60 * 60; f(day * 1_000)", value{Known: true, Text: "86400000"}},
		{"destructured", syntax.JavaScript, "const o = { a: 1, b: 'q' }; const { b: c } = o; f(c)", value{Known: true, Text: "q"}},
		{"python adjacent strings", syntax.Python, "A: Final = 'x' \"y\"\nf(A)\n", value{Known: true, Text: "xy"}},
		{"python class constant", syntax.Python, "class C:\n    K = 'a'\nf(C.K)\n", value{Known: true, Text: "a"}},
		{"python self", syntax.Python, "class C:\n    K = 'a'\n    def g(self):\n        f(self.K)\n", value{Known: true, Text: "a"}},
		{"python f-string", syntax.Python, "a = 'x'\nf(f'{a}-{{}}')\n", value{Known: true, Text: "x-{}"}},
		{"python getenv", syntax.Python, "import os\nf(os.getenv('X', 'dev'))\n", value{Env: "X", Default: "dev"}},
		{"python environ", syntax.Python, "from os import environ as e\nf(e.get('X'))\n", value{Env: "X"}},
		{"python keyword", syntax.Python, "f(verify=False)\n", value{}},
		{"python global", syntax.Python, "A = 1\ndef g():\n    global A\n    A = 2\nf(A)\n", value{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := folded(test.language, test.text)
			got := value{Known: v.Known, Text: v.Text, Env: v.Env}
			if v.Default != nil {
				got.Default = v.Default.Text
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestField(t *testing.T) {
	f := syntax.Read(syntax.JavaScript, []byte("const base = { a: 1 }; const o = { ...base, b: 2 }; f(o, { ...x, c: 3 })"))
	args := f.CallExpr(&f.Calls[0]).List
	for _, test := range []struct {
		arg   int
		key   string
		found string
		open  bool
	}{{0, "a", "1", false}, {0, "b", "2", false}, {0, "z", "", false}, {1, "c", "3", false}, {1, "z", "", true}} {
		value, open := f.Field(args[test.arg], test.key)
		got := ""
		if value != nil {
			got = value.Text
		}
		if got != test.found || open != test.open {
			t.Errorf("argument %d, key %s: got %q open %v, want %q open %v", test.arg, test.key, got, open, test.found, test.open)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for _, test := range []struct {
		language syntax.Language
		unit     string
	}{
		{syntax.TypeScript, "import { Router } from \"express\"\n\n// Lists what a customer bought.\nexport const list = async (req: Request, res: Response): Promise<void> => {\n  const { id, limit = 20 } = req.query as Record<string, string>\n  const orders = await service.orders.find({ where: { id, state: \"open\" }, take: limit })\n  res.status(200).json({ orders, count: orders.length, next: `/orders?after=${orders.at(-1)?.id}` })\n}\n\n"},
		{syntax.Ruby, "class OrdersController < ApplicationController\n  before_action :authenticate, only: %i[show list]\n\n  # Lists what a customer bought.\n  def list\n    @orders = Order.where(state: params[:state] || \"open\").limit(20).map { |o| o.as_json(only: [:id]) }\n    logger.info \"found #{@orders.size} for #{current_user.id}\" unless @orders.empty?\n    render json: { orders: @orders, next: orders_path(after: @orders.last&.id) }\n  end\nend\n\n"},
		{syntax.Python, "from app.models import Order\n\n\n@router.get(\"/orders/{id}\", response_model=OrderOut)\nasync def read_order(id: int, session: Session = Depends(get_session)) -> Order:\n    \"\"\"Gives one order.\"\"\"\n    order = await session.get(Order, id)\n    if order is None:\n        raise HTTPException(status_code=404, detail=f\"no order {id}\")\n    return order\n\n\n"},
	} {
		text := bytes.Repeat([]byte(test.unit), 300_000/len(test.unit))
		b.Run(test.language.String(), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				syntax.Read(test.language, text)
			}
		})
	}
}
