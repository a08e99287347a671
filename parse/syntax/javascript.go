package syntax

// readJavaScript reads JavaScript, TypeScript and JSX: tokens first, then one walk over them with a stack of levels
// (a level is what a bracket holds), so that no input makes it deep or slow.
func readJavaScript(f *File) {
	end := lexJavaScript(f)
	f.reserve()
	if f.Language != JavaScript {
		matchAngles(f, 0, len(f.Tokens))
	}
	w := &javascriptWalker{f: f, typed: f.Language != JavaScript, seen: -1}
	w.region(0, end, -1)
}

type levelKind uint8

const (
	blockLevel  levelKind = iota // statements
	groupLevel                   // ( … ), [ … ], ${…}: expressions
	headLevel                    // if ( … ), for ( … )
	callLevel                    // arguments
	paramsLevel                  // parameters
	objectLevel                  // { k: v }
	classLevel                   // class body
	enumLevel                    // enum body
	arrowLevel                   // expression body of an arrow; has no bracket
	tagLevel                     // JSX element
)

type javascriptLevel struct {
	kind  levelKind
	open  int // token that opens it
	end   int // token that closes it, or the limit
	fn    int // innermost function
	scope int // innermost function or block
	class int // innermost class

	chain int // first token of the operand being read; -1
	newAt int // `new` waiting for its arguments; -1
	call  int // callLevel: index in Calls
	arg   int // callLevel: first token of the argument being read
	args  int // callLevel: arguments before this one belong to outer calls
	base  int // assignments below this one belong to outer levels

	ternaries int
	arrow     bool // paramsLevel of an arrow
	key       bool // objectLevel, classLevel, enumLevel: a key is expected
	statement bool // a statement starts here
	binding   bool // after const, let, var and before =
	constant  bool
	hoisted   bool // after var: the name belongs to the function, not the block
	bare      bool // after let, var: a name without a value counts as declared
	head      bool // if, for … was read: its ( … ) is next
	inCase    bool
	value     bool // paramsLevel: after =
	pending   int  // class whose body is expected; -1
	base0     int  // first token of a base class being read; -1
	last      int  // classLevel: the last key
}

type javascriptWalker struct {
	f          *File
	typed      bool
	levels     []javascriptLevel
	spare      []javascriptLevel // an array for the levels of the next hole
	assigns    []int             // assignments whose value hasn't ended
	args       argList
	found      []Param // of the function being read
	shelf      shelf[Param]
	decorators []int
	seen       int // token before the current one in the same region; -1
	limit      int
	nested     int
}

// region walks a stretch of tokens: the file, or a hole of a template.
func (w *javascriptWalker) region(start, end, fn int) {
	scope := -1
	if len(w.levels) > 0 {
		scope = w.top().scope
	}
	levels, assigns, seen, limit := w.levels, w.assigns, w.seen, w.limit
	w.levels, w.assigns, w.seen, w.limit = w.spare[:0], nil, -1, end
	w.spare = nil
	w.enter(blockLevel, start, end, fn, -1).scope = scope
	if w.nested > 0 {
		w.top().kind = groupLevel
	}
	for i := start; i < end; {
		next := w.step(i)
		w.seen = next - 1
		i = max(next, i+1)
	}
	for len(w.levels) > 0 {
		w.leave(end)
	}
	w.spare = w.levels
	w.levels, w.assigns, w.seen, w.limit = levels, assigns, seen, limit
}

func (w *javascriptWalker) top() *javascriptLevel { return &w.levels[len(w.levels)-1] }

func (w *javascriptWalker) enter(kind levelKind, open, end, fn, class int) *javascriptLevel {
	scope := -1
	if n := len(w.levels); n > 0 {
		scope = w.levels[n-1].scope
	}
	w.levels = append(w.levels, javascriptLevel{
		kind: kind, open: open, end: end, fn: fn, scope: scope, class: class, chain: -1, newAt: -1, call: -1, arg: open + 1,
		base: len(w.assigns), args: len(w.args.open), pending: -1, base0: -1, last: -1, statement: kind == blockLevel,
		key: kind == objectLevel || kind == classLevel || kind == enumLevel,
	})
	return w.top()
}

// leave ends the innermost level at token i.
func (w *javascriptWalker) leave(i int) {
	w.endExpression(i)
	l := w.top()
	switch l.kind {
	case callLevel:
		c := &w.f.Calls[l.call]
		c.Args = w.args.take(l.args, l.arg, i)
		if i < len(w.f.Tokens) && i < w.limit {
			c.End = int(w.f.Tokens[i].End)
		} else {
			c.End = max(c.End, int(w.f.Tokens[max(i-1, 0)].End))
		}
	case arrowLevel:
		fn := &w.f.Functions[l.fn]
		fn.Body.End = max(i, fn.Body.Start)
		fn.End = max(fn.End, int(w.f.Tokens[max(i-1, 0)].End))
	}
	w.levels = w.levels[:len(w.levels)-1]
}

// endOperand ends the chain a.b(c) that was being read; i is the token after it.
func (w *javascriptWalker) endOperand(i int) {
	l := w.top()
	if l.newAt >= 0 {
		if l.chain > l.newAt {
			w.addCall(Call{Callee: Range{l.chain, i}, Open: -1, New: true, Function: l.fn}, l.newAt, i)
		}
		l.newAt = -1
	}
	l.chain = -1
}

// endExpression ends the expression at token i, and the values that were being assigned.
func (w *javascriptWalker) endExpression(i int) {
	l := w.top()
	if l.binding && l.bare && w.f.kind(l.chain) == Ident {
		w.f.binds = append(w.f.binds, bind{target: Range{l.chain, l.chain + 1}, scope: w.scopeOfNames(), bare: true})
	}
	w.endOperand(i)
	for len(w.assigns) > l.base {
		n := len(w.assigns) - 1
		a := &w.f.Assigns[w.assigns[n]]
		a.Value.End = max(i, a.Value.Start)
		if i > 0 {
			a.End = max(a.End, int(w.f.Tokens[i-1].End))
		}
		w.assigns = w.assigns[:n]
	}
	l.ternaries = 0
}

// endStatement ends a statement at token i.
func (w *javascriptWalker) endStatement(i int) {
	for w.top().kind == arrowLevel {
		w.leave(i)
	}
	w.endExpression(i)
	l := w.top()
	l.binding, l.constant, l.head, l.inCase = false, false, false, false
	switch l.kind {
	case blockLevel:
		l.statement, l.value = true, false
	case classLevel:
		l.key = true
		w.decorators = w.decorators[:0]
	}
}

func (w *javascriptWalker) addCall(c Call, first, end int) int {
	c.Start, c.End = int(w.f.Tokens[first].Start), int(w.f.Tokens[max(end-1, first)].End)
	w.f.Calls = append(w.f.Calls, c)
	return len(w.f.Calls) - 1
}

// step reads what starts at token i and gives the token to go on with.
func (w *javascriptWalker) step(i int) int {
	f, t := w.f, &w.f.Tokens[i]
	if l := w.top(); l.kind == tagLevel && t.Kind != Open && t.Kind != Close {
		return i + 1
	}
	switch t.Kind {
	case Close:
		return w.closing(i)
	case Open:
		return w.opening(i)
	case Punct:
		return w.punct(i)
	case Keyword:
		return w.keyword(i)
	case Ident:
		return w.identifier(i)
	}
	l := w.top()
	if t.Kind == String && f.Text[t.Start] == '`' {
		tagged := l.chain >= 0 && w.endsOperand(i-1)
		if tagged {
			start, first := l.chain, l.chain
			if l.newAt >= 0 {
				first = l.chain
			}
			w.addCall(Call{Callee: Range{start, w.calleeEnd(i)}, Args: []Range{{i, i + 1}}, Open: -1, Tagged: true, Function: l.fn}, first, i+1)
		} else {
			w.operand(i)
		}
		w.holes(i)
		return i + 1
	}
	w.operand(i)
	return i + 1
}

// holes walks the expressions inside a template literal.
func (w *javascriptWalker) holes(i int) {
	if w.nested > maxHoleDepth {
		return
	}
	fn := w.top().fn
	w.nested++
	for _, h := range w.f.holesOf(i) {
		w.region(int(h.start), int(h.end), fn)
	}
	w.nested--
}

// endsOperand tells whether token i can end an operand.
func (w *javascriptWalker) endsOperand(i int) bool {
	switch w.f.kind(i) {
	case Ident, Number, String, Regex, Close:
		return true
	case Keyword:
		return w.f.is(i, "this") || w.f.is(i, "super") || w.f.is(i, "null") || w.f.is(i, "true") || w.f.is(i, "false") || w.f.is(i, "import")
	case Punct:
		return w.f.is(i, "!") && w.f.Tokens[i].Match < 0 || w.f.is(i, ">") && w.f.Tokens[i].Match >= 0
	}
	return false
}

// operand starts an operand at token i, ending by a line break what stands before it.
func (w *javascriptWalker) operand(i int) {
	w.autoSemicolon(i)
	l := w.top()
	if l.chain >= 0 {
		w.endOperand(i)
	}
	l.chain = i
	l.statement = false
	if l.kind == classLevel && l.key { // a member after a field without semicolon
		l.last = i
	}
}

// autoSemicolon ends the statement before token i when it stands on a new line and can't go on with it.
func (w *javascriptWalker) autoSemicolon(i int) {
	l := w.top()
	if l.kind == arrowLevel {
		if l.chain < 0 || !w.f.breaksBefore(i) {
			return
		}
		for k := len(w.levels) - 1; k >= 0; k-- {
			if kind := w.levels[k].kind; kind == blockLevel || kind == classLevel {
				break
			} else if kind != arrowLevel {
				return
			}
		}
		w.endStatement(i)
		return
	}
	if (l.kind == blockLevel || l.kind == classLevel) && l.chain >= 0 && w.f.breaksBefore(i) {
		w.endStatement(i)
	}
}

func (w *javascriptWalker) identifier(i int) int {
	f, l := w.f, w.top()
	if f.is(i-1, ".") || f.is(i-1, "?.") {
		if l.chain < 0 {
			l.chain = i
		}
		return i + 1
	}
	if l.kind == classLevel && l.key {
		if l.chain >= 0 && f.breaksBefore(i) {
			w.endStatement(i)
		}
		l.chain, l.last = i, i
		return i + 1
	}
	if (l.kind == objectLevel || l.kind == enumLevel) && l.key {
		l.chain, l.last = i, i
		return i + 1
	}
	if l.chain >= 0 && w.endsOperand(i-1) && !f.breaksBefore(i) {
		switch {
		case w.typed && (f.is(i, "as") || f.is(i, "satisfies")):
			w.endOperand(i)
			end := w.skipType(i+1, l.end)
			w.top().chain = i // still an operand: a line break after it ends the statement
			return end
		case f.is(i, "of") && l.kind == headLevel:
			w.bindLoop(l.chain, i)
			w.endOperand(i)
			return i + 1
		case f.is(i, "implements") && l.pending >= 0:
			return w.implements(i)
		}
	}
	if f.is(i, "implements") && l.pending >= 0 {
		return w.implements(i)
	}
	if w.typed && f.kind(i+1) == Ident && (f.is(i, "type") || f.is(i, "interface")) {
		w.autoSemicolon(i)
		l = w.top()
	}
	if w.typed && f.kind(i+1) == Ident && (l.statement || f.is(i-1, "declare") || f.is(i-1, "export") || f.is(i-1, "default")) && !f.breaksBefore(i+1) {
		switch {
		case f.is(i, "type") && (f.is(i+2, "=") || f.is(i+2, "<")):
			w.autoSemicolon(i)
			return w.typeAlias(i)
		case f.is(i, "interface"):
			w.autoSemicolon(i)
			return w.interfaceBody(i)
		}
	}
	if f.is(i, "async") && f.is(i+1, "function") && !f.breaksBefore(i+1) {
		w.autoSemicolon(i)
		return w.function(i, i+1)
	}
	if f.is(i+1, "=>") {
		w.operand(i)
		return w.shortArrow(i)
	}
	if f.is(i, "async") && f.kind(i+1) == Ident && f.is(i+2, "=>") {
		w.operand(i)
		return w.shortArrow(i + 1)
	}
	w.operand(i)
	return i + 1
}

func (w *javascriptWalker) keyword(i int) int {
	f, l := w.f, w.top()
	if l.key && (l.kind == objectLevel || l.kind == classLevel || l.kind == enumLevel) {
		if l.kind == classLevel && l.chain >= 0 && f.breaksBefore(i) {
			w.endStatement(i)
		}
		l.chain, l.last = i, i
		return i + 1
	}
	switch f.word(i) {
	case "this", "super", "null", "true", "false":
		w.operand(i)
		if f.is(i, "this") && l.kind == paramsLevel && f.is(i+1, ":") {
			return i + 1
		}
		return i + 1
	case "in", "instanceof":
		if l.kind == headLevel && l.binding {
			w.bindLoop(max(l.chain, l.open+1), i)
		}
		w.endOperand(i)
		return i + 1
	case "function":
		w.autoSemicolon(i)
		return w.function(i, i)
	case "class":
		return w.class(i)
	case "import":
		if f.is(i+1, "(") || f.is(i+1, ".") {
			w.operand(i)
			return i + 1
		}
		if l.statement || l.chain < 0 || f.breaksBefore(i) {
			w.autoSemicolon(i)
			return w.importStatement(i)
		}
	case "export":
		w.autoSemicolon(i)
		return w.export(i)
	}
	w.autoSemicolon(i)
	if l = w.top(); l.kind == classLevel && l.key {
		l.chain, l.last = i, i
		return i + 1
	}
	statement := l.statement
	w.endOperand(i)
	l.statement = false
	switch f.word(i) {
	case "new":
		l.newAt = i
	case "const", "let", "var":
		if f.is(i+1, "enum") {
			return w.enum(i + 1)
		}
		l.binding, l.constant, l.hoisted = true, f.is(i, "const"), f.is(i, "var")
		l.bare = !l.constant && !f.is(i-1, "declare")
	case "enum":
		if f.kind(i+1) == Ident {
			return w.enum(i)
		}
	case "if", "while", "switch", "with", "for", "catch":
		l.head = true
		if f.is(i, "catch") && f.is(i+1, "{") {
			l.head, l.statement = false, true
		}
	case "else", "do", "try", "finally":
		l.statement = true
	case "case":
		l.inCase = true
	case "default":
		l.inCase = statement
	case "extends":
		l.base0 = i + 1
		if l.pending < 0 {
			l.base0 = -1
		}
	case "break", "continue", "debugger":
		if f.kind(i+1) == Ident && !f.breaksBefore(i+1) {
			i++
		}
		w.endStatement(i + 1)
	case "return":
		if f.breaksBefore(i + 1) {
			w.endStatement(i + 1)
		}
	case "await":
		if l.head {
			break
		}
	}
	return i + 1
}

func (w *javascriptWalker) bind(start, end int) {
	w.f.binds = append(w.f.binds, bind{target: Range{start, end}, scope: w.top().scope})
}

// bindLoop binds what stands before the `of` or `in` of a loop.
func (w *javascriptWalker) bindLoop(start, end int) {
	l := w.top()
	w.f.binds = append(w.f.binds, bind{target: Range{start, end}, scope: w.scopeOfNames(), local: l.binding})
	l.binding = false
}

// scopeOfNames gives the scope of the names being declared.
func (w *javascriptWalker) scopeOfNames() int {
	l := w.top()
	if !l.hoisted {
		return l.scope
	}
	if l.fn < 0 {
		return -1
	}
	return w.f.Functions[l.fn].scope
}
