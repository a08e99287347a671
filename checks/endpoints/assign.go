package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// assign binds a target: a name, a field, or a pattern of them.
func (m *machine) assign(target *expr, v *value, s *scope) {
	if target == nil || v == nil {
		return
	}
	switch target.kind {
	case syntax.IdentExpr:
		if v.isNode() && v.node.name == "" {
			v.node.name = target.name
		}
		if s.module.python {
			s.names[target.name] = v
			return
		}
		s.assign(target.name, v)
	case syntax.MemberExpr:
		m.assignField(target, v, s)
	case syntax.ObjectExpr:
		for _, p := range target.list {
			if p != nil && p.kind == syntax.PairExpr {
				to := p.y
				if to == nil {
					to = &expr{kind: syntax.IdentExpr, name: p.name, fn: -1}
				}
				if to.kind == syntax.AssignExpr {
					to = to.x
				}
				m.assign(to, m.member(v, p.name, m.place(target, s)), s)
			} else if p != nil && p.kind == syntax.IdentExpr {
				m.assign(p, m.member(v, p.name, m.place(target, s)), s)
			}
		}
	case syntax.ArrayExpr:
		for i, t := range target.list {
			item := defeat(v.at, "an element of a list")
			if v.kind == list && i < len(v.items) {
				item = v.items[i]
			}
			m.assign(t, item, s)
		}
	}
}

func (m *machine) assignField(target *expr, v *value, s *scope) {
	if !s.module.python && target.x != nil {
		st := m.states[s.module.path]
		x := target.x
		switch {
		case st == nil:
		case x.kind == syntax.IdentExpr && x.name == "module" && target.name == "exports":
			st.whole = v
			return
		case x.kind == syntax.IdentExpr && x.name == "exports", x.kind == syntax.MemberExpr && x.name == "exports" && x.x != nil && x.x.name == "module":
			if target.name == "default" {
				st.exports["default"] = v
				return
			}
			if st.whole != nil {
				setField(st.whole, target.name, v)
			}
			st.exports[target.name] = v
			return
		}
	}
	setField(m.eval(target.x, s), target.name, v)
}

func setField(of *value, name string, v *value) {
	if of == nil || of.kind == unknown || of.kind == external {
		return
	}
	if of.fields == nil {
		of.fields = map[string]*value{}
	}
	if v.isNode() && v.node.name == "" {
		v.node.name = name
	}
	of.fields[name] = v
}
