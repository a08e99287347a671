package manifest

import (
	"cmp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// readPyproject reads PEP 621 and PEP 735 lists, build requirements, and the tables of poetry and uv.
func readPyproject(_ string, text []byte) Manifest {
	root, problems := document.Read("toml", text)
	m := Manifest{Ecosystem: "pypi", Format: "pyproject.toml", Problems: problems}
	m.Name = cmp.Or(root.Find("project", "name").Text(), root.Find("tool", "poetry", "name").Text())
	m.requirements(text, root.Find("project", "dependencies"), Runtime)
	m.groups(text, root.Find("project", "optional-dependencies"), Optional)
	m.groups(text, root.Find("dependency-groups"), Development)
	m.requirements(text, root.Find("tool", "uv", "dev-dependencies"), Development)
	m.requirements(text, root.Find("build-system", "requires"), Build)
	poetry := root.Find("tool", "poetry")
	m.poetry(text, poetry.Get("dependencies"), Runtime)
	m.poetry(text, poetry.Get("dev-dependencies"), Development)
	if groups := poetry.Get("group"); groups != nil {
		for _, g := range groups.Children {
			m.poetry(text, g.Get("dependencies"), Development)
		}
	}
	m.uvSources(root.Find("tool", "uv", "sources"))
	m.Workspaces = texts(root.Find("tool", "uv", "workspace", "members"))
	return m
}

func (m *Manifest) groups(text []byte, table *document.Node, scope Scope) {
	if table == nil {
		return
	}
	for _, g := range table.Children {
		m.requirements(text, g, scope)
	}
}

func (m *Manifest) requirements(text []byte, list *document.Node, scope Scope) {
	if list == nil {
		return
	}
	for _, n := range list.Children {
		if n.Kind != document.Scalar || n.Key != "" {
			continue // { include-group = "…" }
		}
		d, ok := pythonDependency(n.Value)
		if !ok {
			m.Problems = append(m.Problems, document.Problem{Offset: n.At.Start, Reason: "malformed", Message: "not a requirement"})
			continue
		}
		head, _, _ := strings.Cut(n.Value, ";")
		d.Scope, d.At = scope, within(text, within(text, n.At, head), cmp.Or(d.Constraint, strings.TrimSpace(head)))
		m.Dependencies = append(m.Dependencies, d)
	}
}

// poetry reads name = "constraint" and name = { version, git, path … } tables. The entry for python itself is no package.
func (m *Manifest) poetry(text []byte, table *document.Node, scope Scope) {
	if table == nil {
		return
	}
	for _, n := range table.Children {
		if n.Key == "" || strings.EqualFold(n.Key, "python") {
			continue
		}
		wishes := []*document.Node{n}
		if n.Kind == document.List {
			wishes = n.Children // one for each marker
		}
		for _, w := range wishes {
			d := poetryDependency(w)
			d.Name, d.Scope = normalised(n.Key), scope
			if w.Get("optional").Text() == "true" {
				d.Scope = Optional
			}
			d.At = n.KeyAt
			if d.Constraint != "" {
				d.At = within(text, w.At, d.Constraint)
			}
			m.Dependencies = append(m.Dependencies, d)
		}
	}
}

func poetryDependency(n *document.Node) Dependency {
	var d Dependency
	version := n
	if n.Kind == document.Map {
		version = n.Get("version")
		sourceOf(&d, n)
	}
	if wish := version.Text(); wish != "" && d.Source == "" {
		d.Constraint = wish
		if d.Pinned, d.Version = pythonPin(wish); d.Pinned == Ranged && wish[0] >= '0' && wish[0] <= '9' && !strings.ContainsAny(wish, "*, |") {
			d.Pinned, d.Version = Exact, wish // poetry reads a bare version as ==
		}
	}
	return d
}

// sourceOf reads where a table of poetry or uv takes a package from.
func sourceOf(d *Dependency, n *document.Node) {
	switch {
	case n.Get("workspace").Text() == "true":
		d.Source, d.Pinned = "workspace", Exact
	case n.Get("path") != nil:
		d.Source, d.Pinned = "path", Exact
	case n.Get("url") != nil:
		d.Source, d.Pinned, d.Constraint = "url", Exact, n.Get("url").Text()
	case n.Get("git") != nil:
		ref := cmp.Or(n.Get("rev").Text(), n.Get("tag").Text(), n.Get("branch").Text())
		d.Source, d.Pinned, d.Constraint = "git", refPin(ref), ref
	}
}

func (m *Manifest) uvSources(table *document.Node) {
	if table == nil {
		return
	}
	from := map[string]Dependency{}
	for _, n := range table.Children {
		var d Dependency
		if sourceOf(&d, n); d.Source != "" {
			from[normalised(n.Key)] = d
		}
	}
	for i := range m.Dependencies {
		if d, ok := from[m.Dependencies[i].Name]; ok {
			m.Dependencies[i].Source, m.Dependencies[i].Pinned = d.Source, d.Pinned
		}
	}
}
