package syntax

import (
	"slices"
	"strings"
)

// csharpExpression reads an expression of C#. Casts and `as` are looked through; what { } gives a new object are keyword
// arguments of the call that makes it, and so are arguments with names.
func (p *exprReader) csharpExpression() *Expr {
	start := p.pos
	e := p.binary(1, p.csharpUnary, p.csharpOperator)
	if e == nil {
		return nil
	}
	switch {
	case p.is("?"):
		p.pos++
		yes := p.expression()
		if !p.is(":") {
			return e
		}
		return p.otherwise(e, yes, start)
	case p.is("="), p.is("+="), p.is("??="):
		return p.assignment(e, start)
	}
	return e
}

// csharpElement reads what can stand among arguments: name: value, Name = value, out x.
func (p *exprReader) csharpElement() *Expr {
	start := p.pos
	if p.kind() == Ident && (p.f.is(p.pos+1, ":") || p.f.is(p.pos+1, "=")) && p.pos+1 < p.end {
		p.pos += 2
		x := p.expression()
		e := p.node(KeywordExpr, start)
		e.Name, e.X = p.f.word(start), x
		return e
	}
	if p.is("out") || p.is("ref") || p.is("in") {
		p.pos++
		if next := p.f.sharpTypeEnd(p.pos, p.end); next < p.end && p.f.kind(next) == Ident {
			p.pos = next
		}
	}
	return p.expression()
}

func (p *exprReader) csharpOperator() (name string, tokens, level int) {
	if p.is("??") {
		return "??", 1, 1
	}
	return p.javaOperator()
}

func (p *exprReader) csharpUnary() *Expr {
	start := p.pos
	switch {
	case p.is("-"), p.is("+"), p.is("!"), p.is("~"), p.is("++"), p.is("--"), p.is("&"), p.is("*"), p.is("^"):
		name := p.f.word(start)
		p.pos++
		x := p.binary(11, p.csharpUnary, p.csharpOperator)
		if x == nil {
			return nil
		}
		e := p.node(UnaryExpr, start)
		e.X, e.Name = x, name
		return e
	case p.is("await") && p.pos+1 < p.end && (p.f.kind(p.pos+1) == Ident || p.f.kind(p.pos+1) == Keyword || p.f.is(p.pos+1, "(")):
		p.pos++
		x := p.binary(11, p.csharpUnary, p.csharpOperator)
		e := p.node(AwaitExpr, start)
		e.X = x
		return e
	case p.is("throw"):
		p.pos++
		p.expression()
		return p.node(Unknown, start)
	case p.is("(") && p.csharpCast():
		p.pos = p.closing() + 1
		return p.binary(11, p.csharpUnary, p.csharpOperator)
	}
	e := p.csharpPostfix(p.csharpPrimary(), start)
	for e != nil {
		switch {
		case p.is("as"):
			p.pos = max(p.f.sharpTypeEnd(p.pos+1, p.end), p.pos+1)
		case p.is("is"):
			e = p.csharpIs(e, start)
		case p.is("switch") && p.f.is(p.pos+1, "{"):
			p.pos++
			e = p.csharpArms(start)
		case p.is("with") && p.f.is(p.pos+1, "{"):
			p.pos++
			p.pos = min(p.closing()+1, p.end)
			e = p.node(Unknown, start)
		default:
			return e
		}
	}
	return nil
}

// csharpIs reads is with its pattern: a comparison when that is a constant.
func (p *exprReader) csharpIs(x *Expr, start int) *Expr {
	p.pos++
	name := "=="
	if p.is("not") {
		name = "!="
		p.pos++
	}
	first := p.pos
	p.pos = max(p.f.sharpPattern(p.pos, p.end, nil), p.pos)
	e := p.node(BinaryExpr, start)
	e.X, e.Name = x, name
	switch {
	case p.pos-first == 1 && p.f.kind(first) != Ident:
		e.Y = p.f.parseExpr(Range{first, p.pos})
	case name == "==":
		e.Name = "is"
	default:
		e.Name = "is not"
	}
	if e.Y == nil {
		e.Y = p.f.unknown(first, max(p.pos, first+1))
	}
	return e
}

// csharpArms reads the arms of the switch expression that starts at a token, as choices between what they give.
func (p *exprReader) csharpArms(start int) *Expr {
	stop, end := p.closing(), p.end
	var values []*Expr
	p.pos++
	for p.end = stop; p.pos < stop; p.pos++ { // behind a comma
		p.pos = p.f.arrow(p.pos, stop) + 1
		if p.pos >= stop {
			break
		}
		first := p.pos
		value := p.expression()
		if value == nil || p.pos < stop && !p.is(",") {
			p.skipItem(first)
			value = p.node(Unknown, first)
		}
		values = append(values, value)
	}
	p.end, p.pos = end, min(stop+1, end)
	if len(values) == 0 {
		return p.node(Unknown, start)
	}
	e := values[len(values)-1]
	for k := len(values) - 2; k >= 0 && len(values)-k < maxDepth/2; k-- {
		choice := p.node(CondExpr, start)
		choice.X, choice.Y, choice.Z = p.f.unknown(start, start+1), values[k], e
		e = choice
	}
	return e
}

// csharpCast tells whether the brackets at the place of reading hold a type, and an operand follows.
func (p *exprReader) csharpCast() bool {
	f, stop := p.f, p.closing()
	end := f.sharpTypeEnd(p.pos+1, stop)
	if end != stop || stop+1 >= p.end || end == p.pos+1 {
		return false
	}
	switch f.kind(stop + 1) {
	case Ident, String, Number:
		return !f.is(stop+1, "with")
	case Open:
		return f.is(stop+1, "(")
	case Keyword:
		return !f.is(stop+1, "is") && !f.is(stop+1, "as") && !f.is(stop+1, "switch")
	case Punct:
		return f.is(stop+1, "!") || f.is(stop+1, "~")
	}
	return false
}

func (p *exprReader) csharpPostfix(e *Expr, start int) *Expr {
	for links := 0; e != nil && p.pos < p.end; links++ {
		if links > maxLinks {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		f := p.f
		switch {
		case p.is("<") && int(f.Tokens[p.pos].Match) > p.pos && int(f.Tokens[p.pos].Match) < p.end:
			p.pos = int(f.Tokens[p.pos].Match) + 1
		case (p.is(".") || p.is("?.") || p.is("::") || p.is("->")) && p.pos+1 < p.end && f.kind(p.pos+1) == Ident:
			p.pos++
			e = p.member(e, start)
		case p.is("(") && (f.kind(p.pos-1) == Ident || f.is(p.pos-1, "this") || f.is(p.pos-1, "base") || f.is(p.pos-1, ">") || f.is(p.pos-1, "!")):
			e = p.call(e, start, CallExpr)
		case p.is("?") && p.pos+1 < p.end && (f.is(p.pos+1, ".") || f.is(p.pos+1, "[") && f.Tokens[p.pos].End == f.Tokens[p.pos+1].Start):
			p.pos++
		case p.is("["):
			e = p.index(e, start)
		case p.is("!") && (p.pos+1 >= p.end || !f.is(p.pos+1, "=") && f.kind(p.pos+1) != Ident):
			p.pos++
		case p.is("++"), p.is("--"):
			p.pos++
			x := e
			e = p.node(UnaryExpr, start)
			e.X, e.Name = x, f.word(p.pos-1)
		default:
			return e
		}
	}
	return e
}

func (p *exprReader) csharpPrimary() *Expr {
	start := p.pos
	name := p.f.word(start)
	switch p.kind() {
	case Ident:
		if p.f.is(start+1, "=>") && start+1 < p.end || name == "async" && start+1 < p.end && (p.f.kind(start+1) == Ident || p.f.is(start+1, "(")) {
			if e := p.lambda(); e != nil {
				return e
			}
		}
		return p.token(IdentExpr)
	case Number:
		p.pos++
		e := p.node(NumberExpr, start)
		e.Text = strings.TrimRight(name, "uUlLmM")
		if !strings.HasPrefix(name, "0x") {
			e.Text = strings.TrimRight(e.Text, "fFdD")
		}
		return e
	case String:
		return p.csharpString()
	case Open:
		return p.csharpBracket()
	case Keyword:
		return p.csharpKeyword(name)
	}
	return nil
}

// csharpString reads a string of any kind.
func (p *exprReader) csharpString() *Expr {
	start := p.pos
	word := p.f.word(start)
	p.pos++
	word = strings.TrimSuffix(strings.TrimSuffix(word, "u8"), "U8")
	marks := len(word) - len(strings.TrimLeft(word, "$@"))
	body := word[marks:]
	quotes := len(body) - len(strings.TrimLeft(body, `"`))
	decode := unescape
	switch {
	case strings.Contains(word[:marks], "@"):
		quotes = 1
		decode = func(s string) string { return strings.ReplaceAll(s, `""`, `"`) }
	case quotes >= 3:
		decode = strings.TrimSpace
	default:
		quotes = 1
	}
	from, to := marks+quotes, len(word)-quotes
	if to < from {
		to = from
		from = min(from, len(word))
		to = min(to, len(word))
	}
	offset := int(p.f.Tokens[start].Start)
	if len(p.f.holesOf(start)) == 0 {
		e := p.node(StringExpr, start)
		e.Text = decode(word[from:to])
		return e
	}
	braces := func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(decode(s), "{{", "{"), "}}", "}")
	}
	parts := p.template(start, offset+from, offset+to, braces)
	e := p.node(TemplateExpr, start)
	e.List = parts
	return e
}

func (p *exprReader) csharpKeyword(name string) *Expr {
	start := p.pos
	switch name {
	case "true", "false":
		return p.token(BoolExpr)
	case "null":
		p.pos++
		return p.node(NullExpr, start)
	case "new":
		return p.csharpNew()
	case "this", "base":
		return p.token(IdentExpr)
	case "typeof", "sizeof", "default", "checked", "unchecked", "stackalloc":
		if p.pos++; p.is("(") {
			p.pos = min(p.closing()+1, p.end)
		}
		e := p.node(Unknown, start)
		if name == "default" {
			e.Kind = NullExpr
		}
		return e
	case "delegate":
		return p.lambda()
	case "static":
		p.pos++
		return p.csharpPrimary()
	case "out", "ref", "in":
		return p.csharpElement()
	}
	return nil
}

func (p *exprReader) csharpBracket() *Expr {
	start := p.pos
	stop := p.closing()
	switch p.f.Text[p.f.Tokens[start].Start] {
	case '(':
		if p.f.is(stop+1, "=>") && stop+1 < p.end {
			return p.lambda()
		}
		list := p.inside(p.element)
		if len(list) == 1 {
			return list[0]
		}
		e := p.node(ArrayExpr, start)
		e.List = list
		return e
	case '{', '[':
		list := p.inside(p.csharpItem)
		e := p.node(ArrayExpr, start)
		e.List = list
		return e
	}
	return nil
}

// csharpItem reads an element of a collection.
func (p *exprReader) csharpItem() *Expr {
	start := p.pos
	if !p.is("..") {
		return p.expression()
	}
	p.pos++
	x := p.expression()
	e := p.node(SpreadExpr, start)
	e.X = x
	return e
}

func (p *exprReader) csharpNew() *Expr {
	f, start := p.f, p.pos
	p.pos++
	first := p.pos
	if p.kind() != Ident {
		return p.csharpUntyped(start)
	}
	p.pos++
	e := p.node(IdentExpr, first)
	e.Name = f.word(first)
	for p.pos < p.end {
		switch {
		case p.is("<") && int(f.Tokens[p.pos].Match) > p.pos && int(f.Tokens[p.pos].Match) < p.end:
			p.pos = int(f.Tokens[p.pos].Match) + 1
			continue
		case (p.is(".") || p.is("::")) && f.kind(p.pos+1) == Ident && p.pos+1 < p.end:
			p.pos++
			e = p.member(e, first)
			continue
		}
		break
	}
	if p.is("?") {
		p.pos++
	}
	if p.is("[") {
		return p.csharpUntyped(start)
	}
	switch {
	case p.is("("):
		e = p.call(e, start, NewExpr)
	case p.is("{"):
		callee := e
		e = p.node(NewExpr, start)
		e.X = callee
	default:
		return nil
	}
	if p.is("{") {
		e.List = append(slices.Clip(e.List), p.inside(p.element)...)
	}
	e.Tokens = Range{start, p.pos}
	e.Start, e.End = f.bytesOf(e.Tokens)
	return e
}

// csharpUntyped reads new[] { … }, new T[n] { … }, new { … } and new(…) behind the type.
func (p *exprReader) csharpUntyped(start int) *Expr {
	for p.is("[") {
		p.pos = min(p.closing()+1, p.end)
	}
	var list []*Expr
	kind := ArrayExpr
	if p.is("(") {
		kind = NewExpr
		list = p.inside(p.element)
	}
	if p.is("{") {
		list = append(list, p.inside(p.element)...)
	}
	e := p.node(kind, start)
	e.List = list
	if kind == NewExpr {
		if e.X = p.csharpImplied(start); e.X == nil {
			e.Kind = Unknown
		}
	}
	return e
}

// csharpImplied gives the type of the variable whose value new(…) at a token is.
func (p *exprReader) csharpImplied(at int) *Expr {
	names := p.f.javaNames
	i, found := slices.BinarySearchFunc(names, at-2, func(n javaName, token int) int { return n.name - token })
	if !found || !p.f.is(at-1, "=") || p.f.kind(names[i].typ.Start) != Ident {
		return nil
	}
	return p.f.parseExpr(Range{names[i].typ.Start, p.f.bareEnd(names[i].typ)})
}
