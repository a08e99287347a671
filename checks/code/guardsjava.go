package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// meant tells whether name.method(…) of Java, whose bracket stands at open, says that a name holds what is meant:
// name.matches("[a-z]+"), name.equals("known").
func (r *run) meant(method string, open int) bool {
	close := int(r.file.Tokens[open].Match)
	if close != open+2 || r.file.Tokens[open+1].Kind != syntax.String {
		return false
	}
	switch method {
	case "matches":
		return narrow(r.text(open + 1))
	case "equals", "equalsIgnoreCase":
		return len(r.text(open+1)) > 2
	}
	return false
}

// meantBy tells the same of a call that the name is given to: "known".equals(name), NAMES.matcher(name).matches(),
// Pattern.matches("[a-z]+", name).
func (r *run) meantBy(callee string, start, open int) bool {
	switch callee {
	case "equals", "equalsIgnoreCase":
		return r.file.Tokens[start].Kind == syntax.String && len(r.text(start)) > 2
	case "matcher":
		close := int(r.file.Tokens[open].Match)
		if !r.is(close+1, ".") || !r.is(close+2, "matches") {
			return false
		}
		pattern := r.file.Deref(r.valueAt(syntax.Range{Start: start, End: open - 2}))
		return pattern == nil || pattern.Kind != syntax.CallExpr || len(pattern.List) == 0 || pattern.List[0] == nil || pattern.List[0].Kind != syntax.StringExpr || narrow(pattern.List[0].Text)
	case "matches":
		return open+1 < len(r.file.Tokens) && r.file.Tokens[open+1].Kind == syntax.String && narrow(r.text(open+1))
	}
	return false
}

// narrow tells a regular expression that leaves something out from one that lets all through.
func narrow(pattern string) bool {
	return !strings.Contains(pattern, ".*") && !strings.Contains(pattern, ".+") && !strings.Contains(pattern, `[\s\S]`)
}
