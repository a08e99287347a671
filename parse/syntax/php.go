package syntax

import "strings"

// readPHP reads PHP, also where it stands in pages. What the language writes as words (echo, include, eval) and as backticks
// is listed as calls too.
func readPHP(f *File) {
	end := lexPHP(f)
	f.reserve()
	w := &phpWalker{f: f, fn: -1, scope: -1, class: -1}
	w.statements(0, end)
}

// A phpWalker goes through the tokens of a file by recursive descent.
type phpWalker struct {
	f      *File
	fn     int // innermost function
	scope  int // its scope
	class  int // innermost class
	body   bool
	depth  int
	nested int
	args   argList
	found  []Param
	shelf  shelf[Param]
}

func (w *phpWalker) deeper(i int) bool {
	if w.depth >= maxLevels {
		w.f.tooDeep(min(i, len(w.f.Tokens)-1))
		return false
	}
	w.depth++
	return true
}

// closing gives the token that closes bracket i, or the end.
func (w *phpWalker) closing(i, end int) int {
	if m := int(w.f.Tokens[i].Match); m > i && m <= end {
		return m
	}
	return end
}

// spoken tells the words that take a value as a call does.
func spoken(word string) bool {
	switch word {
	case "<?=", "echo", "print", "include", "include_once", "require", "require_once":
		return true
	}
	return false
}

// ends tells whether a word ends the program.
func (f *File) ends(i int) bool { return f.is(i, "exit") || f.is(i, "die") }

func (f *File) endsPHP(i int) bool { return f.is(i, ";") || f.is(i, "?>") }

// statements reads what stands between two tokens. It needs to know of few kinds of statement: all others are words and
// expressions.
func (w *phpWalker) statements(i, end int) {
	if !w.deeper(i) {
		return
	}
	for i < end {
		i = max(w.expression(i, end), i+1)
	}
	w.depth--
}

// expression reads up to a comma, the end of a statement or a bracket that closes.
func (w *phpWalker) expression(i, end int) int {
	f := w.f
	if !w.deeper(i) {
		return end
	}
	defer func() { w.depth-- }()
	operand := -1
	for i < end {
		switch f.kind(i) {
		case Ident:
			if operand >= 0 && (f.is(i-1, "->") || f.is(i-1, "?->") || f.is(i-1, "::")) {
				i++
				continue
			}
			if operand = i; f.is(i-1, "new") {
				operand = i - 1
			}
			w.field(i)
			if spoken(strings.ToLower(f.word(i))) && !f.is(i+1, "(") || f.is(i, "<?=") || f.is(i, "echo") {
				return w.spoken(i, end)
			}
			if f.is(i, "enum") && f.kind(i+1) == Ident && operand == i {
				return w.classOf(i, end)
			}
			i++
		case String:
			operand = i
			w.string(i)
			i++
		case Number:
			operand = i
			i++
		case Keyword:
			next := w.keyword(i, end)
			switch {
			case f.is(i, "static") && f.is(i-1, "new"):
				operand = i - 1
			case f.is(i, "static") && f.is(i+1, "::"), f.is(i, "new"), f.ends(i):
				operand = i
			default:
				operand = -1
			}
			i = next
		case Open:
			next, done := w.bracket(i, end, operand)
			if done {
				return next
			}
			if operand < 0 {
				operand = i
			}
			i = next
		case Close:
			return i
		default:
			switch word := f.word(i); word {
			case ",", ";", "?>":
				return i
			case "=", "??=":
				return w.assign(operand, i, end)
			case ".=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "<<=", ">>=", "**=":
				if operand >= 0 {
					f.binds = append(f.binds, bind{target: Range{operand, i}, scope: w.scope})
				}
				operand = -1
			case "->", "?->", "::":
			default:
				operand = -1
			}
			i++
		}
	}
	return i
}

// field notes a property that is declared with a type: private ?Client $client.
func (w *phpWalker) field(i int) {
	f := w.f
	if w.body && f.Text[f.Tokens[i].Start] == '$' && f.kind(i-1) == Ident && !f.is(i-2, "->") && !f.is(i-2, "::") {
		f.javaNames = append(f.javaNames, javaName{name: i, typ: Range{i - 1, i}, class: w.class})
	}
}

// spoken reads echo a, b or include a as a call.
func (w *phpWalker) spoken(i, end int) int {
	f := w.f
	index := w.addCall(Call{Callee: Range{i, i + 1}, Open: -1})
	base := len(w.args.open)
	k := i + 1
	for {
		next := max(w.expression(k, end), k)
		w.args.add(k, next)
		k = next
		if !f.is(k, ",") || k >= end || !f.is(i, "echo") && !f.is(i, "<?=") {
			break
		}
		k++
	}
	c := &f.Calls[index]
	c.Args = w.args.take(base, k, k)
	_, stop := f.bytesOf(Range{i, k})
	c.End = max(c.End, stop)
	return k
}

func (w *phpWalker) addCall(c Call) int {
	f := w.f
	c.Function = w.fn
	c.Start, c.End = f.bytesOf(c.Callee)
	f.Calls = append(f.Calls, c)
	return len(f.Calls) - 1
}

// string reads the values put into a string. What a shell runs is a call.
func (w *phpWalker) string(i int) {
	f := w.f
	if f.Text[f.Tokens[i].Start] == '`' {
		index := w.addCall(Call{Callee: Range{i, i + 1}, Open: -1})
		f.Calls[index].Args = []Range{{i, i + 1}}
	}
	if len(f.holes) == 0 || w.nested > maxHoleDepth {
		return
	}
	w.nested++
	for _, h := range f.holesOf(i) {
		w.statements(int(h.start), int(h.end))
	}
	w.nested--
}

// bracket reads a block, a group, an item or the arguments of a call. With done the statement ends.
func (w *phpWalker) bracket(i, end, operand int) (next int, done bool) {
	f := w.f
	stop := w.closing(i, end)
	next = min(stop+1, end)
	switch {
	case f.is(i, "#["):
		return next, false
	case f.is(i, "{"):
		w.statements(i+1, stop)
		return next, operand < 0 || !f.is(i-1, "->") && !f.is(i-1, "::")
	case f.is(i, "(") && operand >= 0:
		if w.endsOperand(i - 1) {
			w.call(Call{Callee: Range{operand, i}}, i, stop)
			return next, false
		}
	}
	w.list(i, stop, nil)
	return next, false
}

func (w *phpWalker) endsOperand(i int) bool {
	switch w.f.kind(i) {
	case Ident, String:
		return true
	case Close:
		return !w.f.phpCast(int(w.f.Tokens[i].Match))
	case Keyword:
		return w.f.is(i, "static") || w.f.ends(i)
	}
	return false
}

func (w *phpWalker) call(c Call, open, stop int) {
	f := w.f
	c.Open = open
	if f.is(c.Callee.Start, "new") && c.Callee.End-c.Callee.Start <= 2 {
		c.New = true
		c.Callee.Start++
		if c.Callee.Start >= c.Callee.End {
			return
		}
	}
	index := w.addCall(c)
	if c.New {
		f.Calls[index].Start = int(f.Tokens[c.Callee.Start-1].Start)
	}
	var args []Range
	w.list(open, stop, &args)
	call := &f.Calls[index]
	call.Args, call.End = args, max(call.End, int(f.Tokens[min(stop, len(f.Tokens)-1)].End))
}

// list reads what stands in brackets, item by item.
func (w *phpWalker) list(i, stop int, args *[]Range) {
	if !w.deeper(i) {
		return
	}
	base := len(w.args.open)
	for i++; i < stop; {
		next := max(w.expression(i, stop), i)
		if args != nil {
			w.args.add(i, next)
		}
		if i = next; i < stop {
			i++
		}
	}
	if args != nil {
		*args = w.args.take(base, stop, stop)
	}
	w.depth--
}

// assign reads a value.
func (w *phpWalker) assign(operand, i, end int) int {
	f := w.f
	if operand < 0 {
		return w.expression(i+1, end)
	}
	index := len(f.Assigns)
	target := Range{operand, i}
	if f.kind(operand) == Open || f.is(operand, "list") {
		f.binds = append(f.binds, bind{target: target, scope: w.scope})
		return w.expression(i+1, end)
	}
	a := Assign{Target: target, Value: Range{i + 1, i + 1}, Function: w.fn, Class: -1, scope: w.scope, declares: true}
	if w.body {
		a.Class = w.class
	}
	a.Start, a.End = f.bytesOf(Range{operand, i + 1})
	f.Assigns = append(f.Assigns, a)
	next := max(w.expression(i+1, end), i+1)
	_, stop := f.bytesOf(Range{i + 1, next})
	f.Assigns[index].Value.End, f.Assigns[index].End = next, max(a.End, stop)
	return next
}

// keyword reads what the few words begin that bind names.
func (w *phpWalker) keyword(i, end int) int {
	f := w.f
	switch strings.ToLower(f.word(i)) {
	case "function", "fn":
		return w.function(i, end)
	case "class", "interface", "trait":
		if f.kind(i+1) == Ident && !f.is(i-1, "new") {
			return w.classOf(i, end)
		}
	case "namespace":
		for i++; i < end && !f.endsPHP(i) && !f.is(i, "{"); i++ {
		}
		return i
	case "use":
		if !w.body && w.fn < 0 {
			return w.imports(i, end)
		}
	case "global":
		k := i + 1
		for k < end && !f.endsPHP(k) {
			k++
		}
		f.binds = append(f.binds, bind{target: Range{i + 1, k}, scope: w.scope})
		return k
	case "foreach":
		return w.foreach(i+1, end)
	case "catch":
		if f.is(i+1, "(") && i+1 < end {
			stop := w.closing(i+1, end)
			if f.kind(stop-1) == Ident && f.Text[f.Tokens[stop-1].Start] == '$' {
				f.binds = append(f.binds, bind{target: Range{stop - 1, stop}, scope: w.scope})
			}
			return min(stop+1, end)
		}
	case "new":
		return w.made(i, end)
	}
	return i + 1
}

// made reads what stands between new and its arguments; of a class without a name the class itself.
func (w *phpWalker) made(i, end int) int {
	f := w.f
	k := i + 1
	if !f.is(k, "class") {
		return k
	}
	k++
	if f.is(k, "(") && k < end {
		stop := w.closing(k, end)
		w.list(k, stop, nil)
		k = min(stop+1, end)
	}
	return w.members(k, end, len(f.Classes), "", i)
}

func (w *phpWalker) foreach(i, end int) int {
	f := w.f
	if !f.is(i, "(") || i >= end {
		return i
	}
	stop := w.closing(i, end)
	w.expression(i+1, stop)
	for n := i + 1; n < stop; n++ {
		if f.kind(n) == Keyword && f.is(n, "as") {
			f.binds = append(f.binds, bind{target: Range{n + 1, stop}, scope: w.scope})
			break
		}
	}
	return min(stop+1, end)
}

// imports reads use A\B, C\{D, E as F};
func (w *phpWalker) imports(i, end int) int {
	f := w.f
	start := int(f.Tokens[i].Start)
	prefix := ""
	for i++; i < end && !f.endsPHP(i); i++ {
		switch {
		case f.is(i, "{"):
			prefix = f.word(i - 1)
			if f.is(i-1, "\\") {
				prefix = f.word(i - 2)
			}
			if n := len(f.Imports); n > 0 && f.Imports[n-1].Start == start {
				f.Imports = f.Imports[:n-1]
			}
		case f.kind(i) == Ident:
			name := strings.Trim(f.word(i), `\`)
			if prefix != "" {
				name = prefix + `\` + name
			}
			module, last := "", name
			if n := strings.LastIndexByte(name, '\\'); n >= 0 {
				module, last = name[:n], name[n+1:]
			}
			local := last
			if f.is(i+1, "as") && f.kind(i+2) == Ident {
				local = f.word(i + 2)
				i += 2
			}
			f.Imports = append(f.Imports, Import{Local: local, Module: module, Name: last, Start: start})
		}
	}
	return i
}
