package syntax

import (
	"strconv"
	"strings"
)

// javaTextMethods are the methods of a constant text that are folded.
var javaTextMethods = map[string]bool{
	"charAt": true, "length": true, "equals": true, "equalsIgnoreCase": true, "isEmpty": true, "startsWith": true, "endsWith": true, "contains": true,
	"toLowerCase": true, "toUpperCase": true, "trim": true,
}

// javaTextValue folds a method of a constant text whose arguments are constant: "text".charAt(2), mode.equals("live").
func (f *query) javaTextValue(e *Expr, hops int) Value {
	x := f.valueHop(e.X.X, hops)
	if !x.Known || x.Kind != StringExpr || len(e.List) > 1 {
		return Value{}
	}
	if len(e.List) == 0 {
		return javaTextAlone(e, x.Text)
	}
	y := f.valueHop(e.List[0], hops)
	if !y.Known {
		return Value{}
	}
	switch e.X.Name {
	case "charAt":
		if n, err := strconv.Atoi(y.Text); err == nil && n >= 0 && n < len(x.Text) {
			return Value{Known: true, Kind: StringExpr, Text: x.Text[n : n+1], From: e}
		}
	case "equals":
		return truth(e, x.Text == y.Text)
	case "equalsIgnoreCase":
		return truth(e, strings.EqualFold(x.Text, y.Text))
	case "startsWith":
		return truth(e, strings.HasPrefix(x.Text, y.Text))
	case "endsWith":
		return truth(e, strings.HasSuffix(x.Text, y.Text))
	case "contains":
		return truth(e, strings.Contains(x.Text, y.Text))
	}
	return Value{}
}

// javaTextAlone folds a method without arguments.
func javaTextAlone(e *Expr, text string) Value {
	switch e.X.Name {
	case "length":
		return Value{Known: true, Kind: NumberExpr, Text: strconv.Itoa(len(text)), From: e}
	case "isEmpty":
		return truth(e, text == "")
	case "toLowerCase":
		text = strings.ToLower(text)
	case "toUpperCase":
		text = strings.ToUpper(text)
	case "trim":
		text = strings.TrimSpace(text)
	default:
		return Value{}
	}
	return Value{Known: true, Kind: StringExpr, Text: text, From: e}
}
