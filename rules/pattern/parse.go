package pattern

import (
	"fmt"
	"strings"
)

// maxDepth bounds the nesting of a pattern, which may come from a user's rule file.
const maxDepth = 50

type parser struct {
	text   string
	tokens []token
	at     int
	depth  int

	foreign  bool
	language string
}

// parse reads a whole pattern.
func parse(text string) (*node, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := &parser{text: text, tokens: tokens}
	n, err := p.top()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != endToken {
		return nil, p.unexpected()
	}
	return n, nil
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != endToken {
		p.at++
	}
	return t
}

func (p *parser) accept(text string) bool {
	if t := p.peek(); t.kind == punctToken && t.text == text {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(text string) error {
	if !p.accept(text) {
		return fmt.Errorf("pattern `%s`: want `%s` before `%s`", p.text, text, p.text[min(p.peek().start, len(p.text)):])
	}
	return nil
}

func (p *parser) unexpected() error {
	t := p.peek()
	if t.kind == endToken {
		return fmt.Errorf("pattern `%s` ends too early", p.text)
	}
	return fmt.Errorf("pattern `%s`: unexpected `%s` at column %d", p.text, t.text, t.start+1)
}

func (p *parser) top() (*node, error) {
	t := p.peek()
	switch {
	case t.kind == punctToken && t.text == "@":
		p.next()
		return p.decorator()
	case t.kind == nameToken && p.statement(t.text, p.tokens[p.at+1]):
		switch t.text {
		case "import":
			p.next()
			return &node{kind: importNode, text: p.next().text}, nil
		case "return":
			p.next()
			value, err := p.expression()
			return &node{kind: returnNode, x: value}, err
		case "function", "class":
			p.next()
			return p.definition(t.text)
		}
	}
	n, err := p.expression()
	if err != nil {
		return nil, err
	}
	if p.foreign {
		if n, err = p.declared(n); err != nil {
			return nil, err
		}
	}
	if p.accept("=") {
		value, err := p.expression()
		if err != nil {
			return nil, err
		}
		return &node{kind: assignNode, x: n, y: value}, nil
	}
	return n, nil
}

// statement tells whether a word begins something that is no expression, from what follows it.
func (p *parser) statement(word string, next token) bool {
	return next.kind == nameToken || next.kind == holeToken || word == "return" && (next.text == "[" || next.text == "{" || p.foreign && next.kind != endToken)
}

// definition reads what follows `function` or `class`: a name or a hole, for a class perhaps a base in brackets.
func (p *parser) definition(word string) (*node, error) {
	n := &node{kind: functionNode}
	if word == "class" {
		n.kind = classNode
	}
	if t := p.next(); t.kind == holeToken {
		n.member = t.text
	} else {
		n.text = t.text
	}
	if word == "class" && p.accept("(") {
		base, err := p.expression()
		if err != nil {
			return nil, err
		}
		n.x = base
		return n, p.expect(")")
	}
	return n, nil
}

func (p *parser) decorator() (*node, error) {
	n, err := p.postfix()
	if err != nil {
		return nil, err
	}
	if n.kind == callNode {
		return &node{kind: decoratorNode, x: n.x, list: n.list}, nil
	}
	return &node{kind: decoratorNode, x: n, list: []*node{{kind: dotsNode}}}, nil
}

// binding gives how tightly a binary operator binds; 0 when it is none.
func binding(t token) int {
	if t.kind == nameToken {
		switch t.text {
		case "or":
			return 1
		case "and":
			return 2
		case "in":
			return 3
		}
		return 0
	}
	if t.kind != punctToken {
		return 0
	}
	switch t.text {
	case "||", "??":
		return 1
	case "&&":
		return 2
	case "==", "===", "!=", "!==", "<", ">", "<=", ">=":
		return 3
	case "+", "-":
		return 4
	case "*", "/", "%":
		return 5
	}
	return 0
}

func (p *parser) expression() (*node, error) { return p.binary(1) }

func (p *parser) binary(least int) (*node, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, fmt.Errorf("pattern `%s` is nested too deeply", p.text)
	}
	left, err := p.unary()
	if err != nil {
		return nil, err
	}
	for {
		t := p.peek()
		b := binding(t)
		if b < least || b == 0 {
			return left, nil
		}
		p.next()
		right, err := p.binary(b + 1)
		if err != nil {
			return nil, err
		}
		left = &node{kind: binaryNode, text: operator(t.text), x: left, y: right}
	}
}

// operator gives one spelling to operators that mean the same in our languages.
func operator(op string) string {
	switch op {
	case "===", "is":
		return "=="
	case "!==", "is not":
		return "!="
	case "&&":
		return "and"
	case "||":
		return "or"
	case "!":
		return "not"
	}
	return op
}

func (p *parser) unary() (*node, error) {
	t := p.peek()
	if t.kind == punctToken && (t.text == "!" || t.text == "-") || t.kind == nameToken && t.text == "not" {
		p.next()
		x, err := p.postfix()
		if err != nil {
			return nil, err
		}
		return &node{kind: unaryNode, text: operator(t.text), x: x}, nil
	}
	return p.postfix()
}

func (p *parser) postfix() (*node, error) {
	isNew := false
	if t := p.peek(); t.kind == nameToken && t.text == "new" {
		p.next()
		isNew = true
	}
	n, err := p.primary()
	if err != nil {
		return nil, err
	}
	for {
		switch {
		case p.foreign && p.accept("."):
			n, err = p.link(n)
		case p.accept("["):
			n, err = p.index(n)
		case p.literal(n) && p.accept("{"):
			n, err = p.composite(n)
		case p.accept("."):
			n, err = p.property(n)
		case p.accept("("):
			n, err = p.call(n)
			if n != nil && isNew {
				n.isNew, isNew = true, false
			}
		default:
			return n, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (p *parser) property(base *node) (*node, error) {
	t := p.next()
	switch t.kind {
	case holeToken:
		return &node{kind: memberNode, x: base, member: t.text}, nil
	case nameToken:
		if name := canonical(base); name != "" {
			return &node{kind: nameNode, text: name + "." + t.text}, nil
		}
		return &node{kind: memberNode, x: base, text: t.text}, nil
	}
	p.at--
	return nil, p.unexpected()
}

// index reads the key of $X[$K]; one that is written out makes it $X.key. What is assigned to a key ends in a bracket, and
// so does the name of the event; in Semgrep's notation the key may be a string as well.
func (p *parser) index(base *node) (*node, error) {
	key, err := p.expression()
	if err != nil {
		return nil, err
	}
	n := &node{kind: indexNode, x: base, y: key}
	if !p.foreign {
		if n.text = "]"; key.kind == stringNode {
			n = &node{kind: memberNode, x: base, text: key.text}
		}
	}
	return n, p.expect("]")
}

// canonical gives the name that a base of names and calls resolves to, as in express().use; "" when it has holes.
func canonical(n *node) string {
	switch n.kind {
	case nameNode:
		return n.text
	case callNode:
		if name := canonical(n.x); name != "" && (len(n.list) == 0 || len(n.list) == 1 && n.list[0].kind == dotsNode) {
			return name + "()"
		}
	}
	return ""
}

func (p *parser) call(callee *node) (*node, error) {
	n := &node{kind: callNode, x: callee}
	for !p.accept(")") {
		arg, err := p.argument()
		if err != nil {
			return nil, err
		}
		n.list = append(n.list, arg)
		if !p.accept(",") {
			return n, p.expect(")")
		}
	}
	return n, nil
}

func (p *parser) argument() (*node, error) {
	if n := p.absent(); n != nil {
		return n, nil
	}
	if p.accept("**") {
		value, err := p.expression()
		return &node{kind: spreadNode, x: value}, err
	}
	t, after := p.peek(), p.tokens[min(p.at+1, len(p.tokens)-1)]
	if (t.kind == nameToken || t.kind == holeToken) && after.kind == punctToken && after.text == "=" {
		p.at += 2
		value, err := p.expression()
		if err != nil {
			return nil, err
		}
		n := &node{kind: keywordNode, text: t.text, x: value}
		if t.kind == holeToken {
			n.text, n.member = "", t.text
		}
		return n, nil
	}
	return p.expression()
}

// absent reads `not k` where a keyword or key may stand: it must not be there.
func (p *parser) absent() *node {
	if p.at+2 >= len(p.tokens) || p.peek().text != "not" || p.peek().kind != nameToken {
		return nil
	}
	name, after := p.tokens[p.at+1], p.tokens[p.at+2]
	if name.kind != nameToken || after.kind != punctToken || after.text != "," && after.text != ")" && after.text != "}" {
		return nil
	}
	p.at += 2
	return &node{kind: absentNode, text: name.text}
}

func (p *parser) primary() (*node, error) {
	t := p.next()
	switch t.kind {
	case holeToken:
		return &node{kind: holeNode, hole: t.text}, nil
	case dotsToken:
		return &node{kind: dotsNode}, nil
	case foreignToken:
		return t.node(p)
	case numberToken:
		return &node{kind: numberNode, text: t.text}, nil
	case stringToken:
		if t.text == "..." {
			return &node{kind: anyStringNode}, nil
		}
		if m := content.FindStringSubmatch(t.text); m != nil && p.foreign {
			re, err := Bounded(m[1])
			return &node{kind: regexNode, re: re}, err
		}
		return &node{kind: stringNode, text: t.text}, nil
	case nameToken:
		switch t.text {
		case "true", "True", "false", "False":
			return &node{kind: boolNode, text: strings.ToLower(t.text)}, nil
		case "null", "None", "undefined":
			return &node{kind: nullNode}, nil
		}
		return &node{kind: nameNode, text: t.text}, nil
	case punctToken:
		switch t.text {
		case "(":
			if p.foreign {
				return p.bracket()
			}
			n, err := p.expression()
			if err != nil {
				return nil, err
			}
			return n, p.expect(")")
		case "<...":
			n, err := p.expression()
			if err != nil {
				return nil, err
			}
			return &node{kind: deepNode, x: n}, p.expect("...>")
		case "&":
			if p.language == "go" {
				return p.primary()
			}
		case "[":
			return p.array()
		case "{":
			return p.object()
		}
	}
	if t.kind != endToken {
		p.at--
	}
	return nil, p.unexpected()
}

func (p *parser) array() (*node, error) {
	n := &node{kind: arrayNode}
	for !p.accept("]") {
		element, err := p.expression()
		if err != nil {
			return nil, err
		}
		n.list = append(n.list, element)
		if !p.accept(",") {
			return n, p.expect("]")
		}
	}
	return n, nil
}

func (p *parser) object() (*node, error) {
	n := &node{kind: objectNode}
	for !p.accept("}") {
		if absent := p.absent(); absent != nil {
			n.list = append(n.list, absent)
			if !p.accept(",") {
				return n, p.expect("}")
			}
			continue
		}
		t := p.next()
		switch t.kind {
		case dotsToken:
			if p.peek().kind == holeToken {
				n.list = append(n.list, &node{kind: spreadNode, x: &node{kind: holeNode, hole: p.next().text}})
			}
		case nameToken, stringToken, holeToken:
			if err := p.expect(":"); err != nil {
				return nil, err
			}
			value, err := p.expression()
			if err != nil {
				return nil, err
			}
			pair := &node{kind: pairNode, text: t.text, x: value}
			if t.kind == holeToken {
				pair.text, pair.member = "", t.text
			}
			n.list = append(n.list, pair)
		default:
			p.at--
			return nil, p.unexpected()
		}
		if !p.accept(",") {
			return n, p.expect("}")
		}
	}
	return n, nil
}
