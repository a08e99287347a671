package syntax

// readGo reads Go.
func readGo(f *File) {
	lexGo(f)
	f.reserve()
	w := &goWalker{f: f, fn: -1, scope: -1}
	w.statements(0, len(f.Tokens))
	w.bindMethods()
}

// A goWalker goes through the tokens of a file by recursive descent: Go's statements tell by their first word what
// they are, and line ends have become tokens.
type goWalker struct {
	f     *File
	fn    int // innermost function
	scope int // innermost block
	depth int
	args  argList
	found []Param
	shelf shelf[Param]
	// receivers are the methods, and the names of their receivers' types.
	receivers []goReceiver
	name      string // what a function that starts at token named will be called
	named     int
}

type goReceiver struct {
	function int
	typ      string
}

// A declaredName is a variable or field whose type is written and whose value isn't.
type declaredName struct {
	name  int // token
	typ   Range
	scope int
	class int // of a field; -1
}

// enter goes one bracket deeper, unless that is too deep.
func (w *goWalker) enter(i int) bool {
	if w.depth >= maxLevels {
		w.f.tooDeep(i)
		return false
	}
	w.depth++
	return true
}

// closing gives the token that closes bracket i, or the end.
func (w *goWalker) closing(i, end int) int {
	if m := int(w.f.Tokens[i].Match); m > i && m <= end {
		return m
	}
	return end
}

// openScope starts a block; closeScope ends it at token i.
func (w *goWalker) openScope(i int) (outer int) {
	outer = w.scope
	start := int(w.f.Tokens[i].Start)
	w.scope = w.f.addScope(w.fn, outer, start, len(w.f.Text))
	return outer
}

func (w *goWalker) closeScope(i, outer int) {
	if i < len(w.f.Tokens) {
		w.f.scopes[w.scope].end = w.f.Tokens[i].Start
	}
	w.scope = outer
}

// statements reads those between two tokens. Every case of a switch is a block of its own.
func (w *goWalker) statements(i, end int) {
	outer, clause := w.scope, false
	for i < end {
		if w.f.is(i, "case") || w.f.is(i, "default") {
			if clause {
				w.closeScope(i, outer)
			}
			clause = true
			w.openScope(i)
		}
		i = max(w.statement(i, end), i+1)
	}
	if clause {
		w.closeScope(end, outer)
	}
}

func (w *goWalker) statement(i, end int) int {
	f := w.f
	switch f.kind(i) {
	case Newline, Close:
		return i + 1
	case Open:
		if f.is(i, "{") {
			return w.scoped(i, end)
		}
	case Keyword:
		return w.keyword(i, end)
	}
	return w.simple(i, end, false)
}

func (w *goWalker) keyword(i, end int) int {
	f := w.f
	switch f.word(i) {
	case "package":
		return i + 2
	case "import":
		return w.each(i+1, end, w.importSpec)
	case "var":
		return w.each(i+1, end, func(i, end int) int { return w.variables(i, end, false) })
	case "const":
		return w.each(i+1, end, func(i, end int) int { return w.variables(i, end, true) })
	case "type":
		return w.each(i+1, end, w.typeSpec)
	case "func":
		if w.declaresFunction(i) {
			return w.function(i, end, true)
		}
	case "if", "for", "switch", "select":
		return w.control(i, end)
	case "case", "default", "go", "defer", "return", "else", "goto", "break", "continue", "fallthrough":
		return w.simple(i+1, end, false)
	}
	return w.simple(i, end, false)
}

// each reads one declaration, or all those in brackets.
func (w *goWalker) each(i, end int, read func(i, end int) int) int {
	f := w.f
	if !f.is(i, "(") {
		return read(i, end)
	}
	stop := w.closing(i, end)
	for i++; i < stop; {
		if f.kind(i) == Newline || f.is(i, ";") {
			i++
			continue
		}
		i = max(read(i, stop), i+1)
	}
	return min(stop+1, end)
}

// block reads the statements in braces.
func (w *goWalker) block(i, end int) int {
	if !w.enter(i) {
		return w.f.over(i)
	}
	stop := w.closing(i, end)
	w.statements(i+1, stop)
	w.depth--
	return min(stop+1, end)
}

// scoped reads a block with names of its own.
func (w *goWalker) scoped(i, end int) int {
	outer := w.openScope(i)
	next := w.block(i, end)
	w.closeScope(min(next, len(w.f.Tokens)-1), outer)
	return next
}

// control reads if, for, switch and select with their blocks. What their heads declare is seen in all of them.
func (w *goWalker) control(i, end int) int {
	f := w.f
	outer := w.openScope(i)
	for {
		chained := f.is(i, "if")
		for i++; i < end; i++ {
			if i = w.simple(i, end, true); !f.is(i, ";") {
				break
			}
		}
		if i >= end || !f.is(i, "{") {
			break
		}
		i = w.scoped(i, end)
		if !chained || !f.is(i, "else") {
			break
		}
		i++
		if f.is(i, "if") {
			continue
		}
		if f.is(i, "{") {
			i = w.scoped(i, end)
		}
		break
	}
	w.closeScope(min(i, len(f.Tokens)-1), outer)
	return i
}

// simple reads a statement without a block of its own, up to the token that ends it: a line end, a semicolon, the colon of a
// case, the brace after a head.
func (w *goWalker) simple(start, end int, head bool) int {
	f := w.f
	i := w.list(start, end, head)
	if i >= end {
		return i
	}
	switch word := f.word(i); word {
	case ":=", "=":
		return w.assign(Range{start, i}, i, end, head)
	case ":":
		return i + 1
	case "++", "--":
		w.unknown(start, i)
		return i + 1
	default:
		if f.kind(i) == Punct && len(word) > 1 && word[len(word)-1] == '=' && i > start {
			w.unknown(start, i)
			return w.list(i+1, end, head)
		}
	}
	return i
}

func (w *goWalker) unknown(start, end int) {
	if end > start {
		w.f.binds = append(w.f.binds, bind{target: Range{start, end}, scope: w.scope})
	}
}

// assign reads the values that a list of targets is given. With one value for several targets the first one takes it: what
// follows is an error or a truth value.
func (w *goWalker) assign(targets Range, i, end int, head bool) int {
	f := w.f
	declares := f.is(i, ":=")
	if f.is(i+1, "range") {
		f.binds = append(f.binds, bind{target: targets, scope: w.scope, local: declares})
		return w.list(i+2, end, head)
	}
	first := len(f.Assigns)
	w.addAssigns(targets, Assign{Function: w.fn, Class: -1, scope: w.scope, declares: declares, Value: Range{i + 1, i + 1}})
	next := w.list(i+1, end, head)
	w.finishAssigns(first, Range{i + 1, next})
	return next
}

// addAssigns adds one assignment for each target.
func (w *goWalker) addAssigns(targets Range, a Assign) {
	f := w.f
	for k := targets.Start; k < targets.End; k++ {
		a.Target = Range{k, w.comma(k, targets.End)}
		k = a.Target.End
		if a.Target.End > a.Target.Start {
			a.Start, a.End = int(f.Tokens[a.Target.Start].Start), int(f.Tokens[a.Target.End].Start)
			f.Assigns = append(f.Assigns, a)
		}
	}
	w.name, w.named = "", -1
	if last := targets.End - 1; last >= targets.Start && f.kind(last) == Ident {
		w.name, w.named = f.word(last), a.Value.Start
	}
}

// comma gives the next comma outside brackets, or the end.
func (w *goWalker) comma(i, end int) int {
	for i < end && !w.f.is(i, ",") {
		if w.f.kind(i) == Open {
			i = w.f.over(i)
		} else {
			i++
		}
	}
	return min(i, end)
}

// finishAssigns deals the values out to the assignments from first onwards, but for those inside the values.
func (w *goWalker) finishAssigns(first int, values Range) {
	f := w.f
	k := values.Start
	for n := first; n < len(f.Assigns) && f.Assigns[n].Target.End <= values.Start; n++ {
		a := &f.Assigns[n]
		stop := w.comma(k, values.End)
		a.Value = Range{k, stop}
		if k >= values.End { // fewer values than targets
			a.Value = Range{values.End, values.End}
		} else if a.Value.End > a.Value.Start {
			_, a.End = f.bytesOf(a.Value)
		}
		k = stop + 1
	}
}

// variables reads names, perhaps with a type and values, after var or const.
func (w *goWalker) variables(i, end int, constant bool) int {
	f := w.f
	names := Range{i, i}
	for f.kind(i) == Ident && i < end {
		i++
		if !f.is(i, ",") {
			break
		}
		i++
	}
	names.End = i
	typ := Range{i, i}
	if !f.is(i, "=") && f.kind(i) != Newline && i < end {
		if f.is(i, "[") {
			i = w.array(i, end)
		} else {
			i = f.goType(i, end)
		}
		typ.End = i
	}
	if !f.is(i, "=") {
		w.declare(names, typ)
		return i
	}
	if f.is(typ.Start+1, ".") || f.is(typ.Start, "*") {
		w.declare(names, typ)
	}
	first := len(f.Assigns)
	w.addAssigns(names, Assign{Const: constant, Function: w.fn, Class: -1, scope: w.scope, declares: true, Value: Range{i + 1, i + 1}})
	next := w.list(i+1, end, false)
	w.finishAssigns(first, Range{i + 1, next})
	return next
}

// predeclared tells types whose methods nobody calls: a variable of one is known by the value it is given once.
func predeclared(name string) bool {
	switch name {
	case "string", "bool", "int", "int64", "int32", "uint", "uint8", "uint16", "uint32", "uint64", "byte", "float64", "error", "any":
		return true
	}
	return false
}

// declare notes names that are declared with a type of another package, whose methods tell what they are, and those declared
// without a value.
func (w *goWalker) declare(names, typ Range) {
	f := w.f
	for k := names.Start; k < names.End; k++ {
		switch {
		case f.kind(k) != Ident:
		case typ.End > typ.Start+1, typ.End > typ.Start && !predeclared(f.word(typ.Start)):
			f.declared = append(f.declared, declaredName{name: k, typ: typ, scope: w.scope, class: -1})
		default:
			f.binds = append(f.binds, bind{target: Range{k, k + 1}, scope: w.scope, bare: true})
		}
	}
}
