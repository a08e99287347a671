package syntax

func (w *javascriptWalker) class(i int) int {
	f := w.f
	w.autoSemicolon(i)
	l := w.top()
	w.endOperand(i)
	c := Class{Outer: l.class, Start: int(f.Tokens[i].Start), End: int(f.Tokens[i].End)}
	if len(w.decorators) > 0 {
		c.Decorators = append(c.Decorators, w.decorators...)
		w.decorators = w.decorators[:0]
	}
	next := i + 1
	if f.kind(next) == Ident && !f.is(next, "implements") {
		c.Name = f.word(next)
		if l.statement || f.is(i-1, "default") || f.is(i-1, "abstract") || f.is(i-1, "export") {
			w.bind(next, next+1)
			f.binds[len(f.binds)-1].declares = true
		}
		next++
	} else {
		c.Name = w.boundName()
	}
	if f.is(next, "<") && f.Tokens[next].Match > 0 {
		next = int(f.Tokens[next].Match) + 1
	}
	l.inCase = false
	f.Classes = append(f.Classes, c)
	l.pending = len(f.Classes) - 1
	return next
}

// implements skips the types after `implements`, up to the class body.
func (w *javascriptWalker) implements(i int) int {
	w.endBases(i)
	w.endOperand(i)
	end := w.top().end
	for i++; i < end; i++ {
		next := w.skipType(i, end)
		if !w.f.is(next, ",") {
			return next
		}
		i = next
	}
	return i
}

func (w *javascriptWalker) endBases(i int) {
	l := w.top()
	if l.base0 >= 0 && i > l.base0 {
		end := i
		if w.f.is(i-1, ">") && w.f.Tokens[i-1].Match >= int32(l.base0) {
			end = int(w.f.Tokens[i-1].Match)
		}
		c := &w.f.Classes[l.pending]
		c.Bases = append(c.Bases, Range{l.base0, end})
	}
	l.base0 = -1
}

func (w *javascriptWalker) enum(i int) int {
	f, l := w.f, w.top()
	open := i + 2
	if !f.is(open, "{") {
		return i + 1
	}
	w.bind(i+1, i+2)
	f.binds[len(f.binds)-1].declares = true
	end := f.after(open, l.end)
	last := int(f.Tokens[end-1].End)
	if f.Tokens[open].Match > 0 {
		end--
	}
	f.Classes = append(f.Classes, Class{
		Name: f.word(i + 1), Outer: l.class, Body: Range{open + 1, end},
		Start: int(f.Tokens[i].Start), End: last,
	})
	w.enter(enumLevel, open, end, l.fn, len(f.Classes)-1)
	return open + 1
}

func (w *javascriptWalker) decorator(i int) int {
	f := w.f
	w.autoSemicolon(i)
	l := w.top()
	start := i + 1
	end := start
	if f.kind(start) == Open {
		end = f.after(start, l.end)
	} else {
		for end < l.end && (f.kind(end) == Ident || f.kind(end) == Keyword) {
			end++
			if !f.is(end, ".") {
				break
			}
			end++
		}
	}
	if end <= start {
		return i + 1
	}
	c := Call{Callee: Range{start, end}, Open: -1, Decorator: true, Function: l.fn}
	if f.is(end, "<") && f.Tokens[end].Match > 0 {
		end = int(f.Tokens[end].Match) + 1
	}
	called := f.is(end, "(")
	if called {
		c.Open = end
	}
	index := w.addCall(c, start, end)
	if l.kind != paramsLevel {
		w.decorators = append(w.decorators, index)
	}
	if !called {
		return end
	}
	stop := f.after(end, l.end)
	if f.Tokens[end].Match > 0 {
		stop--
	}
	class := l.class
	w.enter(callLevel, end, stop, l.fn, class).call = index
	return end + 1
}
