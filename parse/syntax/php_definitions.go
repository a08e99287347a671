package syntax

// function reads a function, method, closure or arrow function from its keyword on.
func (w *phpWalker) function(i, end int) int {
	f := w.f
	arrow := f.is(i, "fn")
	index := len(f.Functions)
	fn := Function{Class: -1, Outer: w.fn, Start: int(f.Tokens[i].Start), End: int(f.Tokens[i].End), Body: Range{i + 1, i + 1}}
	outer := w.scope
	k := i + 1
	if f.is(k, "&") {
		k++
	}
	if f.kind(k) == Ident && k < end {
		fn.Name, outer = f.word(k), -1
		if w.body {
			fn.Class = w.class
		} else {
			f.binds = append(f.binds, bind{target: Range{k, k + 1}, scope: -1, declares: true})
		}
		k++
	}
	fn.scope = f.addScope(index, outer, fn.Start, 0)
	f.Functions = append(f.Functions, fn)
	saved := *w
	w.fn, w.scope, w.body = index, fn.scope, false
	if f.is(k, "(") && k < end {
		stop := w.closing(k, end)
		w.params(index, k+1, stop)
		k = min(stop+1, end)
	}
	k = w.functionBody(index, k, end, arrow)
	w.fn, w.scope, w.body = saved.fn, saved.scope, saved.body
	return k
}

// functionBody reads what follows the parameters.
func (w *phpWalker) functionBody(index, k, end int, arrow bool) int {
	f := w.f
	for k < end && !f.is(k, "{") && !f.is(k, "=>") && !f.is(k, ";") {
		if f.is(k, "(") { // use ($a, $b)
			k = f.over(k)
			continue
		}
		if f.kind(k) == Close {
			return k
		}
		k++
	}
	k = min(k, end)
	if k >= end || f.is(k, ";") {
		return k
	}
	body := Range{k + 1, k + 1}
	var next int
	if arrow {
		next = max(w.expression(k+1, end), k+1)
		body.End = next
	} else {
		body.End = max(w.closing(k, end), k+1)
		w.statements(k+1, body.End)
		next = min(body.End+1, end)
	}
	fn := &f.Functions[index]
	fn.Body, fn.End = body, max(fn.End, int(f.Tokens[max(next-1, 0)].End))
	return next
}

func (w *phpWalker) params(index, i, stop int) {
	f := w.f
	first := len(w.found)
	for i < stop {
		p := Param{}
		from := i
		for i < stop && !f.is(i, ",") && !f.is(i, "=") {
			if f.kind(i) == Open {
				i = min(f.over(i), stop)
				from = i
				continue
			}
			if f.kind(i) == Keyword { // private, readonly
				from = i + 1
			} else if f.kind(i) == Ident && f.Text[f.Tokens[i].Start] == '$' {
				p.Name = f.word(i)
				p.Type = Range{from, i}
			}
			i++
		}
		for p.Type.End > p.Type.Start && f.kind(p.Type.End-1) == Punct {
			p.Type.End--
		}
		if f.is(i, "=") && i < stop {
			next := max(w.expression(i+1, stop), i+1)
			p.Default = Range{i + 1, next}
			i = next
		}
		if p.Name != "" {
			w.found = append(w.found, p)
		}
		i++
	}
	f.Functions[index].Params = w.shelf.keep(w.found[first:])
	w.found = w.found[:first]
}

func (w *phpWalker) classOf(i, end int) int {
	f := w.f
	name := f.word(i + 1)
	f.binds = append(f.binds, bind{target: Range{i + 1, i + 2}, scope: -1, declares: true})
	return w.members(i+2, end, len(f.Classes), name, i)
}

// members reads a class from behind its name on.
func (w *phpWalker) members(k, end, index int, name string, start int) int {
	f := w.f
	c := Class{Name: name, Outer: w.class, Start: int(f.Tokens[start].Start), End: int(f.Tokens[min(k, len(f.Tokens))-1].End)}
	for k < end && !f.is(k, "{") && !f.endsPHP(k) && f.kind(k) != Close {
		if f.kind(k) == Ident && (f.is(k-1, "extends") || f.is(k-1, "implements") || f.is(k-1, ",")) {
			c.Bases = append(c.Bases, Range{k, k + 1})
		}
		k++
	}
	f.Classes = append(f.Classes, c)
	if k >= end || !f.is(k, "{") {
		return k
	}
	stop := w.closing(k, end)
	class, body := w.class, w.body
	w.class, w.body = index, true
	w.statements(k+1, stop)
	w.class, w.body = class, body
	at := &f.Classes[index]
	at.Body = Range{k + 1, max(stop, k+1)}
	at.End = max(at.End, int(f.Tokens[min(stop, len(f.Tokens)-1)].End))
	return min(stop+1, end)
}
