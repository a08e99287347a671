package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// peek looks a name up without calling anything of the repository. A call of a package keeps its name.
func (m *machine) peek(e *expr, s *scope) *value {
	if e == nil {
		return &value{kind: unknown}
	}
	switch e.kind {
	case syntax.IdentExpr:
		return m.ident(e, s)
	case syntax.MemberExpr:
		return m.member(m.peek(e.x, s), e.name, source.Span{})
	case syntax.AwaitExpr:
		return m.peek(e.x, s)
	case syntax.CallExpr, syntax.NewExpr:
		if f := m.peek(e.x, s); f.kind == external {
			return &value{kind: external, text: f.text + "()", at: m.place(e, s)}
		} else if f.kind == classValue {
			return &value{kind: instance, text: f.text, this: f, fields: map[string]*value{}, at: m.place(e, s)}
		}
	}
	return &value{kind: unknown}
}
