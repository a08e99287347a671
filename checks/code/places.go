package code

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// A place is a stretch of the file that a formula holds for, and what its holes stand for there.
type place struct {
	start, end int
	expr       *syntax.Expr // what stands there, when it is one expression
	holes      pattern.Holes
}

func (p place) holds(q place) bool { return p.start <= q.start && q.end <= p.end }

// maxPlaces bounds the places of one formula in one file, maxJoins the pairs of them looked at for one rule.
const (
	maxPlaces = 5_000
	maxJoins  = 2_000_000
)

// placesOf gives the places that a formula holds for, as Semgrep combines its operators.
func (r *run) placesOf(f *formula) []place {
	switch f.op {
	case rules.OpPattern, rules.OpRegex:
		return r.leafPlaces(f.leaf)
	case rules.OpEither:
		var all []place
		for _, inner := range f.list {
			all = append(all, r.placesOf(inner)...)
		}
		return tidy(all)
	case rules.OpAll:
		return r.together(f.list, nil)
	}
	return r.together([]*formula{f}, nil)
}

// together gives the places for which all of a list hold. Without something to find it starts from seed.
func (r *run) together(list []*formula, seed []place) []place {
	found, started := seed, seed != nil
	for _, f := range list {
		switch f.op {
		case rules.OpPattern, rules.OpRegex, rules.OpEither, rules.OpAll:
			if these := r.placesOf(f); started {
				found = r.meet(found, these)
			} else {
				found, started = these, true
			}
		}
	}
	for _, f := range list {
		if f.op != rules.OpInside {
			continue
		}
		if around := r.placesOf(f.list[0]); started {
			found = r.meetInside(found, around)
		} else {
			found, started = around, true
		}
	}
	for _, f := range list {
		switch f.op {
		case rules.OpNot, rules.OpNotInside:
			found = r.without(found, r.placesOf(f.list[0]))
		case rules.OpNotRegex:
			found = slices.DeleteFunc(slices.Clone(found), func(p place) bool { return f.regex.Match(r.file.Text[p.start:p.end]) })
		case rules.OpHoleRegex, rules.OpHoleMatch, rules.OpComparison:
			found = slices.DeleteFunc(slices.Clone(found), func(p place) bool { return !r.holeFits(f, p) })
		}
	}
	for _, f := range list {
		if f.op == rules.OpFocus {
			found = r.focus(found, f.hole)
		}
	}
	return tidy(found)
}

// tidy sorts places and drops what is there twice.
func tidy(list []place) []place {
	slices.SortStableFunc(list, func(a, b place) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	list = slices.CompactFunc(list, func(a, b place) bool {
		return a.start == b.start && a.end == b.end && slices.EqualFunc(a.holes, b.holes, func(x, y pattern.Hole) bool {
			return x.Name == y.Name && x.Expr.Start == y.Expr.Start && x.Expr.End == y.Expr.End
		})
	})
	return list[:min(len(list), maxPlaces)]
}

// meet keeps the inner one of each two places one of which lies in the other.
func (r *run) meet(a, b []place) []place {
	return r.pairs(a, b, func(p, q place) (place, bool) {
		switch {
		case q.holds(p):
			return p, true
		case p.holds(q):
			return q, true
		}
		return p, false
	})
}

func (r *run) meetInside(a, around []place) []place {
	return r.pairs(a, around, func(p, q place) (place, bool) { return p, q.holds(p) })
}

func (r *run) pairs(a, b []place, keep func(p, q place) (place, bool)) []place {
	var met []place
	for _, p := range a {
		for _, q := range b {
			if r.joins++; r.joins > maxJoins || len(met) > maxPlaces {
				return met
			}
			kept, ok := keep(p, q)
			if !ok {
				continue
			}
			if holes, ok := r.unify(p.holes, q.holes); ok {
				kept.holes = holes
				met = append(met, kept)
			}
		}
	}
	return met
}

// without drops places that lie in one of others.
func (r *run) without(a, others []place) []place {
	return slices.DeleteFunc(slices.Clone(a), func(p place) bool {
		return slices.ContainsFunc(others, func(q place) bool {
			if r.joins++; r.joins > maxJoins || !q.holds(p) {
				return false
			}
			_, ok := r.unify(p.holes, q.holes)
			return ok
		})
	})
}

// unify joins what holes stand for; not when one would stand for two things.
func (r *run) unify(a, b pattern.Holes) (pattern.Holes, bool) {
	all := a
	for _, h := range b {
		bound := all.Get(h.Name)
		if bound == nil {
			all = all.With(h.Name, h.Expr)
		} else if !r.alike(bound, h.Expr) {
			return nil, false
		}
	}
	return all, true
}

func (r *run) alike(a, b *syntax.Expr) bool {
	return a.Start == b.Start && a.End == b.End || bytes.Equal(r.written(a), r.written(b))
}

func (r *run) written(e *syntax.Expr) []byte {
	if e.Start < 0 || e.End > len(r.file.Text) || e.Start > e.End {
		return nil
	}
	return r.file.Text[e.Start:e.End]
}

// focus narrows places to what one hole stands for.
func (r *run) focus(list []place, hole string) []place {
	var all []place
	for _, p := range list {
		if e := p.holes.Get(hole); e != nil {
			all = append(all, place{e.Start, e.End, e, p.holes})
		}
	}
	return all
}

// holeFits asks a condition of what a hole stands for: metavariable-regex of the code as it is written, and of a string's content.
func (r *run) holeFits(f *formula, p place) bool {
	if f.op == rules.OpComparison {
		return r.compares(f.compare, p.holes)
	}
	e := p.holes.Get(f.hole)
	if e == nil {
		return false
	}
	if f.op == rules.OpHoleRegex {
		v := r.file.Value(e)
		return f.regex.Match(r.written(e)) || v.Known && v.Kind == syntax.StringExpr && f.regex.MatchString(v.Text)
	}
	inner := f.list[0]
	list := []*formula{inner}
	if inner.op == rules.OpAll {
		list = inner.list
	}
	seed := []place{{e.Start, e.End, e, p.holes}}
	if slices.ContainsFunc(list, func(f *formula) bool {
		return f.op == rules.OpRegex || f.op == rules.OpEither && f.list[0].op == rules.OpRegex
	}) {
		found := r.together(list, nil) // a text anywhere in it
		return slices.ContainsFunc(found, func(q place) bool { return seed[0].holds(q) })
	}
	if v := r.file.Deref(e); v != e && !strings.HasPrefix(string(r.written(v)), "function") {
		if r.seeded(list, place{v.Start, v.End, v, p.holes}) {
			return true
		}
	}
	return r.seeded(list, seed[0])
}

// seeded asks whether a list of operators holds for one expression.
func (r *run) seeded(list []*formula, at place) bool {
	for _, f := range list {
		switch f.op {
		case rules.OpPattern:
			if !r.matchesAt(f.leaf, at) {
				return false
			}
		case rules.OpNot:
			if r.seeded(f.list, at) {
				return false
			}
		case rules.OpEither:
			if !slices.ContainsFunc(f.list, func(inner *formula) bool { return r.seeded([]*formula{inner}, at) }) {
				return false
			}
		case rules.OpAll:
			if !r.seeded(f.list, at) {
				return false
			}
		default:
			if len(r.together([]*formula{f}, []place{at})) == 0 {
				return false
			}
		}
	}
	return true
}

func (r *run) matchesAt(l *leaf, at place) bool {
	if l.expr == nil {
		return slices.ContainsFunc(r.leafPlaces(l), func(q place) bool { return q.start == at.start && q.end == at.end })
	}
	_, a := l.expr.Match(r.file, at.expr, at.holes, nil)
	return a == pattern.Yes
}
