package endpoints

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seaworthy-dev/seaworthy/rules"
)

// A framework is what one file of rules/frameworks says, and the Go that understands its registrations.
type framework struct {
	ID        string   `yaml:"id"`
	Title     string   `yaml:"title"`
	Languages []string `yaml:"languages"`
	Apps      []string `yaml:"apps"`     // calls that make an app, by canonical name
	Routers   []string `yaml:"routers"`  // calls that make a router
	Harmless  []string `yaml:"harmless"` // packages and names that may be handed an app
	Neutral   []string `yaml:"neutral"`  // packages and names of middleware that is no control
	Wrappers  []string `yaml:"wrappers"` // calls that behave as the functions they are given
	Controls  []known  `yaml:"controls"` // middleware, dependencies and decorators that are a control
	Calls     []known  `yaml:"calls"`    // calls that do a control's work inside a home-made function

	Fixes map[string]string `yaml:"fixes"` // by rule: the fix in this framework's words

	dispatch func(m *machine, receiver *value, method string, c *invocation) *value
}

// A known is a control by its canonical name.
type known struct {
	Names      []string          `yaml:"names"`
	Control    string            `yaml:"control"`
	Effect     string            `yaml:"effect"`     // enforces (or empty), optional, observes, partial, defaults, scheme
	Optional   map[string]string `yaml:"optional"`   // an option and the value that makes it optional
	Strategies []string          `yaml:"strategies"` // first arguments that make it optional
	Exempts    bool              `yaml:"exempts"`    // `.unless(…)` exempts paths
}

// dispatchers are the frameworks whose registrations need Go.
var dispatchers = map[string]func(m *machine, receiver *value, method string, c *invocation) *value{
	"express": expressCall,
	"fastapi": fastapiCall,
}

func loadFrameworks() ([]*framework, error) {
	files := rules.Frameworks()
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []*framework
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		f := &framework{}
		decoder := yaml.NewDecoder(bytes.NewReader(raw))
		decoder.KnownFields(true)
		if err := decoder.Decode(f); err != nil {
			return nil, fmt.Errorf("rules/frameworks/%s: %w", name, err)
		}
		if f.dispatch = dispatchers[f.ID]; f.dispatch == nil {
			return nil, fmt.Errorf("rules/frameworks/%s: no Go code understands %q", name, f.ID)
		}
		all = append(all, f)
	}
	return all, nil
}

// fix gives a rule's fix as this framework writes it.
func (f *framework) fix(rule *rules.Rule) string {
	return cmp.Or(f.Fixes[rule.ID], rule.Fix)
}

func (f *framework) makes(name string) bool {
	return slices.Contains(f.Apps, name) || slices.Contains(f.Routers, name)
}

func (m *machine) newNode(f *framework, name string, c *invocation) *value {
	n := &node{framework: f, app: slices.Contains(f.Apps, name), at: c.at, module: c.scope.module, known: true}
	n.reached = n.app
	m.nodes = append(m.nodes, n)
	v := &value{kind: nodeValue, node: n, at: c.at, fields: map[string]*value{}}
	if f.ID == "fastapi" {
		fastapiNode(m, n, c)
	}
	return v
}

// knows tells whether a foreign call's result is middleware we have data about.
func (m *machine) knows(name string) bool {
	if _, ok := m.control(name); ok {
		return true
	}
	return m.neutral(name)
}

// control finds a foreign value among the known controls. Calling it or not makes no difference to what it is.
func (m *machine) control(name string) (*known, bool) {
	name = strings.TrimSuffix(strings.TrimSuffix(name, "()"), "()")
	for _, f := range m.frameworks {
		for i := range f.Controls {
			if slices.Contains(f.Controls[i].Names, name) {
				return &f.Controls[i], true
			}
		}
	}
	return nil, false
}

func (m *machine) neutral(name string) bool {
	return m.listed(name, func(f *framework) []string { return f.Neutral })
}

func (m *machine) harmless(name string) bool {
	return m.listed(name, func(f *framework) []string { return f.Harmless })
}

func (m *machine) wraps(f *value) bool {
	return f.kind == external && m.listed(f.text, func(w *framework) []string { return w.Wrappers })
}

// listed tells whether a name is one of a list or stands below one: `express.json` covers `express.json()`.
func (m *machine) listed(name string, of func(*framework) []string) bool {
	for _, f := range m.frameworks {
		for _, n := range of(f) {
			if strings.HasPrefix(name, n) && (len(name) == len(n) || strings.ContainsRune(".(/[", rune(name[len(n)]))) {
				return true
			}
		}
	}
	return false
}

// working finds a call inside a home-made function that does a control's work. `*` stands for anything.
func (m *machine) working(name string) string {
	for _, f := range m.frameworks {
		for _, k := range f.Calls {
			for _, n := range k.Names {
				if before, after, starred := strings.Cut(n, "*"); n == name ||
					starred && len(name) >= len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after) {
					return k.Control
				}
			}
		}
	}
	return ""
}
