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
