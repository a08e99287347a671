package endpoints

import (
	"slices"

	"github.com/seaworthy-dev/seaworthy/scan"
)

// roots gives the modules to run, importers before what they import.
func (m *machine) roots(r scan.Repo) []string {
	imported := map[string]bool{}
	var all []string
	for _, f := range r.Facts {
		mod, ok := f.Value.(*module)
		if !ok || !mod.role.Deployed() {
			continue
		}
		all = append(all, f.Path)
		for _, b := range mod.imports {
			if to := m.find.resolve(mod, b.module); to != "" && to != f.Path {
				imported[to] = true
			}
			if mod.python && b.name != "" {
				if to := m.find.resolve(mod, joinModule(b.module, b.name)); to != "" && to != f.Path {
					imported[to] = true
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b string) int {
		switch {
		case imported[a] == imported[b]:
			return 0
		case imported[b]:
			return -1
		}
		return 1
	})
	return all
}

// orphans runs functions that register routes on a parameter and that nobody was seen to call: a loader calls them.
func (m *machine) orphans(roots []string) {
	for _, name := range roots {
		s := m.states[name]
		if s == nil || s.module.python {
			continue
		}
		for i := range s.module.functions {
			fn := &s.module.functions[i]
			if fn.outer >= 0 || fn.class >= 0 || m.ran[fn] || len(fn.params) == 0 || !registersOn(fn) {
				continue
			}
			m.runOrphan(s, i)
		}
	}
}

func registersOn(fn *function) bool {
	name := fn.params[0].name
	if !slices.Contains([]string{"app", "router", "server", "api", "route"}, name) {
		return false
	}
	return slices.ContainsFunc(fn.body, func(o op) bool {
		e := o.value
		return o.kind == callOp && e != nil && e.x != nil && e.x.x != nil && e.x.x.name == name && (slices.Contains(httpMethods, e.x.name) || e.x.name == "use" || e.x.name == "route")
	})
}

func (m *machine) runOrphan(s *state, fn int) {
	at := s.module.first(fn)
	for _, w := range m.frameworks {
		if w.ID != "express" {
			continue
		}
		n := &node{framework: w, at: at, module: s.module, known: true}
		m.nodes = append(m.nodes, n)
		v := &value{kind: nodeValue, node: n, at: at, fields: map[string]*value{}}
		m.callClosure(&value{kind: closure, module: s.module, fn: fn, scope: s.scope, at: at}, &invocation{args: []*value{v}, at: at, scope: s.scope})
	}
}
