package endpoints

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

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
