package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// exec runs the ops of a body. It gives true when a result ended it.
func (m *machine) exec(ops []op, s *scope) bool {
	for i := range ops {
		if m.steps++; m.steps > maxSteps {
			return true
		}
		if m.step(&ops[i], s) {
			return true
		}
	}
	return false
}

func (m *machine) step(o *op, s *scope) (ended bool) {
	switch o.kind {
	case assignOp:
		m.assign(o.target, m.eval(o.value, s), s)
	case callOp:
		when := m.when
		if o.maybe {
			m.when = sometimes
		}
		m.eval(o.value, s)
		m.when = when
	case resultOp:
		v := m.eval(o.value, s)
		if s.result == nil {
			s.result = v
		} else {
			s.result = either(s.result, v)
		}
		return m.when == always
	case throwOp:
		return false
	case defineOp:
		m.define(o, s)
	case branchOp:
		return m.branch(o, s)
	case loopOp:
		m.loop(o, s)
	case rescueOp:
		m.under(sometimes, func() { m.exec(o.body, s) })
	}
	return false
}

func either(a, b *value) *value {
	if a == b || b.kind == null || b.kind == unknown && b.text == "" {
		return a
	}
	if a.kind == null {
		return b
	}
	return &value{kind: composite, text: eitherOne, items: []*value{a, b}, at: a.at}
}

func (m *machine) under(c condition, run func()) {
	when := m.when
	m.when = max(m.when, c)
	run()
	m.when = when
}

func (m *machine) branch(o *op, s *scope) bool {
	then, otherwise := m.conditions(o.value, s)
	if then == always && o.value != nil {
		return m.exec(o.body, s)
	}
	if then == always && o.value == nil {
		then = sometimes
	}
	if then != never {
		m.under(then, func() { m.exec(o.body, s) })
	}
	if otherwise == always {
		return m.exec(o.other, s)
	}
	if otherwise != never {
		m.under(otherwise, func() { m.exec(o.other, s) })
	}
	return false
}

// conditions tells what a branch's test means for its two sides. A test for the test environment is none: what runs
// everywhere but there runs in every deployment.
func (m *machine) conditions(e *expr, s *scope) (then, otherwise condition) {
	if e == nil {
		return sometimes, sometimes
	}
	switch {
	case e.kind == syntax.BinaryExpr && isComparison(e.name):
		word, environment := comparedWord(e)
		if !environment {
			return sometimes, sometimes
		}
		same := !strings.HasPrefix(e.name, "!") && e.name != "is not"
		if isProduction(word) == same {
			return inProduction, elsewhere
		}
		return elsewhere, inProduction
	case e.kind == syntax.IdentExpr || e.kind == syntax.MemberExpr:
		if v, ok := s.lookup(e.name); ok && e.kind == syntax.IdentExpr && v.kind == boolean {
			if v.text == "true" {
				return always, never
			}
			return never, always
		}
		if isProduction(strings.ToLower(strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(e.name, "_", "")), "is"))) {
			return inProduction, elsewhere
		}
	case e.kind == syntax.UnaryExpr && (e.name == "!" || e.name == "not"):
		a, b := m.conditions(e.x, s)
		return b, a
	case e.kind == syntax.BoolExpr && e.name == "true":
		return always, never
	}
	if s.module.python && e.kind == syntax.BinaryExpr && e.x != nil && e.x.name == "__name__" {
		return always, always
	}
	return sometimes, sometimes
}

func isComparison(name string) bool {
	return slices.Contains([]string{"==", "===", "!=", "!==", "is", "is not"}, name)
}

func isProduction(word string) bool { return word == "production" || word == "prod" }

// comparedWord gives the constant of `process.env.NODE_ENV === "production"` and its like.
func comparedWord(e *expr) (word string, environment bool) {
	for _, side := range []*expr{e.x, e.y} {
		if side == nil {
			continue
		}
		switch side.kind {
		case syntax.StringExpr:
			word = strings.ToLower(side.text)
		case syntax.MemberExpr, syntax.IdentExpr, syntax.CallExpr, syntax.IndexExpr:
			name := strings.ToLower(side.name + side.callName())
			if side.kind == syntax.IndexExpr && side.y != nil {
				name = strings.ToLower(side.y.text)
			}
			environment = environment || strings.Contains(name, "env") || strings.Contains(name, "stage") || strings.Contains(name, "get")
		}
	}
	return word, environment && slices.Contains([]string{"production", "prod", "test", "testing", "development", "dev", "local"}, word)
}

func (m *machine) loop(o *op, s *scope) {
	over := m.eval(o.value, s)
	if over.kind == list && !over.open && len(over.items) <= maxRounds {
		for _, item := range over.items {
			if m.steps++; m.steps > maxSteps {
				return
			}
			m.assign(o.target, item, s)
			m.exec(o.body, s)
		}
		return
	}
	m.assign(o.target, defeat(m.place(o.value, s), "a loop whose list can't be read"), s)
	m.under(sometimes, func() { m.exec(o.body, s) })
}

// place says where an expression stands: exactly for calls, else as near as a call inside it.
func (m *machine) place(e *expr, s *scope) source.Span {
	if e == nil {
		return source.Span{Path: s.module.path}
	}
	return s.module.span(int(e.start), max(int(e.start), int(e.end)))
}

// define binds a Python function, decorated from the inside out.
func (m *machine) define(o *op, s *scope) {
	fn := &s.module.functions[o.fn]
	v := &value{kind: closure, module: s.module, fn: o.fn, scope: s, at: s.module.first(o.fn)}
	var entered []*entry
	for _, d := range slices.Backward(fn.decorators) {
		by := m.decorator(d, s)
		if by.kind == routeMarker {
			entered = append(entered, by.route.register(m, v))
			continue
		}
		for _, e := range entered { // it wraps what is no longer asked
			e.above = append(e.above, by)
		}
		wrapped := *v
		wrapped.wraps = append(slices.Clip(slices.Clone(v.wraps)), by)
		v = &wrapped
	}
	if fn.class < 0 {
		s.names[fn.name] = v
	}
}

// decorator evaluates a decorator: `@x` is copied as a call without arguments, like `@x()`.
func (m *machine) decorator(d *expr, s *scope) *value {
	if d == nil {
		return defeat(source.Span{}, "a decorator")
	}
	return m.eval(d, s)
}
