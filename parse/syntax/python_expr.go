package syntax

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

func (p *exprReader) pythonExpression() *Expr {
	start := p.pos
	if p.is("yield") {
		p.pos++
		if p.is("from") {
			p.pos++
		}
		x := p.expression()
		e := p.node(AwaitExpr, start)
		e.X = x
		return e
	}
	e := p.binary(1, p.pythonUnary, p.pythonOperator)
	if e == nil {
		return nil
	}
	switch {
	case p.is("if"):
		save := p.pos
		p.pos++
		condition := p.binary(1, p.pythonUnary, p.pythonOperator)
		if condition == nil || !p.is("else") {
			p.pos = save
			return e
		}
		p.pos++
		no := p.expression()
		c := p.node(CondExpr, start)
		c.X, c.Y, c.Z = condition, e, no
		return c
	case p.is(":="), p.is("=") && p.depth == 1:
		return p.assignment(e, start)
	}
	return e
}

func (p *exprReader) pythonOperator() (name string, tokens, level int) {
	if p.pos >= p.end {
		return "", 0, 0
	}
	name = p.f.word(p.pos)
	if k := p.kind(); k != Punct && k != Keyword {
		return "", 0, 0
	}
	switch name {
	case "or":
		return name, 1, 1
	case "and":
		return name, 1, 2
	case "not":
		if p.f.is(p.pos+1, "in") {
			return "not in", 2, 4
		}
	case "is":
		if p.f.is(p.pos+1, "not") {
			return "is not", 2, 4
		}
		return name, 1, 4
	case "in", "==", "!=", "<", ">", "<=", ">=", "<>":
		return name, 1, 4
	case "|":
		return name, 1, 5
	case "^":
		return name, 1, 6
	case "&":
		return name, 1, 7
	case "<<", ">>":
		return name, 1, 8
	case "+", "-":
		return name, 1, 9
	case "*", "/", "//", "%", "@":
		return name, 1, 10
	case "**":
		return name, 1, 12
	}
	return "", 0, 0
}

func (p *exprReader) pythonUnary() *Expr {
	start := p.pos
	if p.pos >= p.end {
		return nil
	}
	name := p.f.word(p.pos)
	kind, level := UnaryExpr, 0
	switch {
	case p.is("not"):
		level = 4
	case p.is("-"), p.is("+"), p.is("~"):
		level = 11
	case p.is("await"):
		kind, level = AwaitExpr, 13
	}
	if level > 0 {
		p.pos++
		x := p.binary(level, p.pythonUnary, p.pythonOperator)
		if x == nil {
			return nil
		}
		e := p.node(kind, start)
		e.X = x
		if kind == UnaryExpr {
			e.Name = name
		}
		return e
	}
	e := p.pythonPrimary()
	for links := 0; e != nil && p.pos < p.end; links++ {
		if links > maxLinks {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		switch {
		case p.is(".") && p.f.kind(p.pos+1) == Ident && p.pos+1 < p.end:
			p.pos++
			e = p.member(e, start)
		case p.is("("):
			e = p.call(e, start, CallExpr)
		case p.is("["):
			e = p.index(e, start)
		default:
			return e
		}
	}
	return e
}

func (p *exprReader) pythonPrimary() *Expr {
	start := p.pos
	name := p.f.word(start)
	switch p.kind() {
	case Ident:
		return p.token(IdentExpr)
	case Number:
		return p.token(NumberExpr)
	case String:
		return p.pythonString()
	case Open:
		return p.pythonBracket()
	case Punct:
		if name == "..." {
			p.pos++
			return p.node(Unknown, start)
		}
	case Keyword:
		switch name {
		case "True", "False":
			p.pos++
			e := p.node(BoolExpr, start)
			e.Name = strings.ToLower(name)
			return e
		case "None":
			p.pos++
			return p.node(NullExpr, start)
		case "lambda":
			return p.function()
		}
	}
	return nil
}

// pythonString reads adjacent strings as one.
func (p *exprReader) pythonString() *Expr {
	start := p.pos
	var parts []*Expr
	holes := false
	for p.kind() == String {
		t := p.f.Tokens[p.pos]
		from, to, raw, formatted := pythonQuotes(p.f.Text[t.Start:t.End])
		decode := unescape
		if raw {
			decode = func(s string) string { return s }
		}
		if formatted {
			plain := decode
			decode = func(s string) string {
				return plain(strings.ReplaceAll(strings.ReplaceAll(s, "{{", "{"), "}}", "}"))
			}
		}
		parts = append(parts, p.template(p.pos, int(t.Start)+from, int(t.Start)+to, decode)...)
		holes = holes || len(p.f.holesOf(p.pos)) > 0
		p.pos++
	}
	e := p.node(TemplateExpr, start)
	if holes {
		e.List = parts
		return e
	}
	e.Kind = StringExpr
	var b strings.Builder
	for _, part := range parts {
		b.WriteString(part.Text)
	}
	e.Text = b.String()
	return e
}

// pythonQuotes tells where the text of a string literal starts and ends, and what its prefix says.
func pythonQuotes(text []byte) (from, to int, raw, formatted bool) {
	quote := bytes.IndexAny(text, `"'`)
	if quote < 0 {
		return 0, len(text), false, false
	}
	prefix := text[:quote]
	raw, formatted = bytes.ContainsAny(prefix, "rR"), bytes.ContainsAny(prefix, "fFtT")
	size := 1
	if rest := text[quote:]; len(rest) >= 6 && rest[1] == rest[0] && rest[2] == rest[0] {
		size = 3
	}
	from, to = quote+size, len(text)
	if to-size >= from && bytes.HasSuffix(text, text[quote:quote+size]) {
		to -= size
	}
	return min(from, to), to, raw, formatted
}

func (p *exprReader) pythonBracket() *Expr {
	start := p.pos
	stop := p.closing()
	switch p.f.Text[p.f.Tokens[start].Start] {
	case '(':
		tuple := p.f.is(stop-1, ",") || stop == start+1
		list := p.inside(p.element)
		if len(list) == 1 && !tuple {
			return list[0]
		}
		e := p.node(ArrayExpr, start)
		e.List = list
		return e
	case '[':
		list := p.inside(p.element)
		e := p.node(ArrayExpr, start)
		e.List = list
		if len(list) == 1 && list[0].Kind == Unknown && list[0].X != nil {
			e.Kind, e.X, e.List = Unknown, list[0].X, nil
		}
		return e
	}
	list := p.inside(p.pythonPair)
	e := p.node(ObjectExpr, start)
	e.List = list
	for _, item := range list {
		if item.Kind != PairExpr && (item.Kind != SpreadExpr || item.Name != "**") {
			e.Kind = ArrayExpr
		}
		if item.Kind == Unknown && item.X != nil {
			e.Kind, e.X, e.List = Unknown, item.X, nil
			return e
		}
	}
	return e
}

func (p *exprReader) pythonPair() *Expr {
	start := p.pos
	if p.is("**") || p.is("*") {
		return p.element()
	}
	key := p.expression()
	if key == nil {
		return nil
	}
	if p.is(":") {
		p.pos++
		value := p.expression()
		e := p.node(PairExpr, start)
		e.X, e.Y = key, value
		if key.Kind == StringExpr {
			e.Name, e.X = key.Text, nil
		}
		key = e
	}
	if p.is("for") || p.is("async") {
		return p.comprehension(key, start, p.end)
	}
	return key
}

// complete gives a call of a name made by functools.partial the arguments that it was made with.
func (f *File) complete(e *Expr) {
	if e.X == nil || e.X.Kind != IdentExpr {
		return
	}
	made := f.deref(e.X)
	if made.Kind == CallExpr && made.X != nil && len(made.List) > 1 && f.resolve(made.X) == "functools.partial" {
		e.List = slices.Concat(made.List[1:], e.List)
	}
}

// maxRepeat bounds what "x" * n folds to.
const maxRepeat = 1024

// repeated folds "x" * n.
func repeated(e *Expr, text, times string) Value {
	n, err := strconv.Atoi(times)
	if err != nil || n < 0 || n*len(text) > maxRepeat {
		return Value{}
	}
	return Value{Known: true, Kind: StringExpr, Text: strings.Repeat(text, n), From: e}
}

// pythonText folds what turns a constant into bytes or text: "key".encode(), bytes(16), bytes.fromhex("00ff"). What stands
// for other bytes than it spells keeps its spelling: it is as constant.
func (f *query) pythonText(e *Expr, hops int) Value {
	if e.X == nil || len(e.List) > 2 {
		return Value{}
	}
	if e.X.Kind == MemberExpr {
		switch e.X.Name {
		case "encode", "decode", "strip":
			v := f.valueHop(e.X.X, hops)
			v.Known = v.Known && v.Kind == StringExpr
			return v
		}
	}
	if len(e.List) == 0 {
		return Value{}
	}
	switch f.resolveHop(e.X, hops) {
	case "bytes", "bytearray", "str", "bytes.fromhex", "binascii.unhexlify", "base64.b64decode", "codecs.encode":
	default:
		return Value{}
	}
	v := f.valueHop(e.List[0], hops)
	if v.Kind == NumberExpr && e.X.Name != "str" {
		return repeated(e, "\x00", v.Text)
	}
	return v
}

// pythonLetter folds "text"[n].
func (f *query) pythonLetter(e *Expr, hops int) Value {
	if e.Y == nil || e.Y.Kind != NumberExpr {
		return Value{}
	}
	n, err := strconv.Atoi(e.Y.Text)
	x := f.valueHop(e.X, hops)
	if err != nil || n < 0 || !x.Known || x.Kind != StringExpr || n >= len(x.Text) {
		return Value{}
	}
	return Value{Known: true, Kind: StringExpr, Text: x.Text[n : n+1], From: e}
}
