// Package modules finds the file of a repository that an import means.
package modules

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// A Finder knows what is in a repository. It remembers what it found, so it is for one goroutine.
type Finder struct {
	paths    map[string]bool
	packages map[string]string // npm package name: its folder
	names    map[string]string // the other way round
	aliases  []Alias
	resolved map[[2]string]string // folder and import: file
}

// An Alias is one entry of `paths` in a tsconfig.json.
type Alias struct{ Folder, Prefix, To string }

// New makes a finder for the files of a repository.
func New(files []string) *Finder {
	f := &Finder{paths: make(map[string]bool, len(files)), packages: map[string]string{}, names: map[string]string{}, resolved: map[[2]string]string{}}
	for _, p := range files {
		f.paths[p] = true
	}
	return f
}

// Alias adds what a tsconfig.json says.
func (f *Finder) Alias(list ...Alias) { f.aliases = append(f.aliases, list...) }

// Package adds an npm package of the repository.
func (f *Finder) Package(name, folder string) {
	if name != "" {
		f.packages[name], f.names[folder] = folder, name
	}
}

// Name gives the npm package of a folder.
func (f *Finder) Name(folder string) (string, bool) {
	name, ok := f.names[folder]
	return name, ok
}

// Has tells whether there is such a file.
func (f *Finder) Has(file string) bool { return f.paths[file] }

// Script gives the file that an import of JavaScript or TypeScript means; "" when it is none of the repository.
func (f *Finder) Script(from, name string) string { return f.remembered(from, name, f.script) }

// Python gives the file that an import of Python means; "" when it is none of the repository.
func (f *Finder) Python(from, name string) string { return f.remembered(from, name, f.python) }

func (f *Finder) remembered(from, name string, find func(from, name string) string) string {
	key := [2]string{path.Dir(from), name}
	found, ok := f.resolved[key]
	if !ok {
		found = find(from, name)
		f.resolved[key] = found
	}
	return found
}

// Local tells whether an import of JavaScript or TypeScript must be part of the repository.
func Local(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "@/") || strings.HasPrefix(name, "~/") || strings.HasPrefix(name, "/")
}

// Aliases reads `paths` of the tsconfig.json in a folder.
func Aliases(root *document.Node, folder string) []Alias {
	options := child(root, "compilerOptions")
	base := "."
	if b := child(options, "baseUrl"); b != nil && b.Value != "" {
		base = strings.Clone(b.Value)
	}
	paths := child(options, "paths")
	if paths == nil {
		return nil
	}
	var found []Alias
	for _, p := range paths.Children {
		if len(p.Children) == 0 {
			continue
		}
		found = append(found, Alias{Folder: folder, Prefix: strings.Clone(strings.TrimSuffix(p.Key, "*")), To: path.Join(base, strings.Clone(strings.TrimSuffix(p.Children[0].Value, "*")))})
	}
	return found
}

func child(n *document.Node, key string) *document.Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Key == key {
			return c
		}
	}
	return nil
}

func (f *Finder) script(from, name string) string {
	dir := path.Dir(from)
	if strings.HasPrefix(name, ".") {
		return f.scriptFile(path.Join(dir, name))
	}
	for _, a := range f.aliases {
		if rest, ok := strings.CutPrefix(name, a.Prefix); ok && inside(from, a.Folder) {
			if found := f.scriptFile(path.Join(a.Folder, a.To, rest)); found != "" {
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
func (f *Finder) workspace(name string) string {
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

func (f *Finder) scriptFile(name string) string {
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

func (f *Finder) python(from, name string) string {
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

func (f *Finder) pythonFile(name string) string {
	if f.paths[name+".py"] {
		return name + ".py"
	}
	if init := path.Join(name, "__init__.py"); f.paths[init] {
		return init
	}
	return ""
}
