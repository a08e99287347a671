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
	for _, c := range r.changesOf(name, made, at) {
		call := &r.file.Calls[c]
		if r.blockAt(call.Callee.Start) != block || len(call.Args) != 1 {
			return origin{}, false
		}
		switch value := r.valueAt(call.Args[0]); r.file.CalleeName(call) {
		case "add":
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

// changesOf lists the calls that add to a list or remove from it between two tokens, in order.
func (r *run) changesOf(name string, from, to int) []int {
	var list []int
	for _, method := range []string{"add", "remove"} {
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
