package syntax

import "bytes"

// States of an open JSX element.
const (
	inTag      = 1 // between < and >
	inChildren = 2 // between the tags
)

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

func (l *javascriptLexer) skipSpace(i int) int {
	for i < len(l.text) && class[l.text[i]]&(isSpace|isLine) != 0 {
		i++
	}
	return i
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

// matchAngles pairs the < and > of type arguments in one pass: what can't stand in a type ends the pairs open around it.
func matchAngles(f *File, start, end int) {
	type level struct {
		angles      int // candidates below this level
		conditional bool
	}
	var angles []int32
	levels := []level{{}}
	for i := start; i < end; i++ {
		t := &f.Tokens[i]
		top := &levels[len(levels)-1]
		switch t.Kind {
		case Open:
			levels = append(levels, level{angles: len(angles)})
		case Close:
			angles = angles[:top.angles]
			if len(levels) > 1 {
				levels = levels[:len(levels)-1]
			}
		case Keyword:
			switch f.Text[t.Start] {
			case 'i', 'e', 'n', 't', 'v', 'f': // in, import; extends, else; new, null; typeof, this, true; void; false
				if f.is(i, "extends") {
					top.conditional = true
				}
				if f.is(i, "if") || f.is(i, "instanceof") || f.is(i, "for") || f.is(i, "else") {
					angles = angles[:top.angles]
				}
			default:
				if !f.is(i, "const") && !f.is(i, "default") {
					angles = angles[:top.angles]
				}
			}
		case Punct:
			if t.End == t.Start {
				angles = angles[:top.angles]
				continue
			}
			c := f.Text[t.Start]
			if t.End-t.Start == 1 {
				switch c {
				case '<':
					angles = append(angles, int32(i))
					continue
				case '>':
					if n := len(angles); n > top.angles {
						partner := angles[n-1]
						t.Match, f.Tokens[partner].Match = partner, int32(i)
						angles = angles[:n-1]
					}
					continue
				case '.', ',', '|', '&', '=', '-':
					continue
				case '?', ':':
					if top.conditional {
						continue
					}
				}
			} else if f.is(i, "=>") || f.is(i, "...") {
				continue
			}
			top.conditional = false
			angles = angles[:top.angles]
		case Regex:
			angles = angles[:top.angles]
		}
	}
}
