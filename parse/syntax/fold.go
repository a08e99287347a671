package syntax

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxText bounds what a text put together of several can be long; a literal may be longer.
const maxText = 1 << 16

func (f *File) value(e *Expr) Value { return (&query{File: f}).valueHop(e, 0) }

func (f *query) valueHop(e *Expr, hops int) Value {
	if e == nil || hops > maxHops || f.spent() {
		return Value{}
	}
	hops++
	switch e.Kind {
	case StringExpr:
		return Value{Known: true, Kind: StringExpr, Text: e.Text, From: e}
	case NumberExpr:
		return Value{Known: true, Kind: NumberExpr, Text: strings.ReplaceAll(e.Text, "_", ""), From: e}
	case BoolExpr:
		return Value{Known: true, Kind: BoolExpr, Text: e.Name, From: e}
	case NullExpr:
		return Value{Known: true, Kind: NullExpr, From: e}
	case TemplateExpr:
		return f.joined(e, hops)
	case BinaryExpr:
		return f.binaryValue(e, hops)
	case UnaryExpr:
		return f.unaryValue(e, hops)
	case IdentExpr, MemberExpr, IndexExpr:
		return f.namedValue(e, hops)
	case CallExpr:
		return f.callValue(e, hops)
	case CondExpr:
		return Value{}
	}
	return Value{}
}

func (f *query) joined(e *Expr, hops int) Value {
	var b strings.Builder
	for _, part := range e.List {
		v := f.valueHop(part, hops)
		if !v.Known || v.Kind != StringExpr && v.Kind != NumberExpr {
			return Value{}
		}
		if b.Len()+len(v.Text) > maxText {
			return Value{}
		}
		b.WriteString(v.Text)
	}
	return Value{Known: true, Kind: StringExpr, Text: b.String(), From: e}
}

func (f *query) binaryValue(e *Expr, hops int) Value {
	x := f.valueHop(e.X, hops)
	switch e.Name {
	case "||", "??", "or":
		switch {
		case x.Env != "" && x.Default == nil:
			x.Default = e.Y
			return x
		case x.Known && x.Kind == NullExpr, x.Known && e.Name != "??" && x.Text == "" && x.Kind == StringExpr, x.Known && e.Name != "??" && x.Kind == BoolExpr && x.Text == "false":
			return f.valueHop(e.Y, hops)
		case x.Known:
			return x
		}
		return Value{}
	}
	if !x.Known {
		return Value{}
	}
	if x.Kind == BoolExpr && (e.Name == "&&" && x.Text == "false" || e.Name == "and" && x.Text == "false") {
		return x
	}
	y := f.valueHop(e.Y, hops)
	if !y.Known {
		return Value{}
	}
	if e.Name == "+" && (x.Kind == StringExpr && y.Kind == StringExpr || f.Language != Python && (x.Kind == StringExpr && y.Kind == NumberExpr || x.Kind == NumberExpr && y.Kind == StringExpr)) {
		if len(x.Text)+len(y.Text) > maxText {
			return Value{}
		}
		return Value{Known: true, Kind: StringExpr, Text: x.Text + y.Text, From: e}
	}
	if e.Name == "*" && f.Language == Python && x.Kind == StringExpr && y.Kind == NumberExpr {
		return repeated(e, x.Text, y.Text)
	}
	if x.Kind == BoolExpr && y.Kind == BoolExpr && (e.Name == "&&" || e.Name == "and") {
		return y
	}
	if f.Language == Java && x.Kind == StringExpr && y.Kind == StringExpr && (e.Name == "==" || e.Name == "!=") {
		return truth(e, (x.Text == y.Text) == (e.Name == "=="))
	}
	if x.Kind != NumberExpr || y.Kind != NumberExpr {
		return Value{}
	}
	whole := (f.typed() || f.Language == Go) && !strings.Contains(x.Text+y.Text, ".")
	return arithmetic(e, x.Text, y.Text, whole)
}

// arithmetic folds two numbers; whole says that they are integers of a language that divides these without a rest.
func arithmetic(e *Expr, left, right string, whole bool) Value {
	x, ok := number(left)
	y, also := number(right)
	if !ok || !also {
		return Value{}
	}
	if is, known := compared(e.Name, x, y); known {
		return truth(e, is)
	}
	switch e.Name {
	case "+":
		x += y
	case "-":
		x -= y
	case "*":
		x *= y
	case "/":
		if y == 0 {
			return Value{}
		}
		x /= y
		if whole {
			x = math.Trunc(x)
		}
	case "%":
		if y == 0 || !whole {
			return Value{}
		}
		x = math.Mod(x, y)
	default:
		return Value{}
	}
	return Value{Known: true, Kind: NumberExpr, Text: strconv.FormatFloat(x, 'f', -1, 64), From: e}
}

func truth(e *Expr, is bool) Value {
	return Value{Known: true, Kind: BoolExpr, Text: strconv.FormatBool(is), From: e}
}

func compared(op string, x, y float64) (is, known bool) {
	switch op {
	case "<":
		return x < y, true
	case ">":
		return x > y, true
	case "<=":
		return x <= y, true
	case ">=":
		return x >= y, true
	case "==", "===":
		return x == y, true
	case "!=", "!==":
		return x != y, true
	}
	return false, false
}

func number(text string) (float64, bool) {
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return x, true
	}
	n, err := strconv.ParseInt(text, 0, 64)
	return float64(n), err == nil
}

func (f *query) unaryValue(e *Expr, hops int) Value {
	x := f.valueHop(e.X, hops)
	if !x.Known {
		return Value{}
	}
	switch {
	case (e.Name == "-" || e.Name == "+") && x.Kind == NumberExpr:
		if e.Name == "-" {
			x.Text = strings.TrimPrefix("-"+x.Text, "--")
		}
	case (e.Name == "!" || e.Name == "not") && (x.Kind == BoolExpr || x.Kind == NumberExpr):
		truth := x.Text == "true" || x.Kind == NumberExpr && strings.Trim(x.Text, "0.") != ""
		x.Kind, x.Text = BoolExpr, strconv.FormatBool(!truth)
	case e.Name == "void":
		x.Kind, x.Text = NullExpr, ""
	default:
		return Value{}
	}
	x.From = e
	return x
}

func (f *query) namedValue(e *Expr, hops int) Value {
	if e.Kind == IndexExpr && f.Language == Python {
		if v := f.pythonLetter(e, hops); v.Known {
			return v
		}
	}
	if next := f.derefOnce(e, hops); next != nil && next != e {
		return f.valueHop(next, hops)
	}
	if f.Language == Java {
		if v := f.injected(e); v.Setting != "" || v.Known || f.Elsewhere == nil {
			return v
		}
	}
	name := f.resolveHop(e, hops)
	for _, prefix := range []string{"process.env.", "import.meta.env.", "os.environ."} {
		if env, ok := strings.CutPrefix(name, prefix); ok && env != "" && !strings.ContainsAny(env, ".()") {
			return Value{Env: env, Default: f.unsetOf(e)}
		}
	}
	if f.Elsewhere != nil && name != "" && name[0] != '?' {
		v := f.Elsewhere(name)
		v.From = e
		return v
	}
	return Value{}
}

// unsetOf gives the 3000 of const { PORT = 3000 } = process.env.
func (f *query) unsetOf(e *Expr) *Expr {
	if e.Kind != IdentExpr {
		return nil
	}
	b := f.bindingOf(e)
	if b == nil || b.unset.End <= b.unset.Start {
		return nil
	}
	return f.exprOf(b.unset)
}

func (f *query) callValue(e *Expr, hops int) Value {
	if next := f.derefOnce(e, hops); next != nil {
		return f.valueHop(next, hops)
	}
	if f.Language == Python {
		if v := f.pythonText(e, hops); v.Known {
			return v
		}
	}
	if f.Language == Java && e.X != nil && e.X.Kind == MemberExpr && javaTextMethods[e.X.Name] {
		return f.javaTextValue(e, hops)
	}
	if len(e.List) == 0 {
		return Value{}
	}
	if f.Language == Java && e.X != nil && e.X.Name == "getProperty" {
		return f.setting(e, hops)
	}
	if f.Language == CSharp && e.X != nil && e.X.Kind == IdentExpr && e.X.Name == "nameof" && e.List[0] != nil {
		return Value{Known: true, Kind: StringExpr, Text: e.List[0].Name, From: e}
	}
	switch f.resolveHop(e.X, hops) {
	case "os.Getenv":
		if v := f.valueHop(e.List[0], hops); v.Known && f.Language == Go {
			return Value{Env: v.Text}
		}
	case "os.environ.get", "os.getenv", "os.environ.setdefault", "Deno.env.get", "decouple.config", "environ.Env()", "System.getenv":
		v := f.valueHop(e.List[0], hops)
		if !v.Known || v.Kind != StringExpr {
			return Value{}
		}
		env := Value{Env: v.Text}
		if len(e.List) > 1 {
			env.Default = e.List[1]
			if env.Default.Kind == KeywordExpr {
				env.Default, _ = f.fieldHop(e, "default", hops)
			}
		}
		return env
	}
	return Value{}
}

// unquote gives the text of a plain string literal.
func unquote(word string) string {
	if len(word) < 2 || word[len(word)-1] != word[0] {
		return unescape(strings.TrimLeft(word, `"'`))
	}
	return unescape(word[1 : len(word)-1])
}

// unescape decodes the escapes that JavaScript and Python share. An unknown one stands for its letter.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'v':
			b.WriteByte('\v')
		case '0':
			b.WriteByte(0)
		case '\n':
		case '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
		case 'x':
			i += codePoint(&b, s[i+1:], 2)
		case 'u':
			if i+1 < len(s) && s[i+1] == '{' {
				if end := strings.IndexByte(s[i:], '}'); end > 2 && end < 10 {
					codePoint(&b, s[i+2:i+end], end-2)
					i += end
				}
				continue
			}
			i += codePoint(&b, s[i+1:], 4)
		case 'U':
			i += codePoint(&b, s[i+1:], 8)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func codePoint(b *strings.Builder, s string, digits int) int {
	if len(s) < digits {
		return 0
	}
	n, err := strconv.ParseUint(s[:digits], 16, 32)
	if err != nil {
		return 0
	}
	if n > utf8.MaxRune {
		n = utf8.RuneError
	}
	b.WriteRune(rune(n))
	return digits
}
