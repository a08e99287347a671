package main

import (
	"fmt"
	"strings"

	sitter "github.com/tree-sitter/go-tree-sitter"
	csharp "github.com/tree-sitter/tree-sitter-c-sharp/bindings/go"
	golang "github.com/tree-sitter/tree-sitter-go/bindings/go"
	java "github.com/tree-sitter/tree-sitter-java/bindings/go"
	javascript "github.com/tree-sitter/tree-sitter-javascript/bindings/go"
	php "github.com/tree-sitter/tree-sitter-php/bindings/go"
	python "github.com/tree-sitter/tree-sitter-python/bindings/go"
	ruby "github.com/tree-sitter/tree-sitter-ruby/bindings/go"
	typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

var parsers = map[syntax.Language]*sitter.Parser{}

func parser(language syntax.Language) *sitter.Parser {
	if p := parsers[language]; p != nil {
		return p
	}
	p := sitter.NewParser()
	var err error
	switch language {
	case syntax.JavaScript:
		err = p.SetLanguage(sitter.NewLanguage(javascript.Language()))
	case syntax.TypeScript:
		err = p.SetLanguage(sitter.NewLanguage(typescript.LanguageTypescript()))
	case syntax.TSX:
		err = p.SetLanguage(sitter.NewLanguage(typescript.LanguageTSX()))
	case syntax.Go:
		err = p.SetLanguage(sitter.NewLanguage(golang.Language()))
	case syntax.Python:
		err = p.SetLanguage(sitter.NewLanguage(python.Language()))
	case syntax.Ruby:
		err = p.SetLanguage(sitter.NewLanguage(ruby.Language()))
	case syntax.PHP:
		err = p.SetLanguage(sitter.NewLanguage(php.LanguagePHP()))
	case syntax.Java:
		err = p.SetLanguage(sitter.NewLanguage(java.Language()))
	case syntax.CSharp:
		err = p.SetLanguage(sitter.NewLanguage(csharp.Language()))
	}
	if err != nil {
		panic(err)
	}
	parsers[language] = p
	return p
}

// A collector lists what tree-sitter sees, in the words of ours.
type collector struct {
	language syntax.Language
	text     []byte
	lists    [3][]string
}

// oracle gives calls, arguments and imports as tree-sitter sees them; false when the file has errors.
func oracle(language syntax.Language, text []byte) ([3][]string, bool) {
	tree := parser(language).Parse(text, nil)
	if tree == nil { // tree-sitter gave up
		delete(parsers, language)
		return [3][]string{}, false
	}
	defer tree.Close()
	if tree.RootNode().HasError() {
		return [3][]string{}, false
	}
	c := &collector{language: language, text: text}
	cursor := tree.Walk()
	defer cursor.Close()
	for {
		c.visit(cursor.Node())
		if cursor.GotoFirstChild() {
			continue
		}
		for !cursor.GotoNextSibling() {
			if !cursor.GotoParent() {
				return c.lists, true
			}
		}
	}
}

func (c *collector) visit(n *sitter.Node) {
	switch c.language {
	case syntax.Ruby:
		c.ruby(n)
		return
	case syntax.PHP:
		c.php(n)
		return
	case syntax.CSharp:
		c.csharp(n)
		return
	}
	if c.java(n) {
		return
	}
	switch n.Kind() {
	case "call_expression", "call":
		if types := n.ChildByFieldName("type_arguments"); types != nil && n.ChildByFieldName("function").EndByte() <= types.StartByte() && c.language == syntax.Go {
			c.goGenericCall(n, types)
			return
		}
		c.call(n.ChildByFieldName("function"), n.ChildByFieldName("arguments"))
	case "new_expression":
		c.call(n.ChildByFieldName("constructor"), n.ChildByFieldName("arguments"))
	case "type_conversion_expression": // f[T](x), read as a conversion to the type f[T]
		if t := n.ChildByFieldName("type"); t.Kind() == "generic_type" {
			c.goGeneric(n, t)
		}
	case "import_spec":
		c.goImport(n)
	case "import_statement":
		if n.ChildByFieldName("source") != nil || n.ChildByFieldName("name") == nil {
			c.javascriptImport(n)
		} else {
			c.pythonImport(n)
		}
	case "import_from_statement", "future_import_statement":
		c.pythonFrom(n)
	case "export_statement":
		c.export(n)
	}
}

func (c *collector) call(function, arguments *sitter.Node) {
	// Before type arguments tree-sitter binds the wrong way: in `await a<T>(b)` it calls `await a`.
	for function != nil {
		switch function.Kind() {
		case "await_expression", "unary_expression", "binary_expression", "assignment_expression", "yield_expression":
			function = function.NamedChild(function.NamedChildCount() - 1)
			continue
		}
		break
	}
	if function == nil {
		return
	}
	var list []*sitter.Node
	switch {
	case arguments == nil:
	case arguments.Kind() == "arguments" || arguments.Kind() == "argument_list":
		for i := uint(0); i < arguments.NamedChildCount(); i++ {
			if a := arguments.NamedChild(i); a.Kind() != "comment" {
				list = append(list, a)
			}
		}
	default:
		list = append(list, arguments)
	}
	c.lists[0] = append(c.lists[0], fmt.Sprintf("%d-%d/%d", function.StartByte(), function.EndByte(), len(list)))
	for _, a := range list {
		start, end := a.StartByte(), a.EndByte()
		if a.Kind() == "generator_expression" && arguments == a {
			start, end = start+1, end-1
			for end > start && strings.IndexByte(" \t\r\n", c.text[end-1]) >= 0 {
				end--
			}
			for start < end && strings.IndexByte(" \t\r\n", c.text[start]) >= 0 {
				start++
			}
		}
		c.lists[1] = append(c.lists[1], fmt.Sprintf("%d-%d", start, end))
	}
}

func (c *collector) word(n *sitter.Node) string {
	if n == nil {
		return ""
	}
	return n.Utf8Text(c.text)
}

func (c *collector) add(n *sitter.Node, local, module, name string) {
	c.lists[2] = append(c.lists[2], fmt.Sprintf("%d %s=%s:%s", n.StartByte(), local, module, name))
}

func (c *collector) module(n *sitter.Node) string {
	return strings.TrimPrefix(strings.Trim(c.word(n), `"'`), "node:")
}

func (c *collector) javascriptImport(n *sitter.Node) {
	module := c.module(n.ChildByFieldName("source"))
	bare := true
	for i := uint(0); i < n.NamedChildCount(); i++ {
		child := n.NamedChild(i)
		switch child.Kind() {
		case "import_require_clause":
			bare = false
			c.add(n, c.word(child.NamedChild(0)), c.module(child.ChildByFieldName("source")), "")
		case "import_clause":
			bare = false
			for k := uint(0); k < child.NamedChildCount(); k++ {
				c.clause(n, child.NamedChild(k), module)
			}
			if only := child.NamedChild(0); child.NamedChildCount() == 1 && only.Kind() == "named_imports" && only.NamedChildCount() == 0 {
				bare = true
			}
		}
	}
	if bare {
		c.add(n, "", module, "")
	}
}

func (c *collector) clause(n, part *sitter.Node, module string) {
	switch part.Kind() {
	case "identifier":
		c.add(n, c.word(part), module, "")
	case "namespace_import":
		c.add(n, c.word(part.NamedChild(0)), module, "*")
	case "named_imports":
		for i := uint(0); i < part.NamedChildCount(); i++ {
			if s := part.NamedChild(i); s.Kind() == "import_specifier" {
				name := plain(c.word(s.ChildByFieldName("name")))
				local := name
				if alias := s.ChildByFieldName("alias"); alias != nil {
					local = c.word(alias)
				}
				if name == "default" {
					name = ""
				}
				c.add(n, local, module, name)
			}
		}
	}
}

func plain(name string) string { return strings.Trim(name, `"'`) }

func (c *collector) export(n *sitter.Node) {
	source := n.ChildByFieldName("source")
	if source == nil {
		return
	}
	module := c.module(source)
	for i := uint(0); i < n.NamedChildCount(); i++ {
		clause := n.NamedChild(i)
		if clause.Kind() != "export_clause" {
			continue
		}
		for k := uint(0); k < clause.NamedChildCount(); k++ {
			if s := clause.NamedChild(k); s.Kind() == "export_specifier" {
				name := plain(c.word(s.ChildByFieldName("name")))
				if name == "default" {
					name = ""
				}
				c.add(n, "", module, name)
			}
		}
		return
	}
	c.add(n, "", module, "*")
}

func (c *collector) pythonImport(n *sitter.Node) {
	for i := uint(0); i < n.NamedChildCount(); i++ {
		switch child := n.NamedChild(i); child.Kind() {
		case "dotted_name":
			module := c.word(child)
			first, _, _ := strings.Cut(module, ".")
			c.add(n, first, module, "")
		case "aliased_import":
			c.add(n, c.word(child.ChildByFieldName("alias")), c.word(child.ChildByFieldName("name")), "")
		}
	}
}

func (c *collector) pythonFrom(n *sitter.Node) {
	from := n.ChildByFieldName("module_name")
	module := c.word(from)
	if n.Kind() == "future_import_statement" {
		module = "__future__"
	}
	for i := uint(0); i < n.NamedChildCount(); i++ {
		child := n.NamedChild(i)
		if from != nil && child.StartByte() == from.StartByte() {
			continue
		}
		switch child.Kind() {
		case "dotted_name":
			c.add(n, c.word(child), module, c.word(child))
		case "aliased_import":
			c.add(n, c.word(child.ChildByFieldName("alias")), module, c.word(child.ChildByFieldName("name")))
		case "wildcard_import":
			c.add(n, "", module, "*")
		}
	}
}
