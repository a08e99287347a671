package syntax

import "bytes"

// States of an open JSX element.
const (
	inTag      = 1 // between < and >
	inChildren = 2 // between the tags
)

// element tells whether a < starts a JSX element.
func (l *javascriptLexer) element(start int) bool {
	next := l.at(start + 1)
	if next != '>' && class[next]&isLetter == 0 || !l.operandWanted() {
		return false
	}
	if l.f.Language != TSX || next == '>' {
		return true
	}
	end := l.wordEnd(start + 1)
	i := l.skipSpace(end)
	switch {
	case l.at(i) == ',', bytes.HasPrefix(l.text[i:], []byte("extends")) && class[l.at(i+7)]&isSpace != 0:
		return false
	case l.at(i) == '>' && l.at(i+1) == '(' && l.text[start+1] >= 'A' && l.text[start+1] <= 'Z':
		// <T>(x: T) => … in a type: an element named by one letter, or after a colon, isn't likely.
		n := len(l.f.Tokens)
		return end-start > 2 && !(n > 0 && l.f.is(n-1, ":"))
	}
	return true
}

func (l *javascriptLexer) openElement(start int) {
	l.pos = start + 1
	l.push('<', start, l.pos)
	l.open[len(l.open)-1].state = inTag
	if class[l.at(l.pos)]&isLetter != 0 {
		end := l.attributeEnd(l.pos)
		l.emit(Ident, l.pos, end)
		l.pos = end
		if l.at(end) == '<' {
			l.pos = l.typeArguments(end)
		}
	}
}

// typeArguments skips the <T> of <Select<T> value={x}>.
func (l *javascriptLexer) typeArguments(start int) int {
	depth := 0
	for i := start; i < len(l.text) && i < start+1000; i++ {
		switch l.text[i] {
		case '<':
			depth++
		case '>':
			if l.text[i-1] == '=' {
				continue
			}
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return start + 1
}

func (l *javascriptLexer) attributeEnd(i int) int {
	for i < len(l.text) {
		if c := l.text[i]; class[c]&(isLetter|isDigit) == 0 && c != '-' && c != ':' && c != '.' {
			break
		}
		i++
	}
	return i
}

// tag reads one token between < and >.
func (l *javascriptLexer) tag(element *opened) {
	start, c := l.pos, l.text[l.pos]
	switch {
	case class[c]&(isSpace|isLine) != 0:
		l.pos++
	case class[c]&isLetter != 0:
		l.pos = l.attributeEnd(start)
		l.emit(Ident, start, l.pos)
	case c == '>':
		l.pos++
		element.state = inChildren
		l.emit(Punct, start, l.pos)
	case c == '/' && l.at(start+1) == '>':
		l.pos += 2
		l.pop('<', start, l.pos)
	case c == '/' && (l.at(start+1) == '/' || l.at(start+1) == '*'):
		l.slash(start)
	case c == '"' || c == '\'':
		if n := bytes.IndexByte(l.text[start+1:], c); n >= 0 {
			l.pos = start + 1 + n + 1
		} else {
			l.f.fail(start, "attribute is never closed")
			l.pos = len(l.text)
		}
		l.emit(String, start, l.pos)
	case c == '{':
		l.pos++
		l.push('{', start, l.pos)
	case c == '<':
		l.openElement(start)
	default:
		l.pos++
		l.emit(Punct, start, l.pos)
	}
}

// children reads up to the next hole or tag between an element's tags. Text is no token.
func (l *javascriptLexer) children() {
	n := bytes.IndexAny(l.text[l.pos:], "{<")
	if n < 0 {
		l.pos = len(l.text)
		return
	}
	start := l.pos + n
	switch {
	case l.text[start] == '{':
		l.pos = start + 1
		l.push('{', start, l.pos)
	case l.at(start+1) == '/':
		end := bytes.IndexByte(l.text[start:], '>')
		if end < 0 {
			l.pos = len(l.text)
		} else {
			l.pos = start + end + 1
		}
		l.pop('<', start, l.pos)
	default:
		l.openElement(start)
	}
}
