package code

import "github.com/seaworthy-dev/seaworthy/parse/syntax"

// javaCall follows calls of Java that say more of what they give than their arguments: false for all others.
func (t *trace) javaCall(e *syntax.Expr, depth int) (origin, bool) {
	callee := e.X
	if callee.Kind != syntax.MemberExpr || callee.X == nil {
		return origin{}, false
	}
	if t.data.parts[callee.Name] && callee.X.Kind == syntax.IdentExpr && t.data.requestType(t.run.file.TypeOf(callee.X)) && !t.own("?"+"request."+callee.Name) {
		return origin{level: tainted}.via(e.Start, e.End, fromRequest), true
	}
	if len(e.List) == 0 && t.run.plain(callee.X) { // id.toString(), kind.name()
		return origin{}, true
	}
	switch callee.Name {
	case "get", "getOrDefault":
		if len(e.List) > 0 {
			return t.ofCollection(e, depth)
		}
	case "valueOf": // Integer.valueOf(s), Kind.valueOf(s): a number, or one of the names of an enum
		if callee.X.Name == "String" && len(e.List) > 0 {
			return t.eval(e.List[0], depth), true
		}
		return origin{}, callee.X.Kind == syntax.IdentExpr && callee.X.Name != "String"
	case "map", "flatMap", "mapToObj":
		return t.reshaped(e, depth)
	case "collect", "filter", "distinct", "sorted", "limit", "boxed", "toList":
		return t.eval(callee.X, depth), true
	}
	return origin{}, false
}

// ofCollection takes what List.of(a, b).get(1) or Map.of("k", v).get(x) gives: the element, or any.
func (t *trace) ofCollection(e *syntax.Expr, depth int) (origin, bool) {
	made := t.run.file.Deref(e.X.X)
	if made.Kind != syntax.CallExpr || made.X == nil || made.X.Name != "of" && made.X.Name != "asList" {
		return origin{}, false
	}
	if i, ok := t.run.index1(e.List[0]); ok && i < len(made.List) && e.X.Name == "get" && made.X.X != nil && made.X.X.Name != "Map" {
		return t.eval(made.List[i], depth), true
	}
	o := t.all(made.List, depth)
	if e.X.Name == "getOrDefault" {
		o = join(o, t.all(e.List[1:], depth))
	}
	return o, true
}

// reshaped takes what a lambda makes of the elements it is given: ids.map(id -> "?").
func (t *trace) reshaped(e *syntax.Expr, depth int) (origin, bool) {
	if len(e.List) != 1 || e.List[0] == nil {
		return origin{}, false
	}
	switch by := e.List[0]; by.Kind {
	case syntax.FuncExpr:
		fn := by.Function
		if fn < 0 || len(t.run.file.Functions[fn].Params) != 1 || len(t.frames) >= maxCalls {
			return origin{}, false
		}
		return t.enter(fn, &syntax.Expr{Kind: syntax.CallExpr, X: e.X, List: []*syntax.Expr{e.X.X}, Start: e.Start, End: e.End}, whole, depth), true
	case syntax.MemberExpr: // Integer::parseInt
		if by.X != nil && by.X.Name == "String" {
			return t.eval(e.X.X, depth), true
		}
		return origin{}, t.data.stop[by.Name] || by.Name == "valueOf" && by.X != nil && by.X.Name != "String"
	}
	return origin{}, false
}

// kept follows a name of Java that no function declares to all that the methods of its class give the field.
func (t *trace) kept(e *syntax.Expr, depth int) (origin, bool) {
	r := t.run
	class := r.classOf(e.Start)
	if class < 0 {
		return origin{}, false
	}
	frames := t.frames
	t.frames = nil // what a field holds doesn't depend on the call gone into
	defer func() { t.frames = frames }()
	o, found := origin{}, false
	for _, name := range []string{e.Name, "this." + e.Name} {
		for _, d := range r.defsOf(name) {
			if d.kind != assignDef || d.fn < 0 || r.file.Functions[d.fn].Class != class || r.declares(d.at) || !t.begin(name, d) {
				continue
			}
			found = true
			o = join(o, t.eval(r.valueAt(d.value), depth))
			t.end()
		}
	}
	if o.level < unknown {
		o.level = unknown
	}
	return o, found
}

// declares tells whether the name at a token is declared there: a type stands before it.
func (r *run) declares(at int) bool {
	return r.file.Tokens[max(at-1, 0)].Kind == syntax.Ident || r.is(at-1, ">") || r.is(at-1, "]")
}
