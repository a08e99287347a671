package selector

import (
	"fmt"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// A route is a compiled path. It is run as a small automaton with one bit a step, so a walk visits each node once
// however many `**` the path has.
type route struct {
	up    bool
	steps []step
}

type step struct {
	names []string // any of these keys
	any   bool     // *
	deep  bool     // **
}

const (
	maxSteps = 60
	maxDepth = 400
)

func compilePath(text string) (route, error) {
	var r route
	rest, up := strings.CutPrefix(text, "^.")
	r.up = up
	for rest != "" {
		s, tail, err := nextStep(rest)
		if err != nil {
			return r, fmt.Errorf("path %q: %w", text, err)
		}
		if r.steps, rest = append(r.steps, s), tail; len(r.steps) > maxSteps {
			return r, fmt.Errorf("path %q: more than %d steps", text, maxSteps)
		}
	}
	return r, nil
}

func nextStep(text string) (s step, rest string, err error) {
	if strings.HasPrefix(text, `"`) {
		name, tail, closed := strings.Cut(text[1:], `"`)
		if !closed || name == "" {
			return s, "", fmt.Errorf("a quoted key does not end")
		}
		return step{names: []string{name}}, strings.TrimPrefix(tail, "."), nil
	}
	word, rest, more := strings.Cut(text, ".")
	switch {
	case word == "" || more && rest == "":
		return s, "", fmt.Errorf("a key is missing")
	case word == "*":
		s.any = true
	case word == "**":
		s.deep = true
	default:
		s.names = strings.Split(word, "|")
	}
	return s, rest, nil
}

func (s step) takes(key string) bool {
	if s.any {
		return true
	}
	for _, name := range s.names {
		if name == key {
			return true
		}
	}
	return false
}

// A found is what a path leads to. Open means that something may stand there that a template or variable hides.
type found struct {
	nodes []*document.Node
	open  bool
}

// find walks a path from a node. An empty path is the node itself.
func (r route) find(from *document.Node, scope Scope) found {
	var f found
	if len(r.steps) == 0 && !r.up {
		f.nodes = append(f.nodes, from)
		return f
	}
	w := walker{route: r, scope: scope, into: &f}
	if !r.up {
		w.children(from, w.close(1), 0)
		return f
	}
	for block, n := from.Parent, 0; block != nil && n < maxDepth; block, n = block.Parent, n+1 {
		w.children(block, w.close(1), 0)
	}
	return f
}

type walker struct {
	route
	scope Scope
	into  *found
}

func (w walker) accept() uint64 { return 1 << len(w.steps) }

// close adds the states reached without a key: `**` may stand for nothing.
func (w walker) close(states uint64) uint64 {
	for i, s := range w.steps {
		if s.deep && states&(1<<i) != 0 {
			states |= 1 << (i + 1)
		}
	}
	return states
}

func (w walker) advance(states uint64, key string) uint64 {
	var next uint64
	for i, s := range w.steps {
		switch {
		case states&(1<<i) == 0:
		case s.deep:
			next |= 1 << i
		case s.takes(key):
			next |= 1 << (i + 1)
		}
	}
	return w.close(next)
}

// named keeps the states that wait for a plain key: those may pass through the items of a list.
func (w walker) named(states uint64) uint64 {
	for i, s := range w.steps {
		if s.any || s.deep {
			states &^= 1 << i
		}
	}
	return states &^ w.accept()
}

// hungry tells whether a state waits for a key at a spot that `**` didn't lead to: only there a hole in the tree may
// hide what is looked for, or else every templated name would hide everything.
func (w walker) hungry(states uint64) bool {
	for i, s := range w.steps {
		if states&(1<<i) != 0 && !s.deep && (i == 0 || !w.steps[i-1].deep) {
			return true
		}
	}
	return false
}

func (w walker) children(n *document.Node, states uint64, depth int) {
	if states &^= w.accept(); states == 0 || depth > maxDepth {
		return
	}
	for _, child := range n.Children {
		next := w.advance(states, child.Key)
		if n.Kind == document.List {
			next |= w.named(states)
		}
		if w.scope.Labels {
			next = w.labels(child, states, next)
		}
		if hole(child) && w.hungry(states) || next&^w.accept() != 0 && unknown(child) && w.hungry(next) {
			w.into.open = true
		}
		if next&w.accept() != 0 {
			w.into.nodes = append(w.into.nodes, child)
		}
		w.children(child, next, depth+1)
	}
}

// labels lets the labels of a HCL block count as keys. A dynamic block stands for blocks nobody has written out.
func (w walker) labels(child *document.Node, states, next uint64) uint64 {
	if child.Kind != document.Map || len(child.Args) == 0 {
		return next
	}
	if child.Key == "dynamic" && w.advance(states, child.Args[0].Value) != 0 && w.hungry(states) {
		w.into.open = true
	}
	for _, label := range child.Args {
		next = w.advance(next&^w.accept(), label.Value)
	}
	return next
}

// hole tells whether a child of a map has no key because a template writes it.
func hole(n *document.Node) bool {
	if n.Parent == nil || n.Parent.Kind != document.Map {
		return false
	}
	return n.Key == "" && n.Type == document.Expression || strings.Contains(n.Key, "{{") || strings.HasPrefix(n.Key, "Fn::")
}

// unknown tells whether a node's content is decided elsewhere.
func unknown(n *document.Node) bool {
	if n.Kind == document.Scalar {
		return n.Type == document.Expression
	}
	return n.Kind == document.Map && len(n.Children) == 1 && intrinsic(n.Children[0].Key)
}

// intrinsic names the functions that CloudFormation writes as a map of one key.
func intrinsic(key string) bool { return key == "Ref" || strings.HasPrefix(key, "Fn::") }
