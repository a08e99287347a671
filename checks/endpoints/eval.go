package endpoints

import (
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

func itemsOf(v *value) []*value {
	if v.kind == list {
		return v.items
	}
	return []*value{v}
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
