package pattern

import (
	"bytes"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// An Answer is a truth value of three. Code whose values can't be told gives Maybe, which is never reported as a fact.
type Answer uint8

// The answers, in the order that makes `and` the smaller and `or` the greater of two.
const (
	No Answer = iota
	Maybe
	Yes
)

// Holes are what the holes of a pattern stand for. They are never changed, only extended by copying.
type Holes []Hole

// A Hole is one of them.
type Hole struct {
	Name string
	Expr *syntax.Expr
}

// Get gives what a hole stands for, nil when it is not bound.
func (h Holes) Get(name string) *syntax.Expr {
	for i := range h {
		if h[i].Name == name {
			return h[i].Expr
		}
	}
	return nil
}

// With adds a hole.
func (h Holes) With(name string, e *syntax.Expr) Holes {
	return append(slices.Clip(h), Hole{name, e})
}

// A Test says whether the hole of a name may stand for an expression.
type Test func(name string, e *syntax.Expr) Answer

// Match tells whether an expression is what the pattern says, given what holes stand for already. Assignments are
// matched as an AssignExpr (target X, value Y), decorators as their call. A hole takes only what test, if there is one,
// doesn't refuse, so that `f(..., $X, ...)` finds the argument that fits.
func (p *Pattern) Match(f *syntax.File, e *syntax.Expr, holes Holes, test Test) (Holes, Answer) {
	if e == nil {
		return holes, No
	}
	m := &matcher{file: f, test: test, budget: 20_000, foreign: p.foreign}
	switch p.root.kind {
	case decoratorNode:
		return m.call(&node{kind: callNode, x: p.root.x, list: p.root.list}, e, holes)
	case returnNode:
		return m.match(p.root.x, e, holes)
	case callNode:
		// An event's own expression is what stands there; only inside do names lead to what they were assigned.
		return m.call(p.root, through(e), holes)
	}
	return m.match(p.root, e, holes)
}

// MatchDefinition matches a `function` or `class` pattern with a name and, for a class, its bases.
func (p *Pattern) MatchDefinition(f *syntax.File, name *syntax.Expr, bases []*syntax.Expr, holes Holes) (Holes, Answer) {
	n := p.root
	if n.text != "" && n.text != name.Name {
		return holes, No
	}
	m := &matcher{file: f, budget: 20_000}
	if n.member != "" {
		var a Answer
		if holes, a = m.bind(n.member, name, holes); a == No {
			return holes, No
		}
	}
	if n.x == nil {
		return holes, Yes
	}
	best := No
	for _, base := range bases {
		if h, a := m.match(n.x, base, holes); a > best {
			holes, best = h, a
		}
	}
	return holes, best
}

type matcher struct {
	file   *syntax.File
	test   Test
	budget int

	foreign bool
}

// through looks behind what doesn't change a value: await, casts, spreads of one thing are the parser's business.
func through(e *syntax.Expr) *syntax.Expr {
	for e != nil && e.Kind == syntax.AwaitExpr && e.X != nil {
		e = e.X
	}
	return e
}

func (m *matcher) match(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	m.budget--
	if e == nil || m.budget < 0 {
		return h, No
	}
	if n.kind != holeNode {
		e = through(e)
	}
	switch n.kind {
	case holeNode:
		return m.bind(n.hole, e, h)
	case deepNode:
		return m.deep(n.x, e, h, 0)
	case indexNode, typedNode, templateNode, regexNode, chainNode:
		return m.foreigner(n, e, h)
	case dotsNode:
		return h, Yes
	case nameNode:
		return h, m.name(n.text, e)
	case memberNode:
		return m.member(n, e, h)
	case stringNode, anyStringNode, numberNode, boolNode, nullNode:
		return h, m.constant(n, e)
	case assignNode:
		return m.assign(n, e, h)
	case importNode:
		if e.Kind == syntax.IdentExpr && e.Name == n.text {
			return h, Yes
		}
		return h, No
	}
	if !m.foreign {
		e = through(m.file.Deref(e))
	}
	switch n.kind {
	case callNode:
		return m.call(n, e, h)
	case arrayNode:
		return m.array(n, e, h)
	case objectNode:
		return m.object(n, e, h)
	case binaryNode:
		return m.binary(n, e, h)
	case unaryNode:
		if e.Kind == syntax.UnaryExpr && operator(e.Name) == n.text {
			return m.match(n.x, e.X, h)
		}
	}
	return h, No
}

func (m *matcher) bind(name string, e *syntax.Expr, h Holes) (Holes, Answer) {
	if bound := h.Get(name); bound != nil {
		if m.same(bound, e) {
			return h, Yes
		}
		return h, No
	}
	if m.test == nil {
		return h.With(name, e), Yes
	}
	return h.With(name, e), m.test(name, e)
}

// same tells whether two expressions are the same code or the same thing.
func (m *matcher) same(a, b *syntax.Expr) bool {
	if bytes.Equal(m.source(a), m.source(b)) {
		return true
	}
	if name := m.file.Resolve(a); name != "" {
		return name == m.file.Resolve(b)
	}
	return false
}

func (m *matcher) source(e *syntax.Expr) []byte {
	if e.Start < 0 || e.End > len(m.file.Text) || e.Start > e.End {
		return nil
	}
	return m.file.Text[e.Start:e.End]
}

// name compares with a canonical name. A single unknown (a parameter, a name assigned twice) may be it.
func (m *matcher) name(want string, e *syntax.Expr) Answer {
	got := m.file.Resolve(e)
	switch {
	case m.foreign:
		return m.spelled(want, got, e)
	case m.file.Same(got, want):
		return Yes
	case got == "" && e.Kind == syntax.Unknown, strings.HasPrefix(got, "?") && !strings.Contains(got, "."):
		return Maybe
	}
	return No
}

// member matches $X.name. What a destructured or renamed name resolves to counts as well: the hole is then the name itself.
func (m *matcher) member(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if e.Kind == syntax.MemberExpr || e.Kind == syntax.IndexExpr {
		name, ok := m.propertyName(e)
		if ok && (n.text == name || n.text == "") {
			if n.member != "" {
				var a Answer
				if h, a = m.bind(n.member, &syntax.Expr{Kind: syntax.IdentExpr, Name: name, Start: e.End - min(len(name), e.End-e.Start), End: e.End, Function: -1}, h); a == No {
					return h, No
				}
			}
			return m.match(n.x, e.X, h)
		}
		return h, No
	}
	if e.Kind != syntax.IdentExpr || n.text == "" || m.foreign {
		return h, No
	}
	suffix, base := "", n
	for base.kind == memberNode && base.text != "" {
		suffix, base = "."+base.text+suffix, base.x
	}
	if base.kind != holeNode || !strings.HasSuffix(m.file.Resolve(e), suffix) {
		return h, No
	}
	return m.bind(base.hole, e, h)
}

func (m *matcher) propertyName(e *syntax.Expr) (string, bool) {
	if e.Kind == syntax.MemberExpr {
		return e.Name, true
	}
	if v := m.file.Value(e.Y); v.Known && v.Kind == syntax.StringExpr {
		return v.Text, true
	}
	return "", false
}

func (m *matcher) constant(n *node, e *syntax.Expr) Answer {
	v := m.file.Value(e)
	if !v.Known {
		switch m.file.Deref(e).Kind {
		case syntax.ObjectExpr, syntax.ArrayExpr, syntax.FuncExpr, syntax.NewExpr, syntax.RegexExpr:
			return No
		case syntax.TemplateExpr:
			if n.kind != stringNode {
				return No
			}
		}
		return Maybe
	}
	is := false
	switch n.kind {
	case anyStringNode:
		is = v.Kind == syntax.StringExpr
	case stringNode:
		is = v.Kind == syntax.StringExpr && v.Text == n.text
	case numberNode:
		is = v.Kind == syntax.NumberExpr && v.Text == n.text
	case boolNode:
		is = v.Kind == syntax.BoolExpr && v.Text == n.text
	case nullNode:
		is = v.Kind == syntax.NullExpr
	}
	if is {
		return Yes
	}
	return No
}

func (m *matcher) assign(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if e.Kind != syntax.AssignExpr || e.X == nil || e.Y == nil {
		return h, No
	}
	a := Yes
	if n.x.kind == nameNode {
		if !m.target(n.x.text, e.X) && (!m.foreign || string(m.source(e.X)) != n.x.text) {
			return h, No
		}
	} else if h, a = m.match(n.x, e.X, h); a == No {
		return h, No
	}
	h, b := m.match(n.y, e.Y, h)
	return h, min(a, b)
}

// target compares an assigned place with a name: as written when it is a plain name (assigning makes it unknown to
// Resolve), through names otherwise, so that process.env["X"] is process.env.X.
func (m *matcher) target(want string, e *syntax.Expr) bool {
	if e.Kind == syntax.IdentExpr {
		return e.Name == want
	}
	if e.Kind == syntax.MemberExpr || e.Kind == syntax.IndexExpr {
		name, ok := m.propertyName(e)
		base, found := strings.CutSuffix(want, "."+name)
		return ok && found && m.file.Same(m.file.Resolve(e.X), base)
	}
	return false
}

func (m *matcher) binary(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if e.Kind != syntax.BinaryExpr || operator(e.Name) != n.text {
		return h, No
	}
	left, a := m.match(n.x, e.X, h)
	if a != No {
		if both, b := m.match(n.y, e.Y, left); b != No {
			return both, min(a, b)
		}
	}
	if n.text != "==" && n.text != "!=" {
		return h, No
	}
	left, a = m.match(n.x, e.Y, h) // equality has no direction
	if a == No {
		return h, No
	}
	both, b := m.match(n.y, e.X, left)
	return both, min(a, b)
}
