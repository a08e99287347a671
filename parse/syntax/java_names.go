package syntax

import (
	"slices"
	"strings"
)

// What names of Java resolve to: an import to its full name (java.security.MessageDigest.getInstance), a type of the
// same package, of java.lang (also written in full) or of this file to itself. A variable, field or parameter with a declared type gives that
// type, called, whatever is assigned to it: of `Cipher c = Cipher.getInstance(…)`, c.init is javax.crypto.Cipher().init.
// With `var` the value counts. X.getInstance() and X.newInstance() give X().

// typed tells whether a language declares names with types that say what they are: Java and C#.
func (f *File) typed() bool { return f.Language == Java || f.Language == CSharp }

// bindTypes notes the types of all that is declared, and that fields without a value exist.
func (f *File) bindTypes() {
	if f.Language == PHP {
		f.bindPHPTypes()
	}
	if !f.typed() {
		return
	}
	t := &f.names
	t.types, t.fieldTypes = map[scopedName]Range{}, map[scopedName]Range{}
	for _, n := range f.javaNames {
		key := scopedName{n.scope, f.word(n.name)}
		types := t.types
		if n.class >= 0 {
			key.scope, types = n.class, t.fieldTypes
			if t.fields[key] == nil {
				t.fields[key] = &binding{kind: bareBinding}
			}
		}
		if old, known := types[key]; known && f.joined(old.Start, old.End) != f.joined(n.typ.Start, n.typ.End) {
			n.typ = Range{}
		}
		types[key] = n.typ
	}
}

// fieldScope gives the class around an offset that has a field of this name; -1 when none has.
func (f *File) fieldScope(name string, offset int) int {
	for c, n := f.classAt(offset), 0; c >= 0 && n < maxNesting; c, n = f.Classes[c].Outer, n+1 {
		if f.names.fields[scopedName{c, name}] != nil {
			return c
		}
	}
	return -1
}

// assignField binds what `name = value` of a method gives to a field; false when the name is none's.
func (f *File) assignField(i int, name string) bool {
	if !f.typed() || f.scopeOf(f.Assigns[i].scope, name) >= 0 {
		return false
	}
	c := f.fieldScope(name, f.Assigns[i].Start)
	if c < 0 {
		return false
	}
	f.add(f.names.fields, scopedName{c, name}, binding{kind: assignBinding, index: i})
	return true
}

// blotField makes a field unknown that is counted up or otherwise changed; false when the name is none's.
func (f *File) blotField(k, scope int) bool {
	name := f.word(k)
	if !f.typed() || f.scopeOf(scope, name) >= 0 {
		return false
	}
	c := f.fieldScope(name, int(f.Tokens[k].Start))
	if c < 0 {
		return false
	}
	f.names.fields[scopedName{c, name}] = &binding{}
	return true
}

// javaBinding finds the field that a plain name means where no variable has it.
func (f *File) javaBinding(e *Expr) *binding {
	if c := f.fieldScope(e.Name, e.Start); c >= 0 {
		return f.names.fields[scopedName{c, e.Name}]
	}
	return nil
}

// declaredType gives the type a name was declared with; an empty Range when there is none, or it is var.
func (f *File) declaredType(e *Expr) Range {
	t := f.table()
	if !f.typed() {
		return Range{}
	}
	for scope, n := f.scopeAt(e.Start), 0; n < maxScopes; n++ {
		if r, known := t.types[scopedName{scope, e.Name}]; known {
			return r
		}
		if f.names.scopes[scopedName{scope, e.Name}] != nil || scope < 0 {
			break
		}
		scope = int(f.scopes[scope].outer)
	}
	if b := f.lookup(e.Name, f.scopeAt(e.Start)); b != nil {
		if b.kind == paramBinding {
			return f.Functions[b.index].Params[b.param].Type
		}
		return Range{}
	}
	return f.fieldType(e)
}

func (f *File) fieldType(e *Expr) Range {
	t := f.table()
	if c := f.fieldScope(e.Name, e.Start); c >= 0 {
		return t.fieldTypes[scopedName{c, e.Name}]
	}
	return Range{}
}

// resolveDeclared gives the declared type of a name, called; "" when there is none.
func (f *query) resolveDeclared(r Range) string {
	if r.End-r.Start == 1 && f.is(r.Start, "var") {
		return ""
	}
	name := f.typeName(r)
	if name == "" {
		return ""
	}
	return name + "()"
}

// typeName gives the full name of a type without its type arguments; "" of arrays and primitives.
func (f *query) typeName(r Range) string {
	for f.is(r.Start, "@") && r.Start < r.End {
		r.Start = f.annotationEnd(r.Start, r.End)
	}
	if r.Start >= r.End || f.kind(r.Start) != Ident {
		return ""
	}
	name := f.typeWord(f.word(r.Start))
	i := r.Start + 1
	for ; i < r.End; i++ {
		switch {
		case f.is(i, "<"):
			i = max(i, int(f.Tokens[i].Match))
		case f.is(i, "?") && f.Language == CSharp:
		case (f.is(i, ".") || f.is(i, "::")) && f.kind(i+1) == Ident && i+1 < r.End:
			i++
			name += "." + f.word(i)
		default:
			return ""
		}
	}
	return name
}

// typeWord gives the full name of a type from its simple one.
func (f *File) typeWord(word string) string {
	f.table()
	switch b := f.names.scopes[scopedName{-1, word}]; {
	case b == nil:
		return word
	case b.kind == importBinding:
		m := f.Imports[b.index]
		return strings.TrimPrefix(m.Module+"."+m.Name, "java.lang.")
	}
	return word
}

// Same tells whether a name that Resolve gave is the canonical name a rule speaks of. A type of Java that no import names
// may be of any package: imports of whole packages bring it in, and snippets leave imports out. Only one that the file
// itself declares is no other. So it is with a package of Go in a file that imports none.
func (f *File) Same(got, want string) bool {
	if got == want {
		return true
	}
	if got == "" || f.Language != Java && f.Language != Go {
		return false
	}
	rest, found := strings.CutSuffix(want, got)
	if !found {
		return false
	}
	if f.Language == Go {
		return len(f.Imports) == 0 && strings.HasSuffix(rest, "/") && strings.Contains(got, ".")
	}
	if !strings.HasSuffix(rest, ".") || strings.ToLower(rest) != rest {
		return false
	}
	name := got[:strings.IndexAny(got+".", ".(")]
	return !slices.ContainsFunc(f.Classes, func(c Class) bool { return c.Name == name })
}

// javaFactory leaves the usual factory methods of a type out: X.getInstance() gives X().
func javaFactory(name string) string {
	for _, method := range []string{".getInstance()", ".newInstance()"} {
		if typ, ok := strings.CutSuffix(name, method); ok && !strings.HasSuffix(typ, ")") {
			return typ + "()"
		}
	}
	return name
}
