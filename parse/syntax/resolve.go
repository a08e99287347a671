package syntax

import (
	"sort"
	"strings"
)

// maxHops bounds how many names are looked through, and so also ends cycles.
const maxHops = 40

// maxSteps bounds the work of one question. Names that stand for each other many times over (a = b + b, b = c + c …)
// would double it with every hop.
const maxSteps = 2000

// maxFields bounds how many entries of an object are looked through for a key.
const maxFields = 4000

// A query is one question about a file, and what may still be done to answer it.
type query struct {
	*File
	steps int
}

// spent counts a step and tells whether it was one too many.
func (f *query) spent() bool {
	f.steps++
	return f.steps > maxSteps
}

func (f *File) resolve(e *Expr) string {
	name := (&query{File: f}).resolveHop(e, 0)
	if f.Language == CSharp {
		return unspaced(name)
	}
	return name
}

func (f *query) resolveHop(e *Expr, hops int) string {
	if e == nil || hops > maxHops || f.spent() {
		return ""
	}
	hops++
	switch e.Kind {
	case IdentExpr:
		return f.resolveName(e, hops)
	case MemberExpr:
		return f.resolveMember(e, hops)
	case IndexExpr:
		if e.Y != nil && e.Y.Kind == StringExpr {
			return orUnknown(f.resolveHop(e.X, hops)) + "." + e.Y.Text
		}
		return ""
	case CallExpr, NewExpr:
		return f.resolveCall(e, hops)
	case AwaitExpr:
		return f.resolveHop(e.X, hops)
	case AssignExpr:
		return f.resolveHop(e.Y, hops)
	case ObjectExpr:
		if e.X != nil {
			return orUnknown(f.resolveHop(e.X, hops)) + "()"
		}
	}
	return ""
}

func orUnknown(name string) string {
	if name == "" {
		return "?"
	}
	return name
}

func (f *query) resolveName(e *Expr, hops int) string {
	if e.Name == "this" && f.Language != Go {
		return "this"
	}
	b := f.bindingOf(e)
	if f.typed() {
		if name := f.resolveDeclared(f.declaredType(e)); name != "" {
			return name
		}
	}
	if b == nil {
		if f.inComprehension(e) {
			return "?" + e.Name
		}
		if e.Name == "$" && f.Language <= TSX {
			return "jQuery"
		}
		return e.Name
	}
	if name := f.resolveBinding(b, hops); name != "" {
		return name
	}
	if e.Name == "$" && f.Language <= TSX && b.kind == paramBinding { // (function ($) { … })(jQuery)
		return "jQuery"
	}
	return "?" + e.Name
}

// inComprehension tells whether a name is bound by a Python comprehension around it.
func (f *File) inComprehension(e *Expr) bool {
	// Those that may hold it start before it or, as their targets follow the element, a little after.
	loops := f.names.loops
	at := sort.Search(len(loops), func(i int) bool { return loops[i].target.Start > e.Tokens.Start })
	for _, b := range loops[max(at-8, 0):min(at+8, len(loops))] {
		if e.Tokens.Start < b.from || e.Tokens.Start > b.to {
			continue
		}
		for k := b.target.Start; k < b.target.End; k++ {
			if f.is(k, e.Name) || k > b.target.Start+100 {
				return true
			}
		}
	}
	return false
}

func (f *query) resolveBinding(b *binding, hops int) string {
	switch b.kind {
	case importBinding:
		m := f.Imports[b.index]
		switch {
		case m.first:
			return m.Local
		case f.Language == Go:
			return goModule(m.Module)
		case f.Language == PHP: // without its namespace
			return m.Name
		case m.Name == "" || m.Name == "*":
			return m.Module
		case f.Language == Java && m.Module == "java.lang":
			return m.Name
		case strings.HasSuffix(m.Module, "."): // from . import x
			return m.Module + m.Name
		}
		return m.Module + "." + m.Name
	case assignBinding:
		if f.Assigns[b.index].entered && f.valueOf(b.index) == nil {
			return ""
		}
		name := f.resolveHop(f.valueOf(b.index), hops)
		if b.path != "" && b.path != "default" {
			return orUnknown(name) + "." + b.path
		}
		return name
	case declaredBinding:
		return f.importedType(b.typ, hops)
	case paramBinding:
		if f.typed() {
			return f.resolveDeclared(f.Functions[b.index].Params[b.param].Type)
		}
		if f.Language == Go {
			return f.importedType(f.Functions[b.index].Params[b.param].Type, hops)
		}
		if f.Language == PHP {
			return f.phpType(f.Functions[b.index].Params[b.param].Type)
		}
		return f.resolveType(f.Functions[b.index].Params[b.param].Type, b.index, hops)
	}
	return ""
}

// resolveType gives the type of an annotation, called, when its name was imported.
func (f *query) resolveType(r Range, fn, hops int) string {
	r = f.bareType(r)
	if r.End <= r.Start || f.kind(r.Start) != Ident {
		return ""
	}
	b := f.lookup(f.word(r.Start), int(f.scopes[f.Functions[fn].scope].outer))
	if b == nil || b.kind != importBinding {
		return ""
	}
	name := f.resolveBinding(b, hops)
	i := r.Start + 1
	for ; i+1 < r.End && f.is(i, ".") && f.kind(i+1) == Ident; i += 2 {
		name += "." + f.word(i+1)
	}
	if i < r.End && !f.is(i, "<") {
		return ""
	}
	return name + "()"
}

// bareType looks through what says no more of a type than that the value may be missing, or notes beside it:
// Optional[T], Annotated[T, …], T | null. Of several types it gives none.
func (f *query) bareType(r Range) Range {
	for range 4 {
		parts := f.alternatives(r, "|")
		if len(parts) == 1 && f.Language == Python && f.is(r.End-1, "]") {
			open := int(f.Tokens[r.End-1].Match)
			inner := Range{open + 1, r.End - 1}
			if open <= r.Start || inner.End <= inner.Start {
				return r
			}
			switch f.word(open - 1) {
			case "Annotated":
				parts = f.split(inner, ",")[:1]
			case "Optional", "Union":
				parts = f.alternatives(inner, ",")
			default:
				return r
			}
		} else if len(parts) == 1 && parts[0] == r {
			return r
		}
		if len(parts) != 1 {
			return Range{}
		}
		r = parts[0]
	}
	return r
}

// alternatives splits a type and leaves out what means that there is no value.
func (f *query) alternatives(r Range, separator string) []Range {
	var parts []Range
	for _, part := range f.split(r, separator) {
		if part.End == part.Start+1 && (f.is(part.Start, "null") || f.is(part.Start, "undefined") || f.is(part.Start, "None")) || part.End <= part.Start {
			continue
		}
		parts = append(parts, part)
	}
	return parts
}

// split cuts a stretch of tokens at a separator that stands outside brackets.
func (f *query) split(r Range, separator string) []Range {
	var parts []Range
	start := r.Start
	for k := r.Start; k < r.End; k++ {
		switch {
		case f.kind(k) == Open, f.is(k, "<"):
			k = max(k, min(int(f.Tokens[k].Match), r.End-1))
		case f.is(k, separator):
			parts = append(parts, Range{start, k})
			start = k + 1
		}
	}
	return append(parts, Range{start, r.End})
}

func (f *query) resolveMember(e *Expr, hops int) string {
	if e.X == nil {
		return ""
	}
	switch {
	case f.Language == Go:
		if b := f.fieldOf(e); b != nil && b.kind == declaredBinding {
			if name := f.importedType(b.typ, hops); name != "" {
				return name
			}
		} else if b == nil {
			if name := f.promoted(e, hops); name != "" {
				return name
			}
		}
	case e.X.Kind == IdentExpr:
		if e.X.Name == "this" && f.typed() {
			if name := f.resolveDeclared(f.fieldType(e)); name != "" {
				return name
			}
		}
		if b := f.fieldOf(e); b != nil && (b.kind == assignBinding || b.kind == paramBinding) {
			if name := f.resolveBinding(b, hops); name != "" && (b.kind == assignBinding && f.Language != PHP || name[0] != '?') {
				return name
			}
		}
		if e.X.Name == "this" && f.Language == PHP {
			if name := f.phpFieldType(e); name != "" {
				return name
			}
		}
		if e.X.Name == "this" || f.Language == Python && f.selfClass(f.functionAt(e.Start), e.X.Name) >= 0 {
			return "this." + e.Name
		}
	}
	x := f.resolveHop(e.X, hops)
	if x == "java.lang" && f.Language == Java {
		return e.Name
	}
	if e.Name == "default" && f.Language != Python && f.Language != Go && x != "" && x[0] != '?' {
		return x
	}
	return orUnknown(x) + "." + e.Name
}

func (f *query) resolveCall(e *Expr, hops int) string {
	if e.X == nil {
		return ""
	}
	name := f.resolveHop(e.X, hops)
	if e.Kind == CallExpr && len(e.List) > 0 {
		switch name {
		case "require", "import", "__import__", "importlib.import_module":
			if v := f.valueHop(e.List[0], hops); v.Known && v.Kind == StringExpr {
				return strings.TrimPrefix(v.Text, "node:")
			}
		case "getattr":
			if len(e.List) > 1 && f.Language == Python {
				if v := f.valueHop(e.List[1], hops); v.Known && v.Kind == StringExpr {
					return orUnknown(f.resolveHop(e.List[0], hops)) + "." + v.Text
				}
			}
		case "functools.partial":
			return f.resolveHop(e.List[0], hops)
		case "__importDefault", "__importStar", "?__importDefault", "?__importStar", "Object.freeze":
			return f.resolveHop(e.List[0], hops)
		}
	}
	if f.Language == Java {
		return javaFactory(orUnknown(name) + "()")
	}
	return orUnknown(name) + "()"
}

func (f *File) deref(e *Expr) *Expr { return (&query{File: f}).derefLimited(e, 0) }

// state tells whether an expression is what a component of React keeps, which setState changes.
func (f *query) state(e *Expr) bool {
	return f.Language <= TSX && e.Kind == MemberExpr && e.Name == "state" && e.X != nil && e.X.Kind == IdentExpr && e.X.Name == "this"
}

func (f *query) derefOnce(e *Expr, hops int) *Expr {
	if f.spent() {
		return nil
	}
	switch e.Kind {
	case IdentExpr:
		return f.derefBinding(f.bindingOf(e), hops)
	case MemberExpr:
		if b := f.fieldOf(e); b != nil {
			return f.derefBinding(b, hops)
		}
		if e.X != nil && hops < maxHops-1 {
			if b := f.rootOf(e.X); b != nil && b.mutated || f.state(e.X) {
				return nil
			}
			if object := f.derefLimited(e.X, hops+1); object != nil && object.Kind == ObjectExpr {
				value, open := f.fieldHop(object, e.Name, hops+1)
				if !open {
					return value
				}
			}
		}
	case CallExpr:
		if f.Language == Go {
			return f.goConverted(e)
		}
		if f.Language == Ruby {
			return rubyKept(e)
		}
		if e.X != nil && e.X.Kind == MemberExpr && e.X.Name == "freeze" && len(e.List) == 1 && e.X.X != nil && e.X.X.Kind == IdentExpr && e.X.X.Name == "Object" {
			return e.List[0]
		}
	}
	return nil
}

func (f *File) rootOf(e *Expr) *binding {
	for e != nil && e.Kind == MemberExpr {
		e = e.X
	}
	if e == nil || e.Kind != IdentExpr {
		return nil
	}
	return f.bindingOf(e)
}

func (f *query) derefLimited(e *Expr, hops int) *Expr {
	for ; e != nil && hops < maxHops; hops++ {
		next := f.derefOnce(e, hops)
		if next == nil || next == e {
			return e
		}
		e = next
	}
	return e
}

func (f *query) derefBinding(b *binding, hops int) *Expr {
	if b == nil {
		return nil
	}
	switch b.kind {
	case assignBinding:
		value := f.valueOf(b.index)
		if f.Assigns[b.index].entered {
			return nil
		}
		if b.path == "" || value == nil {
			return value
		}
		if object := f.derefLimited(value, hops+1); object != nil && object.Kind == ObjectExpr {
			switch found, open := f.fieldHop(object, b.path, hops+1); {
			case open:
			case found == nil && b.unset.End > b.unset.Start:
				return f.exprOf(b.unset)
			default:
				return found
			}
		}
	case functionBinding:
		fn := &f.Functions[b.index]
		return &Expr{Kind: FuncExpr, Name: fn.Name, Start: fn.Start, End: fn.End, Tokens: fn.Body, Function: b.index}
	case classBinding:
		return f.classExpr(b.index)
	}
	return nil
}

func (f *File) classExpr(i int) *Expr {
	c := &f.Classes[i]
	return &Expr{Kind: ClassExpr, Name: c.Name, Start: c.Start, End: c.End, Tokens: c.Body, Function: -1, Class: i}
}

func (f *File) field(e *Expr, key string) (*Expr, bool) { return (&query{File: f}).fieldHop(e, key, 0) }

func (f *query) fieldHop(e *Expr, key string, hops int) (value *Expr, open bool) {
	if e == nil {
		return nil, false
	}
	if hops > maxHops || f.spent() {
		return nil, true
	}
	if b := f.rootOf(e); b != nil && b.mutated {
		return nil, true
	}
	e = f.derefLimited(e, hops)
	switch e.Kind {
	case ObjectExpr:
	case CallExpr, NewExpr:
		if f.Language != Python && !f.typed() && f.Language != PHP && f.Language != Ruby {
			return nil, true
		}
	case StringExpr, NumberExpr, BoolExpr, NullExpr, FuncExpr, RegexExpr:
		return nil, false
	default:
		return nil, true
	}
	for i := len(e.List) - 1; i >= 0; i-- {
		if i < len(e.List)-maxFields {
			return nil, true
		}
		item := e.List[i]
		switch item.Kind {
		case PairExpr:
			name := item.Name
			if item.X != nil {
				v := f.valueHop(item.X, hops+1)
				if !v.Known {
					open = true
					continue
				}
				name = v.Text
			}
			if name == key {
				return item.Y, open
			}
		case KeywordExpr:
			if item.Name == key {
				return item.X, open
			}
		case SpreadExpr:
			if e.Kind != ObjectExpr && item.Name != "**" {
				continue
			}
			found, unseen := f.fieldHop(item.X, key, hops+1)
			open = open || unseen
			if found != nil {
				return found, open
			}
		case Unknown:
			open = true
		}
	}
	return nil, open || f.Language == Go && f.filledLater(e, key)
}
