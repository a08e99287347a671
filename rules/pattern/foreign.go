package pattern

import (
	"fmt"
	"regexp"
	"strings"
)

// maxForeign bounds a pattern of somebody else's, in bytes.
const maxForeign = 4_000

// ParseForeign reads one expression or simple statement in Semgrep's notation. In it names stand as code of the language
// writes them: tls.Config, not crypto/tls.Config. What this package can't express is an error that says so.
func ParseForeign(text, language string) (*Pattern, error) {
	if len(text) > maxForeign {
		return nil, fmt.Errorf("the pattern is longer than %d bytes", maxForeign)
	}
	text = strings.TrimRight(strings.TrimSpace(text), "; \t\n")
	tokens, err := lexForeign(text)
	if err != nil {
		return nil, err
	}
	p := &parser{text: text, tokens: tokens, foreign: true, language: language}
	p.skipDeclaration()
	n, err := p.top()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != endToken {
		return nil, p.unexpected()
	}
	return &Pattern{text: text, root: n, anchor: anchorOf(n), literals: literalsOf(n, whole), foreign: true}, nil
}

var (
	arguments = regexp.MustCompile(`\$\.\.\.[A-Z_0-9]+`)
	content   = regexp.MustCompile(`^=~/(.*)/$`)
	part      = regexp.MustCompile(`^(?:\.\.\.)?\$?\{([^{}]*)\}(?:\.\.\.)?$`)
)

// lexForeign reads what Semgrep's notation has beside ours: $...ARGS, <... x ...>, f"…", `…`, := and "=~/re/".
func lexForeign(text string) ([]token, error) {
	text = arguments.ReplaceAllStringFunc(text, func(s string) string { return "..." + strings.Repeat(" ", len(s)-3) })
	var tokens []token
	for at := 0; at < len(text); {
		piece, next := text[at:], at+1
		switch {
		case strings.HasPrefix(piece, "<..."):
			tokens, next = append(tokens, token{punctToken, "<...", at}), at+4
		case strings.HasPrefix(piece, "...>"):
			tokens, next = append(tokens, token{punctToken, "...>", at}), at+4
		case strings.HasPrefix(piece, ":="):
			tokens, next = append(tokens, token{punctToken, "=", at}), at+2
		case strings.HasPrefix(piece, "=>"), strings.HasPrefix(piece, "->"), strings.HasPrefix(piece, "::"), strings.HasPrefix(piece, "+="), strings.HasPrefix(piece, `"""`):
			return nil, fmt.Errorf("`%s` is not read in a pattern", piece[:2])
		case piece[0] == '`' || template.MatchString(piece):
			start := strings.IndexAny(piece, "\"'`")
			end := strings.IndexByte(piece[start+1:], piece[start])
			if end < 0 {
				return nil, fmt.Errorf("the string at column %d does not end", at+1)
			}
			next = at + start + end + 2
			tokens = append(tokens, token{foreignToken, text[at+start+1 : next-1], at})
		case (piece[0] == 'b' || piece[0] == 'r' || piece[0] == 'u') && len(piece) > 1 && (piece[1] == '"' || piece[1] == '\'') && (at == 0 || !wordByte(text[at-1])):
			// the letter says how the string is written, not what it holds
		case wordByte(piece[0]) && piece[0] != '$' && (piece[0] < '0' || piece[0] > '9'):
			for next < len(text) && wordByte(text[next]) {
				next++
			}
			tokens = append(tokens, token{nameToken, text[at:next], at})
		default:
			one, length, err := lexOne(piece)
			if err != nil {
				return nil, err
			}
			if next = at + length; one.kind != endToken {
				one.start = at
				tokens = append(tokens, one)
			}
		}
		at = next
	}
	return append(tokens, token{endToken, "", len(text)}), nil
}

var template = regexp.MustCompile(`^[fF][rR]?["']`)

// lexOne reads one token of our own notation; its kind is endToken when there was only space.
func lexOne(text string) (token, int, error) {
	if strings.TrimLeft(text[:1], " \t\r\n") == "" {
		return token{kind: endToken}, 1, nil
	}
	end := len(text)
	switch c := text[0]; {
	case (c == '"' || c == '\'') && strings.HasPrefix(text[1:], "=~/"):
		end := strings.IndexByte(text[1:], c) // a regular expression keeps its backslashes
		if end < 0 {
			return token{}, 0, fmt.Errorf("pattern `%s`: the string does not end", text)
		}
		return token{stringToken, text[1 : end+1], 0}, end + 2, nil
	case c == '"' || c == '\'':
		value, end, err := quoted(text, 0)
		return token{stringToken, value, 0}, end, err
	case c == '@':
		return token{punctToken, "@", 0}, 1, nil
	case c != '$' && (c < '0' || c > '9'):
		for end = 1; end < min(3, len(text)) && strings.IndexByte("=!<>&|?*.", text[end]) >= 0; end++ {
		}
	}
	tokens, err := lex(text[:end])
	if err != nil {
		return token{}, 0, err
	}
	if len(tokens) < 2 {
		return token{}, 0, fmt.Errorf("pattern `%s` can't be read", text)
	}
	return tokens[0], lengthOf(tokens[0]), nil
}

func lengthOf(t token) int {
	if t.kind == holeToken {
		return len(t.text) + 1
	}
	return len(t.text)
}

// node makes the node of a template: any, or one with a hole among its parts.
func (t token) node(p *parser) (*node, error) {
	n := &node{kind: templateNode}
	switch m := part.FindStringSubmatch(t.text); {
	case t.text == "" || t.text == "..." || m != nil && m[1] == "...":
	case m != nil:
		inner, err := ParseForeign(m[1], p.language)
		if err != nil {
			return nil, err
		}
		n.x = inner.root
	case !strings.ContainsAny(t.text, "{$"):
		return &node{kind: stringNode, text: t.text}, nil
	default:
		return nil, fmt.Errorf("template `%s`: only `...{$X}...` is read", t.text)
	}
	return n, nil
}

// skipDeclaration passes over what only says that a name is new.
func (p *parser) skipDeclaration() {
	switch t := p.peek(); t.text {
	case "const", "let", "var", "await":
		if t.kind == nameToken {
			p.next()
		}
	}
}

// declared reads the rest of `T $X = v`, whose type n is.
func (p *parser) declared(n *node) (*node, error) {
	t := p.peek()
	if t.kind != holeToken && t.kind != nameToken || p.tokens[min(p.at+1, len(p.tokens)-1)].text != "=" {
		return n, nil
	}
	target, err := p.primary()
	if err != nil || n.kind == holeNode || n.kind == nameNode && n.text == "var" {
		return target, err
	}
	if n.kind != nameNode {
		return nil, p.unexpected()
	}
	return &node{kind: typedNode, text: n.text, x: target}, nil
}

// link reads what follows a dot: a property, or dots for any calls between.
func (p *parser) link(base *node) (*node, error) {
	if p.peek().kind != dotsToken {
		return p.property(base)
	}
	p.next()
	if err := p.expect("."); err != nil {
		return nil, err
	}
	return p.property(&node{kind: chainNode, x: base})
}

// literal tells whether a brace behind n begins a composite literal of Go.
func (p *parser) literal(n *node) bool {
	return p.foreign && p.language == "go" && (n.kind == nameNode || n.kind == memberNode)
}

func (p *parser) composite(of *node) (*node, error) {
	object, err := p.object()
	if err != nil {
		return nil, err
	}
	call := &node{kind: callNode, x: of, list: []*node{{kind: dotsNode}}}
	for _, pair := range object.list {
		call.list = append(call.list, &node{kind: keywordNode, text: pair.text, member: pair.member, x: pair.x})
	}
	return call, nil
}

// bracket reads what stands in brackets: a typed hole, a list of values, or one value.
func (p *parser) bracket() (*node, error) {
	if n := p.typed(); n != nil {
		return n, nil
	}
	n, err := p.expression()
	if err != nil {
		return nil, err
	}
	if p.peek().text != "," {
		return n, p.expect(")")
	}
	list := &node{kind: arrayNode, list: []*node{n}}
	for p.accept(",") {
		if n, err = p.expression(); err != nil {
			return nil, err
		}
		list.list = append(list.list, n)
	}
	return list, p.expect(")")
}

// typed reads `T $X)` or `$X: T)`; nil when something else stands there.
func (p *parser) typed() *node {
	start, hole, of, colon := p.at, "", "", false
	for ; ; p.next() {
		switch t := p.peek(); {
		case t.kind == holeToken && hole == "":
			hole = t.text
			continue
		case t.kind == punctToken && t.text == ":":
			colon = true
			continue
		case t.kind == nameToken && (hole == "" || colon), t.text == ".", t.text == "*":
			of += t.text
			continue
		case t.text == ")" && hole != "" && of != "":
			p.next()
			return &node{kind: typedNode, text: strings.TrimPrefix(of, "*"), x: &node{kind: holeNode, hole: hole}}
		}
		p.at = start
		return nil
	}
}

// maxRegex bounds a regular expression of somebody else's, in bytes.
const maxRegex = 2_000

// Bounded compiles a regular expression of somebody else's.
func Bounded(text string) (*regexp.Regexp, error) {
	if len(text) > maxRegex {
		return nil, fmt.Errorf("the regular expression is longer than %d bytes", maxRegex)
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("regular expression `%s`: %w: RE2 knows no lookaround and no backreferences", text, err)
	}
	return re, nil
}
