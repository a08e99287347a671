package selector

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// An Answer is a truth value of three.
type Answer uint8

// The answers, in the order that makes `and` the smaller and `or` the greater of two.
const (
	No Answer = iota
	Maybe
	Yes
)

func answer(holds bool) Answer {
	if holds {
		return Yes
	}
	return No
}

type assertion struct {
	rules.Assertion
	route        route
	key          *regexp.Regexp
	matches      *regexp.Regexp
	avoids       *regexp.Regexp
	all, either  []assertion
	valued       bool // looks at values at all
	onlyNegative bool
}

func compileAll(list []rules.Assertion) ([]assertion, error) {
	var compiled []assertion
	for _, a := range list {
		c, err := compileAssertion(a)
		if err != nil {
			return nil, err
		}
		compiled = append(compiled, c)
	}
	return compiled, nil
}

func compileAssertion(a rules.Assertion) (assertion, error) {
	c := assertion{Assertion: a}
	var err error
	if c.route, err = compilePath(a.Path); err != nil {
		return c, err
	}
	for _, r := range []struct {
		text string
		into **regexp.Regexp
	}{{a.Key, &c.key}, {a.Matches, &c.matches}, {a.Avoids, &c.avoids}} {
		if r.text == "" {
			continue
		}
		if *r.into, err = regexp.Compile(r.text); err != nil {
			return c, fmt.Errorf("path %q: %w", a.Path, err)
		}
	}
	if c.all, err = compileAll(a.All); err != nil {
		return c, err
	}
	if c.either, err = compileAll(a.Either); err != nil {
		return c, err
	}
	positive := a.In != nil || c.matches != nil || a.Less != nil || a.More != nil || a.Secret || a.Weak
	negative := a.NotIn != nil || c.avoids != nil
	c.valued, c.onlyNegative = positive || negative, negative && !positive
	if !c.valued && a.Exists == nil && c.key == nil && len(c.all) == 0 && len(c.either) == 0 {
		return c, fmt.Errorf("path %q: the assertion says nothing", a.Path)
	}
	return c, nil
}

// holds evaluates the assertion for a subject. at is the node that decided, nil when it is one that is missing.
func (a *assertion) holds(subject *document.Node, scope Scope) (result Answer, at *document.Node) {
	found := a.route.find(subject, scope)
	for n := 0; len(found.nodes) == 0 && !found.open && n < maxDepth; n++ {
		if subject = scope.base(subject); subject == nil {
			break
		}
		found = a.route.find(subject, scope)
	}
	nodes := found.nodes
	if a.key != nil {
		nodes = a.keyed(nodes)
	}
	if a.Last && len(nodes) > 1 {
		nodes = nodes[len(nodes)-1:]
	}
	if a.Exists != nil && !*a.Exists {
		switch {
		case len(nodes) > 0:
			return No, nodes[0]
		case found.open:
			return Maybe, nil
		}
		return Yes, nil
	}
	if len(nodes) == 0 {
		switch {
		case found.open:
			return Maybe, nil
		case a.Missing:
			return Yes, nil
		}
		return No, nil
	}
	result, at = a.some(nodes, scope)
	if result == No && found.open && !a.onlyNegative {
		result = Maybe
	}
	return result, at
}

func (a *assertion) keyed(nodes []*document.Node) []*document.Node {
	var kept []*document.Node
	for _, n := range nodes {
		if a.key.MatchString(n.Key) {
			kept = append(kept, n)
		}
	}
	return kept
}

// some asks whether one node satisfies everything; or, with negative tests only, whether every node does.
func (a *assertion) some(nodes []*document.Node, scope Scope) (Answer, *document.Node) {
	if a.onlyNegative && len(a.all) == 0 && len(a.either) == 0 {
		worst := Yes
		for _, n := range nodes {
			got, _ := a.node(n, scope)
			worst = min(worst, got)
		}
		return worst, nodes[0]
	}
	best, at := No, nodes[0]
	for _, n := range nodes {
		if got, where := a.node(n, scope); got > best {
			best, at = got, where
		}
	}
	return best, at
}

// node asks whether one node satisfies everything. The first of All says where, or n itself when that is missing.
func (a *assertion) node(n *document.Node, scope Scope) (result Answer, at *document.Node) {
	result, at = Yes, n
	if a.valued {
		result = a.value(n, scope)
	}
	for i := range a.all {
		if result == No {
			return No, at
		}
		got, where := a.all[i].holds(n, scope)
		if i == 0 && where != nil {
			at = where
		}
		result = min(result, got)
	}
	if len(a.either) > 0 && result != No {
		got, _ := either(a.either, n, scope)
		result = min(result, got)
	}
	return result, at
}

func either(list []assertion, n *document.Node, scope Scope) (Answer, *document.Node) {
	var best Answer
	var at *document.Node
	for i := range list {
		if got, where := list[i].holds(n, scope); got > best {
			best, at = got, where
		}
		if best == Yes {
			break
		}
	}
	return best, at
}

func (a *assertion) value(n *document.Node, scope Scope) Answer {
	values := valuesOf(n, a.Arg, scope)
	if a.Written && n.Kind == document.Scalar && a.Arg == nil {
		values = []value{{text: n.Value, known: true}}
	}
	if len(values) == 0 {
		return answer(a.onlyNegative)
	}
	result := answer(a.onlyNegative)
	for _, v := range values {
		var got Answer
		switch {
		case v.known:
			got = answer(a.test(v, n))
		case !a.Secret && !a.Weak: // what stands elsewhere is no secret written here
			got = Maybe
		}
		if a.onlyNegative {
			result = min(result, got)
		} else {
			result = max(result, got)
		}
	}
	return result
}

func (a *assertion) test(v value, n *document.Node) bool {
	switch {
	case a.In != nil && !among(a.In, v.text),
		a.NotIn != nil && among(a.NotIn, v.text),
		a.matches != nil && !a.matches.MatchString(v.text),
		a.avoids != nil && a.avoids.MatchString(v.text),
		a.Secret && !secret(nameOf(n), bare(n, v.text)),
		a.Weak && !weak(nameOf(n), bare(n, v.text)):
		return false
	}
	if a.Less == nil && a.More == nil {
		return true
	}
	number, err := strconv.ParseFloat(strings.TrimSpace(v.text), 64)
	return err == nil && (a.Less == nil || number < *a.Less) && (a.More == nil || number > *a.More)
}

func among(list []string, text string) bool {
	for _, want := range list {
		if strings.EqualFold(want, text) {
			return true
		}
	}
	return false
}

type value struct {
	text  string
	known bool
}

// valuesOf gives what a node says: a scalar's text, those of a list's items, or a directive's words.
func valuesOf(n *document.Node, arg *int, scope Scope) []value {
	switch {
	case arg != nil && *arg < len(n.Args) && *arg >= 0:
		for base, depth := scope.base(n), 0; base != nil && *arg < len(base.Args) && depth < maxDepth; depth++ {
			n, base = base, scope.base(base)
		}
		return []value{scalar(n.Args[*arg], scope)}
	case arg != nil:
		return nil
	case n.Kind == document.List:
		var values []value
		for _, item := range n.Children {
			if item.Kind == document.Scalar || unknown(item) {
				values = append(values, scalar(item, scope))
			}
		}
		return values
	case n.Kind == document.Map && unknown(n):
		return []value{{}}
	case n.Value == "" && len(n.Args) > 0:
		return []value{words(n.Args)}
	case n.Kind == document.Scalar:
		return []value{scalar(n, scope)}
	}
	return nil
}

func words(args []*document.Node) value {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = a.Value
	}
	return value{text: strings.Join(texts, " "), known: true}
}

func scalar(n *document.Node, scope Scope) value {
	if n.Kind != document.Scalar {
		return value{}
	}
	if n.Type != document.Expression {
		return value{text: n.Value, known: true}
	}
	if scope.Resolve != nil {
		if text, ok := scope.Resolve(n.Value); ok {
			return value{text: text, known: true}
		}
	}
	return value{}
}

// nameOf gives the name that a value goes by: its key, or what stands beside it as `name: DB_PASSWORD`.
func nameOf(n *document.Node) string {
	if n.Parent != nil && (n.Key == "value" || n.Key == "Value") {
		for _, sibling := range n.Parent.Children {
			if sibling.Key == "name" || sibling.Key == "Name" {
				return sibling.Value
			}
		}
	}
	if n.Key == "" && n.Parent != nil {
		name, _, _ := strings.Cut(n.Value, "=")
		return cmp.Or(name, n.Parent.Key)
	}
	return n.Key
}
