package endpoints

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A service is one app and all that is reachable from it.
type service struct {
	name      string
	node      *node
	endpoints []*endpoint
	open      *defeatAt // nobody mounts this router in code that can be followed
	everyone  []layer
	missing   []defeatAt
	deployed  bool
}

// A model is all services of a repository.
type model struct {
	services   []*service
	gaps       []finding.Gap
	fileRoutes []finding.Endpoint
	machine    *machine
}

// build runs every module that names a framework: first those nobody imports, as they start the others.
func build(frameworks []*framework, r scan.Repo) *model {
	m := newMachine(frameworks, newFinder(r))
	for _, f := range r.Facts {
		if sign, ok := f.Value.(edgeSign); ok {
			if _, known := m.edges[sign.control]; !known {
				m.edges[sign.control] = sign
			}
		}
	}
	roots := m.roots(r)
	for _, name := range roots {
		m.run(name)
	}
	m.orphans(roots)
	m.settled = true
	built := &model{machine: m}
	names, apps := map[string]int{}, m.appNames()
	for _, n := range m.nodes {
		if !n.module.role.Deployed() || !n.reached && len(n.entries) == 0 {
			continue
		}
		if n.reached && !n.app || n.app && m.mounted(n) {
			continue
		}
		if !n.reached && !m.dynamic && apps[m.serviceName(n)] {
			continue // a router that nobody mounts, beside an app all of whose code was followed: dead code
		}
		s := m.layOut(n, names)
		if len(s.endpoints) > 0 || n.app {
			built.services = append(built.services, s)
		}
	}
	built.gaps = append(m.gaps(built, r), otherGaps(r.Facts)...)
	files, gaps := m.fileEndpoints(r)
	built.fileRoutes, built.gaps = files, append(built.gaps, gaps...)
	return built
}

// appNames gives the packages that make an app.
func (m *machine) appNames() map[string]bool {
	names := map[string]bool{}
	for _, n := range m.nodes {
		if n.app && n.module.role.Deployed() {
			names[m.serviceName(n)] = true
		}
	}
	return names
}

// mounted tells whether an app is part of another.
func (m *machine) mounted(n *node) bool {
	for _, other := range m.nodes {
		if other == n {
			continue
		}
		for _, e := range other.entries {
			if e.child == n {
				return true
			}
		}
	}
	return false
}

func (m *machine) layOut(n *node, names map[string]int) *service {
	s := &service{node: n, name: m.serviceName(n), deployed: true}
	if names[s.name]++; names[s.name] > 1 {
		s.name = fmt.Sprintf("%s-%d", s.name, names[s.name])
	}
	if !n.reached {
		s.open = &defeatAt{"this router is mounted nowhere in code that can be followed", n.at}
	}
	w := &walker{m: m, service: s, stack: map[*node]bool{}, cache: map[*value][]effect{}}
	w.walk(n, trail{known: n.reached})
	w.judge()
	s.endpoints = w.merged()
	s.everyone, s.missing = w.everyone, w.missing
	return s
}

// merged keeps the first of endpoints that answer the same requests, as frameworks do, in order of path.
func (w *walker) merged() []*endpoint {
	seen := map[string]bool{}
	var kept []*endpoint
	for _, ep := range w.found {
		key := ep.Method + " " + ep.Path
		if seen[key] && ep.known {
			continue
		}
		seen[key] = true
		kept = append(kept, ep)
	}
	slices.SortStableFunc(kept, func(a, b *endpoint) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method), a.at.Compare(b.at))
	})
	return kept
}

// serviceName names a service after the package it stands in, else after its folder.
func (m *machine) serviceName(n *node) string {
	if n.module.python {
		return m.folderName(n.at.Path)
	}
	return m.packageName(n.at.Path)
}

// packageName gives the name of the npm package a file belongs to.
func (m *machine) packageName(file string) string {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if name, ok := m.find.Name(dir); ok {
			return name
		}
		if dir == "." || dir == "/" {
			return m.folderName(file)
		}
	}
}

// folderName gives the folder that is built or installed as one.
func (m *machine) folderName(file string) string {
	for dir := path.Dir(file); dir != "." && dir != "/"; dir = path.Dir(dir) {
		for _, sign := range []string{"Dockerfile", "pyproject.toml", "requirements.txt", "package.json", "setup.py", "Pipfile"} {
			if m.find.Has(path.Join(dir, sign)) {
				return path.Base(dir)
			}
		}
	}
	if dir := strings.TrimPrefix(path.Dir(file), "src/"); dir != "." && dir != "src" {
		return strings.SplitN(dir, "/", 2)[0]
	}
	return "app"
}

// gaps lists routers that can't be followed, and file-based routers whose middleware isn't examined yet.
func (m *machine) gaps(built *model, r scan.Repo) []finding.Gap {
	var gaps []finding.Gap
	for _, s := range built.services {
		for _, d := range s.missing {
			gaps = append(gaps, gapAt(d.at, "routes are missing here: "+d.why))
		}
	}
	if m.steps > maxSteps && len(r.Facts) > 0 {
		gaps = append(gaps, finding.Gap{Path: r.Facts[0].Path, Check: "endpoints", Reason: finding.TooSlow, Detail: "there is more start-up code than seaworthy follows: routes may be missing"})
	}
	for _, f := range r.Facts {
		if mod, ok := f.Value.(*module); ok && mod.broken && mod.role.Deployed() {
			gaps = append(gaps, gapAt(source.Span{Path: f.Path}, "brackets don't close: routes may be missing"))
		}
	}
	return gaps
}

func gapAt(at source.Span, why string) finding.Gap {
	return finding.Gap{Path: at.Path, Line: at.Start.Line, Check: "endpoints", Reason: finding.Unresolved, Detail: why}
}

func sortedKeys(of map[string]*value) []string { return slices.Sorted(maps.Keys(of)) }
