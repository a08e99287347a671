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
			w.addCall(Call{Callee: Range{start, w.calleeEnd(i)}, Args: []Range{{i, i + 1}}, Open: -1, Function: l.fn}, first, i+1)
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

// implements skips the types after `implements`, up to the class body.
func (w *javascriptWalker) implements(i int) int {
	w.endBases(i)
	w.endOperand(i)
	end := w.top().end
	for i++; i < end; i++ {
		next := w.skipType(i, end)
		if !w.f.is(next, ",") {
			return next
		}
		i = next
	}
	return i
}

func (w *javascriptWalker) endBases(i int) {
	l := w.top()
	if l.base0 >= 0 && i > l.base0 {
		end := i
		if w.f.is(i-1, ">") && w.f.Tokens[i-1].Match >= int32(l.base0) {
			end = int(w.f.Tokens[i-1].Match)
		}
		c := &w.f.Classes[l.pending]
		c.Bases = append(c.Bases, Range{l.base0, end})
	}
	l.base0 = -1
}

func (w *javascriptWalker) typeAlias(i int) int {
	end := w.top().end
	i += 2
	if w.f.is(i, "<") && w.f.Tokens[i].Match > 0 {
		i = int(w.f.Tokens[i].Match) + 1
	}
	if w.f.is(i, "=") {
		i = w.skipType(i+1, end)
	}
	w.top().chain = -1
	w.endStatement(i)
	return i
}

func (w *javascriptWalker) interfaceBody(i int) int {
	end := w.top().end
	for i++; i < end; i++ {
		if t := w.f.Tokens[i]; t.Kind == Open {
			next := w.f.after(i, end)
			if w.f.Text[t.Start] == '{' {
				w.top().statement = true
				w.top().chain = -1
				return next
			}
			i = next - 1
		} else if w.f.is(i, ";") {
			break
		} else if w.f.is(i, "<") && int(t.Match) > i {
			i = int(t.Match)
		}
	}
	w.endStatement(i)
	return i
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
	l = w.top()
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

// function starts a function at token start, whose `function` keyword is at i.
func (w *javascriptWalker) function(start, i int) int {
	f, l := w.f, w.top()
	expression := !l.statement && l.kind != classLevel && !f.is(start-1, "default") && !f.is(start-1, "export") && !f.is(start-1, "declare")
	w.endOperand(start)
	async := start != i
	i++
	if f.is(i, "*") {
		i++
	}
	name := ""
	if f.kind(i) == Ident || f.kind(i) == Keyword {
		name = f.word(i)
		if !expression {
			w.bind(i, i+1)
			f.binds[len(f.binds)-1].declares = true
		}
		i++
	} else {
		name = w.boundName()
	}
	if f.is(i, "<") && f.Tokens[i].Match > 0 {
		i = int(f.Tokens[i].Match) + 1
	}
	if !f.is(i, "(") {
		return i
	}
	if expression {
		l.chain = start
	}
	l.statement = false
	w.addFunction(Function{Name: name, Class: -1, Async: async}, start, i)
	return i + 1
}

// boundName gives the name that an anonymous function about to start will be assigned to.
func (w *javascriptWalker) boundName() string {
	l := w.top()
	if n := len(w.assigns); n > l.base {
		a := &w.f.Assigns[w.assigns[n-1]]
		if a.Value.Start >= w.seen-1 && a.Target.End-a.Target.Start >= 1 {
			last := a.Target.Start
			for k := a.Target.Start; k < a.Target.End && k < a.Target.Start+64; k++ {
				if w.f.is(k, ":") {
					break
				}
				last = k
			}
			if w.f.kind(last) == Ident {
				return w.f.word(last)
			}
		}
		return ""
	}
	if l.kind == objectLevel && !l.key && l.last >= 0 && l.chain < 0 {
		return w.keyName(l.last)
	}
	return ""
}

func (w *javascriptWalker) keyName(i int) string {
	if w.f.kind(i) == String {
		return unquote(w.f.word(i))
	}
	return w.f.word(i)
}

// addFunction notes a function and enters its parameters at token open.
func (w *javascriptWalker) addFunction(fn Function, start, open int) *javascriptLevel {
	f, l := w.f, w.top()
	fn.Outer = l.fn
	fn.scope = f.addScope(len(f.Functions), l.scope, int(f.Tokens[start].Start), 0)
	fn.Start, fn.End = int(f.Tokens[start].Start), int(f.Tokens[open].End)
	end := f.after(open, l.end)
	w.params(&fn, open, end)
	f.Functions = append(f.Functions, fn)
	if f.Tokens[open].Match > 0 {
		end--
	}
	p := w.enter(paramsLevel, open, end, len(f.Functions)-1, l.class)
	p.scope = fn.scope
	return p
}

// params fills in the parameters in the brackets at open.
func (w *javascriptWalker) params(fn *Function, open, end int) {
	f := w.f
	w.found = w.found[:0]
	defer func() { fn.Params = w.shelf.keep(w.found) }()
	if f.Tokens[open].Match > 0 {
		end--
	}
	for i := open + 1; i < end; i++ {
		p, first := Param{}, true
		for i < end && !f.is(i, ",") {
			switch {
			case f.is(i, "@"):
				for i++; i+1 < end && (f.is(i+1, ".") || f.is(i, ".")); {
					i++
				}
				if f.is(i+1, "(") {
					i = f.after(i+1, end) - 1
				}
			case f.kind(i) == Open:
				if first {
					fn.patterns = append(fn.patterns, Range{i, f.after(i, end)})
				}
				first = false
				i = f.after(i, end) - 1
			case (f.kind(i) == Ident || f.is(i, "this")) && (first || w.typed && !f.is(i-1, ".") && p.Type.End == 0 && p.Default.End == 0):
				p.Name, first = f.word(i), false
			case w.typed && f.is(i, ":") && p.Default.End == 0:
				stop := w.skipType(i+1, end)
				p.Type = Range{i + 1, stop}
				i = stop - 1
			case f.is(i, "=") && p.Default.End == 0:
				p.Default = Range{i + 1, i + 1}
			case f.is(i, "<") && int(f.Tokens[i].Match) > i:
				i = int(f.Tokens[i].Match)
			}
			i++
			if p.Default.End > 0 {
				p.Default.End = i
			}
		}
		if i > open+1 {
			w.found = append(w.found, p)
		}
	}
}

func (w *javascriptWalker) shortArrow(i int) int {
	f, l := w.f, w.top()
	if len(w.levels) >= maxLevels {
		f.tooDeep(i)
		return i + 2
	}
	name := ""
	l.chain = -1
	name = w.boundName()
	fn := Function{Name: name, Class: -1, Outer: l.fn, Params: w.shelf.keep([]Param{{Name: f.word(i)}}), Async: f.is(i-1, "async")}
	fn.Start, fn.End = int(f.Tokens[i].Start), int(f.Tokens[i+1].End)
	if fn.Async {
		fn.Start = int(f.Tokens[i-1].Start)
	}
	fn.scope = f.addScope(len(f.Functions), l.scope, fn.Start, 0)
	f.Functions = append(f.Functions, fn)
	l.chain = i
	return w.body(len(f.Functions)-1, i+2, true)
}

// body enters the body of a function at token i, after its parameters and return type.
func (w *javascriptWalker) body(fn, i int, arrow bool) int {
	f, l := w.f, w.top()
	f.Functions[fn].Body = Range{i, i}
	if f.is(i, "{") {
		end := f.after(i, l.end)
		f.Functions[fn].End = int(f.Tokens[max(end-1, 0)].End)
		if f.Tokens[i].Match > 0 {
			end--
		}
		f.Functions[fn].Body = Range{i + 1, end}
		class := l.class
		w.enter(blockLevel, i, end, fn, class).scope = f.Functions[fn].scope
		return i + 1
	}
	if arrow && i < l.end && len(w.levels) < maxLevels {
		w.enter(arrowLevel, i, l.end, fn, l.class).scope = f.Functions[fn].scope
		return i
	}
	f.Functions[fn].Body = Range{}
	return i
}

func (w *javascriptWalker) class(i int) int {
	f := w.f
	w.autoSemicolon(i)
	l := w.top()
	w.endOperand(i)
	c := Class{Outer: l.class, Start: int(f.Tokens[i].Start), End: int(f.Tokens[i].End)}
	if len(w.decorators) > 0 {
		c.Decorators = append(c.Decorators, w.decorators...)
		w.decorators = w.decorators[:0]
	}
	next := i + 1
	if f.kind(next) == Ident && !f.is(next, "implements") {
		c.Name = f.word(next)
		if l.statement || f.is(i-1, "default") || f.is(i-1, "abstract") || f.is(i-1, "export") {
			w.bind(next, next+1)
			f.binds[len(f.binds)-1].declares = true
		}
		next++
	} else {
		c.Name = w.boundName()
	}
	if f.is(next, "<") && f.Tokens[next].Match > 0 {
		next = int(f.Tokens[next].Match) + 1
	}
	l.inCase = false
	f.Classes = append(f.Classes, c)
	l.pending = len(f.Classes) - 1
	return next
}

func (w *javascriptWalker) enum(i int) int {
	f, l := w.f, w.top()
	open := i + 2
	if !f.is(open, "{") {
		return i + 1
	}
	w.bind(i+1, i+2)
	f.binds[len(f.binds)-1].declares = true
	end := f.after(open, l.end)
	last := int(f.Tokens[end-1].End)
	if f.Tokens[open].Match > 0 {
		end--
	}
	f.Classes = append(f.Classes, Class{
		Name: f.word(i + 1), Outer: l.class, Body: Range{open + 1, end},
		Start: int(f.Tokens[i].Start), End: last,
	})
	w.enter(enumLevel, open, end, l.fn, len(f.Classes)-1)
	return open + 1
}

// opening reads a ( [ { or the < of a JSX element.
func (w *javascriptWalker) opening(i int) int {
	f, l := w.f, w.top()
	if len(w.levels) >= maxLevels {
		f.tooDeep(i)
		l.chain = i
		return f.over(i)
	}
	end := f.after(i, l.end)
	if f.Tokens[i].Match > 0 {
		end--
	}
	switch f.Text[f.Tokens[i].Start] {
	case '<':
		if l.kind != tagLevel {
			w.operand(i)
			l = w.top()
		}
		w.enter(tagLevel, i, end, l.fn, l.class)
	case '[':
		if l.key && (l.kind == classLevel || l.kind == objectLevel) {
			if l.kind == classLevel && l.chain >= 0 && f.breaksBefore(i) {
				w.endStatement(i)
				l = w.top()
			}
			l.chain, l.last = i, -1
		} else if l.chain < 0 || !w.endsOperand(i-1) && !f.is(i-1, "?.") {
			l.chain = i
		}
		l.statement = false
		w.enter(groupLevel, i, end, l.fn, l.class)
	case '{':
		return w.brace(i, end)
	default:
		return w.parenthesis(i, end)
	}
	return i + 1
}

func (w *javascriptWalker) brace(i, end int) int {
	f, l := w.f, w.top()
	switch {
	case l.kind == tagLevel:
		w.enter(groupLevel, i, end, l.fn, l.class)
	case l.pending >= 0 && !(l.base0 == i):
		w.endBases(i)
		w.endOperand(i)
		c := l.pending
		l.pending = -1
		f.Classes[c].Body = Range{i + 1, end}
		f.Classes[c].End = int(f.Tokens[min(end, len(f.Tokens)-1)].End)
		w.enter(classLevel, i, end, l.fn, c)
	case l.kind == classLevel && l.key, // static { … }
		l.statement && (l.kind == blockLevel), l.kind == blockLevel && l.chain >= 0 && w.endsOperand(i-1):
		w.endOperand(i)
		scope := f.addScope(l.fn, l.scope, int(f.Tokens[i].Start), int(f.Tokens[min(end, len(f.Tokens)-1)].End))
		w.enter(blockLevel, i, end, l.fn, l.class).scope = scope
	default:
		if l.chain < 0 {
			l.chain = i
		}
		l.statement = false
		w.enter(objectLevel, i, end, l.fn, l.class)
	}
	return i + 1
}

func (w *javascriptWalker) parenthesis(i, end int) int {
	f, l := w.f, w.top()
	if l.head {
		l.head, l.statement = false, false
		w.endOperand(i)
		catches := f.is(i-1, "catch")
		h := w.enter(headLevel, i, end, l.fn, l.class)
		h.binding = catches
		if catches {
			w.bind(i+1, end)
			f.binds[len(f.binds)-1].local = true
		}
		return i + 1
	}
	keyed := l.key && (l.kind == classLevel || l.kind == objectLevel)
	if keyed && (l.chain >= 0 || f.kind(i-1) == String || f.is(i-1, ">")) {
		return w.method(i)
	}
	called := l.chain >= 0 && (w.endsOperand(i-1) || f.is(i-1, "?."))
	if called && f.is(i-1, "}") && l.chain == i-1 {
		called = false
	}
	arrow := false
	if !called || f.is(i-1, "async") && l.chain == i-1 || f.is(i-1, ">") {
		arrow = w.arrowAfter(i, end)
	}
	if arrow {
		start := i
		if called {
			start = l.chain
		}
		chain := l.chain
		l.chain = -1
		name := w.boundName()
		l.chain = chain
		if l.chain < 0 {
			l.chain = i
		}
		l.statement = false
		w.addFunction(Function{Name: name, Class: -1, Async: f.is(start, "async")}, start, i).arrow = true
		return i + 1
	}
	if !called {
		if l.chain >= 0 && !f.is(i-1, "?.") {
			w.endOperand(i)
			l = w.top()
		}
		l.chain = i
		l.statement = false
		w.enter(groupLevel, i, end, l.fn, l.class)
		return i + 1
	}
	first := l.chain
	c := Call{Callee: Range{l.chain, w.calleeEnd(i)}, Open: i, Function: l.fn}
	if l.newAt >= 0 {
		c.New, first = true, l.newAt
		l.newAt, l.chain = -1, first
	}
	index := w.addCall(c, first, i+1)
	fn, class := l.fn, l.class
	w.enter(callLevel, i, end, fn, class).call = index
	return i + 1
}

// calleeEnd gives where the callee before token i ends, without type arguments, `?.` and `!`… of TypeScript stay.
func (w *javascriptWalker) calleeEnd(i int) int {
	if w.f.is(i-1, ">") && w.f.Tokens[i-1].Match >= 0 {
		i = int(w.f.Tokens[i-1].Match)
	}
	if w.f.is(i-1, "?.") {
		i--
	}
	return i
}

// arrowAfter tells whether the brackets from open to end are an arrow's parameters.
func (w *javascriptWalker) arrowAfter(open, end int) bool {
	f := w.f
	if f.is(end+1, "=>") {
		return true
	}
	if !w.typed || !f.is(end+1, ":") || f.is(open-1, "?") {
		return false
	}
	l := w.top()
	stop := w.skipTypeWithin(end+2, l.end, maxLookahead)
	if !f.is(stop, "=>") {
		return false
	}
	// In a ? (b) : c => d the brackets are b's own; parameters look like parameters.
	return l.ternaries == 0 || end == open+1 || f.is(open+2, ":") || f.is(open+2, ",")
}

func (w *javascriptWalker) method(i int) int {
	f, l := w.f, w.top()
	name := ""
	if l.last >= 0 {
		name = w.keyName(l.last)
	}
	start := i
	if l.last >= 0 {
		start = l.last
	}
	async := f.is(start-1, "async") || f.is(start-1, "*") && f.is(start-2, "async")
	fn := Function{Name: name, Class: -1, Async: async}
	if l.kind == classLevel {
		fn.Class = l.class
		if len(w.decorators) > 0 {
			fn.Decorators = append(fn.Decorators, w.decorators...)
			w.decorators = w.decorators[:0]
		}
	}
	l.chain = -1
	w.addFunction(fn, start, i)
	return i + 1
}

// closing reads a ) ] } or the end of a JSX element.
func (w *javascriptWalker) closing(i int) int {
	for len(w.levels) > 1 && (w.top().kind == arrowLevel || w.top().end < i || w.unclosed(i)) {
		w.leave(min(i, w.top().end))
	}
	l := w.top()
	if len(w.levels) == 1 || l.end != i {
		return i + 1
	}
	kind, fn, arrow := l.kind, l.fn, l.arrow
	w.leave(i)
	l = w.top()
	switch kind {
	case headLevel:
		l.statement, l.chain = true, -1
	case paramsLevel:
		return w.afterParams(fn, i+1, arrow)
	case blockLevel, classLevel, enumLevel:
		w.afterBody(kind, i)
	case callLevel:
		if l.call >= 0 && l.kind == callLevel {
			break
		}
	}
	return i + 1
}

// unclosed tells whether the innermost bracket was never closed and ends at i because the one around it does.
func (w *javascriptWalker) unclosed(i int) bool {
	l := w.top()
	return l.end == i && int(w.f.Tokens[l.open].Match) != i && w.levels[len(w.levels)-2].end == i
}

// afterParams goes on after a function's parameters.
func (w *javascriptWalker) afterParams(fn, i int, arrow bool) int {
	f, l := w.f, w.top()
	if w.typed && f.is(i, ":") {
		i = w.skipType(i+1, l.end)
	}
	if arrow {
		if f.is(i, "=>") {
			i++
		}
		return w.body(fn, i, true)
	}
	next := w.body(fn, i, false)
	if !f.is(i, "{") { // an overload
		f.Functions[fn].End = int(f.Tokens[max(i-1, 0)].End)
		if l.kind == blockLevel || l.kind == classLevel {
			w.endStatement(i)
		}
	}
	return next
}

// afterBody goes on after the braces of a block, class or enum.
func (w *javascriptWalker) afterBody(kind levelKind, i int) {
	l := w.top()
	if l.chain >= 0 && kind == blockLevel || kind == classLevel && (l.kind != blockLevel || len(w.assigns) > l.base) {
		// A function or class as an operand: the chain goes on.
		if l.chain < 0 {
			l.chain = i
		}
		return
	}
	switch l.kind {
	case classLevel:
		if kind == blockLevel {
			w.endStatement(i + 1)
		}
	case blockLevel:
		w.endStatement(i + 1)
	}
}

func (w *javascriptWalker) punct(i int) int {
	f, l := w.f, w.top()
	t := &f.Tokens[i]
	if t.End == t.Start {
		return i + 1
	}
	c := f.Text[t.Start]
	if t.End-t.Start == 1 {
		switch c {
		case ';':
			w.endStatement(i)
			return i + 1
		case ',':
			return w.comma(i)
		case '.':
			return i + 1
		case ':':
			return w.colon(i)
		case '?':
			if l.key && l.kind == classLevel || l.kind == paramsLevel && !l.value {
				return i + 1
			}
			w.endOperand(i)
			if !(w.typed && (f.is(i+1, ":") || f.is(i+1, ")") || f.is(i+1, ","))) {
				l.ternaries++
			}
			return i + 1
		case '=':
			w.assign(i)
			return i + 1
		case '@':
			return w.decorator(i)
		case '<':
			return w.angle(i)
		case '!':
			if l.chain >= 0 && w.typed && w.endsOperand(i-1) && !f.breaksBefore(i) {
				return i + 1 // x! of TypeScript, also in `x!: T`
			}
		case '*':
			if l.key {
				if l.kind == classLevel && l.chain >= 0 && f.breaksBefore(i) {
					w.endStatement(i)
				}
				l.chain = -1
				return i + 1
			}
		case '>':
			if t.Match >= 0 {
				return i + 1
			}
		}
		w.endOperand(i)
		l.statement = false
		return i + 1
	}
	switch f.word(i) {
	case "?.":
		return i + 1
	case "=>", "...":
		l.statement = false
		w.endOperand(i)
		if l.kind == objectLevel {
			l.key = false
		}
		return i + 1
	case "++", "--":
		if l.chain >= 0 && w.endsOperand(i-1) && !f.breaksBefore(i) {
			w.bind(l.chain, i)
			return i + 1
		}
		w.autoSemicolon(i)
		w.endOperand(i)
		w.bind(i+1, i+2)
		return i + 1
	}
	if c != '=' && c != '!' && f.Text[t.End-1] == '=' && !f.is(i, "<=") && !f.is(i, ">=") && l.chain >= 0 {
		w.bind(l.chain, i)
	}
	w.endOperand(i)
	l.statement = false
	return i + 1
}

func (w *javascriptWalker) comma(i int) int {
	for w.top().kind == arrowLevel {
		w.leave(i)
	}
	w.endExpression(i)
	l := w.top()
	switch l.kind {
	case callLevel:
		w.args.add(l.arg, i)
		l.arg = i + 1
	case objectLevel, enumLevel:
		l.key = true
	case paramsLevel:
		l.value = false
	case blockLevel, headLevel:
		if l.constant || w.declares(l) {
			l.binding = true
		}
	}
	return i + 1
}

// declares tells whether the statement being read is a declaration of several names.
func (w *javascriptWalker) declares(l *javascriptLevel) bool { return l.value }

func (w *javascriptWalker) colon(i int) int {
	f := w.f
	for w.top().kind == arrowLevel && w.top().ternaries == 0 {
		w.leave(i)
	}
	l := w.top()
	if l.ternaries > 0 {
		w.endOperand(i)
		l.ternaries--
		return i + 1
	}
	switch {
	case l.kind == objectLevel && l.key:
		w.endOperand(i)
		l.key = false
		return i + 1
	case w.typed && (l.kind == paramsLevel && !l.value || l.kind == classLevel && l.key || l.binding && (l.kind == blockLevel || l.kind == headLevel)):
		end := w.skipType(i+1, l.end)
		if l.kind == classLevel && !f.is(end, "=") && !f.is(end, ";") {
			w.endStatement(end)
		}
		return end
	case l.kind == blockLevel:
		w.endExpression(i)
		l.statement, l.inCase = true, false
		return i + 1
	}
	w.endOperand(i)
	return i + 1
}

// assign reads an = that gives a value.
func (w *javascriptWalker) assign(i int) {
	f, l := w.f, w.top()
	start := l.chain
	w.endOperand(i)
	l.statement = false
	switch {
	case l.kind == paramsLevel:
		l.value = true
		return
	case l.kind == objectLevel && l.key: // { a = 1 } in a pattern
		l.key = false
		return
	case l.kind == enumLevel || l.kind == classLevel && l.key:
		l.key = false
		if start = l.last; start < 0 {
			return
		}
	case start < 0 || l.kind == objectLevel:
		return
	}
	a := Assign{
		Target: Range{start, i}, Value: Range{i + 1, i + 1}, Const: l.constant && l.binding, Function: l.fn, scope: l.scope, Class: -1,
		Start: int(f.Tokens[start].Start), End: int(f.Tokens[i].End),
	}
	if l.kind == classLevel || l.kind == enumLevel {
		a.Class, a.Const = l.class, l.kind == enumLevel
	}
	if l.binding {
		a.declares, a.scope = true, w.scopeOfNames()
		l.value = true // further names may follow a comma
	} else if l.kind == blockLevel {
		l.value = false
	}
	l.binding = false
	f.Assigns = append(f.Assigns, a)
	w.assigns = append(w.assigns, len(f.Assigns)-1)
}

func (w *javascriptWalker) angle(i int) int {
	f, l := w.f, w.top()
	m := int(f.Tokens[i].Match)
	if m < 0 {
		w.endOperand(i)
		return i + 1
	}
	if l.chain >= 0 || l.key {
		if next := m + 1; l.chain >= 0 && !l.key && !w.typeArgumentsEnd(next) {
			w.endOperand(i)
			return i + 1
		}
		return m + 1
	}
	return m + 1 // <T>x, <T>(x) => …
}

// typeArgumentsEnd tells whether what stands after a > can follow type arguments.
func (w *javascriptWalker) typeArgumentsEnd(i int) bool {
	switch w.f.kind(i) {
	case Ident, Number, Regex:
		return w.f.breaksBefore(i)
	case String:
		t := w.f.Tokens[i]
		return w.f.Text[t.Start] == '`'
	}
	return true
}

func (w *javascriptWalker) decorator(i int) int {
	f := w.f
	if l := w.top(); l.kind == classLevel && l.key && l.chain >= 0 && f.breaksBefore(i) {
		w.endStatement(i)
	} else if l.kind == blockLevel && l.chain >= 0 && f.breaksBefore(i) {
		w.endStatement(i)
	}
	l := w.top()
	start := i + 1
	end := start
	if f.kind(start) == Open {
		end = f.after(start, l.end)
	} else {
		for end < l.end && (f.kind(end) == Ident || f.kind(end) == Keyword) {
			end++
			if !f.is(end, ".") {
				break
			}
			end++
		}
	}
	if end <= start {
		return i + 1
	}
	c := Call{Callee: Range{start, end}, Open: -1, Decorator: true, Function: l.fn}
	if f.is(end, "<") && f.Tokens[end].Match > 0 {
		end = int(f.Tokens[end].Match) + 1
	}
	called := f.is(end, "(")
	if called {
		c.Open = end
	}
	index := w.addCall(c, start, end)
	if l.kind != paramsLevel {
		w.decorators = append(w.decorators, index)
	}
	if !called {
		return end
	}
	stop := f.after(end, l.end)
	if f.Tokens[end].Match > 0 {
		stop--
	}
	class := l.class
	w.enter(callLevel, end, stop, l.fn, class).call = index
	return end + 1
}
