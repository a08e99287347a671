package endpoints

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// eval gives an expression's value. It never gives nil.
func (m *machine) eval(e *expr, s *scope) *value {
	if e == nil {
		return &value{kind: unknown}
	}
	if m.steps++; m.steps > maxSteps || m.depth > maxDepth {
		return defeat(m.place(e, s), "too much code to follow")
	}
	switch e.kind {
	case syntax.IdentExpr:
		return m.ident(e, s)
	case syntax.MemberExpr:
		return m.member(m.eval(e.x, s), e.name, source.Span{Path: s.module.path})
	case syntax.IndexExpr:
		return m.index(e, s)
	case syntax.CallExpr, syntax.NewExpr:
		return m.call(e, s)
	case syntax.StringExpr:
		return &value{kind: text, text: e.text}
	case syntax.TemplateExpr:
		return m.template(e.list, e, s)
	case syntax.NumberExpr:
		return &value{kind: number, text: e.text}
	case syntax.BoolExpr:
		return &value{kind: boolean, text: e.name}
	case syntax.NullExpr:
		return &value{kind: null}
	case syntax.ArrayExpr:
		return m.array(e, s)
	case syntax.ObjectExpr:
		return m.objectOf(e, s)
	case syntax.KeywordExpr:
		return &value{kind: keyword, text: e.name, items: []*value{m.eval(operand(e), s)}}
	case syntax.SpreadExpr:
		return m.spreadOf(e, s)
	case syntax.BinaryExpr:
		return m.binary(e, s)
	case syntax.CondExpr:
		switch test := m.eval(e.x, s); {
		case test.kind == boolean && test.text == "true":
			return m.eval(e.y, s)
		case test.kind == boolean && test.text == "false":
			return m.eval(e.z, s)
		}
		return either(m.eval(e.y, s), m.eval(e.z, s))
	case syntax.AssignExpr:
		v := m.eval(e.y, s)
		m.assign(e.x, v, s)
		return v
	case syntax.AwaitExpr:
		return m.eval(e.x, s)
	case syntax.FuncExpr:
		if e.fn < 0 || e.fn >= len(s.module.functions) {
			return defeat(m.place(e, s), "a function that can't be read")
		}
		return &value{kind: closure, module: s.module, fn: e.fn, scope: s, this: s.this, at: s.module.first(e.fn)}
	case syntax.UnaryExpr:
		m.eval(e.x, s)
	case syntax.RegexExpr:
		return &value{kind: unknown, text: "regex:" + e.text, at: m.place(e, s)}
	}
	return defeat(m.place(e, s), "code that can't be followed")
}

func operand(e *expr) *expr {
	if e.x != nil {
		return e.x
	}
	return e.y
}

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

func itemsOf(v *value) []*value {
	if v.kind == list {
		return v.items
	}
	return []*value{v}
}

// template joins the parts of a template literal or f-string.
func (m *machine) template(parts []*expr, e *expr, s *scope) *value {
	var b strings.Builder
	for _, p := range parts {
		v := m.eval(p, s)
		if v.kind != text && v.kind != number || b.Len()+len(v.text) > maxText {
			return defeat(m.place(e, s), "a computed path")
		}
		b.WriteString(v.text)
	}
	return &value{kind: text, text: b.String()}
}

func (m *machine) array(e *expr, s *scope) *value {
	v := &value{kind: list, at: m.place(e, s)}
	for _, item := range e.list {
		v.add(m.eval(item, s))
	}
	return v
}

// add appends an element; a spread of a known list gives its elements, another one leaves the list open.
func (v *value) add(item *value) {
	if len(v.items) >= maxItems {
		v.open = true
		return
	}
	if item.kind != spread {
		v.items = append(v.items, item)
		return
	}
	if len(item.items) == 1 && item.items[0].kind == list {
		inner := item.items[0]
		room := min(len(inner.items), maxItems-len(v.items))
		v.items = append(v.items, inner.items[:room]...)
		v.open = v.open || inner.open || room < len(inner.items)
		return
	}
	v.open = true
	v.items = append(v.items, defeat(item.at, "a spread list"))
}

func (m *machine) spreadOf(e *expr, s *scope) *value {
	return &value{kind: spread, text: e.name, items: []*value{m.eval(e.x, s)}, at: m.place(e, s)}
}

func (m *machine) objectOf(e *expr, s *scope) *value {
	v := &value{kind: object, fields: map[string]*value{}, at: m.place(e, s)}
	for _, p := range e.list {
		switch {
		case p == nil:
		case p.kind == syntax.PairExpr:
			name := p.name
			if p.x != nil {
				key := m.eval(p.x, s)
				if key.kind != text {
					v.open = true
					continue
				}
				name = key.text
			}
			if p.y == nil {
				v.fields[name] = m.ident(&expr{kind: syntax.IdentExpr, name: name, fn: -1}, s)
				continue
			}
			v.fields[name] = m.eval(p.y, s)
		case p.kind == syntax.IdentExpr:
			v.fields[p.name] = m.ident(p, s)
		case p.kind == syntax.SpreadExpr:
			inner := m.eval(p.x, s)
			for name, f := range inner.fields {
				v.fields[name] = f
			}
			v.open = v.open || inner.kind != object || inner.open
		}
	}
	return v
}

func (m *machine) binary(e *expr, s *scope) *value {
	a, b := m.eval(e.x, s), m.eval(e.y, s)
	switch e.name {
	case "||", "??", "or":
		if a.kind == external || a.kind == unknown {
			if b.kind != unknown && b.kind != external {
				return b // the default of a setting
			}
		}
		return a
	case "&&", "and":
		if b.kind == closure || b.kind == external || b.kind == nodeValue {
			return &value{kind: composite, text: maybeOne, items: []*value{b}, at: b.at}
		}
		return b
	case "+":
		x, known := a.constant()
		y, also := b.constant()
		if known && also && len(x)+len(y) <= maxText {
			return &value{kind: text, text: x + y}
		}
		if a.kind == list && b.kind == list && len(a.items)+len(b.items) <= maxItems {
			return &value{kind: list, items: append(append([]*value(nil), a.items...), b.items...), open: a.open || b.open, at: a.at}
		}
		return defeat(m.place(e, s), "a computed path")
	}
	return defeat(m.place(e, s), "a computed value")
}
