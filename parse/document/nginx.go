package document

import (
	"bytes"
	"strings"
)

// readNginx reads directives and blocks, with the holes that envsubst, Helm, Jinja and confd leave in such files.
func readNginx(text []byte) (*Node, []Problem) {
	r := &nginxReader{text: text}
	root := &Node{Kind: Map, At: Range{0, len(text)}}
	r.read(root)
	link(root)
	annotate(root, text, notation{hash: true, spaced: true})
	return root, r.problems
}

type nginxReader struct {
	text     []byte
	at       int
	open     []*Node // blocks that aren't closed yet, outermost first
	problems []Problem
}

func (r *nginxReader) fail(at int, message string) {
	if len(r.problems) == 0 {
		r.problems = append(r.problems, malformed(at, message))
	}
}

func (r *nginxReader) read(root *Node) {
	r.open = []*Node{root}
	for r.space(); r.at < len(r.text); r.space() {
		top := r.open[len(r.open)-1]
		switch {
		case r.text[r.at] == '}':
			r.at++
			if len(r.open) == 1 {
				r.fail(r.at-1, "a } closes nothing")
				continue
			}
			top.At.End = r.at
			r.open = r.open[:len(r.open)-1]
		case r.text[r.at] == ';':
			r.at++
		case r.action(top):
		default:
			r.directive(top)
			if len(r.open) > maxDepth {
				r.problems = append(r.problems, deepProblem(r.at))
				r.at = len(r.text)
			}
		}
	}
	for _, block := range r.open[1:] {
		r.fail(block.KeyAt.Start, "the block `"+block.Key+"` isn't closed")
		block.At.End = len(r.text)
	}
}

func (r *nginxReader) space() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		case '#':
			r.at = lineEnd(r.text, r.at)
		default:
			return
		}
	}
}

// action reads a template action that has its line to itself. One that writes something is a child without a key.
func (r *nginxReader) action(top *Node) bool {
	end := holeAt(r.text, r.at)
	if end == 0 {
		return false
	}
	rest := bytes.TrimSpace(r.text[end:lineEnd(r.text, end)])
	written := string(r.text[r.at:end])
	if len(rest) > 0 && !controls(written) {
		return false
	}
	if !controls(written) {
		top.Children = append(top.Children, &Node{Value: written, Type: Expression, At: Range{r.at, end}})
	}
	r.at = end
	return true
}

// directive reads a name and its arguments, to the ; or the { of a block.
func (r *nginxReader) directive(top *Node) {
	name := r.word()
	n := &Node{Key: name.Value, KeyAt: name.At, At: name.At}
	top.Children = append(top.Children, n)
	line := r.at
	for {
		r.space()
		if r.at >= len(r.text) {
			r.fail(n.KeyAt.Start, "`"+n.Key+"` isn't ended by ;")
			return
		}
		switch c := r.text[r.at]; {
		case c == ';':
			r.at++
			return
		case c == '}':
			r.fail(n.KeyAt.Start, "`"+n.Key+"` isn't ended by ;")
			return
		case c == '{' && holeAt(r.text, r.at) == 0:
			r.block(n)
			return
		}
		if holeAt(r.text, r.at) > 0 && controls(string(r.text[r.at:holeAt(r.text, r.at)])) && bytes.IndexByte(r.text[line:r.at], '\n') >= 0 {
			r.fail(n.KeyAt.Start, "`"+n.Key+"` isn't ended by ;")
			return
		}
		line = r.at
		arg := r.word()
		if arg.Type == Expression {
			n.Type = Expression
		}
		n.Args = append(n.Args, arg)
		n.At.End = arg.At.End
	}
}

func (r *nginxReader) block(n *Node) {
	n.Kind, n.Type = Map, Text
	if strings.HasSuffix(n.Key, "_by_lua_block") {
		r.lua(n)
		return
	}
	r.at++
	r.open = append(r.open, n)
}

// lua takes a block of code as one value. Brackets in its strings and comments don't count.
func (r *nginxReader) lua(n *Node) {
	start, depth := r.at+1, 0
	for r.at < len(r.text) {
		switch c := r.text[r.at]; c {
		case '{':
			depth++
		case '}':
			depth--
		case '"', '\'':
			for r.at++; r.at < len(r.text) && r.text[r.at] != c && r.text[r.at] != '\n'; r.at++ {
				if r.text[r.at] == '\\' {
					r.at++
				}
			}
		case '-':
			if bytes.HasPrefix(r.text[r.at:], []byte("--")) {
				r.at = lineEnd(r.text, r.at)
			}
		}
		r.at = min(r.at+1, len(r.text))
		if depth == 0 {
			n.Kind, n.Value, n.At = Scalar, string(r.text[start:r.at-1]), Range{start, r.at - 1}
			return
		}
	}
	n.Kind, n.Value, n.At = Scalar, string(r.text[min(start, len(r.text)):]), Range{min(start, len(r.text)), len(r.text)}
	r.fail(n.KeyAt.Start, "the block `"+n.Key+"` isn't closed")
}

// word reads one argument; a hole in it makes it an Expression. nginx's own $variables are known to nginx, so they don't.
func (r *nginxReader) word() *Node {
	start := r.at
	n := &Node{}
	if q := r.text[r.at]; q == '"' || q == '\'' {
		r.quoted(n, q)
		return n
	}
	var value []byte
	for r.at < len(r.text) {
		c := r.text[r.at]
		if end := r.hole(); end > 0 {
			if c == '{' || c == '<' || !r.ownVariable(end) {
				n.Type = Expression
			}
			value = append(value, r.text[r.at:end]...)
			r.at = end
			continue
		}
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' || c == '{' || c == '}' && r.at > start {
			break
		}
		if c == '\\' && r.at+1 < len(r.text) {
			value = append(value, c)
			r.at++
			c = r.text[r.at]
		}
		value = append(value, c)
		r.at++
	}
	if r.at == start { // cannot be read as a word; never stand still
		value = append(value, r.text[r.at])
		r.at++
	}
	n.Value, n.At = string(value), Range{start, r.at}
	if shouting(n.Value) {
		n.Type = Expression
	}
	return n
}

// hole gives the end of a template expression or ${variable} at hand, or 0.
func (r *nginxReader) hole() int {
	if bytes.HasPrefix(r.text[r.at:], []byte("${")) {
		if j := bytes.IndexByte(r.text[r.at:lineEnd(r.text, r.at)], '}'); j > 0 {
			return r.at + j + 1
		}
		return 0
	}
	return holeAt(r.text, r.at)
}

// ownVariable tells whether ${name} is nginx's: those are in lower case, envsubst's in upper case.
func (r *nginxReader) ownVariable(end int) bool {
	name := string(r.text[r.at+2 : end-1])
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// shouting tells whether a word holds $UPPER_CASE, as envsubst fills in.
func shouting(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '$' && s[i+1] >= 'A' && s[i+1] <= 'Z' {
			return true
		}
	}
	return false
}

func (r *nginxReader) quoted(n *Node, quote byte) {
	start := r.at
	var value []byte
	for r.at++; r.at < len(r.text) && r.text[r.at] != quote; r.at++ {
		if r.text[r.at] == '\\' && r.at+1 < len(r.text) && (r.text[r.at+1] == quote || r.text[r.at+1] == '\\') {
			r.at++
		}
		value = append(value, r.text[r.at])
	}
	if r.at >= len(r.text) {
		r.fail(start, "a quote isn't closed")
		r.at = len(r.text)
	} else {
		r.at++
	}
	n.Value, n.At = string(value), Range{start, r.at}
	if strings.Contains(n.Value, "{{") && templated(n.Value) || shouting(strings.ReplaceAll(n.Value, "${", "$")) {
		n.Type = Expression
	}
}
