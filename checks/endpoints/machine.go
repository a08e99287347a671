package endpoints

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
	settled    bool // all start-up code has run
	behaved    map[seen]behaviour
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
	return &machine{frameworks: frameworks, find: find, states: map[string]*state{}, handled: map[*node]bool{}, active: map[*function]int{}, ran: map[*function]bool{}, resolving: map[importKey]bool{}, behaved: map[seen]behaviour{}, edges: map[string]edgeSign{}}
}

// load gives a module's state without running it; nil when the file is no source code or can't be read.
func (m *machine) load(path string) *state {
	if s, ok := m.states[path]; ok {
		return s
	}
	var mod *module
	if len(m.states) < maxModules {
		mod = m.find.module(path)
	}
	if mod == nil {
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
			s.scope.names[c.name] = &value{kind: classValue, text: c.name, module: mod, fn: i, scope: s.scope, at: mod.span(c.start, c.end)}
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
