package syntax

import "strings"

// javaExpression reads an expression of Java. A method reference is a member (A::b as A.b), a cast and what instanceof
// binds are looked through, an array creation is an array, and new byte[16] one without elements.
func (p *exprReader) javaExpression() *Expr {
	start := p.pos
	e := p.binary(1, p.javaUnary, p.javaOperator)
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
	case p.is("="), p.is("+="):
		return p.assignment(e, start)
	}
	return e
}

func (p *exprReader) javaOperator() (name string, tokens, level int) {
	if p.kind() != Punct {
		return "", 0, 0
	}
	switch name = p.f.word(p.pos); name {
	case "||":
		return name, 1, 1
	case "&&":
		return name, 1, 2
	case "|":
		return name, 1, 3
	case "^":
		return name, 1, 4
	case "&":
		return name, 1, 5
	case "==", "!=":
		return name, 1, 6
	case "<", "<=", ">=":
		return name, 1, 7
	case ">":
		n := 1
		for n < 3 && p.f.is(p.pos+n, ">") && p.f.Tokens[p.pos+n].Start == p.f.Tokens[p.pos+n-1].End {
			n++
		}
		if n == 1 {
			return name, 1, 7
		}
		return strings.Repeat(">", n), n, 8
	case "<<":
		return name, 1, 8
	case "+", "-":
		return name, 1, 9
	case "*", "/", "%":
		return name, 1, 10
	}
	return "", 0, 0
}

func (p *exprReader) javaUnary() *Expr {
	start := p.pos
	switch {
	case p.is("-"), p.is("+"), p.is("!"), p.is("~"), p.is("++"), p.is("--"):
		name := p.f.word(start)
		p.pos++
		x := p.binary(11, p.javaUnary, p.javaOperator)
		if x == nil {
			return nil
		}
		e := p.node(UnaryExpr, start)
		e.X, e.Name = x, name
		return e
	case p.is("(") && p.javaCast():
		p.pos = p.closing() + 1
		return p.binary(11, p.javaUnary, p.javaOperator)
	}
	e := p.javaPostfix(p.javaPrimary(), start)
	if e != nil && p.is("instanceof") {
		p.pos++
		if p.is("final") {
			p.pos++
		}
		p.pos = p.f.typeEnd(p.pos, p.end)
		if p.is("(") {
			p.pos = min(p.closing()+1, p.end)
		} else if p.kind() == Ident {
			p.pos++
		}
		x := e
		e = p.node(UnaryExpr, start)
		e.X, e.Name = x, "instanceof"
	}
	return e
}

// javaCast tells whether the brackets at the place of reading hold a type, and an operand follows.
func (p *exprReader) javaCast() bool {
	f, stop := p.f, p.closing()
	end := f.typeEnd(p.pos+1, stop)
	for f.is(end, "&") && end < stop {
		end = f.typeEnd(end+1, stop)
	}
	if end != stop || stop+1 >= p.end || end == p.pos+1 {
		return false
	}
	switch f.kind(stop + 1) {
	case Ident, String, Number:
		return true
	case Open:
		return f.is(stop+1, "(")
	case Keyword:
		return !f.is(stop+1, "instanceof")
	case Punct:
		return f.is(stop+1, "!") || f.is(stop+1, "~") || javaPrimitive(f.word(p.pos+1)) && (f.is(stop+1, "-") || f.is(stop+1, "+"))
	}
	return false
}

func (p *exprReader) javaPostfix(e *Expr, start int) *Expr {
	for links := 0; e != nil && p.pos < p.end; links++ {
		if links > maxLinks {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		switch {
		case p.is("<") && int(p.f.Tokens[p.pos].Match) > p.pos && int(p.f.Tokens[p.pos].Match) < p.end:
			p.pos = int(p.f.Tokens[p.pos].Match) + 1
		case p.is(".") && p.f.is(p.pos+1, "<") && int(p.f.Tokens[p.pos+1].Match) > p.pos:
			p.pos = int(p.f.Tokens[p.pos+1].Match) + 1
			if p.kind() != Ident {
				return e
			}
			e = p.member(e, start)
		case p.is(".") && p.pos+1 < p.end && p.f.is(p.pos+1, "new"):
			p.pos++
			e = p.javaNew()
		case (p.is(".") || p.is("::")) && p.pos+1 < p.end && (p.f.kind(p.pos+1) == Ident || p.f.is(p.pos+1, "new")):
			p.pos++
			e = p.member(e, start)
		case p.is("(") && (p.f.kind(p.pos-1) == Ident || p.f.is(p.pos-1, "this") || p.f.is(p.pos-1, "super")):
			e = p.call(e, start, CallExpr)
		case p.is("[") && p.f.is(p.pos+1, "]"):
			p.pos = min(p.pos+2, p.end)
		case p.is("["):
			e = p.index(e, start)
		case p.is("++"), p.is("--"):
			p.pos++
			x := e
			e = p.node(UnaryExpr, start)
			e.X, e.Name = x, p.f.word(p.pos-1)
		default:
			return e
		}
	}
	return e
}

func (p *exprReader) javaPrimary() *Expr {
	start := p.pos
	name := p.f.word(start)
	switch p.kind() {
	case Ident:
		if p.f.is(start+1, "->") && start+1 < p.end {
			return p.lambda()
		}
		return p.token(IdentExpr)
	case Number:
		p.pos++
		e := p.node(NumberExpr, start)
		e.Text = javaNumber(name)
		return e
	case String:
		p.pos++
		e := p.node(StringExpr, start)
		e.Text = javaString(name)
		return e
	case Punct:
		if name == "@" {
			p.pos = p.f.annotationEnd(p.pos, p.end)
			return p.node(Unknown, start)
		}
	case Open:
		return p.javaBracket()
	case Keyword:
		return p.javaKeyword(name)
	}
	return nil
}

func (p *exprReader) javaKeyword(name string) *Expr {
	start := p.pos
	switch name {
	case "true", "false":
		return p.token(BoolExpr)
	case "null":
		p.pos++
		return p.node(NullExpr, start)
	case "new":
		return p.javaNew()
	case "switch":
		for p.pos++; p.is("(") || p.is("{"); {
			body := p.is("{")
			p.pos = min(p.closing()+1, p.end)
			if body {
				break
			}
		}
		return p.node(Unknown, start)
	}
	if name == "this" || name == "super" || javaPrimitive(name) {
		return p.token(IdentExpr)
	}
	return nil
}

func (p *exprReader) javaBracket() *Expr {
	start := p.pos
	stop := p.closing()
	switch p.f.Text[p.f.Tokens[start].Start] {
	case '(':
		if p.f.is(stop+1, "->") && stop+1 < p.end {
			return p.lambda()
		}
		if list := p.inside(p.expression); len(list) == 1 {
			return list[0]
		}
		return p.node(Unknown, start)
	case '{':
		list := p.inside(p.expression)
		e := p.node(ArrayExpr, start)
		e.List = list
		return e
	}
	return nil
}

func (p *exprReader) javaNew() *Expr {
	f, start := p.f, p.pos
	p.pos++
	for p.is("@") {
		p.pos = f.annotationEnd(p.pos, p.end)
	}
	first := p.pos
	if p.kind() != Ident && !javaPrimitive(f.word(p.pos)) {
		return nil
	}
	p.pos++
	e := p.node(IdentExpr, first)
	e.Name = f.word(first)
	for p.pos < p.end {
		switch {
		case p.is("<") && int(f.Tokens[p.pos].Match) > p.pos && int(f.Tokens[p.pos].Match) < p.end:
			p.pos = int(f.Tokens[p.pos].Match) + 1
			continue
		case p.is(".") && f.kind(p.pos+1) == Ident && p.pos+1 < p.end:
			p.pos++
			e = p.member(e, first)
			continue
		}
		break
	}
	if p.is("[") {
		for p.is("[") {
			p.pos = min(p.closing()+1, p.end)
		}
		a := p.node(ArrayExpr, start)
		if p.is("{") {
			a.List = p.inside(p.expression)
			a.Tokens.End = p.pos
			a.Start, a.End = f.bytesOf(a.Tokens)
		}
		return a
	}
	if !p.is("(") {
		return nil
	}
	e = p.call(e, start, NewExpr)
	e.Start, e.End = f.bytesOf(e.Tokens)
	if p.is("{") {
		p.pos = min(p.closing()+1, p.end)
	}
	return e
}

// javaNumber leaves the letter of a number's type out.
func javaNumber(word string) string {
	word = strings.TrimRight(word, "lL")
	if !strings.HasPrefix(word, "0x") && !strings.HasPrefix(word, "0X") {
		word = strings.TrimRight(word, "fFdD")
	}
	return word
}

// javaString gives the text of a string, a character or a text block, whose common indentation is no part of it.
func javaString(word string) string {
	body, block := strings.CutPrefix(word, `"""`)
	if !block || len(word) < 6 {
		return unquote(word)
	}
	body = strings.TrimSuffix(body, `"""`)
	_, body, _ = strings.Cut(body, "\n")
	lines := strings.Split(body, "\n")
	least := -1
	for i, line := range lines {
		if indent := len(line) - len(strings.TrimLeft(line, " \t")); (indent < len(line) || i == len(lines)-1) && (least < 0 || indent < least) {
			least = indent
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line[min(max(least, 0), len(line)):], " \t\r")
	}
	return unescape(strings.Join(lines, "\n"))
}
