package syntax

// opening reads a ( [ { or the < of a JSX element.
func (w *javascriptWalker) opening(i int) int {
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
	switch f.Text[f.Tokens[i].Start] {
	case '<':
		if l.kind != tagLevel {
			w.operand(i)
			l = w.top()
		}
		w.enter(tagLevel, i, end, l.fn, l.class)
	case '[':
		if l.key && (l.kind == classLevel || l.kind == objectLevel) {
			if l.kind == classLevel && l.chain >= 0 && f.breaksBefore(i) {
				w.endStatement(i)
				l = w.top()
			}
			l.chain, l.last = i, -1
		} else if l.chain < 0 || !w.endsOperand(i-1) && !f.is(i-1, "?.") {
			l.chain = i
		}
		l.statement = false
		w.enter(groupLevel, i, end, l.fn, l.class)
	case '{':
		return w.brace(i, end)
	default:
		return w.parenthesis(i, end)
	}
	return i + 1
}

func (w *javascriptWalker) brace(i, end int) int {
	f, l := w.f, w.top()
	switch {
	case l.kind == tagLevel:
		w.enter(groupLevel, i, end, l.fn, l.class)
	case l.pending >= 0 && !(l.base0 == i):
		w.endBases(i)
		w.endOperand(i)
		c := l.pending
		l.pending = -1
		f.Classes[c].Body = Range{i + 1, end}
		f.Classes[c].End = int(f.Tokens[min(end, len(f.Tokens)-1)].End)
		w.enter(classLevel, i, end, l.fn, c)
	case l.kind == classLevel && l.key, // static { … }
		l.statement && (l.kind == blockLevel), l.kind == blockLevel && l.chain >= 0 && w.endsOperand(i-1):
		w.endOperand(i)
		scope := f.addScope(l.fn, l.scope, int(f.Tokens[i].Start), int(f.Tokens[min(end, len(f.Tokens)-1)].End))
		w.enter(blockLevel, i, end, l.fn, l.class).scope = scope
	default:
		if l.chain < 0 {
			l.chain = i
		}
		l.statement = false
		w.enter(objectLevel, i, end, l.fn, l.class)
	}
	return i + 1
}

func (w *javascriptWalker) parenthesis(i, end int) int {
	f, l := w.f, w.top()
	if l.head {
		l.head, l.statement = false, false
		w.endOperand(i)
		catches := f.is(i-1, "catch")
		h := w.enter(headLevel, i, end, l.fn, l.class)
		h.binding = catches
		if catches {
			w.bind(i+1, end)
			f.binds[len(f.binds)-1].local = true
		}
		return i + 1
	}
	keyed := l.key && (l.kind == classLevel || l.kind == objectLevel)
	if keyed && (l.chain >= 0 || f.kind(i-1) == String || f.is(i-1, ">")) {
		return w.method(i)
	}
	called := l.chain >= 0 && (w.endsOperand(i-1) || f.is(i-1, "?."))
	if called && f.is(i-1, "}") && l.chain == i-1 {
		called = false
	}
	arrow := false
	if !called || f.is(i-1, "async") && l.chain == i-1 || f.is(i-1, ">") {
		arrow = w.arrowAfter(i, end)
	}
	if arrow {
		start := i
		if called {
			start = l.chain
		}
		chain := l.chain
		l.chain = -1
		name := w.boundName()
		l.chain = chain
		if l.chain < 0 {
			l.chain = i
		}
		l.statement = false
		w.addFunction(Function{Name: name, Class: -1, Async: f.is(start, "async")}, start, i).arrow = true
		return i + 1
	}
	if !called {
		if l.chain >= 0 && !f.is(i-1, "?.") {
			w.endOperand(i)
			l = w.top()
		}
		l.chain = i
		l.statement = false
		w.enter(groupLevel, i, end, l.fn, l.class)
		return i + 1
	}
	first := l.chain
	c := Call{Callee: Range{l.chain, w.calleeEnd(i)}, Open: i, Function: l.fn}
	if l.newAt >= 0 {
		c.New, first = true, l.newAt
		l.newAt, l.chain = -1, first
	}
	index := w.addCall(c, first, i+1)
	fn, class := l.fn, l.class
	w.enter(callLevel, i, end, fn, class).call = index
	return i + 1
}

// calleeEnd gives where the callee before token i ends, without type arguments, `?.` and `!`… of TypeScript stay.
func (w *javascriptWalker) calleeEnd(i int) int {
	if w.f.is(i-1, ">") && w.f.Tokens[i-1].Match >= 0 {
		i = int(w.f.Tokens[i-1].Match)
	}
	if w.f.is(i-1, "?.") {
		i--
	}
	return i
}

// closing reads a ) ] } or the end of a JSX element.
func (w *javascriptWalker) closing(i int) int {
	for len(w.levels) > 1 && (w.top().kind == arrowLevel || w.top().end < i || w.unclosed(i)) {
		w.leave(min(i, w.top().end))
	}
	l := w.top()
	if len(w.levels) == 1 || l.end != i {
		return i + 1
	}
	kind, fn, arrow := l.kind, l.fn, l.arrow
	w.leave(i)
	l = w.top()
	switch kind {
	case headLevel:
		l.statement, l.chain = true, -1
	case paramsLevel:
		return w.afterParams(fn, i+1, arrow)
	case blockLevel, classLevel, enumLevel:
		w.afterBody(kind, i)
	case callLevel:
		if l.call >= 0 && l.kind == callLevel {
			break
		}
	}
	return i + 1
}

// unclosed tells whether the innermost bracket was never closed and ends at i because the one around it does.
func (w *javascriptWalker) unclosed(i int) bool {
	l := w.top()
	return l.end == i && int(w.f.Tokens[l.open].Match) != i && w.levels[len(w.levels)-2].end == i
}
