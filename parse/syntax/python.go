package syntax

import "strings"

// readPython reads Python 3, and Python 2 as far as it looks alike.
func readPython(f *File) {
	end := lexPython(f)
	f.reserve()
	w := &pythonWalker{f: f}
	w.region(0, end, -1, -1, false)
}

type pythonLevel struct {
	kind     levelKind
	open     int
	end      int
	fn       int
	class    int
	chain    int
	call     int
	arg      int
	args     int
	base     int
	start    int  // first token of the statement or target being read
	suite    int  // what the statement's block will be: a function, or a class; see suiteOf
	suiteFor byte // 'f', 'c', 'b' a plain block; 0 when the statement has none
	inline   bool // block on the line of its header
	pattern  bool // `case` pattern: F(x) is no call
	bind     int  // `for` targets start here; -1
	deco     int  // decorator's first token; -1
	last     int  // call read last in the statement; -1
	withAt   int  // first token of a with item; -1
	annotate int  // where the target of an annotated assignment ends; -1
}

type pythonWalker struct {
	f          *File
	levels     []pythonLevel
	spare      []pythonLevel // an array for the levels of the next hole
	assigns    []int
	args       argList
	found      []Param // of the function being read
	shelf      shelf[Param]
	decorators []int
	limit      int
	nested     int
}

func (w *pythonWalker) top() *pythonLevel { return &w.levels[len(w.levels)-1] }

func (w *pythonWalker) enter(kind levelKind, open, end, fn, class int) *pythonLevel {
	w.levels = append(w.levels, pythonLevel{
		kind: kind, open: open, end: end, fn: fn, class: class, chain: -1, call: -1, arg: open + 1,
		base: len(w.assigns), args: len(w.args.open), start: open + 1, bind: -1, deco: -1, last: -1, withAt: -1, annotate: -1,
	})
	return w.top()
}

func (w *pythonWalker) region(start, end, fn, class int, hole bool) {
	levels, assigns, limit := w.levels, w.assigns, w.limit
	w.levels, w.assigns, w.limit = w.spare[:0], nil, end
	w.spare = nil
	kind := blockLevel
	if hole {
		kind = groupLevel
	}
	w.enter(kind, start-1, end, fn, class)
	for i := start; i < end; {
		i = max(w.step(i), i+1)
	}
	for len(w.levels) > 0 {
		w.leave(end)
	}
	w.spare = w.levels
	w.levels, w.assigns, w.limit = levels, assigns, limit
}

func (w *pythonWalker) leave(i int) {
	w.endExpression(i)
	l := w.top()
	f := w.f
	switch l.kind {
	case callLevel:
		c := &f.Calls[l.call]
		c.Args = w.args.take(l.args, l.arg, i)
		c.End = max(c.End, int(f.Tokens[min(i, w.limit-1)].End))
	case arrowLevel:
		fn := &f.Functions[l.fn]
		fn.Body.End, fn.End = max(i, fn.Body.Start), max(fn.End, w.endBefore(i))
	case blockLevel:
		w.endBlock(l, i)
	}
	w.levels = w.levels[:len(w.levels)-1]
}

// endBefore gives the end of the last real token before token i.
func (w *pythonWalker) endBefore(i int) int {
	for i > 0 && w.f.Tokens[i-1].Kind >= Newline {
		i--
	}
	return int(w.f.Tokens[max(i-1, 0)].End)
}

func (w *pythonWalker) endBlock(l *pythonLevel, i int) {
	switch l.suiteOf() {
	case 'f':
		fn := &w.f.Functions[l.fn]
		fn.Body.End, fn.End = max(i, fn.Body.Start), max(fn.End, w.endBefore(i))
	case 'c':
		c := &w.f.Classes[l.class]
		c.Body.End, c.End = max(i, c.Body.Start), max(c.End, w.endBefore(i))
	}
}

// suiteOf tells what a block is the body of; call holds it, which a block has no other use for.
func (l *pythonLevel) suiteOf() byte {
	if l.call > 0 {
		return byte(l.call)
	}
	return 'b'
}

func (w *pythonWalker) endExpression(i int) {
	l := w.top()
	l.chain = -1
	from := -1
	for len(w.assigns) > l.base {
		n := len(w.assigns) - 1
		a := &w.f.Assigns[w.assigns[n]]
		if l.kind == blockLevel { // in a = b = c every name is given c
			from = max(from, a.Value.Start)
			a.Value.Start = from
		}
		a.Value.End = max(i, a.Value.Start)
		a.End = w.endBefore(i)
		w.assigns = w.assigns[:n]
	}
}

// endStatement ends a simple statement before token i and starts the next one at token next.
func (w *pythonWalker) endStatement(i, next int) {
	for w.top().kind == arrowLevel {
		w.leave(i)
	}
	w.endExpression(i)
	l := w.top()
	if l.deco >= 0 {
		w.endDecorator(l, i)
	}
	if l.annotate >= 0 {
		l.annotate = -1
	}
	l.start, l.bind, l.last, l.withAt, l.pattern = next, -1, -1, -1, false
}

func (w *pythonWalker) endDecorator(l *pythonLevel, i int) {
	f := w.f
	index := l.last
	if index >= 0 && f.Calls[index].Callee.Start == l.deco && f.Calls[index].Open >= 0 && f.after(f.Calls[index].Open, l.end) == i {
		f.Calls[index].Decorator = true
	} else if i > l.deco {
		index = w.addCall(Call{Callee: Range{l.deco, i}, Open: -1, Decorator: true, Function: l.fn}, i)
	}
	if index >= 0 {
		w.decorators = append(w.decorators, index)
	}
	l.deco = -1
}

func (w *pythonWalker) addCall(c Call, end int) int {
	c.Start, c.End = int(w.f.Tokens[c.Callee.Start].Start), int(w.f.Tokens[end-1].End)
	w.f.Calls = append(w.f.Calls, c)
	return len(w.f.Calls) - 1
}

func (w *pythonWalker) step(i int) int {
	t := &w.f.Tokens[i]
	switch t.Kind {
	case Newline:
		w.newline(i)
	case Indent:
		w.indented(i)
	case Dedent:
		w.dedented(i)
	case Open:
		return w.opening(i)
	case Close:
		w.closing(i)
	case Ident:
		return w.identifier(i)
	case Keyword:
		return w.keyword(i)
	case Punct:
		return w.punct(i)
	default:
		if !(t.Kind == String && w.f.kind(i-1) == String && w.top().chain >= 0) {
			w.operand(i)
		}
		if t.Kind == String {
			w.holes(i)
		}
	}
	return i + 1
}

func (w *pythonWalker) holes(i int) {
	if w.nested > maxHoleDepth {
		return
	}
	l := *w.top()
	w.nested++
	for _, h := range w.f.holesOf(i) {
		w.region(int(h.start), int(h.end), l.fn, l.class, true)
	}
	w.nested--
}

func (w *pythonWalker) operand(i int) { w.top().chain = i }

// settle leaves brackets that were never closed, so that lines count again.
func (w *pythonWalker) settle(i int) {
	for len(w.levels) > 1 && w.top().kind != blockLevel {
		w.leave(i)
	}
}

func (w *pythonWalker) newline(i int) {
	w.settle(i)
	w.endStatement(i, i+1)
	for len(w.levels) > 1 && w.top().inline {
		w.leave(i)
		w.top().start = i + 1
	}
}

func (w *pythonWalker) indented(i int) {
	w.settle(i)
	l := w.top()
	if l.suiteFor == 0 {
		l.suiteFor = 'b'
	}
	w.block(i, false)
}

// block enters the block of the statement just read. i is the token before its first one.
func (w *pythonWalker) block(i int, inline bool) {
	l := w.top()
	if inline && len(w.levels) >= maxLevels {
		w.f.tooDeep(i)
		return
	}
	kind, fn, class := l.suiteFor, l.fn, l.class
	l.suiteFor = 0
	switch kind {
	case 'f':
		fn, class = l.suite, -1
		w.f.Functions[fn].Body = Range{i + 1, i + 1}
	case 'c':
		class = l.suite
		w.f.Classes[class].Body = Range{i + 1, i + 1}
	}
	b := w.enter(blockLevel, i, l.end, fn, class)
	b.inline = inline
	b.call = int(kind)
}

func (w *pythonWalker) dedented(i int) {
	w.settle(i)
	for len(w.levels) > 1 {
		inline := w.top().inline
		w.leave(i)
		if !inline {
			break
		}
	}
	l := w.top()
	l.start, l.chain, l.suiteFor = i+1, -1, 0
}

func (w *pythonWalker) endsOperand(i int) bool {
	switch w.f.kind(i) {
	case Ident, Number, String, Close:
		return true
	case Keyword:
		return w.f.is(i, "None") || w.f.is(i, "True") || w.f.is(i, "False")
	}
	return false
}

func (w *pythonWalker) opening(i int) int {
	f, l := w.f, w.top()
	if len(w.levels) >= maxLevels {
		f.tooDeep(i)
		l.chain = i
		return f.over(i)
	}
	end := f.after(i, l.end)
	if f.Tokens[i].Match > 0 {
		end--
	}
	after := l.chain >= 0 && w.endsOperand(i-1)
	if f.Text[f.Tokens[i].Start] == '(' && after && !l.pattern {
		index := w.addCall(Call{Callee: Range{l.chain, i}, Open: i, Function: l.fn}, i+1)
		l.last = index
		w.enter(callLevel, i, end, l.fn, l.class).call = index
		return i + 1
	}
	if !after || f.Text[f.Tokens[i].Start] == '{' {
		l.chain = i
	}
	pattern := l.pattern
	w.enter(groupLevel, i, end, l.fn, l.class).pattern = pattern
	return i + 1
}

func (w *pythonWalker) closing(i int) {
	for len(w.levels) > 1 && w.top().kind != blockLevel && (w.top().kind == arrowLevel || w.top().end < i || w.unclosed(i)) {
		w.leave(min(i, w.top().end))
	}
	if l := w.top(); len(w.levels) > 1 && l.kind != blockLevel && l.end == i {
		w.leave(i)
	}
}

// unclosed tells whether the innermost bracket was never closed and ends at i because the one around it does.
func (w *pythonWalker) unclosed(i int) bool {
	l := w.top()
	return l.end == i && int(w.f.Tokens[l.open].Match) != i && w.levels[len(w.levels)-2].end == i
}

func (w *pythonWalker) identifier(i int) int {
	f, l := w.f, w.top()
	if f.is(i-1, ".") {
		if l.chain < 0 {
			l.chain = i
		}
		return i + 1
	}
	if l.kind == blockLevel && i == l.start {
		switch {
		case f.is(i, "case") && w.softKeyword(i):
			l.pattern, l.suiteFor = true, 'b'
			return i + 1
		case f.is(i, "match") && w.softKeyword(i):
			l.suiteFor = 'b'
			return i + 1
		}
	}
	w.operand(i)
	return i + 1
}

// softKeyword tells whether the match or case at i starts a statement: the line must go on with an operand and hold
// the colon of a block.
func (w *pythonWalker) softKeyword(i int) bool {
	f, l := w.f, w.top()
	switch k := f.kind(i + 1); {
	case k == Ident, k == String, k == Number, k == Keyword && !f.is(i+1, "in") && !f.is(i+1, "is") && !f.is(i+1, "and") && !f.is(i+1, "or") && !f.is(i+1, "if"):
		return true
	case k == Open, f.is(i+1, "-"), f.is(i+1, "*"):
		for k := i + 1; k < l.end && k < i+200; k++ {
			switch {
			case f.kind(k) == Open:
				k = f.after(k, l.end) - 1
			case f.is(k, ":"):
				return f.is(i, "case") || f.kind(k+1) == Newline
			case f.kind(k) == Newline, f.is(k, "="):
				return false
			}
		}
	}
	return false
}

// scope gives the scope of the innermost function; nothing smaller has names of its own.
func (w *pythonWalker) scope() int {
	if fn := w.top().fn; fn >= 0 {
		return w.f.Functions[fn].scope
	}
	return -1
}

func (w *pythonWalker) bind(start, end int, declares bool) {
	if end > start {
		w.f.binds = append(w.f.binds, bind{target: Range{start, end}, scope: w.scope(), declares: declares})
	}
}

func (w *pythonWalker) keyword(i int) int {
	f, l := w.f, w.top()
	word := f.word(i)
	switch word {
	case "None", "True", "False":
		w.operand(i)
		return i + 1
	}
	l.chain = -1
	switch word {
	case "def":
		return w.def(i)
	case "class":
		return w.class(i)
	case "lambda":
		return w.lambda(i)
	case "import":
		if l.kind == blockLevel && i == l.start {
			return w.importStatement(i)
		}
	case "from":
		if l.kind == blockLevel && i == l.start {
			return w.fromImport(i)
		}
	case "global", "nonlocal":
		for i++; f.kind(i) == Ident; i++ {
			f.globals = append(f.globals, bind{target: Range{i, i + 1}, scope: w.scope()})
			if !f.is(i+1, ",") {
				break
			}
			i++
		}
		return i
	case "for":
		l.bind = i + 1
		if l.kind == blockLevel {
			l.suiteFor = 'b'
		}
	case "in":
		if l.bind >= 0 {
			f.binds = append(f.binds, bind{target: Range{l.bind, i}, scope: w.scope(), comprehension: l.kind != blockLevel, from: l.open, to: l.end})
			l.bind = -1
		}
	case "with":
		l.suiteFor, l.withAt = 'b', i+1
	case "except":
		l.suiteFor = 'b'
	case "as":
		return w.as(i)
	case "if":
		l.pattern = false
		if l.kind == blockLevel && i == l.start {
			l.suiteFor = 'b'
		}
	case "elif", "while", "try", "finally":
		l.suiteFor = 'b'
	case "else":
		if l.kind == blockLevel && i == l.start {
			l.suiteFor = 'b'
		}
	case "async":
		if l.kind == blockLevel && i == l.start {
			l.start = i + 1
		}
	}
	return i + 1
}

// as binds the name of a with item or an exception.
func (w *pythonWalker) as(i int) int {
	f, l := w.f, w.top()
	if l.pattern || f.kind(i+1) != Ident {
		return i + 1
	}
	from := -1
	switch {
	case l.withAt >= 0:
		from = l.withAt
	case l.kind == groupLevel && f.is(l.open-1, "with"):
		from = l.arg
	}
	if from < 0 || f.is(i+2, ".") || f.is(i+2, "[") {
		w.bind(i+1, i+2, false)
		return i + 2
	}
	f.Assigns = append(f.Assigns, Assign{
		Target: Range{i + 1, i + 2}, Value: Range{from, i}, Function: l.fn, scope: w.scope(), Class: -1,
		Start: int(f.Tokens[from].Start), End: int(f.Tokens[i+1].End), declares: true, entered: true,
	})
	return i + 2
}

func (w *pythonWalker) def(i int) int {
	f, l := w.f, w.top()
	start := i
	async := f.is(i-1, "async")
	if async {
		start--
	}
	fn := Function{Class: -1, Outer: l.fn, Async: async, Start: int(f.Tokens[start].Start), End: int(f.Tokens[i].End)}
	if l.class >= 0 && l.kind == blockLevel && l.inClass(w) {
		fn.Class = l.class
	}
	fn.Decorators = append(fn.Decorators, w.decorators...)
	w.decorators = w.decorators[:0]
	i++
	if f.kind(i) != Ident {
		return i
	}
	fn.Name = f.word(i)
	if fn.Class < 0 {
		w.bind(i, i+1, true)
	}
	i++
	if f.is(i, "[") {
		i = f.after(i, l.end)
	}
	fn.scope = f.addScope(len(f.Functions), w.scope(), fn.Start, 0)
	f.Functions = append(f.Functions, fn)
	l.suite, l.suiteFor = len(f.Functions)-1, 'f'
	if !f.is(i, "(") {
		return i
	}
	end := f.after(i, l.end)
	if f.Tokens[i].Match > 0 {
		end--
	}
	w.params(&f.Functions[l.suite], i+1, end)
	// Defaults and annotations belong to the scope outside.
	w.enter(paramsLevel, i, end, l.fn, l.class)
	return i + 1
}

// inClass tells whether a block stands in a class body rather than in a method of it.
func (l *pythonLevel) inClass(w *pythonWalker) bool {
	for k := len(w.levels) - 1; k >= 0; k-- {
		switch w.levels[k].suiteOf() {
		case 'c':
			return true
		case 'f':
			return false
		}
	}
	return false
}

func (w *pythonWalker) params(fn *Function, i, end int) {
	f := w.f
	w.found = w.found[:0]
	defer func() { fn.Params = w.shelf.keep(w.found) }()
	for ; i < end; i++ {
		p := Param{}
		if f.is(i, "*") || f.is(i, "**") {
			i++
		}
		if f.kind(i) == Ident {
			p.Name = f.word(i)
		}
		start := i
		for i < end && !f.is(i, ",") {
			switch {
			case f.kind(i) == Open:
				i = f.after(i, end) - 1
			case f.is(i, ":") && p.Default.End == 0 && p.Type.End == 0 && i == start+1:
				p.Type = Range{i + 1, i + 1}
			case f.is(i, "=") && p.Default.End == 0:
				if p.Type.End > 0 {
					p.Type.End = i
				}
				p.Default = Range{i + 1, i + 1}
			}
			i++
		}
		i = min(i, end)
		if p.Default.End > 0 {
			p.Default.End = i
		} else if p.Type.End > 0 {
			p.Type.End = i
		}
		if p.Name != "" {
			w.found = append(w.found, p)
		}
	}
}

func (w *pythonWalker) class(i int) int {
	f, l := w.f, w.top()
	if l.kind != blockLevel || i != l.start || f.kind(i+1) != Ident {
		return i + 1
	}
	outer := -1
	if l.inClass(w) {
		outer = l.class
	}
	c := Class{Name: f.word(i + 1), Outer: outer, Start: int(f.Tokens[i].Start), End: int(f.Tokens[i+1].End)}
	c.Decorators = append(c.Decorators, w.decorators...)
	w.decorators = w.decorators[:0]
	w.bind(i+1, i+2, true)
	i += 2
	if f.is(i, "[") {
		i = f.after(i, l.end)
	}
	if f.is(i, "(") {
		end := f.after(i, l.end)
		if f.Tokens[i].Match > 0 {
			end--
		}
		for k := i + 1; k < end; k++ {
			start := k
			for k < end && !f.is(k, ",") {
				if f.kind(k) == Open {
					k = f.after(k, end) - 1
				}
				k++
			}
			if k > start && !f.is(start+1, "=") {
				c.Bases = append(c.Bases, Range{start, k})
			}
		}
		w.enter(groupLevel, i, end, l.fn, l.class)
		i++
		l = &w.levels[len(w.levels)-2]
	}
	f.Classes = append(f.Classes, c)
	l.suite, l.suiteFor = len(f.Classes)-1, 'c'
	return i
}

func (w *pythonWalker) lambda(i int) int {
	f, l := w.f, w.top()
	if len(w.levels) >= maxLevels {
		f.tooDeep(i)
		return i + 1
	}
	colon := i + 1
	for colon < l.end && !f.is(colon, ":") && f.kind(colon) != Newline {
		if f.is(colon, "lambda") { // a lambda as a default: its colon comes first
			break
		}
		if f.kind(colon) == Open {
			colon = f.after(colon, l.end)
		} else {
			colon++
		}
	}
	fn := Function{Class: -1, Outer: l.fn, Name: "", Start: int(f.Tokens[i].Start), End: int(f.Tokens[i].End)}
	w.params(&fn, i+1, colon)
	l.chain = i
	fn.scope = f.addScope(len(f.Functions), w.scope(), fn.Start, 0)
	f.Functions = append(f.Functions, fn)
	body := i + 1
	if f.is(colon, ":") {
		body = colon + 1
	}
	f.Functions[len(f.Functions)-1].Body = Range{body, body}
	w.enter(arrowLevel, i, l.end, len(f.Functions)-1, l.class)
	w.top().start = body
	return i + 1
}

func (w *pythonWalker) punct(i int) int {
	f, l := w.f, w.top()
	switch f.word(i) {
	case ".":
		return i + 1
	case ",":
		w.comma(i)
	case ";":
		if l.kind == blockLevel {
			w.endStatement(i, i+1)
		}
	case ":":
		w.colon(i)
	case "=":
		w.assign(i)
	case ":=":
		if l.chain >= 0 {
			w.addAssign(Range{l.chain, i}, i)
		}
		l.chain = -1
	case "@":
		if l.kind == blockLevel && i == l.start {
			l.deco = i + 1
		}
		l.chain = -1
	case "+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**=":
		if l.kind == blockLevel {
			w.bind(l.start, i, false)
		}
		l.chain = -1
	default:
		l.chain = -1
	}
	return i + 1
}

func (w *pythonWalker) comma(i int) {
	for w.top().kind == arrowLevel && !w.lambdaHeader(i) {
		w.leave(i)
	}
	l := w.top()
	l.chain = -1
	if l.bind >= 0 && l.kind != blockLevel { // for a, b in … of a comprehension
		return
	}
	switch l.kind {
	case callLevel:
		w.endExpression(i)
		w.args.add(l.arg, i)
		l.arg = i + 1
	case groupLevel:
		w.endExpression(i)
		l.arg = i + 1
	case blockLevel:
		if l.withAt >= 0 {
			l.withAt = i + 1
		}
	}
}

// lambdaHeader tells whether token i stands among a lambda's parameters.
func (w *pythonWalker) lambdaHeader(i int) bool {
	l := w.top()
	return l.kind == arrowLevel && i < l.start
}

func (w *pythonWalker) colon(i int) {
	f := w.f
	if w.lambdaHeader(i+1) || w.top().kind == arrowLevel && i == w.top().start-1 {
		w.top().chain = -1
		return
	}
	for w.top().kind == arrowLevel {
		w.leave(i)
	}
	l := w.top()
	l.chain = -1
	if l.kind != blockLevel {
		return
	}
	if l.suiteFor != 0 {
		l.pattern = false
		if f.kind(i+1) != Newline {
			w.block(i, true)
		} else {
			l.withAt, l.bind = -1, -1
		}
		return
	}
	if l.annotate < 0 {
		l.annotate = i
	}
}

func (w *pythonWalker) assign(i int) {
	l := w.top()
	l.chain = -1
	if l.kind != blockLevel || l.suiteFor != 0 {
		return
	}
	end := i
	if l.annotate > l.start {
		end = l.annotate
	}
	if end > l.start {
		w.addAssign(Range{l.start, end}, i)
	}
	l.start = i + 1
}

func (w *pythonWalker) addAssign(target Range, i int) {
	f, l := w.f, w.top()
	a := Assign{Target: target, Value: Range{i + 1, i + 1}, Function: l.fn, scope: w.scope(), Class: -1, declares: true, Start: int(f.Tokens[target.Start].Start), End: int(f.Tokens[i].End)}
	if l.kind == blockLevel && l.class >= 0 && l.inClass(w) {
		a.Class = l.class
	}
	f.Assigns = append(f.Assigns, a)
	w.assigns = append(w.assigns, len(f.Assigns)-1)
}

func (w *pythonWalker) importStatement(i int) int {
	f := w.f
	start := int(f.Tokens[i].Start)
	for i++; f.kind(i) == Ident; i++ {
		first := f.word(i)
		module, next := w.dotted(i)
		local := first
		named := f.is(next, "as") && f.kind(next+1) == Ident
		if named {
			local = f.word(next + 1)
			next += 2
		}
		// `import a.b` binds a; Module keeps what was asked for, Resolve knows that the name means its first part.
		f.Imports = append(f.Imports, Import{Local: local, Module: module, Start: start, first: !named && module != first})
		i = next
		if !f.is(i, ",") {
			break
		}
	}
	return i
}

// dotted reads a.b.c at token i.
func (w *pythonWalker) dotted(i int) (string, int) {
	first := i
	for w.f.kind(i) == Ident {
		i++
		if !w.f.is(i, ".") {
			break
		}
		i++
	}
	start, end := w.f.bytesOf(Range{first, i})
	name := w.f.src[start:end]
	if strings.ContainsAny(name, " \t\\\r\n#") {
		return joinWords(w.f, first, i), i
	}
	return name, i
}

func joinWords(f *File, start, end int) string {
	var b strings.Builder
	for ; start < end; start++ {
		b.WriteString(f.word(start))
	}
	return b.String()
}

func (w *pythonWalker) fromImport(i int) int {
	f, l := w.f, w.top()
	start := int(f.Tokens[i].Start)
	dots := ""
	for i++; f.is(i, ".") || f.is(i, "..."); i++ {
		dots += f.word(i)
		if len(dots) > 64 {
			return i
		}
	}
	module, i := w.dotted(i)
	module = dots + module
	if !f.is(i, "import") {
		return i
	}
	i++
	end := l.end
	closed := f.is(i, "(")
	if closed {
		end = f.after(i, l.end)
		i++
	}
	for ; i < end; i++ {
		switch {
		case f.is(i, "*"):
			f.Imports = append(f.Imports, Import{Module: module, Name: "*", Start: start})
		case f.kind(i) == Ident:
			name := f.word(i)
			local := name
			if f.is(i+1, "as") && f.kind(i+2) == Ident {
				local = f.word(i + 2)
				i += 2
			}
			f.Imports = append(f.Imports, Import{Local: local, Module: module, Name: name, Start: start})
		case f.is(i, ","), closed && f.kind(i) == Close:
		default:
			return i
		}
	}
	return i
}
