package syntax

// expression reads one expression up to what can't be part of it.
func (w *rubyWalker) expression(i, end int, m rubyMode) int {
	f := w.f
	if !w.deeper(i) {
		return end
	}
	defer func() { w.depth-- }()
	if len(w.late) > 0 && i < len(f.Tokens) {
		w.readLate(int(f.Tokens[i].Start))
	}
	operand := -1 // first token of the one just read
	for i < end {
		switch f.kind(i) {
		case Newline, Close:
			return i
		case Keyword:
			switch word := f.word(i); {
			case word == "not" || word == "defined?":
				operand = -1
				i++
				continue
			case operand >= 0 || !rubyOperand(word):
				return i
			}
			operand, i = i, w.operand(i, end, m)
		case Punct:
			if f.is(i, "->") || operand < 0 && (f.is(i, "::") || f.is(i, "-") && f.kind(i+1) == Number && f.touches(i+1)) {
				operand, i = i, w.operand(i, end, m)
				continue
			}
			next, done := w.operator(i, end, m, operand)
			if done {
				return next
			}
			operand, i = -1, next
		default:
			if operand >= 0 {
				return i
			}
			operand, i = i, w.operand(i, end, m)
		}
	}
	return i
}

// operator passes over an operator, or ends the expression: at what is none, and behind a value or the last choice.
func (w *rubyWalker) operator(i, end int, m rubyMode, operand int) (next int, done bool) {
	f := w.f
	switch word := f.word(i); word {
	case ",", ";", "=>", ":":
		return i, true
	case "|":
		if m&noPipe != 0 {
			return i, true
		}
		return i + 1, false
	case "?":
		i = w.expression(i+1, end, m&^noAssign)
		if f.is(i, ":") && i < end {
			i = max(w.expression(i+1, end, m&^noAssign), i+1)
		}
		return i, true
	case "<<": // a text or a list that grows is more than what it was made of
		if operand == i-1 && f.kind(operand) == Ident {
			f.binds = append(f.binds, bind{target: Range{operand, i}, scope: w.scope})
		}
	case "=", "||=", "&&=", "+=", "-=", "*=", "/=", "%=", "**=", "|=", "&=", "^=", "<<=", ">>=":
		if operand < 0 || m&noAssign != 0 {
			return i, true
		}
		return w.assign(operand, i, end, m), true
	}
	return i + 1, false
}

func rubyOperand(word string) bool {
	switch word {
	case "alias", "begin", "break", "case", "class", "def", "false", "for", "if", "module", "next", "nil", "redo", "retry", "return",
		"self", "super", "true", "undef", "unless", "until", "while", "yield", "BEGIN", "END", "__FILE__", "__LINE__":
		return true
	}
	return false
}

// operand reads one with all that hangs on it: calls, items, blocks.
func (w *rubyWalker) operand(i, end int, m rubyMode) int {
	f := w.f
	start := i
	switch f.kind(i) {
	case Ident:
		next, done := w.name(i, end, m)
		if done {
			return next
		}
		i = next
	case String:
		i = w.strings(i, end)
	case Regex:
		w.holes(i)
		i++
	case Open:
		i = w.bracket(i, end)
	case Keyword:
		next, done := w.construct(i, end, m)
		if done {
			return next
		}
		i = next
	case Punct:
		if f.is(i, "->") {
			i = w.lambda(i, end)
		} else {
			i++ // ::A, -1
			if k := f.kind(i); (k == Ident || k == Number) && i < end {
				i++
			}
		}
	default:
		i++
	}
	return w.postfix(start, i, end, m)
}

// strings reads literals that stand side by side. What a shell runs is a call.
func (w *rubyWalker) strings(i, end int) int {
	f := w.f
	for first := i; i < end && f.kind(i) == String && (i == first || f.quote(i) != ':'); i++ {
		if f.quote(i) == '`' {
			w.shell(i)
		}
		w.holes(i)
	}
	return i
}

func (w *rubyWalker) shell(i int) {
	t := w.f.Tokens[i]
	w.f.Calls = append(w.f.Calls, Call{Callee: Range{i, i + 1}, Args: []Range{{i, i + 1}}, Open: -1, Function: w.fn, Start: int(t.Start), End: int(t.End), stop: i + 1})
}

// quote tells kinds of string by a letter: ' " and : for symbols, ` for commands, ? for characters, w and W for lists, < for
// heredocs.
func (f *File) quote(i int) byte {
	word := f.word(i)
	switch {
	case word == "":
		return 0
	case word[0] == '%' && len(word) > 2:
		switch word[1] {
		case 'w', 'i':
			return 'w'
		case 'W', 'I':
			return 'W'
		case 'x':
			return '`'
		case 'q':
			return '\''
		case 's':
			return ':'
		}
		return '"'
	case word[0] == '<' && word[len(word)-1] == '`':
		return '`'
	}
	return word[0]
}

// bracket reads a group, a list or a hash.
func (w *rubyWalker) bracket(i, end int) int {
	if !w.f.is(i, "(") {
		return w.list(i, end, nil)
	}
	if !w.deeper(i) {
		return w.f.over(i)
	}
	stop := w.closing(i, end)
	for k := i + 1; k < stop; k++ {
		k = w.statements(k, stop)
	}
	w.depth--
	return min(stop+1, end)
}

// list reads what stands in brackets, item by item; args takes the items.
func (w *rubyWalker) list(i, end int, args *[]Range) int {
	if !w.deeper(i) {
		return w.f.over(i)
	}
	stop := w.closing(i, end)
	base := len(w.args.open)
	for i++; i < stop; {
		next := max(w.element(i, stop, 0), i)
		if args != nil {
			w.args.add(i, next)
		}
		if i = next; i < stop {
			i++ // the comma, or what doesn't belong here
		}
	}
	if args != nil {
		*args = w.args.take(base, stop, stop)
	}
	w.depth--
	return min(stop+1, end)
}

// element reads what can stand in a list: a value, a pair, a splat, a block's name.
func (w *rubyWalker) element(i, end int, m rubyMode) int {
	f := w.f
	if f.labels(i) {
		if f.kind(i) == String {
			w.holes(i)
		}
		if i += 2; i >= end || f.is(i, ",") || f.kind(i) == Newline || f.kind(i) == Close {
			return min(i, end)
		}
		return w.expression(i, end, m)
	}
	next := w.expression(i, end, m)
	if f.is(next, "=>") && next < end {
		next = w.expression(next+1, end, m)
	}
	return next
}

// labels tells whether token i is the key of a pair that a colon ends: `a: 1`, `"a": 1`.
func (f *File) labels(i int) bool {
	if !f.is(i+1, ":") || f.Tokens[i].End != f.Tokens[i+1].Start {
		return false
	}
	switch f.kind(i) {
	case Ident:
		return true
	case String:
		return f.Text[f.Tokens[i].Start] == '"' || f.Text[f.Tokens[i].Start] == '\''
	}
	return false
}

// touches tells whether no space stands before token i.
func (f *File) touches(i int) bool { return i > 0 && f.Tokens[i-1].End == f.Tokens[i].Start }

// name reads a plain name and the call it may be. With done nothing more can hang on it.
func (w *rubyWalker) name(i, end int, m rubyMode) (next int, done bool) {
	f := w.f
	c := f.Text[f.Tokens[i].Start]
	if c == '@' || c == '$' {
		return i + 1, false
	}
	constant := c >= 'A' && c <= 'Z'
	switch {
	case f.is(i+1, "(") && f.touches(i+1) && i+1 < end, w.startsArgument(i+1, end):
		return w.call(Call{Callee: Range{i, i + 1}}, i+1, end, m)
	case w.startsBlock(i+1, end, m) && !constant, f.marked(i) && !f.is(i+1, "::"):
		return w.call(Call{Callee: Range{i, i + 1}}, i+1, end, m)
	}
	return i + 1, false
}

// marked tells whether a name ends in ? or !, as only methods' do.
func (f *File) marked(i int) bool {
	c := f.Text[f.Tokens[i].End-1]
	return c == '?' || c == '!'
}

// call reads the arguments and the block of a call whose callee ends before token i.
func (w *rubyWalker) call(c Call, i, end int, m rubyMode) (next int, done bool) {
	f := w.f
	index := len(f.Calls)
	c.Open, c.Function = -1, w.fn
	c.Start, c.End = f.bytesOf(Range{c.Callee.Start, i})
	f.Calls = append(f.Calls, c)
	f.callAt[c.Callee.End] = int32(index + 1)
	var args []Range
	switch {
	case f.is(i, "(") && f.touches(i) && i < end:
		f.Calls[index].Open = i
		i = w.list(i, end, &args)
	case w.startsArgument(i, end):
		i, args = w.command(i, end, m)
		done = true
	}
	_, stop := f.bytesOf(Range{c.Callee.Start, i})
	if w.startsBlock(i, end, m) && !(done && f.is(i, "{")) {
		f.Calls[index].block = len(f.Functions) + 1
		i = w.block(i, end)
		done = false
	}
	call := &f.Calls[index]
	call.Args, call.End, call.stop = args, max(call.End, stop), i
	return i, done
}

// command reads arguments without brackets.
func (w *rubyWalker) command(i, end int, m rubyMode) (next int, args []Range) {
	if !w.deeper(i) {
		return end, nil
	}
	base := len(w.args.open)
	for {
		next := max(w.element(i, end, m&noPipe|noDo), i)
		w.args.add(i, next)
		i = next
		if i >= end || !w.f.is(i, ",") {
			break
		}
		i++
	}
	w.depth--
	return i, w.args.take(base, i, i)
}

// startsArgument tells whether what stands behind a name is its first argument.
func (w *rubyWalker) startsArgument(i, end int) bool {
	f := w.f
	if i >= end || f.touches(i) && f.kind(i) != String {
		return false
	}
	switch f.kind(i) {
	case Ident, Number, String, Regex:
		return true
	case Keyword:
		switch f.word(i) {
		case "nil", "true", "false", "self", "super", "yield", "not", "defined?", "def", "case", "begin", "__FILE__", "__LINE__":
			return true
		}
	case Open:
		return !f.is(i, "{")
	case Punct:
		switch f.word(i) {
		case "->", "!", "~":
			return true
		case "-", "*", "&", "**", "::":
			return i+1 < end && f.touches(i+1) && f.kind(i+1) != Newline
		case "...":
			return false
		}
	}
	return false
}

func (w *rubyWalker) startsBlock(i, end int, m rubyMode) bool {
	return i < end && (w.f.is(i, "{") || m&noDo == 0 && w.f.is(i, "do") && w.f.kind(i) == Keyword)
}

// postfix reads methods and items of the operand that starts at token start.
func (w *rubyWalker) postfix(start, i, end int, m rubyMode) int {
	f := w.f
	for i < end {
		switch {
		case f.is(i, "."), f.is(i, "&."), f.is(i, "::"):
			if f.is(i+1, "(") && i+1 < end { // a.(b)
				next, _ := w.call(Call{Callee: Range{start, i}}, i+1, end, m)
				i = next
				continue
			}
			if k := f.kind(i + 1); k != Ident && k != Keyword || i+1 >= end {
				return i + 1
			}
			next, done := w.method(start, i+1, end, m)
			if done {
				return next
			}
			i = next
		case f.is(i, "[") && f.touches(i):
			i = w.list(i, end, nil)
		default:
			return i
		}
	}
	return i
}

// method reads the call of the method named at token k, or passes over a constant.
func (w *rubyWalker) method(start, k, end int, m rubyMode) (next int, done bool) {
	f := w.f
	c := f.Text[f.Tokens[k].Start]
	called := f.is(k+1, "(") && f.touches(k+1) && k+1 < end
	if f.is(k-1, "::") && c >= 'A' && c <= 'Z' && !called {
		if !w.startsArgument(k+1, end) || f.kind(k+1) != String {
			return k + 1, false
		}
	}
	if f.is(k, "new") && f.constant(start, k-1) {
		return w.call(Call{Callee: Range{start, k - 1}, New: true}, k+1, end, m)
	}
	return w.call(Call{Callee: Range{start, k + 1}}, k+1, end, m)
}

// constant tells whether tokens are the name of a class: A::B.
func (f *File) constant(start, end int) bool {
	for i := start; i < end; i++ {
		if f.is(i, "::") {
			continue
		}
		if c := f.Text[f.Tokens[i].Start]; f.kind(i) != Ident || c < 'A' || c > 'Z' {
			return false
		}
	}
	return end > start
}
