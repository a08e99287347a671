package syntax

import (
	"bytes"
	"slices"
)

type pythonLexer struct {
	lexer
	indents []int
	places  []fPlace // an array for formatted
	hole    bool     // in the hole of an f-string lines have no meaning
}

func lexPython(f *File) int {
	f.Tokens = make([]Token, 0, len(f.Text)/3+16)
	l := &pythonLexer{lexer: lexer{f: f, text: f.Text}, indents: []int{0}}
	l.read()
	l.newline()
	for len(l.indents) > 1 {
		l.indents = l.indents[:len(l.indents)-1]
		l.emit(Dedent, l.pos, l.pos)
	}
	l.finish()
	end := len(f.Tokens)
	l.hole = true
	l.readHoles(l.read)
	return end
}

// newline ends a logical line, unless it is empty.
func (l *pythonLexer) newline() {
	if n := len(l.f.Tokens); n == 0 || l.f.Tokens[n-1].Kind >= Newline {
		return
	}
	l.emit(Newline, l.pos, l.pos)
}

func (l *pythonLexer) read() {
	if !l.hole {
		l.indent()
	}
	for l.pos < len(l.text) {
		l.next()
	}
}

// indent measures the next line that holds code and emits what changed.
func (l *pythonLexer) indent() {
	for l.pos < len(l.text) {
		width, i := 0, l.pos
		for ; i < len(l.text); i++ {
			switch l.text[i] {
			case ' ':
				width++
				continue
			case '\t':
				width = width&^7 + 8
				continue
			case '\f':
				width = 0
				continue
			}
			break
		}
		if c := l.at(i); i >= len(l.text) || c == '\n' || c == '\r' || c == '#' {
			l.pos = l.skipLine(i)
			continue
		}
		l.pos = i
		if top := l.indents[len(l.indents)-1]; width > top {
			l.indents = append(l.indents, width)
			l.emit(Indent, i, i)
		}
		for width < l.indents[len(l.indents)-1] {
			l.indents = l.indents[:len(l.indents)-1]
			l.emit(Dedent, i, i)
		}
		return
	}
}

func (l *pythonLexer) skipLine(i int) int {
	if n := bytes.IndexByte(l.text[min(i, len(l.text)):], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(l.text)
}

func (l *pythonLexer) next() {
	start, c := l.pos, l.text[l.pos]
	switch {
	case c == '\n':
		l.pos++
		if l.hole {
			return
		}
		if len(l.open) > 0 && !l.abandon() {
			return
		}
		l.newline()
		l.indent()
	case class[c]&isSpace != 0:
		l.pos++
	case c == '#':
		l.pos = l.skipLine(start)
		if l.pos > start && l.text[l.pos-1] == '\n' {
			l.pos--
		}
	case c == '\\' && (l.at(start+1) == '\n' || l.at(start+1) == '\r'):
		l.pos = l.skipLine(start)
	case class[c]&isLetter != 0:
		l.word(start)
	case class[c]&isDigit != 0, c == '.' && class[l.at(start+1)]&isDigit != 0:
		l.pos = l.numberEnd(start + 1)
		l.emit(Number, start, l.pos)
	case c == '"' || c == '\'':
		l.string(start, start)
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
	default:
		l.pos += l.operator(start)
		l.emit(Punct, start, l.pos)
	}
}

// abandon gives up open brackets when a line starts like a definition: one that isn't closed costs one statement, not
// the rest of the file.
func (l *pythonLexer) abandon() bool {
	i := l.pos
	for i < len(l.text) && class[l.text[i]]&isSpace != 0 {
		i++
	}
	for _, word := range []string{"def ", "class ", "async def ", "import ", "@"} {
		if bytes.HasPrefix(l.text[i:], []byte(word)) && (word != "@" && word != "import " || i == l.pos) {
			l.finish()
			return true
		}
	}
	return false
}

func (l *pythonLexer) word(start int) {
	end := l.wordEnd(start)
	if c := l.at(end); (c == '"' || c == '\'') && end-start <= 3 && stringPrefix(l.text[start:end]) {
		l.string(start, end)
		return
	}
	l.pos = end
	kind := Ident
	if end-start <= 8 && pythonKeyword(l.text[start:end]) {
		kind = Keyword
	}
	l.emit(kind, start, end)
}

func stringPrefix(word []byte) bool {
	for _, c := range word {
		switch c | 0x20 {
		case 'r', 'b', 'u', 'f', 't':
		default:
			return false
		}
	}
	return true
}

func pythonKeyword(word []byte) bool {
	switch string(word) {
	case "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
		"elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
		"not", "or", "pass", "raise", "return", "try", "while", "with", "yield":
		return true
	}
	return false
}

func (l *pythonLexer) operator(i int) int {
	c, d, e := l.text[i], l.at(i+1), l.at(i+2)
	switch c {
	case '*', '/', '<', '>':
		if d == c {
			if e == '=' {
				return 3
			}
			return 2
		}
		if c == '<' && d == '>' {
			return 2
		}
	case '-':
		if d == '>' {
			return 2
		}
	case '.':
		if d == '.' && e == '.' {
			return 3
		}
		return 1
	case '=', '!', ':', '+', '%', '&', '|', '^', '@':
	default:
		return 1
	}
	if d == '=' {
		return 2
	}
	return 1
}

// string reads a string whose prefix starts at start and whose quote stands at quote.
func (l *pythonLexer) string(start, quote int) {
	c := l.text[quote]
	long := l.at(quote+1) == c && l.at(quote+2) == c
	formatted := bytes.ContainsAny(l.text[start:quote], "fFtT")
	body := quote + 1
	if long {
		body = quote + 3
	}
	if formatted {
		l.formatted(start, quote, body, long)
		return
	}
	l.pos = l.stringEnd(body, c, long)
	l.emit(String, start, l.pos)
}

func (l *pythonLexer) stringEnd(i int, quote byte, long bool) int {
	for i < len(l.text) {
		switch c := l.text[i]; {
		case c == '\\':
			if l.at(i+1) == '\r' && l.at(i+2) == '\n' {
				i++
			}
			i++
		case c == quote && !long:
			return i + 1
		case c == quote && l.at(i+1) == quote && l.at(i+2) == quote:
			return i + 3
		case c == '\n' && !long:
			l.f.fail(i, "string is never closed")
			return i
		}
		i++
	}
	l.f.fail(len(l.text), "string is never closed")
	return len(l.text)
}

// fPlace is where formatted stands: in fixed text, in an expression, or in a format spec.
type fPlace struct {
	quote  byte
	long   bool
	hole   int // offset of its {; -1 in the fixed text of a string
	depth  int // brackets open in the expression
	spec   int // offset of the : that starts the format spec; 0 before it
	parent int
}

// formatted reads an f-string as one token and remembers its holes, those in format specs too.
func (l *pythonLexer) formatted(start, quote, body int, long bool) {
	token, first := int32(len(l.f.Tokens)), len(l.parts)
	stack := l.places[:0]
	stack = append(stack, fPlace{quote: l.text[quote], long: long, hole: -1})
	i := body
scan:
	for i < len(l.text) {
		top := &stack[len(stack)-1]
		c := l.text[i]
		if top.hole < 0 || top.spec > 0 {
			owner := top
			for k := len(stack) - 1; owner.hole >= 0 && k >= 0 && k > len(stack)-8; k-- {
				owner = &stack[k]
			}
			switch {
			case c == '\\':
				i++
			case c == '{' && l.at(i+1) == '{' && top.hole < 0:
				i++
			case c == '{':
				stack = append(stack, fPlace{hole: i})
			case c == '}' && top.spec > 0:
				l.closeHole(token, stack, i)
				stack = stack[:len(stack)-1]
			case c == owner.quote && owner.hole < 0 && (!owner.long || l.at(i+1) == c && l.at(i+2) == c):
				for stack[len(stack)-1].hole >= 0 {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				if owner.long {
					i += 2
				}
				if len(stack) == 0 {
					i++
					break scan
				}
			case c == '\n' && owner.hole < 0 && !owner.long:
				break scan
			}
			i++
			continue
		}
		switch c {
		case '(', '[', '{':
			top.depth++
		case ')', ']':
			top.depth--
		case '}':
			if top.depth > 0 {
				top.depth--
				break
			}
			l.closeHole(token, stack, i)
			stack = stack[:len(stack)-1]
		case ':':
			if top.depth <= 0 {
				top.spec = i
			}
		case '!':
			if top.depth <= 0 && l.at(i+1) != '=' && top.parent == 0 {
				top.parent = i // here: where the conversion starts
			}
		case '#':
			i = l.skipLine(i) - 1
		case '"', '\'':
			i, stack = l.nestedString(i, stack)
		case '\n':
			if !stack[0].long && len(stack) == 2 && l.definition(i+1) {
				break scan
			}
		}
		i++
	}
	l.places = stack
	if len(stack) > 0 {
		l.f.fail(start, "string is never closed")
	}
	// A hole in a format spec closes before the one it belongs to.
	slices.SortFunc(l.parts[first:], func(a, b part) int { return int(a.from - b.from) })
	l.pos = min(i, len(l.text))
	l.emit(String, start, l.pos)
}

// definition tells whether a line starts like a statement, so that a hole left open can't go on to it.
func (l *pythonLexer) definition(i int) bool {
	save := l.pos
	l.pos = i
	for _, word := range []string{"def ", "class ", "import ", "from ", "return ", "if ", "for "} {
		j := i
		for j < len(l.text) && class[l.text[j]]&isSpace != 0 {
			j++
		}
		if bytes.HasPrefix(l.text[j:], []byte(word)) && word != "if " && word != "for " {
			l.pos = save
			return true
		}
	}
	l.pos = save
	return false
}

// nestedString passes over a string inside a hole: a plain one at once, an f-string by another place on the stack. A
// quote like the one around, where Python before 3.12 would end the string, can't be told from it; it nests.
func (l *pythonLexer) nestedString(i int, stack []fPlace) (int, []fPlace) {
	c := l.text[i]
	long := l.at(i+1) == c && l.at(i+2) == c
	from := i
	for from > 0 && i-from < 3 && class[l.text[from-1]]&isLetter != 0 {
		from--
	}
	body := i + 1
	if long {
		body = i + 3
	}
	if from < i && stringPrefix(l.text[from:i]) && bytes.ContainsAny(l.text[from:i], "fFtT") {
		return body - 1, append(stack, fPlace{quote: c, long: long, hole: -1})
	}
	for k := body; k < len(l.text); k++ {
		switch {
		case l.text[k] == '\\':
			k++
		case l.text[k] == c && !long:
			return k, stack
		case l.text[k] == c && l.at(k+1) == c && l.at(k+2) == c:
			return k + 2, stack
		case l.text[k] == '\n' && !long:
			return k - 1, stack
		}
	}
	return len(l.text), stack
}

// closeHole remembers the hole on top of the stack when it belongs to the string itself and not to one inside it.
func (l *pythonLexer) closeHole(token int32, stack []fPlace, i int) {
	for _, p := range stack[1:min(len(stack), 8)] {
		if p.hole < 0 {
			return
		}
	}
	top := stack[len(stack)-1]
	if len(stack) > 8 {
		return
	}
	end := i
	if top.spec > 0 {
		end = top.spec
	}
	if top.parent > 0 && top.parent < end {
		end = top.parent
	}
	for end > top.hole+1 && class[l.text[end-1]]&(isSpace|isLine) != 0 {
		end--
	}
	if end > top.hole+2 && l.text[end-1] == '=' && !bytes.ContainsRune([]byte("=!<>"), rune(l.text[end-2])) {
		end--
	}
	l.parts = append(l.parts, part{token: token, depth: l.depth + 1, from: int32(top.hole), to: int32(i + 1), start: int32(top.hole + 1), end: int32(end)})
}
