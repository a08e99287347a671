package syntax

// A typedWalker is what reading Java and reading C# have in common: languages of classes that name types before names.
type typedWalker struct {
	f          *File
	depth      int
	args       argList
	shelf      shelf[Param]
	indexes    shelf[int]
	decorators []int // read, and waiting for what they stand on
}

// A javaPlace is what stands around the code being read.
type javaPlace struct{ fn, class, scope int }

// A javaName is a name declared with a type.
type javaName struct {
	name  int // token
	scope int
	class int // of a field; -1
	typ   Range
}

// deeper counts a level of nesting; false when there are too many.
func (w *typedWalker) deeper(i int) bool {
	if w.depth >= maxLevels {
		w.f.tooDeep(min(i, len(w.f.Tokens)-1))
		return false
	}
	w.depth++
	return true
}

// inside gives the tokens a bracket holds: from behind it to its partner, or to limit.
func (w *typedWalker) inside(open, limit int) (start, end int) {
	if m := int(w.f.Tokens[open].Match); m > open && m < limit {
		return open + 1, m
	}
	return open + 1, limit
}

// startOf gives the byte a token starts at, or the end of the text.
func (w *typedWalker) startOf(i int) int {
	if i < len(w.f.Tokens) {
		return int(w.f.Tokens[i].Start)
	}
	return len(w.f.Text)
}

// taken gives the annotations or attributes read so far, for what they stand on.
func (w *typedWalker) taken() []int {
	list := w.indexes.keep(w.decorators)
	w.decorators = w.decorators[:0]
	return list
}

// caught declares what catch ( … ) between two tokens catches.
func (w *typedWalker) caught(start, stop, scope int) {
	if f := w.f; f.kind(stop-1) == Ident && stop-1 > start {
		f.javaNames = append(f.javaNames, javaName{stop - 1, scope, -1, Range{start, stop - 1}})
		f.binds = append(f.binds, bind{target: Range{stop - 1, stop}, scope: scope, local: true})
	}
}

// declared notes a name whose value begins at token i, and gives the index of the assignment.
func (w *typedWalker) declared(name, i int, p javaPlace, class int, constant bool) int {
	f := w.f
	f.Assigns = append(f.Assigns, Assign{
		Target: Range{name, name + 1}, Value: Range{i, i}, Const: constant, Function: p.fn, Class: class,
		Start: int(f.Tokens[name].Start), scope: p.scope, declares: true,
	})
	return len(f.Assigns) - 1
}

// ended says that the value of an assignment ends before token i.
func (w *typedWalker) ended(assign, i int) {
	a := &w.f.Assigns[assign]
	a.Value.End = max(i, a.Value.Start)
	a.End = int(w.f.Tokens[max(i-1, 0)].End)
}
