package syntax

// An Expr is a small expression tree, made on demand from tokens. A nil *Expr means nothing stands there.
type Expr struct {
	Kind       ExprKind
	Start, End int // byte offsets
	Tokens     Range

	Name string  // Ident: the name; Member: the property; Binary, Unary, Assign: the operator; Keyword, Pair with a plain key: the key
	Text string  // String: the decoded value; Number: as written; Template: unused (see List)
	X    *Expr   // Member, Index, Call, New, Unary, Await, Spread, Keyword, Cast: the operand; Object: the named type of a Go literal; Binary, Cond: the left or the condition; Pair: computed key
	Y    *Expr   // Index: the index; Binary: the right; Cond: the value if true; Pair, Assign: the value
	Z    *Expr   // Cond: the value if false
	List []*Expr // Call, New: arguments; Array, Tuple, Set: elements; Object: Pairs and Spreads; Template: parts, String for the fixed ones

	Tagged   bool // Call: a template literal with a tag
	Function int  // Function: index in File.Functions; -1
	Class    int  // Class: index in File.Classes
}

// ExprKind sorts expressions.
type ExprKind uint8

// The kinds of expression.
const (
	Unknown      ExprKind = iota // could not be made out
	IdentExpr                    // x, this, self
	MemberExpr                   // x.name, x?.name
	IndexExpr                    // x[i]
	CallExpr                     // f(a, b)
	NewExpr                      // new F(a)
	StringExpr                   // "…" with no holes; adjacent Python strings are joined
	TemplateExpr                 // `a${b}`, f"a{b}"
	NumberExpr                   // 12, 0x1f, 1_000
	BoolExpr                     // true, True: Name is "true" or "false"
	NullExpr                     // null, undefined, None
	ArrayExpr                    // [a, b], (a, b), {a, b} of Python, []T{a, b} of Go
	ObjectExpr                   // {k: v}, {"k": v}, {...x}; T{k: v} of Go, map[K]V{k: v}
	PairExpr                     // k: v in an object; method shorthand has a Function as value
	KeywordExpr                  // name=value in a Python call
	SpreadExpr                   // ...x, *x, **x (Name "**")
	BinaryExpr                   // a + b, a and b, a ?? b
	UnaryExpr                    // !a, not a, typeof a, -a
	CondExpr                     // a ? b : c, b if a else c
	AssignExpr                   // a = b inside an expression, a := b
	AwaitExpr                    // await x, yield x
	FuncExpr                     // function, arrow, lambda
	RegexExpr                    // /x/g: Text is the pattern
	ClassExpr                    // class { … }, and what Deref finds behind the name of a class
)

// Expr reads a stretch of tokens as one expression. Types (`x as T`, `<T>x`, `x!`, `x satisfies T`) and redundant
// brackets are looked through, in Go also pointers (`&x`, `*x`), `x.(T)` and conversions like `[]byte(x)`. Nesting beyond a fixed depth gives Unknown.
func (f *File) Expr(r Range) *Expr { return f.parseExpr(r) }

// CallExpr reads a call as an expression: Kind CallExpr or NewExpr, X its callee, List its arguments.
// A composite literal of Go is an ObjectExpr. A decorator without brackets is a CallExpr without arguments.
func (f *File) CallExpr(c *Call) *Expr {
	e := f.parseCall(c)
	if f.Language == Python {
		f.complete(e)
	}
	return e
}

// Resolve gives the canonical name of an expression, looking through imports, renames, destructuring and names
// assigned once; "" when it can't tell. Examples, with the code that leads to them:
//
//	crypto.createHash          import c from "node:crypto"; c.createHash
//	crypto.createHash          const { createHash: h } = require("crypto"); h
//	hashlib.md5                from hashlib import md5 as m; m
//	express().use              const app = express(); app.use
//	fastapi.FastAPI().get      app = FastAPI(); app.get
//	aws-cdk-lib/aws-s3.Bucket  import * as s3 from "aws-cdk-lib/aws-s3"; new s3.Bucket (the `new` isn't part of the name)
//	express.Router().get       const r = require("express").Router(); r.get
//	process.env.PORT           a global that nothing in the file binds resolves to itself
//	./db.pool.query            import { pool } from "./db"; pool.query
//
// In Go versions are cut off import paths, and a parameter, variable or field with a type gives the type called, as below:
//
//	crypto/md5.New().Write          h := md5.New(); h.Write
//	net/http.Request().FormValue    func f(r *http.Request) { r.FormValue }
//	database/sql.DB().Query         s.db.Query, in a method of struct { db *sql.DB }
//	crypto/tls.Config()             tls.Config{…}, &tls.Config{…}
//
// A parameter, a function or class of this file, or a name assigned twice resolves to "?name", so that `?req.query` is still told from a global `req`;
// a property of an unknown value ends in `.property` all the same: "?res.cookie". A parameter with a type annotation
// that resolves gives the type called: `(app: Express)` makes app `express.Express()`. `this.x` and `self.x` resolve
// to what the class gave the field once, else to "this.x". `await` and `?.` are looked through.
func (f *File) Resolve(e *Expr) string { return f.resolve(e) }

// A Value is what an expression folds to. Known false means it can't be told: never report it as a fact.
type Value struct {
	Known     bool
	Kind      ExprKind // StringExpr, NumberExpr, BoolExpr, NullExpr
	Text      string   // string value, number as written without separators, "true" or "false"
	From      *Expr    // where the constant stands
	Elsewhere bool     // it stands in another file, From names it
	// Default is set when the value is what an environment lookup falls back to: os.getenv("X", "dev"), process.env.X || "dev".
	// Env then names the variable. Known is false: the environment decides.
	Default *Expr
	Env     string
	// Setting names the key of a .properties file that decides, Default what holds without it. Known is false.
	Setting string
}

// Value folds an expression: literals, concatenation of literals, templates without unknown parts, names assigned once.
func (f *File) Value(e *Expr) Value { return f.value(e) }

// Deref looks through names assigned once in the file and brackets to the expression that was assigned; e itself when
// there is nothing to look through. So the options object or the query string built one line above is found.
func (f *File) Deref(e *Expr) *Expr { return f.deref(e) }

// TypeOf gives the type that a name of Java or C#, or a name or field of Go, was declared with, as it is written; "" when there is none, or it is var.
func (f *File) TypeOf(e *Expr) string {
	if f.Language == Go {
		r := f.goDeclared(e)
		return f.joined(r.Start, r.End)
	}
	if r := f.declaredType(e); r.End > r.Start && !f.is(r.Start, "var") {
		return f.joined(r.Start, r.End)
	}
	return ""
}

// StructOf gives the index in Classes of the struct of this file that a value of Go is or points to; -1 when it is none.
func (f *File) StructOf(e *Expr) int {
	f.table()
	return f.structOf(e, 0)
}

// Field finds a key in an object or dict expression, or a keyword among call arguments, through Deref and object
// spreads of known objects. open is true when an unknown spread means that it may be there unseen.
func (f *File) Field(e *Expr, key string) (value *Expr, open bool) { return f.field(e, key) }

// CalleeName gives the last identifier of what a call calls: "createHash" of `c.createHash(…)`; "" for a computed one.
// It costs nothing: rules are looked up by it first.
func (f *File) CalleeName(c *Call) string { return f.calleeName(c) }

// FunctionAt gives the index of the innermost function around a byte offset, -1 at top level.
func (f *File) FunctionAt(offset int) int { return f.functionAt(offset) }
