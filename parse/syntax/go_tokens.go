package syntax

import "bytes"

type goLexer struct {
	lexer
	ended bool // the last token ends a statement when the line ends
}

// lexGo reads tokens. Where Go puts a semicolon of its own there is a Newline token.
func lexGo(f *File) {
	f.Tokens = make([]Token, 0, len(f.Text)/4+16)
	l := &goLexer{lexer: lexer{f: f, text: f.Text}}
	for l.pos < len(l.text) {
		l.next()
	}
	l.newline(l.pos)
	l.finish()
}

func (l *goLexer) newline(at int) {
	if l.ended {
		l.emit(Newline, at, at)
		l.ended = false
	}
}

func (l *goLexer) next() {
	start, c := l.pos, l.text[l.pos]
	switch {
	case c == '\n':
		l.newline(start)
		l.pos++
	case class[c]&isSpace != 0:
		l.pos++
	case c == '/' && l.at(start+1) == '/':
		l.pos = l.lineEnd(start)
	case c == '/' && l.at(start+1) == '*':
		l.comment(start)
	case class[c]&isLetter != 0:
		l.word(start)
	case class[c]&isDigit != 0, c == '.' && class[l.at(start+1)]&isDigit != 0:
		l.pos = l.numberEnd(start + 1)
		l.emit(Number, start, l.pos)
		l.ended = true
	case c == '"', c == '\'', c == '`':
		l.literal(start, c)
	case c == '(' || c == '[' || c == '{':
		l.pos++
		l.push(c, start, l.pos)
		l.ended = false
	case c == ')' || c == ']' || c == '}':
		l.pos++
		l.pop(map[byte]byte{')': '(', ']': '[', '}': '{'}[c], start, l.pos)
		l.ended = true
	default:
		l.pos += goOperators.length(l.text[start:])
		l.emit(Punct, start, l.pos)
		l.ended = l.pos-start == 2 && (c == '+' || c == '-') && l.text[start+1] == c
	}
}

func (l *goLexer) lineEnd(i int) int {
	if n := bytes.IndexByte(l.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(l.text)
}

// comment passes over one that may span lines; then it counts as a line end.
func (l *goLexer) comment(start int) {
	end := len(l.text)
	if n := bytes.Index(l.text[start+2:], []byte("*/")); n >= 0 {
		end = start + 2 + n + 2
	} else {
		l.f.fail(start, "comment is never closed")
	}
	if bytes.IndexByte(l.text[start:end], '\n') >= 0 {
		l.newline(start)
	}
	l.pos = end
}

func (l *goLexer) word(start int) {
	l.pos = l.wordEnd(start)
	kind := Ident
	switch string(l.text[start:l.pos]) {
	case "break", "continue", "fallthrough", "return":
		l.emit(Keyword, start, l.pos)
		l.ended = true
		return
	case "case", "chan", "const", "default", "defer", "else", "for", "func", "go", "goto", "if", "import", "interface", "map",
		"package", "range", "select", "struct", "switch", "type", "var":
		kind = Keyword
	}
	l.emit(kind, start, l.pos)
	l.ended = kind == Ident
}

// literal reads a string or a rune. Only a raw string goes over lines.
func (l *goLexer) literal(start int, quote byte) {
	i := start + 1
	for ; i < len(l.text) && l.text[i] != quote; i++ {
		if quote == '`' {
			continue
		}
		if l.text[i] == '\n' {
			break
		}
		if l.text[i] == '\\' && l.at(i+1) != '\n' {
			i++
		}
	}
	i = min(i, len(l.text))
	if l.at(i) == quote && i < len(l.text) {
		i++
	} else {
		l.f.fail(start, "string is never closed")
	}
	l.pos = i
	kind := String
	if quote == '\'' {
		kind = Number
	}
	l.emit(kind, start, i)
	l.ended = true
}

var goOperators = newOperators("<<= >>= &^= ... && || <- ++ -- == != <= >= := += -= *= /= %= &= |= ^= << >> &^")
