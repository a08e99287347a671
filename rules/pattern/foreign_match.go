package pattern

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// maxDeep bounds how far down `<... x ...>` looks.
const maxDeep = 40

// deep matches an expression or something inside it.
func (m *matcher) deep(n *node, e *syntax.Expr, h Holes, depth int) (Holes, Answer) {
	if e == nil || depth > maxDeep || m.budget < 0 {
		return h, No
	}
	if rest, a := m.match(n, e, h); a == Yes {
		return rest, a
	}
	for _, inner := range append([]*syntax.Expr{e.X, e.Y, e.Z}, e.List...) {
		if rest, a := m.deep(n, inner, h, depth+1); a == Yes {
			return rest, a
		}
	}
	return h, No
}

// foreigner matches the nodes that only Semgrep's notation has.
func (m *matcher) foreigner(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	switch n.kind {
	case indexNode:
		if e.Kind != syntax.IndexExpr {
			return h, No
		}
		h, a := m.match(n.x, e.X, h)
		if a != Yes {
			return h, a
		}
		return m.match(n.y, e.Y, h)
	case typedNode:
		if !m.hasType(n.text, e) {
			return h, No
		}
		return m.match(n.x, e, h)
	case templateNode:
		return m.template(n, e, h)
	case regexNode:
		v := m.file.Value(e)
		if v.Known && v.Kind == syntax.StringExpr && n.re.MatchString(v.Text) {
			return h, Yes
		}
	case chainNode:
		for depth := 0; e != nil && depth < maxDeep; e, depth = e.X, depth+1 {
			if rest, a := m.match(n.x, e, h); a == Yes {
				return rest, a
			}
			if e.Kind != syntax.CallExpr && e.Kind != syntax.MemberExpr && e.Kind != syntax.NewExpr {
				break
			}
		}
	}
	return h, No
}

func (m *matcher) template(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if e.Kind != syntax.TemplateExpr {
		return h, No
	}
	if n.x == nil {
		return h, Yes
	}
	for _, part := range e.List {
		if part != nil && part.Kind != syntax.StringExpr {
			if rest, a := m.match(n.x, part, h); a == Yes {
				return rest, a
			}
		}
	}
	return h, No
}

// hasType compares the type that a name was declared with.
func (m *matcher) hasType(want string, e *syntax.Expr) bool {
	if of := m.file.TypeOf(e); of != "" && (of == want || strings.HasSuffix(want, "."+of)) {
		return true
	}
	name := strings.TrimSuffix(m.file.Resolve(e), "()")
	switch want {
	case "string", "String", "str":
		v := m.file.Value(e)
		return v.Known && v.Kind == syntax.StringExpr
	}
	return name != "" && name != want && ends(name, want)
}

// spelled compares a name of Semgrep's notation: what it resolves to, what that ends in, or as it is written.
func (m *matcher) spelled(want, got string, e *syntax.Expr) Answer {
	written := string(m.source(e))
	if m.file.Same(got, want) || written == want || strings.ContainsAny(got, "/.") && ends(got, want) && strings.HasSuffix(written, LastName(want)) {
		return Yes
	}
	return No
}

// ends tells whether a name ends in another at a boundary: crypto/tls.Config in tls.Config.
func ends(name, want string) bool {
	before, ok := strings.CutSuffix(name, want)
	return ok && strings.Contains(want, ".") && (before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "/"))
}
