package main

import (
	"fmt"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// ruby lists calls of Ruby. The target of a single assignment is none, as in `a.b = c`.
func (c *collector) ruby(n *sitter.Node) {
	if n.Kind() != "call" {
		return
	}
	method, arguments := n.ChildByFieldName("method"), n.ChildByFieldName("arguments")
	if parent := n.Parent(); parent != nil && arguments == nil && n.ChildByFieldName("block") == nil {
		switch parent.Kind() {
		case "assignment", "operator_assignment":
			if left := parent.ChildByFieldName("left"); left != nil && left.Id() == n.Id() {
				return
			}
		}
	}
	start, end := n.StartByte(), n.StartByte()
	if receiver := n.ChildByFieldName("receiver"); receiver != nil {
		end = receiver.EndByte()
	}
	if method != nil {
		end = method.EndByte()
	}
	var list []*sitter.Node
	for i := uint(0); arguments != nil && i < arguments.NamedChildCount(); i++ {
		if a := arguments.NamedChild(i); a.Kind() != "comment" && a.Kind() != "heredoc_body" {
			list = append(list, a)
		}
	}
	c.lists[0] = append(c.lists[0], fmt.Sprintf("%d-%d/%d", start, end, len(list)))
	for _, a := range list {
		c.lists[1] = append(c.lists[1], fmt.Sprintf("%d-%d", a.StartByte(), a.EndByte()))
	}
}
