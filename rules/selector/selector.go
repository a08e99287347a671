// Package selector runs the configuration part of a rule, rules.Tree, on a document: it finds the subjects and says of
// each whether it is bad, good, or can't be told.
package selector

import (
	"fmt"
	"slices"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// A Selector is a compiled rules.Tree. It holds no state and may be used from many goroutines.
type Selector struct {
	routes  []route
	when    []assertion
	bad     []assertion
	absent  bool
	last    bool
	partner *partner
}

type partner struct {
	route  route
	refers route
	when   []assertion
}

// A Scope says how a document is to be read.
type Scope struct {
	Labels  bool                                   // HCL: a block's labels follow its type in a path
	Base    func(*document.Node) *document.Node    // Dockerfile: the stage that a stage builds on, whose instructions it inherits
	Resolve func(expression string) (string, bool) // what `var.x` stands for, if that can be told
}

// base gives what a node builds on, nil when nothing.
func (s Scope) base(n *document.Node) *document.Node {
	if s.Base == nil || n == nil {
		return nil
	}
	return s.Base(n)
}

// A Verdict is what a selector says about one subject.
type Verdict struct {
	Subject *document.Node
	Bad     Answer
	At      *document.Node // what makes it bad; nil when that is something missing
}

// Compile reads a rule's tree part.
func Compile(t rules.Tree) (*Selector, error) {
	s := &Selector{absent: t.Absent, last: t.Last}
	for _, text := range append([]string{t.Select}, t.Also...) {
		r, err := compilePath(text)
		if err != nil {
			return nil, err
		}
		s.routes = append(s.routes, r)
	}
	var err error
	if s.when, err = compileAll(t.When); err != nil {
		return nil, err
	}
	if s.bad, err = compileAll(t.Bad); err != nil {
		return nil, err
	}
	if t.Partner != nil {
		if s.partner, err = compilePartner(*t.Partner); err != nil {
			return nil, err
		}
	}
	if len(s.bad) == 0 && !s.absent && s.partner == nil {
		return nil, fmt.Errorf("say what is bad: bad, absent or partner")
	}
	return s, nil
}

func compilePartner(p rules.Partner) (*partner, error) {
	var c partner
	var err error
	if c.route, err = compilePath(p.Select); err != nil {
		return nil, err
	}
	if c.refers, err = compilePath(p.Refers); err != nil {
		return nil, err
	}
	if c.when, err = compileAll(p.When); err != nil {
		return nil, err
	}
	return &c, nil
}

// HasPartner tells whether the verdict needs the other files of the folder: Judge then gives Maybe at worst.
func (s *Selector) HasPartner() bool { return s.partner != nil }

// Judge gives a verdict on every subject of a document, in source order.
func (s *Selector) Judge(root *document.Node, scope Scope) []Verdict {
	subjects := s.subjects(root, scope)
	if s.last && len(subjects) > 1 {
		subjects = subjects[len(subjects)-1:]
	}
	var verdicts []Verdict
	for _, subject := range subjects {
		applies := every(s.when, subject, scope)
		if applies == No {
			continue
		}
		v := Verdict{Subject: subject, Bad: answer(s.absent)}
		if len(s.bad) > 0 {
			v.Bad, v.At = either(s.bad, subject, scope)
		}
		if applies == Maybe {
			v.Bad = min(v.Bad, Maybe)
		}
		verdicts = append(verdicts, v)
	}
	return verdicts
}

func (s *Selector) subjects(root *document.Node, scope Scope) []*document.Node {
	var all []*document.Node
	for _, r := range s.routes {
		all = append(all, r.find(root, scope).nodes...)
	}
	if len(s.routes) > 1 {
		slices.SortStableFunc(all, func(a, b *document.Node) int { return a.At.Start - b.At.Start })
	}
	return all
}

func every(list []assertion, n *document.Node, scope Scope) Answer {
	result := Yes
	for i := range list {
		got, _ := list[i].holds(n, scope)
		if result = min(result, got); result == No {
			return No
		}
	}
	return result
}

// Partners gives what each partner in a document refers to: the text of its expression, "" when any subject will do.
func (s *Selector) Partners(root *document.Node, scope Scope) []string {
	if s.partner == nil {
		return nil
	}
	var refers []string
	for _, n := range s.partner.route.find(root, scope).nodes {
		if every(s.partner.when, n, scope) == No {
			continue
		}
		if len(s.partner.refers.steps) == 0 {
			refers = append(refers, "")
			continue
		}
		for _, reference := range s.partner.refers.find(n, scope).nodes {
			refers = append(refers, reference.Value)
		}
	}
	return refers
}
