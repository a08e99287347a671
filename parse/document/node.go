package document

import (
	"iter"
	"strconv"
	"strings"
)

// maxDepth bounds how deep a tree may be. What is nested deeper is refused before a parser sees it.
const maxDepth = 1000

// Get gives the last child with this key, the one that counts where a key is written twice; nil when there is none or n is nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for i := len(n.Children) - 1; i >= 0; i-- {
		if n.Children[i].Key == key {
			return n.Children[i]
		}
	}
	return nil
}

// Find follows keys downwards; in a list a key may be an index. It gives nil when the path leads nowhere.
func (n *Node) Find(path ...string) *Node {
	for _, key := range path {
		if n != nil && n.Kind != Map && n.Get(key) == nil {
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(n.Children) {
				return nil
			}
			n = n.Children[i]
			continue
		}
		if n = n.Get(key); n == nil {
			return nil
		}
	}
	return n
}

// Text gives a scalar's value; "" when n is nil or no scalar.
func (n *Node) Text() string {
	if n == nil || n.Kind != Scalar {
		return ""
	}
	return n.Value
}

// All gives n and everything below it, parents first. Args are not visited.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		stack := []*Node{n}
		for len(stack) > 0 {
			next := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !yield(next) {
				return
			}
			for i := len(next.Children) - 1; i >= 0; i-- {
				stack = append(stack, next.Children[i])
			}
		}
	}
}

// Path names the node by the way from its root: "spec.containers[0].image".
func (n *Node) Path() string {
	var steps []string
	for depth := 0; n != nil && n.Parent != nil && depth <= maxDepth; depth++ {
		steps = append(steps, n.step())
		n = n.Parent
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		if b.Len() > 0 && !strings.HasPrefix(steps[i], "[") {
			b.WriteByte('.')
		}
		b.WriteString(steps[i])
	}
	return b.String()
}

func (n *Node) step() string {
	if n.Key != "" {
		return n.Key
	}
	for i, c := range n.Parent.Children {
		if c == n {
			return "[" + strconv.Itoa(i) + "]"
		}
	}
	return "[]"
}

// start is where a node begins: at its key when it has one.
func (n *Node) start() int {
	if n.KeyAt.End > n.KeyAt.Start {
		return n.KeyAt.Start
	}
	return n.At.Start
}

// link sets every Parent.
func link(root *Node) {
	for n := range root.All() {
		for _, c := range n.Children {
			c.Parent = n
		}
		for _, a := range n.Args {
			a.Parent = n
		}
	}
}

// shift moves every place by some bytes.
func shift(root *Node, by int) {
	move := func(n *Node) {
		n.At.Start, n.At.End = n.At.Start+by, n.At.End+by
		n.KeyAt.Start, n.KeyAt.End = n.KeyAt.Start+by, n.KeyAt.End+by
	}
	moved := map[*Range]bool{}
	for n := range root.All() {
		move(n)
		for _, a := range n.Args {
			move(a)
		}
		if len(n.Comments) > 0 && !moved[&n.Comments[0]] {
			moved[&n.Comments[0]] = true
			for i := range n.Comments {
				n.Comments[i].Start, n.Comments[i].End = n.Comments[i].Start+by, n.Comments[i].End+by
			}
		}
	}
}
