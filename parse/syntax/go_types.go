package syntax

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
	if b == nil || b.kind != importBinding {
		return ""
	}
	return f.resolveBinding(b, hops) + "." + f.word(r.Start+2) + "()"
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
