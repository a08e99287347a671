package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

var httpMethods = []string{"get", "post", "put", "patch", "delete", "head", "options", "trace", "connect", "copy", "lock", "mkcol", "move", "propfind", "proppatch", "purge", "report", "search", "unlock", "subscribe", "unsubscribe"}

// expressCall registers what a method of an app or router registers. Order is kept: Express asks its layers in turn.
func expressCall(m *machine, receiver *value, method string, c *invocation) *value {
	n := receiver.node
	switch {
	case method == "use":
		expressUse(m, n, c)
	case method == "all" || slices.Contains(httpMethods, method):
		if method == "get" && len(c.args) == 1 && !c.open {
			return &value{kind: unknown, text: "a setting"} // app.get("env")
		}
		expressRoute(m, n, method, c)
	case method == "route":
		return &value{kind: chain, route: &routeChain{node: n, path: c.arg(0, "")}, at: c.at}
	case method == "listen":
		n.listens = true
		for _, a := range c.args {
			if a.kind == closure {
				m.callBack(a, c)
			}
		}
	}
	return receiver
}

func (m *machine) enter(n *node, e *entry) *entry {
	e.when, e.deferred = m.when, m.deferred
	n.entries = append(n.entries, e)
	return e
}

func expressUse(m *machine, n *node, c *invocation) {
	args := c.args
	paths := []*value{{kind: text, text: "/"}}
	if len(args) > 1 && isPath(args[0], firstArgument(c)) {
		paths, args = expressPaths(args[0]), args[1:]
	}
	for _, p := range paths {
		for _, h := range flat(args) {
			path, known := expressPattern(p)
			e := &entry{kind: useEntry, path: path, known: known, handlers: []*value{h}, at: c.at}
			if h.isNode() {
				e.kind, e.child = mountEntry, h.node
				h.node.reached = true
			}
			m.enter(n, e)
		}
	}
	if c.open {
		n.defeats = append(n.defeats, defeatAt{"a spread list of middleware", c.at})
	}
}

func firstArgument(c *invocation) *expr {
	if c.expr != nil && len(c.expr.list) > 0 {
		return c.expr.list[0]
	}
	return nil
}

// isPath tells a path from a handler. What can't be told by its value is told by how it is written.
func isPath(v *value, e *expr) bool {
	switch v.kind {
	case text:
		return true
	case list:
		return len(v.items) > 0 && isPath(v.items[0], nil)
	case unknown:
		if strings.HasPrefix(v.text, "regex:") {
			return true
		}
		if e == nil {
			return false
		}
		switch e.kind {
		case syntax.TemplateExpr, syntax.BinaryExpr, syntax.RegexExpr:
			return true
		case syntax.IdentExpr, syntax.MemberExpr:
			return pathLike(e.name)
		}
	case external:
		return e != nil && (e.kind == syntax.IdentExpr || e.kind == syntax.MemberExpr) && pathLike(e.name)
	}
	return false
}

func pathLike(name string) bool {
	lower := strings.ToLower(name)
	return slices.ContainsFunc([]string{"path", "prefix", "url", "base", "endpoint", "version"}, func(w string) bool { return strings.Contains(lower, w) }) || lower == "api" || lower == "route" || lower == name && strings.ToUpper(name) == name
}

func expressPaths(v *value) []*value {
	if v.kind == list {
		return v.items
	}
	return []*value{v}
}

func expressPattern(v *value) (path string, known bool) {
	if p, ok := v.constant(); ok {
		return normalExpress(p), true
	}
	if r, ok := strings.CutPrefix(v.text, "regex:"); ok && v.kind == unknown {
		return "~" + r, true
	}
	return "", false
}

// flat takes lists apart, as Express does with lists of handlers.
func flat(args []*value) []*value {
	var all []*value
	for _, a := range args {
		if a.kind == list {
			all = append(all, flat(a.items)...)
			if a.open {
				all = append(all, defeat(a.at, "a spread list of middleware"))
			}
			continue
		}
		all = append(all, a)
	}
	return all
}

func expressRoute(m *machine, n *node, method string, c *invocation) {
	if len(c.args) < 2 && !c.open {
		return
	}
	verb := strings.ToUpper(method)
	if method == "all" {
		verb = "ANY"
	}
	if len(c.args) == 0 {
		n.defeats = append(n.defeats, defeatAt{"a route whose arguments are spread", c.at})
		return
	}
	handlers := flat(c.args[1:])
	if c.open {
		handlers = append([]*value{defeat(c.at, "a spread list of handlers")}, handlers...)
	}
	for _, p := range expressPaths(c.args[0]) {
		path, known := expressPattern(p)
		m.enter(n, &entry{kind: routeEntry, methods: []string{verb}, path: path, known: known, handlers: handlers, at: c.at})
	}
}

// call registers a method on `router.route(path)`. Handlers of `.all` run before those that follow.
func (r *routeChain) call(m *machine, receiver *value, c *invocation) *value {
	method := receiver.text
	handlers := flat(c.args)
	switch {
	case method == "all":
		r.all = append(r.all, handlers...)
		if len(handlers) > 0 && !m.passesOn(handlers[len(handlers)-1]) {
			r.enter(m, "ANY", r.all, c)
		}
	case slices.Contains(httpMethods, method):
		r.enter(m, strings.ToUpper(method), append(slices.Clone(r.all), handlers...), c)
	}
	return receiver.this
}

func (r *routeChain) enter(m *machine, verb string, handlers []*value, c *invocation) {
	if r.path == nil {
		return
	}
	for _, p := range expressPaths(r.path) {
		path, known := expressPattern(p)
		at := c.at
		if last := dot(c); last.Path != "" {
			at = last
		}
		m.enter(r.node, &entry{kind: routeEntry, methods: []string{verb}, path: path, known: known, handlers: handlers, at: at})
	}
}

// register enters a decorated function; the marker may be used again.
func (r *routeChain) register(m *machine, handler *value) *entry {
	e := *r.holds
	e.handlers = []*value{handler}
	return m.enter(r.node, &e)
}
