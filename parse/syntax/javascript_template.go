package syntax

import "bytes"

// template reads a whole template literal as one token and remembers its holes.
func (l *javascriptLexer) template(start int) {
	token := int32(len(l.f.Tokens))
	type place struct {
		hole  int // where the hole starts; -1 in the fixed part
		depth int // braces open in the hole
	}
	stack := []place{{hole: -1}}
	i := start + 1
	for i < len(l.text) && len(stack) > 0 {
		top := &stack[len(stack)-1]
		c := l.text[i]
		switch {
		case top.hole < 0 && c == '\\':
			i++
		case top.hole < 0 && c == '`':
			stack = stack[:len(stack)-1]
		case top.hole < 0 && c == '$' && l.at(i+1) == '{':
			stack = append(stack, place{hole: i})
			i++
		case top.hole < 0:
		case c == '`':
			stack = append(stack, place{hole: -1})
		case c == '{':
			top.depth++
		case c == '}' && top.depth > 0:
			top.depth--
		case c == '}':
			if len(stack) == 2 {
				l.parts = append(l.parts, part{token: token, depth: l.depth + 1, from: int32(top.hole), to: int32(i + 1), start: int32(top.hole + 2), end: int32(i)})
			}
			stack = stack[:len(stack)-1]
		case c == '"' || c == '\'':
			i = l.quoted(i)
		case c == '/':
			i = l.slashInHole(i, top.hole+2)
		}
		i++
	}
	if len(stack) > 0 {
		l.f.fail(start, "template literal is never closed")
	}
	l.pos = min(i, len(l.text))
	l.emit(String, start, l.pos)
}

// quoted gives the last byte of a string in a hole; the quote itself when it doesn't close on its line.
func (l *javascriptLexer) quoted(start int) int {
	for i := start + 1; i < len(l.text); i++ {
		switch l.text[i] {
		case l.text[start]:
			return i
		case '\\':
			i++
		case '\n':
			return i
		}
	}
	return len(l.text)
}

// slashInHole gives the last byte of a comment or regex in a hole.
func (l *javascriptLexer) slashInHole(i, start int) int {
	switch l.at(i + 1) {
	case '/':
		return l.lineEnd(i)
	case '*':
		if n := bytes.Index(l.text[i+2:], []byte("*/")); n >= 0 {
			return i + 2 + n + 1
		}
		return len(l.text)
	}
	before := i - 1
	for before >= start && class[l.text[before]]&(isSpace|isLine) != 0 {
		before--
	}
	if before >= start && !bytes.ContainsRune([]byte("(,=:[!&|?{};+"), rune(l.text[before])) || i < l.noRegex {
		return i
	}
	if end := l.regexEnd(i + 1); end > 0 {
		return end - 1
	}
	l.noRegex = l.lineEnd(i)
	return i
}
