package syntax

import "strings"

// Backticks is what `command` calls, as rules name it.
const Backticks = "backticks"

func (p *exprReader) rubyExpression() *Expr {
	start := p.pos
	e := p.binary(1, p.rubyUnary, p.rubyOperator)
	if e == nil {
		return nil
	}
	switch {
	case p.is("?"):
		p.pos++
		yes := p.expression()
		if yes == nil || !p.is(":") {
			return nil
		}
		return p.otherwise(e, yes, start)
	case p.is("="), p.is("||="):
		return p.assignment(e, start)
	}
	return e
}

func (p *exprReader) rubyOperator() (name string, tokens, level int) {
	if k := p.kind(); k != Punct && k != Keyword {
		return "", 0, 0
	}
	switch name = p.f.word(p.pos); name {
	case "or", "and":
		return name, 1, 1
	case "..", "...":
		return name, 1, 2
	case "||":
		return name, 1, 3
	case "&&":
		return name, 1, 4
	case "==", "!=", "===", "<=>", "=~", "!~":
		return name, 1, 5
	case "<", "<=", ">", ">=":
		return name, 1, 6
	case "|", "^":
		return name, 1, 7
	case "&":
		return name, 1, 8
	case "<<", ">>":
		return name, 1, 9
	case "+", "-":
		return name, 1, 10
	case "*", "/", "%":
		return name, 1, 11
	case "**":
		return name, 1, 13
	}
	return "", 0, 0
}

// rubyUnary reads an operand with its signs, methods and items.
func (p *exprReader) rubyUnary() *Expr {
	start := p.pos
	name := p.f.word(start)
	switch {
	case p.is("-") && p.f.kind(start+1) == Number && p.f.touches(start+1): // read with what is asked of it
	case p.is("not"), p.is("defined?"), p.is("!"), p.is("-"), p.is("+"), p.is("~"):
		p.pos++
		x := p.binary(12, p.rubyUnary, p.rubyOperator)
		if x == nil {
			return nil
		}
		e := p.node(UnaryExpr, start)
		e.Name, e.X = name, x
		return e
	}
	e := p.rubyPrimary()
	for links := 0; e != nil && p.pos < p.end; links++ {
		if links > maxLinks {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		switch {
		case p.is("."), p.is("&."), p.is("::"):
			e = p.rubyMember(e, start)
		case p.is("[") && p.f.touches(p.pos):
			e = p.index(e, start)
		default:
			return e
		}
	}
	return e
}

// rubyMember reads what follows a dot: a constant, or a method, which is called with or without brackets.
func (p *exprReader) rubyMember(x *Expr, start int) *Expr {
	if c := p.callHere(start); c != nil && (c.New || p.f.is(p.pos+1, "(")) { // A.new(b), a.(b)
		return p.rubyCall(x, start, c)
	}
	p.pos++
	if k := p.kind(); k != Ident && k != Keyword {
		return nil
	}
	m := p.member(x, start)
	if c := p.callHere(start); c != nil {
		return p.rubyCall(m, start, c)
	}
	return m
}

// callHere gives the call whose callee starts at a token and ends here; nil when there is none, or when what is read is
// that callee.
func (p *exprReader) callHere(start int) *Call {
	if p.pos >= len(p.f.callAt) || p.f.callAt[p.pos] == 0 || p.bare && p.pos == p.end {
		return nil
	}
	if c := &p.f.Calls[p.f.callAt[p.pos]-1]; c.Callee.Start == start && c.stop <= p.end {
		return c
	}
	return nil
}

func (p *exprReader) rubyCall(x *Expr, start int, c *Call) *Expr {
	kind := CallExpr
	if c.New {
		kind = NewExpr
	}
	var list []*Expr
	for _, a := range c.Args {
		if arg := p.f.rubyArgument(a, p.depth+1); arg != nil {
			list = append(list, arg)
		}
	}
	p.pos = max(c.stop, p.pos)
	e := p.node(kind, start)
	e.X, e.List = x, list
	if c.block == 0 {
		e.End = max(e.End, c.End)
	}
	return e
}

func (f *File) rubyArgument(r Range, depth int) *Expr {
	p := &exprReader{f: f, pos: r.Start, end: min(r.End, len(f.Tokens)), depth: depth}
	e := p.element()
	if e == nil || p.pos < p.end {
		return f.unknown(r.Start, r.End)
	}
	return e
}

// rubyShell reads `command`; nil when the call is another.
func (f *File) rubyShell(c *Call) *Expr {
	if c.Open >= 0 || f.kind(c.Callee.End-1) != String || c.Callee.End != c.Callee.Start+1 {
		return nil
	}
	if e := f.parseExpr(c.Callee); e != nil && e.Kind == CallExpr {
		return e
	}
	return nil
}

// rubyCallee reads what a call calls.
func (f *File) rubyCallee(c *Call) *Expr {
	p := &exprReader{f: f, pos: c.Callee.Start, end: min(c.Callee.End, len(f.Tokens)), bare: true}
	e := p.expression()
	if e == nil || p.pos < p.end {
		return f.unknown(c.Callee.Start, c.Callee.End)
	}
	return e
}

// rubyElement reads an argument or an item of a list. Pairs among arguments are keywords.
func (p *exprReader) rubyElement() *Expr {
	e := p.rubyPair()
	if e != nil && e.Kind == PairExpr && e.X == nil {
		e.Kind, e.X, e.Y = KeywordExpr, e.Y, nil
	}
	return e
}

// rubyPair reads a: b, "a": b, a => b, *a, **a, &a or an expression.
func (p *exprReader) rubyPair() *Expr {
	p.newlines()
	start := p.pos
	var e *Expr
	switch {
	case p.is("*"), p.is("**"), p.is("&"):
		name := p.f.word(p.pos)
		p.pos++
		x := p.expression()
		e = p.node(SpreadExpr, start)
		e.X, e.Name = x, strings.TrimPrefix(name, "*")
		if name == "&" {
			e.Kind, e.Name = Unknown, ""
		}
	case p.pos+1 < p.end && p.f.labels(p.pos):
		key := p.f.word(p.pos)
		if p.kind() == String {
			key = unquote(key)
		}
		p.pos += 2
		value := p.expression()
		if value == nil { // { a: }
			value = p.f.node(IdentExpr, start, start+1)
			value.Name = key
		}
		e = p.node(PairExpr, start)
		e.Name, e.Y = key, value
	default:
		if e = p.expression(); e != nil && p.is("=>") {
			p.pos++
			key, value := e, p.expression()
			e = p.node(PairExpr, start)
			e.X, e.Y = key, value
			if key.Kind == StringExpr {
				e.Name, e.X = key.Text, nil
			}
		}
	}
	p.newlines()
	return e
}

func (p *exprReader) newlines() {
	for p.kind() == Newline {
		p.pos++
	}
}

func (p *exprReader) rubyPrimary() *Expr {
	start := p.pos
	name := p.f.word(start)
	switch p.kind() {
	case Ident:
		p.pos++
		e := p.node(IdentExpr, start)
		e.Name = name
		if c := p.callHere(start); c != nil {
			return p.rubyCall(e, start, c)
		}
		return e
	case Number:
		return p.token(NumberExpr)
	case String:
		return p.rubyString()
	case Regex:
		p.pos++
		return p.rubyRegex(start)
	case Open:
		return p.rubyBracket()
	case Keyword:
		return p.rubyKeyword(name)
	case Punct:
		switch name {
		case "->":
			return p.rubyBlock(p.function())
		case "-":
			p.pos += 2
			e := p.node(NumberExpr, start)
			e.Text = "-" + p.f.word(start+1)
			return e
		case "::":
			p.pos++
			return p.rubyPrimary()
		}
	}
	return nil
}

// rubyBlock passes over the `end` of a block that was read as a function.
func (p *exprReader) rubyBlock(e *Expr) *Expr {
	if e != nil && p.is("end") {
		p.pos++
	}
	return e
}

func (p *exprReader) rubyKeyword(name string) *Expr {
	start := p.pos
	p.pos++
	switch name {
	case "true", "false":
		e := p.node(BoolExpr, start)
		e.Name = name
		return e
	case "nil":
		return p.node(NullExpr, start)
	case "yield":
		if !p.is(".") {
			p.pos = p.end
		}
		return p.node(Unknown, start)
	case "self", "super", "__FILE__", "__LINE__":
		e := p.node(IdentExpr, start)
		e.Name = name
		if c := p.callHere(start); c != nil {
			return p.rubyCall(e, start, c)
		}
		return e
	case "def":
		p.pos--
		return p.rubyBlock(p.function())
	}
	if m := int(p.f.Tokens[start].Match); m > start && m < p.end { // if, case, begin … end
		p.pos = m + 1
		return p.node(Unknown, start)
	}
	p.pos = p.end // return x
	return p.node(Unknown, start)
}

func (p *exprReader) rubyBracket() *Expr {
	start := p.pos
	kind, item := ArrayExpr, p.rubyElement
	switch {
	case p.is("("):
		list := p.inside(p.rubyElement)
		if len(list) == 1 {
			return list[0]
		}
		return p.node(Unknown, start)
	case p.is("{"):
		kind, item = ObjectExpr, p.rubyPair
	}
	list := p.inside(item)
	e := p.node(kind, start)
	e.List = list
	return e
}

// rubyString reads strings that stand side by side as one.
func (p *exprReader) rubyString() *Expr {
	start := p.pos
	f := p.f
	var parts []*Expr
	holes, shell := false, false
	for first := p.pos; p.kind() == String; p.pos++ {
		quote := f.quote(p.pos)
		if p.pos > first && (quote == ':' || quote == 'w' || quote == 'W') {
			break
		}
		if quote == 'w' || quote == 'W' {
			return p.rubyWords()
		}
		shell = shell || quote == '`'
		from, to, decode := f.rubyText(p.pos)
		parts = append(parts, p.template(p.pos, from, to, decode)...)
		holes = holes || len(f.holesOf(p.pos)) > 0
	}
	e := p.node(TemplateExpr, start)
	if holes {
		e.List = parts
	} else {
		e.Kind = StringExpr
		var b strings.Builder
		for _, part := range parts {
			b.WriteString(part.Text)
		}
		e.Text = b.String()
	}
	if !shell {
		return e
	}
	callee := p.node(IdentExpr, start)
	callee.Name = Backticks
	call := p.node(CallExpr, start)
	call.X, call.List = callee, []*Expr{e}
	return call
}

// rubyWords reads %w[a b].
func (p *exprReader) rubyWords() *Expr {
	start := p.pos
	t := p.f.Tokens[start]
	from, to := min(int(t.Start)+3, int(t.End)), max(int(t.Start)+3, int(t.End)-1)
	p.pos++
	e := p.node(ArrayExpr, start)
	if len(p.f.holesOf(start)) > 0 || to > int(t.End) {
		e.Kind = Unknown
		return e
	}
	for i := from; i < to; {
		for i < to && class[p.f.Text[i]]&(isSpace|isLine) != 0 {
			i++
		}
		stop := i
		for stop < to && class[p.f.Text[stop]]&(isSpace|isLine) == 0 {
			stop++
		}
		if stop > i {
			e.List = append(e.List, &Expr{Kind: StringExpr, Start: i, End: stop, Tokens: Range{start, start + 1}, Text: unescape(p.f.src[i:stop]), Function: -1})
		}
		i = stop
	}
	return e
}

// rubyText tells where the text of a string token stands and how it is decoded.
func (f *File) rubyText(token int) (from, to int, decode func(string) string) {
	t := f.Tokens[token]
	word := f.word(token)
	from, to = int(t.Start), int(t.End)
	if h := f.heredocOf(token); h != nil {
		return int(h.from), int(h.to), h.decode(f.src[h.from:h.to])
	}
	switch quote := f.quote(token); {
	case quote == ':' && word[0] == ':' && (len(word) < 2 || word[1] != '"' && word[1] != '\''), quote == '?':
		return from + 1, to, unescape
	case quote == ':' && word[0] == ':':
		from += 2
	case word[0] == '%':
		from += 2
		if class[word[1]]&isLetter != 0 {
			from++
		}
	default:
		from++
	}
	decode = unescape
	if f.quote(token) == '\'' {
		decode = func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, `\'`, `'`), `\\`, `\`) }
	}
	return min(from, int(t.End)), max(min(from, int(t.End)), to-1), decode
}

// heredocOf gives the heredoc that a token starts.
func (f *File) heredocOf(token int) *rubyHeredoc {
	low, high := 0, len(f.heredocs)
	for low < high {
		middle := (low + high) / 2
		if int(f.heredocs[middle].token) < token {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(f.heredocs) && int(f.heredocs[low].token) == token {
		return &f.heredocs[low]
	}
	return nil
}

// decode gives what makes the value of the text's stretches: the indentation that all lines share is taken off.
func (h *rubyHeredoc) decode(text string) func(string) string {
	margin := ""
	if h.squiggly {
		first := true
		for line := range strings.Lines(text) {
			blank := strings.TrimLeft(line, " \t")
			if strings.TrimRight(blank, "\r\n") == "" {
				continue
			}
			indent := line[:len(line)-len(blank)]
			if first || len(indent) < len(margin) {
				margin, first = indent, false
			}
		}
	}
	plain, start := h.plain, true
	return func(s string) string {
		if margin != "" {
			if start {
				s = strings.TrimPrefix(s, margin)
			}
			s = strings.ReplaceAll(s, "\n"+margin, "\n")
		}
		start = false
		if plain {
			return s
		}
		return unescape(s)
	}
}

// rubyKept gives the x of x.freeze and x.dup.
func rubyKept(e *Expr) *Expr {
	if m := e.X; m != nil && m.Kind == MemberExpr && len(e.List) == 0 && (m.Name == "freeze" || m.Name == "dup") {
		return m.X
	}
	return nil
}

// rubyRegex gives a regular expression with its pattern, when no values are put into it.
func (p *exprReader) rubyRegex(start int) *Expr {
	e := p.node(RegexExpr, start)
	word := p.f.word(start)
	from := 1
	if word[0] == '%' {
		from = 3
	}
	end := len(word)
	for end > from && class[word[end-1]]&isLetter != 0 {
		end--
	}
	if len(p.f.holesOf(start)) == 0 && end > from {
		e.Text = word[from : end-1]
	}
	return e
}
