package main

import (
	"fmt"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
)

// csharp lists calls and imports of C#. What { } gives a new object is among our arguments.
func (c *collector) csharp(n *sitter.Node) {
	switch n.Kind() {
	case "invocation_expression":
		function := n.ChildByFieldName("function")
		c.csharpCall(c.csharpStart(function), c.csharpNameEnd(function), n.ChildByFieldName("arguments"))
	case "object_creation_expression":
		typ := n.ChildByFieldName("type")
		c.csharpCall(typ.StartByte(), c.csharpNameEnd(typ), n.ChildByFieldName("arguments"), n.ChildByFieldName("initializer"))
	case "attribute", "primary_constructor_base_type":
		if arguments := n.NamedChild(n.NamedChildCount() - 1); strings.HasSuffix(arguments.Kind(), "argument_list") && arguments.Kind() != "type_argument_list" {
			c.csharpCall(n.StartByte(), c.csharpNameEnd(n.NamedChild(0)), arguments)
		}
	case "base_list":
		for i := uint(1); i < n.NamedChildCount(); i++ {
			if arguments, typ := n.NamedChild(i), n.NamedChild(i-1); arguments.Kind() == "argument_list" {
				c.csharpCall(typ.StartByte(), c.csharpNameEnd(typ), arguments)
			}
		}
	case "constructor_initializer":
		base := n.Child(1)
		c.csharpCall(base.StartByte(), base.EndByte(), n.NamedChild(n.NamedChildCount()-1))
	case "using_directive":
		c.csharpUsing(n)
	}
}

// csharpStart gives where the operand begins that is called or asked; tree-sitter binds casts, await, operators and the
// like closer than calls and ?. behind them.
func (c *collector) csharpStart(n *sitter.Node) uint {
	for {
		switch n.Kind() {
		case "member_access_expression", "element_access_expression":
			n = n.ChildByFieldName("expression")
		case "invocation_expression":
			n = n.ChildByFieldName("function")
		case "conditional_access_expression":
			n = n.ChildByFieldName("condition")
		case "postfix_unary_expression":
			n = n.NamedChild(0)
		case "cast_expression", "await_expression", "prefix_unary_expression", "throw_expression", "ref_expression", "lambda_expression",
			"range_expression", "binary_expression", "conditional_expression", "assignment_expression":
			n = n.NamedChild(n.NamedChildCount() - 1)
		default:
			return n.StartByte()
		}
	}
}

// csharpNameEnd gives where a name ends, without type arguments and !.
func (c *collector) csharpNameEnd(n *sitter.Node) uint {
	for {
		switch last := n.NamedChild(max(n.NamedChildCount(), 1) - 1); n.Kind() {
		case "generic_name":
			n = n.NamedChild(0)
		case "qualified_name", "member_access_expression", "alias_qualified_name", "member_binding_expression":
			n = n.ChildByFieldName("name")
		case "postfix_unary_expression":
			n = n.NamedChild(0)
		case "cast_expression", "conditional_access_expression", "await_expression", "prefix_unary_expression":
			n = last
		default:
			return n.EndByte()
		}
	}
}

func (c *collector) csharpCall(start, end uint, lists ...*sitter.Node) {
	count := 0
	for _, list := range lists {
		for i := uint(0); list != nil && i < list.NamedChildCount(); i++ {
			if a := list.NamedChild(i); a.Kind() != "comment" && !strings.HasPrefix(a.Kind(), "preproc") {
				count++
				c.lists[1] = append(c.lists[1], fmt.Sprintf("%d-%d", a.StartByte(), a.EndByte()))
			}
		}
	}
	c.lists[0] = append(c.lists[0], fmt.Sprintf("%d-%d/%d", start, end, count))
}

func (c *collector) csharpUsing(n *sitter.Node) {
	at := n
	for i := uint(0); i < n.ChildCount(); i++ {
		if child := n.Child(i); child.Kind() == "using" {
			at = child
		}
	}
	whole := c.word(n.NamedChild(n.NamedChildCount() - 1))
	if strings.ContainsAny(whole, "<([?*") {
		return // a type put together
	}
	alias := n.ChildByFieldName("name")
	if alias == nil {
		c.add(at, "", whole, "*")
		return
	}
	dot := strings.LastIndexByte(whole, '.')
	if dot < 0 {
		c.add(at, c.word(alias), whole, "")
		return
	}
	c.add(at, c.word(alias), whole[:dot], whole[dot+1:])
}
