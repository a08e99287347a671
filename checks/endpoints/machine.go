package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// Limits of one run. They are far above what real services need and keep hostile code from running long.
const (
	maxSteps   = 3_000_000
	maxDepth   = 60
	maxModules = 4_000
	maxRounds  = 300 // of one loop
	maxText    = 4096
	maxItems   = 5_000
)

// A machine runs modules the way a service's start-up code runs, keeping only what registers routes and middleware.
// Calls it can't follow give unknown values that remember the line.
type machine struct {
	frameworks []*framework
	find       *finder
	dynamic    bool // some module is loaded by a computed name
	states     map[string]*state
	nodes      []*node
	handled    map[*node]bool // handed out of sight as a request handler
	steps      int
	depth      int
	when       condition
	deferred   int
	deferrals  int
	active     map[*function]int
	ran        map[*function]bool
	limiters   []*value // slowapi Limiter objects
	resolving  map[importKey]bool
	edges      map[string]edgeSign // the first sign of each control
}

// An importKey is one name that one file imports from another.
type importKey struct{ from, module, name string }

// A state is one module at run time.
type state struct {
	module  *module
	scope   *scope
	value   *value // its namespace
	exports map[string]*value
	whole   *value // module.exports = …, export default
	started bool
}

func newMachine(frameworks []*framework, find *finder) *machine {
	return &machine{frameworks: frameworks, find: find, states: map[string]*state{}, handled: map[*node]bool{}, active: map[*function]int{}, ran: map[*function]bool{}, resolving: map[importKey]bool{}, edges: map[string]edgeSign{}}
}

// load gives a module's state without running it; nil when the file is no source code or can't be read.
func (m *machine) load(path string) *state {
	if s, ok := m.states[path]; ok {
		return s
	}
	mod := m.find.module(path)
	if mod == nil || len(m.states) > maxModules {
		m.states[path] = nil
		return nil
	}
	s := &state{module: mod, exports: map[string]*value{}}
	s.scope = &scope{names: map[string]*value{}, module: mod}
	s.value = &value{kind: moduleValue, text: path, module: mod}
	for i, fn := range mod.functions {
		if fn.outer < 0 && fn.class < 0 && fn.name != "" && !mod.python {
			if _, ok := s.scope.names[fn.name]; !ok {
				s.scope.names[fn.name] = &value{kind: closure, module: mod, fn: i, scope: s.scope}
			}
		}
	}
	for i, c := range mod.classes {
		if c.name != "" {
			s.scope.names[c.name] = &value{kind: classValue, text: c.name, module: mod, fn: i, scope: s.scope, at: c.at}
		}
	}
	m.states[path] = s
	return s
}

// run runs a module once.
func (m *machine) run(path string) *state {
	s := m.load(path)
	if s == nil || s.started {
		return s
	}
	s.started = true
	if m.depth > maxDepth {
		return s
	}
	// What a module does at its top level it does whenever it is first imported, whatever the importer stands in.
	when, deferred := m.when, m.deferred
	m.when, m.deferred = always, 0
	m.depth++
	for _, b := range s.module.imports {
		if b.early {
			m.importModule(s.module, b.module)
		}
	}
	m.exec(s.module.body, s.scope)
	m.depth--
	m.when, m.deferred = when, deferred
	return s
}

// importModule runs the module of an import. Python runs the packages around it first.
func (m *machine) importModule(from *module, name string) *state {
	path := m.find.resolve(from, name)
	if path == "" {
		return nil
	}
	return m.run(path)
}

// imported gives what a binding stands for.
func (m *machine) imported(from *module, b binding) *value {
	key := importKey{from.path, b.module, b.name}
	if m.resolving[key] { // files that import each other in a circle
		return defeat(source.Span{Path: from.path}, "`"+b.module+"` imports itself")
	}
	m.resolving[key] = true
	defer delete(m.resolving, key)
	if s := m.importModule(from, b.module); s != nil && (s.module != from || !from.python) {
		if b.name == "" || b.name == "*" {
			if b.name == "" && !from.python {
				return m.defaultOf(s)
			}
			return s.value
		}
		if v, ok := m.exported(s, b.name, 0); ok {
			return v
		}
		if from.python {
			if path := m.find.resolve(from, joinModule(b.module, b.name)); path != "" {
				if sub := m.run(path); sub != nil {
					return sub.value
				}
			}
		}
		return defeat(source.Span{Path: from.path}, "`"+b.name+"` is not found in "+s.module.path)
	}
	if from.python && b.name != "" && b.name != "*" { // a namespace package holds the module
		if path := m.find.resolve(from, joinModule(b.module, b.name)); path != "" {
			if sub := m.run(path); sub != nil {
				return sub.value
			}
		}
	}
	return m.foreign(from, b)
}

func joinModule(module, name string) string {
	if strings.HasSuffix(module, ".") {
		return module + name
	}
	return module + "." + name
}

// foreign names something of a package that isn't part of the repository.
func (m *machine) foreign(from *module, b binding) *value {
	if m.find.local(from, b.module) {
		return defeat(source.Span{Path: from.path}, "`"+b.module+"` is not found in the repository")
	}
	name := b.module
	if from.python && b.name == "" && b.local != "" && !strings.Contains(b.module, b.local) {
		return &value{kind: external, text: name}
	}
	if b.name != "" && b.name != "*" && b.name != "default" {
		name += "." + b.name
	}
	return &value{kind: external, text: name}
}

// defaultOf gives a module's default export: module.exports as a whole, export default, else its namespace.
func (m *machine) defaultOf(s *state) *value {
	if s.whole != nil {
		return s.whole
	}
	if v, ok := s.exports["default"]; ok {
		return v
	}
	for _, r := range s.module.reexports {
		if r.name == "default" {
			if v, ok := m.reexported(s, r, 0); ok {
				return v
			}
		}
	}
	return s.value
}

// exported finds a name of a module.
func (m *machine) exported(s *state, name string, depth int) (*value, bool) {
	if depth > 20 {
		return nil, false
	}
	if name == "default" {
		return m.defaultOf(s), true
	}
	if v, ok := s.exports[name]; ok {
		return v, true
	}
	for _, r := range s.module.reexports {
		if r.name == name {
			return m.reexported(s, r, depth)
		}
	}
	if v, ok := m.name(s.scope, name); ok {
		return v, true
	}
	if s.whole != nil && s.whole.kind != moduleValue {
		if v := m.member(s.whole, name, source.Span{}); v.kind != unknown {
			return v, true
		}
	}
	for _, r := range s.module.reexports {
		if r.name == "*" {
			if from := m.importModule(s.module, r.module); from != nil {
				if v, ok := m.exported(from, name, depth+1); ok {
					return v, true
				}
			}
		}
	}
	for _, b := range s.module.imports {
		if b.name == "*" && s.module.python {
			if from := m.importModule(s.module, b.module); from != nil {
				if v, ok := m.exported(from, name, depth+1); ok {
					return v, true
				}
			}
		}
	}
	return nil, false
}

func (m *machine) reexported(s *state, r reexport, depth int) (*value, bool) {
	if r.module == "" {
		return m.name(s.scope, r.local)
	}
	from := m.importModule(s.module, r.module)
	switch {
	case from == nil:
		return m.foreign(s.module, binding{module: r.module, name: r.local}), true
	case r.local == "*":
		return from.value, true
	}
	return m.exported(from, r.local, depth+1)
}

// name resolves an identifier: local names, the module's own, then imports.
func (m *machine) name(s *scope, name string) (*value, bool) {
	if v, ok := s.lookup(name); ok {
		return v, true
	}
	for _, b := range s.module.imports {
		if b.local == name {
			return m.imported(s.module, b), true
		}
		if s.module.python && b.name == "" && strings.HasPrefix(b.module, name+".") && b.local == "" {
			return &value{kind: external, text: name}, true
		}
	}
	if s.module.python {
		for _, b := range s.module.imports {
			if b.name != "*" {
				continue
			}
			if from := m.importModule(s.module, b.module); from != nil {
				if v, ok := m.exported(from, name, 1); ok {
					return v, true
				}
			}
		}
	}
	return nil, false
}

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
		switch {
		case isProduction(word) == same:
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
	if e.at.Path != "" {
		return e.at
	}
	return m.find.place(s.module.path, e.start)
}

// define binds a Python function, decorated from the inside out.
func (m *machine) define(o *op, s *scope) {
	fn := &s.module.functions[o.fn]
	v := &value{kind: closure, module: s.module, fn: o.fn, scope: s, at: fn.at}
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

// assign binds a target: a name, a field, or a pattern of them.
func (m *machine) assign(target *expr, v *value, s *scope) {
	if target == nil || v == nil {
		return
	}
	switch target.kind {
	case syntax.IdentExpr:
		if v.isNode() && v.node.name == "" {
			v.node.name = target.name
		}
		if s.module.python {
			s.names[target.name] = v
			return
		}
		s.assign(target.name, v)
	case syntax.MemberExpr:
		m.assignField(target, v, s)
	case syntax.ObjectExpr:
		for _, p := range target.list {
			if p != nil && p.kind == syntax.PairExpr {
				to := p.y
				if to == nil {
					to = &expr{kind: syntax.IdentExpr, name: p.name, fn: -1}
				}
				if to.kind == syntax.AssignExpr {
					to = to.x
				}
				m.assign(to, m.member(v, p.name, m.place(target, s)), s)
			} else if p != nil && p.kind == syntax.IdentExpr {
				m.assign(p, m.member(v, p.name, m.place(target, s)), s)
			}
		}
	case syntax.ArrayExpr:
		for i, t := range target.list {
			item := defeat(v.at, "an element of a list")
			if v.kind == list && i < len(v.items) {
				item = v.items[i]
			}
			m.assign(t, item, s)
		}
	}
}

func (m *machine) assignField(target *expr, v *value, s *scope) {
	if !s.module.python && target.x != nil {
		st := m.states[s.module.path]
		x := target.x
		switch {
		case st == nil:
		case x.kind == syntax.IdentExpr && x.name == "module" && target.name == "exports":
			st.whole = v
			return
		case x.kind == syntax.IdentExpr && x.name == "exports", x.kind == syntax.MemberExpr && x.name == "exports" && x.x != nil && x.x.name == "module":
			if target.name == "default" {
				st.exports["default"] = v
				return
			}
			if st.whole != nil {
				setField(st.whole, target.name, v)
			}
			st.exports[target.name] = v
			return
		}
	}
	setField(m.eval(target.x, s), target.name, v)
}

func setField(of *value, name string, v *value) {
	if of == nil || of.kind == unknown || of.kind == external {
		return
	}
	if of.fields == nil {
		of.fields = map[string]*value{}
	}
	if v.isNode() && v.node.name == "" {
		v.node.name = name
	}
	of.fields[name] = v
}
