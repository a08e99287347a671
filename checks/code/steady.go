package code

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// maxSteady bounds how many functions and names a constant value is followed through.
const maxSteady = 4

// steady tells whether a value of Go is the same each time the program runs: a literal, what a function of the file
// returns or is given when that is one, a slice that is made and never filled.
func (r *run) steady(e *syntax.Expr, depth int) bool {
	if e == nil || depth > maxSteady {
		return false
	}
	if v := r.file.Value(e); v.Known && v.Kind != syntax.StringExpr || e.Kind == syntax.IdentExpr && r.writtenTo(e, fills) {
		return false
	}
	d := r.file.Deref(e)
	switch d.Kind {
	case syntax.StringExpr, syntax.BinaryExpr:
		return r.file.Value(e).Text != ""
	case syntax.ArrayExpr:
		return (len(d.List) > 0 || d == e) && !slices.ContainsFunc(d.List, func(item *syntax.Expr) bool { return !r.file.Value(item).Known })
	case syntax.IndexExpr:
		return d.Y == nil && r.steady(d.X, depth+1)
	case syntax.IdentExpr:
		return r.calledSteadily(d, depth)
	case syntax.CallExpr:
		if d.X == nil {
			return false
		}
		if d.X.Kind == syntax.IdentExpr && d.X.Name == "make" {
			return e == d || e.Kind == syntax.IdentExpr && !r.writtenTo(e, func(name string) bool { return !reading(name) })
		}
		return r.returnsSteadily(d.X, depth)
	}
	return false
}

func (r *run) returnsSteadily(callee *syntax.Expr, depth int) bool {
	fn := callee.Function
	if callee.Kind != syntax.FuncExpr {
		fn = (&trace{run: r}).local(callee)
	}
	if fn < 0 {
		return false
	}
	list := r.returnsOf(fn)
	return len(list) > 0 && !slices.ContainsFunc(list, func(e *syntax.Expr) bool { return !r.steady(e, depth+1) })
}

// calledSteadily tells whether a call in this file gives a parameter such a value.
func (r *run) calledSteadily(e *syntax.Expr, depth int) bool {
	fn := r.file.FunctionAt(e.Start)
	if fn < 0 || r.file.Functions[fn].Name == "" {
		return false
	}
	f := &r.file.Functions[fn]
	i := slices.IndexFunc(f.Params, func(p syntax.Param) bool { return p.Name == e.Name })
	if f.Class >= 0 {
		i-- // the receiver
	}
	for n, c := range r.callsNamed(f.Name) {
		call := &r.file.Calls[c]
		if n > 20 || i < 0 || i >= len(call.Args) || call.Function == fn {
			continue
		}
		if r.steady(r.file.Expr(call.Args[i]), depth+2) { // up to 20 callers each: two steps are 400
			return true
		}
	}
	return false
}

// writtenTo tells whether something may write into a slice that a name of this function stands for: a call that writes
// into what it is given, an alias, an assignment to an element.
func (r *run) writtenTo(e *syntax.Expr, writes func(callee string) bool) bool {
	here := r.file.FunctionAt(e.Start)
	for i := range r.file.Calls {
		c := &r.file.Calls[i]
		if c.Function != here || !writes(r.file.CalleeName(c)) {
			continue
		}
		if slices.ContainsFunc(c.Args, func(a syntax.Range) bool { return r.calledWith(a, e.Name) }) {
			return true
		}
	}
	return slices.ContainsFunc(r.defsOf(e.Name), func(d def) bool {
		return d.fn == here && d.kind == entryDef && !r.file.Value(r.valueAt(d.value)).Known
	}) || r.aliased(e.Name, here)
}

func (r *run) aliased(name string, fn int) bool {
	return slices.ContainsFunc(r.file.Assigns, func(a syntax.Assign) bool {
		at := a.Value.Start
		if a.Function != fn {
			return false
		}
		if r.is(at, "&") {
			at++
		}
		return r.is(at, name) && (a.Value.End == at+1 || r.is(at+1, "["))
	})
}

// fills tells whether a function fills the slices it is given.
func fills(name string) bool {
	switch name {
	case "Read", "ReadFull", "ReadAtLeast", "Fill", "copy":
		return true
	}
	return false
}

// reading tells whether a function of a cipher or of the language only reads the slices it is given.
func reading(name string) bool {
	switch name {
	case "len", "cap", "append", "string", "Seal", "Open", "CryptBlocks", "XORKeyStream":
		return true
	}
	return strings.HasPrefix(name, "New")
}
