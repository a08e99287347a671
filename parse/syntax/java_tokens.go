package syntax

import "bytes"

type javaLexer struct{ lexer }

func lexJava(f *File) int {
	f.Tokens = make([]Token, 0, len(f.Text)/4+16)
	l := &javaLexer{lexer: lexer{f: f, text: f.Text}}
	for l.pos < len(l.text) {
		l.next()
	}
	l.finish()
	f.matchTypeArguments()
	return len(f.Tokens)
}

func (l *javaLexer) next() {
	start, c := l.pos, l.text[l.pos]
	switch {
	case class[c]&(isSpace|isLine) != 0:
		l.pos++
	case class[c]&isLetter != 0:
		l.word(start)
	case class[c]&isDigit != 0, c == '.' && class[l.at(start+1)]&isDigit != 0:
		l.pos = l.numberEnd(start + 1)
		l.emit(Number, start, l.pos)
	case c == '"' || c == '\'':
		l.string(start, c)
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
		l.pos += javaOperators.length(l.text[start:])
		l.emit(Punct, start, l.pos)
	}
}

func (l *javaLexer) lineEnd(i int) int {
	if n := bytes.IndexByte(l.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(l.text)
}

func (l *javaLexer) comment(start int) {
	if n := bytes.Index(l.text[start+2:], []byte("*/")); n >= 0 {
		l.pos = start + 2 + n + 2
		return
	}
	l.f.fail(start, "comment is never closed")
	l.pos = len(l.text)
}

// word reads an identifier or keyword. What follows a dot (Foo.class, Outer.this) is an identifier, but for x.new Inner().
func (l *javaLexer) word(start int) {
	l.pos = l.wordEnd(start)
	kind := Ident
	if word := l.text[start:l.pos]; len(word) >= 2 && len(word) <= 12 && word[0] >= 'a' && javaKeyword(word) {
		if n := len(l.f.Tokens); n == 0 || !l.f.is(n-1, ".") || string(word) == "new" {
			kind = Keyword
		}
	}
	l.emit(kind, start, l.pos)
}

func javaKeyword(word []byte) bool {
	switch string(word) {
	case "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default",
		"do", "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if", "implements", "import",
		"instanceof", "int", "interface", "long", "native", "new", "package", "private", "protected", "public", "return",
		"short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try",
		"void", "volatile", "while", "true", "false", "null":
		return true
	}
	return false
}

// string reads a string, a character or a text block.
func (l *javaLexer) string(start int, quote byte) {
	block := quote == '"' && l.at(start+1) == '"' && l.at(start+2) == '"'
	i := start + 1
	if block {
		i = start + 3
	}
	for i < len(l.text) {
		switch c := l.text[i]; {
		case c == '\\':
			i++
		case c == '\n' && !block:
			l.f.fail(i, "string is never closed")
			l.pos = i
			l.emit(String, start, i)
			return
		case c == quote && !block:
			l.pos = i + 1
			l.emit(String, start, l.pos)
			return
		case c == quote && l.at(i+1) == '"' && l.at(i+2) == '"':
			l.pos = i + 3
			l.emit(String, start, l.pos)
			return
		}
		i++
	}
	l.f.fail(start, "string is never closed")
	l.pos = len(l.text)
	l.emit(String, start, l.pos)
}

// javaOperators hold no operator that begins with > but one: it may end type arguments.
var javaOperators = newOperators("... <<= :: -> -- -= << <= ++ += && &= || |= == != >= *= /= %= ^=")

// matchTypeArguments makes partners of the < and > around types: between them stands nothing but what types are made of.
// Brackets in them are a tuple of C#.
func (f *File) matchTypeArguments() {
	var open []int // of < and (
	for i := range f.Tokens {
		if f.Tokens[i].Kind == Ident {
			continue
		}
		top := len(open) - 1
		switch {
		case f.is(i, "<"):
			open = append(open, i)
		case top < 0:
		case f.is(i, ">") && f.is(open[top], "<"):
			f.Tokens[i].Match, f.Tokens[open[top]].Match = int32(open[top]), int32(i)
			open = open[:top]
		case f.is(i, "(") && f.Language == CSharp && (f.is(i-1, "<") || f.is(i-1, ",") || f.is(i-1, "(")):
			open = append(open, i)
		case f.is(i, ")") && f.is(open[top], "("):
			open = open[:top]
		case !f.inType(i):
			open = open[:0]
		}
	}
}

// inType tells whether a token that is no name may stand in a type.
func (f *File) inType(i int) bool {
	switch f.kind(i) {
	case Keyword:
		return javaPrimitive(f.word(i)) || f.is(i, "extends") || f.is(i, "super") || f.Language == CSharp && (f.is(i, "in") || f.is(i, "out"))
	case Open:
		return f.is(i, "[") && f.emptyRank(i)
	case Close:
		return f.is(i, "]") && (f.is(i-1, "[") || f.is(i-1, ","))
	case Punct:
		switch f.word(i) {
		case ".", ",", "?", "&", "@":
			return true
		case "::", "*":
			return f.Language == CSharp
		}
	}
	return false
}

func javaPrimitive(word string) bool {
	switch word {
	case "boolean", "byte", "char", "double", "float", "int", "long", "short", "void":
		return true
	}
	return false
}
