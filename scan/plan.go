package scan

import (
	"path"
	"slices"
	"strings"
	"sync"
)

// A plan says which checks a file goes to, and finds their literals in one pass.
type plan struct {
	infos  []Info
	checks []checkPlan

	mu     sync.RWMutex
	sieves map[string]*sieve // by kind of file
	same   map[string]*sieve // by the needs that cover a kind: most kinds share one
}

// A sieve holds the literals that files of one kind are searched for. It is made when the first such file is met: what
// another language's rules look for costs a file nothing.
type sieve struct {
	prefilter *prefilter
	uses      [][]use // by literal of the prefilter
	open      []uint64
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
	p := &plan{infos: infos, sieves: map[string]*sieve{}, same: map[string]*sieve{}}
	for _, info := range infos {
		var cp checkPlan
		for _, need := range info.Needs {
			cp.needs = append(cp.needs, planNeed(need))
		}
		p.checks = append(p.checks, cp)
	}
	return p
}

// sieve gives the literals for files of a kind.
func (p *plan) sieve(kind string) *sieve {
	p.mu.RLock()
	s := p.sieves[kind]
	p.mu.RUnlock()
	if s != nil {
		return s
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var key []byte
	for c := range p.checks {
		for n := range p.checks[c].needs {
			key = append(key, '0')
			if p.checks[c].needs[n].may(kind) {
				key[len(key)-1] = '1'
			}
		}
	}
	if s = p.same[string(key)]; s == nil {
		s = p.newSieve(kind)
		p.same[string(key)] = s
	}
	p.sieves[kind] = s
	return s
}

func (p *plan) newSieve(kind string) *sieve {
	s := &sieve{open: make([]uint64, len(p.infos))}
	index := map[string]int{}
	var literals []string
	var once []bool
	for c, info := range p.infos {
		for local, needs := range p.masks(c, kind) {
			if needs == 0 {
				continue
			}
			key := fold(info.Literals[local])
			i, ok := index[key]
			if !ok {
				i = len(literals)
				index[key] = i
				literals, once = append(literals, key), append(once, true)
				s.uses = append(s.uses, nil)
			}
			s.uses[i] = append(s.uses[i], use{c, int32(local), needs})
			once[i] = once[i] && info.Once
		}
	}
	var short []int
	s.prefilter, short = newPrefilter(literals, once)
	for _, i := range short { // too short to look for: whoever asks gets every file of the right kind
		for _, u := range s.uses[i] {
			s.open[u.check] |= u.needs
		}
	}
	return s
}

// wants marks a literal that is looked for though no need hangs on it.
const wants = 1 << 63

// masks gives, for each literal of a check, the needs it satisfies in files of a kind; 0 when it is not looked for there.
func (p *plan) masks(check int, kind string) []uint64 {
	info := p.infos[check]
	masks, listed := make([]uint64, len(info.Literals)), make([]bool, len(info.Literals))
	covered := false
	for n, need := range info.Needs {
		may := p.checks[check].needs[n].may(kind)
		covered = covered || may
		for _, l := range need.Literals {
			listed[l] = true
			if may {
				masks[l] |= 1 << n
			}
		}
		for _, l := range need.Also {
			listed[l] = true
			if may {
				masks[l] |= wants
			}
		}
	}
	for l := range masks {
		if covered && !listed[l] {
			masks[l] |= wants
		}
	}
	return masks
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

// may tells whether the need can hold for a file of the kind; its name is left open.
func (n *needPlan) may(kind string) bool {
	return n.any || len(n.names)+len(n.patterns) > 0 || kind != "" && slices.Contains(n.kinds, kind)
}

func (n *needPlan) covers(kind, base string) bool {
	if n.any || kind != "" && slices.Contains(n.kinds, kind) || slices.Contains(n.names, base) {
		return true
	}
	for _, pattern := range n.patterns {
		if pattern[0] != '*' && pattern[0] != '?' && pattern[0] != '[' && pattern[0] != '\\' && (base == "" || base[0] != pattern[0]) {
			continue // most of what path.Match would say
		}
		if ok, err := path.Match(pattern, base); err == nil && ok {
			return true
		}
	}
	return false
}

// hitBuffers are one worker's, used again for every file.
type hitBuffers struct {
	met     met
	raw     []Hit
	byCheck [][]Hit
	needs   []uint64
	wanted  []int
}

func newHitBuffers(p *plan) *hitBuffers {
	b := &hitBuffers{byCheck: make([][]Hit, len(p.checks)), needs: make([]uint64, len(p.checks))}
	for c := range b.byCheck {
		b.byCheck[c] = []Hit{} // not nil: a file in which nothing was hit was looked through all the same
	}
	return b
}

func (b *hitBuffers) hits(check int) []Hit { return b.byCheck[check] }

// wanted looks through the text once and gives the checks that must see the file; their hits are in b.
func (p *plan) wanted(u *Unit, b *hitBuffers) []int {
	for c := range b.byCheck {
		b.byCheck[c], b.needs[c] = b.byCheck[c][:0], 0
	}
	s := p.sieve(u.Kind)
	b.raw = s.prefilter.scan(u.Text, &b.met, b.raw[:0])
	for _, h := range b.raw {
		for _, use := range s.uses[h.Literal] {
			b.byCheck[use.check] = append(b.byCheck[use.check], Hit{use.local, h.Offset})
			b.needs[use.check] |= use.needs
		}
	}
	b.wanted = b.wanted[:0]
	base := path.Base(u.Path)
	for c := range p.checks {
		for n := range p.checks[c].needs {
			need := &p.checks[c].needs[n]
			if (!need.literals || (b.needs[c]|s.open[c])&(1<<n) != 0) && need.covers(u.Kind, base) {
				b.wanted = append(b.wanted, c)
				break
			}
		}
	}
	return b.wanted
}
