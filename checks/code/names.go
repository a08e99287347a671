package code

import (
	"strings"
	"unicode"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// words gives a name as lower-case words joined by _: user_password of userPassword, USER_PASSWORD and user-password.
func words(name string) string {
	var b strings.Builder
	var before rune
	runes := []rune(name)
	for i, c := range runes {
		switch {
		case c == '-' || c == '.' || c == '$' || c == ' ' || c == '/':
			c = '_'
		case unicode.IsUpper(c):
			follows := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if before != 0 && before != '_' && (!unicode.IsUpper(before) || follows) {
				b.WriteByte('_')
			}
		}
		before = c
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// namesOf gives the names a value goes by: its identifier or last property, for a sum those of its parts, for a call
// that only changes the form of a value (encode, toString, str) those of the value, for others the callee's.
func (r *run) namesOf(e *syntax.Expr) []string {
	var names []string
	r.addNames(e, &names, 0)
	return names
}

func (r *run) addNames(e *syntax.Expr, names *[]string, depth int) {
	if e == nil || depth > 12 || len(*names) > 40 {
		return
	}
	switch e.Kind {
	case syntax.IdentExpr:
		*names = append(*names, e.Name)
	case syntax.MemberExpr:
		*names = append(*names, e.Name)
	case syntax.IndexExpr:
		if v := r.file.Value(e.Y); v.Known {
			*names = append(*names, v.Text)
		}
	case syntax.AwaitExpr, syntax.UnaryExpr, syntax.SpreadExpr, syntax.KeywordExpr:
		r.addNames(e.X, names, depth+1)
	case syntax.BinaryExpr:
		r.addNames(e.X, names, depth+1)
		r.addNames(e.Y, names, depth+1)
	case syntax.TemplateExpr, syntax.ArrayExpr:
		for _, part := range e.List {
			r.addNames(part, names, depth+1)
		}
	case syntax.CallExpr, syntax.NewExpr:
		r.addCallNames(e, names, depth)
	}
}

func (r *run) addCallNames(e *syntax.Expr, names *[]string, depth int) {
	callee := e.X
	if callee == nil {
		return
	}
	switch callee.Name {
	case "encode", "decode", "toString", "trim", "strip", "lower", "upper", "toLowerCase", "toUpperCase", "normalize", "hexdigest", "digest", "get_secret_value":
		if callee.Kind == syntax.MemberExpr {
			r.addNames(callee.X, names, depth+1)
		}
	case "str", "bytes", "String", "from", "bytearray", "smart_bytes", "force_bytes", "to_bytes", "smart_str", "force_str", "Buffer", "stringify":
		if len(e.List) > 0 {
			r.addNames(e.List[0], names, depth+1)
		}
	case "get", "getenv":
		if len(e.List) > 0 {
			if v := r.file.Value(e.List[0]); v.Known {
				*names = append(*names, v.Text)
			}
		}
	default:
		*names = append(*names, callee.Name)
	}
}

// requestParts are the properties of a request object that a client fills in.
var requestParts = map[string]bool{
	"query": true, "params": true, "body": true, "headers": true, "cookies": true, "args": true, "form": true, "json": true, "values": true,
	"GET": true, "POST": true, "COOKIES": true, "META": true, "FILES": true, "files": true, "data": true, "get_json": true, "query_params": true,
	"path_params": true, "match_info": true, "rawBody": true, "get_data": true, "originalUrl": true, "signedCookies": true, "query_string": true, "param": true, "header": true, "url": true,
}

var requestNames = map[string]bool{"req": true, "request": true, "ctx": true, "flask.request": true, "_req": true, "event": true, "context": true}

// fromRequest tells whether something a client sent stands inside an expression.
func (r *run) fromRequest(e *syntax.Expr, c *condition) pattern.Answer {
	best := pattern.No
	var clean []*syntax.Expr
	r.walk(e, func(inner *syntax.Expr) bool {
		for _, p := range c.cleanPatterns {
			if _, a := p.Match(r.file, inner, nil, nil); a == pattern.Yes {
				clean = append(clean, inner)
				return true
			}
		}
		for _, outer := range clean {
			if inner.Start >= outer.Start && inner.End <= outer.End {
				return true
			}
		}
		if inner.Kind == syntax.IdentExpr || inner.Kind == syntax.MemberExpr {
			if isRequest(r.file.Resolve(inner)) {
				best = pattern.Yes
			}
		}
		return best != pattern.Yes
	})
	if best == pattern.No && !r.file.Value(e).Known {
		return pattern.Maybe
	}
	return best
}

// isRequest tells a name like ?req.query.id or flask.request.args from others.
func isRequest(name string) bool {
	name = strings.TrimPrefix(name, "?")
	parts := strings.Split(strings.ReplaceAll(name, "()", ""), ".")
	for i := range parts[:len(parts)-1] {
		base := parts[i]
		if i > 0 && parts[i-1] == "flask" {
			base = "flask." + base
		}
		if (requestNames[base] || strings.HasSuffix(base, "Request")) && requestParts[parts[i+1]] {
			return true
		}
	}
	return false
}
