package main

import (
	"fmt"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// php lists calls of PHP. What the language writes as words (echo, include) tree-sitter doesn't call a call.
func (c *collector) php(n *sitter.Node) {
	arguments := n.ChildByFieldName("arguments")
	var start, end uint
	switch n.Kind() {
	case "function_call_expression":
		function := n.ChildByFieldName("function")
		start, end = function.StartByte(), function.EndByte()
	case "member_call_expression", "nullsafe_member_call_expression":
		start, end = n.ChildByFieldName("object").StartByte(), n.ChildByFieldName("name").EndByte()
		if end < uint(len(c.text)) && c.text[end] == '}' { // ->{$name}
			end++
		}
	case "scoped_call_expression":
		start, end = n.ChildByFieldName("scope").StartByte(), n.ChildByFieldName("name").EndByte()
	case "object_creation_expression":
		class := n.NamedChild(0)
		for i := uint(0); i < n.NamedChildCount(); i++ {
			if child := n.NamedChild(i); child.Kind() == "arguments" {
				arguments = child
			}
		}
		if arguments == nil || class.Kind() == "anonymous_class" || class.Kind() == "arguments" {
			return
		}
		start, end = class.StartByte(), class.EndByte()
	default:
		return
	}
	count := 0
	for i := uint(0); arguments != nil && i < arguments.NamedChildCount(); i++ {
		if a := arguments.NamedChild(i); a.Kind() != "comment" {
			count++
			c.lists[1] = append(c.lists[1], fmt.Sprintf("%d-%d", a.StartByte(), a.EndByte()))
		}
	}
	c.lists[0] = append(c.lists[0], fmt.Sprintf("%d-%d/%d", start, end, count))
}
