package secrets

import (
	"math"
	"regexp/syntax"
	"slices"
)

func either(list []shape) shape {
	s := list[0]
	for _, t := range list[1:] {
		s.whole = s.whole.or(t.whole)
		s.holds = s.holds && t.holds
		s.folds = s.folds || t.folds
		s.before, s.after = s.before.or(t.before), s.after.or(t.after)
		s.lead = s.lead.or(t.lead)
		s.empty = s.empty && t.empty
		if s.open != t.open {
			s.open, s.follow = false, run{}
		} else {
			s.follow = s.follow.or(t.follow)
		}
		if s.exact == nil || t.exact == nil || len(s.exact)+len(t.exact) > maxExact {
			s.exact = nil
			continue
		}
		s.exact = append(append([]string{}, s.exact...), t.exact...)
	}
	return s
}

// sequence joins shapes that follow each other. The keyword may stand in one of them or across several.
func sequence(list []shape, keywords []string) shape {
	var s shape
	s.exact = []string{""}
	for _, t := range list {
		s.whole = s.whole.plus(t.whole)
		s.exact, s.folds = cross(s.exact, t.exact), s.folds || t.folds
	}
	s.lead = leadOf(list)
	best := math.MaxInt
	for i := range list {
		part := shape{exact: []string{""}}
		for j := i; j < len(list); j++ {
			if j > i {
				part.holds = false
			}
			part.exact = cross(part.exact, list[j].exact)
			if j == i && list[i].holds {
				part.holds, part.before, part.after, part.open, part.follow = true, list[i].before, list[i].after, list[i].open, list[i].follow
			} else {
				part = known(part, keywords)
			}
			if part.holds {
				before, after := total(list[:i]).plus(part.before), part.after.plus(total(list[j+1:]))
				if c := cost(before) + cost(after); c < best {
					best = c
					s.holds, s.before, s.after = true, before, after
					s.last, s.rest = j, part.after
					s.open, s.follow = part.open, part.follow
					if rest := list[j+1:]; s.open && len(rest) > 0 {
						s.follow, s.open = leadOf(rest), false
					}
				}
			}
			if part.exact == nil {
				break
			}
		}
	}
	return s
}

// leadOf is how a sequence begins.
func leadOf(list []shape) run {
	for _, s := range list {
		if !s.empty {
			return s.lead
		}
	}
	return run{}
}

func total(list []shape) extent {
	var e extent
	for _, s := range list {
		e = e.plus(s.whole)
	}
	return e
}

func cost(e extent) int {
	c := min(e.fixed, 1<<20)
	if e.run != (byteSet{}) {
		c += 1 << 20
	}
	return c
}

// unfactored undoes what the parser does to f1a|f2b, f(?:1a|2b): keywords stand in f1 and f2.
func unfactored(list []*syntax.Regexp) []*syntax.Regexp {
	list = merged(list)
	var out []*syntax.Regexp
	for i := 0; i < len(list); i++ {
		if i+1 == len(list) || list[i].Op != syntax.OpLiteral || list[i+1].Op != syntax.OpAlternate {
			out = append(out, list[i])
			continue
		}
		alternatives := &syntax.Regexp{Op: syntax.OpAlternate}
		for _, sub := range list[i+1].Sub {
			joined := &syntax.Regexp{Op: syntax.OpConcat, Sub: []*syntax.Regexp{list[i], sub}}
			if sub.Op == syntax.OpConcat {
				joined.Sub = append([]*syntax.Regexp{list[i]}, sub.Sub...)
			}
			alternatives.Sub = append(alternatives.Sub, joined)
		}
		out = append(out, alternatives)
		i++
	}
	return out
}

// merged joins literals that follow each other.
func merged(list []*syntax.Regexp) []*syntax.Regexp {
	var out []*syntax.Regexp
	for _, re := range list {
		if n := len(out); n > 0 && re.Op == syntax.OpLiteral && out[n-1].Op == syntax.OpLiteral && re.Flags == out[n-1].Flags {
			out[n-1] = &syntax.Regexp{Op: syntax.OpLiteral, Flags: re.Flags, Rune: slices.Concat(out[n-1].Rune, re.Rune)}
			continue
		}
		out = append(out, re)
	}
	return out
}
