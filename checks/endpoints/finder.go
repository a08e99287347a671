package endpoints

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A finder finds modules: from what an import says to a file of the repository.
type finder struct {
	repo     scan.Repo
	modules  map[string]*module // read already; nil: can't be read
	packages map[string]string  // npm package name: its folder
	nameOf   map[string]string  // the other way round
	aliases  []alias            // paths of tsconfig.json
	paths    map[string]bool
	resolved map[[2]string]string // folder and import: file
}

// An alias is one entry of `paths` in a tsconfig.json.
type alias struct{ folder, prefix, to string }

func newFinder(r scan.Repo) *finder {
	f := &finder{repo: r, modules: map[string]*module{}, packages: map[string]string{}, nameOf: map[string]string{}, paths: make(map[string]bool, len(r.Paths)), resolved: map[[2]string]string{}}
	for _, p := range r.Paths {
		f.paths[p] = true
	}
	for _, fact := range r.Facts {
		switch v := fact.Value.(type) {
		case *module:
			f.modules[fact.Path] = v
		case npmPackage:
			if v.name != "" {
				f.packages[v.name] = path.Dir(fact.Path)
				f.nameOf[path.Dir(fact.Path)] = v.name
			}
		case []alias:
			f.aliases = append(f.aliases, v...)
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
	key := [2]string{path.Dir(from.path), name}
	found, ok := f.resolved[key]
	if !ok {
		if from.python {
			found = f.python(from.path, name)
		} else {
			found = f.script(from.path, name)
		}
		f.resolved[key] = found
	}
	return found
}

// local tells whether an import must be part of the repository.
func (f *finder) local(from *module, name string) bool {
	if strings.HasPrefix(name, ".") {
		return true
	}
	return !from.python && (strings.HasPrefix(name, "@/") || strings.HasPrefix(name, "~/") || strings.HasPrefix(name, "/"))
}

func (f *finder) script(from, name string) string {
	dir := path.Dir(from)
	if strings.HasPrefix(name, ".") {
		return f.scriptFile(path.Join(dir, name))
	}
	for _, a := range f.aliases {
		if rest, ok := strings.CutPrefix(name, a.prefix); ok && inside(from, a.folder) {
			if found := f.scriptFile(path.Join(a.folder, a.to, rest)); found != "" {
				return found
			}
		}
	}
	for _, sign := range []string{"@/", "~/", "src/", "#"} {
		rest, ok := strings.CutPrefix(name, sign)
		if !ok {
			continue
		}
		for up := dir; ; up = path.Dir(up) {
			for _, base := range []string{"src", ""} {
				if found := f.scriptFile(path.Join(up, base, strings.TrimPrefix(rest, "/"))); found != "" {
					return found
				}
			}
			if up == "." || up == "/" {
				break
			}
		}
	}
	return f.workspace(name)
}

func inside(file, folder string) bool {
	return folder == "." || strings.HasPrefix(file, folder+"/")
}

// workspace finds a package of the same repository.
func (f *finder) workspace(name string) string {
	parts := strings.SplitN(name, "/", 3)
	words := 1
	if strings.HasPrefix(name, "@") {
		words = 2
	}
	if len(parts) < words {
		return ""
	}
	folder, ok := f.packages[strings.Join(parts[:words], "/")]
	if !ok {
		return ""
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(name, strings.Join(parts[:words], "/")), "/")
	for _, base := range []string{"src", "", "lib"} {
		if found := f.scriptFile(path.Join(folder, base, rest)); found != "" {
			return found
		}
	}
	return ""
}

var scriptEndings = []string{".ts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".mts", ".cts"}

func (f *finder) scriptFile(name string) string {
	if f.paths[name] && slices.Contains(scriptEndings, path.Ext(name)) {
		return name
	}
	bases := []string{name}
	if ext := path.Ext(name); ext == ".js" || ext == ".mjs" || ext == ".cjs" || ext == ".jsx" {
		bases = append(bases, strings.TrimSuffix(name, ext))
	}
	for _, base := range bases {
		for _, ending := range scriptEndings {
			if f.paths[base+ending] {
				return base + ending
			}
		}
	}
	for _, ending := range scriptEndings {
		if index := path.Join(name, "index"+ending); f.paths[index] {
			return index
		}
	}
	return ""
}

func (f *finder) python(from, name string) string {
	dots := len(name) - len(strings.TrimLeft(name, "."))
	rel := strings.ReplaceAll(name[dots:], ".", "/")
	dir := path.Dir(from)
	if dots > 0 {
		for range dots - 1 {
			dir = path.Dir(dir)
		}
		return f.pythonFile(path.Join(dir, rel))
	}
	for up := dir; ; up = path.Dir(up) {
		for _, base := range []string{"", "src"} {
			if found := f.pythonFile(path.Join(up, base, rel)); found != "" {
				return found
			}
		}
		if up == "." || up == "/" {
			return ""
		}
	}
}

func (f *finder) pythonFile(name string) string {
	if f.paths[name+".py"] {
		return name + ".py"
	}
	if init := path.Join(name, "__init__.py"); f.paths[init] {
		return init
	}
	return ""
}
