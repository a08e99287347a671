package endpoints

import (
	"strings"
)

// callForeign calls something of a package: a framework's constructor, or something whose result keeps the name.
func (m *machine) callForeign(f *value, c *invocation) *value {
	if f.text == "require" {
		return m.require(c)
	}
	for _, w := range m.frameworks {
		if w.makes(f.text) {
			return m.newNode(w, f.text, c)
		}
	}
	result := &value{kind: external, text: f.text + "()", items: c.args, fields: c.named, at: c.at, open: c.open}
	last := f.text[strings.LastIndexByte(f.text, '.')+1:]
	switch {
	case f.text == "slowapi.Limiter" || f.text == "slowapi.extension.Limiter":
		m.limiters = append(m.limiters, result)
		return result
	case f.text == "Object.assign" && len(c.args) > 0, f.text == "Object.freeze" && len(c.args) > 0:
		return c.args[0]
	case f.text == "Object.values" && len(c.args) == 1 && c.args[0].kind == object:
		return valuesOf(c.args[0])
	case f.text == "Depends", f.text == "Annotated[]":
		return result
	}
	if m.knows(f.text + "()") {
		return result
	}
	if last == "join" && strings.HasPrefix(f.text, "path.") {
		return joined(c)
	}
	m.handOver(f, c)
	return result
}

func valuesOf(o *value) *value {
	v := &value{kind: list, open: o.open, at: o.at}
	for _, name := range sortedKeys(o.fields) {
		v.items = append(v.items, o.fields[name])
	}
	return v
}

func joined(c *invocation) *value {
	var parts []string
	for _, a := range c.args {
		word, ok := a.constant()
		if !ok {
			return defeat(c.at, "a computed path")
		}
		parts = append(parts, word)
	}
	joined := strings.Join(parts, "/")
	if len(joined) > maxText {
		return defeat(c.at, "a computed path")
	}
	return &value{kind: text, text: joined}
}

func (m *machine) require(c *invocation) *value {
	if len(c.args) != 1 {
		return defeat(c.at, "a computed require")
	}
	name, ok := c.args[0].constant()
	if !ok {
		m.dynamic = true
		return defeat(c.at, "a module whose name is computed")
	}
	if s := m.importModule(c.scope.module, name); s != nil {
		if c.expr.x.name == "import" {
			return s.value
		}
		if s.whole == nil {
			return s.value
		}
		return s.whole
	}
	return m.foreign(c.scope.module, binding{module: strings.TrimPrefix(name, "node:")})
}

// handOver follows what is handed to code we can't see: functions may be called, some time later, and a node may be
// changed behind our back.
func (m *machine) handOver(f *value, c *invocation) {
	harmless := f.kind == external && m.harmless(f.text)
	for _, a := range c.args {
		switch {
		case a.kind == closure && !m.wraps(f):
			m.callBack(a, c)
		case a.isNode() && !harmless:
			a.node.defeats = append(a.node.defeats, defeatAt{"the app is handed to code that can't be followed", c.at})
			m.handled[a.node] = true
		case a.isNode():
			m.handled[a.node] = true
		}
	}
}

// callBack runs a function that unseen code will call. What it registers comes later than what follows it here.
func (m *machine) callBack(f *value, c *invocation) {
	fn := &f.module.functions[f.fn]
	if m.active[fn] > 0 || m.depth > maxDepth {
		return
	}
	deferred := m.deferred
	m.deferrals++
	m.deferred = m.deferrals
	m.callClosure(f, &invocation{at: c.at, scope: c.scope, expr: c.expr})
	m.deferred = deferred
}
