package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// results finds return and throw statements, which syntax doesn't list, and the values of arrows without braces.
func (r *reader) results(ops [][]op, home func(int) int) {
	for i, t := range r.f.Tokens {
		if t.Kind != syntax.Keyword && t.Kind != syntax.Ident {
			continue
		}
		kind := resultOp
		switch r.word(i) {
		case "return":
		case "throw", "raise":
			kind = throwOp
		default:
			continue
		}
		if i > 0 && (r.word(i-1) == "." || r.word(i-1) == "?.") {
			continue
		}
		end := r.statementEnd(i + 1)
		o := op{kind: kind, at: int(t.Start), end: r.endOf(end - 1), value: r.expr(syntax.Range{Start: i + 1, End: end})}
		h := home(r.f.FunctionAt(int(t.Start)))
		ops[h] = append(ops[h], o)
	}
	for i, fn := range r.f.Functions {
		if r.m.functions[i].expression && fn.Body.End > fn.Body.Start {
			ops[i] = append(ops[i], op{kind: resultOp, at: r.startOf(fn.Body.Start), end: r.endOf(fn.Body.End - 1), value: r.expr(fn.Body)})
		}
	}
}

// defines lists what a body declares: hoisted functions in JavaScript, def and class in order in Python.
func (r *reader) defines(ops [][]op, home func(int) int) {
	for i, fn := range r.f.Functions {
		if fn.Name == "" || fn.Class >= 0 && (!r.m.python || len(fn.Decorators) == 0) {
			continue
		}
		if r.m.python {
			ops[home(fn.Outer)] = append(ops[home(fn.Outer)], op{kind: defineOp, fn: i, at: fn.Start, end: fn.End})
		} else if fn.Outer >= 0 && r.declaration(fn.Start) {
			r.m.functions[fn.Outer].declared = append(r.m.functions[fn.Outer].declared, i)
		}
	}
}

// declaration tells `function name` and `async function name` from an expression with a name.
func (r *reader) declaration(start int) bool {
	text := r.u.Text[min(start, len(r.u.Text)):]
	return hasWord(text, "function") || hasWord(text, "async function")
}

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.f.Tokens) {
		return ""
	}
	t := r.f.Tokens[i]
	if t.End-t.Start > 40 {
		return ""
	}
	return string(r.u.Text[t.Start:t.End])
}

func (r *reader) startOf(i int) int {
	if i < 0 || i >= len(r.f.Tokens) {
		return len(r.u.Text)
	}
	return int(r.f.Tokens[i].Start)
}

func (r *reader) endOf(i int) int {
	if i < 0 || i >= len(r.f.Tokens) {
		return len(r.u.Text)
	}
	return int(r.f.Tokens[i].End)
}

// statementEnd gives the token after the statement that starts at a token.
func (r *reader) statementEnd(start int) int {
	i := start
	for i < len(r.f.Tokens) {
		t := r.f.Tokens[i]
		switch {
		case t.Kind == syntax.Close, t.Kind == syntax.Newline, t.Kind == syntax.Dedent, r.word(i) == ";":
			return i
		case i > start && r.startOf(i) < r.endOf(i-1): // the tokens of template holes stand behind all others
			return i
		case !r.m.python && i > start && r.newLine(i) && !r.continues(i):
			return i
		case t.Kind == syntax.Open && int(t.Match) > i:
			i = int(t.Match) + 1
			continue
		}
		i++
	}
	return i
}

func (r *reader) newLine(i int) bool {
	before, after := r.endOf(i-1), r.startOf(i)
	for _, c := range r.u.Text[before:max(before, after)] {
		if c == '\n' {
			return true
		}
	}
	return false
}

// continues tells whether a token on a new line goes on with the statement before it.
func (r *reader) continues(i int) bool {
	if t := r.f.Tokens[i]; t.Kind == syntax.Punct || t.Kind == syntax.Open {
		return true
	}
	before := r.f.Tokens[i-1]
	return before.Kind == syntax.Punct || before.Kind == syntax.Open
}
