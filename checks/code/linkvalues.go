package code

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// constantLike tells whether a canonical name may be that of a constant in another file: one written as constants are, one
// of a module with a name that says so, or, in Go, any of a package.
func constantLike(language syntax.Language, canonical string) bool {
	if canonical == "" || canonical[0] == '?' || strings.ContainsAny(canonical, "()[ ") || strings.HasPrefix(canonical, "this.") {
		return false
	}
	last := canonical[strings.LastIndexByte(canonical, '.')+1:]
	if len(last) < 2 {
		return false
	}
	if loud := last == strings.ToUpper(last) && last[0] >= 'A' && last[0] <= 'Z'; loud {
		return true
	}
	switch language {
	case syntax.Go:
		return strings.Contains(canonical, ".") == strings.Contains(canonical, "/")
	case syntax.CSharp:
		return last[0] >= 'A' && last[0] <= 'Z' && strings.Contains(canonical, ".")
	}
	return namesSettings(canonical)
}

// namesSettings tells whether a module or object is called as one that holds settings.
func namesSettings(canonical string) bool {
	for _, part := range strings.FieldsFunc(canonical, func(c rune) bool { return c == '.' || c == '/' }) {
		switch strings.TrimSuffix(strings.ToLower(part), "s") {
		case "config", "configuration", "setting", "constant", "const", "env", "environment", "default", "secret", "key", "option", "credential", "global", "param", "auth", "crypto":
			return true
		}
	}
	return false
}

// constant notes that the value of a name that other files may give matters.
func (w *wonder) constant(canonical string) {
	if w.asked(); len(w.constants) < maxAsks {
		w.constants[canonical] = true
	}
}

// wonders lets the file ask for the constants of others: while its rules run alone, to note them.
func (r *run) wonders() {
	likely := map[string]bool{}
	r.file.Elsewhere = func(canonical string) syntax.Value {
		is, known := likely[canonical]
		if !known {
			is = constantLike(r.file.Language, canonical)
			likely[canonical] = is
		}
		switch {
		case !is:
		case r.linker != nil:
			return r.linker.find(r, canonical, 0)
		case r.unit.Role.Deployed():
			r.wonder.constant(canonical)
		}
		return syntax.Value{}
	}
}

// find gives the value of a constant of another file.
func (l *linker) find(from *run, canonical string, depth int) syntax.Value {
	if l.depth > maxExports {
		return syntax.Value{}
	}
	l.depth++
	defer func() { l.depth-- }()
	file, language := from.unit.Path, from.file.Language
	if !byType(language) {
		at, names := l.place(file, language, canonical)
		return l.exportedValue(at, names, depth)
	}
	m := meaningOf(language, canonical)
	for _, at := range l.constantFiles(file, language, m) {
		r := l.load(at)
		if r == nil || language != syntax.Go && !l.inPackage(from, m.pkg, r, m.typ) {
			continue
		}
		if v := l.top(at, m.names()); v.Known {
			return v
		}
	}
	return syntax.Value{}
}

// mayHold tells whether another file has a constant of a canonical name.
func (l *linker) mayHold(file string, language syntax.Language, canonical string) bool {
	if !byType(language) {
		at, names := l.place(file, language, canonical)
		return at != file && l.exportedValue(at, names, 0).Known
	}
	m := meaningOf(language, canonical)
	return slices.ContainsFunc(l.constantFiles(file, language, m), func(at string) bool { return l.top(at, m.names()).Known })
}

func (m meaning) names() []string {
	if m.typ == "" {
		return []string{m.name}
	}
	return []string{m.typ, m.name}
}

// constantFiles lists the files that may hold a constant, in languages where names say a type or a package.
func (l *linker) constantFiles(file string, language syntax.Language, m meaning) []string {
	var files []string
	switch {
	case language != syntax.Go && m.typ != "" && !m.inherited:
		files = l.typeFiles(language, m.typ)
	case language == syntax.Go && m.typ == "":
		folder := path.Dir(file)
		if m.pkg != "" {
			folder = l.goFolder(m.pkg)
		}
		if folder == "" {
			return nil
		}
		for _, at := range l.goFiles(folder) {
			if l.holds(at, m.name) {
				files = append(files, at)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(files), func(at string) bool { return at == file })
}

// exportedValue gives the value of what a file exports under names: its own, or what it passes on.
func (l *linker) exportedValue(file string, names []string, depth int) syntax.Value {
	if file == "" || len(names) == 0 || depth > maxExports {
		return syntax.Value{}
	}
	if v := l.top(file, names); v.Known {
		return v
	}
	for _, m := range l.importsOf(file) {
		if at, rest := l.passedOn(file, m, names); at != "" && at != file {
			if v := l.exportedValue(at, rest, depth+1); v.Known {
				return v
			}
		}
	}
	return syntax.Value{}
}

// top remembers the values of constants that others ask for.
func (l *linker) top(file string, names []string) syntax.Value {
	key := file + "\n" + strings.Join(names, ".")
	if known, ok := l.tops[key]; ok {
		return known
	}
	l.tops[key] = syntax.Value{} // for constants in a circle
	if r := l.load(file); r != nil {
		if v := r.top(names); v.Known {
			l.tops[key] = syntax.Value{Known: true, Kind: v.Kind, Text: strings.Clone(v.Text), Elsewhere: true}
		}
	}
	return l.tops[key]
}

// top gives the value that names have at the end of a file, for one who imports them.
func (r *run) top(names []string) syntax.Value {
	end := len(r.file.Text)
	e := &syntax.Expr{Kind: syntax.IdentExpr, Name: names[0], Start: end, End: end, Function: -1}
	for _, name := range names[1:] {
		e = &syntax.Expr{Kind: syntax.MemberExpr, X: e, Name: name, Start: end, End: end, Function: -1}
	}
	if v := r.file.Value(e); v.Known || byType(r.file.Language) {
		return v
	}
	object := r.exportedObject()
	for _, name := range names {
		if object == nil {
			return syntax.Value{}
		}
		var open bool
		if object, open = r.file.Field(object, name); open {
			return syntax.Value{}
		}
	}
	if object == nil {
		return syntax.Value{}
	}
	return r.file.Value(object)
}

// exportedObject gives what a file of JavaScript exports as a whole: export default {…}, module.exports = {…}.
func (r *run) exportedObject() *syntax.Expr {
	if r.file.Language.Code() == syntax.Python {
		return nil
	}
	for k := 0; k+2 < len(r.file.Tokens); k++ {
		at := k + 1
		switch {
		case r.is(k, "default") && r.is(k-1, "export"):
		case r.is(k, "exports") && r.is(k-2, "module") && r.is(at, "="):
			at++
		default:
			continue
		}
		end := at + 1
		if m := int(r.file.Tokens[at].Match); r.file.Tokens[at].Kind == syntax.Open && m > at {
			end = m + 1
		}
		return r.file.Expr(syntax.Range{Start: at, End: end})
	}
	return nil
}
