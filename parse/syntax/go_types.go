package syntax

import "sort"

// localType gives the name of a type of this package that a type is or points to: Server of *Server or Server[T].
func (f *File) localType(r Range) string {
	for f.is(r.Start, "*") && r.Start < r.End {
		r.Start++
	}
	if f.kind(r.Start) != Ident || r.Start >= r.End || f.is(r.Start+1, ".") && r.Start+1 < r.End {
		return ""
	}
	return f.word(r.Start)
}

// importedType gives the type of a package that a type is or points to, called: net/http.Request() of *http.Request.
func (f *query) importedType(r Range, hops int) string {
	for f.is(r.Start, "*") && r.Start < r.End {
		r.Start++
	}
	if r.Start+2 >= r.End || f.kind(r.Start) != Ident || !f.is(r.Start+1, ".") || f.kind(r.Start+2) != Ident {
		return ""
	}
	if r.Start+3 < r.End && !f.is(r.Start+3, "[") {
		return ""
	}
	b := f.lookup(f.word(r.Start), -1)
	switch {
	case b == nil && len(f.Imports) == 0:
		return f.word(r.Start) + "." + f.word(r.Start+2) + "()"
	case b == nil || b.kind != importBinding:
		return ""
	}
	return f.resolveBinding(b, hops) + "." + f.word(r.Start+2) + "()"
}

// maxLater bounds how many assignments after a literal may fill its fields.
const maxLater = 200

// filledLater tells whether a field that a literal leaves out is assigned afterwards: s := T{}; s.Field = v, or s["key"] = v.
func (f *query) filledLater(literal *Expr, key string) bool {
	at := sort.Search(len(f.Assigns), func(i int) bool { return f.Assigns[i].Start > literal.Start }) - 1
	if at < 0 {
		return false
	}
	made := &f.Assigns[at]
	if first := made.Value.Start; first != literal.Tokens.Start && (!f.is(first, "&") || first+1 != literal.Tokens.Start) {
		return false
	}
	n := made.Target.End - made.Target.Start
	for _, later := range f.Assigns[at+1 : min(at+1+maxLater, len(f.Assigns))] {
		t := later.Target
		named := t.End-t.Start == n+2 && f.is(t.End-1, key) || t.End-t.Start == n+3 && f.is(t.End-1, "]") && f.word(t.End-2) == `"`+key+`"`
		if named && f.sameWords(made.Target, t) {
			return true
		}
	}
	return false
}

// sameWords tells whether a stretch of tokens is how another begins.
func (f *File) sameWords(prefix, whole Range) bool {
	for i := range prefix.End - prefix.Start {
		if !f.is(whole.Start+i, f.word(prefix.Start+i)) {
			return false
		}
	}
	return true
}

// goFieldOf finds the binding of a field or method of a struct of this file.
func (f *File) goFieldOf(e *Expr) *binding {
	if e.Kind != MemberExpr {
		return nil
	}
	f.table()
	if class := f.structOf(e.X, 0); class >= 0 {
		return f.names.fields[scopedName{class, e.Name}]
	}
	return nil
}

// promoted resolves a field or method that a struct of this file has from the one type of a package it embeds.
func (f *query) promoted(e *Expr, hops int) string {
	class := f.structOf(e.X, 0)
	if class < 0 || len(f.Classes[class].Bases) != 1 {
		return ""
	}
	if name := f.importedType(f.Classes[class].Bases[0], hops); name != "" {
		return name + "." + e.Name
	}
	return ""
}

// goDeclared gives the type that a name or a field was declared with; an empty Range when there is none.
func (f *File) goDeclared(e *Expr) Range {
	f.table()
	var b *binding
	if e.Kind == IdentExpr {
		b = f.bindingOf(e)
	} else {
		b = f.goFieldOf(e)
	}
	switch {
	case b == nil:
	case b.kind == paramBinding:
		return f.Functions[b.index].Params[b.param].Type
	case b.kind == declaredBinding:
		return b.typ
	}
	return Range{}
}

// goConverted gives what string(x) converts.
func (f *query) goConverted(e *Expr) *Expr {
	if e.X != nil && e.X.Kind == IdentExpr && e.X.Name == "string" && len(e.List) == 1 && f.bindingOf(e.X) == nil {
		return e.List[0]
	}
	return nil
}

// structOf gives the struct of this file that a value is or points to; -1 when it is none.
func (f *File) structOf(e *Expr, depth int) int {
	if e == nil || depth > maxHops {
		return -1
	}
	switch e.Kind {
	case IdentExpr:
		if b := f.bindingOf(e); b != nil {
			return f.structOfBinding(b, depth)
		}
	case MemberExpr:
		if class := f.structOf(e.X, depth+1); class >= 0 {
			if b := f.names.fields[scopedName{class, e.Name}]; b != nil {
				return f.structOfBinding(b, depth)
			}
		}
	case CallExpr:
		if e.X != nil && e.X.Kind == IdentExpr && e.X.Name == "new" && len(e.List) == 1 && e.List[0] != nil {
			return f.structNamed(e.List[0].Name)
		}
	case ObjectExpr:
		if e.X != nil && e.X.Kind == IdentExpr {
			return f.structNamed(e.X.Name)
		}
	}
	return -1
}

func (f *File) structOfBinding(b *binding, depth int) int {
	switch b.kind {
	case paramBinding:
		return f.structNamed(f.localType(f.Functions[b.index].Params[b.param].Type))
	case declaredBinding:
		return f.structNamed(f.localType(b.typ))
	case assignBinding:
		return f.structOf(f.valueOf(b.index), depth+1)
	}
	return -1
}

func (f *File) structNamed(name string) int {
	if name == "" {
		return -1
	}
	if b := f.lookup(name, -1); b != nil && b.kind == classBinding {
		return b.index
	}
	return -1
}
