package syntax

import "bytes"

type javascriptLexer struct {
	lexer
	noRegex int // no regex literal can start before this offset: one was tried up to here and didn't close
}

func lexJavaScript(f *File) int {
	f.Tokens = make([]Token, 0, len(f.Text)/3+16)
	l := &javascriptLexer{lexer: lexer{f: f, text: f.Text}}
	if bytes.HasPrefix(f.Text, []byte("#!")) {
		l.pos = l.lineEnd(0)
	}
	l.read()
	l.finish()
	end := len(f.Tokens)
	l.readHoles(func() {
		l.noRegex = 0
		// A hole starts an expression, whatever token happens to stand before its tokens in the list.
		l.emit(Punct, l.pos, l.pos)
		l.read()
	})
	for i := range f.holes {
		f.holes[i].start++
	}
	return end
}

func (l *javascriptLexer) lineEnd(i int) int {
	if n := bytes.IndexByte(l.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(l.text)
}

func (l *javascriptLexer) read() {
	for l.pos < len(l.text) {
		if n := len(l.open); n > 0 && l.open[n-1].char == '<' {
			if l.open[n-1].state == inTag {
				l.tag(&l.open[n-1])
			} else {
				l.children()
			}
			continue
		}
		l.code()
	}
}

// code reads one token.
func (l *javascriptLexer) code() {
	start, c := l.pos, l.text[l.pos]
	switch {
	case class[c]&(isSpace|isLine) != 0:
		l.pos++
		for l.pos < len(l.text) && class[l.text[l.pos]]&(isSpace|isLine) != 0 {
			l.pos++
		}
	case class[c]&isLetter != 0:
		l.identifier(start)
	case class[c]&isDigit != 0:
		l.pos = l.numberEnd(l.pos)
		l.emit(Number, start, l.pos)
	case c == '(' || c == '[' || c == '{':
		l.pos++
		l.push(c, start, l.pos)
	case c == ')':
		l.pos++
		l.pop('(', start, l.pos)
	case c == ']':
		l.pos++
		l.pop('[', start, l.pos)
	case c == '}':
		l.pos++
		l.pop('{', start, l.pos)
	case c == '"' || c == '\'':
		l.pos = l.stringEnd(start+1, c)
		l.emit(String, start, l.pos)
	case c == '`':
		l.template(start)
	case c == '/':
		l.slash(start)
	case c == '<' && l.f.Language != TypeScript && l.element(start):
		l.openElement(start)
	case c == '#' && class[l.at(start+1)]&isLetter != 0:
		l.pos = l.wordEnd(start + 1)
		l.emit(Ident, start, l.pos)
	case c == '\\' && l.at(start+1) == 'u':
		l.identifier(start)
	case c == '.' && class[l.at(start+1)]&isDigit != 0:
		l.pos = l.numberEnd(start + 1)
		l.emit(Number, start, l.pos)
	default:
		l.pos += l.operator(start)
		l.emit(Punct, start, l.pos)
	}
}

func (l *javascriptLexer) identifier(start int) {
	end := l.wordEnd(start)
	for l.at(end) == '\\' && l.at(end+1) == 'u' {
		end = l.wordEnd(end + 2)
		if l.at(end) == '{' {
			end = l.wordEnd(end + 1)
			if l.at(end) == '}' {
				end = l.wordEnd(end + 1)
			}
		}
	}
	l.pos = end
	kind := Ident
	if end-start >= 2 && end-start <= 10 && l.text[start] >= 'a' && javascriptKeyword(l.text[start:end]) && !l.afterDot() {
		kind = Keyword
	}
	l.emit(kind, start, end)
}

func (l *javascriptLexer) afterDot() bool {
	n := len(l.f.Tokens)
	if n == 0 || l.f.Tokens[n-1].Kind != Punct {
		return false
	}
	t := l.f.Tokens[n-1]
	return l.text[t.End-1] == '.' && t.End-t.Start == 1 || t.End-t.Start == 2 && l.text[t.Start] == '?' && l.text[t.Start+1] == '.'
}

func javascriptKeyword(word []byte) bool {
	switch string(word) {
	case "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
		"enum", "export", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "let",
		"new", "null", "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while",
		"with", "yield":
		return true
	}
	return false
}

func (l *javascriptLexer) stringEnd(i int, quote byte) int {
	for i < len(l.text) {
		switch l.text[i] {
		case quote:
			return i + 1
		case '\\':
			if l.at(i+1) == '\r' && l.at(i+2) == '\n' {
				i++
			}
			i++
		case '\n':
			l.f.fail(i, "string is never closed")
			return i
		}
		i++
	}
	l.f.fail(len(l.text), "string is never closed")
	return len(l.text)
}

// slash reads a comment, a regex or a division sign.
func (l *javascriptLexer) slash(start int) {
	switch l.at(start + 1) {
	case '/':
		l.pos = l.lineEnd(start)
		return
	case '*':
		if n := bytes.Index(l.text[start+2:], []byte("*/")); n >= 0 {
			l.pos = start + 2 + n + 2
		} else {
			l.f.fail(start, "comment is never closed")
			l.pos = len(l.text)
		}
		return
	}
	if start >= l.noRegex && l.operandWanted() {
		if end := l.regexEnd(start + 1); end > 0 {
			l.pos = l.wordEnd(end)
			l.emit(Regex, start, l.pos)
			return
		}
		l.noRegex = l.lineEnd(start)
	}
	l.pos++
	if l.at(l.pos) == '=' {
		l.pos++
	}
	l.emit(Punct, start, l.pos)
}

func (l *javascriptLexer) regexEnd(i int) int {
	set := false
	for ; i < len(l.text); i++ {
		switch l.text[i] {
		case '\n':
			return 0
		case '\\':
			i++
		case '[':
			set = true
		case ']':
			set = false
		case '/':
			if !set {
				return i + 1
			}
		}
	}
	return 0
}

// operandWanted tells whether an expression starts here rather than goes on: then / is a regex and < a JSX element.
func (l *javascriptLexer) operandWanted() bool {
	n := len(l.f.Tokens)
	if n == 0 {
		return true
	}
	t := l.f.Tokens[n-1]
	switch t.Kind {
	case Ident, Number, String, Regex:
		return false
	case Keyword:
		switch string(l.text[t.Start:t.End]) {
		case "this", "super", "null", "true", "false":
			return false
		}
		return true
	case Close:
		switch l.text[t.Start] {
		case ')':
			return l.closesHead(t)
		case '}':
			return true
		}
		return false
	case Punct:
		if t.End-t.Start == 2 && (l.text[t.Start] == '+' || l.text[t.Start] == '-') && l.text[t.Start] == l.text[t.Start+1] {
			return n < 2 || !l.endsOperand(l.f.Tokens[n-2])
		}
		if t.End-t.Start == 1 && l.text[t.Start] == '!' && n >= 2 && l.f.Tokens[n-2].End == t.Start {
			return !l.endsOperand(l.f.Tokens[n-2])
		}
	}
	return true
}

func (l *javascriptLexer) endsOperand(t Token) bool {
	return t.Kind == Ident || t.Kind == Close && l.text[t.Start] != '}'
}

// closesHead tells whether a `)` ends the head of a statement: if (x) /re/.test(y).
func (l *javascriptLexer) closesHead(t Token) bool {
	if t.Match < 1 {
		return false
	}
	before := l.f.Tokens[t.Match-1]
	if before.Kind != Keyword {
		return false
	}
	switch string(l.text[before.Start:before.End]) {
	case "if", "while", "for", "with":
		return true
	}
	return false
}

func (l *javascriptLexer) operator(i int) int {
	c, d, e := l.text[i], l.at(i+1), l.at(i+2)
	switch c {
	case '=':
		if d == '>' {
			return 2
		}
		if d == '=' {
			if e == '=' {
				return 3
			}
			return 2
		}
	case '!':
		if d == '=' {
			if e == '=' {
				return 3
			}
			return 2
		}
	case '?':
		if d == '.' && class[e]&isDigit == 0 {
			return 2
		}
		if d == '?' {
			if e == '=' {
				return 3
			}
			return 2
		}
	case '.':
		if d == '.' && e == '.' {
			return 3
		}
	case '+', '-', '&', '|', '*', '<':
		if d == c {
			if e == '=' && c != '+' && c != '-' {
				return 3
			}
			return 2
		}
		if d == '=' {
			return 2
		}
	case '%', '^', '>':
		if d == '=' {
			return 2
		}
	}
	return 1
}

func (l *javascriptLexer) skipSpace(i int) int {
	for i < len(l.text) && class[l.text[i]]&(isSpace|isLine) != 0 {
		i++
	}
	return i
}
