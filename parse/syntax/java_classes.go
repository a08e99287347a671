package syntax

// members reads what stands in a class body, or at the top of a file.
func (w *javaWalker) members(i, end int, p javaPlace) {
	if !w.deeper(i) {
		return
	}
	var m javaModifiers
	for i < end {
		i = max(w.member(i, end, p, &m), i+1)
	}
	w.depth--
	w.decorators = w.decorators[:0]
}

// javaModifiers are the modifiers read before a member.
type javaModifiers struct{ static, final bool }

func (w *javaWalker) member(i, end int, p javaPlace, m *javaModifiers) int {
	f := w.f
	switch f.kind(i) {
	case Keyword:
		switch f.word(i) {
		case "static":
			m.static = true
			return i + 1
		case "final":
			m.final = true
			return i + 1
		case "import":
			return w.importStatement(i, end)
		case "package":
			return w.statementEnd(i, end)
		case "class", "interface", "enum":
			*m = javaModifiers{}
			return w.class(i, end, p)
		}
		if !javaPrimitive(f.word(i)) {
			return i + 1
		}
	case Open:
		if f.is(i, "{") { // an initializer
			*m = javaModifiers{}
			return w.function(Function{Class: p.class}, i, i, end, p)
		}
		return f.over(i)
	case Punct:
		switch {
		case f.is(i, "@") && f.is(i+1, "interface"):
			return i + 1
		case f.is(i, "@"):
			return w.annotation(i, end, p)
		case f.is(i, "<") && int(f.Tokens[i].Match) > i:
			return int(f.Tokens[i].Match) + 1
		}
		return i + 1
	case Ident:
		if w.startsRecord(i) {
			*m = javaModifiers{}
			return w.class(i, end, p)
		}
		if (f.is(i, "sealed") || f.is(i, "non")) && f.kind(i+1) != Ident {
			return i + 1
		}
	default:
		return i + 1
	}
	constant := m.static && m.final || p.class >= 0 && m.final
	next := w.methodOrField(i, end, p, constant)
	*m = javaModifiers{}
	return next
}

func (w *javaWalker) methodOrField(i, end int, p javaPlace, constant bool) int {
	f := w.f
	if f.kind(i) == Ident && (f.is(i+1, "(") || f.is(i+1, "{")) { // a constructor
		return w.method(i, end, p)
	}
	name := w.typeEnd(i, end)
	if name == i || name >= end || f.kind(name) != Ident {
		return max(name, i+1)
	}
	if f.is(name+1, "(") {
		return w.method(name, end, p)
	}
	w.decorators = w.decorators[:0]
	return w.declarators(Range{i, name}, name, end, p, p.class, constant)
}

// method reads a method or constructor from its name on.
func (w *javaWalker) method(i, end int, p javaPlace) int {
	f := w.f
	fn := Function{Name: f.word(i), Class: p.class, Decorators: w.taken()}
	open := i + 1
	if f.is(open, "(") {
		open = f.after(open, end)
		fn.Params = w.parameters(i+1, open, p)
		w.decorators = w.decorators[:0]
	}
	for open < end && !f.is(open, "{") && !f.is(open, ";") && !f.is(open, "}") {
		if f.is(open, "default") {
			open = w.expression(open+1, end, p, false)
			break
		}
		if f.kind(open) == Open {
			open = f.over(open)
			continue
		}
		open++
	}
	return w.function(fn, i, open, end, p)
}

// function notes a function and reads its body, when a { stands at open.
func (w *javaWalker) function(fn Function, start, open, end int, p javaPlace) int {
	f := w.f
	fn.Outer, fn.Start, fn.End = p.fn, int(f.Tokens[start].Start), int(f.Tokens[max(min(open, end)-1, start)].End)
	fn.scope = f.addScope(len(f.Functions), p.scope, fn.Start, 0)
	index := len(f.Functions)
	f.Functions = append(f.Functions, fn)
	if open >= end || !f.is(open, "{") {
		if f.is(open, "}") {
			return open
		}
		return open + 1
	}
	first, stop := w.inside(open, end)
	f.Functions[index].Body = Range{first, stop}
	f.Functions[index].End = int(f.Tokens[min(stop, len(f.Tokens)-1)].End)
	p.fn, p.scope = index, fn.scope
	w.statements(first, stop, p)
	return min(stop+1, end)
}

// parameters reads those between the brackets at open, end being behind them.
func (w *javaWalker) parameters(open, end int, p javaPlace) []Param {
	f := w.f
	var list []Param
	start, stop := w.inside(open, end)
	kept := w.decorators
	for i := start; i < stop; {
		w.decorators = nil
		for i < stop && (f.is(i, "final") || f.is(i, "@")) {
			if f.is(i, "@") {
				i = w.annotation(i, stop, p)
			} else {
				i++
			}
		}
		param := Param{Decorators: w.indexes.keep(w.decorators)}
		if name := w.typeEnd(i, stop); name > i {
			if f.is(name, "...") && name < stop {
				name++
			}
			if f.kind(name) == Ident && name < stop {
				param.Name, param.Type = f.word(name), Range{i, name}
			} else { // of a lambda, without types
				param.Name = f.word(i)
			}
			i = name
		}
		for i < stop && !f.is(i, ",") {
			if f.kind(i) == Open {
				i = f.over(i)
			} else {
				i++
			}
		}
		i++
		list = append(list, param)
	}
	w.decorators = kept
	return list
}

func (w *javaWalker) statementEnd(i, end int) int {
	for i < end && !w.f.is(i, ";") {
		i++
	}
	return min(i+1, end)
}

func (w *javaWalker) importStatement(i, end int) int {
	f := w.f
	start := int(f.Tokens[i].Start)
	i++
	if f.is(i, "static") {
		i++
	}
	first := i
	for i < end && (f.kind(i) == Ident || f.is(i, ".") || f.is(i, "*")) {
		i++
	}
	if i-first >= 3 && f.is(i-2, ".") {
		m := Import{Module: f.joined(first, i-2), Name: f.word(i - 1), Start: start}
		if m.Name != "*" {
			m.Local = m.Name
		}
		f.Imports = append(f.Imports, m)
	}
	if f.is(i, ";") {
		i++
	}
	return i
}

// joined gives tokens written without space between them.
func (f *File) joined(start, end int) string {
	if end <= start {
		return ""
	}
	from, to := int(f.Tokens[start].Start), int(f.Tokens[end-1].End)
	if to-from == f.lengthOf(start, end) {
		return f.src[from:to]
	}
	text := ""
	for i := start; i < end && i < start+64; i++ {
		text += f.word(i)
	}
	return text
}

func (f *File) lengthOf(start, end int) int {
	n := 0
	for _, t := range f.Tokens[start:end] {
		n += int(t.End - t.Start)
	}
	return n
}

// startsRecord tells whether the word at i is `record` before a declaration.
func (w *javaWalker) startsRecord(i int) bool {
	f := w.f
	return f.is(i, "record") && f.kind(i+1) == Ident && (f.is(i+2, "(") || f.is(i+2, "<"))
}

// class reads a class, interface, enum, record or annotation type from its keyword on.
func (w *javaWalker) class(i, end int, p javaPlace) int {
	f := w.f
	c := Class{Outer: p.class, Start: int(f.Tokens[i].Start), Decorators: w.taken()}
	enum, record := f.is(i, "enum"), f.is(i, "record")
	i++
	if f.kind(i) != Ident {
		return i
	}
	c.Name = f.word(i)
	f.binds = append(f.binds, bind{target: Range{i, i + 1}, scope: p.scope, declares: true})
	i++
	if f.is(i, "<") && int(f.Tokens[i].Match) > i {
		i = int(f.Tokens[i].Match) + 1
	}
	var parts []Param
	if record && f.is(i, "(") {
		parts = w.parameters(i, f.after(i, end), p)
		i = f.after(i, end)
	}
	permits := false
	for i < end && !f.is(i, "{") && !f.is(i, ";") && !f.is(i, "}") {
		permits = permits || f.is(i, "permits") && !f.is(i-1, "extends") && !f.is(i-1, "implements")
		next := w.typeEnd(i, end)
		if next == i || f.is(i, "permits") {
			i++
			continue
		}
		if !permits {
			c.Bases = append(c.Bases, f.bareBase(Range{i, next}))
		}
		i = next
	}
	if i >= end || !f.is(i, "{") {
		return i + 1
	}
	for _, part := range parts { // they are fields too
		if part.Type.End == 0 {
			continue
		}
		f.javaNames = append(f.javaNames, javaName{part.Type.End, p.scope, len(f.Classes), part.Type})
	}
	return w.classBody(c, i, end, p, enum)
}

// bareBase leaves type arguments out.
func (f *File) bareBase(r Range) Range {
	for k := r.Start; k < r.End; k++ {
		if f.is(k, "<") {
			return Range{r.Start, k}
		}
	}
	return r
}

func (w *javaWalker) classBody(c Class, open, end int, p javaPlace, enum bool) int {
	f := w.f
	start, stop := w.inside(open, end)
	c.Body, c.End = Range{start, stop}, int(f.Tokens[min(stop, len(f.Tokens)-1)].End)
	f.Classes = append(f.Classes, c)
	p.class = len(f.Classes) - 1
	kept := w.decorators
	w.decorators = nil
	if enum {
		start = w.constants(start, stop, p)
	}
	w.members(start, stop, p)
	w.decorators = kept
	return min(stop+1, end)
}

// constants reads those of an enum and gives the token behind them.
func (w *javaWalker) constants(i, end int, p javaPlace) int {
	f := w.f
	for i < end && !f.is(i, ";") {
		switch {
		case f.is(i, "@"):
			i = w.annotation(i, end, p)
			w.decorators = w.decorators[:0]
		case f.is(i, "("):
			w.list(i, end, p)
			i = f.after(i, end)
		case f.is(i, "{"):
			i = w.classBody(Class{Outer: p.class, Start: int(f.Tokens[i].Start)}, i, end, p, false)
		default:
			i++
		}
	}
	return i
}
