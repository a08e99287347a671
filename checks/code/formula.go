package code

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// A formula is a rules.Formula ready to run.
type formula struct {
	op      rules.Operator
	leaf    *leaf
	list    []*formula
	hole    string
	regex   *regexp.Regexp
	compare *comparison
}

// A loaded is the part of a rule that was read from a Semgrep file.
type loaded struct {
	find                *formula
	sources, sanitizers []*formula
	notPaths            *regexp.Regexp
}

// A Refused is the operator for which a loaded rule can't be run.
type Refused struct {
	Line     int
	Operator string
	Err      error
}

func (r *Refused) Error() string { return r.Operator + ": " + r.Err.Error() }

// Refusal tells why a rule read from a Semgrep file can't be run; nil when it can.
func Refusal(r rules.Rule) error {
	_, err := compile(r)
	return err
}

func compileLoaded(r rules.Rule) (*rule, error) {
	c := &rule{Rule: r, loaded: &loaded{}}
	language := strings.Replace(r.Languages[0], "tsx", "typescript", 1)
	var err error
	if c.loaded.find, err = compileFormula(r.Loaded.Formula, language); err != nil {
		return nil, err
	}
	for _, f := range r.Loaded.Sources {
		compiled, err := compileFormula(f, language)
		if err != nil {
			return nil, err
		}
		c.loaded.sources = append(c.loaded.sources, compiled)
	}
	for _, f := range r.Loaded.Sanitizers {
		compiled, err := compileFormula(f, language)
		if err != nil {
			return nil, err
		}
		c.loaded.sanitizers = append(c.loaded.sanitizers, compiled)
	}
	if !c.loaded.find.positive() {
		return nil, &Refused{r.Loaded.Line, "patterns", errors.New("say only what not to find: add a pattern")}
	}
	for text, into := range map[string]**regexp.Regexp{r.Paths: &c.paths, r.Loaded.NotPaths: &c.loaded.notPaths} {
		if text == "" {
			continue
		}
		if *into, err = regexp.Compile(text); err != nil {
			return nil, &Refused{r.Loaded.Line, "paths", err}
		}
	}
	c.needs = c.loaded.find.needs(r.Languages[0] == "java")
	return c, nil
}

func compileFormula(f *rules.Formula, language string) (*formula, error) {
	c := &formula{op: f.Operator, hole: f.Hole}
	var err error
	switch f.Operator {
	case rules.OpPattern:
		c.leaf, err = readLeaf(f.Text, language)
	case rules.OpRegex:
		c.leaf = &leaf{}
		c.leaf.regex, err = pattern.Bounded("(?m)" + f.Text)
	case rules.OpNotRegex:
		c.regex, err = pattern.Bounded("(?m)" + f.Text)
	case rules.OpHoleRegex:
		c.regex, err = pattern.Bounded("^(?:" + f.Text + ")")
	case rules.OpComparison:
		c.compare, err = readComparison(f.Text)
	}
	if err != nil {
		return nil, &Refused{f.Line, string(f.Operator), err}
	}
	for _, inner := range f.List {
		compiled, err := compileFormula(inner, language)
		if err != nil {
			return nil, err
		}
		c.list = append(c.list, compiled)
	}
	return c, nil
}

// positive tells whether a formula names anything to find.
func (f *formula) positive() bool {
	switch f.op {
	case rules.OpPattern, rules.OpRegex, rules.OpInside:
		return true
	case rules.OpAll:
		return slices.ContainsFunc(f.list, (*formula).positive)
	case rules.OpEither:
		return !slices.ContainsFunc(f.list, func(inner *formula) bool { return !inner.positive() })
	}
	return false
}

// needs gives sets of texts one of which a file must hold; nil when every file must be read.
func (f *formula) needs(java bool) [][]string {
	switch f.op {
	case rules.OpPattern, rules.OpRegex:
		if l := f.leaf.literals(java); l != nil {
			return [][]string{l}
		}
	case rules.OpInside:
		return f.list[0].needs(java)
	case rules.OpAll:
		var best [][]string
		for _, inner := range f.list {
			if inner.op == rules.OpHoleMatch {
				continue
			}
			if n := inner.needs(java); n != nil && (best == nil || longest(n) > longest(best)) {
				best = n
			}
		}
		return best
	case rules.OpEither:
		var all [][]string
		for _, inner := range f.list {
			n := inner.needs(java)
			if n == nil {
				return nil
			}
			all = append(all, n...)
		}
		slices.SortFunc(all, slices.Compare)
		return slices.CompactFunc(all, slices.Equal)
	}
	return nil
}

// longest gives the length of the longest text of the set that says least.
func longest(sets [][]string) int {
	least := 1 << 20
	for _, set := range sets {
		least = min(least, len(set[0]))
	}
	return least
}

// A comparison is what metavariable-comparison asks: numbers compared, joined by one of and, or.
type comparison struct {
	terms  []term
	either bool
}

type term struct {
	hole, op string
	number   float64
}

var oneTerm = regexp.MustCompile(`^\(?\s*(?:int\(\s*)?\$([A-Z_0-9]+)\s*\)?\s*(==|!=|<=|>=|<|>)\s*(-?[0-9][0-9_.xXa-fA-F]*)\s*\)?$`)

func readComparison(text string) (*comparison, error) {
	c := &comparison{}
	text = strings.Join(strings.Fields(text), " ")
	joint := " and "
	if strings.Contains(text, " or ") {
		joint, c.either = " or ", true
	}
	for part := range strings.SplitSeq(text, joint) {
		m := oneTerm.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil, fmt.Errorf("`%s`: only metavariables compared with numbers, joined by `and` or by `or`, are read", text)
		}
		n, ok := number(strings.ReplaceAll(m[3], "_", ""))
		if !ok {
			return nil, fmt.Errorf("`%s` is no number", m[3])
		}
		c.terms = append(c.terms, term{m[1], m[2], n})
	}
	return c, nil
}

func (r *run) compares(c *comparison, holes pattern.Holes) bool {
	for _, t := range c.terms {
		holds := false
		if e := holes.Get(t.hole); e != nil {
			if v := r.file.Value(e); v.Known {
				if n, err := strconv.ParseFloat(v.Text, 64); err == nil {
					holds = t.of(n)
				} else if n, ok := number(v.Text); ok {
					holds = t.of(n)
				}
			}
		}
		if holds == c.either {
			return holds
		}
	}
	return !c.either
}

func (t term) of(n float64) bool {
	order := cmp.Compare(n, t.number)
	switch t.op {
	case "==":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}
