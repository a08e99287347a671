package syntax

// expression reads an expression and gives the token it ends at: a ; , a closing bracket, a : of its own, or a comma if
// commas separate.
func (w *csharpWalker) expression(i, end int, p javaPlace, commas bool) int {
	if !w.deeper(i) {
		return end
	}
	s := csharpScan{w: w, p: p, end: end, chain: -1, called: -1, commas: commas}
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

// A csharpScan is the reading of one expression.
type csharpScan struct {
	w         *csharpWalker
	p         javaPlace
	end       int
	chain     int // first token of the operand being read; -1
	called    int // the bracket that closes the last call
	ternaries int
	commas    bool
	done      bool
	assigns   []int
}

func (s *csharpScan) stop(i int) int {
	s.done = true
	return i
}

func (s *csharpScan) step(i int) int {
	f := s.w.f
	switch f.kind(i) {
	case Ident:
		if f.is(i+1, "=>") && i+1 < s.end && !s.continues(i) {
			return s.lambda(i, i, i+1)
		}
		switch {
		case s.continues(i):
		case f.is(i, "await") && (f.kind(i+1) == Ident || f.kind(i+1) == Keyword || f.is(i+1, "(")):
			s.chain = -1
			return i + 1
		case f.is(i, "var") && f.is(i+1, "(") && i+1 < s.end: // var (a, b) = …
			s.chain = -1
			return s.w.designation(i+1, s.end, s.p)
		}
		if f.is(i, "async") && (f.kind(i+1) == Ident && f.is(i+2, "=>") || f.is(i+1, "(") && f.is(f.after(i+1, s.end), "=>")) {
			return s.lambda(i, i+1, f.after1(i+1, s.end))
		}
		if !s.continues(i) || s.chain < 0 {
			s.chain = i
		}
	case Number:
		s.chain = i
	case String:
		s.chain = i
		s.w.holes(i, s.p)
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

// after1 gives the token behind a bracket or a word.
func (f *File) after1(i, limit int) int {
	if f.kind(i) == Open {
		return f.after(i, limit)
	}
	return i + 1
}

// holes walks the expressions in an interpolated string.
func (w *csharpWalker) holes(i int, p javaPlace) {
	if w.nested > maxHoleDepth {
		return
	}
	w.nested++
	for _, h := range w.f.holesOf(i) {
		w.expression(int(h.start), int(h.end), p, false)
	}
	w.nested--
}

// continues tells whether a name goes on with the operand before it.
func (s *csharpScan) continues(i int) bool {
	f := s.w.f
	return f.is(i-1, ".") || f.is(i-1, "?.") || f.is(i-1, "::") || f.is(i-1, "->")
}

func (s *csharpScan) keyword(i int) int {
	f, w := s.w.f, s.w
	switch f.word(i) {
	case "this", "base", "true", "false", "null":
		s.chain = i
	case "new":
		return s.creation(i)
	case "switch":
		s.chain = -1
		if f.is(i+1, "{") && i+1 < s.end {
			return w.arms(i+1, s.end, s.p)
		}
	case "is":
		s.chain = -1
		return max(w.pattern(i+1, s.end, s.p), i+1)
	case "as":
		s.chain = -1
		return max(f.sharpTypeEnd(i+1, s.end), i+1)
	case "typeof", "sizeof", "default":
		if s.chain = i; f.is(i+1, "(") && i+1 < s.end {
			return f.after(i+1, s.end)
		}
	case "checked", "unchecked":
		if s.chain = i; f.is(i+1, "(") && i+1 < s.end {
			w.list(i+1, s.end, s.p)
			return f.after(i+1, s.end)
		}
	case "delegate":
		if f.is(i+1, "(") && i+1 < s.end {
			return s.lambda(i, i+1, f.after(i+1, s.end)-1)
		}
		if f.is(i+1, "{") && i+1 < s.end {
			return s.lambda(i, i, i)
		}
	case "if", "for", "foreach", "while", "return", "try", "class", "do", "else", "case", "break", "continue", "public", "private", "protected", "internal", "namespace":
		return s.stop(i - 1)
	default: // out, ref, in, typeof, throw …
		s.chain = -1
	}
	return i + 1
}

// creation reads new T(…) { … }, new T { … }, new(…), new[] { … } and new { … }.
func (s *csharpScan) creation(i int) int {
	f, w := s.w.f, s.w
	s.chain = i
	k := i + 1
	first, last := k, k
	for k < s.end && f.kind(k) == Ident {
		k++
		last = k
		if f.is(k, "<") && int(f.Tokens[k].Match) > k {
			k = int(f.Tokens[k].Match) + 1
		}
		if !f.is(k, ".") && !f.is(k, "::") {
			break
		}
		k++
	}
	if f.is(k, "?") && f.is(k+1, "[") {
		k++
	}
	switch {
	case k >= s.end:
		return k
	case last > first && (f.is(k, "(") || f.is(k, "{")):
		return s.construction(i, Range{first, last}, k)
	case f.is(k, "(") && w.implied.at == i:
		return s.construction(i, w.implied.typ, k)
	case f.is(k, "("):
		w.list(k, s.end, s.p)
		k = f.after(k, s.end)
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

// construction reads the arguments of a call with new, those in brackets and those in braces.
func (s *csharpScan) construction(i int, callee Range, open int) int {
	f, w := s.w.f, s.w
	index := len(f.Calls)
	f.Calls = append(f.Calls, Call{Callee: callee, Open: open, New: true, Function: s.p.fn, Start: int(f.Tokens[i].Start)})
	base := len(w.args.open)
	k := open
	if f.is(k, "(") {
		w.items1(k, s.end, s.p)
		k = f.after(k, s.end)
	}
	if f.is(k, "{") && k < s.end {
		w.items1(k, s.end, s.p)
		k = f.after(k, s.end)
	}
	c := &f.Calls[index]
	c.Args = w.args.take(base, 0, 0)
	c.End = int(f.Tokens[max(min(k, len(f.Tokens))-1, 0)].End)
	return k
}

// items1 adds what a bracket holds to the arguments being gathered. What { A = b } gives to A is no assignment of a name
// here.
func (w *csharpWalker) items1(open, end int, p javaPlace) {
	f := w.f
	start, stop := w.inside(open, end)
	for k := start; k < stop; {
		first := k
		if f.kind(k) == Ident && f.is(k+1, "=") {
			k += 2
		}
		next := k
		for {
			next = w.expression(k, stop, p, true)
			if next >= stop || f.is(next, ",") {
				break
			}
			k = max(next, k) + 1
			if k >= stop {
				next = stop
				break
			}
		}
		w.args.add(first, next)
		k = max(next, k) + 1
	}
}

// arguments reads those of a call.
func (w *csharpWalker) arguments(index, open, end int, p javaPlace) {
	_, stop := w.inside(open, end)
	base := len(w.args.open)
	w.items1(open, end, p)
	c := &w.f.Calls[index]
	c.Args = w.args.take(base, 0, 0)
	c.End = int(w.f.Tokens[min(stop, len(w.f.Tokens)-1)].End)
}

// list reads what a bracket holds, names of its own looked over.
func (w *csharpWalker) list(open, end int, p javaPlace) {
	base := len(w.args.open)
	w.items1(open, end, p)
	w.args.open = w.args.open[:base]
}

func (s *csharpScan) opening(i int) int {
	f, w := s.w.f, s.w
	start, stop := w.inside(i, s.end)
	next := min(stop+1, s.end)
	switch {
	case f.is(i, "["):
		if s.chain < 0 {
			s.chain = i
		}
		w.list(i, s.end, s.p)
	case f.is(i, "{"):
		s.chain = -1
		w.list(i, s.end, s.p)
	case f.is(next, "=>") && next < s.end:
		return s.lambda(i, i, next)
	case s.chain >= 0 && s.callable(i-1):
		last := i
		if f.is(i-1, ">") {
			last = int(f.Tokens[i-1].Match)
		}
		if f.is(last-1, "!") {
			last--
		}
		index := len(f.Calls)
		f.Calls = append(f.Calls, Call{Callee: Range{s.chain, last}, Open: i, Function: s.p.fn, Start: int(f.Tokens[s.chain].Start)})
		w.arguments(index, i, s.end, s.p)
		s.called = stop
	default:
		s.chain = i
		for k := start; k < stop; {
			k = max(w.expression(k, stop, s.p, false), k) + 1
		}
	}
	return next
}

// callable tells whether a bracket behind token i makes a call.
func (s *csharpScan) callable(i int) bool {
	f := s.w.f
	switch f.kind(i) {
	case Ident:
		return true
	case Keyword:
		return f.is(i, "this") || f.is(i, "base")
	case Close:
		return i == s.called || f.is(i, "]") && int(f.Tokens[i].Match) > s.chain
	}
	return f.is(i, ">") && int(f.Tokens[i].Match) > s.chain || f.is(i, "!")
}

// lambda reads a function from token i on: its parameters at params, its arrow or what stands before its body at arrow.
func (s *csharpScan) lambda(i, params, arrow int) int {
	f, w, p := s.w.f, s.w, s.p
	s.chain = -1
	if w.depth+2 >= maxLevels || arrow >= s.end {
		f.tooDeep(i)
		return i + 1
	}
	fn := Function{Class: -1, Outer: p.fn, Start: int(f.Tokens[i].Start), End: int(f.Tokens[arrow].End), Body: Range{arrow + 1, arrow + 1}}
	switch {
	case f.is(params, "("):
		fn.Params = w.parameters(params, f.after(params, s.end), p)
	case f.kind(params) == Ident:
		fn.Params = w.shelf.keep([]Param{{Name: f.word(params)}})
	}
	fn.scope = f.addScope(len(f.Functions), p.scope, fn.Start, 0)
	index := len(f.Functions)
	f.Functions = append(f.Functions, fn)
	p.fn, p.scope = index, fn.scope
	body := arrow + 1
	if body < s.end && f.is(body, "{") {
		start, stop := w.inside(body, s.end)
		f.Functions[index].Body = Range{start, stop}
		w.items(start, stop, p)
		f.Functions[index].End = int(f.Tokens[min(stop, len(f.Tokens)-1)].End)
		return min(stop+1, s.end)
	}
	next := w.expression(body, s.end, p, true)
	f.Functions[index].Body.End = max(next, body)
	f.Functions[index].End = int(f.Tokens[max(next-1, arrow)].End)
	return max(next, body)
}

func (s *csharpScan) punct(i int) int {
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
	case ".", "?.", "::", "->":
	case "<":
		if m := int(f.Tokens[i].Match); m > i && m < s.end {
			return m + 1
		}
		s.chain = -1
	case "!": // behind an operand: not null
	case "?":
		if f.is(i+1, ".") {
			break
		}
		if f.is(i+1, "[") && f.Tokens[i+1].Start == f.Tokens[i].End && s.chain >= 0 && f.kind(i-1) != Number && f.Tokens[i-1].End == f.Tokens[i].Start {
			break
		}
		s.ternaries++
		s.chain = -1
	case ":":
		if s.ternaries == 0 {
			return s.stop(i)
		}
		s.ternaries--
		s.chain = -1
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

func (s *csharpScan) assign(i int) {
	f := s.w.f
	if s.chain >= 0 {
		if f.is(i+1, "new") && f.is(i+2, "(") && f.kind(i-1) == Ident && f.is(f.after(i+2, s.end), "{") { // x.Options = new() { … }: called like its type
			s.w.implied.typ, s.w.implied.at = Range{i - 1, i}, i+1
		}
		s.assigns = append(s.assigns, len(f.Assigns))
		f.Assigns = append(f.Assigns, Assign{
			Target: Range{s.chain, i}, Value: Range{i + 1, i + 1}, Function: s.p.fn, scope: s.p.scope, Class: -1,
			Start: int(f.Tokens[s.chain].Start), End: int(f.Tokens[i].End),
		})
	}
	s.chain = -1
}
