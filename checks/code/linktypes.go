package code

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// byType tells whether calls of a language name the type or package that has the function, rather than a file.
func byType(l syntax.Language) bool {
	switch l {
	case syntax.Java, syntax.CSharp, syntax.PHP, syntax.Ruby, syntax.Go:
		return true
	}
	return false
}

// endings are those of the files that hold the types of a language.
var endings = map[syntax.Language]string{syntax.Java: ".java", syntax.CSharp: ".cs", syntax.PHP: ".php", syntax.Ruby: ".rb"}

// typeKey gives what the name of a type and of the file that holds it have in common.
func typeKey(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// typeFiles lists the files called like a type.
func (l *linker) typeFiles(language syntax.Language, name string) []string {
	if l.types == nil {
		l.types = map[string][]string{}
		for _, p := range l.repo.Paths {
			if ext := path.Ext(p); ext == ".java" || ext == ".cs" || ext == ".php" || ext == ".rb" {
				key := typeKey(strings.TrimSuffix(path.Base(p), ext)) + ext
				l.types[key] = append(l.types[key], p)
			}
		}
	}
	return l.types[typeKey(name)+endings[language]]
}

// A meaning is what a canonical name of a call says: the package, the type and the function.
type meaning struct {
	pkg, typ, name string
	inherited      bool // of the class the call stands in, or one it is made from
}

func meaningOf(language syntax.Language, canonical string) meaning {
	canonical = strings.ReplaceAll(canonical, "()", "")
	m := meaning{}
	if language == syntax.Go {
		if slash := strings.LastIndexByte(canonical, '/'); slash >= 0 {
			dot := strings.IndexByte(canonical[slash:], '.')
			if dot < 0 {
				return m
			}
			m.pkg, canonical = canonical[:slash+dot], canonical[slash+dot+1:]
		}
	}
	parts := strings.Split(canonical, ".")
	m.name = parts[len(parts)-1]
	if len(parts) > 1 {
		m.typ = parts[len(parts)-2]
	}
	if len(parts) > 2 && language != syntax.Go {
		m.pkg = strings.Join(parts[:len(parts)-2], ".")
	}
	switch m.typ {
	case "", "this", "self", "super", "base", "parent", "static":
		m.inherited = true
	}
	return m
}

// mayCallType tells whether a file may call functions of another: it names its types, or stands in or imports its package.
func (l *linker) mayCallType(caller, file string, p askedParam) bool {
	c := l.links[caller]
	if c.language != l.links[file].language || caller == file {
		return false
	}
	if c.language != syntax.Go {
		return len(p.types) == 0 || slices.ContainsFunc(p.types, func(name string) bool {
			_, found := slices.BinarySearch(c.words, hash(name))
			return found
		})
	}
	dir := path.Dir(file)
	return path.Dir(caller) == dir || slices.ContainsFunc(c.imports, func(m string) bool { return l.goFolder(m) == dir })
}

// goFolder gives the folder of a package of one of the repository's modules; "" for others.
func (l *linker) goFolder(pkg string) string {
	for _, m := range l.goModules {
		rest, ok := strings.CutPrefix(pkg, m.name)
		if !ok {
			base, version := path.Split(m.name)
			if len(version) < 2 || version[0] != 'v' || version[1] < '0' || version[1] > '9' {
				continue
			}
			if rest, ok = strings.CutPrefix(pkg, strings.TrimSuffix(base, "/")); !ok {
				continue
			}
		}
		if rest == "" || rest[0] == '/' {
			return path.Join(m.folder, rest)
		}
	}
	return ""
}

// typesOf gives the names of a class and of what it is made from.
func (r *run) typesOf(class int) []string {
	if class < 0 || class >= len(r.file.Classes) {
		return nil
	}
	names := []string{r.file.Classes[class].Name}
	for _, base := range r.file.Classes[class].Bases {
		for k := base.Start; k < base.End; k++ { // a.b.Base<T>
			if r.is(k, "<") {
				break
			}
			if r.file.Tokens[k].Kind == syntax.Ident && (k+1 >= base.End || !r.is(k+1, ".") && !r.is(k+1, `\`) && !r.is(k+1, "::")) {
				names = append(names, r.text(k))
				break
			}
		}
	}
	return names
}

// meansType tells whether a call in one file means the function of another.
func (l *linker) meansType(from *run, call *syntax.Expr, to *run, fn int) bool {
	canonical, f := from.file.Resolve(call.X), &to.file.Functions[fn]
	language := from.file.Language
	if language == syntax.Go {
		return l.meansGo(from, canonical, to, fn)
	}
	if canonical == "" || canonical[0] == '?' || language != to.file.Language {
		return false
	}
	m := meaningOf(language, canonical)
	made := m.name == to.className(f.Class) && to.calledBy(fn) == m.name && f.Class >= 0
	switch {
	case m.name != to.calledBy(fn) || to.overloaded(fn, call):
		return false
	case made:
		if m.pkg != "" {
			m.pkg += "."
		}
		return l.inPackage(from, m.pkg+m.typ, to, m.name)
	case f.Class < 0:
		return language != syntax.Ruby && m.typ == ""
	case m.inherited:
		return slices.Contains(from.ancestors(call.Start), to.className(f.Class))
	}
	if m.typ == to.className(f.Class) {
		return l.inPackage(from, m.pkg, to, m.typ)
	}
	return slices.Contains(to.typesOf(f.Class), m.typ)
}

// overloaded tells whether a call must mean another function of the name, or can't be told from one.
func (r *run) overloaded(fn int, call *syntax.Expr) bool {
	f, same := &r.file.Functions[fn], 0
	for _, i := range r.functionsNamed(f.Name) {
		if g := &r.file.Functions[i]; g.Class == f.Class && len(g.Params) == len(f.Params) && g.Body.End > g.Body.Start {
			same++
		}
	}
	needed := 0
	for _, p := range f.Params {
		if p.Default.End <= p.Default.Start {
			needed++
		}
	}
	typed := r.file.Language == syntax.Java
	return same > 1 || len(call.List) > len(f.Params) && len(f.Params) == 0 || typed && len(call.List) != len(f.Params) || !typed && r.file.Language == syntax.CSharp && (len(call.List) < needed || len(call.List) > len(f.Params))
}

// classAround gives the class around an offset; -1 when there is none.
func (r *run) classAround(offset int) int {
	found := -1
	for i := range r.file.Classes {
		if c := &r.file.Classes[i]; c.Start <= offset && offset < c.End {
			found = i
		}
	}
	return found
}

// ancestors lists the classes whose methods may be called by name alone: those a class is made from, modules of Ruby
// among them.
func (r *run) ancestors(offset int) []string {
	names := r.typesOf(r.classAround(offset))
	if r.file.Language == syntax.Ruby {
		for _, name := range []string{"include", "extend", "prepend"} {
			for _, i := range r.callsNamed(name) {
				if e := r.file.CallExpr(&r.file.Calls[i]); e != nil && len(e.List) == 1 && e.List[0] != nil && e.List[0].Name != "" {
					names = append(names, e.List[0].Name)
				}
			}
		}
	}
	return names
}

// inPackage tells whether a type that one file names is that of another: there may be several of the name.
func (l *linker) inPackage(from *run, pkg string, to *run, typ string) bool {
	dir := path.Dir(to.unit.Path)
	if from.file.Language == syntax.Java {
		if pkg != "" && !strings.Contains(pkg, ".") && pkg[0] >= 'A' && pkg[0] <= 'Z' {
			return true // an inner class
		}
		if pkg != "" {
			return endsIn(dir, strings.ReplaceAll(pkg, ".", "/"))
		}
		return dir == path.Dir(from.unit.Path) || slices.ContainsFunc(from.file.Imports, func(m syntax.Import) bool {
			return m.Name == "*" && endsIn(dir, strings.ReplaceAll(m.Module, ".", "/"))
		})
	}
	if len(l.typeFiles(from.file.Language, typ)) < 2 {
		return true
	}
	if pkg != "" && endsIn(typeKey(dir), typeKey(strings.ReplaceAll(pkg, ".", "/"))) {
		return true
	}
	named := false
	for _, m := range from.file.Imports {
		module := typeKey(strings.NewReplacer(`\`, "/", ".", "/").Replace(m.Module))
		if m.Name == typ || m.Name == "*" {
			named = named || m.Name == typ
			if endsIn(typeKey(dir), path.Base(module)) {
				return true
			}
		}
	}
	return !named && dir == path.Dir(from.unit.Path)
}

func endsIn(dir, folders string) bool { return dir == folders || strings.HasSuffix(dir, "/"+folders) }

// meansGo tells the same for Go, where a package is a folder.
func (l *linker) meansGo(from *run, canonical string, to *run, fn int) bool {
	f, dir := &to.file.Functions[fn], path.Dir(to.unit.Path)
	name := strings.TrimPrefix(canonical, "?")
	m := meaningOf(syntax.Go, name)
	if canonical == "" || m.name != f.Name || to.file.Language != syntax.Go {
		return false
	}
	if m.pkg == "" && path.Dir(from.unit.Path) != dir || m.pkg != "" && l.goFolder(m.pkg) != dir {
		return false
	}
	if f.Class < 0 {
		return canonical[0] != '?' && m.typ == ""
	}
	class := to.className(f.Class)
	if m.typ == class && canonical[0] != '?' || m.typ == "New"+class {
		return true
	}
	// a value of a type that isn't seen here: of this package, if no other of its types has such a method
	return (canonical[0] == '?' || strings.HasPrefix(m.typ, "New") || strings.HasPrefix(m.typ, "new")) && m.typ != "" && len(l.goFunctions(dir)["."+f.Name]) == 1
}

// goFunctions lists the functions of a package with the files they stand in; methods with a dot before the name.
func (l *linker) goFunctions(dir string) map[string][]string {
	if known, ok := l.goFuncs[dir]; ok {
		return known
	}
	all := map[string][]string{}
	for _, p := range l.goFiles(dir) {
		if l.reads++; l.reads > maxReads {
			break
		}
		u, err := l.repo.Read(p)
		if err != nil {
			continue
		}
		for line := range bytes.Lines(u.Text) {
			rest, ok := bytes.CutPrefix(line, []byte("func "))
			if !ok {
				continue
			}
			mark := ""
			if len(rest) > 0 && rest[0] == '(' {
				closed := bytes.IndexByte(rest, ')')
				rest, mark = bytes.TrimLeft(rest[closed+1:], " "), "."
			}
			if end := bytes.IndexAny(rest, "(["); end > 0 {
				all[mark+string(rest[:end])] = append(all[mark+string(rest[:end])], p)
			}
		}
	}
	l.goFuncs[dir] = all
	return all
}

// goFiles lists the files of a package.
func (l *linker) goFiles(dir string) []string {
	var files []string
	from, _ := slices.BinarySearch(l.repo.Paths, dir+"/")
	if dir == "." {
		from = 0
	}
	for _, p := range l.repo.Paths[from:] {
		if dir != "." && !strings.HasPrefix(p, dir+"/") {
			break
		}
		if path.Dir(p) == dir && path.Ext(p) == ".go" && !strings.HasSuffix(p, "_test.go") {
			files = append(files, p)
		}
	}
	return files
}

// typeFunction finds the function of another file that a call means by its type or package; nil when it isn't found.
func (l *linker) typeFunction(from *run, call *syntax.Expr) (*run, int) {
	canonical := from.file.Resolve(call.X)
	if canonical == "" {
		return nil, -1
	}
	for _, file := range l.functionFiles(from, canonical, call) {
		if file == from.unit.Path {
			continue
		}
		to := l.load(file)
		if to == nil {
			continue
		}
		m := meaningOf(from.file.Language, canonical)
		for _, fn := range to.functionsNamed(m.name) {
			if f := &to.file.Functions[fn]; f.Body.End > f.Body.Start && l.meansType(from, call, to, fn) {
				return to, fn
			}
		}
	}
	return nil, -1
}

// functionFiles lists the files that may hold the function a call means.
func (l *linker) functionFiles(from *run, canonical string, call *syntax.Expr) []string {
	language := from.file.Language
	m := meaningOf(language, strings.TrimPrefix(canonical, "?"))
	if language == syntax.Go {
		dir := path.Dir(from.unit.Path)
		if m.pkg != "" {
			dir = l.goFolder(m.pkg)
		}
		if dir == "" {
			return nil
		}
		mark := ""
		if m.typ != "" {
			mark = "."
		}
		return l.goFunctions(dir)[mark+m.name]
	}
	if canonical[0] == '?' {
		return nil
	}
	names := []string{m.typ}
	if m.inherited {
		names = from.ancestors(call.Start)
	}
	var files []string
	for _, name := range names {
		if name == "" {
			continue
		}
		files = append(files, l.typeFiles(language, name)...)
		files = append(files, l.typeFiles(language, name+"Impl")...)
		if language == syntax.CSharp && len(name) > 1 && name[0] == 'I' {
			files = append(files, l.typeFiles(language, name[1:])...)
		}
	}
	return files
}

// answersType tells whether the function of a canonical name may stand in another file of the repository.
func (l *linker) answersType(file string, language syntax.Language, call askedCall) bool {
	m := meaningOf(language, call.name)
	if language == syntax.Go {
		dir := path.Dir(file)
		if m.pkg != "" {
			dir = l.goFolder(m.pkg)
		} else if m.typ != "" || goBuiltin[m.name] {
			return false
		}
		return dir != "" && (call.fed || l.sourcedFolder(dir))
	}
	if m.inherited {
		return call.fed
	}
	for _, at := range slices.Concat(l.typeFiles(language, m.typ), l.typeFiles(language, m.typ+"Impl")) {
		if known := l.links[at]; at != file && (call.fed || known != nil && known.sourced) {
			return true
		}
	}
	return false
}

var goBuiltin = map[string]bool{"append": true, "len": true, "cap": true, "make": true, "new": true, "copy": true, "min": true, "max": true, "string": true, "panic": true, "recover": true, "delete": true, "close": true}

// sourcedFolder tells whether a file of a folder takes what clients send.
func (l *linker) sourcedFolder(dir string) bool {
	if l.folders == nil {
		l.folders = map[string]bool{}
		for file, known := range l.links {
			if known.sourced {
				l.folders[path.Dir(file)] = true
			}
		}
	}
	return l.folders[dir]
}
