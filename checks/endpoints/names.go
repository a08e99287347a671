package endpoints

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/source"
)

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
