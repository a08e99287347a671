package pattern

import "regexp"

// A node is one piece of a pattern.
type node struct {
	kind   nodeKind
	text   string // name: canonical name; member: property; string, number: value; keyword, pair: key; binary: operator; bool: "true"
	hole   string // hole: its name
	member string // member, function, class: the name of the hole that stands for the property
	x, y   *node
	list   []*node
	isNew  bool
	re     *regexp.Regexp
}

type nodeKind uint8

const (
	nameNode      nodeKind = iota // a.b.c, express().use: compared with what names resolve to
	holeNode                      // $X
	dotsNode                      // ...
	memberNode                    // $X.name, $X.$M
	callNode                      // f(…)
	stringNode                    // "md5"
	anyStringNode                 // "..."
	numberNode
	boolNode
	nullNode
	arrayNode
	objectNode
	pairNode    // k: v
	keywordNode // k=v
	absentNode  // not k
	spreadNode  // **$X
	binaryNode
	unaryNode
	assignNode
	decoratorNode
	importNode
	returnNode // return v
	functionNode
	classNode
	deepNode     // <... x ...>: x or something in it
	indexNode    // $X[$Y]; text: the bracket that ends it, in our own notation
	typedNode    // (T $X)
	templateNode // f"{$X}": a string with parts put into it, x one of them
	regexNode    // "=~/re/"
	chainNode    // $X. ... .f: x or something it is called on
)

func (n *node) children() []*node {
	children := make([]*node, 0, 2+len(n.list))
	if n.x != nil {
		children = append(children, n.x)
	}
	if n.y != nil {
		children = append(children, n.y)
	}
	return append(children, n.list...)
}

func walk(n *node, visit func(*node)) {
	visit(n)
	for _, child := range n.children() {
		walk(child, visit)
	}
}
