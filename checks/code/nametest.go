package code

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
)

// A nameTest is a condition on names. Few names make up most code, so answers are remembered, across files: asking the
// regular expressions each time was 40 % of the code pass over a large Python tree.
type nameTest struct {
	want, avoid *regexp.Regexp // either may be nil
	needs       []string       // every match of want holds one of these; nil: nothing is known

	mu   sync.RWMutex
	seen map[string]nameAnswer
}

type nameAnswer struct{ wanted, avoided bool }

// maxNames bounds what one test remembers.
const maxNames = 1 << 14

func (t *nameTest) of(name string) nameAnswer {
	t.mu.RLock()
	a, ok := t.seen[name]
	t.mu.RUnlock()
	if ok {
		return a
	}
	word := words(name)
	a = nameAnswer{t.wants(word), t.avoids(word)}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.seen == nil {
		t.seen = map[string]nameAnswer{}
	}
	if len(t.seen) < maxNames {
		t.seen[strings.Clone(name)] = a
	}
	return a
}

func (t *nameTest) wants(word string) bool {
	return t.want == nil || t.may(word) && t.want.MatchString(word)
}

func (t *nameTest) avoids(word string) bool { return t.avoid != nil && t.avoid.MatchString(word) }

func (t *nameTest) may(word string) bool {
	for _, part := range t.needs {
		if strings.Contains(word, part) {
			return true
		}
	}
	return t.needs == nil
}

// prepare finds out what a wanted name must hold.
func (t *nameTest) prepare() {
	if t.want == nil {
		return
	}
	if parsed, err := syntax.Parse(t.want.String(), syntax.Perl); err == nil {
		t.needs = mustHold(parsed.Simplify())
	}
}

// mustHold lists texts of which every match holds at least one; nil when there are none.
func mustHold(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil
		}
		return []string{string(re.Rune)}
	case syntax.OpCapture, syntax.OpPlus:
		return mustHold(re.Sub[0])
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if list := mustHold(sub); list != nil && shortest(list) > shortest(best) {
				best = list
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			list := mustHold(sub)
			if list == nil {
				return nil
			}
			all = append(all, list...)
		}
		return all
	}
	return nil
}
