package document

import (
	"bytes"
	"strings"
)

// readEnv reads NAME=value lines, with export, quotes over several lines and trailing comments.
func readEnv(text []byte) (*Node, []Problem) {
	root := &Node{Kind: Map, At: Range{0, len(text)}}
	var problems []Problem
	for i := 0; i < len(text); {
		end := lineEnd(text, i)
		n, next, ok := envLine(text, i, end)
		if n != nil {
			root.Children = append(root.Children, n)
		}
		if !ok && len(problems) == 0 {
			problems = append(problems, malformed(i, "not a NAME=value line"))
		}
		i = lineEnd(text, max(next, end))
		for i < len(text) && (text[i] == '\r' || text[i] == '\n') {
			i++
		}
	}
	link(root)
	annotate(root, text, notation{hash: true, spaced: true})
	return root, problems
}

// envLine reads the assignment of one line; next is past its value, which may end on a later line.
func envLine(text []byte, start, end int) (n *Node, next int, ok bool) {
	at := skipBlank(text, start, end)
	if at == end || text[at] == '#' || text[at] == ';' {
		return nil, end, true
	}
	if bytes.HasPrefix(text[at:end], []byte("export ")) || bytes.HasPrefix(text[at:end], []byte("export\t")) {
		at = skipBlank(text, at+7, end)
	}
	key := at
	for at < end && nameByte(text[at]) {
		at++
	}
	n = &Node{Key: string(text[key:at]), KeyAt: Range{key, at}}
	at = skipBlank(text, at, end)
	if n.Key == "" {
		return nil, end, holeAt(text, key) > 0
	}
	if at == end { // docker's env files name a variable to pass on
		n.Type, n.At = Expression, Range{n.KeyAt.End, n.KeyAt.End}
		return n, end, true
	}
	if text[at] != '=' && text[at] != ':' {
		return nil, end, false
	}
	at = skipBlank(text, at+1, end)
	next, ok = envValue(text, at, end, n)
	return n, next, ok
}

func nameByte(c byte) bool {
	return c == '_' || c == '.' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func skipBlank(text []byte, at, end int) int {
	for at < end && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	return at
}

func envValue(text []byte, at, end int, n *Node) (next int, ok bool) {
	if at < end && (text[at] == '"' || text[at] == '\'' || text[at] == '`') {
		if shut := closing(text, at); shut > 0 {
			value := string(text[at+1 : shut])
			if text[at] == '"' {
				value = unescape([]byte(value))
			}
			n.Value, n.At = value, Range{at, shut + 1}
			if text[at] != '\'' && envVariable(value) {
				n.Type = Expression
			}
			return shut + 1, true
		}
		n.Value, n.At = string(text[at+1:end]), Range{at, end}
		return end, false
	}
	stop := end
	for i := at; i < end; i++ {
		if text[i] == '#' && (i == at || text[i-1] == ' ' || text[i-1] == '\t') {
			stop = i
			break
		}
	}
	value := strings.TrimRight(string(text[at:stop]), " \t")
	n.Value, n.At = value, Range{at, at + len(value)}
	if envVariable(value) {
		n.Type = Expression
	}
	return end, true
}

// closing finds the quote that ends the one at i, or -1. Only so far as a key or certificate may reach.
func closing(text []byte, i int) int {
	const longest = 64 << 10
	for j := i + 1; j < min(len(text), i+longest); j++ {
		switch text[j] {
		case '\\':
			if text[i] == '"' {
				j++
			}
		case text[i]:
			return j
		}
	}
	return -1
}

// envVariable tells whether a value names another variable or runs a command.
func envVariable(s string) bool {
	if templated(s) || strings.Contains(s, "$(") {
		return true
	}
	i := strings.IndexByte(s, '$')
	if i < 0 || i+1 >= len(s) || i > 0 && s[i-1] == '\\' {
		return false
	}
	name := s[i+1:]
	if j := strings.IndexFunc(name, func(r rune) bool { return r > 127 || !nameByte(byte(r)) || r == '.' || r == '-' }); j >= 0 {
		name = name[:j]
	}
	return len(name) > 1 && strings.ToUpper(name) == name && (name[0] < '0' || name[0] > '9')
}
