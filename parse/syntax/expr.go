package syntax

// Limits of the expression reader: nesting, and the length of chains like a.b.c or a + b + c, each link of which makes
// the tree one deeper.
const (
	maxDepth = 200
	maxChain = 2000
	maxLinks = 300 // a.b(c).d: every call in such a chain is read on its own, with all before it
)

// An exprReader reads one stretch of tokens as an expression by precedence climbing. What the languages share is here;
// primaries are each language's own.
type exprReader struct {
	f     *File
	pos   int
	end   int
	depth int
	bare  bool // Ruby: what is read is what a call calls, without its arguments
}

func (f *File) parseExpr(r Range) *Expr {
	r.End = min(r.End, len(f.Tokens))
	r.Start = max(r.Start, 0)
	for r.Start < r.End && f.Tokens[r.Start].Kind >= Newline {
		r.Start++
	}
	for r.Start < r.End && (f.Tokens[r.End-1].Kind >= Newline || f.is(r.End-1, ";")) {
		r.End--
	}
	if r.Start >= r.End {
		return nil
	}
	p := &exprReader{f: f, pos: r.Start, end: r.End}
	e := p.sequence()
	if e == nil || p.pos < r.End {
		return f.unknown(r.Start, r.End)
	}
	return e
}

func (f *File) parseCall(c *Call) *Expr {
	e := &Expr{Kind: CallExpr, Start: c.Start, End: c.End, Tagged: c.Tagged, Function: -1}
	switch f.Language {
	case Ruby:
		if shell := f.rubyShell(c); shell != nil {
			return shell
		}
		e.X = f.rubyCallee(c)
	case PHP:
		if f.kind(c.Callee.Start) == String && len(c.Args) == 1 && c.Args[0] == c.Callee { // `command`
			return f.parseExpr(c.Callee)
		}
		if named := f.phpVariable(c); named != nil {
			e.X, e.List = f.node(IdentExpr, c.Callee.Start, c.Callee.End), []*Expr{named}
			e.X.Name = VariableCall
			break
		}
		e.X = f.phpCallee(c)
	default:
		e.X = f.parseExpr(c.Callee)
	}
	e.Tokens = Range{c.Callee.Start, c.Callee.End}
	if c.New && len(e.List) == 0 {
		e.Kind = NewExpr
	}
	if c.Open >= 0 {
		e.Tokens.End = f.after(c.Open, len(f.Tokens))
	}
	if f.Language == Go && c.New {
		e.Kind = ObjectExpr
	}
	for _, a := range c.Args {
		if e.List = append(e.List, f.argument(a)); e.List[len(e.List)-1] == nil {
			e.List = e.List[:len(e.List)-1]
		}
	}
	return e
}

// argument reads one argument: a keyword, a spread or an expression.
func (f *File) argument(r Range) *Expr {
	p := &exprReader{f: f, pos: r.Start, end: min(r.End, len(f.Tokens))}
	e := p.element()
	if e == nil || p.pos < p.end {
		return f.unknown(r.Start, r.End)
	}
	return e
}

func (f *File) unknown(start, end int) *Expr { return f.node(Unknown, start, end) }

func (f *File) node(kind ExprKind, start, end int) *Expr {
	e := &Expr{Kind: kind, Tokens: Range{start, end}, Function: -1}
	e.Start, e.End = f.bytesOf(e.Tokens)
	return e
}

func (p *exprReader) node(kind ExprKind, start int) *Expr { return p.f.node(kind, start, p.pos) }

func (p *exprReader) is(text string) bool { return p.pos < p.end && p.f.is(p.pos, text) }

func (p *exprReader) kind() TokenKind {
	if p.pos >= p.end {
		return Invalid
	}
	return p.f.Tokens[p.pos].Kind
}

// closing gives the token that closes the bracket at the place of reading, or the end.
func (p *exprReader) closing() int {
	if m := int(p.f.Tokens[p.pos].Match); m > p.pos && m < p.end {
		return m
	}
	return p.end
}

// sequence reads expressions with commas between: a tuple in Python; in JavaScript the last one counts.
func (p *exprReader) sequence() *Expr {
	start := p.pos
	first := p.element()
	if first == nil || !p.is(",") {
		return first
	}
	list := []*Expr{first}
	for p.is(",") {
		p.pos++
		if p.pos >= p.end {
			break
		}
		next := p.element()
		if next == nil {
			return nil
		}
		list = append(list, next)
	}
	if p.f.Language != Python {
		return list[len(list)-1]
	}
	e := p.node(ArrayExpr, start)
	e.List = list
	return e
}

// element reads what can stand in a list: an expression, a spread, a keyword argument.
func (p *exprReader) element() *Expr {
	start := p.pos
	switch {
	case p.f.Language == Go:
		return p.goElement()
	case p.f.Language == Ruby:
		return p.rubyElement()
	case p.f.Language == CSharp:
		return p.csharpElement()
	case p.f.Language == PHP:
		return p.phpElement()
	case p.is("..."), p.f.Language == Python && (p.is("*") || p.is("**")):
		name := p.f.word(p.pos)
		p.pos++
		x := p.expression()
		e := p.node(SpreadExpr, start)
		e.X = x
		if name == "**" {
			e.Name = name
		}
		if name == "..." && x == nil && p.f.Language == Python {
			e.Kind = Unknown
		}
		return e
	case (p.f.Language == Python || p.f.Language == Java) && p.kind() == Ident && p.f.is(p.pos+1, "=") && p.pos+1 < p.end:
		p.pos += 2
		x := p.expression()
		e := p.node(KeywordExpr, start)
		e.Name, e.X = p.f.word(start), x
		return e
	}
	e := p.expression()
	if p.f.Language == Python && e != nil && (p.is("for") || p.is("async")) {
		return p.comprehension(e, start, p.end)
	}
	return e
}

// comprehension passes over the rest of one; what it gives is unknown, its element is in X.
func (p *exprReader) comprehension(element *Expr, start, end int) *Expr {
	p.pos = end
	e := p.node(Unknown, start)
	e.X = element
	return e
}

func (p *exprReader) expression() *Expr {
	if p.pos >= p.end {
		return nil
	}
	if p.depth++; p.depth > maxDepth {
		p.depth--
		start := p.pos
		p.pos = p.end
		return p.node(Unknown, start)
	}
	defer func() { p.depth-- }()
	switch p.f.Language {
	case Python:
		return p.pythonExpression()
	case Java:
		return p.javaExpression()
	case Go:
		return p.goExpression()
	case Ruby:
		return p.rubyExpression()
	case CSharp:
		return p.csharpExpression()
	case PHP:
		return p.phpExpression()
	}
	return p.javascriptExpression()
}

// binary climbs precedences from least upwards.
func (p *exprReader) binary(least int, unary func() *Expr, operator func() (name string, tokens, level int)) *Expr {
	start := p.pos
	if p.depth++; p.depth > maxDepth {
		p.depth--
		p.pos = p.end
		return p.node(Unknown, start)
	}
	defer func() { p.depth-- }()
	left := unary()
	for links := 0; left != nil; links++ {
		name, tokens, level := operator()
		if level < least || level == 0 {
			break
		}
		if links > maxChain {
			p.pos = p.end
			return p.node(Unknown, start)
		}
		p.pos += tokens
		next := level + 1
		if name == "**" {
			next = level
		}
		right := p.binary(next, unary, operator)
		if right == nil {
			return nil
		}
		e := p.node(BinaryExpr, start)
		e.Name, e.X, e.Y = name, left, right
		left = e
	}
	return left
}

// inside reads what the bracket at the place of reading holds, item by item, and goes on behind it.
func (p *exprReader) inside(item func() *Expr) []*Expr {
	var list []*Expr
	stop, end := p.closing(), p.end
	p.pos++
	p.end = stop
	for p.pos < stop {
		if p.is(",") {
			p.pos++
			continue
		}
		start := p.pos
		e := item()
		if e == nil || p.pos < stop && !p.is(",") {
			p.skipItem(start)
			e = p.node(Unknown, start)
		}
		list = append(list, e)
	}
	p.end = end
	p.pos = min(stop+1, end)
	return list
}

// skipItem passes to the next comma outside brackets.
func (p *exprReader) skipItem(start int) {
	p.pos = start
	for p.pos < p.end && !p.is(",") {
		if p.kind() == Open {
			p.pos = min(p.closing()+1, p.end)
		} else {
			p.pos++
		}
	}
}

// postfix reads .name [i] (a) after an operand. It stops where more tells it to.
func (p *exprReader) call(x *Expr, start int, kind ExprKind) *Expr {
	list := p.inside(p.element)
	e := p.node(kind, start)
	e.X, e.List = x, list
	return e
}

func (p *exprReader) index(x *Expr, start int) *Expr {
	list := p.inside(p.element)
	e := p.node(IndexExpr, start)
	e.X = x
	if len(list) == 1 {
		e.Y = list[0]
	}
	return e
}

func (p *exprReader) member(x *Expr, start int) *Expr {
	name := p.f.word(p.pos)
	p.pos++
	e := p.node(MemberExpr, start)
	e.X, e.Name = x, name
	return e
}

// function gives a FuncExpr when a function starts at the place of reading.
func (p *exprReader) function() *Expr {
	start := p.pos
	i := p.f.functionStarting(int(p.f.Tokens[start].Start))
	if i < 0 {
		return nil
	}
	body := p.f.Functions[i].Body
	if body.End <= start {
		return nil
	}
	p.pos = min(body.End, p.end)
	if p.f.is(body.Start-1, "{") && p.is("}") {
		p.pos++
	}
	e := p.node(FuncExpr, start)
	e.Function, e.Name = i, p.f.Functions[i].Name
	return e
}

// lambda reads a lambda; what it gives is in X when that is one expression.
func (p *exprReader) lambda() *Expr {
	e := p.function()
	if e == nil {
		return nil
	}
	body := p.f.Functions[e.Function].Body
	inner := &exprReader{f: p.f, pos: body.Start, end: body.End, depth: p.depth + 1}
	if p.f.is(body.Start, "return") && p.f.is(body.End-1, ";") {
		inner.pos, inner.end = body.Start+1, body.End-1
	}
	if inner.depth < maxDepth && inner.pos < inner.end {
		if x := inner.expression(); x != nil && inner.pos == inner.end {
			e.X = x
		}
	}
	return e
}

// otherwise reads the `: b` of a choice whose condition and first value were read.
func (p *exprReader) otherwise(condition, yes *Expr, start int) *Expr {
	p.pos++
	no := p.expression()
	e := p.node(CondExpr, start)
	e.X, e.Y, e.Z = condition, yes, no
	return e
}

// assignment reads the sign and the value behind a target.
func (p *exprReader) assignment(target *Expr, start int) *Expr {
	name := p.f.word(p.pos)
	p.pos++
	value := p.expression()
	e := p.node(AssignExpr, start)
	e.Name, e.X, e.Y = name, target, value
	return e
}

// token makes an expression of the token at the place of reading: what it says is the Text of a number, else the Name.
func (p *exprReader) token(kind ExprKind) *Expr {
	start := p.pos
	p.pos++
	e := p.node(kind, start)
	if word := p.f.word(start); kind == NumberExpr {
		e.Text = word
	} else {
		e.Name = word
	}
	return e
}

// functionStarting finds the function that starts at a byte offset. Functions are in order of start.
func (f *File) functionStarting(offset int) int {
	if i := f.lastFunction(offset); i >= 0 && f.Functions[i].Start == offset {
		return i
	}
	return -1
}

// lastFunction gives the last function that starts at offset or before.
func (f *File) lastFunction(offset int) int {
	low, high := 0, len(f.Functions)
	for low < high {
		middle := (low + high) / 2
		if f.Functions[middle].Start <= offset {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low - 1
}

func (f *File) functionAt(offset int) int {
	i := f.lastFunction(offset)
	for n := 0; i >= 0 && f.Functions[i].End <= offset; n++ {
		if n > maxNesting {
			return -1
		}
		i = f.Functions[i].Outer
	}
	return i
}

func (f *File) calleeName(c *Call) string {
	switch i := c.Callee.End - 1; {
	case f.Language == Ruby && f.kind(i) == String:
		return Backticks
	case f.Language == PHP:
		return f.phpCalled(i)
	case i >= c.Callee.Start && f.kind(i) == Ident:
		return f.word(i)
	case f.is(i, "!") && f.kind(i-1) == Ident && i > c.Callee.Start:
		return f.word(i - 1)
	}
	return ""
}

// text makes a String or Template expression of a string token's fixed stretch and holes.
func (p *exprReader) template(token, from, to int, decode func(string) string) []*Expr {
	f := p.f
	var parts []*Expr
	fixed := func(a, b int) {
		if b > a {
			parts = append(parts, &Expr{Kind: StringExpr, Start: a, End: b, Tokens: Range{token, token + 1}, Text: decode(f.src[a:b]), Function: -1})
		}
	}
	for _, h := range f.holesOf(token) {
		if int(h.from) < from {
			continue // in the format spec of the hole before
		}
		fixed(from, int(h.from))
		e := f.parseHole(h, p.depth+1)
		if e == nil {
			e = &Expr{Kind: Unknown, Start: int(h.from), End: int(h.to), Tokens: Range{token, token + 1}, Function: -1}
		}
		parts = append(parts, e)
		from = int(h.to)
	}
	fixed(from, to)
	return parts
}

func (f *File) parseHole(h hole, depth int) *Expr {
	p := &exprReader{f: f, pos: int(h.start), end: int(h.end), depth: depth}
	if p.pos >= p.end || depth > maxDepth {
		return nil
	}
	e := p.sequence()
	if e == nil || p.pos < p.end {
		return f.unknown(int(h.start), int(h.end))
	}
	return e
}
