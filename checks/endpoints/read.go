package endpoints

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// maxCopies bounds what is kept of one file; a generated file of a megabyte gives no more than this.
const maxCopies = 400_000

// A reader copies one file's structure into a module.
type reader struct {
	u       *scan.Unit
	f       *syntax.File
	m       *module
	blocks  []block
	index   map[int][]int // blocks by function
	copies  int
	words   map[string]string
	slots   []expr
	inOrder int // tokens before the first that is out of order
}

// readModule copies what a file does. nil when it is no source code.
func readModule(u *scan.Unit) *module {
	f := u.Syntax()
	if f == nil {
		return nil
	}
	r := &reader{u: u, f: f, words: map[string]string{}, m: &module{path: u.Path, text: u.Text, python: f.Language == syntax.Python, role: u.Role, broken: len(f.Errors) > 0}}
	for _, i := range f.Imports {
		r.m.imports = append(r.m.imports, binding{local: i.Local, module: i.Module, name: i.Name, early: r.early(i.Start)})
	}
	r.readFunctions()
	r.readClasses()
	r.blocks = r.findBlocks()
	r.readBodies()
	if !r.m.python {
		r.readExports()
	}
	return r.m
}

func (r *reader) early(start int) bool {
	return r.m.python || hasWord(r.u.Text[min(start, len(r.u.Text)):], "import") || hasWord(r.u.Text[min(start, len(r.u.Text)):], "export")
}

func hasWord(text []byte, word string) bool {
	return len(text) > len(word) && string(text[:len(word)]) == word
}

func (r *reader) readFunctions() {
	r.m.functions = make([]function, len(r.f.Functions))
	for i, fn := range r.f.Functions {
		to := &r.m.functions[i]
		*to = function{name: r.own(fn.Name), class: fn.Class, outer: fn.Outer, start: fn.Start, end: r.headEnd(fn.Start, fn.End)}
		for at, p := range fn.Params {
			q := param{name: r.own(p.Name), kind: r.expr(p.Type), standard: r.expr(p.Default)}
			if p.Name == "" && !r.m.python {
				q.pattern = r.pattern(fn.Start, at)
			}
			to.params = append(to.params, q)
		}
		for _, d := range fn.Decorators {
			if d >= 0 && d < len(r.f.Calls) {
				to.decorators = append(to.decorators, r.copy(r.f.CallExpr(&r.f.Calls[d])))
			}
		}
		if fn.Body.Start > 0 && fn.Body.Start <= len(r.f.Tokens) {
			to.expression = !r.m.python && r.word(fn.Body.Start-1) != "{"
		}
	}
}

// pattern reads the destructuring parameter at an index of the function that starts at an offset.
func (r *reader) pattern(start, index int) *expr {
	i, _ := slices.BinarySearchFunc(r.ordered(), start, func(t syntax.Token, at int) int { return int(t.Start) - at })
	for limit := i + 30; i < limit && i < len(r.f.Tokens) && r.word(i) != "("; {
		i++
	}
	if r.word(i) != "(" {
		return nil
	}
	closing := int(r.f.Tokens[i].Match)
	for i++; i < closing; i++ {
		t := r.f.Tokens[i]
		switch {
		case index == 0 && t.Kind == syntax.Open && int(t.Match) > i:
			return r.expr(syntax.Range{Start: i, End: int(t.Match) + 1})
		case index == 0:
			return nil
		case t.Kind == syntax.Open && int(t.Match) > i:
			i = int(t.Match)
		case r.word(i) == ",":
			index--
		}
	}
	return nil
}

// ordered gives the tokens that stand in order of place: those of template holes come behind them.
func (r *reader) ordered() []syntax.Token {
	if r.inOrder == 0 {
		r.inOrder = len(r.f.Tokens)
		for i := 1; i < len(r.f.Tokens); i++ {
			if r.f.Tokens[i].Start < r.f.Tokens[i-1].Start {
				r.inOrder = i
				break
			}
		}
	}
	return r.f.Tokens[:r.inOrder]
}

// headEnd is where the first line of a definition ends, or what a reader would look at of a longer one.
func (r *reader) headEnd(start, end int) int {
	end = min(end, start+200, len(r.u.Text))
	if n := bytes.IndexByte(r.u.Text[start:max(start, end)], '\n'); n >= 0 {
		return start + n
	}
	return end
}

func (r *reader) readClasses() {
	for _, c := range r.f.Classes {
		to := class{name: r.own(c.Name), methods: map[string]int{}, outer: c.Outer, start: c.Start, end: r.headEnd(c.Start, c.End)}
		for _, b := range c.Bases {
			to.bases = append(to.bases, r.expr(b))
		}
		r.m.classes = append(r.m.classes, to)
	}
	for i, fn := range r.f.Functions {
		if fn.Class >= 0 && fn.Class < len(r.m.classes) && fn.Name != "" {
			if _, ok := r.m.classes[fn.Class].methods[fn.Name]; !ok {
				r.m.classes[fn.Class].methods[r.own(fn.Name)] = i
			}
		}
	}
}

// readBodies sorts assignments, calls, results and definitions into the functions they belong to.
func (r *reader) readBodies() {
	ops := make([][]op, len(r.f.Functions)+1) // the last: top level
	home := func(fn int) int {
		if fn < 0 || fn >= len(r.f.Functions) {
			return len(r.f.Functions)
		}
		return fn
	}
	for _, a := range r.f.Assigns {
		o := op{kind: assignOp, at: a.Start, end: a.End, target: r.expr(a.Target), value: r.expr(a.Value)}
		if a.Class >= 0 && a.Class < len(r.m.classes) {
			r.m.classes[a.Class].fields = append(r.m.classes[a.Class].fields, o)
			continue
		}
		ops[home(a.Function)] = append(ops[home(a.Function)], o)
	}
	r.results(ops, home)
	for i := range r.f.Calls {
		c := &r.f.Calls[i]
		if c.Decorator {
			continue
		}
		ops[home(c.Function)] = append(ops[home(c.Function)], op{kind: callOp, at: c.Start, end: c.End, fn: i, maybe: r.maybe(c.Callee.Start)})
	}
	r.defines(ops, home)
	for i := range ops {
		body := r.nest(r.outermost(ops[i]), i)
		if i < len(r.f.Functions) {
			r.m.functions[i].body = body
		} else {
			r.m.body = body
		}
	}
}

// outermost sorts ops and drops calls that stand inside another op of the same body, which evaluates them. Only then
// are the remaining calls copied.
func (r *reader) outermost(ops []op) []op {
	slices.SortStableFunc(ops, func(a, b op) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.end, a.end)) })
	kept := ops[:0]
	end := -1
	for _, o := range ops {
		if o.kind == callOp && o.end <= end {
			continue
		}
		if o.kind == callOp {
			o.value = r.copy(r.f.CallExpr(&r.f.Calls[o.fn]))
			o.fn = -1
		}
		if o.kind != defineOp {
			end = max(end, o.end)
		}
		kept = append(kept, o)
	}
	return kept
}

// maybe tells whether what starts at a token is the right side of a short circuit.
func (r *reader) maybe(token int) bool {
	for i := token - 1; i >= 0; i-- {
		switch r.word(i) {
		case "await", "void", "!", "(", "new":
			continue
		case "&&", "||", "??", "?", "and", "or":
			return true
		}
		return false
	}
	return false
}

// own gives a copy of a word that doesn't hold on to the file's text, each word once.
func (r *reader) own(word string) string {
	if word == "" {
		return ""
	}
	kept, ok := r.words[word]
	if !ok {
		kept = strings.Clone(word)
		r.words[kept] = kept
	}
	return kept
}

// slot gives room for one more expression, out of pieces for many: a third of the allocations.
func (r *reader) slot() *expr {
	if len(r.slots) == 0 {
		r.slots = make([]expr, 32)
	}
	e := &r.slots[0]
	r.slots = r.slots[1:]
	return e
}

func (r *reader) expr(t syntax.Range) *expr {
	if t.End <= t.Start {
		return nil
	}
	return r.copy(r.f.Expr(t))
}

func (r *reader) copy(e *syntax.Expr) *expr {
	if e == nil || r.copies > maxCopies {
		return nil
	}
	r.copies++
	c := r.slot()
	*c = expr{kind: e.Kind, name: r.own(e.Name), text: r.own(e.Text), fn: -1, start: int32(e.Start)}
	if e.Kind == syntax.FuncExpr {
		c.fn = e.Function
		return c
	}
	if e.Kind == syntax.CallExpr || e.Kind == syntax.NewExpr || e.Kind == syntax.SpreadExpr {
		c.end = int32(e.End)
	}
	c.x, c.y, c.z = r.copy(e.X), r.copy(e.Y), r.copy(e.Z)
	for _, item := range e.List {
		c.list = append(c.list, r.copy(item))
	}
	if e.Kind == syntax.IndexExpr && c.y == nil && e.X != nil {
		c.y = r.indexes(e.X.Tokens.End)
	}
	return c
}

// indexes reads the list between brackets: Annotated[User, Depends(x)].
func (r *reader) indexes(open int) *expr {
	if r.word(open) != "[" {
		return nil
	}
	closing := int(r.f.Tokens[open].Match)
	several := &expr{kind: syntax.ArrayExpr, fn: -1, start: int32(r.startOf(open))}
	for i := open + 1; i < closing; {
		start := i
		for i < closing && r.word(i) != "," {
			if t := r.f.Tokens[i]; t.Kind == syntax.Open && int(t.Match) > i {
				i = int(t.Match)
			}
			i++
		}
		several.list = append(several.list, r.expr(syntax.Range{Start: start, End: i}))
		i++
	}
	return several
}
