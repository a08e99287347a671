package manifest

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// readPackageLock reads the flat list of versions 2 and 3, or the nested one of version 1.
func readPackageLock(_ string, text []byte) Manifest {
	root, problems := document.Read("json", text)
	m := Manifest{Ecosystem: "npm", Kind: Locks, Format: "package-lock.json", Problems: problems, Name: root.Get("name").Text()}
	packages := root.Get("packages")
	if packages == nil {
		m.nestedLock(text, root, 0)
		return m
	}
	for _, n := range packages.Children {
		if !strings.Contains(n.Key, "node_modules/") {
			m.member(n)
		}
	}
	for _, n := range packages.Children {
		i := strings.LastIndex(n.Key, "node_modules/")
		if i < 0 || n.Get("link").Text() == "true" {
			continue
		}
		d := lockEntry(text, n.Key[i+len("node_modules/"):], n)
		if name := n.Get("name").Text(); name != "" && name != d.Name {
			d.Name, d.Source = name, "registry-alias"
		}
		if d.Scope == Runtime && (i != 0 || !m.isRecorded(n.Key[len("node_modules/"):])) {
			d.Scope = Indirect
		}
		m.Dependencies = append(m.Dependencies, d)
	}
	return m
}

// member records what the root or a workspace asked for.
func (m *Manifest) member(n *document.Node) {
	for _, s := range npmScopes {
		if table := n.Get(s.key); table != nil {
			for _, wish := range table.Children {
				m.record(n.Key, wish.Key, wish.Text())
			}
		}
	}
}

func (m *Manifest) nestedLock(text []byte, parent *document.Node, depth int) {
	table := parent.Get("dependencies")
	if table == nil || depth > 200 {
		return
	}
	for _, n := range table.Children {
		if n.Kind == document.Map {
			m.Dependencies = append(m.Dependencies, lockEntry(text, n.Key, n))
			m.nestedLock(text, n, depth+1)
		}
	}
}

func lockEntry(text []byte, name string, n *document.Node) Dependency {
	d := Dependency{Name: name, Version: n.Get("version").Text(), Integrity: n.Get("integrity").Text(), At: n.KeyAt}
	if v := n.Get("version"); v != nil {
		d.At = within(text, v.At, v.Value)
	}
	switch from := n.Get("resolved").Text(); {
	case isGit(from), isGit(d.Version):
		d.Source = "git"
	case strings.HasPrefix(from, "file:"), strings.HasPrefix(d.Version, "file:"):
		d.Source = "path"
	}
	switch {
	case n.Get("dev").Text() == "true", n.Get("devOptional").Text() == "true":
		d.Scope = Development
	case n.Get("optional").Text() == "true":
		d.Scope = Optional
	case n.Get("peer").Text() == "true":
		d.Scope = Peer
	}
	d.Pinned = locked(d.Integrity)
	return d
}
