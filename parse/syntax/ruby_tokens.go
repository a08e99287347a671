package syntax

import (
	"bytes"
	"slices"
)

type rubyLexer struct {
	lexer
	heredocs []rubyHeredoc // of the line being read: their texts start on the next
	floor    int           // tokens before the file's, or the hole's, first
	unclosed int           // heredocs without an end
	slashes  bool          // a / that no other / closes was met: none behind it does
}

// A rubyHeredoc is a text that stands below the line that speaks of it.
type rubyHeredoc struct {
	token    int32
	from, to int32 // bytes of the text
	end      string
	indented bool // its end may be indented
	plain    bool // without holes and escapes
	squiggly bool // indentation is taken off
}

// lexRuby reads tokens. A Newline token ends a statement; there is none where the statement goes on. It gives the number
// of tokens outside holes.
func lexRuby(f *File) int {
	f.Tokens = make([]Token, 0, len(f.Text)/4+16)
	l := &rubyLexer{lexer: lexer{f: f, text: f.Text}}
	l.all()
	l.finish()
	end := len(f.Tokens)
	l.readHoles(l.all)
	slices.SortStableFunc(f.holes, func(a, b hole) int { return int(a.token - b.token) }) // those of heredocs come late
	return end
}

func (l *rubyLexer) all() {
	l.floor = len(l.f.Tokens)
	for l.pos < len(l.text) {
		l.next()
	}
	l.heredocs = l.heredocs[:0]
}

// last gives the token before the place of reading; a Newline at the start.
func (l *rubyLexer) last() Token {
	if n := len(l.f.Tokens); n > l.floor {
		return l.f.Tokens[n-1]
	}
	return Token{Kind: Newline}
}

func (l *rubyLexer) lastIs(text string) bool {
	return len(l.f.Tokens) > l.floor && l.f.is(len(l.f.Tokens)-1, text)
}

func (l *rubyLexer) next() {
	start, c := l.pos, l.text[l.pos]
	switch {
	case c == '\n':
		l.line(start)
	case class[c]&isSpace != 0:
		l.pos++
	case c == '\\' && (l.at(start+1) == '\n' || l.at(start+1) == '\r'):
		l.pos = start + 2
		if l.at(start+1) == '\r' && l.at(start+2) == '\n' {
			l.pos++
		}
	case c == '#':
		l.pos = l.lineEnd(start)
	case c == '=' && l.lineStart(start) && bytes.HasPrefix(l.text[start:], []byte("=begin")):
		l.blockComment(start)
	case class[c]&isLetter != 0, c == '@':
		l.word(start)
	case class[c]&isDigit != 0:
		l.number(start)
	case l.namesMethod() && l.operatorName(start):
	case c == '"', c == '\'', c == '`':
		l.quoted(String, start, start+1, c, c, c != '\'')
	case c == '(' || c == '[' || c == '{':
		l.pos++
		l.push(c, start, l.pos)
	case c == ')' || c == ']' || c == '}':
		l.closing(start, c)
	case l.literal(start, c):
	default:
		l.pos += rubyOperators.length(l.text[start:])
		l.emit(Punct, start, l.pos)
	}
}

func (l *rubyLexer) lineEnd(i int) int {
	if n := bytes.IndexByte(l.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(l.text)
}

func (l *rubyLexer) lineStart(i int) bool { return i == 0 || l.text[i-1] == '\n' }

// line ends a line: the texts of its heredocs follow, and perhaps the statement ends.
func (l *rubyLexer) line(start int) {
	l.pos = start + 1
	for i := range l.heredocs {
		l.heredoc(&l.heredocs[i])
	}
	l.heredocs = l.heredocs[:0]
	if rest := l.text[l.pos:]; bytes.HasPrefix(rest, []byte("__END__")) && (len(rest) == 7 || rest[7] == '\n' || rest[7] == '\r') {
		l.pos = len(l.text)
	}
	if l.ends() && !l.goesOn(l.pos) {
		l.emit(Newline, start, start)
	}
}

// ends tells whether the last token can end a statement.
func (l *rubyLexer) ends() bool {
	switch t := l.last(); t.Kind {
	case Newline, Open:
		return false
	case Punct:
		return l.shorthand()
	case Keyword:
		switch l.f.word(len(l.f.Tokens) - 1) {
		case "and", "or", "not":
			return false
		}
	}
	return true
}

// shorthand tells whether the last token is the colon of a key whose value is left out: the last parameter of a method
// written without brackets, or an argument before an `end`.
func (l *rubyLexer) shorthand() bool {
	n := len(l.f.Tokens) - 1
	if !l.lastIs(":") || n-1 < l.floor || !l.f.labels(n-1) {
		return false
	}
	rest := bytes.TrimLeft(l.text[min(l.pos, len(l.text)):], " \t\r\n")
	if bytes.HasPrefix(rest, []byte("end")) && (len(rest) == 3 || class[rest[3]]&(isLetter|isDigit) == 0) {
		return true
	}
	for i := n - 1; i >= l.floor && n-i < 100; i-- {
		switch {
		case l.f.kind(i) == Newline, l.f.kind(i) == Open:
			return false
		case l.f.is(i, "def"):
			return true
		}
	}
	return false
}

// goesOn tells whether the next line with code on it starts with the method of what stands before.
func (l *rubyLexer) goesOn(i int) bool {
	for i < len(l.text) {
		switch c := l.text[i]; {
		case class[c]&(isSpace|isLine) != 0:
			i++
		case c == '#':
			i = l.lineEnd(i)
		case c == '.':
			return l.at(i+1) != '.'
		case c == '&':
			return l.at(i+1) == '.'
		default:
			return false
		}
	}
	return false
}

func (l *rubyLexer) blockComment(start int) {
	l.pos = len(l.text)
	if n := bytes.Index(l.text[start:], []byte("\n=end")); n >= 0 {
		l.pos = l.lineEnd(start + n + 1)
	}
}

// closing drops the line end before a bracket: in it, what is listed doesn't end with the line.
func (l *rubyLexer) closing(start int, c byte) {
	if n := len(l.f.Tokens) - 1; n >= l.floor && l.f.Tokens[n].Kind == Newline {
		l.f.Tokens = l.f.Tokens[:n]
	}
	l.pos = start + 1
	l.pop(partnerOf(c), start, l.pos)
}

func partnerOf(c byte) byte {
	switch c {
	case ')':
		return '('
	case ']':
		return '['
	case '}':
		return '{'
	}
	return c
}

// namesMethod tells whether the next token is the name of a method, whatever it looks like.
func (l *rubyLexer) namesMethod() bool {
	t := l.last()
	switch t.Kind {
	case Keyword:
		return l.lastIs("def") || l.lastIs("alias") || l.lastIs("undef")
	case Punct:
		return l.lastIs(".") || l.lastIs("&.")
	}
	return false
}

var rubyMethods = []string{
	"[]=", "[]", "<=>", "===", "==", "=~", "!=", "!~", "**", "+@", "-@", "<<", ">>", "<=", ">=", "+", "-", "*", "/", "%", "!", "~", "<", ">", "&", "|", "^", "`",
}

// operatorName reads the name of an operator as a method has it.
func (l *rubyLexer) operatorName(start int) bool {
	if n := rubyMethod(l.text[start:]); n > 0 {
		l.pos = start + n
		l.emit(Ident, start, l.pos)
		return true
	}
	return false
}

func rubyMethod(text []byte) int {
	for _, name := range rubyMethods {
		if len(text) >= len(name) && string(text[:len(name)]) == name {
			return len(name)
		}
	}
	return 0
}

func (l *rubyLexer) word(start int) {
	i := start
	for l.at(i) == '@' {
		i++
	}
	if l.text[start] == '$' && l.at(start+1) == '-' {
		i += 2 // $-w
	} else if l.text[start] == '$' && class[l.at(start+1)]&(isLetter|isDigit) == 0 {
		l.pos = min(start+2, len(l.text)) // $!, $0, $~
		l.emit(Ident, start, l.pos)
		return
	}
	if l.text[start] == '@' || l.text[start] == '$' {
		l.pos = max(l.wordEnd(i), start+1)
		l.emit(Ident, start, l.pos)
		return
	}
	i = l.nameEnd(i)
	method := l.namesMethod()
	word := l.text[start:i]
	if method && l.at(i) == '=' && (l.at(i+1) == '(' || class[l.at(i+1)]&isSpace != 0) && (l.lastIs("def") || l.f.is(len(l.f.Tokens)-3, "def")) {
		i++ // def name=(value)
	}
	l.pos = i
	kind := Ident
	if !method && rubyKeyword(string(word)) && !l.label(i) || method && l.lastIs("def") && string(word) == "self" && l.at(i) == '.' {
		kind = Keyword
	}
	l.emit(kind, start, i)
}

// nameEnd gives the end of a name, with the mark of a question or a warning.
func (l *rubyLexer) nameEnd(i int) int {
	i = l.wordEnd(i)
	if c := l.at(i); (c == '?' || c == '!') && (l.at(i+1) != '=' || l.at(i+2) == '=' || l.at(i+2) == '~' || l.at(i+2) == '>') {
		i++
	}
	return i
}

// label tells whether the word that ends at i is the key of a pair.
func (l *rubyLexer) label(i int) bool {
	return l.at(i) == ':' && l.at(i+1) != ':' && !l.lastIs("?")
}

func rubyKeyword(word string) bool {
	switch word {
	case "alias", "and", "begin", "break", "case", "class", "def", "defined?", "do", "else", "elsif", "end", "ensure", "false", "for",
		"if", "in", "module", "next", "nil", "not", "or", "redo", "rescue", "retry", "return", "self", "super", "then", "true", "undef",
		"unless", "until", "when", "while", "yield", "BEGIN", "END", "__FILE__", "__LINE__":
		return true
	}
	return false
}

func (l *rubyLexer) number(start int) {
	i := start + 1
	for i < len(l.text) {
		c := l.text[i]
		switch {
		case class[c]&(isLetter|isDigit) != 0:
		case c == '.' && class[l.at(i+1)]&isDigit != 0:
		case (c == '+' || c == '-') && (l.text[i-1] == 'e' || l.text[i-1] == 'E') && class[l.at(i+1)]&isDigit != 0 && !hexadecimal(l.text, i):
		default:
			l.pos = i
			l.emit(Number, start, i)
			return
		}
		i++
	}
	l.pos = i
	l.emit(Number, start, i)
}

// valued tells whether the last token ends an operand, so that an operator follows.
func (l *rubyLexer) valued() bool {
	switch l.last().Kind {
	case Ident, Number, String, Regex, Close:
		return true
	case Keyword:
		switch l.f.word(len(l.f.Tokens) - 1) {
		case "end", "self", "nil", "true", "false", "__FILE__", "__LINE__":
			return true
		}
	}
	return false
}

// begins tells whether what stands at start can begin an operand: after an operator, or after a name when a space stands
// before and none behind, as in `puts -x`.
func (l *rubyLexer) begins(start, after int) bool {
	if !l.valued() {
		return true
	}
	t := l.last()
	return t.Kind == Ident && int(t.End) < start && class[l.at(after)]&(isSpace|isLine) == 0 && after < len(l.text)
}

// literal reads what looks like an operator and is none: a regular expression, a symbol, %w[a b], a character, a heredoc.
func (l *rubyLexer) literal(start int, c byte) bool {
	switch c {
	case '/':
		return l.begins(start, start+1) && !(l.valued() && l.at(start+1) == '=') && l.regex(start, start+1, '/', '/')
	case ':':
		return l.symbol(start)
	case '%':
		return l.percent(start)
	case '?':
		return l.character(start)
	case '<':
		return l.startsHeredoc(start)
	}
	return false
}

func (l *rubyLexer) symbol(start int) bool {
	c := l.at(start + 1)
	if t := l.last(); l.valued() && (t.Kind != Ident || int(t.End) == start) && !l.f.is(len(l.f.Tokens)-2, "alias") {
		return false // a label, or what follows a ?
	}
	switch {
	case class[c]&isLetter != 0, c == '@':
		i := start + 1
		for l.at(i) == '@' {
			i++
		}
		i = l.nameEnd(i)
		if l.at(i) == '=' && l.at(i+1) != '>' && l.at(i+1) != '=' && l.at(i+1) != '~' {
			i++
		}
		l.pos = i
		l.emit(String, start, i)
		return true
	case c == '"' || c == '\'':
		l.quoted(String, start, start+2, c, c, c == '"')
		return true
	}
	if n := rubyMethod(l.text[min(start+1, len(l.text)):]); n > 0 && l.begins(start, start+1) {
		l.pos = start + 1 + n
		l.emit(String, start, l.pos)
		return true
	}
	return false
}

// character reads ?a.
func (l *rubyLexer) character(start int) bool {
	c := l.at(start + 1)
	if !l.begins(start, start+1) || start+1 >= len(l.text) || class[c]&(isSpace|isLine) != 0 {
		return false
	}
	end := start + 2
	if c == '\\' {
		end++
		for class[l.at(end)]&(isLetter|isDigit) != 0 || l.at(end) == '-' || l.at(end) == '\\' {
			end++
		}
	}
	for c >= 0x80 && l.at(end) >= 0x80 {
		end++
	}
	if class[l.at(end)]&(isLetter|isDigit) != 0 && class[c]&(isLetter|isDigit) != 0 {
		return false
	}
	l.pos = min(end, len(l.text))
	l.emit(String, start, l.pos)
	return true
}

var rubyOperators = newOperators("**= <=> === ... <<= >>= &&= ||= && || == != >= <= << >> =~ !~ => -> .. :: &. += -= *= /= %= &= |= ^= **")
