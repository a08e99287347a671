package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/source"
)

// validation tells whether FastAPI checks what a handler takes: every parameter it declares is, against its type;
// a raw Request, a dict or Any is taken as it comes.
func (m *machine) validation(h *value, at source.Span) []effect {
	fn := &h.module.functions[h.fn]
	s := &scope{names: map[string]*value{}, outer: h.scope, module: h.module, this: h.this}
	typed := 0
	for i, p := range fn.params {
		if fn.class >= 0 && i == 0 {
			continue
		}
		if p.standard != nil && isDepends(m.eval(p.standard, s)) {
			continue
		}
		if p.kind == nil {
			return []effect{{controlValidation, unsure, at, "`" + p.name + "` has no type"}}
		}
		kind := m.eval(p.kind, s)
		if len(m.annotation(kind)) > 0 {
			continue
		}
		switch name := typeName(kind); {
		case name == "Request":
			return []effect{{controlValidation, unsure, at, "the handler reads the raw request"}}
		case slices.Contains([]string{"dict", "Dict", "Any", "list", "object", "Mapping"}, name):
			return nil
		default:
			typed++
		}
	}
	return []effect{{controlValidation, enforces, at, "FastAPI checks each parameter against its type"}}
}

func typeName(v *value) string {
	name := v.text
	if v.kind != external {
		return name
	}
	if base, ok := strings.CutSuffix(name, "[]"); ok {
		base = base[strings.LastIndexByte(base, '.')+1:]
		if (base == "Annotated" || base == "Optional") && len(v.items) > 0 {
			return typeName(v.items[0])
		}
		name = base
	}
	return name[strings.LastIndexByte(name, '.')+1:]
}
