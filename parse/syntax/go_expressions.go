package syntax

// list reads expressions with commas between.
func (w *goWalker) list(i, end int, head bool) int {
	for {
		i = w.expression(i, end, head)
		if i >= end || !w.f.is(i, ",") {
			return i
		}
		i++
	}
}

// A goOperand is the operand being read.
type goOperand struct {
	start int  // first token; -1 when none has begun
	typ   bool // it can only be a type: []T, map[K]V
	plain bool // it may be the name of a type: T, p.T, T[K]
}

// expression reads one expression, up to what can't be part of it. In a head a brace after a name starts the block.
func (w *goWalker) expression(i, end int, head bool) int {
	f := w.f
	o := goOperand{start: -1}
	for i < end {
		switch f.kind(i) {
		case Newline, Close:
			return i
		case Ident:
			if !f.is(i-1, ".") || o.start < 0 {
				o = goOperand{start: i, plain: true}
			}
			i++
		case Number, String:
			o = goOperand{start: i}
			i++
		case Keyword:
			next := w.operandKeyword(i, end, &o)
			if next == i {
				return i
			}
			i = next
		case Open:
			next := w.bracket(i, end, head, &o)
			if next == i {
				return i
			}
			i = next
		default:
			if endsGoExpression(f.word(i)) {
				return i
			}
			if !f.is(i, ".") {
				o = goOperand{start: -1}
			}
			i++
		}
	}
	return i
}

func endsGoExpression(operator string) bool {
	switch operator {
	case "==", "!=", "<=", ">=":
		return false
	case ",", ";", ":", "++", "--":
		return true
	}
	return operator != "" && operator[len(operator)-1] == '='
}

// operandKeyword reads a function or type at the start of an operand; it stays where it is at other keywords.
func (w *goWalker) operandKeyword(i, end int, o *goOperand) int {
	f := w.f
	switch f.word(i) {
	case "range":
		return i + 1
	case "func":
		next := f.goType(i, end)
		if !f.is(next, "{") || next >= end {
			*o = goOperand{start: i, typ: true}
			return next
		}
		*o = goOperand{start: i}
		return w.function(i, end, false)
	case "map", "chan", "struct", "interface":
		*o = goOperand{start: i, typ: true}
		return f.goType(i, end)
	}
	return i
}

// bracket reads a call, a conversion, an index, a composite literal or a group; it stays where it is when a block starts.
func (w *goWalker) bracket(i, end int, head bool, o *goOperand) int {
	f := w.f
	switch {
	case f.is(i, "{"):
		if o.start < 0 || !o.typ && (!o.plain || head) {
			return i
		}
		return w.composite(i, end, o)
	case f.is(i, "["):
		if o.start < 0 {
			*o = goOperand{start: i, typ: true}
			return w.array(i, end)
		}
		return w.inside(i, end, nil)
	case f.is(i-1, "."): // x.(T)
		o.plain = false
		return min(w.closing(i, end)+1, end)
	case o.start < 0:
		*o = goOperand{start: i, typ: f.groupedType(i)}
		return w.inside(i, end, nil)
	case o.typ:
		*o = goOperand{start: o.start}
		return w.inside(i, end, nil)
	}
	callee := Range{o.start, i}
	*o = goOperand{start: o.start}
	return w.call(callee, i, end, false)
}

// array reads a type that starts with a bracket, in which the length may be computed.
func (w *goWalker) array(i, end int) int {
	next := w.inside(i, end, nil)
	if w.f.Tokens[i].Match < 0 {
		return next
	}
	return w.f.goType(i, end)
}

// groupedType tells whether brackets hold a type that is no name, as in (*[]byte)(x) and (func())(x).
func (f *File) groupedType(i int) bool {
	for i++; f.is(i, "*"); i++ {
	}
	switch f.word(i) {
	case "[", "func", "map", "chan", "struct", "interface":
		next := f.goType(i, len(f.Tokens))
		return f.is(next, ")")
	}
	return false
}

func (w *goWalker) call(callee Range, i, end int, literal bool) int {
	f := w.f
	index := len(f.Calls)
	f.Calls = append(f.Calls, Call{Callee: callee, Open: i, New: literal, Function: w.fn, Start: int(f.Tokens[callee.Start].Start), End: int(f.Tokens[i].End)})
	var args []Range
	next := w.inside(i, end, &args)
	c := &f.Calls[index]
	c.Args, c.End = args, max(c.End, int(f.Tokens[max(next-1, i)].End))
	return next
}

// composite reads T{…}. Of a named type it is listed as a call.
func (w *goWalker) composite(i, end int, o *goOperand) int {
	start, named := o.start, o.plain
	*o = goOperand{start: start}
	if named {
		return w.call(Range{start, i}, i, end, true)
	}
	return w.inside(i, end, nil)
}

// inside reads what stands in brackets, item by item; args takes the items. An item that starts with a brace is a composite
// literal whose type is left out.
func (w *goWalker) inside(i, end int, args *[]Range) int {
	f := w.f
	if !w.enter(i) {
		return f.over(i)
	}
	stop := w.closing(i, end)
	base, item := len(w.args.open), i+1
	for i++; i < stop; {
		switch {
		case f.is(i, "{"):
			i = w.inside(i, stop, nil)
		case f.is(i, ","):
			if args != nil {
				w.args.add(item, i)
			}
			i++
			item = i
		default:
			i = max(w.expression(i, stop, false), i)
			if i < stop && !f.is(i, ",") && !f.is(i, "{") {
				i++ // the colon of a pair or slice, or what doesn't belong here
			}
		}
	}
	if args != nil {
		last := stop
		for last > item && f.kind(last-1) == Newline {
			last--
		}
		*args = w.args.take(base, item, last)
	}
	w.depth--
	return min(stop+1, end)
}
