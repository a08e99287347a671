package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/source"
)

// An endpoint is one route, with all that runs before its handler.
type endpoint struct {
	finding.Endpoint
	at       source.Span
	handler  *value
	known    bool // the whole path is
	answers  map[string]answer
	late     []effect // controls registered too late to reach it
	ignored  []effect // controls written where they don't run
	when     condition
	deferred int
}

// An answer is a verdict with the line that decides it.
type answer struct {
	verdict finding.Verdict
	at      source.Span
	why     string
	when    condition
}

// A layer is middleware on the way to a handler.
type layer struct {
	prefix   string
	known    bool
	method   string // only requests of this method; "" all
	effects  []effect
	when     condition
	deferred int
	at       source.Span
}

// A walker lays the tree of one service out in the order in which it is asked.
type walker struct {
	m        *machine
	service  *service
	layers   []layer
	everyone []layer // FastAPI middleware: order doesn't matter
	found    []*endpoint
	reaching []int // found[i] is reached by layers[:reaching[i]]
	direct   [][]layer
	stack    map[*node]bool
	defeats  []defeatAt
	cache    map[*value][]effect
	missing  []defeatAt // routers that can't be read: their endpoints are missing
}

const maxEndpoints = 20_000

// trail is where the walk stands.
type trail struct {
	prefix string
	known  bool
	when   condition
	needs  []layer
}

func (w *walker) effects(v *value, at source.Span) []effect {
	if all, ok := w.cache[v]; ok {
		return all
	}
	all := w.m.effects(v, at)
	w.cache[v] = all
	return all
}

func (w *walker) walk(n *node, t trail) {
	if w.stack[n] || len(w.found) > maxEndpoints {
		return
	}
	w.stack[n] = true
	defer delete(w.stack, n)
	w.defeats = append(w.defeats, n.defeats...)
	if n.framework.ID == "fastapi" {
		w.python(n, n.entries, t)
		return
	}
	for _, e := range n.entries {
		w.express(n, e, t)
	}
}

func (w *walker) express(n *node, e *entry, t trail) {
	here := t
	here.known = t.known && e.known
	here.prefix = t.prefix + "/" + e.path
	here.when = max(t.when, e.when)
	switch e.kind {
	case mountEntry:
		w.walk(e.child, here)
	case useEntry:
		w.layers = append(w.layers, layer{prefix: here.prefix, known: here.known && !strings.HasPrefix(e.path, "~"), effects: w.effects(e.handlers[0], e.at), when: here.when, deferred: e.deferred, at: e.at})
	case routeEntry:
		if w.passThrough(e) {
			for _, h := range e.handlers {
				w.layers = append(w.layers, layer{prefix: here.prefix, known: here.known, method: only(e.methods), effects: w.effects(h, e.at), when: here.when, deferred: e.deferred, at: e.at})
			}
			return
		}
		w.route(n, e, here, e.handlers)
	}
}

// passThrough tells a guard written as a route: app.all("/api/*", requireUser).
func (w *walker) passThrough(e *entry) bool {
	if !strings.HasSuffix(e.path, "*") || len(e.handlers) == 0 {
		return false
	}
	return w.m.passesOn(e.handlers[len(e.handlers)-1])
}

func only(methods []string) string {
	if len(methods) == 1 && methods[0] != "ANY" {
		return methods[0]
	}
	return ""
}

// route adds the endpoints of a route; all its handlers but the last run before it.
func (w *walker) route(n *node, e *entry, t trail, handlers []*value) {
	var direct []layer
	for i, h := range handlers {
		if i == len(handlers)-1 {
			break
		}
		direct = append(direct, layer{known: true, effects: w.effects(h, e.at), at: e.at})
	}
	var last *value
	if len(handlers) > 0 {
		last = handlers[len(handlers)-1]
		if n.framework.ID == "express" {
			direct = append(direct, layer{known: true, effects: w.handlerEffects(last, e.at), at: e.at})
		}
	}
	for _, method := range e.methods {
		w.add(n, e, t, method, last, direct)
	}
}

func (w *walker) add(n *node, e *entry, t trail, method string, handler *value, direct []layer) {
	at := e.at
	p := normalPath(t.prefix)
	if !t.known {
		p = normalPath(strings.ReplaceAll(t.prefix, "//", "/{?}/"))
		if !strings.Contains(p, "{?}") {
			p = normalPath("/{?}" + p)
		}
	}
	if strings.Contains(p, "~") {
		t.known = false
	}
	w.found = append(w.found, &endpoint{
		Endpoint: finding.Endpoint{Service: w.service.name, Method: method, Path: p, File: at.Path, Line: at.Start.Line, Framework: n.framework.ID, Class: classOf(method, p, handlerName(handler))},
		at:       at, handler: handler, known: t.known, when: t.when, deferred: e.deferred,
	})
	w.reaching = append(w.reaching, len(w.layers))
	w.direct = append(w.direct, slices.Concat(t.needs, direct))
}

func handlerName(h *value) string {
	if h == nil || h.kind != closure {
		return ""
	}
	return h.module.functions[h.fn].name
}

// handlerEffects: a handler is no middleware; only a refusal written into it counts, and a handler that can't be read
// may refuse. Neither is taken for a limiter.
func (w *walker) handlerEffects(h *value, at source.Span) []effect {
	if h.kind != closure {
		var kept []effect
		for _, e := range w.effects(h, at) {
			if e.control == controlAuth || e.control == controlValidation {
				kept = append(kept, e)
			}
		}
		return kept
	}
	b := w.m.behaves(h, 0)
	var kept []effect
	if b.rejects {
		kept = append(kept, effect{controlAuth, unsure, at, "the handler itself refuses some requests"})
	}
	if b.limits || b.consumes {
		kept = append(kept, effect{controlRate, unsure, at, "the handler itself answers 429 at times"})
	}
	for _, called := range b.foreignCall {
		for _, e := range w.m.foreignEffects(called, at) {
			if e.control == controlAuth {
				e.kind = unsure
				kept = append(kept, e)
			}
		}
	}
	return kept
}

// python walks a FastAPI app or router. Dependencies are inherited; order doesn't matter.
func (w *walker) python(n *node, entries []*entry, t trail) {
	t.prefix += n.prefix
	t.known = t.known && n.known
	t.needs = slices.Concat(t.needs, w.needs(n.needs, n.at))
	for _, e := range entries {
		here := t
		here.known = t.known && e.known
		here.prefix = t.prefix + e.path
		here.when = max(t.when, e.when)
		here.needs = slices.Concat(t.needs, w.needs(e.needs, e.at))
		switch e.kind {
		case appEntry:
			w.everyone = append(w.everyone, layer{prefix: t.prefix, known: t.known, effects: w.effects(e.handlers[0], e.at), when: here.when, at: e.at})
		case mountEntry:
			w.pythonMount(e, here)
		case routeEntry:
			w.pythonRoute(n, e, here)
		}
	}
}

func (w *walker) pythonMount(e *entry, t trail) {
	switch {
	case e.child == nil:
		why := "a router that can't be read"
		if len(e.handlers) > 0 && e.handlers[0].text != "" {
			why = e.handlers[0].text
		}
		w.missing = append(w.missing, defeatAt{why, e.at})
	case e.child.app: // a mounted app has its own dependencies
		t.needs = nil
		w.walk(e.child, t)
	case !w.stack[e.child]:
		w.stack[e.child] = true
		w.defeats = append(w.defeats, e.child.defeats...)
		w.python(e.child, e.frozen, t)
		delete(w.stack, e.child)
	}
}

func (w *walker) needs(needs []*value, at source.Span) []layer {
	var all []layer
	for _, n := range needs {
		all = append(all, layer{known: true, effects: w.m.needEffects(n, at, 0), at: at})
	}
	return all
}

func (w *walker) pythonRoute(n *node, e *entry, t trail) {
	var direct []layer
	h := e.handlers[0]
	if h.kind == closure {
		for _, need := range w.m.parameters(h) {
			direct = append(direct, layer{known: true, effects: w.m.needEffects(need, e.at, 0), at: e.at})
		}
		for _, by := range h.wraps {
			direct = append(direct, layer{known: true, effects: w.effects(by, by.at), at: e.at})
		}
		direct = append(direct, layer{known: true, effects: w.m.validation(h, e.at), at: e.at})
		bare := *h
		bare.wraps = nil
		direct = append(direct, layer{known: true, effects: w.handlerEffects(&bare, e.at), at: e.at})
	} else if h.kind != external {
		direct = append(direct, layer{known: true, effects: anything(e.at, "a handler that can't be read"), at: e.at})
	}
	before := len(w.found)
	t.needs = slices.Concat(t.needs, direct)
	for _, method := range e.methods {
		w.add(n, e, t, method, h, nil)
	}
	for _, by := range e.above {
		for _, eff := range w.effects(by, e.at) {
			if eff.kind == enforces {
				for _, ep := range w.found[before:] {
					ep.ignored = append(ep.ignored, effect{eff.control, inert, by.at, eff.why + " stands above the route's decorator, which has already taken the bare function"})
				}
			}
		}
	}
}
