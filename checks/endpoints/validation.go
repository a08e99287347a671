package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
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
		case name == "Request" && !readsInput(fn, p.name):
			continue // there for a limiter, or to hand on
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

// input names what of a request a client decides.
var input = []string{"json", "body", "form", "stream", "query_params", "path_params", "headers", "cookies"}

// readsInput tells whether a function takes input from a request itself.
func readsInput(fn *function, request string) bool {
	var found bool
	var look func(e *expr, depth int)
	look = func(e *expr, depth int) {
		if e == nil || found || depth > 200 {
			return
		}
		if e.kind == syntax.MemberExpr && e.x != nil && e.x.kind == syntax.IdentExpr && e.x.name == request && slices.Contains(input, e.name) {
			found = true
			return
		}
		for _, inner := range [...]*expr{e.x, e.y, e.z} {
			look(inner, depth+1)
		}
		for _, inner := range e.list {
			look(inner, depth+1)
		}
	}
	eachExpr(fn.body, 0, func(e *expr) { look(e, 0) })
	return found
}

// eachExpr visits the expressions of a body and of what stands inside it.
func eachExpr(body []op, depth int, visit func(*expr)) {
	if depth > 100 {
		return
	}
	for i := range body {
		visit(body[i].target)
		visit(body[i].value)
		eachExpr(body[i].body, depth+1, visit)
		eachExpr(body[i].other, depth+1, visit)
	}
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
