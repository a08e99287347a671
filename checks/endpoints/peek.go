package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
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
		return m.member(m.peek(e.x, s), e.name, e.at)
	case syntax.AwaitExpr:
		return m.peek(e.x, s)
	case syntax.CallExpr, syntax.NewExpr:
		if f := m.peek(e.x, s); f.kind == external {
			return &value{kind: external, text: f.text + "()", at: e.at}
		} else if f.kind == classValue {
			return &value{kind: instance, text: f.text, this: f, fields: map[string]*value{}, at: e.at}
		}
	}
	return &value{kind: unknown}
}
