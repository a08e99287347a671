package syntax

// Patterns of C#, behind is and case and in the arms of a switch expression: they call nothing, but give names.

// sharpPattern gives the token behind the pattern that starts at i; named hears of the names it gives, and of their types.
func (f *File) sharpPattern(i, end int, named func(name int, typ Range)) int {
	for i < end {
		for f.is(i, "not") && i+1 < end {
			i++
		}
		i = f.simplePattern(i, end, named)
		if i >= end || !f.is(i, "and") && !f.is(i, "or") {
			break
		}
		i++
	}
	return min(i, end)
}

// simplePattern passes a pattern without and, or, not: a constant, a comparison, a type, what { } and ( ) hold of it, a name.
func (f *File) simplePattern(i, end int, named func(name int, typ Range)) int {
	for f.kind(i) == Punct && !f.is(i, ",") && !f.is(i, ";") && !f.is(i, ":") && !f.is(i, "=>") && i < end { // < 5, -1, ..
		i++
	}
	typ := Range{i, i}
	switch f.kind(i) {
	case String, Number:
		return i + 1
	case Keyword:
		return f.patternKeyword(i, end)
	case Ident:
		typ.End = f.sharpTypeEnd(i, end)
		if f.is(typ.End-1, "?") && f.startsValue(typ.End, end) { // x is T ? a : b
			typ.End--
		}
		i = typ.End
	}
	for i < end && f.kind(i) == Open {
		f.subpatterns(i, end, named)
		i = f.after(i, end)
	}
	if i < end && f.kind(i) == Ident && !f.is(i, "and") && !f.is(i, "or") && !f.is(i, "when") {
		if named != nil {
			named(i, typ)
		}
		i++
	}
	return i
}

// startsValue tells whether an expression goes on at token i, where the type before it would end one.
func (f *File) startsValue(i, end int) bool {
	if i >= end || f.kind(i) == Close {
		return false
	}
	return f.kind(i) != Punct || f.is(i, "!") || f.is(i, "-") || f.is(i, "~")
}

func (f *File) patternKeyword(i, end int) int {
	switch f.word(i) {
	case "null", "true", "false":
		return i + 1
	case "typeof", "sizeof", "default":
		if f.is(i+1, "(") && i+1 < end {
			return f.after(i+1, end)
		}
		return i + 1
	}
	return i
}

func (f *File) subpatterns(open, end int, named func(name int, typ Range)) {
	if named == nil {
		return
	}
	stop := min(int(f.Tokens[open].Match), end)
	for k := open + 1; k < stop; {
		for n := k; n < stop && (f.kind(n) == Ident || f.is(n, ".")); n++ { // A.B: pattern
			if f.is(n+1, ":") {
				k = n + 2
				break
			}
		}
		k = max(f.sharpPattern(k, stop, named), k+1)
	}
}

// pattern reads a pattern: the names it gives are declared.
func (w *csharpWalker) pattern(i, end int, p javaPlace) int {
	if w.depth+2 >= maxLevels {
		return i
	}
	f := w.f
	return f.sharpPattern(i, end, func(name int, typ Range) {
		if typ.End > typ.Start {
			f.javaNames = append(f.javaNames, javaName{name, p.scope, -1, typ})
		}
		f.binds = append(f.binds, bind{target: Range{name, name + 1}, scope: p.scope, local: true})
	})
}

// designation declares the names between the brackets behind var.
func (w *csharpWalker) designation(open, end int, p javaPlace) int {
	start, stop := w.inside(open, end)
	for k := start; k < stop; k++ {
		if w.f.kind(k) == Ident {
			w.f.binds = append(w.f.binds, bind{target: Range{k, k + 1}, scope: p.scope, local: true})
		}
	}
	return min(stop+1, end)
}

// arms reads those of a switch expression: pattern when condition => value.
func (w *csharpWalker) arms(open, end int, p javaPlace) int {
	f := w.f
	start, stop := w.inside(open, end)
	for k := start; k < stop; {
		arrow := f.arrow(k, stop)
		if k = w.pattern(k, arrow, p); f.is(k, "when") {
			w.expression(k+1, arrow, p, false)
		}
		k = max(w.expression(arrow+1, stop, p, true), arrow) + 1
	}
	return min(stop+1, end)
}

// arrow gives the next => outside brackets, or end.
func (f *File) arrow(i, end int) int {
	for i < end && !f.is(i, "=>") {
		if f.kind(i) == Open {
			i = f.over(i)
		} else {
			i++
		}
	}
	return min(i, end)
}
