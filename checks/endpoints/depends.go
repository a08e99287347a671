package endpoints

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/source"
)

// parameters gives the dependencies that a Python function's parameters ask for.
func (m *machine) parameters(v *value) []*value {
	fn := &v.module.functions[v.fn]
	s := &scope{names: map[string]*value{}, outer: v.scope, module: v.module, this: v.this}
	var needs []*value
	for _, p := range fn.params {
		if p.standard != nil {
			if d := m.eval(p.standard, s); isDepends(d) {
				needs = append(needs, m.annotated(d, p, s))
				continue
			}
		}
		if p.kind == nil {
			continue
		}
		needs = append(needs, m.annotation(m.eval(p.kind, s))...)
	}
	if fn.class >= 0 { // class-based views ask through their fields, and those of their bases
		needs = append(needs, m.fieldNeeds(&value{kind: classValue, module: v.module, fn: fn.class, scope: v.scope}, 0)...)
	}
	return needs
}

// fieldNeeds gives the dependencies among the fields of a class and of the classes it extends.
func (m *machine) fieldNeeds(class *value, depth int) []*value {
	if depth > 8 {
		return nil
	}
	var needs []*value
	info := &class.module.classes[class.fn]
	for i := range info.fields {
		if d := m.eval(info.fields[i].value, class.scope); isDepends(d) {
			needs = append(needs, d)
		}
	}
	for _, b := range info.bases {
		switch base := m.eval(b, class.scope); {
		case base.kind == classValue && base != class:
			needs = append(needs, m.fieldNeeds(base, depth+1)...)
		case base.kind == unknown:
			needs = append(needs, defeat(m.place(b, class.scope), "a base class that can't be read"))
		}
	}
	return needs
}

// annotated fills in `x: Cls = Depends()`.
func (m *machine) annotated(d *value, p param, s *scope) *value {
	if len(d.items) > 0 || d.fields["dependency"] != nil || p.kind == nil {
		return d
	}
	return &value{kind: external, text: d.text, items: []*value{m.eval(p.kind, s)}, at: d.at}
}

// annotation finds Depends in Annotated[T, Depends(x)].
func (m *machine) annotation(v *value) []*value {
	if v.kind != external || !strings.HasSuffix(v.text, "Annotated[]") {
		return nil
	}
	var needs []*value
	for i, item := range v.items {
		if !isDepends(item) {
			continue
		}
		if len(item.items) == 0 && item.fields["dependency"] == nil && i > 0 {
			item = &value{kind: external, text: item.text, items: v.items[:1], at: item.at}
		}
		needs = append(needs, item)
	}
	return needs
}

func isDepends(v *value) bool {
	if v == nil || v.kind != external {
		return false
	}
	switch v.text {
	case "fastapi.Depends()", "fastapi.Security()", "fastapi.params.Depends()", "fastapi.params.Security()", "fastapi.param_functions.Depends()", "fastapi.param_functions.Security()":
		return true
	}
	return false
}

// dependency gives what a Depends asks.
func (m *machine) dependency(v *value) *value {
	if !isDepends(v) {
		return nil
	}
	if d, ok := v.fields["dependency"]; ok {
		return d
	}
	if len(v.items) > 0 {
		return v.items[0]
	}
	return nil
}

// needEffects gives what a dependency does, with all it depends on itself.
func (m *machine) needEffects(need *value, at source.Span, depth int) []effect {
	if depth > 8 {
		return anything(at, "dependencies nested too deeply")
	}
	d := m.dependency(need)
	if d == nil {
		if isDepends(need) {
			return nil
		}
		return anything(at, need.text)
	}
	if need.at.Start.Line > 0 && need.at.Path != "" {
		at = need.at
	}
	return m.dependencyEffects(d, at, depth)
}

func (m *machine) dependencyEffects(d *value, at source.Span, depth int) []effect {
	switch d.kind {
	case closure:
		all := m.ownEffects(d, at)
		for _, need := range m.parameters(d) {
			for _, e := range m.needEffects(need, at, depth+1) {
				if e.kind == scheme { // the function gets the credential: what it does with it is its own effect
					e.kind, e.why = unsure, "a credential is asked for, but no check of it is seen"
				}
				all = append(all, e)
			}
		}
		return all
	case instance:
		var all []effect
		for _, name := range []string{"__call__"} {
			if call := m.ofInstance(d, name, at); call.kind == closure {
				all = append(all, m.dependencyEffects(call, at, depth+1)...)
			}
		}
		all = append(all, m.schemeBase(d.this, at)...)
		if len(all) == 0 {
			return nil
		}
		return all
	case classValue:
		init := m.ofClass(d, d, "__init__", at, 0)
		if init.kind != closure {
			return nil
		}
		bound := *init
		bound.this = d
		var all []effect
		for _, need := range m.parameters(&bound) {
			all = append(all, m.needEffects(need, at, depth+1)...)
		}
		return all
	case composite:
		return m.eitherEffects(d, func(item *value) []effect { return m.dependencyEffects(item, at, depth+1) })
	case external:
		all := m.foreignEffects(d, at)
		for i := range all {
			if all[i].kind == scheme {
				all[i].kind, all[i].why = unsure, all[i].why+" asks for a credential, but no check of it is seen"
			}
		}
		return all
	}
	return anything(at, d.text)
}

// schemeBase: a class that extends HTTPBearer and overrides __call__.
func (m *machine) schemeBase(class *value, at source.Span) []effect {
	if class == nil || class.kind != classValue {
		return nil
	}
	for _, b := range class.module.classes[class.fn].bases {
		base := m.eval(b, class.scope)
		if base.kind != external {
			continue
		}
		if k, ok := m.control(base.text); ok {
			return []effect{{k.Control, unsure, at, "`" + class.text + "` asks for a credential"}}
		}
	}
	return nil
}
