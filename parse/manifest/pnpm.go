package manifest

import (
	"regexp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

func readPnpmLock(_ string, text []byte) Manifest {
	root, problems := document.Read("yaml", text)
	m := Manifest{Ecosystem: "npm", Kind: Locks, Format: "pnpm-lock.yaml", Problems: problems}
	for _, doc := range root.Children {
		if importers := doc.Get("importers"); importers != nil {
			for _, n := range importers.Children {
				m.importer(n.Key, n)
			}
		} else {
			m.importer("", doc)
		}
		if packages := doc.Get("packages"); packages != nil {
			for _, n := range packages.Children {
				m.pnpmPackage(text, n)
			}
		}
	}
	return m
}

// importer records what one member asked for: beside each version since 6, in a table of its own before.
func (m *Manifest) importer(folder string, n *document.Node) {
	if specifiers := n.Get("specifiers"); specifiers != nil {
		for _, s := range specifiers.Children {
			m.record(folder, s.Key, s.Text())
		}
		return
	}
	for _, s := range npmScopes {
		table := n.Get(s.key)
		if table == nil {
			continue
		}
		for _, d := range table.Children {
			if wish := d.Get("specifier"); wish != nil {
				m.record(folder, d.Key, wish.Text())
			}
		}
	}
}

var startsVersion = regexp.MustCompile(`^\d+\.\d+`)

// pnpmPackage reads an entry: /name/1.0.0_peer in version 5, /name@1.0.0(peer) in 6, name@1.0.0 in 9.
func (m *Manifest) pnpmPackage(text []byte, n *document.Node) {
	key, _, _ := strings.Cut(n.Key, "(")
	path, slashed := strings.CutPrefix(key, "/")
	d := Dependency{Integrity: n.Find("resolution", "integrity").Text(), At: n.KeyAt}
	at := strings.LastIndex(path, "@")
	if i := strings.LastIndex(path, "/"); slashed && i > 0 && startsVersion.MatchString(path[i+1:]) {
		at = i
	}
	if at > 0 {
		d.Name, d.Version = path[:at], path[at+1:]
	} else {
		d.Name, d.Source = path, "url"
	}
	if slashed && strings.Contains(d.Version, "_") {
		d.Version, _, _ = strings.Cut(d.Version, "_")
	}
	if name := n.Get("name").Text(); name != "" {
		d.Name = name
	}
	if v := n.Get("version").Text(); v != "" {
		d.Version = v
	}
	if n.Find("resolution", "commit") != nil || n.Find("resolution", "tarball") != nil && strings.Contains(d.Version, "://") {
		d.Source, d.Integrity = "git", d.Integrity+n.Find("resolution", "commit").Text()
	}
	d.At = within(text, n.KeyAt, d.Version)
	switch {
	case n.Get("dev").Text() == "true":
		d.Scope = Development
	case n.Get("optional").Text() == "true":
		d.Scope = Optional
	case !m.isRecorded(d.Name):
		d.Scope = Indirect
	}
	d.Pinned = locked(d.Integrity)
	m.Dependencies = append(m.Dependencies, d)
}
