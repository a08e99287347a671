package code

import (
	"bytes"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// imported gives the file that a module means to another; "" when it is none of the repository.
func (l *linker) imported(from string, language syntax.Language, module string) string {
	switch language.Code() {
	case syntax.JavaScript, syntax.TypeScript, syntax.TSX:
		return l.finder.Script(from, module)
	case syntax.Python:
		return l.finder.Python(from, module)
	}
	return ""
}

// module gives the file in which something of a canonical name stands.
func (l *linker) module(from string, language syntax.Language, canonical string) string {
	file, _ := l.place(from, language, canonical)
	return file
}

// place splits a canonical name into the file that its module means, and the names inside that file.
func (l *linker) place(from string, language syntax.Language, canonical string) (file string, names []string) {
	canonical = strings.ReplaceAll(canonical, "()", "")
	dots := len(canonical) - len(strings.TrimLeft(canonical, "./"))
	start := max(dots, strings.LastIndexByte(canonical, '/')+1)
	for end := len(canonical); end >= start && end > 0; {
		if file = l.imported(from, language, canonical[:end]); file != "" {
			if rest := strings.TrimPrefix(canonical[end:], "."); rest != "" {
				names = strings.Split(rest, ".")
			}
			return file, names
		}
		dot := strings.LastIndexByte(canonical[start:end], '.')
		if dot < 0 {
			break
		}
		end = start + dot
	}
	return "", nil
}

// function finds the function of another file that a call means; nil when it isn't found.
func (l *linker) function(from *run, call *syntax.Expr) (*run, int) {
	if byType(from.file.Language) {
		return l.typeFunction(from, call)
	}
	canonical := from.file.Resolve(call.X)
	if canonical == "" || canonical[0] == '?' {
		return nil, -1
	}
	file, names := l.place(from.unit.Path, from.file.Language, canonical)
	return l.export(file, names, 0)
}

// means tells whether a call in one file means the function of another.
func (l *linker) means(from *run, call *syntax.Expr, to *run, fn int) bool {
	if byType(from.file.Language) {
		return l.meansType(from, call, to, fn)
	}
	canonical := from.file.Resolve(call.X)
	if canonical == "" || canonical[0] == '?' {
		return false
	}
	file, names := l.place(from.unit.Path, from.file.Language, canonical)
	names, ok := l.passes(file, names, to.unit.Path, 0)
	return ok && to.exported(names) == fn
}

// maxExports bounds how many files that only pass on what others export are looked through.
const maxExports = 4

// passes tells whether names of one file are those of another that it passes on, and what they are called there.
func (l *linker) passes(file string, names []string, to string, depth int) ([]string, bool) {
	if file == to {
		return names, true
	}
	if depth > maxExports || len(names) == 0 || !collects(file) {
		return nil, false
	}
	for _, m := range l.importsOf(file) {
		at, rest := l.passedOn(file, m, names)
		if at != "" && at != file {
			if inner, ok := l.passes(at, rest, to, depth+1); ok {
				return inner, true
			}
		}
	}
	return nil, false
}

// passedOn tells what an import has to do with a name that the file exports: the file it comes from, and the names there.
func (l *linker) passedOn(file string, m syntax.Import, names []string) (at string, rest []string) {
	language := syntax.LanguageOf(file)
	switch {
	case m.Name == "*" && (m.Local == "" || m.Local == "*"):
		return l.imported(file, language, m.Module), names
	case m.Local == names[0] || m.Local == "" && m.Name == names[0]:
		at, inner := l.place(file, language, broughtIn(&m))
		return at, append(inner, names[1:]...)
	}
	return "", nil
}

// importsOf lists what a file imports that may only pass it on.
func (l *linker) importsOf(file string) []syntax.Import {
	list, ok := l.passing[file]
	if !ok {
		if r := l.load(file); r != nil {
			for _, m := range r.file.Imports {
				list = append(list, syntax.Import{Local: strings.Clone(m.Local), Module: strings.Clone(m.Module), Name: strings.Clone(m.Name)})
			}
		}
		l.passing[file] = list
	}
	return list
}

// export finds what a file exports under names: itself, or what it passes on.
func (l *linker) export(file string, names []string, depth int) (*run, int) {
	if file == "" || depth > maxExports {
		return nil, -1
	}
	if depth == 0 || !collects(file) {
		r := l.load(file)
		if r == nil {
			return nil, -1
		}
		if fn := r.exported(names); fn >= 0 {
			return r, fn
		}
	}
	if len(names) == 0 || !collects(file) {
		return nil, -1
	}
	for _, m := range l.importsOf(file) {
		at, rest := l.passedOn(file, m, names)
		if at == "" || at == file || m.Name == "*" && !collects(at) && !l.holds(at, names[0]) {
			continue
		}
		if found, fn := l.export(at, rest, depth+1); found != nil {
			return found, fn
		}
	}
	return nil, -1
}

// holds tells whether a word stands in a file.
func (l *linker) holds(file, word string) bool {
	if r, ok := l.runs[file]; ok {
		return r != nil && bytes.Contains(r.unit.Text, []byte(word))
	}
	if l.reads++; l.reads > maxReads {
		return false
	}
	u, err := l.repo.Read(file)
	return err == nil && bytes.Contains(u.Text, []byte(word))
}

// exported gives the function of this file that names mean to others; -1 when that can't be told.
func (r *run) exported(names []string) int {
	if len(names) == 0 {
		return r.defaultExport()
	}
	name, class := names[len(names)-1], ""
	if len(names) > 1 {
		class = names[len(names)-2]
	}
	found, several := -1, false
	take := func(i int) {
		several = several || found >= 0
		found = i
	}
	for _, i := range r.functionsNamed(name) {
		f := &r.file.Functions[i]
		switch {
		case f.Body.End <= f.Body.Start:
		case class == "" && f.Class < 0 && f.Outer < 0, class != "" && r.className(f.Class) == class:
			take(i)
		}
	}
	if found < 0 { // of an object that is exported, or of a class's only instance
		for _, i := range r.functionsNamed(name) {
			if f := &r.file.Functions[i]; f.Outer < 0 && f.Body.End > f.Body.Start {
				take(i)
			}
		}
	}
	if found < 0 && class == "" {
		for i := range r.file.Functions {
			if f := &r.file.Functions[i]; f.Class >= 0 && f.Name != name && r.className(f.Class) == name && r.calledBy(i) == name {
				take(i)
			}
		}
	}
	if several {
		return -1
	}
	return found
}

// defaultExport gives the function that a file of JavaScript exports as its own; -1 when there is none.
func (r *run) defaultExport() int {
	if r.whole == 0 {
		r.whole = r.findDefault() + 2
	}
	return r.whole - 2
}

// findDefault looks for export default function …, export default find, module.exports = …
func (r *run) findDefault() int {
	for k := 0; k+1 < r.main(); k++ {
		at := k + 1
		switch {
		case r.is(k, "default") && r.is(k-1, "export"):
		case r.is(k, "exports") && r.is(k-2, "module") && r.is(at, "="):
			at++
		default:
			continue
		}
		if r.is(at, "async") {
			at++
		}
		start := int(r.file.Tokens[at].Start)
		for i := range r.file.Functions {
			f := &r.file.Functions[i]
			if f.Outer < 0 && f.Class < 0 && (f.Start >= start && f.Start <= start+len("async ") || f.Name != "" && r.is(at, f.Name)) {
				return i
			}
		}
	}
	return -1
}
