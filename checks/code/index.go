package code

import (
	"slices"
	"strings"
	"sync"

	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// An index finds the rules of one language that may have something to say about an event.
type index [pattern.Class + 1]kindIndex

// A kindIndex holds those for one kind of event.
type kindIndex struct {
	named   map[string][]int // by the name that one of their patterns hangs on
	keyword map[string][]int // by a keyword argument, for calls of any name
	open    []openPattern    // patterns that hang on any name
	tested  bool             // one of them asks something of it

	mu   sync.RWMutex
	fits map[openKey][]int // the rules of open whose conditions a name meets: few names make up most code
}

// An openPattern is one pattern of a rule with what the rule asks of the name that the pattern hangs on.
type openPattern struct {
	rule   int
	narrow bool // calls with new alone, assignments to members alone
	tests  []*nameTest
}

type openKey struct {
	name   string
	narrow bool
}

func (x *index) add(i int, r *rule) {
	for _, p := range slices.Concat(r.find, r.examines) {
		a := p.Anchor()
		k := &x[a.Kind]
		switch {
		case a.Name != "":
			put(&k.named, a.Name, i)
		case a.Keyword != "":
			put(&k.keyword, a.Keyword, i)
		default:
			open := openPattern{i, p.Narrow(), r.testsOf(p.NameHole())}
			k.open, k.tested = append(k.open, open), k.tested || open.tests != nil
		}
	}
}

func (r *rule) testsOf(hole string) []*nameTest {
	var tests []*nameTest
	for i := range r.where {
		if c := &r.where[i]; hole != "" && c.hole == hole && c.names != nil {
			tests = append(tests, c.names)
		}
	}
	return tests
}

func put(lists *map[string][]int, name string, i int) {
	if *lists == nil {
		*lists = map[string][]int{}
	}
	if !slices.Contains((*lists)[name], i) {
		(*lists)[name] = append((*lists)[name], i)
	}
}

// openTo gives the rules with a pattern that hangs on any name and may hang on this one.
func (k *kindIndex) openTo(name string, narrow bool) []int {
	if len(k.open) == 0 {
		return nil
	}
	key := openKey{narrow: narrow}
	if k.tested {
		key.name = name
	}
	k.mu.RLock()
	list, ok := k.fits[key]
	k.mu.RUnlock()
	if ok {
		return list
	}
	word := words(name)
	for i := range k.open {
		if p := &k.open[i]; (narrow || !p.narrow) && !slices.Contains(list, p.rule) && p.fits(word) {
			list = append(list, p.rule)
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.fits == nil {
		k.fits = map[openKey][]int{}
	}
	if len(k.fits) < maxNames {
		key.name = strings.Clone(name)
		k.fits[key] = list
	}
	return list
}

// all gives the rules with a pattern that hangs on any name.
func (k *kindIndex) all() []int {
	list := make([]int, len(k.open))
	for i := range k.open {
		list[i] = k.open[i].rule
	}
	return list
}

func (p *openPattern) fits(word string) bool {
	for _, t := range p.tests {
		if !t.wants(word) || t.avoids(word) {
			return false
		}
	}
	return true
}

// waits tells whether any rule that is awake hangs on events of the kind.
func (k *kindIndex) waits(awake []bool) bool {
	isAwake := func(i int) bool { return awake[i] }
	for _, lists := range []map[string][]int{k.named, k.keyword} {
		for _, list := range lists {
			if slices.ContainsFunc(list, isAwake) {
				return true
			}
		}
	}
	return slices.ContainsFunc(k.open, func(p openPattern) bool { return awake[p.rule] })
}
