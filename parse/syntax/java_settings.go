package syntax

import "strings"

// setting reads properties.getProperty("key", "default"), whose value a .properties file decides, and System.getProperty,
// where who starts the program does.
func (f *query) setting(e *Expr, hops int) Value {
	key := f.valueHop(e.List[0], hops)
	if !key.Known || key.Kind != StringExpr {
		return Value{}
	}
	var v Value
	switch f.resolveHop(e.X, hops) {
	case "java.util.Properties().getProperty", "?Properties().getProperty":
		v.Setting = key.Text
	case "System.getProperty":
		v.Env = key.Text
	default:
		return Value{}
	}
	if len(e.List) > 1 {
		v.Default = e.List[1]
	}
	return v
}

// maxModifiers bounds how far before its type the annotation of a field is looked for, in tokens.
const maxModifiers = 8

// injected reads what @Value("${key:default}") of Spring gives a field.
func (f *query) injected(e *Expr) Value {
	f.table()
	if e.Kind == IdentExpr && f.lookup(e.Name, f.scopeAt(e.Start)) != nil || e.Kind == MemberExpr && (e.X == nil || e.X.Name != "this") {
		return Value{}
	}
	typ := f.fieldType(e)
	if typ.End <= typ.Start {
		return Value{}
	}
	for k := typ.Start - 1; k > 2 && k > typ.Start-maxModifiers; k-- {
		open := int(f.Tokens[k].Match)
		switch {
		case f.is(k, ";") || f.is(k, "}") || f.is(k, "{"):
			return Value{}
		case f.is(k, ")") && open > 1 && f.is(open-1, "Value") && f.is(open-2, "@"):
			return f.placeholder(open + 1)
		}
	}
	return Value{}
}

// placeholder reads the text of a token as ${key} or ${key:default}.
func (f *query) placeholder(token int) Value {
	if f.kind(token) != String {
		return Value{}
	}
	key, ok := strings.CutPrefix(unquote(f.word(token)), "${")
	if !ok || !strings.HasSuffix(key, "}") {
		return Value{}
	}
	key, otherwise, given := strings.Cut(strings.TrimSuffix(key, "}"), ":")
	v := Value{Setting: key}
	if given {
		v.Default = f.node(StringExpr, token, token+1)
		v.Default.Text = otherwise
	}
	return v
}
