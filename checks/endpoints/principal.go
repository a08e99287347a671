package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

func negated(test *expr) bool {
	if test == nil {
		return false
	}
	switch test.kind {
	case syntax.UnaryExpr:
		return (test.name == "!" || test.name == "not") && mentionsPrincipal(test)
	case syntax.BinaryExpr:
		switch test.name {
		case "||", "or", "&&", "and":
			return negated(test.x) || negated(test.y)
		case "==", "===", "is":
			return (mentionsPrincipal(test.x) || mentionsPrincipal(test.y)) && (isNothing(test.x) || isNothing(test.y))
		}
	}
	return false
}

func isNothing(e *expr) bool {
	return e != nil && (e.kind == syntax.NullExpr || e.kind == syntax.BoolExpr && e.name == "false" || e.kind == syntax.IdentExpr && (e.name == "undefined" || e.name == "None"))
}

// brings tells a test for a credential that is there: `if (token)`, `if (authHeader !== undefined)`.
func brings(test *expr) bool {
	if test == nil || negated(test) || !mentionsPrincipal(test) {
		return false
	}
	switch test.kind {
	case syntax.IdentExpr, syntax.MemberExpr, syntax.IndexExpr:
		return true
	case syntax.BinaryExpr:
		if test.name == "&&" || test.name == "and" {
			return brings(test.x) || brings(test.y)
		}
		return (strings.HasPrefix(test.name, "!") || test.name == "is not") && (isNothing(test.x) || isNothing(test.y))
	case syntax.CallExpr:
		name := test.callName()
		return name == "header" || name == "get" || name == "startsWith" || name == "startswith"
	}
	return false
}

func principalName(name string) bool {
	lower := strings.ToLower(name)
	return slices.ContainsFunc(principalWords, func(w string) bool { return strings.Contains(lower, w) })
}

func mentionsPrincipal(e *expr) bool {
	if e == nil {
		return false
	}
	if principalName(e.name) || e.kind == syntax.StringExpr && principalName(e.text) {
		return true
	}
	if mentionsPrincipal(e.x) || mentionsPrincipal(e.y) {
		return true
	}
	return slices.ContainsFunc(e.list, mentionsPrincipal)
}
