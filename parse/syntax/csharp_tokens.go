package syntax

import "bytes"

type csharpLexer struct{ lexer }

// lexCSharp reads the tokens of C#; those in interpolated strings stand behind those of the file. It gives how many the
// file itself has. Lines of the preprocessor are passed over, so that both branches of an #if are read.
func lexCSharp(f *File) int {
	f.Tokens = make([]Token, 0, len(f.Text)/4+16)
	l := &csharpLexer{lexer: lexer{f: f, text: f.Text}}
	read := func() {
		for l.pos < len(l.text) {
			l.next()
		}
	}
	read()
	l.finish()
	end := len(f.Tokens)
	l.readHoles(read)
	f.matchTypeArguments()
	return end
}

func (l *csharpLexer) next() {
	start, c := l.pos, l.text[l.pos]
	switch {
	case class[c]&(isSpace|isLine) != 0 || c == 0xEF && start == 0:
		l.pos++
		if c == 0xEF { // a byte order mark
			l.pos = min(3, len(l.text))
		}
	case c == '"' || (c == '$' || c == '@') && l.quoteAhead(start):
		l.string(start)
	case c == '\'':
		l.character(start)
	case c == '@' && class[l.at(start+1)]&isLetter != 0:
		l.pos = l.wordEnd(start + 1)
		l.emit(Ident, start+1, l.pos)
	case class[c]&isLetter != 0:
		l.word(start)
	case class[c]&isDigit != 0, c == '.' && class[l.at(start+1)]&isDigit != 0:
		l.pos = l.number(start + 1)
		l.emit(Number, start, l.pos)
	case c == '#' && l.firstOfLine(start):
		l.pos = l.lineEnd(start)
	case c == '/' && l.at(start+1) == '/':
		l.pos = l.lineEnd(start)
	case c == '/' && l.at(start+1) == '*':
		l.comment(start)
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
		n := csharpOperators.length(l.text[start:])
		if n == 2 && c == '?' && class[l.at(start+2)]&isDigit != 0 { // a ?.5 : b
			n = 1
		}
		l.pos += n
		l.emit(Punct, start, l.pos)
	}
}

// number gives the end of a number; the dots of 1..2 and 1.ToString() are none of it.
func (l *csharpLexer) number(i int) int {
	end := l.numberEnd(i)
	for k := i; k < end; k++ {
		if l.text[k] == '.' && class[l.at(k+1)]&isDigit == 0 {
			return k
		}
	}
	return end
}

func (l *csharpLexer) firstOfLine(i int) bool {
	for i--; i >= 0 && class[l.text[i]]&isSpace != 0; i-- {
	}
	return i < 0 || class[l.text[i]]&isLine != 0 || i == 2 && l.text[0] == 0xEF // a byte order mark
}

func (l *csharpLexer) lineEnd(i int) int {
	if n := bytes.IndexByte(l.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(l.text)
}

func (l *csharpLexer) comment(start int) {
	if n := bytes.Index(l.text[start+2:], []byte("*/")); n >= 0 {
		l.pos = start + 2 + n + 2
		return
	}
	l.f.fail(start, "comment is never closed")
	l.pos = len(l.text)
}

func (l *csharpLexer) word(start int) {
	l.pos = l.wordEnd(start)
	kind := Ident
	if word := l.text[start:l.pos]; len(word) >= 2 && len(word) <= 10 && word[0] >= 'a' && csharpKeyword(word) {
		kind = Keyword
	}
	l.emit(kind, start, l.pos)
}

// csharpKeyword leaves out the names of types, string and int, which stand where other types do.
func csharpKeyword(word []byte) bool {
	switch string(word) {
	case "abstract", "as", "base", "break", "case", "catch", "checked", "class", "const", "continue", "default", "delegate", "do",
		"else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "for", "foreach", "goto", "if", "implicit", "in",
		"interface", "internal", "is", "lock", "namespace", "new", "null", "operator", "out", "override", "params", "private",
		"protected", "public", "readonly", "ref", "return", "sealed", "sizeof", "stackalloc", "static", "struct", "switch", "this",
		"throw", "true", "try", "typeof", "unchecked", "unsafe", "using", "virtual", "volatile", "while":
		return true
	}
	return false
}

func (l *csharpLexer) quoteAhead(i int) bool {
	for i < len(l.text) && (l.text[i] == '$' || l.text[i] == '@') {
		i++
	}
	return l.at(i) == '"'
}

func (l *csharpLexer) character(start int) {
	i := start + 1
	for ; i < len(l.text) && l.text[i] != '\'' && l.text[i] != '\n'; i++ {
		if l.text[i] == '\\' {
			i++
		}
	}
	if l.at(i) != '\'' {
		l.f.fail(start, "character is never closed")
	}
	l.pos = min(i+1, len(l.text))
	l.emit(String, start, l.pos)
}

// string reads any kind of string, its marks included, and remembers the holes of interpolated ones.
func (l *csharpLexer) string(start int) {
	i, dollars, verbatim := start, 0, false
	for ; l.text[i] != '"'; i++ {
		if l.text[i] == '$' {
			dollars++
		} else {
			verbatim = true
		}
	}
	quotes := 0
	for l.at(i+quotes) == '"' {
		quotes++
	}
	s := csharpString{quotes: 1, dollars: dollars, verbatim: verbatim, token: int32(len(l.f.Tokens))}
	if quotes >= 3 && !verbatim {
		s.quotes, s.raw = quotes, true
	}
	end, closed := l.stringEnd(i+s.quotes, s)
	if !closed {
		l.f.fail(start, "string is never closed")
	}
	if word := l.wordEnd(end); closed && word == end+2 && (string(l.text[end:word]) == "u8" || string(l.text[end:word]) == "U8") {
		end = word
	}
	l.pos = end
	l.emit(String, start, end)
}

type csharpString struct {
	quotes, dollars int
	verbatim, raw   bool
	token           int32
}

// stringEnd gives what stands behind the string whose text begins at i.
func (l *csharpLexer) stringEnd(i int, s csharpString) (end int, closed bool) {
	for i < len(l.text) {
		switch c := l.text[i]; {
		case c == '\\' && !s.verbatim && !s.raw:
			i++
		case c == '\n' && !s.verbatim && !s.raw:
			return i, false
		case c == '"' && s.raw:
			n := l.run(i, '"')
			if n >= s.quotes {
				return i + n, true
			}
			i += n - 1
		case c == '"' && s.verbatim && l.at(i+1) == '"':
			i++
		case c == '"':
			return i + 1, true
		case c == '{' && s.dollars > 0:
			n := l.run(i, '{')
			if !s.raw && n%2 == 0 || s.raw && n < s.dollars {
				i += n - 1
				break
			}
			i = l.hole(i+n, s)
			continue
		}
		i++
	}
	return len(l.text), false
}

func (l *csharpLexer) run(i int, c byte) int {
	n := 0
	for l.at(i+n) == c {
		n++
	}
	return n
}

// hole remembers the expression that begins at i, up to its format, and gives what stands behind its braces.
func (l *csharpLexer) hole(i int, s csharpString) int {
	begin, stop, depth := i, -1, 0
	for i < len(l.text) {
		switch c := l.text[i]; {
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == '}' && depth == 0:
			if stop < 0 {
				stop = i
			}
			l.parts = append(l.parts, part{token: s.token, depth: l.depth + 1, from: int32(begin - max(s.dollars, 1)), to: int32(i + max(s.dollars, 1)), start: int32(begin), end: int32(stop)})
			return min(i+max(s.dollars, 1), len(l.text))
		case c == ')' || c == ']' || c == '}':
			depth--
		case c == ':' && depth == 0 && stop < 0 && l.at(i+1) != ':' && l.text[i-1] != ':':
			stop = i
		case (c == '"' || (c == '$' || c == '@') && l.quoteAhead(i)) && stop < 0:
			if c == '"' && !s.verbatim && !s.raw && s.quotes == 1 && depth == 0 && l.at(i+1) == '\n' {
				return i
			}
			i = l.inner(i)
			continue
		case c == '\n' && !s.verbatim && !s.raw && depth == 0 && stop >= 0:
			return i
		}
		i++
	}
	return len(l.text)
}

// inner gives what stands behind a string in a hole.
func (l *csharpLexer) inner(i int) int {
	verbatim := false
	for ; i < len(l.text) && l.text[i] != '"'; i++ {
		verbatim = verbatim || l.text[i] == '@'
	}
	for i++; i < len(l.text); i++ {
		switch c := l.text[i]; {
		case c == '\\' && !verbatim:
			i++
		case c == '\n' && !verbatim:
			return i
		case c == '"':
			return i + 1
		}
	}
	return len(l.text)
}

// csharpOperators hold no operator that begins with > but one: it may end type arguments.
var csharpOperators = newOperators("??= <<= ?? ?. .. :: -> -- -= << <= ++ += && &= || |= == => != >= *= /= %= ^=")
