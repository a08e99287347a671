package code

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// A candidate is an expression of the file that a pattern of Semgrep's is tried on.
type candidate struct {
	kind       pattern.AnchorKind
	expr       *syntax.Expr
	start, end int
}

// maxCandidates bounds the expressions of one file.
const maxCandidates = 100_000

// candidates lists every expression of the file, made once: calls, assignments, returns, conditions and all in them.
func (r *run) candidates() []candidate {
	if r.candidateList != nil {
		return r.candidateList
	}
	l := &lister{seen: map[[3]int]bool{}}
	f := r.file
	for i := range f.Calls {
		c := &f.Calls[i]
		if e := f.CallExpr(c); e != nil && c.Decorator {
			l.list = append(l.list, candidate{pattern.Decorator, e, c.Start, c.End})
		} else {
			l.add(e, 0)
		}
	}
	for i := range f.Assigns {
		a := &f.Assigns[i]
		x, y := f.Expr(a.Target), f.Expr(a.Value)
		l.add(x, 0)
		l.add(y, 0)
		if x != nil && y != nil {
			l.list = append(l.list, candidate{pattern.Assign, &syntax.Expr{Kind: syntax.AssignExpr, Name: "=", X: x, Y: y, Start: a.Start, End: a.End, Function: -1}, a.Start, a.End})
		}
	}
	for i, t := range f.Tokens[:r.main()] {
		if t.Kind != syntax.Keyword || !r.is(i, "return") {
			continue
		}
		if e := r.valueAt(syntax.Range{Start: i + 1, End: r.returnEnd(i+1, r.main())}); e != nil {
			l.list = append(l.list, candidate{pattern.Return, e, int(t.Start), e.End})
			l.add(e, 0)
		}
	}
	for _, b := range r.blocks() {
		if b.head.End > b.head.Start && b.head.End-b.head.Start < maxStatement {
			l.add(f.Expr(b.head), 0)
		}
	}
	slices.SortStableFunc(l.list, func(a, b candidate) int { return a.start - b.start })
	r.candidateList = l.list
	return l.list
}

type lister struct {
	list []candidate
	seen map[[3]int]bool
}

func (l *lister) add(e *syntax.Expr, depth int) {
	if e == nil || depth > maxDeepExpr || len(l.list) > maxCandidates || e.Start >= e.End {
		return
	}
	key := [3]int{e.Start, e.End, int(e.Kind)}
	if l.seen[key] {
		return
	}
	l.seen[key] = true
	l.list = append(l.list, candidate{pattern.Nowhere, e, e.Start, e.End})
	for _, inner := range []*syntax.Expr{e.X, e.Y, e.Z} {
		l.add(inner, depth+1)
	}
	for _, inner := range e.List {
		l.add(inner, depth+1)
	}
}

const maxDeepExpr = 60

// leafPlaces gives every place that a pattern matches.
func (r *run) leafPlaces(l *leaf) []place {
	if list, ok := r.places[l]; ok {
		return list
	}
	var list []place
	switch {
	case l.expr != nil:
		list = r.exprPlaces(l.expr)
	case l.regex != nil:
		for _, m := range l.regex.FindAllIndex(r.file.Text, maxPlaces) {
			list = append(list, place{start: m[0], end: m[1]})
		}
	case l.from != nil:
		list = r.importPlaces(l.from)
	case l.branch != nil:
		list = r.branchPlaces(l.branch)
	case l.define != nil:
		list = r.definitionPlaces(l.define)
	default:
		list = r.sequencePlaces(l.sequence)
	}
	if r.places == nil {
		r.places = map[*leaf][]place{}
	}
	list = tidy(list)
	r.places[l] = list
	return list
}

func (r *run) exprPlaces(p *pattern.Pattern) []place {
	var list []place
	want := p.Anchor().Kind
	if want != pattern.Decorator && want != pattern.Assign && want != pattern.Return {
		want = pattern.Nowhere
	}
	for _, c := range r.candidates() {
		if c.kind != want {
			continue
		}
		if holes, a := p.Match(r.file, c.expr, nil, nil); a == pattern.Yes {
			list = append(list, place{c.start, c.end, c.expr, holes})
		}
		if len(list) > maxPlaces {
			break
		}
	}
	return list
}

func (r *run) importPlaces(want *imported) []place {
	var list []place
	for i := range r.file.Imports {
		m := &r.file.Imports[i]
		full := strings.TrimSuffix(m.Module+"."+m.Name, ".")
		if want.name == "" && (m.Module == want.module || full == want.module) || want.name != "" && m.Module == want.module && (m.Name == want.name || want.name == "*") {
			p := place{start: m.Start, end: min(m.Start+len(m.Module), len(r.file.Text))}
			if want.hole != "" {
				p.holes = p.holes.With(want.hole, r.nameIn(m.Local, m.Start, len(r.file.Text)))
			}
			list = append(list, p)
		}
	}
	return list
}

func (r *run) definitionPlaces(d *definition) []place {
	var list []place
	if d.class {
		for i := range r.file.Classes {
			c := &r.file.Classes[i]
			list = append(list, r.defined(d, c.Name, c.Start, c.End, nil, c.Bases, c.Decorators)...)
		}
		return list
	}
	for i := range r.file.Functions {
		f := &r.file.Functions[i]
		list = append(list, r.defined(d, f.Name, f.Start, f.End, f, nil, f.Decorators)...)
	}
	return list
}

// defined matches one function or class.
func (r *run) defined(d *definition, name string, start, end int, f *syntax.Function, bases []syntax.Range, decorators []int) []place {
	var holes pattern.Holes
	switch {
	case d.name != "" && d.name != name:
		return nil
	case d.hole != "":
		holes = holes.With(d.hole, r.nameIn(name, start, end))
	}
	ok := true
	for _, want := range d.bases {
		ok = false
		for _, b := range bases {
			if h, a := want.Match(r.file, r.file.Expr(b), holes, nil); a == pattern.Yes {
				holes, ok = h, true
				break
			}
		}
		if !ok {
			return nil
		}
	}
	for _, want := range d.decorators {
		ok = false
		for _, at := range decorators {
			if at < 0 || at >= len(r.file.Calls) {
				continue
			}
			start = min(start, r.file.Calls[at].Start)
			if h, a := want.Match(r.file, r.file.CallExpr(&r.file.Calls[at]), holes, nil); a == pattern.Yes {
				holes, ok = h, true
				break
			}
		}
		if !ok {
			return nil
		}
	}
	if f != nil {
		if holes, ok = r.parameters(d.params, f, f.Params, holes); !ok {
			return nil
		}
	}
	whole := place{start: start, end: end, holes: holes}
	if d.body == nil {
		return []place{whole}
	}
	return r.pairs([]place{whole}, r.leafPlaces(d.body), func(p, q place) (place, bool) { return p, p.holds(q) })
}

// branchPlaces finds the blocks of a condition, each with its condition.
func (r *run) branchPlaces(want *branch) []place {
	var list []place
	for _, b := range r.blocks() {
		if b.kind != want.word && (b.kind != "elif" || want.word != "if") || b.head.End <= b.head.Start || b.head.End-b.head.Start > maxStatement || b.end <= b.start {
			continue
		}
		whole := place{start: int(r.file.Tokens[b.head.Start].Start), end: int(r.file.Tokens[min(b.end, r.main())-1].End)}
		if want.head != nil {
			holes, a := want.head.Match(r.file, r.file.Expr(b.head), nil, nil)
			if a != pattern.Yes {
				continue
			}
			whole.holes = holes
		}
		if want.body == nil {
			list = append(list, whole)
			continue
		}
		list = append(list, r.pairs([]place{whole}, r.leafPlaces(want.body), func(p, q place) (place, bool) { return p, p.holds(q) })...)
	}
	return list
}

// nameIn makes an expression of a name that stands in a stretch of the file.
func (r *run) nameIn(name string, start, end int) *syntax.Expr {
	at := -1
	for i := max(r.tokenAt(start), 0); i < r.main() && int(r.file.Tokens[i].Start) < end && name != ""; i++ {
		if int(r.file.Tokens[i].Start) >= start && r.is(i, name) {
			at = int(r.file.Tokens[i].Start)
			break
		}
	}
	if at < 0 {
		return &syntax.Expr{Kind: syntax.IdentExpr, Name: name, Start: start, End: start, Function: -1}
	}
	return &syntax.Expr{Kind: syntax.IdentExpr, Name: name, Start: at, End: at + len(name), Function: -1}
}

// parameters matches a list of parameters.
func (r *run) parameters(want []param, f *syntax.Function, have []syntax.Param, holes pattern.Holes) (pattern.Holes, bool) {
	if len(want) == 0 {
		return holes, len(have) == 0
	}
	if want[0].dots {
		for i := 0; i <= len(have); i++ {
			if h, ok := r.parameters(want[1:], f, have[i:], holes); ok {
				return h, true
			}
			if i > 60 {
				break
			}
		}
		return holes, false
	}
	if len(have) == 0 {
		return holes, false
	}
	w, p := want[0], &have[0]
	if w.name != "" && w.name != p.Name || w.typ != "" && !r.typed(w.typ, p.Type) {
		return holes, false
	}
	if w.hole != "" {
		var ok bool
		if holes, ok = r.unify(holes, pattern.Holes{{Name: w.hole, Expr: r.parameterName(f, p)}}); !ok {
			return holes, false
		}
	}
	return r.parameters(want[1:], f, have[1:], holes)
}

func (r *run) parameterName(f *syntax.Function, p *syntax.Param) *syntax.Expr {
	end := f.End
	if f.Body.Start < len(r.file.Tokens) {
		end = int(r.file.Tokens[f.Body.Start].Start)
	}
	return r.nameIn(p.Name, f.Start, end)
}

func (r *run) typed(want string, have syntax.Range) bool {
	var b strings.Builder
	for i := have.Start; i < min(have.End, have.Start+40); i++ {
		b.WriteString(r.text(i))
	}
	got := strings.TrimPrefix(b.String(), "*")
	return got == want || strings.HasSuffix(got, "."+want) || strings.HasSuffix(want, "."+got) && got != ""
}

// sequencePlaces finds statements one after another in one block.
func (r *run) sequencePlaces(sequence []*leaf) []place {
	var found []place
	started, dots := false, false
	for i, l := range sequence {
		if l == nil {
			dots = true
			continue
		}
		these := r.leafPlaces(l)
		if !started {
			found, started = slices.Clone(these), true
			if i > 0 { // what stands before doesn't matter, but lies inside
				for k := range found {
					found[k].start = r.blockStart(found[k].start)
				}
			}
		} else {
			adjacent := !dots
			found = r.pairs(found, these, func(p, q place) (place, bool) {
				if q.start < p.end || q.end > r.blockEnd(p.end-1) || adjacent && strings.Trim(string(r.file.Text[p.end:q.start]), " \t\r\n;)") != "" {
					return p, false
				}
				return place{start: p.start, end: q.end}, true
			})
		}
		dots = false
	}
	if dots {
		for k := range found {
			found[k].end = max(found[k].end, r.blockEnd(found[k].end-1))
		}
	}
	for k := range found {
		found[k].expr = nil
	}
	return found
}

// blockEnd gives where the block around an offset ends: a branch, a function, or the file.
func (r *run) blockEnd(offset int) int {
	_, end := r.blockAround(offset)
	return end
}

func (r *run) blockStart(offset int) int {
	start, _ := r.blockAround(offset)
	return start
}

func (r *run) blockAround(offset int) (start, end int) {
	r.blocks()
	end = len(r.file.Text)
	if i := r.file.FunctionAt(offset); i >= 0 {
		start, end = r.file.Functions[i].Start, r.file.Functions[i].End
	}
	if b := r.blockAt(r.tokenAt(offset)); b >= 0 {
		from, to := r.blockList[b].start, r.blockList[b].end
		if from < len(r.file.Tokens) && int(r.file.Tokens[from].Start) > start {
			start = int(r.file.Tokens[from].Start)
			if to < len(r.file.Tokens) {
				end = min(end, int(r.file.Tokens[to].Start))
			}
		}
	}
	return start, end
}
