package syntax

// expression reads an expression and gives the token it ends at: a ; , a closing bracket, a : of its own, or a comma if
// commas separate.
func (w *javaWalker) expression(i, end int, p javaPlace, commas bool) int {
	if !w.deeper(i) {
		return end
	}
	s := javaScan{w: w, p: p, end: end, chain: -1, commas: commas}
	for i < end && !s.done {
		i = s.step(i)
	}
	i = min(i, end)
	for _, a := range s.assigns {
		w.ended(a, i)
	}
	w.depth--
	return i
}

// A javaScan is the reading of one expression.
type javaScan struct {
	w         *javaWalker
	p         javaPlace
	end       int
	chain     int // first token of the operand being read; -1
	ternaries int
	commas    bool
	done      bool
	assigns   []int
}

// stop ends the expression before token i.
func (s *javaScan) stop(i int) int {
	s.done = true
	return i
}

func (s *javaScan) step(i int) int {
	f := s.w.f
	switch f.kind(i) {
	case Ident:
		if f.is(i+1, "->") && i+1 < s.end {
			return s.lambda(i, i+1)
		}
		if !s.continues(i) || s.chain < 0 {
			s.chain = i
		}
	case Number, String:
		s.chain = i
	case Keyword:
		return s.keyword(i)
	case Open:
		return s.opening(i)
	case Close:
		return s.stop(i)
	case Punct:
		return s.punct(i)
	}
	return i + 1
}

// continues tells whether a name goes on with the operand before it: a.b, A::b, a.<T>b.
func (s *javaScan) continues(i int) bool {
	f := s.w.f
	if f.is(i-1, ">") && f.Tokens[i-1].Match > 0 {
		i = int(f.Tokens[i-1].Match)
	}
	return f.is(i-1, ".") || f.is(i-1, "::")
}

func (s *javaScan) keyword(i int) int {
	f := s.w.f
	switch word := f.word(i); word {
	case "this", "super", "true", "false", "null":
		s.chain = i
	case "new":
		return s.creation(i)
	case "switch":
		s.chain = -1
		if !f.is(i+1, "(") {
			return i + 1
		}
		start, stop := s.w.inside(i+1, s.end)
		s.w.expression(start, stop, s.p, false)
		if next := min(stop+1, s.end); f.is(next, "{") && next < s.end {
			return s.w.block(next, s.end, s.p)
		}
		return min(stop+1, s.end)
	case "instanceof":
		return s.instanceOf(i)
	case "final":
		s.chain = -1
	case "if", "for", "while", "return", "throw", "try", "class", "do", "else", "case", "break", "continue", "public", "private", "protected":
		return s.stop(i - 1)
	default:
		s.chain = -1
		if javaPrimitive(word) {
			s.chain = i
		}
	}
	return i + 1
}

// instanceOf passes over the type or pattern after instanceof.
func (s *javaScan) instanceOf(i int) int {
	f := s.w.f
	s.chain = -1
	i++
	if f.is(i, "final") {
		i++
	}
	next := s.w.typeEnd(i, s.end)
	switch {
	case next == i:
		return i
	case f.is(next, "(") && next < s.end:
		return f.after(next, s.end)
	case f.kind(next) == Ident && next < s.end:
		f.javaNames = append(f.javaNames, javaName{next, s.p.scope, -1, Range{i, next}})
		f.binds = append(f.binds, bind{target: Range{next, next + 1}, scope: s.p.scope, local: true})
		return next + 1
	}
	return next
}

// creation reads new T(…) with its class body, or new T[…].
func (s *javaScan) creation(i int) int {
	f, w := s.w.f, s.w
	if f.is(i-1, "::") {
		return i + 1
	}
	if !f.is(i-1, ".") || s.chain < 0 {
		s.chain = i
	}
	k := i + 1
	for f.is(k, "@") && k < s.end {
		k = f.annotationEnd(k, s.end)
	}
	if f.is(k, "<") && int(f.Tokens[k].Match) > k {
		k = int(f.Tokens[k].Match) + 1
	}
	first, last := k, k
	if f.kind(k) == Keyword && javaPrimitive(f.word(k)) {
		last, k = k+1, k+1
	}
	for k < s.end && f.kind(k) == Ident {
		k++
		last = k
		if f.is(k, "<") && int(f.Tokens[k].Match) > k {
			k = int(f.Tokens[k].Match) + 1
		}
		if !f.is(k, ".") {
			break
		}
		k++
	}
	switch {
	case last == first || k >= s.end:
		return max(k, i+1)
	case f.is(k, "("):
		return s.construction(i, Range{first, last}, k)
	}
	for k < s.end && f.is(k, "[") {
		start, stop := w.inside(k, s.end)
		w.expression(start, stop, s.p, false)
		k = min(stop+1, s.end)
	}
	if k < s.end && f.is(k, "{") {
		w.list(k, s.end, s.p)
		k = f.after(k, s.end)
	}
	return k
}

func (s *javaScan) construction(i int, callee Range, open int) int {
	f, w := s.w.f, s.w
	index := len(f.Calls)
	f.Calls = append(f.Calls, Call{Callee: callee, Open: open, New: true, Function: s.p.fn, Start: int(f.Tokens[i].Start)})
	w.arguments(index, open, s.end, s.p)
	k := f.after(open, s.end)
	if k < s.end && f.is(k, "{") {
		c := Class{Bases: []Range{callee}, Outer: s.p.class, Start: int(f.Tokens[k].Start)}
		return w.classBody(c, k, s.end, s.p, false)
	}
	return k
}

// arguments reads those of a call.
func (w *javaWalker) arguments(index, open, end int, p javaPlace) {
	start, stop := w.inside(open, end)
	base := len(w.args.open)
	first := start
	for k := start; k < stop; {
		next := w.expression(k, stop, p, true)
		if w.f.is(next, ",") && next < stop {
			w.args.add(first, next)
			first = next + 1
		}
		k = max(next, k) + 1
	}
	c := &w.f.Calls[index]
	c.Args = w.args.take(base, first, stop)
	c.End = int(w.f.Tokens[min(stop, len(w.f.Tokens)-1)].End)
}

// list reads { a, b }.
func (w *javaWalker) list(open, end int, p javaPlace) {
	start, stop := w.inside(open, end)
	for k := start; k < stop; {
		k = max(w.expression(k, stop, p, true), k) + 1
	}
}

func (s *javaScan) opening(i int) int {
	f, w := s.w.f, s.w
	start, stop := w.inside(i, s.end)
	next := min(stop+1, s.end)
	switch {
	case f.is(i, "["):
		w.expression(start, stop, s.p, false)
	case f.is(i, "{"):
		s.chain = i
		w.list(i, s.end, s.p)
	case s.chain >= 0 && (f.kind(i-1) == Ident || f.is(i-1, "this") || f.is(i-1, "super")):
		index := len(f.Calls)
		f.Calls = append(f.Calls, Call{Callee: Range{s.chain, i}, Open: i, Function: s.p.fn, Start: int(f.Tokens[s.chain].Start)})
		w.arguments(index, i, s.end, s.p)
	case f.is(next, "->") && next < s.end:
		return s.lambda(i, next)
	default:
		s.chain = i
		for k := start; k < stop; {
			k = max(w.expression(k, stop, s.p, false), k) + 1
		}
	}
	return next
}

// lambda reads the parameters at token i and the body behind the arrow.
func (s *javaScan) lambda(i, arrow int) int {
	f, w, p := s.w.f, s.w, s.p
	s.chain = -1
	fn := Function{Class: -1, Outer: p.fn, Start: int(f.Tokens[i].Start), End: int(f.Tokens[arrow].End), Body: Range{arrow + 1, arrow + 1}}
	if w.depth+2 >= maxLevels {
		f.tooDeep(i)
		return arrow + 1
	}
	if f.is(i, "(") {
		fn.Params = w.parameters(i, arrow, p)
	} else {
		fn.Params = w.shelf.keep([]Param{{Name: f.word(i)}})
	}
	fn.scope = f.addScope(len(f.Functions), p.scope, fn.Start, 0)
	index := len(f.Functions)
	f.Functions = append(f.Functions, fn)
	p.fn, p.scope = index, fn.scope
	body := arrow + 1
	if body < s.end && f.is(body, "{") {
		start, stop := w.inside(body, s.end)
		f.Functions[index].Body = Range{start, stop}
		w.statements(start, stop, p)
		f.Functions[index].End = int(f.Tokens[min(stop, len(f.Tokens)-1)].End)
		return min(stop+1, s.end)
	}
	next := w.expression(body, s.end, p, true)
	f.Functions[index].Body.End = max(next, body)
	f.Functions[index].End = int(f.Tokens[max(next-1, arrow)].End)
	return max(next, body)
}

func (s *javaScan) punct(i int) int {
	f := s.w.f
	word := f.word(i)
	switch word {
	case ";":
		return s.stop(i)
	case ",":
		if s.commas {
			return s.stop(i)
		}
		s.chain = -1
	case ".", "::":
	case "<":
		if m := int(f.Tokens[i].Match); m > i && m < s.end {
			return m + 1
		}
		s.chain = -1
	case "?":
		s.ternaries++
		s.chain = -1
	case ":":
		if s.ternaries == 0 {
			return s.stop(i)
		}
		s.ternaries--
		s.chain = -1
	case "@":
		waiting := len(s.w.decorators)
		i = s.w.annotation(i, s.end, s.p)
		s.w.decorators = s.w.decorators[:min(waiting, len(s.w.decorators))]
		return i
	case "=":
		s.assign(i)
	case "++", "--":
		target := Range{s.chain, i}
		if s.chain < 0 {
			target = Range{i + 1, i + 2}
		}
		f.binds = append(f.binds, bind{target: target, scope: s.p.scope})
	default:
		if len(word) > 1 && word[len(word)-1] == '=' && word != "==" && word != "!=" && word != "<=" && word != ">=" && s.chain >= 0 {
			f.binds = append(f.binds, bind{target: Range{s.chain, i}, scope: s.p.scope})
		}
		s.chain = -1
	}
	return i + 1
}

func (s *javaScan) assign(i int) {
	f := s.w.f
	if s.chain >= 0 {
		s.assigns = append(s.assigns, len(f.Assigns))
		f.Assigns = append(f.Assigns, Assign{
			Target: Range{s.chain, i}, Value: Range{i + 1, i + 1}, Function: s.p.fn, scope: s.p.scope, Class: -1,
			Start: int(f.Tokens[s.chain].Start), End: int(f.Tokens[i].End),
		})
	}
	s.chain = -1
}
