package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/source"
)

func (m *machine) ident(e *expr, s *scope) *value {
	switch e.name {
	case "this":
		for at := s; at != nil; at = at.outer {
			if at.this != nil {
				return at.this
			}
		}
	case "module":
		if st := m.states[s.module.path]; st != nil && !s.module.python {
			return &value{kind: object, fields: map[string]*value{"exports": m.defaultOf(st)}, open: true}
		}
	case "exports":
		if st := m.states[s.module.path]; st != nil && !s.module.python {
			return st.value
		}
	}
	if v, ok := m.name(s, e.name); ok {
		return v
	}
	return &value{kind: external, text: e.name}
}

// member gives a property of a value.
func (m *machine) member(v *value, name string, at source.Span) *value {
	if f, ok := v.fields[name]; ok && v.kind != external {
		return f
	}
	switch v.kind {
	case external:
		if name == "default" {
			return v
		}
		return &value{kind: external, text: v.text + "." + name, items: v.items, fields: v.fields, at: v.at}
	case moduleValue:
		return m.ofModule(v, name, at)
	case nodeValue:
		return &value{kind: nodeMethod, text: name, node: v.node, this: v}
	case chain, list:
		return &value{kind: nodeMethod, text: name, this: v}
	case instance:
		return m.ofInstance(v, name, at)
	case classValue:
		return m.ofClass(v, v, name, at, 0)
	case closure:
		if name == "bind" || name == "call" || name == "apply" {
			return &value{kind: nodeMethod, text: name, this: v}
		}
	case composite:
		if len(v.items) > 0 && v.text == eitherOne {
			return m.member(v.items[0], name, at)
		}
	case unknown:
		return &value{kind: unknown, text: v.text, at: v.at}
	}
	return defeat(at, "`"+name+"` can't be followed")
}

func (m *machine) ofModule(v *value, name string, at source.Span) *value {
	st := m.states[v.module.path]
	if st == nil {
		return defeat(at, "`"+name+"` can't be followed")
	}
	if found, ok := m.exported(st, name, 0); ok {
		return found
	}
	if v.module.python {
		if path := m.find.resolve(v.module, "."+name); path != "" {
			if sub := m.run(path); sub != nil {
				return sub.value
			}
		}
	}
	return defeat(at, "`"+name+"` is not found in "+v.module.path)
}

func (m *machine) ofInstance(v *value, name string, at source.Span) *value {
	found := m.ofClass(v.this, v, name, at, 0)
	if found.kind == closure && found.this == nil {
		bound := *found
		bound.this = v
		return &bound
	}
	return found
}

// ofClass looks for a method or class field, then in the bases.
func (m *machine) ofClass(class, self *value, name string, at source.Span, depth int) *value {
	if class == nil || class.kind != classValue || depth > 8 {
		return defeat(at, "`"+name+"` can't be followed")
	}
	c := &class.module.classes[class.fn]
	if fn, ok := c.methods[name]; ok {
		return &value{kind: closure, module: class.module, fn: fn, scope: class.scope, at: class.module.first(fn)}
	}
	for i := range c.fields {
		f := &c.fields[i]
		if f.target != nil && f.target.name == name {
			inner := &scope{names: map[string]*value{}, outer: class.scope, module: class.module, this: self}
			m.depth++
			found := m.eval(f.value, inner)
			m.depth--
			setField(self, name, found)
			return found
		}
	}
	for _, base := range c.bases {
		if b := m.eval(base, class.scope); b.kind == classValue && b != class {
			if found := m.ofClass(b, self, name, at, depth+1); found.kind != unknown {
				return found
			}
		}
	}
	return defeat(at, "`"+name+"` is not found in class "+c.name)
}

func (m *machine) index(e *expr, s *scope) *value {
	of, key := m.eval(e.x, s), m.eval(e.y, s)
	switch {
	case of.kind == external && s.module.python: // Annotated[User, Depends(x)], List[Item]
		return &value{kind: external, text: of.text + "[]", items: itemsOf(key), at: m.place(e, s)}
	case key.kind == text:
		return m.member(of, key.text, m.place(e, s))
	case key.kind == number && of.kind == list && len(key.text) == 1 && int(key.text[0]-'0') < len(of.items):
		return of.items[key.text[0]-'0']
	}
	return defeat(m.place(e, s), "a computed property")
}
