package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A watcher walks one function.
type watcher struct {
	m     *machine
	f     *value
	b     *behaviour
	hops  int
	next  string
	scope *scope
	depth int
	soft  int // inside a branch for those who bring a credential
}

func (w *watcher) body(ops []op, test *expr) {
	for i := range ops {
		o := &ops[i]
		if w.m.steps++; w.m.steps > maxSteps {
			return
		}
		switch o.kind {
		case branchOp:
			w.look(o.value)
			if brings(o.value) {
				w.soft++
				w.body(o.body, o.value)
				w.soft--
			} else {
				w.body(o.body, o.value)
			}
			w.body(o.other, nil)
		case loopOp, rescueOp:
			w.look(o.value)
			w.body(o.body, nil)
		case defineOp:
			if o.fn >= 0 && o.fn < len(w.f.module.functions) {
				w.scope.names[w.f.module.functions[o.fn].name] = &value{kind: closure, module: w.f.module, fn: o.fn, scope: w.scope, this: w.f.this}
				w.body(w.f.module.functions[o.fn].body, nil)
			}
		case assignOp:
			w.assignment(o)
		default:
			w.look(o.value)
			w.passing(o, test)
			if o.kind == throwOp {
				w.throws(o.value)
				if negated(test) {
					w.reject()
				}
			}
		}
	}
}

// passing notices `next()` and whether it stands under a test for a missing principal or for a path.
func (w *watcher) passing(o *op, test *expr) {
	e := o.value
	for e != nil && e.kind == syntax.AwaitExpr {
		e = e.x
	}
	if w.f.module.python && w.next == "" {
		if o.kind == resultOp && negated(test) && (e == nil || e.kind == syntax.NullExpr) {
			w.b.early = true
		}
		return
	}
	if e == nil || w.next == "" || e.kind != syntax.CallExpr || e.x == nil || e.x.name != w.next {
		return
	}
	if len(e.list) > 0 && !w.f.module.python {
		if negated(test) { // next(error)
			w.reject()
		}
		return
	}
	w.b.passes = true
	if w.soft == 0 {
		w.b.outside = true
	}
	if test != nil && mentionsRequest(test) {
		w.b.exempts = true
	} else if negated(test) {
		w.b.early = true
	}
}

// mentionsRequest tells a test on where a request goes, not on who sends it.
func mentionsRequest(e *expr) bool {
	if e == nil {
		return false
	}
	switch strings.ToLower(e.name) {
	case "path", "originalurl", "url", "baseurl", "method", "public_paths", "whitelist", "skip", "ip", "hostname":
		return true
	}
	return mentionsRequest(e.x) || mentionsRequest(e.y) || slices.ContainsFunc(e.list, mentionsRequest)
}

func (w *watcher) assignment(o *op) {
	w.look(o.value)
	if o.target == nil {
		return
	}
	if o.target.kind == syntax.IdentExpr && o.value != nil {
		v := w.m.peek(o.value, w.scope)
		if v.kind != unknown {
			w.scope.names[o.target.name] = v
		}
	}
	if strings.EqualFold(o.target.name, "statuscode") || strings.EqualFold(o.target.name, "status") {
		w.code(o.value)
	}
	if o.target.kind == syntax.IndexExpr {
		w.header(o.target.y)
	}
	w.look(o.target)
}

// look walks an expression.
func (w *watcher) look(e *expr) {
	if w.m.steps++; e == nil || w.depth > 100 || w.m.steps > maxSteps {
		return
	}
	w.depth++
	defer func() { w.depth-- }()
	switch e.kind {
	case syntax.CallExpr, syntax.NewExpr:
		w.callSeen(e)
	case syntax.FuncExpr:
		if e.fn >= 0 && e.fn < len(w.f.module.functions) {
			w.body(w.f.module.functions[e.fn].body, nil)
		}
	case syntax.IdentExpr, syntax.MemberExpr:
		w.b.principal = w.b.principal || principalName(e.name)
		w.named(e.name)
	case syntax.StringExpr:
		w.b.principal = w.b.principal || principalName(e.text) && len(e.text) < 30
	}
	w.look(e.x)
	w.look(e.y)
	w.look(e.z)
	for _, item := range e.list {
		w.look(item)
	}
}

// callSeen judges one call and follows it while hops are left.
func (w *watcher) callSeen(e *expr) {
	name := e.callName()
	for i, a := range e.list {
		if i == 0 || a != nil && a.kind == syntax.KeywordExpr && (a.name == "status_code" || a.name == "status") {
			w.code(a)
		}
	}
	if e.kind == syntax.NewExpr || strings.Contains(strings.ToLower(name), "error") || strings.Contains(strings.ToLower(name), "exception") {
		w.throws(e)
	}
	switch name {
	case "setHeader", "set", "header", "setdefault", "append":
		if len(e.list) > 0 {
			w.header(e.list[0])
		}
	case "redirect":
		if len(e.list) > 0 && e.list[len(e.list)-1] != nil && slices.ContainsFunc([]string{"login", "signin", "sign-in", "log-in"}, func(s string) bool { return strings.Contains(strings.ToLower(e.list[len(e.list)-1].text), s) }) {
			w.reject()
		}
	case "isAuthenticated", "verifyIdToken":
		w.b.principal = true
	}
	w.follow(e)
}

func (w *watcher) follow(e *expr) {
	callee := w.m.peek(e.x, w.scope)
	switch callee.kind {
	case external:
		switch w.m.working(callee.text) {
		case controlRate:
			w.b.consumes = true
		case controlAuth:
			w.b.identifies = true
		}
		if _, ok := w.m.control(callee.text); ok {
			w.b.foreignCall = append(w.b.foreignCall, &value{kind: external, text: callee.text + "()", items: callee.items, fields: callee.fields, at: w.m.place(e, w.scope)})
		}
	case closure:
		if w.hops >= maxHops || callee.module == w.f.module && callee.fn == w.f.fn {
			return
		}
		w.join(w.m.behaves(callee, w.hops+1))
	}
}

func (w *watcher) join(b behaviour) {
	w.b.limits = w.b.limits || b.limits
	if b.rejects {
		w.reject()
	}
	w.b.soft = w.b.soft || b.soft
	w.b.principal = w.b.principal || b.principal
	w.b.identifies = w.b.identifies || b.identifies
	w.b.consumes = w.b.consumes || b.consumes
	w.b.validates = w.b.validates || b.validates
	w.b.headers += b.headers
	w.b.foreignCall = append(w.b.foreignCall, b.foreignCall...)
}
