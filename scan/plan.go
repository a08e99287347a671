package scan

import (
	"path"
	"slices"
	"strings"
)

// A plan says which checks a file goes to, and finds their literals in one pass.
type plan struct {
	prefilter *prefilter
	uses      [][]use // by literal of the prefilter
	checks    []checkPlan
}

// A use is one check's interest in a literal.
type use struct {
	check int
	local int32  // index into the check's Info.Literals
	needs uint64 // which of the check's needs it satisfies
}

type checkPlan struct {
	needs []needPlan
}

type needPlan struct {
	any      bool
	kinds    []string
	names    []string // exact
	patterns []string
	literals bool
}

func newPlan(infos []Info) *plan {
	p := &plan{}
	index := map[string]int{}
	var literals []string
	for c, info := range infos {
		var cp checkPlan
		masks := make([]uint64, len(info.Literals))
		for n, need := range info.Needs {
			for _, l := range need.Literals {
				masks[l] |= 1 << (n & 63)
			}
			cp.needs = append(cp.needs, planNeed(need))
		}
		p.checks = append(p.checks, cp)
		for local, literal := range info.Literals {
			key := fold(literal)
			i, ok := index[key]
			if !ok {
				i = len(literals)
				index[key] = i
				literals = append(literals, key)
				p.uses = append(p.uses, nil)
			}
			p.uses[i] = append(p.uses[i], use{c, int32(local), masks[local]})
		}
	}
	var short []int
	p.prefilter, short = newPrefilter(literals)
	for _, i := range short { // too short to look for: whoever asks gets every file of the right kind
		for _, u := range p.uses[i] {
			for n := range p.checks[u.check].needs {
				if u.needs&(1<<(n&63)) != 0 {
					p.checks[u.check].needs[n].literals = false
				}
			}
		}
	}
	return p
}

func planNeed(need Need) needPlan {
	n := needPlan{any: need.Any, kinds: need.Kinds, literals: len(need.Literals) > 0}
	for _, name := range need.Names {
		if strings.ContainsAny(name, `*?[\`) {
			n.patterns = append(n.patterns, name)
		} else {
			n.names = append(n.names, name)
		}
	}
	return n
}

func (n *needPlan) covers(kind, base string) bool {
	if n.any || kind != "" && slices.Contains(n.kinds, kind) || slices.Contains(n.names, base) {
		return true
	}
	for _, pattern := range n.patterns {
		if ok, err := path.Match(pattern, base); err == nil && ok {
			return true
		}
	}
	return false
}

// hitBuffers are one worker's, used again for every file.
type hitBuffers struct {
	raw     []Hit
	byCheck [][]Hit
	needs   []uint64
	wanted  []int
}

func newHitBuffers(p *plan) *hitBuffers {
	return &hitBuffers{byCheck: make([][]Hit, len(p.checks)), needs: make([]uint64, len(p.checks))}
}

func (b *hitBuffers) hits(check int) []Hit { return b.byCheck[check] }

// wanted looks through the text once and gives the checks that must see the file; their hits are in b.
func (p *plan) wanted(u *Unit, b *hitBuffers) []int {
	for c := range b.byCheck {
		b.byCheck[c], b.needs[c] = b.byCheck[c][:0], 0
	}
	b.raw = p.prefilter.scan(u.Text, b.raw[:0])
	for _, h := range b.raw {
		for _, use := range p.uses[h.Literal] {
			b.byCheck[use.check] = append(b.byCheck[use.check], Hit{use.local, h.Offset})
			b.needs[use.check] |= use.needs
		}
	}
	b.wanted = b.wanted[:0]
	base := path.Base(u.Path)
	for c := range p.checks {
		for n := range p.checks[c].needs {
			need := &p.checks[c].needs[n]
			if (!need.literals || b.needs[c]&(1<<(n&63)) != 0) && need.covers(u.Kind, base) {
				b.wanted = append(b.wanted, c)
				break
			}
		}
	}
	return b.wanted
}
