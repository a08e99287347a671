package syntax

import "strings"

func (p *exprReader) goExpression() *Expr {
	start := p.pos
	if p.depth > maxDepth {
		p.pos = p.end
		return p.node(Unknown, start)
	}
	e := p.binary(1, p.goUnary, p.goBinary)
	if e != nil && p.is("...") {
		p.pos++
		s := p.node(SpreadExpr, start)
		s.X = e
		return s
	}
	return e
}

func (p *exprReader) goBinary() (name string, tokens, level int) {
	if p.kind() != Punct {
		return "", 0, 0
	}
	switch name = p.f.word(p.pos); name {
	case "||":
		return name, 1, 1
	case "&&":
		return name, 1, 2
	case "==", "!=", "<", "<=", ">", ">=":
		return name, 1, 3
	case "+", "-", "|", "^":
		return name, 1, 4
	case "*", "/", "%", "<<", ">>", "&", "&^":
		return name, 1, 5
	}
	return "", 0, 0
}

// goUnary reads an operand. Pointers are looked through: &T{…} is T{…}.
func (p *exprReader) goUnary() *Expr {
	start := p.pos
	for range maxDepth {
		if !p.is("&") && !p.is("*") {
			break
		}
		p.pos++
	}
	switch name := p.f.word(p.pos); {
	case p.is("<-") && p.f.is(p.pos+1, "chan"):
	case p.is("!"), p.is("-"), p.is("+"), p.is("^"), p.is("<-"):
		p.pos++
		x := p.binary(6, p.goUnary, p.goBinary)
		if x == nil {
			return nil
		}
		e := p.node(UnaryExpr, start)
		e.Name, e.X = name, x
		if name == "<-" {
			e.Kind, e.Name = AwaitExpr, ""
		}
		return e
	}
	return p.goPostfix(p.goPrimary())
}

func (p *exprReader) goPostfix(e *Expr) *Expr {
	if e == nil {
		return nil
	}
	start := e.Tokens.Start
	for links := 0; e != nil && p.pos < p.end; links++ {
		if links > maxLinks {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		switch {
		case p.is(".") && p.f.kind(p.pos+1) == Ident && p.pos+1 < p.end:
			p.pos++
			e = p.member(e, start)
		case p.is(".") && p.f.is(p.pos+1, "("): // x.(T)
			p.pos++
			p.pos = min(p.closing()+1, p.end)
		case p.is("("):
			e = p.call(e, start, CallExpr)
		case p.is("["):
			e = p.goIndex(e, start)
		case p.is("{") && (e.Kind == IdentExpr || e.Kind == MemberExpr || e.Kind == IndexExpr):
			e = p.goComposite(e, start, false)
		default:
			return e
		}
	}
	return e
}

// goIndex reads x[i], x[a:b] or f[T].
func (p *exprReader) goIndex(x *Expr, start int) *Expr {
	list := p.inside(func() *Expr {
		e := p.goExpression()
		for p.is(":") {
			p.pos++
			if more := p.goExpression(); more == nil && p.pos < p.end && !p.is(":") {
				return nil
			}
			e = p.node(Unknown, start)
		}
		return e
	})
	e := p.node(IndexExpr, start)
	e.X = x
	if len(list) == 1 && list[0].Kind != Unknown {
		e.Y = list[0]
	}
	return e
}

func (p *exprReader) goPrimary() *Expr {
	start := p.pos
	word := p.f.word(start)
	switch p.kind() {
	case Ident:
		p.pos++
		return p.goName(word, start)
	case Number:
		return p.token(NumberExpr)
	case String:
		p.pos++
		e := p.node(StringExpr, start)
		e.Text = goText(word)
		return e
	case Keyword:
		if word == "func" {
			if e := p.function(); e != nil {
				return e
			}
		}
		return p.goTyped()
	case Open:
		switch word {
		case "(":
			if list := p.inside(p.goExpression); len(list) == 1 {
				e := *list[0]
				e.Tokens.Start = start
				return &e
			}
			return p.node(Unknown, start)
		case "{":
			return p.goComposite(nil, start, false)
		}
		return p.goTyped()
	case Punct:
		if word == "<-" {
			return p.goTyped()
		}
	}
	return nil
}

func (p *exprReader) goName(word string, start int) *Expr {
	e := p.node(IdentExpr, start)
	switch e.Name = word; word {
	case "true", "false":
		e.Kind = BoolExpr
	case "nil":
		e.Kind, e.Name = NullExpr, ""
	}
	return e
}

func goText(word string) string {
	if strings.HasPrefix(word, "`") {
		return strings.ReplaceAll(strings.Trim(word, "`"), "\r", "")
	}
	return unquote(word)
}

// goTyped reads what starts with a type that is no name: a composite literal, a conversion, which is what it converts, or
// the type alone.
func (p *exprReader) goTyped() *Expr {
	start := p.pos
	next := p.f.goType(start, p.end)
	if next <= start {
		return nil
	}
	p.pos = next
	keyed := p.f.is(start, "map")
	typ := p.node(Unknown, start)
	switch {
	case p.is("{"):
		e := p.goComposite(nil, start, keyed)
		if p.f.is(start, "[") {
			e.Kind = ArrayExpr
		}
		return e
	case p.is("("):
		if list := p.inside(p.goExpression); len(list) == 1 {
			return list[0]
		}
		return p.node(Unknown, start)
	}
	return typ
}

// goComposite reads {…} after a type. Keys of a map are values, those of a struct are names.
func (p *exprReader) goComposite(typ *Expr, start int, keyed bool) *Expr {
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.pos = min(p.closing()+1, p.end)
		return p.node(Unknown, start)
	}
	list := p.inside(func() *Expr { return p.goPair(keyed) })
	p.depth--
	e := p.node(ObjectExpr, start)
	e.X, e.List = typ, list
	if typ == nil && len(list) > 0 && list[0].Kind != PairExpr {
		e.Kind = ArrayExpr
	}
	return e
}

// goElement reads what can stand among arguments or in a literal.
func (p *exprReader) goElement() *Expr { return p.goPair(false) }

func (p *exprReader) goPair(keyed bool) *Expr {
	start := p.pos
	key := p.goExpression()
	if key == nil || !p.is(":") {
		return key
	}
	p.pos++
	value := p.goExpression()
	e := p.node(PairExpr, start)
	e.X, e.Y = key, value
	switch {
	case key.Kind == StringExpr:
		e.Name, e.X = key.Text, nil
	case key.Kind == IdentExpr && !keyed:
		e.Name, e.X = key.Name, nil
	}
	return e
}
