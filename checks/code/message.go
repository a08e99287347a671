package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// message puts what holes stand for into a text, by name. A value is shown only when the rule itself lists it, so a
// secret never is.
func (r *run) message(rule *rule, text string, holes pattern.Holes) string {
	if !strings.Contains(text, "$") {
		return text
	}
	for _, h := range holes {
		mark := "$" + h.Name
		if strings.Contains(text, mark) {
			text = strings.ReplaceAll(text, mark, r.describe(rule, h))
		}
	}
	return text
}

// maxName bounds a name in a message.
const maxName = 60

func (r *run) describe(rule *rule, h pattern.Hole) string {
	for _, c := range rule.where {
		if c.hole == h.Name && (c.In != nil || c.Less != nil || c.More != nil) {
			if v := r.file.Value(h.Expr); v.Known && len(v.Text) <= maxName {
				return v.Text
			}
		}
	}
	return r.label(h.Expr)
}

// label names an expression without quoting any string in it.
func (r *run) label(e *syntax.Expr) string {
	switch e.Kind {
	case syntax.IdentExpr:
		return e.Name
	case syntax.MemberExpr:
		if e.X != nil && len(e.Name) < maxName {
			if base := r.label(e.X); len(base)+len(e.Name) < maxName {
				return base + "." + e.Name
			}
		}
		return e.Name
	case syntax.CallExpr:
		if e.X != nil {
			return r.label(e.X) + "(…)"
		}
	case syntax.NewExpr:
		if e.X != nil {
			return "new " + r.label(e.X) + "(…)"
		}
	case syntax.AwaitExpr:
		if e.X != nil {
			return r.label(e.X)
		}
	case syntax.NumberExpr:
		return e.Text
	case syntax.BoolExpr, syntax.NullExpr:
		return string(r.file.Text[min(e.Start, len(r.file.Text)):min(e.End, len(r.file.Text))])
	case syntax.ObjectExpr:
		return "{…}"
	case syntax.ArrayExpr:
		return "[…]"
	case syntax.FuncExpr:
		return "a function"
	}
	return "…"
}
