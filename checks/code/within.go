package code

import (
	"slices"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// maxLooks bounds how many calls of one file are looked through for those around a place.
const maxLooks = 2_000_000

// within tells whether one of the patterns matches something around the event: a call, a function, a class, or a
// decorator of one of these.
func (r *run) within(list []*pattern.Pattern, at event, holes pattern.Holes) pattern.Answer {
	best := pattern.No
	for _, p := range list {
		switch p.Anchor().Kind {
		case pattern.Call:
			best = max(best, r.insideCall(p, at, holes))
		case pattern.Function:
			best = max(best, r.insideFunction(p, at, holes))
		case pattern.Class:
			best = max(best, r.insideClass(p, at, holes))
		case pattern.Decorator:
			best = max(best, r.decorated(p, at, holes))
		}
		if best == pattern.Yes {
			break
		}
	}
	return best
}

func (r *run) insideCall(p *pattern.Pattern, at event, holes pattern.Holes) pattern.Answer {
	best := pattern.No
	for i := range r.file.Calls {
		if r.looks++; r.looks > maxLooks {
			return pattern.Maybe
		}
		c := &r.file.Calls[i]
		if c.Start > at.start {
			break
		}
		if c.End < at.end || c.Start == at.start && c.End == at.end {
			continue
		}
		if name := p.Anchor().Name; name != "" && r.file.CalleeName(c) != name && c.Callee.End-c.Callee.Start > 1 {
			continue
		}
		if _, a := p.Match(r.file, r.file.CallExpr(c), holes, nil); a > best {
			best = a
		}
	}
	return best
}

// agreeing tells whether an expression is a function that says yes whatever it is asked: all it returns is true, or no
// error.
func (r *run) agreeing(e *syntax.Expr) bool {
	fn := -1
	if d := r.file.Deref(e); d.Kind == syntax.FuncExpr {
		fn = d.Function
	} else if d.Kind == syntax.IdentExpr || d.Kind == syntax.MemberExpr {
		fn = (&trace{run: r}).local(d)
	}
	if fn < 0 {
		return false
	}
	list := r.returnsOf(fn)
	return len(list) > 0 && !slices.ContainsFunc(list, func(e *syntax.Expr) bool { return !r.agrees(e) })
}

func (r *run) agrees(e *syntax.Expr) bool {
	if e.Kind == syntax.ArrayExpr && len(e.List) > 1 {
		first, last := e.List[0], e.List[len(e.List)-1]
		return first != nil && last != nil && r.file.Value(first).Text != "false" && (r.agrees(last) || r.file.Value(first).Text == "true")
	}
	v := r.file.Value(e)
	return v.Known && (v.Kind == syntax.NullExpr || v.Text == "true")
}

// functions calls visit for each function around the offset, from the inside out, until it returns false.
func (r *run) functions(offset int, visit func(*syntax.Function) bool) {
	for i := r.file.FunctionAt(offset); i >= 0 && i < len(r.file.Functions); i = r.file.Functions[i].Outer {
		if !visit(&r.file.Functions[i]) {
			return
		}
	}
}

// classes calls visit for each class around the offset, in source order.
func (r *run) classes(offset int, visit func(*syntax.Class) bool) {
	for i := range r.file.Classes {
		c := &r.file.Classes[i]
		if c.Start > offset {
			return
		}
		if c.End > offset && !visit(c) {
			return
		}
	}
}

func (r *run) insideFunction(p *pattern.Pattern, at event, holes pattern.Holes) pattern.Answer {
	best := pattern.No
	r.functions(at.start, func(f *syntax.Function) bool {
		name := &syntax.Expr{Kind: syntax.IdentExpr, Name: f.Name, Start: f.Start, End: f.Start, Function: -1}
		_, a := p.MatchDefinition(r.file, name, nil, holes)
		best = max(best, a)
		return best != pattern.Yes
	})
	return best
}

func (r *run) insideClass(p *pattern.Pattern, at event, holes pattern.Holes) pattern.Answer {
	best := pattern.No
	r.classes(at.start, func(c *syntax.Class) bool {
		var bases []*syntax.Expr
		for _, b := range c.Bases {
			if e := r.file.Expr(b); e != nil {
				bases = append(bases, e)
			}
		}
		name := &syntax.Expr{Kind: syntax.IdentExpr, Name: c.Name, Start: c.Start, End: c.Start, Function: -1}
		_, a := p.MatchDefinition(r.file, name, bases, holes)
		best = max(best, a)
		return best != pattern.Yes
	})
	return best
}

func (r *run) decorated(p *pattern.Pattern, at event, holes pattern.Holes) pattern.Answer {
	best := pattern.No
	look := func(decorators []int) bool {
		for _, d := range decorators {
			if d < 0 || d >= len(r.file.Calls) {
				continue
			}
			if _, a := p.Match(r.file, r.file.CallExpr(&r.file.Calls[d]), holes, nil); a > best {
				best = a
			}
		}
		return best != pattern.Yes
	}
	if at.kind == pattern.Decorator {
		look(r.beside(at.start))
	}
	r.functions(at.start, func(f *syntax.Function) bool { return look(f.Decorators) })
	if best != pattern.Yes {
		r.classes(at.start, func(c *syntax.Class) bool { return look(c.Decorators) })
	}
	return best
}

// beside gives the decorators that stand on the same function or class as the one at an offset.
func (r *run) beside(decorator int) []int {
	there := func(d int) bool { return d >= 0 && d < len(r.file.Calls) && r.file.Calls[d].Start == decorator }
	for i := range r.file.Functions {
		if list := r.file.Functions[i].Decorators; slices.ContainsFunc(list, there) {
			return list
		}
	}
	for i := range r.file.Classes {
		if list := r.file.Classes[i].Decorators; slices.ContainsFunc(list, there) {
			return list
		}
	}
	return nil
}

// target gives the name that the value at a token goes to: the variable assigned, the key, the keyword; "" when it
// goes nowhere with a name. It walks back over what can stand between the two in one expression.
func (r *run) target(token int) string {
	for i, n := token-1, 0; i >= 0 && n < 200; i, n = i-1, n+1 {
		t := r.file.Tokens[i]
		switch t.Kind {
		case syntax.Newline, syntax.Indent, syntax.Dedent:
			return ""
		case syntax.Close:
			if t.Match < 0 {
				return ""
			}
			i = int(t.Match)
			continue
		case syntax.Open:
			if r.text(i) == "{" {
				return ""
			}
			continue
		}
		switch r.text(i) {
		case ";", "=>", "return", "if", "while", "for":
			return ""
		case "=", "+=", ":=":
			return r.assigned(i - 1)
		case ":":
			if name := r.text(i - 1); i > 0 && (r.file.Tokens[i-1].Kind == syntax.Ident || r.file.Tokens[i-1].Kind == syntax.String) {
				return unquote(name)
			}
		}
	}
	return ""
}

// assigned reads the name before an assignment sign, past a type annotation.
func (r *run) assigned(i int) string {
	for r.file.Language == syntax.Go && i > 1 && r.is(i-1, ",") { // value, err := f()
		i -= 2
	}
	name := r.targetName(syntax.Range{Start: max(0, i-2), End: i + 1})
	for back := i; back > max(0, i-8); back-- {
		switch r.file.Tokens[back].Kind {
		case syntax.Newline, syntax.Indent, syntax.Dedent:
			return name
		}
		switch r.text(back) {
		case ":":
			return r.text(back - 1)
		case "const", "let", "var", ";", "{", "}":
			if r.file.Language == syntax.Go && back < i && r.is(back, "var") {
				return r.text(back + 1)
			}
			return name
		}
	}
	return name
}

// around gives TARGET and WITHIN: the names a value's use can be told from.
func (r *run) around(at event, all bool) []string {
	var names []string
	if t := r.target(at.token); t != "" {
		names = append(names, t)
	}
	if len(names) > 0 && !all {
		return names
	}
	r.functions(at.start, func(f *syntax.Function) bool {
		if f.Name != "" {
			names = append(names, f.Name)
		} else if all && r.file.Language <= syntax.TSX {
			names = append(names, r.target(r.tokenAt(f.Start))) // password of const password = list.map(() => …)
		}
		return all || f.Name == ""
	})
	if all {
		r.classes(at.start, func(c *syntax.Class) bool {
			names = append(names, c.Name)
			return true
		})
	}
	return names
}
