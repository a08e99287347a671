package syntax

// declaresFunction tells the declaration of a function or method from a function that is called where it stands.
func (w *goWalker) declaresFunction(i int) bool {
	f := w.f
	if f.kind(i+1) == Ident {
		return true
	}
	if w.fn >= 0 || !f.is(i+1, "(") || f.Tokens[i+1].Match < 0 {
		return false
	}
	after := int(f.Tokens[i+1].Match) + 1
	return f.kind(after) == Ident && (f.is(after+1, "(") || f.is(after+1, "["))
}

// function reads a declaration, method or function literal from its keyword on.
func (w *goWalker) function(i, end int, declared bool) int {
	f := w.f
	fn := Function{Class: -1, Outer: w.fn, Start: int(f.Tokens[i].Start)}
	if !declared && w.named == i {
		fn.Name = w.name
	}
	w.found = w.found[:0]
	index := len(f.Functions)
	outer := w.scope
	i++
	if declared {
		i = w.functionName(i, &fn, index)
	}
	fn.scope = f.addScope(index, outer, fn.Start, 0)
	if f.is(i, "(") && f.Tokens[i].Match > 0 {
		w.params(i)
		fn.Params = w.shelf.keep(w.found)
		i = f.over(i)
		if results := i; f.startsGoType(i) {
			i = f.goType(i, end)
			w.results(results, fn.scope)
		}
	}
	fn.Body, fn.End = Range{i, i}, int(f.Tokens[min(i, len(f.Tokens))-1].End)
	f.Functions = append(f.Functions, fn)
	if !f.is(i, "{") || i >= end {
		return i
	}
	return w.body(index, i, end)
}

// functionName reads the receiver, the name and the type parameters.
func (w *goWalker) functionName(i int, fn *Function, index int) int {
	f := w.f
	if f.is(i, "(") && f.Tokens[i].Match > 0 {
		w.params(i)
		if len(w.found) > 0 {
			w.receivers = append(w.receivers, goReceiver{index, f.localType(w.found[0].Type)})
		}
		i = f.over(i)
	} else if f.kind(i) == Ident && !f.is(i, "init") && !f.is(i, "_") {
		f.binds = append(f.binds, bind{target: Range{i, i + 1}, scope: w.scope, declares: true})
	}
	if f.kind(i) == Ident {
		fn.Name = f.word(i)
		i++
	}
	if f.is(i, "[") {
		i = f.over(i)
	}
	return i
}

func (w *goWalker) body(index, i, end int) int {
	f := w.f
	stop := w.closing(i, end)
	f.Functions[index].Body = Range{i + 1, max(stop, i+1)}
	f.Functions[index].End = int(f.Tokens[min(stop, len(f.Tokens)-1)].End)
	fn, scope := w.fn, w.scope
	w.fn, w.scope = index, f.Functions[index].scope
	next := w.block(i, end)
	w.fn, w.scope = fn, scope
	return next
}

// params reads a list of parameters. Either all have names or none has; a name without a type takes the next one's.
func (w *goWalker) params(open int) {
	f := w.f
	first, stop := len(w.found), int(f.Tokens[open].Match)
	named := false
	for i := open + 1; i < stop; i++ {
		part := Range{i, w.comma(i, stop)}
		i = part.End
		if part.End == part.Start {
			continue
		}
		p := Param{Type: part}
		if f.kind(part.Start) == Ident && part.End > part.Start+1 && f.goTypeName(part.Start) < part.End && !f.is(part.Start+1, ".") {
			p.Name, p.Type.Start, named = f.word(part.Start), part.Start+1, true
		}
		w.found = append(w.found, p)
	}
	if !named {
		return
	}
	typ := Range{}
	for i := len(w.found) - 1; i >= first; i-- {
		p := &w.found[i]
		if p.Name != "" {
			typ = p.Type
		} else {
			p.Name, p.Type = f.word(p.Type.Start), typ
		}
	}
	for i := first; i < len(w.found); i++ {
		if w.found[i].Name == "_" {
			w.found[i].Name = ""
		}
	}
}

// results binds the names of results.
func (w *goWalker) results(open, scope int) {
	f := w.f
	if !f.is(open, "(") || f.Tokens[open].Match < 0 {
		return
	}
	for i := open + 1; i < int(f.Tokens[open].Match); i++ {
		stop := w.comma(i, int(f.Tokens[open].Match))
		if f.kind(i) == Ident && stop > i+1 && !f.is(i+1, ".") {
			f.declared = append(f.declared, declaredName{name: i, typ: Range{i + 1, stop}, scope: scope, class: -1})
		}
		i = stop
	}
}

// bindMethods gives methods the struct of their receiver, which may be declared after them.
func (w *goWalker) bindMethods() {
	classes := map[string]int{}
	for i := range w.f.Classes {
		classes[w.f.Classes[i].Name] = i
	}
	for _, r := range w.receivers {
		if class, ok := classes[r.typ]; ok && r.function < len(w.f.Functions) {
			w.f.Functions[r.function].Class = class
		}
	}
}
