package syntax

func (w *javascriptWalker) punct(i int) int {
	f, l := w.f, w.top()
	t := &f.Tokens[i]
	if t.End == t.Start {
		return i + 1
	}
	c := f.Text[t.Start]
	if t.End-t.Start == 1 {
		switch c {
		case ';':
			w.endStatement(i)
			return i + 1
		case ',':
			return w.comma(i)
		case '.':
			return i + 1
		case ':':
			return w.colon(i)
		case '?':
			if l.key && l.kind == classLevel || l.kind == paramsLevel && !l.value {
				return i + 1
			}
			w.endOperand(i)
			if !(w.typed && (f.is(i+1, ":") || f.is(i+1, ")") || f.is(i+1, ","))) {
				l.ternaries++
			}
			return i + 1
		case '=':
			w.assign(i)
			return i + 1
		case '@':
			return w.decorator(i)
		case '<':
			return w.angle(i)
		case '!':
			if l.chain >= 0 && w.typed && w.endsOperand(i-1) && !f.breaksBefore(i) {
				return i + 1 // x! of TypeScript, also in `x!: T`
			}
		case '*':
			if l.key {
				if l.kind == classLevel && l.chain >= 0 && f.breaksBefore(i) {
					w.endStatement(i)
				}
				l.chain = -1
				return i + 1
			}
		case '>':
			if t.Match >= 0 {
				return i + 1
			}
		}
		w.endOperand(i)
		l.statement = false
		return i + 1
	}
	switch f.word(i) {
	case "?.":
		return i + 1
	case "=>", "...":
		l.statement = false
		w.endOperand(i)
		if l.kind == objectLevel {
			l.key = false
		}
		return i + 1
	case "++", "--":
		if l.chain >= 0 && w.endsOperand(i-1) && !f.breaksBefore(i) {
			w.bind(l.chain, i)
			return i + 1
		}
		w.autoSemicolon(i)
		w.endOperand(i)
		w.bind(i+1, i+2)
		return i + 1
	}
	if c != '=' && c != '!' && f.Text[t.End-1] == '=' && !f.is(i, "<=") && !f.is(i, ">=") && l.chain >= 0 {
		w.bind(l.chain, i)
	}
	w.endOperand(i)
	l.statement = false
	return i + 1
}

func (w *javascriptWalker) comma(i int) int {
	for w.top().kind == arrowLevel {
		w.leave(i)
	}
	w.endExpression(i)
	l := w.top()
	switch l.kind {
	case callLevel:
		w.args.add(l.arg, i)
		l.arg = i + 1
	case objectLevel, enumLevel:
		l.key = true
	case paramsLevel:
		l.value = false
	case blockLevel, headLevel:
		if l.constant || w.declares(l) {
			l.binding = true
		}
	}
	return i + 1
}

// declares tells whether the statement being read is a declaration of several names.
func (w *javascriptWalker) declares(l *javascriptLevel) bool { return l.value }

func (w *javascriptWalker) colon(i int) int {
	f := w.f
	for w.top().kind == arrowLevel && w.top().ternaries == 0 {
		w.leave(i)
	}
	l := w.top()
	if l.ternaries > 0 {
		w.endOperand(i)
		l.ternaries--
		return i + 1
	}
	switch {
	case l.kind == objectLevel && l.key:
		w.endOperand(i)
		l.key = false
		return i + 1
	case w.typed && (l.kind == paramsLevel && !l.value || l.kind == classLevel && l.key || l.binding && (l.kind == blockLevel || l.kind == headLevel)):
		end := w.skipType(i+1, l.end)
		if l.kind == classLevel && !f.is(end, "=") && !f.is(end, ";") {
			w.endStatement(end)
		}
		return end
	case l.kind == blockLevel:
		w.endExpression(i)
		l.statement, l.inCase = true, false
		return i + 1
	}
	w.endOperand(i)
	return i + 1
}

// assign reads an = that gives a value.
func (w *javascriptWalker) assign(i int) {
	f, l := w.f, w.top()
	start := l.chain
	w.endOperand(i)
	l.statement = false
	switch {
	case l.kind == paramsLevel:
		l.value = true
		return
	case l.kind == objectLevel && l.key: // { a = 1 } in a pattern
		l.key = false
		return
	case l.kind == enumLevel || l.kind == classLevel && l.key:
		l.key = false
		if start = l.last; start < 0 {
			return
		}
	case start < 0 || l.kind == objectLevel:
		return
	}
	a := Assign{
		Target: Range{start, i}, Value: Range{i + 1, i + 1}, Const: l.constant && l.binding, Function: l.fn, scope: l.scope, Class: -1,
		Start: int(f.Tokens[start].Start), End: int(f.Tokens[i].End),
	}
	if l.kind == classLevel || l.kind == enumLevel {
		a.Class, a.Const = l.class, l.kind == enumLevel
	}
	if l.binding {
		a.declares, a.scope = true, w.scopeOfNames()
		l.value = true // further names may follow a comma
	} else if l.kind == blockLevel {
		l.value = false
	}
	l.binding = false
	f.Assigns = append(f.Assigns, a)
	w.assigns = append(w.assigns, len(f.Assigns)-1)
}

func (w *javascriptWalker) angle(i int) int {
	f, l := w.f, w.top()
	m := int(f.Tokens[i].Match)
	if m < 0 {
		w.endOperand(i)
		return i + 1
	}
	if l.chain >= 0 || l.key {
		if next := m + 1; l.chain >= 0 && !l.key && !w.typeArgumentsEnd(next) {
			w.endOperand(i)
			return i + 1
		}
		return m + 1
	}
	return m + 1 // <T>x, <T>(x) => …
}

// typeArgumentsEnd tells whether what stands after a > can follow type arguments.
func (w *javascriptWalker) typeArgumentsEnd(i int) bool {
	switch w.f.kind(i) {
	case Ident, Number, Regex:
		return w.f.breaksBefore(i)
	case String:
		t := w.f.Tokens[i]
		return w.f.Text[t.Start] == '`'
	}
	return true
}
