package syntax

// readJava reads Java: tokens first, then one walk over them by statements, members and expressions. Annotations are
// calls with Decorator set, enum constants are no calls, and of `outer.new Inner()` the callee is Inner.
func readJava(f *File) {
	end := lexJava(f)
	f.reserve()
	w := &javaWalker{typedWalker{f: f}}
	w.members(0, end, javaPlace{fn: -1, class: -1, scope: -1})
}

type javaWalker struct{ typedWalker }

func (w *javaWalker) statements(i, end int, p javaPlace) {
	if !w.deeper(i) {
		return
	}
	for i < end {
		i = max(w.statement(i, end, p), i+1)
	}
	w.depth--
	w.decorators = w.decorators[:0]
}

// block reads { … } as statements with names of their own and gives the token behind it.
func (w *javaWalker) block(open, end int, p javaPlace) int {
	start, stop := w.inside(open, end)
	p.scope = w.f.addScope(p.fn, p.scope, int(w.f.Tokens[open].Start), w.startOf(stop))
	w.statements(start, stop, p)
	return min(stop+1, end)
}

func (w *javaWalker) statement(i, end int, p javaPlace) int {
	f := w.f
	switch f.kind(i) {
	case Open:
		if f.is(i, "{") {
			return w.block(i, end, p)
		}
	case Close:
		return i + 1
	case Keyword:
		return w.keyword(i, end, p)
	case Punct:
		if f.is(i, ";") {
			return i + 1
		}
		if f.is(i, "@") && !f.is(i+1, "interface") {
			return w.annotation(i, end, p)
		}
	case Ident:
		if f.is(i+1, ":") {
			return i + 2
		}
		if f.is(i, "yield") && !f.is(i+1, "=") && !f.is(i+1, ".") && !f.is(i+1, "(") {
			return w.expression(i+1, end, p, false)
		}
		if w.startsRecord(i) {
			return w.class(i, end, p)
		}
	}
	if next := w.declaration(i, end, p); next > i {
		return next
	}
	return w.expression(i, end, p, false) + 1
}

func (w *javaWalker) keyword(i, end int, p javaPlace) int {
	f := w.f
	switch f.word(i) {
	case "if", "while", "synchronized", "switch":
		if f.is(i+1, "(") {
			start, stop := w.inside(i+1, end)
			w.expression(start, stop, p, false)
			return min(stop+1, end)
		}
		return i + 1
	case "for", "catch", "try":
		if f.is(i+1, "(") {
			return w.headed(i, end, p)
		}
		return i + 1
	case "case", "default":
		return w.label(i, end, p)
	case "return", "throw", "assert":
		return w.expression(i+1, end, p, false) + 1
	case "class", "interface", "enum":
		return w.class(i, end, p)
	case "new", "this", "super", "true", "false", "null":
		return w.expression(i, end, p, false) + 1
	case "import", "package": // in a broken file
		return i + 1
	}
	if javaPrimitive(f.word(i)) {
		if next := w.declaration(i, end, p); next > i {
			return next
		}
		return w.expression(i, end, p, false) + 1
	}
	return i + 1
}

// headed reads for ( … ), catch ( … ) or try ( … ) with what follows, whose names live no longer.
func (w *javaWalker) headed(i, end int, p javaPlace) int {
	f := w.f
	start, stop := w.inside(i+1, end)
	scope := f.addScope(p.fn, p.scope, int(f.Tokens[i].Start), 0)
	p.scope = scope
	switch {
	case f.is(i, "catch"):
		w.caught(start, stop, scope)
	default:
		for k := start; k < stop; {
			next := w.declaration(k, stop, p)
			if next <= k {
				next = w.expression(k, stop, p, false) + 1
			}
			k = max(next, k+1) // a keyword that ends the expression may end it before it begins
		}
	}
	next := min(stop+1, end)
	if next < end && f.is(next, "{") || next < end && w.deeper(i) {
		next = w.statement(next, end, p)
		if !f.is(stop+1, "{") {
			w.depth--
		}
	}
	f.scopes[scope].end = int32(w.startOf(max(next-1, i)))
	return next
}

// label reads what stands after case, up to the : or ->. Patterns look like calls and declarations and are none.
func (w *javaWalker) label(i, end int, p javaPlace) int {
	f := w.f
	for i++; i < end; i++ {
		switch {
		case f.is(i, "->"), f.is(i, ":"):
			return i + 1
		case f.is(i, ";"), f.kind(i) == Close:
			return i
		case f.is(i, "when") && f.kind(i-1) != Punct:
			return w.expression(i+1, end, p, false) + 1
		case f.kind(i) == Open:
			i = f.over(i) - 1
		}
	}
	return i
}

// typeEnd gives the token behind the type that starts at i; i when there is none.
func (w *javaWalker) typeEnd(i, end int) int { return w.f.typeEnd(i, end) }

func (f *File) typeEnd(start, end int) int {
	i := start
	for i < end && f.is(i, "@") {
		i = f.annotationEnd(i, end)
	}
	switch {
	case i >= end:
		return start
	case f.kind(i) == Keyword && javaPrimitive(f.word(i)):
		i++
	case f.kind(i) == Ident:
		i++
		for i < end {
			if f.is(i, "<") && int(f.Tokens[i].Match) > i {
				i = int(f.Tokens[i].Match) + 1
			}
			if !f.is(i, ".") || i+1 >= end || f.kind(i+1) != Ident {
				break
			}
			i += 2
		}
	default:
		return start
	}
	for i+1 < end && f.is(i, "[") && f.is(i+1, "]") {
		i += 2
	}
	return min(i, end)
}

// annotationEnd gives the token behind an annotation.
func (f *File) annotationEnd(i, end int) int {
	i++
	for i < end && f.kind(i) == Ident {
		i++
		if !f.is(i, ".") {
			break
		}
		i++
	}
	if i < end && f.is(i, "(") {
		return f.after(i, end)
	}
	return min(i, end)
}

// declaration reads the declaration of locals, also of a for; i when there is none.
func (w *javaWalker) declaration(i, end int, p javaPlace) int {
	f := w.f
	for f.is(i, "final") || f.is(i, "@") && !f.is(i+1, "interface") {
		if f.is(i, "@") {
			i = w.annotation(i, end, p)
			continue
		}
		i++
	}
	name := w.typeEnd(i, end)
	if name == i || name >= end || f.kind(name) != Ident {
		return i
	}
	switch f.word(name + 1) {
	case "=", ";", ",", ":", "[":
	default:
		if name+1 != end {
			return i
		}
	}
	w.decorators = w.decorators[:0]
	return w.declarators(Range{i, name}, name, end, p, -1, false)
}

// declarators reads name = value, name = value; and gives the token behind.
func (w *javaWalker) declarators(typ Range, i, end int, p javaPlace, class int, constant bool) int {
	f := w.f
	for i < end && f.kind(i) == Ident {
		name := i
		f.javaNames = append(f.javaNames, javaName{name, p.scope, class, typ})
		for i++; f.is(i, "[") && i < end; {
			i = f.after(i, end)
		}
		switch {
		case f.is(i, "=") && i < end:
			a := w.declared(name, i+1, p, class, constant)
			i = w.expression(i+1, end, p, true)
			w.ended(a, i)
		case f.is(i, ":") && i < end: // for (T name : values)
			f.binds = append(f.binds, bind{target: Range{name, name + 1}, scope: p.scope, local: true})
			return w.expression(i+1, end, p, false)
		case class < 0:
			f.binds = append(f.binds, bind{target: Range{name, name + 1}, scope: p.scope, bare: true})
		}
		if !f.is(i, ",") || i >= end {
			break
		}
		i++
	}
	if f.is(i, ";") && i < end {
		return i + 1
	}
	return i
}

// annotation reads an annotation as a call that decorates what follows.
func (w *javaWalker) annotation(i, end int, p javaPlace) int {
	f := w.f
	start := i + 1
	next := f.annotationEnd(i, end)
	stop := start
	for stop < next && (f.kind(stop) == Ident || f.is(stop, ".")) {
		stop++
	}
	if stop == start {
		return max(next, i+1)
	}
	c := Call{Callee: Range{start, stop}, Open: -1, Decorator: true, Function: p.fn, Start: int(f.Tokens[start].Start), End: int(f.Tokens[stop-1].End)}
	if f.is(stop, "(") && stop < end {
		c.Open = stop
	}
	index := len(f.Calls)
	f.Calls = append(f.Calls, c)
	if c.Open >= 0 {
		w.arguments(index, stop, end, p)
	}
	w.decorators = append(w.decorators, index)
	return next
}
