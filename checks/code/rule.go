package code

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	regex "regexp/syntax"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// A rule is a rules.Rule ready to run.
type rule struct {
	rules.Rule
	examines, find, unless, inside, outside []*pattern.Pattern
	where                                   []condition
	raise                                   []level
	paths                                   *regexp.Regexp
	loaded                                  *loaded
	needs                                   [][]string // a file is of interest if it holds all texts of one of these
	glances                                 bool       // some conditions are cheap, some dear
	decorated                               bool       // inside asks for decorators alone, which is cheaper than what is found
}

type level struct {
	rules.Level
	find, inside []*pattern.Pattern
	where        []condition
}

func compile(r rules.Rule) (*rule, error) {
	if r.Loaded != nil {
		return compileLoaded(r)
	}
	c := &rule{Rule: r}
	var err error
	for _, list := range []struct {
		text rules.Patterns
		into *[]*pattern.Pattern
	}{{r.Examines, &c.examines}, {r.Find, &c.find}, {r.Unless, &c.unless}, {r.Inside, &c.inside}, {r.Outside, &c.outside}} {
		if *list.into, err = patterns(list.text); err != nil {
			return nil, err
		}
	}
	if len(c.find) == 0 {
		return nil, errors.New("a code rule needs `find`")
	}
	if c.where, err = conditions(r.Where); err != nil {
		return nil, err
	}
	c.glances = slices.ContainsFunc(c.where, func(w condition) bool { return w.cheap() }) && slices.ContainsFunc(c.where, func(w condition) bool { return w.dear() })
	c.decorated = c.inside != nil && !slices.ContainsFunc(c.inside, func(p *pattern.Pattern) bool { return p.Anchor().Kind != pattern.Decorator })
	if r.Paths != "" {
		if c.paths, err = regexp.Compile(r.Paths); err != nil {
			return nil, fmt.Errorf("paths: %w", err)
		}
	}
	for _, l := range r.Raise {
		compiled, err := compileLevel(l)
		if err != nil {
			return nil, err
		}
		c.raise = append(c.raise, compiled)
	}
	return c, c.derive()
}

func compileLevel(l rules.Level) (level, error) {
	c := level{Level: l}
	var err error
	if c.find, err = patterns(l.Find); err != nil {
		return c, err
	}
	if c.inside, err = patterns(l.Inside); err != nil {
		return c, err
	}
	c.where, err = conditions(l.Where)
	return c, err
}

func patterns(list rules.Patterns) ([]*pattern.Pattern, error) {
	var compiled []*pattern.Pattern
	for _, text := range list {
		p, err := pattern.Parse(text)
		if err != nil {
			return nil, err
		}
		compiled = append(compiled, p)
	}
	return compiled, nil
}

// derive finds the literals of the rule: for each pattern its own, or those that the names of its holes must hold.
func (r *rule) derive() error {
	for _, p := range slices.Concat(r.find, r.examines) {
		switch p.Anchor().Kind {
		case pattern.Function, pattern.Class:
			return fmt.Errorf("pattern `%s` can only stand in inside and outside", p)
		case pattern.Nowhere:
			return fmt.Errorf("pattern `%s` can only stand inside another: it is no call, assignment, object, comparison, name or string", p)
		}
		if p.Callee() == syntax.Unescaped {
			for _, text := range syntax.UnescapedSpellings {
				r.needs = append(r.needs, []string{text})
			}
			continue
		}
		if l := r.literals(p); l != nil {
			r.needs = append(r.needs, r.withSource(p, l)...)
			continue
		}
		words := r.wordsOf(p)
		if words == nil && r.inside != nil {
			words = r.wordsAround()
		}
		if words == nil {
			return fmt.Errorf("pattern `%s` would have every file read: name something of three letters or more, or say what a hole is called", p)
		}
		for _, word := range words {
			r.needs = append(r.needs, []string{word})
		}
	}
	slices.SortFunc(r.needs, slices.Compare)
	r.needs = slices.CompactFunc(r.needs, slices.Equal)
	return nil
}

// senders are texts one of which stands in nearly every file that handles requests.
var senders = []string{"req.", "request.", "ctx.", "event.", "searchParams", "location."}

// withSource adds to the literals of what is assigned under any key, which most files do, that a request is near: rules ask
// for keys that it chose. Without it they cost 25 times as much on a large repository.
func (r *rule) withSource(p *pattern.Pattern, literals []string) [][]string {
	if p.Anchor() != (pattern.Anchor{Kind: pattern.Assign, Name: "]"}) {
		return [][]string{literals}
	}
	var all [][]string
	for _, sender := range senders {
		all = append(all, append(slices.Clone(literals), sender))
	}
	return all
}

func (r *rule) literals(p *pattern.Pattern) []string {
	switch strings.Join(r.Languages, " ") {
	case "java", "csharp":
		return p.Unpackaged()
	case "go":
		return p.Unrooted()
	}
	return p.Literals()
}

// wordsAround gives a text for each pattern of inside; nil when one has none.
func (r *rule) wordsAround() []string {
	var words []string
	for _, p := range r.inside {
		l := r.literals(p)
		if l == nil {
			return nil
		}
		words = append(words, l[0])
	}
	return words
}

func (r *rule) wordsOf(p *pattern.Pattern) []string {
	for _, hole := range p.Holes() {
		for _, c := range r.where {
			if c.hole != hole {
				continue
			}
			for _, text := range []string{c.Name, c.Matches, c.Text} {
				if words := required(text); words != nil {
					return words
				}
			}
		}
	}
	return nil
}

// required gives texts one of which every match of a regular expression holds; nil when there are none of three letters.
func required(text string) []string {
	var all []string
	for _, branch := range branches(text) {
		parsed, err := regex.Parse(branch, regex.Perl)
		if err != nil {
			return nil
		}
		words := requiredOf(parsed.Simplify())
		if words == nil {
			return nil
		}
		all = append(all, words...)
	}
	return all
}

// branches splits an expression at its outermost |. The parser would do it too, but it takes common beginnings out of
// the branches, and so leaves them shorter than they are.
func branches(text string) []string {
	var list []string
	depth, start := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '|':
			if depth == 0 {
				list = append(list, text[start:i])
				start = i + 1
			}
		}
	}
	return append(list, text[start:])
}

func requiredOf(e *regex.Regexp) []string {
	switch e.Op {
	case regex.OpLiteral:
		if len(e.Rune) >= 3 {
			return []string{string(e.Rune)}
		}
	case regex.OpCapture, regex.OpPlus:
		return requiredOf(e.Sub[0])
	case regex.OpConcat:
		var best []string
		for _, sub := range e.Sub {
			if words := requiredOf(sub); shortest(words) > shortest(best) {
				best = words
			}
		}
		return best
	case regex.OpAlternate:
		var all []string
		for _, sub := range e.Sub {
			words := requiredOf(sub)
			if words == nil {
				return nil
			}
			all = append(all, words...)
		}
		return all
	}
	return nil
}

func shortest(words []string) int {
	n := 0
	for i, w := range words {
		if i == 0 || len(w) < n {
			n = len(w)
		}
	}
	return n
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
