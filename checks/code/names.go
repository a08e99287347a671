package code

import (
	"strings"
	"unicode"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// words gives a name as lower-case words joined by _: user_password of userPassword, USER_PASSWORD and user-password.
func words(name string) string {
	if wordsAlready(name) {
		return name
	}
	if len(name) > 1 {
		name = strings.TrimPrefix(name, "$") // of PHP
	}
	var b strings.Builder
	b.Grow(len(name) + 4)
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

// wordsAlready tells whether a name is so written: most of Python's are.
func wordsAlready(name string) bool {
	for i := range len(name) {
		if c := name[i]; (c < 'a' || c > 'z') && c != '_' && (c < '0' || c > '9') {
			return false
		}
	}
	return true
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
		if e.Y == nil { // a part of Go's: key[:16]
			r.addNames(e.X, names, depth+1)
			return
		}
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
	case "format":
		if callee.Kind == syntax.MemberExpr && r.file.Language == syntax.Python {
			for _, arg := range e.List {
				r.addNames(arg, names, depth+1)
			}
		}
	case "encode", "decode", "toString", "trim", "strip", "lower", "upper", "toLowerCase", "toUpperCase", "normalize", "hexdigest", "digest", "get_secret_value", "getBytes", "toCharArray":
		if callee.Kind == syntax.MemberExpr {
			r.addNames(callee.X, names, depth+1)
		}
	case "str", "string", "bytes", "String", "from", "bytearray", "smart_bytes", "force_bytes", "to_bytes", "smart_str", "force_str", "Buffer", "stringify", "GetBytes":
		if len(e.List) > 0 {
			r.addNames(e.List[0], names, depth+1)
		}
	case "get", "Get", "getenv", "Getenv", "FormValue", "PostFormValue", "PostForm", "QueryParam":
		if len(e.List) > 0 {
			if v := r.file.Value(e.List[0]); v.Known {
				*names = append(*names, v.Text)
			}
		}
	default:
		*names = append(*names, callee.Name)
	}
}
