package syntax

import "strings"

// importSpec reads one import: a path, perhaps with a name before it.
func (w *goWalker) importSpec(i, end int) int {
	f := w.f
	m := Import{Start: int(f.Tokens[min(i, len(f.Tokens)-1)].Start)}
	alias := ""
	if f.kind(i) == Ident || f.is(i, ".") {
		alias = f.word(i)
		i++
	}
	if f.kind(i) != String || i >= end {
		return i
	}
	m.Module = strings.Trim(f.word(i), "\"`")
	switch alias {
	case "":
		m.Local = packageName(m.Module)
	case ".":
		m.Name = "*"
	case "_":
	default:
		m.Local = alias
	}
	f.Imports = append(f.Imports, m)
	return i + 1
}

// packageName guesses the name of the package at a path: its last part, without version and what marks it as Go.
func packageName(module string) string {
	name := goModule(module)
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.TrimPrefix(name, "go-")
	name = strings.TrimSuffix(strings.TrimSuffix(name, "-go"), ".go")
	return name[strings.LastIndexByte(name, '-')+1:]
}

// goModule cuts the versions out of an import path: /v2 of a module and of a package in it, .v3 of gopkg.in.
func goModule(module string) string {
	for i := 0; i < len(module); i++ {
		if module[i] != '/' && module[i] != '.' {
			continue
		}
		end := i + 2
		for end < len(module) && '0' <= module[end] && module[end] <= '9' {
			end++
		}
		if i+2 < end && module[i+1] == 'v' && (end == len(module) || module[end] == '/') {
			module = module[:i] + module[end:]
			i--
		}
	}
	return module
}

// typeSpec reads one type declaration. A struct is a Class, its embedded types the bases.
func (w *goWalker) typeSpec(i, end int) int {
	f := w.f
	if f.kind(i) != Ident || i >= end {
		return i
	}
	name := i
	i++
	if f.is(i, "[") && !f.is(i+1, "]") && f.kind(i+1) == Ident && !f.is(i+2, "]") { // type parameters, not an array
		i = f.over(i)
	}
	if f.is(i, "=") {
		i++
	}
	f.binds = append(f.binds, bind{target: Range{name, name + 1}, scope: w.scope, declares: true})
	next := f.goType(i, end)
	if f.is(i, "struct") && f.is(i+1, "{") && f.Tokens[i+1].Match > 0 {
		body := Range{i + 2, int(f.Tokens[i+1].Match)}
		class := len(f.Classes)
		f.Classes = append(f.Classes, Class{Name: f.word(name), Body: body, Outer: -1, Start: int(f.Tokens[name].Start), End: int(f.Tokens[body.End].End)})
		w.fields(class, body)
	}
	return next
}

// fields reads those of a struct: names with a type, a type alone, each perhaps with a tag.
func (w *goWalker) fields(class int, body Range) {
	f := w.f
	for i := body.Start; i < body.End; i++ {
		if f.kind(i) == Newline || f.is(i, ";") {
			continue
		}
		names := Range{i, i}
		for f.kind(i) == Ident && i < body.End {
			i++
			if !f.is(i, ",") {
				break
			}
			i++
		}
		names.End = i
		if k := f.kind(i); names.End == names.Start || k == Newline || k == Close || k == String || f.is(i, ".") {
			i = f.goType(names.Start, body.End)
			f.Classes[class].Bases = append(f.Classes[class].Bases, Range{names.Start, i})
		} else {
			typ := Range{i, f.goType(i, body.End)}
			for k := names.Start; k < names.End; k += 2 {
				f.declared = append(f.declared, declaredName{name: k, typ: typ, scope: -1, class: class})
			}
			i = typ.End
		}
		for i < body.End && f.kind(i) != Newline && !f.is(i, ";") {
			i = f.over(i)
		}
	}
}

// goType gives the token behind the type at i.
func (f *File) goType(i, end int) int {
	for i < end {
		switch f.word(i) {
		case "*", "chan", "<-", "~", "...":
			i++
			continue
		case "map":
			i++
			if f.is(i, "[") {
				i = f.over(i)
			}
			continue
		case "[":
			i = f.over(i)
			continue
		case "func":
			i++
			if f.is(i, "(") {
				i = f.over(i)
			}
			if !f.startsGoType(i) {
				return min(i, end)
			}
			continue
		case "struct", "interface":
			i++
			if f.is(i, "{") {
				i = f.over(i)
			}
			return min(i, end)
		case "(":
			return min(f.over(i), end)
		}
		return min(f.goTypeName(i), end)
	}
	return min(i, end)
}

// goTypeName gives the token behind T, p.T or T[K].
func (f *File) goTypeName(i int) int {
	if f.kind(i) != Ident {
		return i
	}
	i++
	if f.is(i, ".") && f.kind(i+1) == Ident {
		i += 2
	}
	if f.is(i, "[") && f.Tokens[i].Match > 0 {
		i = f.over(i)
	}
	return i
}

func (f *File) startsGoType(i int) bool {
	if f.kind(i) == Ident {
		return true
	}
	switch f.word(i) {
	case "*", "chan", "<-", "map", "[", "func", "struct", "interface", "(":
		return true
	}
	return false
}
