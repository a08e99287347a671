package main

import (
	"fmt"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// java lists what is Java's own; false when the node is none of it.
func (c *collector) java(n *sitter.Node) bool {
	arguments := n.ChildByFieldName("arguments")
	switch n.Kind() {
	case "method_invocation":
		name := n.ChildByFieldName("name")
		start := name.StartByte()
		if object := n.ChildByFieldName("object"); object != nil {
			start = object.StartByte()
		}
		c.javaCall(start, name.EndByte(), arguments)
	case "object_creation_expression":
		typ := n.ChildByFieldName("type")
		end := typ.EndByte()
		if typ.Kind() == "generic_type" {
			end = typ.NamedChild(0).EndByte()
		}
		c.javaCall(typ.StartByte(), end, arguments)
	case "explicit_constructor_invocation":
		constructor := n.ChildByFieldName("constructor")
		start := constructor.StartByte()
		if object := n.ChildByFieldName("object"); object != nil {
			start = object.StartByte()
		}
		c.javaCall(start, constructor.EndByte(), arguments)
	case "annotation":
		name := n.ChildByFieldName("name")
		c.javaCall(name.StartByte(), name.EndByte(), arguments)
	case "import_declaration":
		c.javaImport(n)
	default:
		return false
	}
	return true
}

func (c *collector) javaCall(start, end uint, arguments *sitter.Node) {
	var list []*sitter.Node
	for i := uint(0); arguments != nil && i < arguments.NamedChildCount(); i++ {
		if a := arguments.NamedChild(i); !strings.HasSuffix(a.Kind(), "comment") {
			list = append(list, a)
		}
	}
	c.lists[0] = append(c.lists[0], fmt.Sprintf("%d-%d/%d", start, end, len(list)))
	for _, a := range list {
		c.lists[1] = append(c.lists[1], fmt.Sprintf("%d-%d", a.StartByte(), a.EndByte()))
	}
}

func (c *collector) javaImport(n *sitter.Node) {
	for i := uint(0); i < n.NamedChildCount(); i++ {
		child := n.NamedChild(i)
		if child.Kind() != "scoped_identifier" && child.Kind() != "identifier" {
			continue
		}
		whole := c.word(child)
		if n.NamedChild(n.NamedChildCount()-1).Kind() == "asterisk" {
			c.add(n, "", whole, "*")
			return
		}
		dot := strings.LastIndexByte(whole, '.')
		c.add(n, whole[dot+1:], whole[:max(dot, 0)], whole[dot+1:])
		return
	}
}
