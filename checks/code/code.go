// Package code runs the rules of rules/code: what to find in source code, said as code with holes.
package code

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// ID is the check's name and its rules' folder.
const ID = "code"

// A Check looks for the code rules in every file of a language it can read.
type Check struct {
	info  scan.Info
	rules []*rule
	index map[string]*index    // by language
	flows map[string]*flowData // by language
	wakes map[string][]wake    // by language

	hints map[string][]int // by language: literals of files in which clients' values come in

	always []string // languages in which a rule reads every file
}

// A wake says when a rule is awake: in a file that holds all literals of one of the sets.
type wake struct {
	rule int
	sets [][]int
}

// New compiles the code rules of a set. Every rule that doesn't compile is an error that names its file.
func New(set *rules.Set) (*Check, error) {
	c := &Check{index: map[string]*index{}, wakes: map[string][]wake{}}
	var broken []error
	for _, r := range set.Of(ID) {
		for _, language := range slices.Clone(r.Languages) {
			for _, l := range syntax.Named(language).Holding() {
				r.Languages = append(slices.Clip(r.Languages), l.String())
			}
		}
		compiled, err := compile(r)
		if err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", r.File, err))
			continue
		}
		c.rules = append(c.rules, compiled)
	}
	if err := errors.Join(broken...); err != nil {
		return nil, err
	}
	var err error
	if c.flows, err = flows(); err != nil {
		return nil, err
	}
	c.plan()
	return c, nil
}

// plan derives from the rules what the scanner must look for: one need for each language, one literal for each pattern.
func (c *Check) plan() {
	c.info = scan.Info{ID: ID, Title: "code", Once: true}
	literals := map[string]int{}
	needs, also := map[string][]int{}, map[string][]int{}
	for i, r := range c.rules {
		w := wake{rule: i}
		for _, texts := range r.needs {
			var set []int
			for _, text := range texts {
				set = append(set, c.literal(literals, text))
			}
			w.sets = append(w.sets, set)
		}
		for _, language := range r.Languages {
			if c.index[language] == nil {
				c.index[language] = &index{}
			}
			c.index[language].add(i, r)
			c.wakes[language] = append(c.wakes[language], w)
			if w.sets == nil { // a loaded rule that may match anything
				c.always = append(c.always, language)
			}
			for _, set := range w.sets {
				needs[language], also[language] = append(needs[language], set[0]), append(also[language], set[1:]...)
			}
		}
	}
	c.hints = map[string][]int{}
	for _, language := range sortedKeys(needs) {
		for _, text := range c.hinted(language) {
			l := c.literal(literals, text)
			c.hints[language], needs[language] = append(c.hints[language], l), append(needs[language], l)
		}
	}
	c.info.Needs = append(c.info.Needs, scan.Need{Names: []string{"go.mod", "package.json", "tsconfig.json", "tsconfig.base.json", "jsconfig.json"}})
	slices.Sort(c.always)
	for _, language := range slices.Compact(c.always) {
		c.info.Needs = append(c.info.Needs, scan.Need{Kinds: []string{language}})
	}
	for _, language := range sortedKeys(needs) {
		c.info.Needs = append(c.info.Needs, scan.Need{Kinds: []string{language}, Literals: sorted(needs[language]), Also: sorted(also[language])})
	}
}

// hinted gives texts one of which stands in a file in which clients' values come in.
func (c *Check) hinted(language string) []string {
	if d := c.flows[syntax.Named(language).Code().String()]; d != nil {
		return d.Hints
	}
	return nil
}

func sorted(list []int) []int {
	slices.Sort(list)
	return slices.Compact(list)
}

func (c *Check) literal(known map[string]int, text string) int {
	key := strings.ToLower(text)
	l, ok := known[key]
	if !ok {
		l = len(c.info.Literals)
		known[key] = l
		c.info.Literals = append(c.info.Literals, text)
	}
	return l
}

// Info says which files the rules must see.
func (c *Check) Info() scan.Info { return c.info }

// File runs the rules that the file's literals wake. A Unit without hits, made by hand, wakes them all.
func (c *Check) File(ctx context.Context, u *scan.Unit) (scan.Outcome, error) {
	if strings.HasSuffix(u.Path, ".json") || path.Base(u.Path) == "go.mod" {
		return scan.Outcome{Facts: packaging(u)}, nil
	}
	awake, sourced := c.awake(u), c.sourced(u)
	if !sourced && !slices.Contains(awake, true) {
		return scan.Outcome{}, nil
	}
	f := u.Syntax()
	if f == nil {
		return scan.Outcome{}, nil
	}
	r := newRun(c, u, f)
	r.awake, r.sourced = awake, sourced
	r.wonders()
	defer func() { f.Elsewhere = nil }()
	if err := r.events(ctx); err != nil {
		return scan.Outcome{}, err
	}
	r.foreign()
	for i, rule := range c.rules {
		if awake[i] && rule.examines == nil {
			r.outcome.Examined[rule.ID]++
		}
	}
	if l := r.link(); l != nil {
		r.outcome.Facts = append(r.outcome.Facts, scan.Fact{Value: l})
	}
	if len(f.Errors) > 0 {
		first := f.Errors[0]
		r.outcome.Gaps = append(r.outcome.Gaps, u.Gap(f.Offset(first.Offset), finding.Malformed, "%s: the code around it could not be made out", first.Message))
	}
	return r.outcome, nil
}

func (c *Check) awake(u *scan.Unit) []bool {
	held := make([]bool, len(c.info.Literals))
	for _, hit := range u.Hits {
		held[hit.Literal] = true
	}
	all := func(set []int) bool {
		return !slices.ContainsFunc(set, func(l int) bool { return !held[l] })
	}
	awake := make([]bool, len(c.rules))
	for _, w := range c.wakes[u.Kind] {
		paths := c.rules[w.rule].paths
		awake[w.rule] = (u.Hits == nil || w.sets == nil || slices.ContainsFunc(w.sets, all)) && (paths == nil || paths.MatchString(u.Path)) && !c.rules[w.rule].leavesOut(u.Path)
	}
	return awake
}

// sourced tells whether what clients send may come in where a file stands.
func (c *Check) sourced(u *scan.Unit) bool {
	hints := c.hints[u.Kind]
	return hints != nil && u.Role.Deployed() && slices.ContainsFunc(u.Hits, func(h scan.Hit) bool { return slices.Contains(hints, int(h.Literal)) })
}
