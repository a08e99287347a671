package code

import (
	"cmp"
	"context"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// An event is one place of a file where a pattern may hang.
type event struct {
	kind       pattern.AnchorKind
	expr       *syntax.Expr // what patterns are matched against
	start, end int          // what a finding points at
	token      int          // first token of it
	key        string       // of a property, whose object is looked at once for each key that a rule names

	callee   string // canonical name of what is called, once asked for
	resolved bool
}

// calls tells whether a pattern's callee is what the event calls: it is resolved once for all patterns.
func (at *event) calls(f *syntax.File, p *pattern.Pattern) bool {
	want := p.Callee()
	if want == "" || at.expr == nil || at.expr.X == nil {
		return true
	}
	if !at.resolved {
		at.callee, at.resolved = f.Resolve(at.expr.X), true
	}
	return f.Same(at.callee, want)
}

// hangs tells whether a pattern hangs on events like this one.
func (at *event) hangs(p *pattern.Pattern) bool {
	a := p.Anchor()
	return a.Kind == at.kind && (at.key == "" || a.Name == "" || a.Name == at.key)
}

// events goes through the file once for each kind of event, and asks only the rules that hang on its name.
func (r *run) events(ctx context.Context) error {
	r.calls()
	r.assigns()
	r.defaults()
	if err := ctx.Err(); err != nil {
		return err
	}
	r.tokens()
	r.imports()
	return ctx.Err()
}

// rulesAt gives the rules that are awake and hang on a name, or on any such name, none twice.
func (r *run) rulesAt(kind pattern.AnchorKind, name string) []int {
	r.found = r.found[:0]
	r.addRules(kind, name, false)
	return r.found
}

func (r *run) addRules(kind pattern.AnchorKind, name string, narrow bool) {
	k := &r.index[kind]
	r.addAwake(k.openTo(name, narrow))
	r.addAwake(k.named[name])
}

func (r *run) addAwake(rules []int) {
	for _, i := range rules {
		if r.awake[i] && !contains(r.found, i) {
			r.found = append(r.found, i)
		}
	}
}

func contains(list []int, n int) bool {
	for _, m := range list {
		if m == n {
			return true
		}
	}
	return false
}

func (r *run) calls() {
	for i := range r.file.Calls {
		c := &r.file.Calls[i]
		kind := pattern.Call
		switch {
		case c.Decorator:
			kind = pattern.Decorator
		case c.Tagged: // its tag is given text and values apart
			continue
		}
		name := r.file.CalleeName(c)
		alias := name
		if c.Callee.End-c.Callee.Start == 1 || name == "" && r.is(c.Callee.Start, "getattr") { // the name may be an alias
			if e := r.file.Expr(c.Callee); e != nil {
				alias = cmp.Or(pattern.LastName(r.file.Resolve(e)), name)
			}
		}
		r.keywords(c)
		r.initialized(c)
		r.found = r.found[:0]
		r.addRules(kind, name, c.New)
		if alias != name {
			r.addRules(kind, alias, c.New)
		}
		if keyed := r.index[kind].keyword; keyed != nil {
			for _, arg := range c.Args {
				if r.is(arg.Start, "**") {
					r.addAwake(keyed["**"])
				}
				r.addAwake(keyed[r.keyword(arg)])
			}
		}
		if len(r.found) == 0 {
			continue
		}
		if e := r.file.CallExpr(c); e != nil {
			r.judge(r.found, event{kind: kind, expr: e, start: c.Start, end: c.End, token: c.Callee.Start})
		}
	}
}

// keywords shows each keyword argument to the rules that hang on a property of any name, in Ruby also to those of its own:
// without braces an object is often the last argument.
func (r *run) keywords(c *syntax.Call) {
	k := &r.index[pattern.Property]
	ruby := r.file.Language == syntax.Ruby
	if len(k.open) == 0 && !ruby {
		return
	}
	for _, arg := range c.Args {
		name := r.keyword(arg)
		if name == "" {
			continue
		}
		r.found = r.found[:0]
		if r.addAwake(k.openTo(name, false)); ruby {
			r.addAwake(k.named[name])
		}
		if len(r.found) == 0 {
			continue
		}
		value := r.file.Expr(syntax.Range{Start: arg.Start + 2, End: arg.End})
		if value == nil {
			continue
		}
		start := int(r.file.Tokens[arg.Start].Start)
		e := &syntax.Expr{Kind: syntax.KeywordExpr, Name: name, X: value, Start: start, End: value.End, Function: -1}
		r.judge(r.found, event{kind: pattern.Property, expr: e, start: start, end: value.End, token: arg.Start})
	}
}

// keyword gives the name of a keyword argument of Python or Ruby, "" when the argument is none.
func (r *run) keyword(arg syntax.Range) string {
	if r.file.Language == syntax.Ruby && arg.End-arg.Start > 2 {
		switch name := r.text(arg.Start); {
		case r.is(arg.Start+1, ":"):
			return unquote(name)
		case r.is(arg.Start+1, "=>"):
			return unquote(strings.TrimPrefix(name, ":"))
		}
		return ""
	}
	if arg.End-arg.Start > 2 && r.file.Tokens[arg.Start].Kind == syntax.Ident && (r.is(arg.Start+1, "=") || r.is(arg.Start+1, ":") && r.file.Language == syntax.CSharp) {
		return r.text(arg.Start)
	}
	return ""
}

// is tells whether a token reads so; unlike text it makes no string.
func (r *run) is(token int, text string) bool {
	if token < 0 || token >= len(r.file.Tokens) {
		return false
	}
	t := r.file.Tokens[token]
	return string(r.file.Text[t.Start:t.End]) == text
}

func (r *run) text(token int) string {
	if token < 0 || token >= len(r.file.Tokens) {
		return ""
	}
	t := r.file.Tokens[token]
	return string(r.file.Text[t.Start:t.End])
}

func (r *run) assigns() {
	for i := range r.file.Assigns {
		a := &r.file.Assigns[i]
		name := r.targetName(a.Target)
		r.found = r.found[:0]
		if r.addRules(pattern.Assign, name, a.Target.End-a.Target.Start > 1); len(r.found) == 0 {
			continue
		}
		target, value := r.file.Expr(a.Target), r.file.Expr(a.Value)
		if target == nil || value == nil {
			continue
		}
		e := &syntax.Expr{Kind: syntax.AssignExpr, Name: "=", X: target, Y: value, Start: a.Start, End: a.End, Tokens: syntax.Range{Start: a.Target.Start, End: a.Value.End}, Function: -1}
		r.judge(r.found, event{kind: pattern.Assign, expr: e, start: a.Start, end: a.End, token: a.Target.Start})
	}
}

// defaults shows each parameter with a default as an assignment: def connect(password="…").
func (r *run) defaults() {
	for i := range r.file.Functions {
		for _, p := range r.file.Functions[i].Params {
			if p.Name == "" || p.Default.End <= p.Default.Start {
				continue
			}
			r.found = r.found[:0]
			if r.addRules(pattern.Assign, p.Name, false); len(r.found) == 0 {
				continue
			}
			at := r.parameterAt(&p)
			target, value := r.file.Expr(syntax.Range{Start: at, End: at + 1}), r.file.Expr(p.Default)
			if at < 0 || target == nil || value == nil {
				continue
			}
			e := &syntax.Expr{Kind: syntax.AssignExpr, Name: "=", X: target, Y: value, Start: target.Start, End: value.End, Tokens: syntax.Range{Start: at, End: p.Default.End}, Function: -1}
			r.judge(r.found, event{kind: pattern.Assign, expr: e, start: e.Start, end: e.End, token: at})
		}
	}
}

// parameterAt gives the token of a parameter's name, before its type and its default; -1 when it isn't found.
func (r *run) parameterAt(p *syntax.Param) int {
	at := p.Default.Start - 2
	if p.Type.End > p.Type.Start && p.Type.Start < p.Default.Start {
		at = p.Type.Start - 2
	}
	if !r.is(at, p.Name) {
		return -1
	}
	return at
}

// targetName gives the last identifier of what is assigned: y of x.y, y of x["y"].
func (r *run) targetName(target syntax.Range) string {
	last := target.End - 1
	if last < target.Start {
		return ""
	}
	if r.text(last) == "]" && last-1 > target.Start && r.file.Tokens[last-1].Kind == syntax.String {
		return unquote(r.text(last - 1))
	}
	return r.text(last)
}

func unquote(text string) string { return strings.Trim(text, "\"'`") }

func (r *run) imports() {
	for i := range r.file.Imports {
		m := &r.file.Imports[i]
		r.found = r.found[:0]
		r.addRules(pattern.Import, m.Module, false)
		r.addRules(pattern.Import, m.Module+"."+m.Name, false)
		if len(r.found) > 0 {
			end := m.Start + len(m.Module)
			e := &syntax.Expr{Kind: syntax.IdentExpr, Name: m.Module, Start: m.Start, End: min(end, len(r.file.Text)), Function: -1}
			r.judge(r.found, event{kind: pattern.Import, expr: e, start: e.Start, end: e.End})
		}
	}
}
