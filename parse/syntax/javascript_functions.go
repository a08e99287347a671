package syntax

// function starts a function at token start, whose `function` keyword is at i.
func (w *javascriptWalker) function(start, i int) int {
	f, l := w.f, w.top()
	expression := !l.statement && l.kind != classLevel && !f.is(start-1, "default") && !f.is(start-1, "export") && !f.is(start-1, "declare")
	w.endOperand(start)
	async := start != i
	i++
	if f.is(i, "*") {
		i++
	}
	name := ""
	if f.kind(i) == Ident || f.kind(i) == Keyword {
		name = f.word(i)
		if !expression {
			w.bind(i, i+1)
			f.binds[len(f.binds)-1].declares = true
		}
		i++
	} else {
		name = w.boundName()
	}
	if f.is(i, "<") && f.Tokens[i].Match > 0 {
		i = int(f.Tokens[i].Match) + 1
	}
	if !f.is(i, "(") {
		return i
	}
	if expression {
		l.chain = start
	}
	l.statement = false
	w.addFunction(Function{Name: name, Class: -1, Async: async}, start, i)
	return i + 1
}

// boundName gives the name that an anonymous function about to start will be assigned to.
func (w *javascriptWalker) boundName() string {
	l := w.top()
	if n := len(w.assigns); n > l.base {
		a := &w.f.Assigns[w.assigns[n-1]]
		if a.Value.Start >= w.seen-1 && a.Target.End-a.Target.Start >= 1 {
			last := a.Target.Start
			for k := a.Target.Start; k < a.Target.End && k < a.Target.Start+64; k++ {
				if w.f.is(k, ":") {
					break
				}
				last = k
			}
			if w.f.kind(last) == Ident {
				return w.f.word(last)
			}
		}
		return ""
	}
	if l.kind == objectLevel && !l.key && l.last >= 0 && l.chain < 0 {
		return w.keyName(l.last)
	}
	return ""
}

func (w *javascriptWalker) keyName(i int) string {
	if w.f.kind(i) == String {
		return unquote(w.f.word(i))
	}
	return w.f.word(i)
}

// addFunction notes a function and enters its parameters at token open.
func (w *javascriptWalker) addFunction(fn Function, start, open int) *javascriptLevel {
	f, l := w.f, w.top()
	fn.Outer = l.fn
	fn.scope = f.addScope(len(f.Functions), l.scope, int(f.Tokens[start].Start), 0)
	fn.Start, fn.End = int(f.Tokens[start].Start), int(f.Tokens[open].End)
	end := f.after(open, l.end)
	w.params(&fn, open, end)
	f.Functions = append(f.Functions, fn)
	if f.Tokens[open].Match > 0 {
		end--
	}
	p := w.enter(paramsLevel, open, end, len(f.Functions)-1, l.class)
	p.scope = fn.scope
	return p
}

// params fills in the parameters in the brackets at open.
func (w *javascriptWalker) params(fn *Function, open, end int) {
	f := w.f
	w.found = w.found[:0]
	defer func() { fn.Params = w.shelf.keep(w.found) }()
	if f.Tokens[open].Match > 0 {
		end--
	}
	for i := open + 1; i < end; i++ {
		p, first := Param{}, true
		for i < end && !f.is(i, ",") {
			switch {
			case f.is(i, "@"):
				for i++; i+1 < end && (f.is(i+1, ".") || f.is(i, ".")); {
					i++
				}
				if f.is(i+1, "(") {
					i = f.after(i+1, end) - 1
				}
			case f.kind(i) == Open:
				if first {
					fn.patterns = append(fn.patterns, Range{i, f.after(i, end)})
				}
				first = false
				i = f.after(i, end) - 1
			case (f.kind(i) == Ident || f.is(i, "this")) && (first || w.typed && !f.is(i-1, ".") && p.Type.End == 0 && p.Default.End == 0):
				p.Name, first = f.word(i), false
			case w.typed && f.is(i, ":") && p.Default.End == 0:
				stop := w.skipType(i+1, end)
				p.Type = Range{i + 1, stop}
				i = stop - 1
			case f.is(i, "=") && p.Default.End == 0:
				p.Default = Range{i + 1, i + 1}
			case f.is(i, "<") && int(f.Tokens[i].Match) > i:
				i = int(f.Tokens[i].Match)
			}
			i++
			if p.Default.End > 0 {
				p.Default.End = i
			}
		}
		if i > open+1 {
			w.found = append(w.found, p)
		}
	}
}

func (w *javascriptWalker) shortArrow(i int) int {
	f, l := w.f, w.top()
	if len(w.levels) >= maxLevels {
		f.tooDeep(i)
		return i + 2
	}
	name := ""
	l.chain = -1
	name = w.boundName()
	fn := Function{Name: name, Class: -1, Outer: l.fn, Params: w.shelf.keep([]Param{{Name: f.word(i)}}), Async: f.is(i-1, "async")}
	fn.Start, fn.End = int(f.Tokens[i].Start), int(f.Tokens[i+1].End)
	if fn.Async {
		fn.Start = int(f.Tokens[i-1].Start)
	}
	fn.scope = f.addScope(len(f.Functions), l.scope, fn.Start, 0)
	f.Functions = append(f.Functions, fn)
	l.chain = i
	return w.body(len(f.Functions)-1, i+2, true)
}

// body enters the body of a function at token i, after its parameters and return type.
func (w *javascriptWalker) body(fn, i int, arrow bool) int {
	f, l := w.f, w.top()
	f.Functions[fn].Body = Range{i, i}
	if f.is(i, "{") {
		end := f.after(i, l.end)
		f.Functions[fn].End = int(f.Tokens[max(end-1, 0)].End)
		if f.Tokens[i].Match > 0 {
			end--
		}
		f.Functions[fn].Body = Range{i + 1, end}
		class := l.class
		w.enter(blockLevel, i, end, fn, class).scope = f.Functions[fn].scope
		return i + 1
	}
	if arrow && i < l.end && len(w.levels) < maxLevels {
		w.enter(arrowLevel, i, l.end, fn, l.class).scope = f.Functions[fn].scope
		return i
	}
	f.Functions[fn].Body = Range{}
	return i
}

// arrowAfter tells whether the brackets from open to end are an arrow's parameters.
func (w *javascriptWalker) arrowAfter(open, end int) bool {
	f := w.f
	if f.is(end+1, "=>") {
		return true
	}
	if !w.typed || !f.is(end+1, ":") || f.is(open-1, "?") {
		return false
	}
	l := w.top()
	stop := w.skipTypeWithin(end+2, l.end, maxLookahead)
	if !f.is(stop, "=>") {
		return false
	}
	// In a ? (b) : c => d the brackets are b's own; parameters look like parameters.
	return l.ternaries == 0 || end == open+1 || f.is(open+2, ":") || f.is(open+2, ",")
}

func (w *javascriptWalker) method(i int) int {
	f, l := w.f, w.top()
	name := ""
	if l.last >= 0 {
		name = w.keyName(l.last)
	}
	start := i
	if l.last >= 0 {
		start = l.last
	}
	async := f.is(start-1, "async") || f.is(start-1, "*") && f.is(start-2, "async")
	fn := Function{Name: name, Class: -1, Async: async}
	if l.kind == classLevel {
		fn.Class = l.class
		if len(w.decorators) > 0 {
			fn.Decorators = append(fn.Decorators, w.decorators...)
			w.decorators = w.decorators[:0]
		}
	}
	l.chain = -1
	w.addFunction(fn, start, i)
	return i + 1
}

// afterParams goes on after a function's parameters.
func (w *javascriptWalker) afterParams(fn, i int, arrow bool) int {
	f, l := w.f, w.top()
	if w.typed && f.is(i, ":") {
		i = w.skipType(i+1, l.end)
	}
	if arrow {
		if f.is(i, "=>") {
			i++
		}
		return w.body(fn, i, true)
	}
	next := w.body(fn, i, false)
	if !f.is(i, "{") { // an overload
		f.Functions[fn].End = int(f.Tokens[max(i-1, 0)].End)
		if l.kind == blockLevel || l.kind == classLevel {
			w.endStatement(i)
		}
	}
	return next
}

// afterBody goes on after the braces of a block, class or enum.
func (w *javascriptWalker) afterBody(kind levelKind, i int) {
	l := w.top()
	if l.chain >= 0 && kind == blockLevel || kind == classLevel && (l.kind != blockLevel || len(w.assigns) > l.base) {
		// A function or class as an operand: the chain goes on.
		if l.chain < 0 {
			l.chain = i
		}
		return
	}
	switch l.kind {
	case classLevel:
		if kind == blockLevel {
			w.endStatement(i + 1)
		}
	case blockLevel:
		w.endStatement(i + 1)
	}
}
