package main

import (
	"fmt"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// goImport lists an import spec without its local name, which tree-sitter doesn't know when it isn't written.
func (c *collector) goImport(n *sitter.Node) {
	module := strings.Trim(c.word(n.ChildByFieldName("path")), "\"`")
	local, name := "", ""
	if alias := n.ChildByFieldName("name"); alias != nil {
		switch alias.Kind() {
		case "dot":
			name = "*"
		case "package_identifier":
			local = c.word(alias)
		}
	}
	c.add(n, local, module, name)
}

func (c *collector) goGeneric(n, callee *sitter.Node) {
	operand := n.ChildByFieldName("operand")
	c.lists[0] = append(c.lists[0], fmt.Sprintf("%d-%d/1", callee.StartByte(), callee.EndByte()))
	c.lists[1] = append(c.lists[1], fmt.Sprintf("%d-%d", operand.StartByte(), operand.EndByte()))
}

// goGenericCall lists f[T](x): the type arguments are part of our callee.
func (c *collector) goGenericCall(n, types *sitter.Node) {
	before := len(c.lists[0])
	c.call(n.ChildByFieldName("function"), n.ChildByFieldName("arguments"))
	_, count, _ := strings.Cut(c.lists[0][before], "/")
	c.lists[0][before] = fmt.Sprintf("%d-%d/%s", n.StartByte(), types.EndByte(), count)
}
