package code

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// methodOfStruct finds the method of a struct of this file that a callee of Go means.
func (r *run) methodOfStruct(callee *syntax.Expr) int {
	candidates := r.functionsNamed(callee.Name)
	if len(candidates) == 0 || len(candidates) > 20 {
		return -1
	}
	class := r.file.StructOf(callee.X)
	for _, i := range candidates {
		if class >= 0 && r.file.Functions[i].Class == class {
			return i
		}
	}
	return -1
}

// elsewhere tells whether a name of Go is one that another package gives a value: a constant or variable that can't be
// seen here.
func (r *run) elsewhere(e *syntax.Expr) bool {
	if r.file.Language != syntax.Go || e.Kind != syntax.MemberExpr || e.X.Kind != syntax.IdentExpr {
		return false
	}
	name := r.file.Resolve(e)
	return name != "" && !strings.ContainsAny(name, "?()") && len(r.defsOf(e.X.Name)) == 0
}

// structural tells whether a value of Go is a literal of a struct or map, or points to one.
func (r *run) structural(e *syntax.Expr) bool {
	d := r.file.Deref(e)
	if d.Kind == syntax.UnaryExpr && d.Name == "&" {
		d = r.file.Deref(d.X)
	}
	return d.Kind == syntax.ObjectExpr || d.Kind == syntax.NewExpr
}

// shared makes a definition one of several that one value of Go gives: a, b := f(x). The first holds the value, the others
// an empty one at its end.
func (r *run) shared(i int, d *def) {
	all := r.file.Assigns
	first := i
	for first > 0 && all[first].Value.Start == all[first].Value.End && all[first-1].Target.End+1 == all[first].Target.Start && r.is(all[first-1].Target.End, ",") {
		first--
	}
	several := first+1 < len(all) && all[first+1].Value == syntax.Range{Start: all[first].Value.End, End: all[first].Value.End} && r.is(all[first].Target.End, ",")
	if several && all[first].Value.End > all[first].Value.Start {
		d.kind, d.value, d.place = partDef, all[first].Value, i-first
	}
}

// oneOf gives the function of this file that gives a name one of its results, as in a, err := f(x); -1 for other definitions.
func (t *trace) oneOf(d *def, value *syntax.Expr) int {
	if d.kind != partDef || t.run.file.Language != syntax.Go || value.Kind != syntax.CallExpr || value.X == nil {
		return -1
	}
	if t.cleaned(value) || t.stops(value, t.run.file.Resolve(value.X)) {
		return -1
	}
	return t.local(value.X)
}

// private tells whether a function of Go is called in this file and can hardly be called elsewhere: it isn't exported, or
// the package is a program.
func (t *trace) private(fn int) bool {
	f := &t.run.file.Functions[fn]
	if t.run.file.Language != syntax.Go || f.Name == "" || len(t.frames) > 0 {
		return false
	}
	if first := f.Name[0]; first >= 'A' && first <= 'Z' && !(t.run.is(0, "package") && t.run.is(1, "main")) {
		return false
	}
	calls := t.run.callsNamed(f.Name)
	return len(calls) > 0 && len(calls) <= 20 && !slices.ContainsFunc(calls, func(c int) bool {
		e := t.run.file.CallExpr(&t.run.file.Calls[c])
		return e == nil || e.X == nil || t.local(e.X) != fn
	})
}

// sameVariable tells whether a name of Go means the same variable at two tokens: a := in a block makes another one there.
func (r *run) sameVariable(name string, fn, a, b int) bool {
	return r.file.Language != syntax.Go || r.scopeOf(name, fn, a) == r.scopeOf(name, fn, b)
}

// scopeOf gives the innermost block around a token in which a function declares a name with :=; -1 when none does.
func (r *run) scopeOf(name string, fn, token int) int {
	r.blocks()
	scope := -1
	for n, d := range r.defsOf(name) {
		if d.at > token || n > maxDefs {
			break
		}
		if d.fn != fn || d.kind > partDef || !r.declared(d.at) {
			continue
		}
		if b := r.blockAt(d.at); b > scope && r.encloses(b, token) {
			scope = b
		}
	}
	return scope
}

// declared tells whether the name at a token is declared there: x, err := f().
func (r *run) declared(at int) bool {
	for at++; r.is(at, ","); {
		at += 2
	}
	return r.is(at, ":=")
}

// namedResults gives what a bare return of Go returns.
func (r *run) namedResults(f *syntax.Function, at int) *syntax.Expr {
	closed := f.Body.Start - 2
	if closed < 0 || !r.is(closed, ")") || r.file.Tokens[closed].Match <= 0 || !r.is(int(r.file.Tokens[closed].Match)-1, ")") {
		return nil
	}
	place := &r.file.Tokens[at]
	all := &syntax.Expr{Kind: syntax.ArrayExpr, Start: int(place.Start), End: int(place.End), Function: -1}
	for k := int(r.file.Tokens[closed].Match) + 1; k < closed; k++ {
		t := &r.file.Tokens[k]
		switch {
		case t.Kind == syntax.Open && int(t.Match) > k:
			k = int(t.Match)
		case t.Kind == syntax.Ident && (r.is(k-1, ",") || r.is(k-1, "(")):
			all.List = append(all.List, &syntax.Expr{Kind: syntax.IdentExpr, Name: r.text(k), Start: all.Start, End: all.End, Function: -1})
		}
	}
	if len(all.List) == 1 {
		return all.List[0]
	}
	return all
}

// rooted tells whether a path is made to start at the root before it is cleaned, so that no .. is left: path.Clean("/" + name).
func (t *trace) rooted(e *syntax.Expr, canonical string) bool {
	if t.sink != "path" || len(e.List) != 1 || canonical != "path.Clean" && canonical != "path/filepath.Clean" {
		return false
	}
	first := t.run.file.Deref(e.List[0])
	for first.Kind == syntax.BinaryExpr && first.Name == "+" && first.X != nil {
		first = first.X
	}
	v := t.run.file.Value(first)
	return v.Known && strings.HasPrefix(v.Text, "/")
}

// uploaded tells whether an expression of Go is the name of an uploaded file, which net/http gives without folders.
func (t *trace) uploaded(e *syntax.Expr) bool {
	if t.run.file.Language != syntax.Go || t.sink != "path" || e.Kind != syntax.MemberExpr || e.Name != "Filename" || e.X.Kind != syntax.IdentExpr {
		return false
	}
	return slices.ContainsFunc(t.run.defsOf(e.X.Name), func(d def) bool { return t.run.calledWith(d.value, "FormFile", "MultipartForm") })
}

// itself tells whether what runs is the program of Go that runs already, os.Args[0].
func (t *trace) itself(e *syntax.Expr) bool {
	f := t.run.file
	return f.Language == syntax.Go && t.sink == "shell" && e.Kind == syntax.IndexExpr && e.Y != nil && f.Value(e.Y).Text == "0" && f.Resolve(e.X) == "os.Args"
}
