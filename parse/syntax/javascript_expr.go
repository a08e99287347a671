package syntax

func (p *exprReader) javascriptExpression() *Expr {
	start := p.pos
	e := p.binary(1, p.javascriptUnary, p.javascriptOperator)
	if e == nil {
		return nil
	}
	if p.is("?") {
		p.pos++
		yes := p.expression()
		if yes == nil || !p.is(":") {
			return nil
		}
		return p.otherwise(e, yes, start)
	}
	if p.kind() == Punct && p.assigns() {
		return p.assignment(e, start)
	}
	return e
}

func (p *exprReader) assigns() bool {
	switch p.f.word(p.pos) {
	case "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", "&=", "|=", "^=", "&&=", "||=", "??=":
		return true
	}
	return false
}

func (p *exprReader) javascriptOperator() (name string, tokens, level int) {
	if p.pos >= p.end {
		return "", 0, 0
	}
	name = p.f.word(p.pos)
	switch p.kind() {
	case Ident:
		if (name == "as" || name == "satisfies") && p.f.Language != JavaScript {
			w := &javascriptWalker{f: p.f, typed: true}
			if next := w.skipType(p.pos+1, p.end); next > p.pos+1 || p.f.is(p.pos+1, "const") {
				p.pos = max(next, p.pos+2)
				return p.javascriptOperator()
			}
		}
		return "", 0, 0
	case Keyword:
		if name == "in" || name == "instanceof" {
			return name, 1, 8
		}
		return "", 0, 0
	case Punct:
	default:
		return "", 0, 0
	}
	switch name {
	case "??":
		level = 1
	case "||":
		level = 2
	case "&&":
		level = 3
	case "|":
		level = 4
	case "^":
		level = 5
	case "&":
		level = 6
	case "==", "!=", "===", "!==":
		level = 7
	case "<", "<=", ">=":
		level = 8
	case ">":
		level = 8
		for p.f.is(p.pos+tokens+1, ">") && p.f.Tokens[p.pos+tokens].End == p.f.Tokens[p.pos+tokens+1].Start && tokens < 2 {
			tokens++
			name += ">"
			level = 9
		}
		return name, tokens + 1, level
	case "<<":
		level = 9
	case "+", "-":
		level = 10
	case "*", "/", "%":
		level = 11
	case "**":
		level = 12
	}
	return name, 1, level
}

func (p *exprReader) javascriptUnary() *Expr {
	start := p.pos
	if p.pos >= p.end {
		return nil
	}
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.pos = p.end
		return p.node(Unknown, start)
	}
	defer func() { p.depth-- }()
	name := p.f.word(p.pos)
	switch p.kind() {
	case Keyword:
		switch name {
		case "typeof", "void", "delete":
			return p.unary(UnaryExpr, name)
		case "await", "yield":
			if p.f.is(p.pos+1, "*") {
				p.pos++
			}
			return p.unary(AwaitExpr, name)
		}
	case Punct:
		switch name {
		case "!", "-", "+", "~", "++", "--":
			return p.unary(UnaryExpr, name)
		case "<":
			if m := int(p.f.Tokens[p.pos].Match); m > p.pos && m < p.end {
				if e := p.function(); e != nil {
					return e
				}
				p.pos = m + 1
				return p.javascriptUnary()
			}
		}
		return nil
	}
	e := p.javascriptPrimary()
	if e == nil {
		return nil
	}
	return p.javascriptPostfix(e, start, true)
}

func (p *exprReader) unary(kind ExprKind, name string) *Expr {
	start := p.pos
	p.pos++
	x := p.javascriptUnary()
	if x == nil && kind != AwaitExpr {
		return nil
	}
	e := p.node(kind, start)
	e.X = x
	if kind == UnaryExpr {
		e.Name = name
	}
	return e
}

func (p *exprReader) javascriptPostfix(e *Expr, start int, calls bool) *Expr {
	for links := 0; p.pos < p.end; links++ {
		if links > maxLinks {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		t := p.f.Tokens[p.pos]
		switch {
		case t.Kind == Punct && (p.is(".") || p.is("?.")) && (p.f.kind(p.pos+1) == Ident || p.f.kind(p.pos+1) == Keyword) && p.pos+1 < p.end:
			p.pos++
			e = p.member(e, start)
		case p.is("?.") && p.f.kind(p.pos+1) == Open && p.pos+1 < p.end:
			p.pos++
		case t.Kind == Open && p.is("["):
			e = p.index(e, start)
		case t.Kind == Open && p.is("(") && calls:
			e = p.call(e, start, CallExpr)
		case t.Kind == String && p.f.Text[t.Start] == '`' && calls:
			arg := p.javascriptPrimary()
			c := p.node(CallExpr, start)
			c.X, c.List, c.Tagged = e, []*Expr{arg}, true
			e = c
		case p.is("!") && p.f.Language != JavaScript:
			p.pos++
		case p.is("<") && int(t.Match) > p.pos && int(t.Match) < p.end:
			if w := (&javascriptWalker{f: p.f}); !w.typeArgumentsEnd(int(t.Match) + 1) {
				return e
			}
			p.pos = int(t.Match) + 1
		case (p.is("++") || p.is("--")) && calls:
			name := p.f.word(p.pos)
			p.pos++
			u := p.node(UnaryExpr, start)
			u.Name, u.X = name, e
			return u
		default:
			return e
		}
	}
	return e
}

func (p *exprReader) javascriptPrimary() *Expr {
	start := p.pos
	t := p.f.Tokens[start]
	if t.Kind != Number && t.Kind != String && t.Kind != Regex {
		if e := p.function(); e != nil {
			return e
		}
	}
	switch t.Kind {
	case Ident:
		p.pos++
		e := p.node(IdentExpr, start)
		e.Name = p.f.word(start)
		if e.Name == "undefined" {
			e.Kind = NullExpr
		}
		return e
	case Number:
		p.pos++
		e := p.node(NumberExpr, start)
		e.Text = p.f.word(start)
		return e
	case Regex:
		p.pos++
		e := p.node(RegexExpr, start)
		e.Text = regexPattern(p.f.word(start))
		return e
	case String:
		return p.javascriptString()
	case Keyword:
		return p.javascriptKeyword()
	case Open:
		return p.javascriptBracket()
	}
	return nil
}

func regexPattern(word string) string {
	for i := len(word) - 1; i > 0; i-- {
		if word[i] == '/' {
			return word[1:i]
		}
	}
	return word
}

func (p *exprReader) javascriptString() *Expr {
	start := p.pos
	p.pos++
	t := p.f.Tokens[start]
	if p.f.Text[t.Start] != '`' {
		e := p.node(StringExpr, start)
		e.Text = unquote(p.f.word(start))
		return e
	}
	end := int(t.End)
	if end-1 > int(t.Start) && p.f.Text[end-1] == '`' {
		end--
	}
	parts := p.template(start, int(t.Start)+1, end, unescape)
	e := p.node(TemplateExpr, start)
	switch {
	case len(parts) == 0:
		e.Kind = StringExpr
	case len(parts) == 1 && len(p.f.holesOf(start)) == 0:
		e.Kind, e.Text = StringExpr, parts[0].Text
	default:
		e.List = parts
	}
	return e
}

func (p *exprReader) javascriptKeyword() *Expr {
	start := p.pos
	name := p.f.word(start)
	switch name {
	case "true", "false":
		return p.token(BoolExpr)
	case "null":
		p.pos++
		return p.node(NullExpr, start)
	case "this", "super", "import", "let":
		return p.token(IdentExpr)
	case "new":
		return p.javascriptNew()
	case "class":
		return p.javascriptClass()
	}
	return nil
}

func (p *exprReader) javascriptClass() *Expr {
	start := p.pos
	for p.pos < p.end && !p.is("{") {
		p.pos++
	}
	if p.pos < p.end {
		p.pos = min(p.closing()+1, p.end)
	}
	e := p.node(Unknown, start)
	if i := p.f.lastClass(e.Start); i >= 0 && p.f.Classes[i].Start == e.Start {
		e.Kind, e.Class, e.Name = ClassExpr, i, p.f.Classes[i].Name
	}
	return e
}

func (p *exprReader) javascriptNew() *Expr {
	start := p.pos
	p.pos++
	first := p.pos
	if p.pos >= p.end {
		return nil
	}
	var x *Expr
	if p.is("new") {
		if p.depth++; p.depth > maxDepth {
			return nil
		}
		x = p.javascriptNew()
		p.depth--
	} else {
		x = p.javascriptPrimary()
	}
	if x == nil {
		return nil
	}
	x = p.javascriptPostfix(x, first, false)
	if p.is("(") {
		return p.call(x, start, NewExpr)
	}
	e := p.node(NewExpr, start)
	e.X = x
	return e
}

func (p *exprReader) javascriptBracket() *Expr {
	start := p.pos
	switch p.f.Text[p.f.Tokens[start].Start] {
	case '(':
		list := p.inside(p.element)
		if len(list) == 0 {
			return p.node(Unknown, start)
		}
		return list[len(list)-1]
	case '[':
		list := p.inside(p.element)
		e := p.node(ArrayExpr, start)
		e.List = list
		return e
	case '{':
		list := p.inside(p.javascriptPair)
		e := p.node(ObjectExpr, start)
		e.List = list
		return e
	}
	p.pos = min(p.closing()+1, p.end) // JSX
	return p.node(Unknown, start)
}

// javascriptPair reads one entry of an object.
func (p *exprReader) javascriptPair() *Expr {
	start := p.pos
	if p.is("...") {
		return p.element()
	}
	for (p.is("async") || p.is("get") || p.is("set") || p.is("*")) && p.pos+1 < p.end && !p.f.is(p.pos+1, ":") && !p.f.is(p.pos+1, ",") && !p.f.is(p.pos+1, "(") && !p.f.is(p.pos+1, "=") {
		p.pos++
	}
	key, name := p.pos, ""
	var computed *Expr
	switch {
	case p.is("["):
		list := p.inside(p.element)
		if len(list) == 1 {
			computed = list[0]
		}
	case p.kind() == String:
		name = unquote(p.f.word(p.pos))
		p.pos++
	case p.kind() == Ident || p.kind() == Keyword || p.kind() == Number:
		name = p.f.word(p.pos)
		p.pos++
	default:
		return nil
	}
	var value *Expr
	switch {
	case p.is(":"):
		p.pos++
		value = p.expression()
	case p.is("("), p.is("<"):
		if i := p.f.functionStarting(int(p.f.Tokens[key].Start)); i >= 0 {
			p.pos = key
			value = p.function()
		} else if i := p.f.functionStarting(int(p.f.Tokens[p.pos].Start)); i >= 0 {
			value = p.function()
		}
		if value == nil {
			p.skipItem(p.pos)
			value = p.node(Unknown, key)
		}
	case p.is("="):
		p.pos++
		value = p.expression()
	default:
		value = p.f.node(IdentExpr, key, key+1)
		value.Name = name
	}
	e := p.node(PairExpr, start)
	e.Name, e.X, e.Y = name, computed, value
	return e
}
