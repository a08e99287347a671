package endpoints

import (
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/modules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A finder finds modules: from what an import says to a file of the repository, read.
type finder struct {
	*modules.Finder
	repo    scan.Repo
	modules map[string]*module // read already; nil: can't be read
}

func newFinder(r scan.Repo) *finder {
	f := &finder{Finder: modules.New(r.Paths), repo: r, modules: map[string]*module{}}
	for _, fact := range r.Facts {
		switch v := fact.Value.(type) {
		case *module:
			f.modules[fact.Path] = v
		case npmPackage:
			f.Package(v.name, path.Dir(fact.Path))
		case []modules.Alias:
			f.Alias(v...)
		}
	}
	return f
}

// module reads a file that no framework's name stands in: a middleware, a table of routes.
func (f *finder) module(name string) *module {
	if m, ok := f.modules[name]; ok {
		return m
	}
	var m *module
	if u, err := f.repo.Read(name); err == nil && len(u.Text) <= maxSource {
		m = readModule(u)
	}
	f.modules[name] = m
	return m
}

// dot gives the place of `.post(…)` in a chain of calls over several lines.
func dot(c *invocation) source.Span {
	e := c.expr
	if e == nil || e.x == nil || len(e.list) == 0 || e.list[0] == nil {
		return source.Span{}
	}
	mod, start := c.scope.module, int(e.list[0].start)
	if start == 0 {
		return source.Span{}
	}
	text := mod.text[:min(start, len(mod.text))]
	for i := len(text) - 1; i >= 0 && len(text)-i < 200; i-- {
		if text[i] == '.' {
			return mod.span(i+1, max(i+1, start))
		}
	}
	return source.Span{}
}

// resolve gives the file an import means; "" when it is none of the repository.
func (f *finder) resolve(from *module, name string) string {
	if from.python {
		return f.Python(from.path, name)
	}
	return f.Script(from.path, name)
}

// local tells whether an import must be part of the repository.
func (f *finder) local(from *module, name string) bool {
	return from.python && strings.HasPrefix(name, ".") || !from.python && modules.Local(name)
}
