package syntax

import (
	"bytes"
	"strings"
)

// quoted reads a literal from the byte behind its opening quote to the closing one. Brackets nest when they differ.
func (l *rubyLexer) quoted(kind TokenKind, start, from int, open, quote byte, holes bool) {
	if end := l.quoteEnd(from, open, quote, holes); end > 0 {
		l.pos = end
	} else {
		l.f.fail(start, "string is never closed")
		l.pos = len(l.text)
	}
	l.emit(kind, start, l.pos)
}

// regex reads a regular expression with its flags. What no slash closes is a division.
func (l *rubyLexer) regex(start, from int, open, quote byte) bool {
	if l.slashes && quote == '/' {
		return false
	}
	parts := len(l.parts)
	end := l.quoteEnd(from, open, quote, true)
	if end == 0 {
		l.parts = l.parts[:parts]
		l.slashes = l.slashes || quote == '/' && l.depth == 0
		return false
	}
	for class[l.at(end)]&isLetter != 0 {
		end++
	}
	l.pos = end
	l.emit(Regex, start, end)
	return true
}

// quoteEnd gives the end of a literal behind its closing quote; 0 when there is none. Its holes are remembered.
func (l *rubyLexer) quoteEnd(from int, open, quote byte, holes bool) int {
	token := int32(len(l.f.Tokens))
	depth := 0
	i := from
	for ; i < len(l.text); i++ {
		switch c := l.text[i]; {
		case c == '\\':
			i++
		case c == quote && depth == 0:
			return i + 1
		case c == quote:
			depth--
		case c == open && open != quote:
			depth++
		case holes && c == '#' && l.at(i+1) == '{':
			i = l.hole(token, i)
		}
	}
	return 0
}

// hole remembers the hole at i and gives its last byte.
func (l *rubyLexer) hole(token int32, i int) int {
	end := l.holeEnd(i+2, 0)
	l.parts = append(l.parts, part{token: token, depth: l.depth + 1, from: int32(i), to: int32(min(end+1, len(l.text))), start: int32(min(i+2, len(l.text))), end: int32(min(end, len(l.text)))})
	return end
}

// holeEnd gives the brace that closes the hole whose code starts at i.
func (l *rubyLexer) holeEnd(i, depth int) int {
	braces := 0
	for ; i < len(l.text); i++ {
		switch c := l.text[i]; c {
		case '{':
			braces++
		case '}':
			if braces == 0 {
				return i
			}
			braces--
		case '"', '\'', '`':
			if l.text[i-1] != '?' && l.text[i-1] != '$' { // ?" is a character, $' a variable
				i = l.stringEnd(i, depth)
			}
		case '\\':
			i++
		}
	}
	return len(l.text)
}

// stringEnd gives the last byte of a string inside a hole.
func (l *rubyLexer) stringEnd(start, depth int) int {
	quote := l.text[start]
	for i := start + 1; i < len(l.text); i++ {
		switch c := l.text[i]; {
		case c == '\\':
			i++
		case c == quote:
			return i
		case c == '#' && l.at(i+1) == '{' && quote != '\'' && depth < maxHoleDepth:
			i = l.holeEnd(i+2, depth+1)
		}
	}
	return len(l.text)
}

// percent reads %w[a b], %q(a), %Q(a), %i[a b], %r{a}, %x(a), %s(a) and %(a).
func (l *rubyLexer) percent(start int) bool {
	i := start + 1
	letter := l.at(i)
	holes := true
	switch letter {
	case 'w', 'q', 'i', 's':
		holes = false
		i++
	case 'W', 'Q', 'I', 'x', 'r':
		i++
	}
	open := l.at(i)
	if i >= len(l.text) || class[open]&(isLetter|isDigit) != 0 || class[open]&(isSpace|isLine) != 0 || open == '=' && l.valued() || !l.begins(start, start+1) {
		return false
	}
	quote := open
	switch open {
	case '(':
		quote = ')'
	case '[':
		quote = ']'
	case '{':
		quote = '}'
	case '<':
		quote = '>'
	}
	if letter == 'r' {
		return l.regex(start, i+1, open, quote)
	}
	l.quoted(String, start, i+1, open, quote, holes)
	return true
}

// startsHeredoc reads <<~END; its text is read when the line ends.
func (l *rubyLexer) startsHeredoc(start int) bool {
	if l.at(start+1) != '<' || l.lastIs("class") {
		return false
	}
	i := start + 2
	h := rubyHeredoc{token: int32(len(l.f.Tokens))}
	if c := l.at(i); c == '~' || c == '-' {
		h.indented, h.squiggly = true, c == '~'
		i++
	}
	end := i
	switch c := l.at(i); {
	case c == '"' || c == '\'' || c == '`':
		n := bytes.IndexByte(l.text[i+1:l.lineEnd(i)], c)
		if n <= 0 {
			return false
		}
		h.end, h.plain = string(l.text[i+1:i+1+n]), c == '\''
		end = i + n + 2
	case class[c]&isLetter != 0 && c != '$':
		end = l.wordEnd(i)
		h.end = string(l.text[i:end])
	default:
		return false
	}
	if t := l.last(); l.valued() && (t.Kind != Ident || int(t.End) == start || !h.indented && !heredocWord(h.end) || l.text[t.Start] == '@') {
		return false
	}
	l.pos = end
	l.emit(String, start, end)
	l.heredocs = append(l.heredocs, h)
	return true
}

// heredocWord tells whether a word is written as the ends of heredocs are.
func heredocWord(word string) bool { return word == strings.ToUpper(word) }

// maxUnclosed bounds how many heredocs without an end are searched to the end of the file.
const maxUnclosed = 8

// heredoc reads the text of a heredoc, which starts here.
func (l *rubyLexer) heredoc(h *rubyHeredoc) {
	h.from = int32(l.pos)
	for i := l.pos; i < len(l.text) && l.unclosed < maxUnclosed; {
		stop := l.lineEnd(i)
		line := bytes.TrimSuffix(l.text[i:stop], []byte("\r"))
		if h.indented {
			line = bytes.TrimLeft(line, " \t")
		}
		if string(line) == h.end {
			h.to = int32(i)
			l.pos = min(stop+1, len(l.text))
			l.heredocHoles(h)
			return
		}
		i = stop + 1
	}
	l.f.fail(int(l.f.Tokens[h.token].Start), "heredoc is never closed")
	l.unclosed++
	h.to = h.from
	l.f.heredocs = append(l.f.heredocs, *h)
}

func (l *rubyLexer) heredocHoles(h *rubyHeredoc) {
	l.f.heredocs = append(l.f.heredocs, *h)
	if h.plain {
		return
	}
	full := l.text
	l.text = l.text[:h.to]
	for i := int(h.from); i < int(h.to); i++ {
		switch l.text[i] {
		case '\\':
			i++
		case '#':
			if l.at(i+1) == '{' {
				i = l.hole(h.token, i)
			}
		}
	}
	l.text = full
}
