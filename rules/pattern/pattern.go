// Package pattern reads and matches the notation in which rules say what code they look for: code with holes.
// docs/pattern-notation.md describes it.
package pattern

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A Pattern is one piece of code with holes, ready to be matched.
type Pattern struct {
	text     string
	root     *node
	anchor   Anchor
	literals []string
	foreign  bool // Semgrep's: names as they are written
}

// Parse reads a pattern.
func Parse(text string) (*Pattern, error) {
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	return &Pattern{text: text, root: root, anchor: anchorOf(root), literals: literalsOf(root, whole)}, nil
}

// String gives the pattern as it was written.
func (p *Pattern) String() string { return p.text }

// Anchor says at which events of a file the pattern can match at all.
func (p *Pattern) Anchor() Anchor { return p.anchor }

// Callee is the canonical name of what the pattern calls, which a call must resolve to; "" when it is a hole or no call.
func (p *Pattern) Callee() string {
	if n := p.root; (n.kind == callNode || n.kind == decoratorNode) && n.x != nil && n.x.kind == nameNode {
		return n.x.text
	}
	return ""
}

// NameHole is the hole that stands for the name a pattern would hang on: of what is called, assigned or
// compared, or of an object's first key; "" when there is none.
func (p *Pattern) NameHole() string {
	n := p.root
	switch n.kind {
	case callNode, decoratorNode, assignNode, binaryNode:
		if n = n.x; n.kind == holeNode {
			return n.hole
		} else if n.kind == memberNode && n.text == "" {
			return n.member
		}
	case objectNode:
		for _, pair := range n.list {
			if pair.kind == pairNode {
				return pair.member
			}
		}
	}
	return ""
}

// Narrow tells whether the pattern matches only calls with `new`, or only assignments to a member.
func (p *Pattern) Narrow() bool {
	return p.root.isNew || p.root.kind == assignNode && p.root.x.kind == memberNode
}

// Literals are texts that every file the pattern matches in must hold, all of them, the longest first; none when there
// is none of three bytes.
func (p *Pattern) Literals() []string { return p.literals }

// Unpackaged are the Literals of a language in which a type may stand without its package: Cipher of javax.crypto.Cipher.
func (p *Pattern) Unpackaged() []string { return literalsOf(p.root, unpackaged) }

// Unrooted are the Literals of a language in which a file may name a package without its path: http of net/http.
func (p *Pattern) Unrooted() []string { return literalsOf(p.root, path.Base) }

func unpackaged(name string) string {
	for i := 0; i < len(name); i++ {
		if c := name[i]; c >= 'A' && c <= 'Z' && (i == 0 || name[i-1] == '.') {
			return name[i:]
		}
	}
	return name
}

// Holes lists the names of the pattern's holes, in order of appearance.
func (p *Pattern) Holes() []string {
	var names []string
	walk(p.root, func(n *node) {
		for _, name := range []string{n.hole, n.member} {
			if name != "" {
				names = append(names, name)
			}
		}
	})
	return names
}

// An Anchor is the event a pattern hangs on.
type Anchor struct {
	Kind AnchorKind
	// Name is the last identifier of what is called, assigned or named, the first key of an object, or the module of an
	// import; "" when it is a hole.
	Name string
	// Keyword is a keyword argument that must be there, for calls whose Name is a hole.
	Keyword string
}

// AnchorKind sorts anchors.
type AnchorKind uint8

// The kinds of anchor.
const (
	Nowhere   AnchorKind = iota // only inside another expression
	Call                        // f(…), new F(…)
	Decorator                   // @f(…)
	Assign                      // x = …, x.y = …
	Property                    // {k: v}
	Compare                     // a == b
	Text                        // "…"
	Name                        // a.b, without being called
	Import                      // import m
	Return                      // return v
	Function                    // function f
	Class                       // class C
)

func anchorOf(n *node) Anchor {
	switch n.kind {
	case callNode:
		a := Anchor{Kind: Call, Name: lastName(n.x)}
		if a.Name == "" {
			a.Keyword = firstKeyword(n.list)
		}
		return a
	case decoratorNode:
		return Anchor{Kind: Decorator, Name: lastName(n.x)}
	case assignNode:
		return Anchor{Kind: Assign, Name: lastName(n.x)}
	case objectNode:
		return Anchor{Kind: Property, Name: firstKey(n.list)}
	case binaryNode:
		if comparison(n.text) {
			return Anchor{Kind: Compare, Name: lastName(n.x)}
		}
	case stringNode, anyStringNode, regexNode:
		return Anchor{Kind: Text}
	case nameNode, memberNode:
		return Anchor{Kind: Name, Name: lastName(n)}
	case importNode:
		return Anchor{Kind: Import, Name: n.text}
	case returnNode:
		return Anchor{Kind: Return}
	case functionNode:
		return Anchor{Kind: Function, Name: n.text}
	case classNode:
		return Anchor{Kind: Class, Name: n.text}
	}
	return Anchor{}
}

func firstKeyword(list []*node) string {
	for _, n := range list {
		switch n.kind {
		case keywordNode:
			return n.text
		case spreadNode:
			return "**"
		}
	}
	return ""
}

func firstKey(list []*node) string {
	for _, n := range list {
		if n.kind == pairNode {
			return n.text
		}
	}
	return ""
}

func comparison(op string) bool {
	switch op {
	case "==", "!=", "<", ">", "<=", ">=", "in":
		return true
	}
	return false
}

// lastName gives the last identifier of a callee or target: md5 of hashlib.md5, cors of @fastify/cors.
func lastName(n *node) string {
	switch n.kind {
	case nameNode:
		return LastName(n.text)
	case memberNode:
		return n.text
	case callNode, decoratorNode:
		return lastName(n.x)
	case indexNode:
		return n.text
	}
	return ""
}

// LastName gives the last identifier of a canonical name: "get" of "fastapi.FastAPI().get", "cors" of "@fastify/cors".
func LastName(canonical string) string {
	canonical = strings.TrimSuffix(canonical, "()")
	if i := strings.LastIndexAny(canonical, "./?"); i >= 0 {
		return canonical[i+1:]
	}
	return canonical
}

// literalsOf lists the texts the pattern can't match without. Constants may be folded from pieces, so they serve only
// when there are no identifiers. A short name of a method or property is looked for with its dot.
func literalsOf(root *node, shorten func(string) string) []string {
	var names, constants []string
	collect(root, shorten, &names, &constants)
	if l := usable(names); len(l) > 0 {
		return l
	}
	return usable(constants)
}

func usable(texts []string) []string {
	texts = slices.DeleteFunc(texts, func(s string) bool { return len(s) < 3 })
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	return slices.Compact(texts)
}

func whole(name string) string { return name }

func collect(n *node, shorten func(string) string, names, constants *[]string) {
	if n == nil {
		return
	}
	switch n.kind {
	case nameNode, importNode:
		if n.text == syntax.Backticks { // stands in no file; but every file of Ruby that does something has an end
			*names = append(*names, "end")
			break
		}
		if n.text == syntax.VariableCall {
			*names = append(*names, "<?php")
			break
		}
		if n.text == syntax.ShortEcho {
			*names = append(*names, "<?=")
			break
		}
		for part := range strings.SplitSeq(strings.ReplaceAll(shorten(n.text), "()", ""), ".") {
			*names = append(*names, part)
		}
	case memberNode:
		if n.text != "" {
			name := n.text
			if len(name) == 2 || len(name) == 3 {
				name = "." + name
			}
			*names = append(*names, name)
		}
	case keywordNode, pairNode, functionNode, classNode:
		*names = append(*names, n.text)
	case stringNode:
		*constants = append(*constants, n.text)
	case assignNode:
		if n.x.kind == indexNode {
			*names = append(*names, n.x.text+" =")
		}
	}
	for _, child := range n.children() {
		collect(child, shorten, names, constants)
	}
}
