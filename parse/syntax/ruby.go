package syntax

// readRuby reads Ruby.
func readRuby(f *File) {
	end := lexRuby(f)
	f.reserve()
	f.callAt = make([]int32, len(f.Tokens)+1)
	w := &rubyWalker{f: f, fn: -1, scope: -1, class: -1, limit: end}
	for i := 0; i < end; i++ { // an `end` that closes nothing is passed over
		i = w.statements(i, end)
	}
	w.readLate(len(f.Text) + 1)
}

// A rubyWalker goes through the tokens of a file by recursive descent. Of operators it knows only that they are none of a
// statement's other parts: what binds how is for the expression reader.
type rubyWalker struct {
	f      *File
	fn     int  // innermost function
	scope  int  // innermost function, as scopes count
	class  int  // innermost class or module
	body   bool // directly in the body of the class
	depth  int
	nested int // in holes
	limit  int
	args   argList
	found  []Param
	shelf  shelf[Param]
	late   []rubyLate
}

// rubyLate is a heredoc whose holes are read when its text is passed, so that functions stay in order.
type rubyLate struct {
	token, from      int
	fn, scope, class int
}

// rubyMode says what ends an expression where it stands.
type rubyMode uint8

const (
	noDo     rubyMode = 1 << iota // `do` belongs to what stands around
	noPipe                        // | ends the parameters of a block
	noAssign                      // one of several targets
)

// deeper goes one level down, unless that is too deep.
func (w *rubyWalker) deeper(i int) bool {
	if w.depth >= maxLevels {
		w.f.tooDeep(min(i, len(w.f.Tokens)-1))
		return false
	}
	w.depth++
	return true
}

// closing gives the token that closes bracket i, or the end.
func (w *rubyWalker) closing(i, end int) int {
	if m := int(w.f.Tokens[i].Match); m > i && m <= end {
		return m
	}
	return end
}

// statements reads up to the keyword that ends or parts a block, or to the end.
func (w *rubyWalker) statements(i, end int) int {
	f := w.f
	for i < end {
		switch f.kind(i) {
		case Newline, Close:
			i++
			continue
		case Keyword:
			switch f.word(i) {
			case "end", "else", "elsif", "when", "in", "rescue", "ensure":
				return i
			case "then", "do":
				i++
				continue
			}
		case Punct:
			if f.is(i, ";") {
				i++
				continue
			}
		}
		i = max(w.statement(i, end), i+1)
	}
	return i
}

// statement reads one with its modifiers: `a, b = c if d`.
func (w *rubyWalker) statement(start, end int) int {
	f := w.f
	assigns := len(f.Assigns)
	i := w.condition(start, end, 0)
	for n := 0; i < end; n++ {
		switch {
		case f.is(i, ","):
			i = max(w.expression(i+1, end, noAssign), i+1)
			if f.is(i, "=") && i < end {
				i = w.assignSeveral(Range{start, i}, end, len(f.Assigns) == assigns)
			}
		case f.is(i, "=>"), f.is(i, "in"):
			i = w.pattern(i+1, end)
		case f.kind(i) == Keyword && rubyModifier(f.word(i)):
			i = max(w.condition(i+1, end, 0), i+1)
		default:
			return i
		}
	}
	return i
}

func rubyModifier(word string) bool {
	switch word {
	case "if", "unless", "while", "until", "rescue":
		return true
	}
	return false
}

// condition reads expressions with and, or, not between.
func (w *rubyWalker) condition(i, end int, m rubyMode) int {
	i = w.expression(i, end, m)
	for i < end && (w.f.is(i, "and") || w.f.is(i, "or")) {
		i = max(w.expression(i+1, end, m), i+1)
	}
	return i
}

// assignSeveral reads the values of a, b = c, d. Only with as many values as targets, and without a splat, each has its own.
func (w *rubyWalker) assignSeveral(targets Range, end int, plain bool) int {
	f := w.f
	first := len(f.Assigns)
	values := w.pieces(targets.End+1, end)
	next := targets.End + 1
	if n := len(values); n > 0 {
		next = values[n-1].End
	}
	names := w.split(targets)
	if !plain || len(names) != len(values) || len(f.Assigns) != first {
		w.unknown(targets)
		return next
	}
	for k, name := range names {
		if f.is(name.Start, "*") || f.is(values[k].Start, "*") || f.kind(name.Start) == Open {
			w.unknown(name)
			continue
		}
		w.addAssign(name, values[k])
	}
	return next
}

// pieces reads expressions with commas between and gives the tokens of each.
func (w *rubyWalker) pieces(i, end int) []Range {
	var list []Range
	for i < end {
		next := max(w.expression(i, end, 0), i)
		list = append(list, Range{i, next})
		if !w.f.is(next, ",") || next >= end {
			break
		}
		i = next + 1
	}
	return list
}

// split cuts targets at their commas.
func (w *rubyWalker) split(r Range) []Range {
	var list []Range
	start := r.Start
	for k := r.Start; k < r.End; k++ {
		switch {
		case w.f.kind(k) == Open:
			k = max(k, min(int(w.f.Tokens[k].Match), r.End-1))
		case w.f.is(k, ","):
			list = append(list, Range{start, k})
			start = k + 1
		}
	}
	return append(list, Range{start, r.End})
}

func (w *rubyWalker) unknown(r Range) {
	if r.End > r.Start {
		w.f.binds = append(w.f.binds, bind{target: r, scope: w.scope})
	}
}

func (w *rubyWalker) addAssign(target, value Range) {
	f := w.f
	if value.End <= value.Start || target.End <= target.Start {
		return
	}
	a := Assign{Target: target, Value: value, Function: w.fn, Class: -1, scope: w.scope, Start: int(f.Tokens[target.Start].Start)}
	_, a.End = f.bytesOf(value)
	a.End = max(a.End, a.Start)
	a.declares = w.scope >= 0 && f.scopes[w.scope].outer < 0 // in a method; a block may mean a name around it
	if w.body {
		a.Class = w.class
	}
	f.Assigns = append(f.Assigns, a)
}

// assign reads the value of the operand before the sign at i.
func (w *rubyWalker) assign(target, i, end int, m rubyMode) int {
	f := w.f
	w.dropCall(i)
	sign := f.word(i)
	if sign != "=" && sign != "||=" {
		w.unknown(Range{target, i})
		return w.expression(i+1, end, m&^noAssign)
	}
	index := len(f.Assigns)
	w.addAssign(Range{target, i}, Range{i, i + 1}) // before those inside its value
	next := max(w.expression(i+1, end, m&^noAssign), i+1)
	if index < len(f.Assigns) {
		a := &f.Assigns[index]
		a.Value = Range{i + 1, next}
		_, stop := f.bytesOf(a.Value)
		a.End = max(a.End, stop)
	}
	return next
}

// dropCall takes back the call that ends before token i: it turned out to be the target of an assignment.
func (w *rubyWalker) dropCall(i int) {
	f := w.f
	n := len(f.Calls) - 1
	if n >= 0 && int(f.callAt[i]) == n+1 && f.Calls[n].Open < 0 && f.Calls[n].block == 0 && len(f.Calls[n].Args) == 0 {
		f.Calls = f.Calls[:n]
		f.callAt[i] = 0
	}
}

// holes reads the code inside a string; that of a heredoc later.
func (w *rubyWalker) holes(i int) {
	f := w.f
	if len(f.holes) == 0 {
		return
	}
	holes := f.holesOf(i)
	if len(holes) == 0 || w.nested > maxHoleDepth {
		return
	}
	if int(holes[0].from) >= int(f.Tokens[i].End) {
		w.late = append(w.late, rubyLate{i, int(holes[0].from), w.fn, w.scope, w.class})
		return
	}
	w.walkHoles(holes)
}

func (w *rubyWalker) walkHoles(holes []hole) {
	w.nested++
	body := w.body
	w.body = false
	for _, h := range holes {
		for i := int(h.start); i < int(h.end); i++ {
			i = w.statements(i, int(h.end))
		}
	}
	w.body = body
	w.nested--
}

// readLate reads the holes of heredocs whose text starts before a byte offset.
func (w *rubyWalker) readLate(offset int) {
	for len(w.late) > 0 && w.late[0].from < offset {
		l := w.late[0]
		w.late = w.late[1:]
		fn, scope, class := w.fn, w.scope, w.class
		w.fn, w.scope, w.class = l.fn, l.scope, l.class
		w.walkHoles(w.f.holesOf(l.token))
		w.fn, w.scope, w.class = fn, scope, class
	}
}
