package endpoints

import (
	"slices"
	"strings"
)

// fastapiNode reads what an app or router is constructed with.
func fastapiNode(m *machine, n *node, c *invocation) {
	if p := c.arg(-1, "prefix"); p != nil {
		n.prefix, n.known = p.constant()
	}
	n.needs = dependencies(c)
	mw := c.arg(-1, "middleware")
	if mw == nil {
		return
	}
	if mw.kind != list || mw.open {
		n.defeats = append(n.defeats, defeatAt{"a list of middleware that can't be read", c.at})
	}
	for _, item := range mw.items {
		if item.kind == external && strings.HasSuffix(item.text, "Middleware()") && len(item.items) > 0 {
			fastapiMiddleware(m, n, item.items[0], &invocation{named: item.fields, at: c.at, scope: c.scope})
			continue
		}
		m.enter(n, &entry{kind: appEntry, known: true, handlers: []*value{item}, at: c.at})
	}
}

// dependencies reads `dependencies=[Depends(x), …]`.
func dependencies(c *invocation) []*value {
	d := c.arg(-1, "dependencies")
	switch {
	case d == nil || d.kind == null:
		return nil
	case d.kind != list:
		return []*value{defeat(c.at, "a list of dependencies that can't be read")}
	case d.open:
		return append(slices.Clone(d.items), defeat(c.at, "a spread list of dependencies"))
	}
	return d.items
}

// fastapiMiddleware registers middleware by class; what it is called with are its options.
func fastapiMiddleware(m *machine, n *node, class *value, c *invocation) {
	h := class
	if class.kind == external {
		h = &value{kind: external, text: class.text + "()", items: c.args, fields: c.named, at: c.at}
	}
	m.enter(n, &entry{kind: appEntry, known: true, handlers: []*value{h}, at: c.at})
}

// fastapiCall registers what a method of an app or router registers.
func fastapiCall(m *machine, receiver *value, method string, c *invocation) *value {
	n := receiver.node
	switch method {
	case "get", "post", "put", "patch", "delete", "head", "options", "trace":
		return fastapiRoute(n, []string{strings.ToUpper(method)}, c)
	case "api_route", "route":
		methods := fastapiMethods(c)
		if endpoint := c.arg(-1, "endpoint"); endpoint != nil {
			return fastapiAdd(m, n, endpoint, methods, c)
		}
		return fastapiRoute(n, methods, c)
	case "add_api_route", "add_route":
		return fastapiAdd(m, n, c.arg(1, "endpoint"), fastapiMethods(c), c)
	case "include_router":
		fastapiInclude(m, n, c)
	case "mount":
		fastapiMount(m, n, c)
	case "add_middleware":
		if class := c.arg(0, "middleware_class"); class != nil {
			fastapiMiddleware(m, n, class, c)
		}
	case "middleware":
		return &value{kind: routeMarker, route: &routeChain{node: n, holds: &entry{kind: appEntry, known: true, at: c.at}}}
	}
	return &value{kind: external, text: "fastapi.FastAPI()." + method + "()"}
}

func fastapiMethods(c *invocation) []string {
	v := c.arg(-1, "methods")
	if v == nil || v.kind != list || len(v.items) == 0 {
		return []string{"GET"}
	}
	var methods []string
	for _, item := range v.items {
		if word, ok := item.constant(); ok {
			methods = append(methods, strings.ToUpper(word))
		}
	}
	if len(methods) == 0 {
		return []string{"ANY"}
	}
	return methods
}

func fastapiEntry(methods []string, c *invocation) *entry {
	e := &entry{kind: routeEntry, methods: methods, needs: dependencies(c), at: c.at}
	if p := c.arg(0, "path"); p != nil {
		e.path, e.known = p.constant()
	}
	return e
}

// fastapiRoute gives the decorator that waits for its function.
func fastapiRoute(n *node, methods []string, c *invocation) *value {
	return &value{kind: routeMarker, at: c.at, route: &routeChain{node: n, holds: fastapiEntry(methods, c)}}
}

func fastapiAdd(m *machine, n *node, endpoint *value, methods []string, c *invocation) *value {
	e := fastapiEntry(methods, c)
	if endpoint == nil {
		endpoint = defeat(c.at, "a handler that can't be read")
	}
	e.handlers = []*value{endpoint}
	m.enter(n, e)
	return &value{kind: null}
}

// fastapiInclude copies what a router holds now: what is added to it later is not served.
func fastapiInclude(m *machine, n *node, c *invocation) {
	child := c.arg(0, "router")
	prefix := &value{kind: text}
	if p := c.arg(-1, "prefix"); p != nil {
		prefix = p
	}
	e := &entry{kind: mountEntry, needs: dependencies(c), at: c.at}
	e.path, e.known = prefix.constant()
	switch {
	case child == nil:
		return
	case child.isNode():
		child.node.reached = true
		e.child, e.frozen = child.node, slices.Clone(child.node.entries)
		m.enter(n, e)
	default:
		e.handlers = []*value{child}
		m.enter(n, e)
	}
}

func fastapiMount(m *machine, n *node, c *invocation) {
	child := c.arg(1, "app")
	e := &entry{kind: mountEntry, at: c.at}
	if p := c.arg(0, "path"); p != nil {
		e.path, e.known = p.constant()
	}
	switch {
	case child.isNode():
		child.node.reached = true
		e.child = child.node
		m.enter(n, e)
	case child != nil && child.kind == external && strings.Contains(child.text, "StaticFiles"):
		m.enter(n, &entry{kind: routeEntry, methods: []string{"GET"}, path: e.path + "/{path}", known: e.known, handlers: []*value{child}, at: c.at})
	}
}
