package code

import (
	"slices"
	"strconv"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// listed takes the element that list.get(n) gives, when the list is made empty and filled in front of it in straight
// order; false when that can't be told.
func (t *trace) listed(e *syntax.Expr, depth int) (origin, bool) {
	r := t.run
	if e.X.Kind != syntax.MemberExpr || e.X.X == nil || e.X.X.Kind != syntax.IdentExpr || len(e.List) != 1 {
		return origin{}, false
	}
	want, ok := r.index1(e.List[0])
	at := r.tokenAt(e.Start)
	if !ok || at < 0 {
		return origin{}, false
	}
	name, here, block := e.X.X.Name, r.file.FunctionAt(e.Start), r.blockAt(at)
	made := -1
	for _, d := range r.defsOf(name) {
		if d.fn == here && d.kind == assignDef && d.at < at {
			made = d.at
			if v := r.valueAt(d.value); v == nil || v.Kind != syntax.NewExpr || len(v.List) > 0 || r.blockAt(d.at) != block {
				return origin{}, false
			}
		}
	}
	var elements []*syntax.Expr
	for _, c := range r.changesOf(name, made, at, "add", "remove", "set") {
		call := &r.file.Calls[c]
		if r.blockAt(call.Callee.Start) != block || len(call.Args) == 0 {
			return origin{}, false
		}
		value := r.valueAt(call.Args[0])
		switch method := r.file.CalleeName(call); {
		case len(call.Args) == 2 && method == "set":
			i, ok := r.index1(value)
			if !ok || i >= len(elements) {
				return origin{}, false
			}
			elements[i] = r.valueAt(call.Args[1])
		case len(call.Args) != 1:
			return origin{}, false
		case method == "add":
			elements = append(elements, value)
		default:
			i, ok := r.index1(value)
			if !ok || i >= len(elements) {
				return origin{}, false
			}
			elements = slices.Delete(elements, i, i+1)
		}
	}
	if made < 0 || want >= len(elements) {
		return origin{}, false
	}
	return t.eval(elements[want], depth), true
}

// placed takes the element that list[n] of Python gives, when the list is a literal that is changed in front of it in
// straight order, if at all; false when that can't be told.
func (t *trace) placed(e *syntax.Expr, depth int) (origin, bool) {
	r := t.run
	if r.file.Language != syntax.Python || e.Kind != syntax.IndexExpr || e.X.Kind != syntax.IdentExpr || e.Y == nil {
		return origin{}, false
	}
	want, ok := r.index1(e.Y)
	at := r.tokenAt(e.Start)
	if !ok || at < 0 {
		return origin{}, false
	}
	name, here, block := e.X.Name, r.file.FunctionAt(e.Start), r.blockAt(at)
	var made *def
	for i, d := range r.defsOf(name) {
		if d.fn == here && d.kind != entryDef && d.at < at {
			made = &r.defs[name][i]
		}
	}
	if made == nil || made.kind != assignDef || r.blockAt(made.at) != block {
		return origin{}, false
	}
	elements, ok := r.changed1(name, made, at, block)
	if !ok || want >= len(elements) {
		return origin{}, false
	}
	return t.eval(elements[want], depth), true
}

// changed1 gives the elements of a list literal after the calls that change it up to a token.
func (r *run) changed1(name string, made *def, to, block int) ([]*syntax.Expr, bool) {
	literal := r.valueAt(made.value)
	if literal == nil || literal.Kind != syntax.ArrayExpr || slices.ContainsFunc(literal.List, func(x *syntax.Expr) bool { return x == nil || x.Kind == syntax.SpreadExpr }) {
		return nil, false
	}
	elements := slices.Clone(literal.List)
	for _, c := range r.changesOf(name, made.at, to, "append", "pop", "insert", "remove", "extend", "clear", "sort", "reverse") {
		call := &r.file.Calls[c]
		if r.blockAt(call.Callee.Start) != block || len(elements) == 0 {
			return nil, false
		}
		switch method := r.file.CalleeName(call); {
		case method == "append" && len(call.Args) == 1:
			elements = append(elements, r.valueAt(call.Args[0]))
		case method == "pop" && len(call.Args) == 0:
			elements = elements[:len(elements)-1]
		case method == "pop":
			i, ok := r.index1(r.valueAt(call.Args[0]))
			if !ok || i >= len(elements) {
				return nil, false
			}
			elements = slices.Delete(elements, i, i+1)
		default:
			return nil, false
		}
	}
	return elements, true
}

// changesOf lists the calls of some methods of a list between two tokens, in order.
func (r *run) changesOf(name string, from, to int, methods ...string) []int {
	var list []int
	for _, method := range methods {
		for _, c := range r.callsNamed(method) {
			if s := r.file.Calls[c].Callee; s.Start > from && s.Start < to && s.End-s.Start == 3 && r.is(s.Start, name) {
				list = append(list, c)
			}
		}
	}
	slices.Sort(list)
	return list
}

func (r *run) index1(e *syntax.Expr) (int, bool) {
	v := r.file.Value(e)
	n, err := strconv.Atoi(v.Text)
	return n, err == nil && v.Kind == syntax.NumberExpr && n >= 0
}
