package syntax

import (
	"bytes"
	"strings"
)

type phpLexer struct {
	lexer
	code bool // between <?php and ?>
}

// lexPHP reads the tokens of the code in a page; `?>` ends a statement. It gives the number of tokens outside strings.
func lexPHP(f *File) int {
	f.Tokens = make([]Token, 0, len(f.Text)/4+16)
	l := &phpLexer{lexer: lexer{f: f, text: f.Text}}
	l.all()
	l.finish()
	end := len(f.Tokens)
	l.code = true
	l.readHoles(l.all)
	return end
}

func (l *phpLexer) all() {
	for l.pos < len(l.text) {
		if l.code {
			l.next()
		} else {
			l.page()
		}
	}
}

// page passes over text up to the next piece of code.
func (l *phpLexer) page() {
	n := bytes.Index(l.text[l.pos:], []byte("<?"))
	if n < 0 {
		l.pos = len(l.text)
		return
	}
	start := l.pos + n
	l.pos, l.code = start+2, true
	switch rest := l.text[l.pos:]; {
	case len(rest) >= 3 && bytes.EqualFold(rest[:3], []byte("php")):
		l.pos += 3
	case len(rest) >= 3 && bytes.EqualFold(rest[:3], []byte("xml")):
		l.code = false
	case len(rest) > 0 && rest[0] == '=':
		l.pos++
		l.emit(Ident, start, l.pos)
	}
}

func (l *phpLexer) next() {
	start, c := l.pos, l.text[l.pos]
	switch {
	case class[c]&(isSpace|isLine) != 0:
		l.pos++
	case c == '?' && l.at(start+1) == '>':
		l.pos, l.code = start+2, l.depth > 0
		l.emit(Punct, start, l.pos)
	case c == '#' && l.at(start+1) == '[':
		l.pos += 2
		l.push('[', start, l.pos)
	case c == '#', c == '/' && l.at(start+1) == '/':
		l.lineComment(start)
	case c == '/' && l.at(start+1) == '*':
		l.comment(start)
	case class[c]&isLetter != 0, c == '\\' && class[l.at(start+1)]&isLetter != 0:
		l.word(start)
	case class[c]&isDigit != 0, c == '.' && class[l.at(start+1)]&isDigit != 0:
		l.pos = l.phpNumber(start)
		l.emit(Number, start, l.pos)
	case c == '\'', c == '"', c == '`':
		l.quoted(start, c)
	case c == '<' && bytes.HasPrefix(l.text[start:], []byte("<<<")) && l.heredoc(start):
	case c == '(' || c == '[' || c == '{':
		l.pos++
		l.push(c, start, l.pos)
	case c == ')' || c == ']' || c == '}':
		l.pos++
		l.pop(partnerOf(c), start, l.pos)
	default:
		l.pos += phpOperators.length(l.text[start:])
		l.emit(Punct, start, l.pos)
	}
}

// phpNumber gives the end of a number; the dots of `1 . 2` and `1...` are none of it.
func (l *phpLexer) phpNumber(i int) int {
	for i++; i < len(l.text); i++ {
		c := l.text[i]
		switch {
		case class[c]&(isLetter|isDigit) != 0:
		case c == '.' && class[l.at(i+1)]&isDigit != 0:
		case (c == '+' || c == '-') && (l.text[i-1] == 'e' || l.text[i-1] == 'E') && class[l.at(i+1)]&isDigit != 0 && !hexadecimal(l.text, i):
		default:
			return i
		}
	}
	return i
}

// lineComment passes over one, which the end of the code ends too.
func (l *phpLexer) lineComment(start int) {
	end := len(l.text)
	if n := bytes.IndexByte(l.text[start:], '\n'); n >= 0 {
		end = start + n
	}
	if n := bytes.Index(l.text[start:end], []byte("?>")); n >= 0 {
		end = start + n
	}
	l.pos = end
}

func (l *phpLexer) comment(start int) {
	l.pos = len(l.text)
	if n := bytes.Index(l.text[start+2:], []byte("*/")); n >= 0 {
		l.pos = start + 2 + n + 2
	} else {
		l.f.fail(start, "comment is never closed")
	}
}

// word reads a name with its namespace, or a variable.
func (l *phpLexer) word(start int) {
	i := start
	for {
		if l.at(i) == '\\' {
			i++
		}
		i = l.wordEnd(i)
		if l.at(i) != '\\' || class[l.at(i+1)]&isLetter == 0 {
			break
		}
	}
	l.pos = max(i, start+1)
	kind := Ident
	if phpKeyword(strings.ToLower(string(l.text[start:l.pos]))) && !l.named() {
		kind = Keyword
	}
	l.emit(kind, start, l.pos)
}

// named tells whether the word just read is a name whatever it reads: of a member, a function, an argument.
func (l *phpLexer) named() bool {
	switch {
	case l.lastIs("->"), l.lastIs("?->"), l.lastIs("::"), l.lastIs("function"):
		return true
	case l.lastIs("("), l.lastIs(","):
		return l.at(l.pos) == ':' && l.at(l.pos+1) != ':'
	}
	return false
}

func (l *phpLexer) lastIs(text string) bool { return l.f.is(len(l.f.Tokens)-1, text) }

func phpKeyword(word string) bool {
	switch word {
	case "abstract", "and", "array", "as", "break", "case", "catch", "class", "clone", "const", "continue", "declare", "default", "do",
		"else", "elseif", "enddeclare", "endfor", "endforeach", "endif", "endswitch", "endwhile", "exit", "die", "extends", "final",
		"finally", "fn", "for", "foreach", "function", "global", "goto", "if", "implements", "instanceof", "insteadof", "interface",
		"list", "match", "namespace", "new", "or", "private", "protected", "public", "readonly", "return", "static", "switch", "throw", "trait",
		"try", "unset", "use", "var", "while", "xor", "yield":
		return true
	}
	return false
}

// quoted reads a string with the values put into it.
func (l *phpLexer) quoted(start int, quote byte) {
	token := int32(len(l.f.Tokens))
	i := start + 1
	for i < len(l.text) && l.text[i] != quote {
		switch c := l.text[i]; {
		case c == '\\':
			i += 2
		case quote != '\'' && (c == '$' || c == '{'):
			i = l.hole(token, i)
		default:
			i++
		}
	}
	if i >= len(l.text) {
		l.f.fail(start, "string is never closed")
	}
	l.pos = min(i+1, len(l.text))
	l.emit(String, start, l.pos)
}

// hole remembers the value that a string takes at i: $a, $a->b, $a[b], {$a…} or ${a}. It gives the next byte.
func (l *phpLexer) hole(token int32, i int) int {
	from, to, end := i, i, i
	switch {
	case l.text[i] == '{' && l.at(i+1) == '$':
		end = l.braceEnd(i + 1)
		to = min(end+1, len(l.text))
		from = i + 1
	case l.text[i] == '$' && l.at(i+1) == '{':
		end = l.braceEnd(i + 2)
		to = min(end+1, len(l.text))
		from = i + 2
	case l.text[i] == '$' && class[l.at(i+1)]&isLetter != 0 && l.at(i+1) != '$':
		end = l.plainEnd(i + 1)
		switch {
		case l.at(end) == '-' && l.at(end+1) == '>' && class[l.at(end+2)]&isLetter != 0:
			end = l.plainEnd(end + 2)
		case l.at(end) == '[':
			if n := bytes.IndexByte(l.text[end:min(end+100, len(l.text))], ']'); n > 0 {
				end += n + 1
			}
		}
		to = end
	default:
		return i + 1
	}
	l.parts = append(l.parts, part{token: token, depth: l.depth + 1, from: int32(i), to: int32(to), start: int32(min(from, len(l.text))), end: int32(min(end, len(l.text)))})
	return to
}

// plainEnd gives the end of a name, which in a string another may touch.
func (l *phpLexer) plainEnd(i int) int {
	for i < len(l.text) && class[l.text[i]]&(isLetter|isDigit) != 0 && l.text[i] != '$' {
		i++
	}
	return i
}

// braceEnd gives the brace that closes the hole whose code starts at i.
func (l *phpLexer) braceEnd(i int) int {
	depth := 0
	for ; i < len(l.text); i++ {
		switch c := l.text[i]; c {
		case '{':
			depth++
		case '}':
			if depth == 0 {
				return i
			}
			depth--
		case '\'', '"':
			for i++; i < len(l.text) && l.text[i] != c; i++ {
				if l.text[i] == '\\' {
					i++
				}
			}
		}
	}
	return len(l.text)
}

// heredoc reads <<<A … A as one token.
func (l *phpLexer) heredoc(start int) bool {
	i := start + 3
	for class[l.at(i)]&isSpace != 0 {
		i++
	}
	quote := l.at(i)
	if quote == '\'' || quote == '"' {
		i++
	}
	stop := l.wordEnd(i)
	word := string(l.text[i:stop])
	n := bytes.IndexByte(l.text[stop:], '\n')
	if word == "" || n < 0 {
		return false
	}
	token := int32(len(l.f.Tokens))
	parts := len(l.parts)
	for i = stop + n; i < len(l.text); {
		switch c := l.text[i]; {
		case c == '\n':
			line := i + 1
			for class[l.at(line)]&isSpace != 0 {
				line++
			}
			if bytes.HasPrefix(l.text[line:], []byte(word)) && class[l.at(line+len(word))]&(isLetter|isDigit) == 0 {
				l.pos = line + len(word)
				l.emit(String, start, l.pos)
				return true
			}
			i++
		case c == '\\':
			i += 2
			if l.at(i-1) == '\n' {
				i--
			}
		case quote != '\'' && (c == '$' || c == '{'):
			i = l.hole(token, i)
		default:
			i++
		}
	}
	l.parts = l.parts[:parts]
	l.f.fail(start, "heredoc is never closed")
	l.pos = len(l.text)
	l.emit(String, start, l.pos)
	return true
}

var phpOperators = newOperators("<=> **= ... <<= >>= === !== ??= ?-> && || ?? -> => :: == != <> <= >= ++ -- << >> += -= *= /= .= %= &= |= ^= **")
