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
	if other := r.aliasOf(e); other != nil && !r.steady(other, depth+1) {
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
		return r.emptyArray(d) || r.calledSteadily(d, depth)
	case syntax.MemberExpr:
		return r.keptSteadily(d, depth)
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

// emptyArray tells whether a name was declared as an array of bytes that nothing is written to.
func (r *run) emptyArray(e *syntax.Expr) bool {
	typ := r.file.TypeOf(e)
	if !strings.HasPrefix(typ, "[") || strings.HasPrefix(typ, "[]") || !strings.HasSuffix(typ, "byte") || slices.ContainsFunc(r.defsOf(e.Name), func(d def) bool { return d.kind == assignDef && d.fn == r.file.FunctionAt(e.Start) }) {
		return false
	}
	fn := r.file.FunctionAt(e.Start)
	given := fn >= 0 && slices.ContainsFunc(r.file.Functions[fn].Params, func(p syntax.Param) bool { return p.Name == e.Name })
	return !given && !r.writtenTo(e, func(name string) bool { return !reading(name) })
}

// keptSteadily tells whether a field of a struct of this file is given only such values: by its literals, and by assignments.
func (r *run) keptSteadily(e *syntax.Expr, depth int) bool {
	class := r.file.StructOf(e.X)
	if class < 0 {
		return false
	}
	found := false
	for n, c := range r.callsNamed(r.file.Classes[class].Name) {
		call := &r.file.Calls[c]
		if !call.New || n > 20 {
			continue
		}
		value, open := r.file.Field(r.file.CallExpr(call), e.Name)
		if value == nil && !open {
			continue
		}
		if found = true; !r.steady(value, depth+2) {
			return false
		}
	}
	for i := range r.file.Assigns {
		a := &r.file.Assigns[i]
		if r.looks++; r.looks > maxLooks {
			return false
		}
		if a.Target.End-a.Target.Start != 3 || !r.is(a.Target.End-1, e.Name) {
			continue
		}
		if found = true; !r.steady(r.file.Expr(a.Value), depth+2) {
			return false
		}
	}
	return found
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

// aliasOf gives the name that a name of this function points to, as after p := &x; nil when there is none.
func (r *run) aliasOf(e *syntax.Expr) *syntax.Expr {
	if e.Kind != syntax.IdentExpr {
		return nil
	}
	here := r.file.FunctionAt(e.Start)
	for _, d := range r.defsOf(e.Name) {
		if d.fn == here && d.kind == assignDef && d.value.End == d.value.Start+2 && r.is(d.value.Start, "&") {
			return r.file.Expr(syntax.Range{Start: d.value.Start + 1, End: d.value.End})
		}
	}
	return nil
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
