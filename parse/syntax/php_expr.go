package syntax

import "strings"

// phpExpression reads an assignment, a choice, or what operators make. The dot that puts strings together is a +.
func (p *exprReader) phpExpression() *Expr {
	start := p.pos
	e := p.binary(1, p.phpUnary, p.phpOperator)
	if e == nil {
		return nil
	}
	switch {
	case p.is("?"):
		p.pos++
		yes := e
		if !p.is(":") {
			if yes = p.expression(); yes == nil || !p.is(":") {
				return nil
			}
		}
		return p.otherwise(e, yes, start)
	case p.is("="), p.is(".="), p.is("??="):
		return p.assignment(e, start)
	}
	return e
}

func (p *exprReader) phpOperator() (name string, tokens, level int) {
	if k := p.kind(); k != Punct && k != Keyword {
		return "", 0, 0
	}
	switch name = p.f.word(p.pos); name {
	case "or", "xor", "and":
		return name, 1, 1
	case "??":
		return name, 1, 3
	case "||":
		return name, 1, 4
	case "&&":
		return name, 1, 5
	case "|", "^":
		return name, 1, 6
	case "&":
		return name, 1, 7
	case "==", "!=", "===", "!==", "<>", "<=>":
		return name, 1, 8
	case "<", "<=", ">", ">=":
		return name, 1, 9
	case ".":
		return "+", 1, 10
	case "<<", ">>":
		return name, 1, 11
	case "+", "-":
		return name, 1, 12
	case "*", "/", "%":
		return name, 1, 13
	case "instanceof":
		return name, 1, 15
	case "**":
		return name, 1, 16
	}
	return "", 0, 0
}

func (p *exprReader) phpUnary() *Expr {
	start := p.pos
	if p.pos >= p.end {
		return nil
	}
	switch name := p.f.word(start); {
	case p.kind() == String:
	case p.is("@"), p.is("&"), p.is("clone"), p.is("throw"): // @f(), &$a
		p.pos++
		return p.binary(14, p.phpUnary, p.phpOperator)
	case p.is("-"), p.is("+"), p.is("!"), p.is("~"), p.is("++"), p.is("--"):
		p.pos++
		x := p.binary(14, p.phpUnary, p.phpOperator)
		if x == nil {
			return nil
		}
		e := p.node(UnaryExpr, start)
		e.Name, e.X = name, x
		return e
	case p.is("(") && p.pos+3 < p.end && p.f.phpCast(p.pos):
		return p.phpConverted()
	case p.kind() == Ident && spoken(strings.ToLower(name)):
		p.pos++
		x := p.expression()
		e := p.node(CallExpr, start)
		e.X = p.f.node(IdentExpr, start, start+1)
		e.X.Name = name
		if x != nil {
			e.List = []*Expr{x}
		}
		return e
	}
	return p.phpPostfix(p.phpPrimary(), start)
}

// phpCast tells whether brackets hold a type.
func (f *File) phpCast(i int) bool {
	if i < 0 || !f.is(i, "(") || int(f.Tokens[i].Match) != i+2 || f.is(i-1, "fn") || f.kind(i-1) == Ident {
		return false
	}
	switch strings.ToLower(f.word(i + 1)) {
	case "int", "integer", "bool", "boolean", "float", "double", "string", "array", "object", "binary":
		return true
	}
	return false
}

// phpConverted reads (int) $a as int($a); what becomes a list or an object is looked through.
func (p *exprReader) phpConverted() *Expr {
	start := p.pos
	name := strings.ToLower(p.f.word(start + 1))
	p.pos += 3
	x := p.binary(14, p.phpUnary, p.phpOperator)
	switch name {
	case "array", "object", "binary":
		return x
	case "string":
		name = "str"
	}
	if x == nil {
		return nil
	}
	e := p.node(CallExpr, start)
	e.X = p.f.node(IdentExpr, start+1, start+2)
	e.X.Name = name + "val"
	e.List = []*Expr{x}
	return e
}

func (p *exprReader) phpPostfix(e *Expr, start int) *Expr {
	for links := 0; e != nil && p.pos < p.end; links++ {
		if links > maxLinks {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		switch {
		case p.is("->"), p.is("?->"), p.is("::"):
			if p.f.kind(p.pos+1) != Ident || p.pos+1 >= p.end { // ->{…}
				p.pos++
				if p.kind() == Open {
					p.pos = min(p.closing()+1, p.end)
				}
				x := e
				e = p.node(Unknown, start)
				e.X = x
				continue
			}
			p.pos++
			e = p.member(e, start)
			e.Name = strings.TrimPrefix(e.Name, "$")
		case p.is("("):
			e = p.call(e, start, CallExpr)
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

// phpElement reads an argument or an item: k: v, k => v, ...$a.
func (p *exprReader) phpElement() *Expr {
	start := p.pos
	switch {
	case p.is("..."):
		p.pos++
		x := p.expression()
		e := p.node(SpreadExpr, start)
		e.X = x
		return e
	case p.kind() == Ident && p.f.is(start+1, ":") && start+1 < p.end:
		p.pos += 2
		x := p.expression()
		e := p.node(KeywordExpr, start)
		e.Name, e.X = p.f.word(start), x
		return e
	}
	key := p.expression()
	if key == nil || !p.is("=>") {
		return key
	}
	p.pos++
	value := p.expression()
	e := p.node(PairExpr, start)
	e.X, e.Y = key, value
	switch {
	case key.Kind == StringExpr:
		e.Name, e.X = key.Text, nil
	case (key.Kind == IdentExpr || key.Kind == MemberExpr) && !strings.HasPrefix(key.Name, "$"): // a constant
		e.Name, e.X = key.Name, nil
	}
	return e
}

func (p *exprReader) phpPrimary() *Expr {
	start := p.pos
	word := p.f.word(start)
	switch p.kind() {
	case Ident:
		p.pos++
		return p.phpName(word, start)
	case Number:
		return p.token(NumberExpr)
	case String:
		return p.phpString()
	case Open:
		return p.phpBracket()
	case Keyword:
		return p.phpKeyword()
	}
	return nil
}

func (p *exprReader) phpName(word string, start int) *Expr {
	e := p.node(IdentExpr, start)
	e.Name = word[strings.LastIndexByte(word, '\\')+1:]
	switch strings.ToLower(e.Name) {
	case "true", "false":
		e.Kind, e.Name = BoolExpr, strings.ToLower(e.Name)
	case "null":
		e.Kind, e.Name = NullExpr, ""
	case "$this":
		e.Name = "this"
	}
	return e
}

func (p *exprReader) phpKeyword() *Expr {
	start := p.pos
	f := p.f
	switch strings.ToLower(f.word(start)) {
	case "new":
		return p.phpNew()
	case "function", "fn":
		return p.function()
	case "static":
		p.pos++
		if p.is("function") || p.is("fn") {
			return p.function()
		}
		return p.phpName("static", start)
	case "array", "list":
		p.pos++
		if p.is("(") {
			return p.phpBracket()
		}
	case "exit", "die", "unset":
		p.pos++
		x := p.node(IdentExpr, start)
		x.Name = f.word(start)
		return x
	case "match":
		p.pos++
		for p.kind() == Open {
			p.pos = min(p.closing()+1, p.end)
		}
		return p.node(Unknown, start)
	}
	return nil
}

func (p *exprReader) phpNew() *Expr {
	start := p.pos
	p.pos++
	if p.kind() != Ident && !p.is("static") {
		p.pos = p.end
		return p.node(Unknown, start)
	}
	x := p.phpName(p.f.word(p.pos), p.pos)
	p.pos++
	x.Tokens.End = p.pos
	x.Start, x.End = p.f.bytesOf(x.Tokens)
	if p.is("(") {
		return p.call(x, start, NewExpr)
	}
	e := p.node(NewExpr, start)
	e.X = x
	return e
}

func (p *exprReader) phpBracket() *Expr {
	start := p.pos
	f := p.f
	if f.is(start, "(") && !strings.EqualFold(f.word(start-1), "array") && !strings.EqualFold(f.word(start-1), "list") {
		if list := p.inside(p.phpElement); len(list) == 1 {
			return list[0]
		}
		return p.node(Unknown, start)
	}
	if f.is(start, "{") || f.is(start, "#[") {
		p.pos = min(p.closing()+1, p.end)
		return p.node(Unknown, start)
	}
	list := p.inside(p.phpElement)
	e := p.node(ArrayExpr, start)
	e.List = list
	for _, item := range list {
		if item.Kind == PairExpr {
			e.Kind = ObjectExpr
		}
	}
	return e
}

func (p *exprReader) phpString() *Expr {
	token := p.pos
	f := p.f
	t := f.Tokens[token]
	from, to, decode := f.phpText(token)
	p.pos++
	e := p.node(TemplateExpr, token)
	e.List = p.template(token, from, to, decode)
	if len(f.holesOf(token)) == 0 {
		e.Kind = StringExpr
		for _, part := range e.List {
			e.Text += part.Text
		}
		e.List = nil
	}
	if f.Text[t.Start] != '`' {
		return e
	}
	call := p.node(CallExpr, token)
	call.X = f.node(IdentExpr, token, token+1)
	call.X.Name = "shell_exec"
	call.List = []*Expr{e}
	return call
}

// phpText tells where the text of a string token stands and how it is decoded.
func (f *File) phpText(token int) (from, to int, decode func(string) string) {
	t := f.Tokens[token]
	word := f.word(token)
	from, to = int(t.Start), int(t.End)
	decode = unescape
	if word[0] == '<' {
		line, last := strings.IndexByte(word, '\n'), strings.LastIndexByte(word, '\n')
		if line < 0 {
			return to, to, decode
		}
		if strings.IndexByte(word[:line], '\'') > 0 {
			decode = func(s string) string { return s }
		}
		return from + line + 1, max(from+last, from+line+1), decode
	}
	if word[0] == '\'' {
		decode = func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, `\'`, `'`), `\\`, `\`) }
	}
	if len(word) > 1 && word[len(word)-1] == word[0] {
		to--
	}
	return from + 1, max(to, from+1), decode
}
