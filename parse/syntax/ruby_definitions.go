package syntax

// construct reads what starts with a keyword. With done nothing can hang on it.
func (w *rubyWalker) construct(i, end int, m rubyMode) (next int, done bool) {
	f := w.f
	if !w.deeper(i) {
		return end, true
	}
	defer func() { w.depth-- }()
	switch f.word(i) {
	case "def":
		return w.def(i, end), false
	case "class", "module":
		return w.classOf(i, end), false
	case "if", "unless":
		return w.untilEnd(i, w.condition(i+1, end, 0), end), false
	case "while", "until":
		return w.untilEnd(i, w.condition(i+1, end, noDo), end), false
	case "for":
		return w.forIn(i, end), false
	case "case":
		k := i + 1
		if f.kind(k) != Newline {
			k = w.condition(k, end, 0)
		}
		return w.untilEnd(i, k, end), false
	case "begin":
		return w.untilEnd(i, i+1, end), false
	case "super":
		if f.is(i+1, "(") && f.touches(i+1) && i+1 < end || w.startsArgument(i+1, end) || w.startsBlock(i+1, end, m) {
			return w.call(Call{Callee: Range{i, i + 1}}, i+1, end, m)
		}
	case "yield":
		if f.is(i+1, "(") && f.touches(i+1) && i+1 < end {
			return w.list(i+1, end, nil), false
		}
		next = w.values(i+1, end, m)
		return next, next > i+1
	case "return", "break", "next":
		return w.values(i+1, end, m), true
	case "alias":
		return min(i+3, end), true
	case "undef":
		return min(i+2, end), true
	case "BEGIN", "END":
		if f.is(i+1, "{") && i+1 < end {
			return w.block(i+1, end), true
		}
	}
	return i + 1, false
}

// values reads what is returned.
func (w *rubyWalker) values(i, end int, m rubyMode) int {
	f := w.f
	if i < end && f.kind(i) == Keyword && !w.startsArgument(i, end) && !f.is(i, "if") {
		switch f.word(i) {
		case "while", "begin", "case":
		default:
			return i
		}
	} else if i < end && (f.is(i, "if") || f.is(i, ",") || f.is(i, ".") || f.kind(i) == Newline || f.kind(i) == Close) {
		return i
	}
	for i < end {
		i = max(w.element(i, end, m), i)
		if i >= end || !f.is(i, ",") {
			break
		}
		i++
	}
	return i
}

// untilEnd reads the parts of a block up to its `end`, which becomes the partner of the keyword it closes.
func (w *rubyWalker) untilEnd(opener, i, end int) int {
	f := w.f
	for i < end {
		if i = w.statements(i, end); i >= end {
			break
		}
		switch f.word(i) {
		case "end":
			f.Tokens[opener].Match, f.Tokens[i].Match = int32(i), int32(opener)
			return i + 1
		case "elsif":
			i = max(w.condition(i+1, end, 0), i+1)
		case "when":
			i = w.values(i+1, end, 0)
		case "rescue":
			i = w.rescue(i+1, end)
		case "in":
			i = w.pattern(i+1, end)
		default: // else, ensure
			i++
		}
	}
	f.fail(int(f.Tokens[opener].Start), "`"+f.word(opener)+"` has no end")
	return end
}

// rescue reads the classes of the errors that are caught, and the name they get.
func (w *rubyWalker) rescue(i, end int) int {
	f := w.f
	for i < end && f.kind(i) != Newline && !f.is(i, "then") && !f.is(i, ";") {
		if f.is(i, "=>") {
			w.unknown(Range{i + 1, min(i+2, end)})
			i++
			if next := w.expression(i, end, 0); next > i {
				i = next
			}
			break
		}
		if f.is(i, ",") {
			i++
			continue
		}
		next := w.expression(i, end, 0)
		if next <= i {
			break
		}
		i = next
	}
	return i
}

// pattern passes over what a value is matched with, and reads its guard.
func (w *rubyWalker) pattern(i, end int) int {
	f := w.f
	start := i
	for i < end && f.kind(i) != Newline && !f.is(i, "then") && !f.is(i, ";") {
		switch {
		case f.kind(i) == Open:
			i = min(f.over(i), end)
			continue
		case f.kind(i) == Keyword && (f.is(i, "if") || f.is(i, "unless")):
			w.unknown(Range{start, i})
			return max(w.condition(i+1, end, 0), i+1)
		case f.kind(i) == Keyword && (f.is(i, "and") || f.is(i, "or")):
			return max(w.condition(i+1, end, 0), i+1)
		case f.kind(i) == Close:
			return i
		}
		i++
	}
	w.unknown(Range{start, i})
	return i
}

func (w *rubyWalker) forIn(i, end int) int {
	f := w.f
	k := i + 1
	for k < end && !f.is(k, "in") && f.kind(k) != Newline {
		k++
	}
	w.unknown(Range{i + 1, k})
	if f.is(k, "in") && k < end {
		k = w.condition(k+1, end, noDo)
	}
	return w.untilEnd(i, k, end)
}

// inside reads the body of a function with read, which gives the token behind it.
func (w *rubyWalker) inside(index int, read func() int) int {
	fn, scope, body := w.fn, w.scope, w.body
	w.fn, w.scope, w.body = index, w.f.Functions[index].scope, false
	next := read()
	w.fn, w.scope, w.body = fn, scope, body
	return next
}

// addFunction starts a function at token i. What a method knows of names outside are constants only.
func (w *rubyWalker) addFunction(i, outer int) int {
	f := w.f
	index := len(f.Functions)
	fn := Function{Class: -1, Outer: w.fn, Start: int(f.Tokens[i].Start), End: int(f.Tokens[i].End), Body: Range{i + 1, i + 1}}
	fn.scope = f.addScope(index, outer, fn.Start, 0)
	f.Functions = append(f.Functions, fn)
	return index
}

// finish notes where a function's body stands; behind is the token behind the function.
func (w *rubyWalker) finish(index int, body Range, behind int) {
	f := w.f
	fn := &f.Functions[index]
	fn.Body = Range{body.Start, max(body.Start, body.End)}
	fn.End = max(fn.End, int(f.Tokens[max(behind-1, 0)].End))
}

func (w *rubyWalker) def(i, end int) int {
	f := w.f
	index := w.addFunction(i, -1)
	k := i + 1
	if f.is(k+1, ".") {
		k += 2
	}
	if k >= end {
		return end
	}
	fn := &f.Functions[index]
	fn.Name = f.word(k)
	if w.body {
		fn.Class = w.class
	} else if w.class < 0 && w.fn < 0 {
		f.binds = append(f.binds, bind{target: Range{k, k + 1}, scope: w.scope, declares: true})
	}
	k++
	return w.inside(index, func() int {
		switch {
		case f.is(k, "(") && k < end:
			k = min(w.params(index, k+1, w.closing(k, end), 0)+1, end)
		case k < end && f.kind(k) != Newline && !f.is(k, ";") && !f.is(k, "="):
			k = w.params(index, k, end, 0)
		}
		if f.is(k, "=") && k < end { // def a = b
			next := max(w.condition(k+1, end, 0), k+1)
			w.finish(index, Range{k + 1, next}, next)
			return next
		}
		next := w.untilEnd(i, k, end)
		w.finish(index, Range{k, next - 1}, next)
		return next
	})
}

// params reads parameters up to stop, the end of a line, or the | of a block.
func (w *rubyWalker) params(index, i, stop int, m rubyMode) int {
	f := w.f
	first := len(w.found)
	for i < stop && f.kind(i) != Newline && !f.is(i, "|") {
		switch {
		case f.is(i, "*"), f.is(i, "**"), f.is(i, "&"), f.is(i, ","), f.is(i, "..."), f.is(i, ";"):
			if f.is(i, ";") && m&noPipe == 0 {
				goto done
			}
			i++
		case f.is(i, "("):
			f.Functions[index].patterns = append(f.Functions[index].patterns, Range{i, f.after(i, stop)})
			i = f.after(i, stop)
		case f.kind(i) == Ident:
			i = w.param(i, stop, m)
		default:
			i++
		}
	}
done:
	f.Functions[index].Params = w.shelf.keep(w.found[first:])
	w.found = w.found[:first]
	return i
}

func (w *rubyWalker) param(i, stop int, m rubyMode) int {
	f := w.f
	at := len(w.found)
	w.found = append(w.found, Param{Name: f.word(i)})
	i++
	switch {
	case f.is(i, ":") && i < stop:
		if i++; i >= stop || f.is(i, ",") || f.is(i, "|") || f.kind(i) == Newline {
			return i
		}
	case f.is(i, "=") && i < stop:
		i++
	default:
		return i
	}
	next := max(w.expression(i, stop, m), i)
	w.found[at].Default = Range{i, next}
	return next
}

// block reads { |a| … } or do |a| … end.
func (w *rubyWalker) block(i, end int) int {
	f := w.f
	if !w.deeper(i) {
		if f.kind(i) == Open {
			return f.over(i)
		}
		return end
	}
	defer func() { w.depth-- }()
	index := w.addFunction(i, w.scope)
	return w.inside(index, func() int { return w.blockBody(index, i, i+1, end) })
}

// blockBody reads the parameters and statements of the block that token i opens.
func (w *rubyWalker) blockBody(index, i, k, end int) int {
	f := w.f
	stop := end
	if f.kind(i) == Open {
		stop = w.closing(i, end)
	}
	if f.is(k, "|") && k < stop {
		k = min(w.params(index, k+1, stop, noPipe)+1, stop)
	} else if f.is(k, "||") && k < stop {
		k++
	}
	if f.kind(i) != Open {
		next := w.untilEnd(i, k, end)
		w.finish(index, Range{k, next - 1}, next)
		return next
	}
	for n := k; n < stop; n++ {
		n = w.statements(n, stop)
	}
	next := min(stop+1, end)
	w.finish(index, Range{k, stop}, next)
	return next
}

// lambda reads ->(a) { … }.
func (w *rubyWalker) lambda(i, end int) int {
	f := w.f
	index := w.addFunction(i, w.scope)
	return w.inside(index, func() int {
		k := i + 1
		if f.is(k, "(") && k < end {
			k = min(w.params(index, k+1, w.closing(k, end), 0)+1, end)
		} else {
			stop := k
			for stop < end && !f.is(stop, "{") && !f.is(stop, "do") && f.kind(stop) != Newline {
				stop++
			}
			k = w.params(index, k, stop, 0)
		}
		if k >= end || !f.is(k, "{") && !f.is(k, "do") {
			return k
		}
		return w.blockBody(index, k, k+1, end)
	})
}

// classOf reads a class or module. What `class << self` holds belongs to the class around.
func (w *rubyWalker) classOf(i, end int) int {
	f := w.f
	k := i + 1
	if f.is(k, "<<") {
		return w.untilEnd(i, w.expression(k+1, end, 0), end)
	}
	first := k
	for k < end && (f.kind(k) == Ident || f.is(k, "::")) {
		k++
	}
	if k == first {
		return k
	}
	class, body, scope := w.class, w.body, w.scope
	index := len(f.Classes)
	f.Classes = append(f.Classes, Class{Name: f.word(k - 1), Outer: class, Start: int(f.Tokens[i].Start), End: int(f.Tokens[k-1].End)})
	f.binds = append(f.binds, bind{target: Range{k - 1, k}, scope: -1, declares: true})
	if f.is(k, "<") && k < end {
		next := max(w.expression(k+1, end, 0), k+1)
		if next > k+1 {
			f.Classes[index].Bases = []Range{{k + 1, next}}
		}
		k = next
	}
	w.class, w.body = index, true
	next := w.untilEnd(i, k, end)
	w.class, w.body, w.scope = class, body, scope
	c := &f.Classes[index]
	c.Body = Range{k, max(next-1, k)}
	c.End = max(c.End, int(f.Tokens[max(next-1, 0)].End))
	return next
}
