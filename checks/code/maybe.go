package code

import (
	"slices"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// maxConstants bounds how many constants a name may hold.
const maxConstants = 8

// mayBe tests the constants that a local name of Java may hold, or that the calls in this file give for a parameter: one
// that fits is enough. Maybe when something else may be in it too.
func (r *run) mayBe(c *condition, e *syntax.Expr) pattern.Answer {
	if r.file.Language != syntax.Java {
		return pattern.Maybe
	}
	list, ok := r.constantsOf(e, 0)
	if !ok || len(list) == 0 {
		return pattern.Maybe
	}
	return answer(slices.ContainsFunc(list, c.admits))
}

// constantsOf lists what an expression may be; false when not all of it is constant.
func (r *run) constantsOf(e *syntax.Expr, depth int) ([]string, bool) {
	if e == nil || depth > 3 {
		return nil, false
	}
	if v := r.file.Value(e); v.Known {
		return []string{v.Text}, true
	}
	switch e.Kind {
	case syntax.CondExpr:
		yes, ok := r.constantsOf(e.Y, depth+1)
		no, also := r.constantsOf(e.Z, depth+1)
		return append(yes, no...), ok && also
	case syntax.IdentExpr:
		return r.given(e, depth)
	}
	return nil, false
}

// given lists the constants that the assignments before a name, or the calls of its function, give it.
func (r *run) given(e *syntax.Expr, depth int) ([]string, bool) {
	here, at := r.file.FunctionAt(e.Start), r.tokenAt(e.Start)
	if here < 0 || at < 0 {
		return nil, false
	}
	r.blocks()
	var list []string
	for _, d := range slices.Backward(r.defsOf(e.Name)) {
		if d.fn != here || d.at >= at {
			continue
		}
		block, dead := r.settled(r.blockAt(d.at))
		if dead {
			continue
		}
		more, ok := r.constantsOf(r.valueAt(d.value), depth+1)
		if !ok || d.kind != assignDef || len(list)+len(more) > maxConstants {
			return nil, false
		}
		if list = append(list, more...); r.encloses(block, at) {
			return list, true
		}
	}
	if list != nil {
		return nil, false
	}
	return r.handedOver(e.Name, here, depth)
}

// handedOver lists the constants that the calls in this file give for a parameter.
func (r *run) handedOver(name string, fn, depth int) ([]string, bool) {
	f := &r.file.Functions[fn]
	i := slices.IndexFunc(f.Params, func(p syntax.Param) bool { return p.Name == name })
	if i < 0 || f.Name == "" {
		return nil, false
	}
	var list []string
	for _, c := range r.callsNamed(f.Name) {
		call := &r.file.Calls[c]
		if call.Decorator || call.Callee.End-call.Callee.Start != 1 || len(call.Args) != len(f.Params) || r.methodOf(call.Start, f.Name) != fn {
			continue
		}
		more, ok := r.constantsOf(r.valueAt(call.Args[i]), depth+1)
		if !ok || len(list)+len(more) > maxConstants {
			return nil, false
		}
		list = append(list, more...)
	}
	return list, true
}
