package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A module is one source file as the interpreter runs it: what it imports, exports and does, in order. It holds copies
// only, so it outlives the file's text.
type module struct {
	path      string
	text      []byte
	lines     *source.Lines // of text, made when first asked for
	python    bool
	role      source.Role
	imports   []binding
	reexports []reexport
	functions []function
	classes   []class
	body      []op
	broken    bool // brackets didn't close: the order of things is a guess
}

// span places a stretch of the module's text.
func (m *module) span(start, end int) source.Span {
	if m.lines == nil {
		m.lines = source.NewLines(m.text)
	}
	return source.Span{Path: m.path, Start: m.lines.Place(start), End: m.lines.Place(max(start, end))}
}

// first places the first line of a function.
func (m *module) first(fn int) source.Span {
	f := &m.functions[fn]
	if f.at.Path == "" {
		f.at = m.span(f.start, f.end)
	}
	return f.at
}

// A binding is a local name for something of another module.
type binding struct {
	local, module, name string
	early               bool // a static import: runs before the module's own code
}

// A reexport is `export { local as name } from "module"`. Name "*" passes everything on.
type reexport struct{ local, name, module string }

// A function is anything that can be called.
type function struct {
	name       string
	params     []param
	body       []op
	decorators []*expr // outermost first
	declared   []int   // functions declared directly in its body, bound before it runs
	class      int
	outer      int
	expression bool        // an arrow without braces: its only op is its result
	start, end int         // of its first line
	at         source.Span // the same, when first asked for
}

type param struct {
	name     string
	kind     *expr // annotation
	standard *expr // default value
	pattern  *expr // ({ app, db }): what is taken out of the argument
}

type class struct {
	name    string
	bases   []*expr
	fields  []op
	methods map[string]int
	outer   int
	start   int
	end     int // of its first line
}

// An op is one step of a body.
type op struct {
	kind   opKind
	target *expr // assign, loop
	value  *expr // assign, call, result; loop: what is walked; branch: the condition
	body   []op  // branch, loop, attempt
	other  []op  // branch: else
	fn     int   // define: the function or class
	maybe  bool  // may be skipped: stands behind && or ?
	at     int   // byte offset, for order
	end    int
}

type opKind uint8

const (
	assignOp opKind = iota
	callOp
	resultOp
	defineOp // Python: def, with its decorators, and class
	branchOp
	loopOp
	rescueOp // catch, except: runs only when something went wrong
	throwOp
)

// An expr is a copy of a syntax.Expr that holds no text of the file.
type expr struct {
	kind       syntax.ExprKind
	name, text string
	x, y, z    *expr
	list       []*expr
	fn         int
	start, end int32 // end: calls and spreads only, which findings point at
}

// callName gives the last name of what a call calls.
func (e *expr) callName() string {
	if e == nil || e.x == nil {
		return ""
	}
	return e.x.name
}
