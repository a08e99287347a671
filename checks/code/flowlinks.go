package code

import "github.com/seaworthy-dev/seaworthy/parse/syntax"

// elsewhere follows values in another file, on behalf of a trace.
func (t *trace) elsewhere(r *run) *trace {
	return &trace{run: r, data: t.data, sink: t.sink, clean: t.clean, marks: t.marks, budget: t.budget, links: t.links + 1}
}

// passedElsewhere joins what the calls in other files give for a parameter.
func (t *trace) passedElsewhere(fn, i, depth int) origin {
	r, o := t.run, origin{}
	if t.marks != nil || t.links >= maxLinks {
		return o
	}
	if r.linker == nil {
		r.wonder.param(r, fn)
		return o
	}
	for _, s := range r.linker.callers(r, fn) {
		other := t.elsewhere(s.run)
		o = join(o, other.argumentOf(r, fn, i, s.call, depth).in(s.run))
		if t.budget = other.budget; o.level == tainted || t.budget < 0 {
			break
		}
	}
	return o
}

// argumentOf follows what a call gives for a parameter of a function, which may stand in another file.
func (t *trace) argumentOf(r *run, fn, i int, call *syntax.Expr, depth int) origin {
	o, at := origin{}, i
	if r.receives(fn, call) {
		at--
	}
	name := r.file.Functions[fn].Params[i].Name
	for k, a := range call.List {
		if a == nil || a.Kind == syntax.KeywordExpr && a.Name != name || a.Kind != syntax.KeywordExpr && k != at {
			continue
		}
		if r != t.run {
			a = t.leading(a)
		}
		o = join(o, t.eval(a, depth+1).via(call.Start, call.End, "passed on by this call"))
	}
	return o
}

// leading gives the part that decides where an address put together leads.
func (t *trace) leading(e *syntax.Expr) *syntax.Expr {
	if t.sink != "url" {
		return e
	}
	b := &builder{run: t.run, condition: &condition{}, budget: 400}
	b.add(e, 0)
	switch {
	case !b.put:
		return e
	case b.first == nil:
		return &syntax.Expr{Kind: syntax.StringExpr, Start: e.Start, End: e.End, Function: -1}
	}
	return b.first
}

// enterElsewhere tells where what a function of another file returns comes from; false when there is none to be seen.
func (t *trace) enterElsewhere(call *syntax.Expr, canonical string, result share, depth int) (origin, bool) {
	r := t.run
	if t.marks != nil || t.links >= maxLinks || len(t.frames) >= maxCalls {
		return origin{}, false
	}
	if r.linker == nil {
		r.wonder.call(canonical, false)
		return origin{}, false
	}
	target, fn := r.linker.function(r, call)
	if target == nil || target == r {
		return origin{}, false
	}
	f := frame{fn: fn, args: t.arguments(target, fn, call, depth)}
	for name, o := range f.args {
		f.args[name] = o.in(r)
	}
	o, found := t.returnedElsewhere(target, f, result, depth)
	if !found {
		return origin{}, false
	}
	if o.level == tainted && opaque.MatchString(call.X.Name) && !carrying[call.X.Name] { // what was looked up with it, unless it comes from there
		for name := range f.args {
			f.args[name] = origin{level: unknown}
		}
		if o, _ = t.returnedElsewhere(target, f, result, depth); o.level != tainted {
			return origin{level: max(o.level, unknown)}, true
		}
	}
	return o.in(target).via(call.Start, call.End, "passed through this call"), true
}

func (t *trace) returnedElsewhere(target *run, f frame, result share, depth int) (origin, bool) {
	other := t.elsewhere(target)
	other.frames = []frame{f}
	o, found := other.returned(f.fn, result, depth)
	t.budget = other.budget
	return o, found
}

// fed notes that a function that may stand in another file is given, or may be, what clients send.
func (t *trace) fed(canonical string) {
	if t.marks == nil && t.run.linker == nil {
		t.run.wonder.call(canonical, true)
	}
}

// in says in which file the steps so far stand.
func (o origin) in(r *run) origin {
	for s := o.steps; s != nil && s.run == nil; s = s.before {
		s.run = r
	}
	return o
}
