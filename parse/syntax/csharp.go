package syntax

// readCSharp reads C#: tokens first, then one walk over them by declarations, statements and expressions. Attributes are
// calls with Decorator set, accessors are functions with their property's name, and what { } gives a new object is among
// the arguments of the call that makes it.
func readCSharp(f *File) {
	end := lexCSharp(f)
	f.reserve()
	w := &csharpWalker{typedWalker: typedWalker{f: f}}
	w.items(0, end, javaPlace{fn: -1, class: -1, scope: -1})
}

type csharpWalker struct {
	typedWalker
	nested  int // templates in templates
	implied struct {
		typ Range // what new(…) at a token makes
		at  int
	}
}

// items reads declarations and statements.
func (w *csharpWalker) items(i, end int, p javaPlace) {
	if !w.deeper(i) {
		return
	}
	for i < end {
		i = max(w.item(i, end, p), i+1)
	}
	w.depth--
	w.decorators = w.decorators[:0]
}

func (w *csharpWalker) block(open, end int, p javaPlace) int {
	start, stop := w.inside(open, end)
	p.scope = w.f.addScope(p.fn, p.scope, int(w.f.Tokens[open].Start), w.startOf(stop))
	w.items(start, stop, p)
	return min(stop+1, end)
}

func (w *csharpWalker) item(i, end int, p javaPlace) int {
	f := w.f
	switch f.kind(i) {
	case Open:
		switch {
		case f.is(i, "{"):
			return w.block(i, end, p)
		case f.is(i, "["):
			return w.attributes(i, end, p)
		}
	case Close:
		return i + 1
	case Keyword:
		if next := w.keyword(i, end, p); next > i {
			return next
		}
	case Punct:
		if f.is(i, ";") || f.is(i, "~") {
			return i + 1
		}
	case Ident:
		if f.is(i+1, ":") && i+1 < end {
			return i + 2
		}
		if next := w.contextual(i, end, p); next > i {
			return next
		}
	}
	if next := w.declaration(i, end, p); next > i {
		return next
	}
	return w.expression(i, end, p, false) + 1
}

// contextual reads words that are keywords only where they stand.
func (w *csharpWalker) contextual(i, end int, p javaPlace) int {
	f := w.f
	word := f.word(i)
	switch word {
	case "async", "partial", "required", "file":
		if k := f.kind(i + 1); k == Ident || k == Keyword && !f.is(i+1, "delegate") {
			return i + 1
		}
	case "yield":
		if f.is(i+1, "return") || f.is(i+1, "break") {
			return i + 1
		}
	case "await":
		if f.is(i+1, "foreach") || f.is(i+1, "using") {
			return i + 1
		}
	case "global":
		if f.is(i+1, "using") {
			return i + 1
		}
	case "record":
		if f.is(i+1, "class") || f.is(i+1, "struct") {
			return i + 1
		}
		if f.kind(i+1) == Ident && (f.is(i+2, "(") || f.is(i+2, "<") || f.is(i+2, "{") || f.is(i+2, ":") || f.is(i+2, ";")) && p.fn < 0 {
			return w.class(i, end, p)
		}
	}
	return i
}

func (w *csharpWalker) keyword(i, end int, p javaPlace) int {
	f := w.f
	switch f.word(i) {
	case "public", "private", "protected", "internal", "static", "readonly", "sealed", "abstract", "virtual", "override", "extern", "unsafe",
		"const", "volatile", "ref", "event", "implicit", "explicit", "else", "do", "try", "finally", "break", "continue":
		return i + 1
	case "operator":
		return w.operator(i, end, p)
	case "checked", "unchecked":
		if f.is(i+1, "{") {
			return i + 1
		}
	case "new":
		if p.fn < 0 && p.class >= 0 {
			return i + 1
		}
	case "using":
		return w.using(i, end, p)
	case "namespace":
		for i++; i < end && (f.kind(i) == Ident || f.is(i, ".")); i++ {
		}
		if f.is(i, "{") && i < end {
			start, stop := w.inside(i, end)
			w.items(start, stop, p)
			return min(stop+1, end)
		}
		return i
	case "class", "struct", "interface", "enum":
		return w.class(i, end, p)
	case "if", "while", "switch", "lock":
		if f.is(i+1, "(") {
			start, stop := w.inside(i+1, end)
			w.expression(start, stop, p, false)
			return min(stop+1, end)
		}
		return i + 1
	case "for", "foreach", "catch", "fixed":
		if f.is(i+1, "(") {
			return w.headed(i, end, p)
		}
		return i + 1
	case "case":
		return w.label(i, end, p)
	case "default":
		if f.is(i+1, ":") {
			return i + 2
		}
	case "return", "throw", "goto":
		return w.expression(i+1, end, p, false) + 1
	case "delegate":
		if !f.is(i+1, "(") && !f.is(i+1, "{") {
			return w.statementEnd(i, end)
		}
	}
	return i
}

func (w *csharpWalker) statementEnd(i, end int) int {
	for i < end && !w.f.is(i, ";") && !w.f.is(i, "}") {
		i++
	}
	return min(i+1, end)
}

// using reads a directive, a statement with what is closed at its end, or the word before a declaration.
func (w *csharpWalker) using(i, end int, p javaPlace) int {
	f := w.f
	if f.is(i+1, "(") {
		return w.headed(i, end, p)
	}
	start := int(f.Tokens[i].Start)
	k := i + 1
	if f.is(k, "static") {
		k++
	}
	local := ""
	if f.kind(k) == Ident && f.is(k+1, "=") && p.fn < 0 {
		local = f.word(k)
		k += 2
	}
	first := k
	for k < end && (f.kind(k) == Ident || f.is(k, ".") || f.is(k, "::")) {
		k++
	}
	if !f.is(k, ";") || k == first || p.fn >= 0 {
		return i + 1
	}
	m := Import{Module: f.joined(first, k), Name: "*", Start: start}
	if local != "" {
		m.Local, m.Name = local, f.word(k-1)
		if k-first >= 3 {
			m.Module = f.joined(first, k-2)
		} else {
			m.Module, m.Name = m.Name, ""
		}
	}
	f.Imports = append(f.Imports, m)
	return k + 1
}

// headed reads for ( … ), catch ( … ) and the like with what follows, whose names live no longer.
func (w *csharpWalker) headed(i, end int, p javaPlace) int {
	f := w.f
	start, stop := w.inside(i+1, end)
	scope := f.addScope(p.fn, p.scope, int(f.Tokens[i].Start), 0)
	p.scope = scope
	if f.is(i, "catch") {
		w.caught(start, stop, scope)
	} else {
		for k := start; k < stop; {
			next := w.declaration(k, stop, p)
			if next <= k {
				next = w.expression(k, stop, p, false) + 1
			}
			k = max(next, k+1)
		}
	}
	next := min(stop+1, end)
	if f.is(next, "when") && f.is(next+1, "(") && next < end {
		from, to := w.inside(next+1, end)
		w.expression(from, to, p, false)
		next = min(to+1, end)
	}
	if next < end && (f.is(next, "{") || w.deeper(i)) {
		braces := f.is(next, "{")
		next = w.item(next, end, p)
		if !braces {
			w.depth--
		}
	}
	f.scopes[scope].end = int32(w.startOf(max(next-1, i)))
	return next
}

// label reads what stands after case, up to its colon.
func (w *csharpWalker) label(i, end int, p javaPlace) int {
	f := w.f
	for i = w.pattern(i+1, end, p); i < end; i++ {
		switch {
		case f.is(i, ":"):
			return i + 1
		case f.is(i, ";"), f.kind(i) == Close:
			return i
		case f.is(i, "when"):
			return w.expression(i+1, end, p, false) + 1
		case f.kind(i) == Open:
			i = f.over(i) - 1
		}
	}
	return i
}

// sharpTypeEnd gives the token behind the type that starts at i; i when there is none.
func (f *File) sharpTypeEnd(start, end int) int {
	i := start
	switch {
	case i >= end:
		return start
	case f.is(i, "(") && int(f.Tokens[i].Match) > i+1: // a tuple
		for k := i + 1; k < int(f.Tokens[i].Match); {
			next := f.sharpTypeEnd(k, int(f.Tokens[i].Match))
			if next == k {
				return start
			}
			if f.kind(next) == Ident {
				next++
			}
			if !f.is(next, ",") && next != int(f.Tokens[i].Match) {
				return start
			}
			k = next + 1
		}
		i = int(f.Tokens[i].Match) + 1
	case f.kind(i) == Ident:
		for i++; i < end; i += 2 {
			if f.is(i, "<") && int(f.Tokens[i].Match) > i {
				i = int(f.Tokens[i].Match) + 1
			}
			if !f.is(i, ".") && !f.is(i, "::") || i+1 >= end || f.kind(i+1) != Ident {
				break
			}
		}
	default:
		return start
	}
	for i < end && (f.is(i, "?") || f.is(i, "*") || f.is(i, "[") && f.emptyRank(i)) {
		if f.is(i, "[") {
			i = int(f.Tokens[i].Match)
		}
		i++
	}
	return min(i, end)
}

// emptyRank tells whether [ … ] holds nothing but commas.
func (f *File) emptyRank(i int) bool {
	m := int(f.Tokens[i].Match)
	for k := i + 1; k < m; k++ {
		if !f.is(k, ",") {
			return false
		}
	}
	return m > i
}

// attributes reads [A, B(c)] as calls that decorate what follows.
func (w *csharpWalker) attributes(i, end int, p javaPlace) int {
	f := w.f
	start, stop := w.inside(i, end)
	for k := start; k < stop; {
		if f.is(k+1, ":") && !f.is(k+1, "::") { // assembly:, return:
			k += 2
		}
		first := k
		for k < stop && (f.kind(k) == Ident || f.is(k, ".") || f.is(k, "::")) {
			k++
		}
		if k == first {
			break
		}
		c := Call{Callee: Range{first, k}, Open: -1, Decorator: true, Function: p.fn, Start: int(f.Tokens[first].Start), End: int(f.Tokens[k-1].End)}
		index := len(f.Calls)
		if f.is(k, "<") && int(f.Tokens[k].Match) > k {
			k = int(f.Tokens[k].Match) + 1
		}
		if f.is(k, "(") && k < stop {
			c.Open = k
			f.Calls = append(f.Calls, c)
			w.arguments(index, k, stop, p)
			k = f.after(k, stop)
		} else {
			f.Calls = append(f.Calls, c)
		}
		w.decorators = append(w.decorators, index)
		for k < stop && !f.is(k, ",") {
			k++
		}
		k++
	}
	return min(stop+1, end)
}
