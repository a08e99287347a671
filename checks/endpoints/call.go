package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// An invocation is one call with its evaluated arguments.
type invocation struct {
	args  []*value          // positional, known spreads taken apart
	named map[string]*value // keywords
	open  bool              // a spread means there may be more
	at    source.Span
	scope *scope
	expr  *expr
}

// arg gives an argument by position or keyword.
func (c *invocation) arg(i int, name string) *value {
	if v, ok := c.named[name]; ok {
		return v
	}
	if i >= 0 && i < len(c.args) {
		return c.args[i]
	}
	return nil
}

func (m *machine) call(e *expr, s *scope) *value {
	callee := m.callee(e, s)
	return m.invoke(callee, m.arguments(e, s))
}

// callee evaluates what is called; `super(…)` and `require` are the machine's own.
func (m *machine) callee(e *expr, s *scope) *value {
	if e.x != nil && e.x.kind == syntax.IdentExpr && (e.x.name == "require" || e.x.name == "import") {
		if _, bound := s.lookup(e.x.name); !bound {
			return &value{kind: external, text: "require"}
		}
	}
	return m.eval(e.x, s)
}

func (m *machine) arguments(e *expr, s *scope) *invocation {
	c := &invocation{at: m.place(e, s), scope: s, expr: e}
	var l value
	for _, a := range e.list {
		v := m.eval(a, s)
		switch {
		case v.kind == keyword:
			if c.named == nil {
				c.named = map[string]*value{}
			}
			c.named[v.text] = v.items[0]
		case v.kind == spread && v.text == "**":
			c.open = true
		default:
			l.add(v)
		}
	}
	c.args, c.open = l.items, c.open || l.open
	return c
}

// invoke calls a value.
func (m *machine) invoke(f *value, c *invocation) *value {
	switch f.kind {
	case external:
		return m.callForeign(f, c)
	case closure:
		return m.callClosure(f, c)
	case classValue:
		return m.construct(f, c)
	case nodeMethod:
		return m.callMethod(f, c)
	case composite:
		if f.text == eitherOne || f.text == maybeOne {
			var v *value
			m.under(sometimes, func() {
				for _, item := range f.items {
					if r := m.invoke(item, c); v == nil {
						v = r
					} else {
						v = either(v, r)
					}
				}
			})
			if v != nil {
				return v
			}
		}
	case instance:
		if call := m.ofInstance(f, "__call__", c.at); call.kind == closure {
			return m.callClosure(call, c)
		}
	case nodeValue:
		m.handled[f.node] = true
		return &value{kind: unknown}
	}
	m.handOver(f, c)
	why := f.text
	if why == "" {
		why = "a call that can't be followed"
	}
	at := f.at
	if at.Start.Line == 0 {
		at = c.at
	}
	return &value{kind: unknown, text: why, at: at, items: functionsOf(c.args)}
}

func functionsOf(args []*value) []*value {
	var fns []*value
	for _, a := range args {
		if a.kind == closure {
			fns = append(fns, a)
		}
	}
	return fns
}

func (m *machine) callClosure(f *value, c *invocation) *value {
	fn := &f.module.functions[f.fn]
	if m.steps++; m.steps > maxSteps || m.depth > maxDepth || m.active[fn] > 2 {
		return defeat(c.at, "calls nested too deeply")
	}
	s := &scope{names: map[string]*value{}, outer: f.scope, module: f.module, this: f.this}
	for _, d := range fn.declared {
		s.names[f.module.functions[d].name] = &value{kind: closure, module: f.module, fn: d, scope: s, this: f.this, at: f.module.first(d)}
	}
	m.bind(fn, f, c, s)
	m.ran[fn] = true
	m.active[fn]++
	m.depth++
	when := m.when
	m.exec(fn.body, s)
	m.when = when
	m.depth--
	m.active[fn]--
	if s.result == nil {
		return &value{kind: null}
	}
	return s.result
}

// bind gives parameters their values. In Python a method's first parameter is the instance.
func (m *machine) bind(fn *function, f *value, c *invocation, s *scope) {
	params := fn.params
	if f.module.python && fn.class >= 0 && f.this != nil && len(params) > 0 {
		s.names[params[0].name] = f.this
		params = params[1:]
	}
	for i, p := range params {
		if p.name == "" {
			if v := c.arg(i, ""); v != nil && p.pattern != nil {
				m.assign(p.pattern, v, s)
			}
			continue
		}
		v := c.arg(i, p.name)
		if v == nil && p.standard != nil {
			v = m.eval(p.standard, s)
		}
		if v == nil {
			v = &value{kind: unknown, text: "`" + p.name + "` is only known when the code runs", at: f.module.first(f.fn)}
		}
		s.names[p.name] = v
	}
}

// callMethod calls a method of a list, a function, an app or a router.
func (m *machine) callMethod(f *value, c *invocation) *value {
	switch f.this.kind {
	case list:
		return m.callList(f.this, f.text, c)
	case closure:
		if f.text == "bind" {
			bound := *f.this
			if len(c.args) > 0 && c.args[0].kind == instance {
				bound.this = c.args[0]
			}
			return &bound
		}
		if f.text == "call" && len(c.args) > 0 {
			return m.callClosure(f.this, &invocation{args: c.args[1:], at: c.at, scope: c.scope, expr: c.expr})
		}
		return defeat(c.at, "a call that can't be followed")
	case chain:
		return f.this.route.call(m, f, c)
	case nodeValue:
		return f.node.framework.dispatch(m, f.this, f.text, c)
	}
	return defeat(c.at, "a call that can't be followed")
}

func (m *machine) callList(l *value, name string, c *invocation) *value {
	switch name {
	case "forEach", "map", "flatMap":
		if len(c.args) == 0 {
			break
		}
		result := &value{kind: list, open: l.open, at: c.at}
		for i, item := range l.items {
			if m.steps++; i >= maxRounds || m.steps > maxSteps {
				result.open = true
				break
			}
			result.items = append(result.items, m.invoke(c.args[0], &invocation{args: []*value{item}, at: c.at, scope: c.scope, expr: c.expr}))
		}
		return result
	case "push", "append":
		for _, a := range c.args {
			l.add(a)
		}
		return l
	case "extend", "concat":
		joined := l
		if name == "concat" {
			joined = &value{kind: list, items: append([]*value(nil), l.items...), open: l.open, at: l.at}
		}
		for _, a := range c.args {
			joined.add(&value{kind: spread, items: []*value{a}, at: c.at})
		}
		return joined
	case "filter", "reverse", "sort", "slice":
		return &value{kind: list, items: l.items, open: true, at: c.at}
	}
	return defeat(c.at, "a call that can't be followed")
}
