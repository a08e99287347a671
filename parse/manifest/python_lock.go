package manifest

import (
	"cmp"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// readUvLock reads the packages of uv.lock. Members of the workspace aren't dependencies; what they asked for is recorded.
func readUvLock(_ string, text []byte) Manifest {
	root, problems := document.Read("toml", text)
	m := Manifest{Ecosystem: "pypi", Kind: Locks, Format: "uv.lock", Problems: problems}
	packages := root.Get("package")
	if packages == nil {
		return m
	}
	for _, p := range packages.Children {
		m.uvMember(p)
	}
	for _, p := range packages.Children {
		source := p.Get("source")
		if _, member := uvFolder(source); member {
			continue
		}
		d := pythonLocked(text, p)
		switch {
		case source.Get("git") != nil:
			d.Source, d.Integrity = "git", cmp.Or(d.Integrity, source.Get("git").Text())
		case source.Get("url") != nil:
			d.Source = "url"
		case source.Get("path") != nil, source.Get("directory") != nil:
			d.Source = "path"
		}
		d.Integrity = cmp.Or(d.Integrity, p.Find("sdist", "hash").Text(), firstHash(p.Get("wheels")))
		d.Pinned = locked(d.Integrity)
		if !m.isRecorded(d.Name) {
			d.Scope = Indirect
		}
		m.Dependencies = append(m.Dependencies, d)
	}
	return m
}

func uvFolder(source *document.Node) (string, bool) {
	for _, key := range []string{"editable", "virtual"} {
		if n := source.Get(key); n != nil {
			return n.Text(), true
		}
	}
	return "", false
}

func (m *Manifest) uvMember(p *document.Node) {
	folder, ok := uvFolder(p.Get("source"))
	if !ok {
		return
	}
	if folder == "." {
		m.Name = p.Get("name").Text()
	}
	wish := func(n *document.Node) {
		m.record(folder, normalised(n.Get("name").Text()), n.Get("specifier").Text())
	}
	if list := p.Find("metadata", "requires-dist"); list != nil {
		for _, n := range list.Children {
			wish(n)
		}
	}
	if groups := p.Find("metadata", "requires-dev"); groups != nil {
		for _, g := range groups.Children {
			for _, n := range g.Children {
				wish(n)
			}
		}
	}
}

func pythonLocked(text []byte, p *document.Node) Dependency {
	d := Dependency{Name: normalised(p.Get("name").Text()), Version: p.Get("version").Text(), At: p.At}
	if v := p.Get("version"); v != nil {
		d.At = within(text, v.At, v.Value)
	}
	return d
}

func firstHash(list *document.Node) string {
	if list == nil {
		return ""
	}
	for _, n := range list.Children {
		if h := n.Get("hash").Text(); h != "" {
			return h
		}
	}
	return ""
}

func readPoetryLock(_ string, text []byte) Manifest {
	root, problems := document.Read("toml", text)
	m := Manifest{Ecosystem: "pypi", Kind: Locks, Format: "poetry.lock", Problems: problems}
	m.ContentHash = root.Find("metadata", "content-hash").Text()
	packages := root.Get("package")
	if packages == nil {
		return m
	}
	old := root.Find("metadata", "files") // until poetry 1.4
	for _, p := range packages.Children {
		d := pythonLocked(text, p)
		d.Integrity = cmp.Or(firstHash(p.Get("files")), firstHash(old.Get(p.Get("name").Text())))
		switch p.Find("source", "type").Text() {
		case "git":
			d.Source, d.Integrity = "git", cmp.Or(d.Integrity, p.Find("source", "resolved_reference").Text())
		case "directory", "file":
			d.Source = "path"
		case "url":
			d.Source = "url"
		}
		switch {
		case p.Get("category").Text() == "dev":
			d.Scope = Development
		case p.Get("optional").Text() == "true":
			d.Scope = Optional
		}
		d.Pinned = locked(d.Integrity)
		m.Dependencies = append(m.Dependencies, d)
	}
	return m
}
