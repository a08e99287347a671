package syntax

// declaration reads the declaration of a method, property, field or variable; i when there is none.
func (w *csharpWalker) declaration(i, end int, p javaPlace) int {
	f := w.f
	if p.class >= 0 && p.fn < 0 && f.kind(i) == Ident && f.is(i+1, "(") { // a constructor
		return w.method(i, i+1, end, p)
	}
	if f.is(i, "await") || f.is(i, "var") && f.is(i+1, "(") {
		return i
	}
	typ := Range{i, f.sharpTypeEnd(i, end)}
	if typ.End == i || typ.End >= end {
		return i
	}
	name := typ.End
	if f.is(name, "operator") {
		return w.operator(name, end, p)
	}
	for p.fn < 0 && f.kind(name) == Ident { // void IThing<T>.Name()
		k := name + 1
		if f.is(k, "<") && int(f.Tokens[k].Match) > k {
			k = int(f.Tokens[k].Match) + 1
		}
		if !f.is(k, ".") || k+1 >= end {
			break
		}
		name = k + 1
	}
	if f.is(name, "this") && f.is(name+1, "[") && p.fn < 0 {
		return w.property(typ, name, f.after(name+1, end), end, p)
	}
	if f.kind(name) != Ident || name >= end {
		return i
	}
	next := name + 1
	if f.is(next, "<") && int(f.Tokens[next].Match) > next {
		next = int(f.Tokens[next].Match) + 1
	}
	switch {
	case next >= end:
		if next != end || p.fn < 0 {
			return i
		}
	case f.is(next, "("):
		if p.fn < 0 && p.class >= 0 || w.hasBody(next, end) {
			return w.method(name, next, end, p)
		}
		return i
	case p.fn < 0 && p.class >= 0 && (f.is(next, "{") || f.is(next, "=>")):
		return w.property(typ, name, next, end, p)
	case !f.is(next, "=") && !f.is(next, ";") && !f.is(next, ",") && !f.is(next, "in"):
		return i
	}
	w.decorators = w.decorators[:0]
	class := -1
	if p.fn < 0 {
		class = p.class
	}
	return w.declarators(typ, name, end, p, class)
}

// hasBody tells whether a body follows the brackets at open: a function inside another.
func (w *csharpWalker) hasBody(open, end int) bool {
	k := w.f.after(open, end)
	return k < end && (w.f.is(k, "{") || w.f.is(k, "=>") || w.f.is(k, "where"))
}

// declarators reads name = value, name = value; and gives the token behind.
func (w *csharpWalker) declarators(typ Range, i, end int, p javaPlace, class int) int {
	f := w.f
	constant := class >= 0 && (w.marked(typ.Start, "const") || w.marked(typ.Start, "readonly"))
	for i < end && f.kind(i) == Ident {
		name := i
		f.javaNames = append(f.javaNames, javaName{name, p.scope, class, typ})
		i++
		switch {
		case f.is(i, "=") && i < end:
			i = w.assigned(name, typ, i+1, end, p, class, constant)
		case f.is(i, "in") && i < end: // foreach (T name in values)
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

// assigned notes what a name is declared with, from token i on.
func (w *csharpWalker) assigned(name int, typ Range, i, end int, p javaPlace, class int, constant bool) int {
	f := w.f
	if f.is(i, "new") && f.is(i+1, "(") && f.kind(typ.Start) == Ident {
		w.implied.typ, w.implied.at = Range{typ.Start, f.bareEnd(typ)}, i
	}
	a := w.declared(name, i, p, class, constant)
	i = w.expression(i, end, p, true)
	w.ended(a, i)
	return i
}

// marked tells whether a modifier stands before a declaration.
func (w *csharpWalker) marked(i int, modifier string) bool {
	for n := 0; n < 6 && w.f.kind(i-1) == Keyword; n++ {
		if i--; w.f.is(i, modifier) {
			return true
		}
	}
	return false
}

// bareEnd gives where the name of a type ends, without type arguments.
func (f *File) bareEnd(typ Range) int {
	k := typ.Start + 1
	for k+1 < typ.End && (f.is(k, ".") || f.is(k, "::")) {
		k += 2
	}
	return k
}

// operator reads a conversion or an operator of a class from its keyword on.
func (w *csharpWalker) operator(i, end int, p javaPlace) int {
	f := w.f
	k := max(f.sharpTypeEnd(i+1, end), i+2)
	for n := 0; n < 3 && k < end && !f.is(k, "("); n++ {
		k++
	}
	if f.is(k, "(") && k < end {
		return w.method(k-1, k, end, p)
	}
	return i + 1
}

// method reads a method, constructor or local function from its name on, its brackets at open.
func (w *csharpWalker) method(name, open, end int, p javaPlace) int {
	f := w.f
	fn := Function{Name: f.word(name), Class: -1, Decorators: w.taken()}
	if p.fn < 0 {
		fn.Class = p.class
	}
	i := f.after(open, end)
	fn.Params = w.parameters(open, i, p)
	w.decorators = w.decorators[:0]
	if f.is(i, ":") && i < end { // : base(…)
		for i < end && !f.is(i, "(") && !f.is(i, "{") && !f.is(i, ";") {
			i++
		}
		if f.is(i, "(") && i < end {
			index := len(f.Calls)
			f.Calls = append(f.Calls, Call{Callee: Range{i - 1, i}, Open: i, Function: p.fn, Start: int(f.Tokens[i-1].Start)})
			w.arguments(index, i, end, p)
			i = f.after(i, end)
		}
	}
	for i < end && !f.is(i, "{") && !f.is(i, ";") && !f.is(i, "}") && !f.is(i, "=>") {
		if f.kind(i) == Open {
			i = f.over(i)
			continue
		}
		i++
	}
	return w.function(fn, name, i, end, p)
}

// function notes a function and reads its body, a block or what stands behind an arrow at open.
func (w *csharpWalker) function(fn Function, start, open, end int, p javaPlace) int {
	f := w.f
	fn.Outer, fn.Start, fn.End = p.fn, int(f.Tokens[start].Start), int(f.Tokens[max(min(open, end)-1, start)].End)
	fn.scope = f.addScope(len(f.Functions), p.scope, fn.Start, 0)
	index := len(f.Functions)
	f.Functions = append(f.Functions, fn)
	if open >= end || f.is(open, "}") {
		return min(open, end)
	}
	p.fn, p.scope = index, fn.scope
	switch {
	case f.is(open, "=>"):
		next := w.expression(open+1, end, p, false)
		f.Functions[index].Body = Range{open + 1, max(next, open+1)}
		f.Functions[index].End = int(f.Tokens[max(next-1, open)].End)
		return next + 1
	case !f.is(open, "{"):
		return open + 1
	}
	first, stop := w.inside(open, end)
	f.Functions[index].Body = Range{first, stop}
	f.Functions[index].End = int(f.Tokens[min(stop, len(f.Tokens)-1)].End)
	w.items(first, stop, p)
	return min(stop+1, end)
}

// property reads what stands behind the name of a property or indexer: its accessors, or an arrow; then its value.
func (w *csharpWalker) property(typ Range, name, i, end int, p javaPlace) int {
	f := w.f
	if f.kind(name) == Ident {
		f.javaNames = append(f.javaNames, javaName{name, p.scope, p.class, typ})
	}
	decorators := w.taken()
	if f.is(i, "=>") || !f.is(i, "{") {
		return w.function(Function{Name: f.word(name), Class: p.class, Decorators: decorators}, name, i, end, p)
	}
	start, stop := w.inside(i, end)
	for k := start; k < stop; {
		switch {
		case f.kind(k) == Ident && (f.is(k+1, "{") || f.is(k+1, "=>")) && k+1 < stop:
			k = max(w.function(Function{Name: f.word(name), Class: p.class, Decorators: decorators}, k, k+1, stop, p), k+1)
		case f.is(k, "["):
			k = f.after(k, stop)
		default:
			k++
		}
	}
	next := min(stop+1, end)
	if f.is(next, "=") && next < end && f.kind(name) == Ident {
		next = w.assigned(name, typ, next+1, end, p, p.class, false) + 1
	}
	return next
}

// parameters reads those between the brackets at open, end being behind them.
func (w *csharpWalker) parameters(open, end int, p javaPlace) []Param {
	f := w.f
	var list []Param
	start, stop := w.inside(open, end)
	kept := w.decorators
	for i := start; i < stop; {
		w.decorators = nil
		for i < stop && (f.kind(i) == Keyword || f.is(i, "[") || f.is(i, "scoped") && f.kind(i+1) == Ident) {
			if f.is(i, "[") {
				i = w.attributes(i, stop, p)
			} else {
				i++
			}
		}
		param := Param{Decorators: w.indexes.keep(w.decorators)}
		if name := f.sharpTypeEnd(i, stop); name > i {
			if f.kind(name) == Ident && name < stop {
				param.Name, param.Type = f.word(name), Range{i, name}
				i = name + 1
			} else { // of a lambda, without types
				param.Name = f.word(i)
				i = name
			}
		}
		if f.is(i, "=") && i < stop {
			next := w.expression(i+1, stop, p, true)
			param.Default = Range{i + 1, max(next, i+1)}
			i = next
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
	return w.shelf.keep(list)
}

// class reads a class, struct, interface, enum or record from its keyword on.
func (w *csharpWalker) class(i, end int, p javaPlace) int {
	f := w.f
	c := Class{Outer: p.class, Start: int(f.Tokens[i].Start), Decorators: w.taken()}
	enum := f.is(i, "enum")
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
	if f.is(i, "(") && i < end {
		parts = w.parameters(i, f.after(i, end), p)
		i = f.after(i, end)
	}
	for i < end && !f.is(i, "{") && !f.is(i, ";") && !f.is(i, "}") {
		if f.is(i, "where") {
			for i < end && !f.is(i, "{") && !f.is(i, ";") {
				i++
			}
			break
		}
		next := f.sharpTypeEnd(i, end)
		if next == i {
			if f.kind(i) == Open {
				i = f.over(i) - 1
			}
			i++
			continue
		}
		bare := Range{i, f.bareEnd(Range{i, next})}
		c.Bases = append(c.Bases, bare)
		if f.is(next, "(") && next < end { // what its constructor is given
			index := len(f.Calls)
			f.Calls = append(f.Calls, Call{Callee: bare, Open: next, Function: p.fn, Start: int(f.Tokens[i].Start)})
			w.arguments(index, next, end, p)
			next = f.after(next, end)
		}
		i = next
	}
	for _, part := range parts { // they are seen in the whole class
		if part.Type.End > 0 {
			f.javaNames = append(f.javaNames, javaName{part.Type.End, p.scope, len(f.Classes), part.Type})
		}
	}
	if i >= end || !f.is(i, "{") {
		if len(parts) > 0 || f.is(i, ";") {
			c.End = int(f.Tokens[min(i, len(f.Tokens)-1)].End)
			f.Classes = append(f.Classes, c)
		}
		return i + 1
	}
	start, stop := w.inside(i, end)
	c.Body, c.End = Range{start, stop}, int(f.Tokens[min(stop, len(f.Tokens)-1)].End)
	f.Classes = append(f.Classes, c)
	p.class, p.fn = len(f.Classes)-1, -1
	kept := w.decorators
	w.decorators = nil
	if enum {
		w.constants(start, stop, p)
	} else {
		w.items(start, stop, p)
	}
	w.decorators = kept
	return min(stop+1, end)
}

// constants reads those of an enum.
func (w *csharpWalker) constants(i, end int, p javaPlace) {
	for i < end {
		if w.f.is(i, "[") {
			i = w.attributes(i, end, p)
			w.decorators = w.decorators[:0]
			continue
		}
		if w.f.is(i+1, "=") && i+1 < end {
			i = w.expression(i+2, end, p, true)
		}
		i++
	}
}
