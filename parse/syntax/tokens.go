package syntax

import "strings"

// maxErrors bounds File.Errors: a binary file read as source would else fill it.
const maxErrors = 100

// maxHoleDepth bounds templates within templates. Every depth is read once more, so it also bounds time.
const maxHoleDepth = 8

// A hole is an expression inside a template literal or f-string. Its tokens stand behind those of the file itself, so
// that the string stays one token where it stands.
type hole struct {
	token      int32 // the string
	start, end int32 // tokens of the expression
	from, to   int32 // bytes of the hole with its braces
}

// A part is a hole found by the lexer whose tokens haven't been read yet.
type part struct {
	token      int32
	depth      int32
	from, to   int32 // bytes with braces
	start, end int32 // bytes of the expression
}

// A lexer holds what reading tokens needs in every language: the place, and the brackets that are open.
type lexer struct {
	f     *File
	text  []byte // up to the end of what is read: a hole ends before the file does
	pos   int
	depth int32 // of holes
	open  []opened
	parts []part
}

// opened is a bracket waiting for its partner. state is for the language.
type opened struct {
	token int32
	char  byte
	state byte
}

func (l *lexer) emit(kind TokenKind, start, end int) {
	l.f.Tokens = append(l.f.Tokens, Token{Kind: kind, Start: int32(start), End: int32(end), Match: -1})
}

func (l *lexer) push(char byte, start, end int) {
	l.open = append(l.open, opened{token: int32(len(l.f.Tokens)), char: char})
	l.emit(Open, start, end)
}

// pop closes the nearest open bracket that fits. Brackets left open inside it stay without partner; a closing one that
// fits nothing nearby is passed over, so one typo costs as little as can be.
func (l *lexer) pop(char byte, start, end int) {
	at := int32(len(l.f.Tokens))
	l.emit(Close, start, end)
	for i := len(l.open) - 1; i >= 0 && i >= len(l.open)-64; i-- {
		if l.open[i].char != char {
			continue
		}
		for _, left := range l.open[i+1:] {
			l.f.fail(int(l.f.Tokens[left.token].Start), "bracket is never closed")
		}
		partner := l.open[i].token
		l.f.Tokens[partner].Match, l.f.Tokens[at].Match = at, partner
		l.open = l.open[:i]
		return
	}
	l.f.fail(start, "bracket was never opened")
}

// finish reports what is still open.
func (l *lexer) finish() {
	for _, left := range l.open {
		l.f.fail(int(l.f.Tokens[left.token].Start), "bracket is never closed")
	}
	l.open = l.open[:0]
}

func (f *File) fail(offset int, message string) {
	if len(f.Errors) < maxErrors {
		f.Errors = append(f.Errors, Error{Offset: offset, Message: message})
	}
}

// readHoles reads the expressions inside templates, breadth first, and so also those inside templates inside them.
func (l *lexer) readHoles(read func()) {
	full := l.text
	for i := 0; i < len(l.parts); i++ {
		p := l.parts[i]
		if p.depth > maxHoleDepth {
			continue
		}
		start := int32(len(l.f.Tokens))
		l.text, l.pos, l.depth = full[:p.end], int(p.start), p.depth
		read()
		l.finish()
		l.f.holes = append(l.f.holes, hole{token: p.token, start: start, end: int32(len(l.f.Tokens)), from: p.from, to: p.to})
	}
	l.text = full
}

// holesOf gives the holes of a string token. Holes are in order of token.
func (f *File) holesOf(token int) []hole {
	low, high := 0, len(f.holes)
	for low < high {
		middle := (low + high) / 2
		if int(f.holes[middle].token) < token {
			low = middle + 1
		} else {
			high = middle
		}
	}
	end := low
	for end < len(f.holes) && int(f.holes[end].token) == token {
		end++
	}
	return f.holes[low:end]
}

// maxLevels bounds how deep brackets, blocks and arrows are followed. Code written by hand stays below 50.
const maxLevels = 1000

func (f *File) tooDeep(i int) { f.fail(int(f.Tokens[i].Start), "nested too deeply") }

// A shelf keeps many short lists in few arrays.
type shelf[T any] struct{ array []T }

// keep gives a copy of list that lasts.
func (s *shelf[T]) keep(list []T) []T {
	n := len(list)
	if n == 0 {
		return nil
	}
	if len(s.array)+n > cap(s.array) {
		s.array = make([]T, 0, max(128, n))
	}
	first := len(s.array)
	s.array = append(s.array, list...)
	return s.array[first : first+n : first+n]
}

// An argList gathers the arguments of calls inside calls; those of one call come to stand together when it ends.
type argList struct {
	open  []Range
	shelf shelf[Range]
}

func (l *argList) add(start, end int) {
	if end > start {
		l.open = append(l.open, Range{start, end})
	}
}

// take ends the last argument, and gives those from base onwards.
func (l *argList) take(base, start, end int) []Range {
	l.add(start, end)
	list := l.shelf.keep(l.open[base:])
	l.open = l.open[:base]
	return list
}

// is tells whether token i is written so. Out of range is no.
func (f *File) is(i int, text string) bool {
	if i < 0 || i >= len(f.Tokens) {
		return false
	}
	t := f.Tokens[i]
	return int(t.End-t.Start) == len(text) && f.src[t.Start:t.End] == text && t.Kind != String
}

func (f *File) word(i int) string {
	if i < 0 || i >= len(f.Tokens) {
		return ""
	}
	return f.src[f.Tokens[i].Start:f.Tokens[i].End]
}

func (f *File) kind(i int) TokenKind {
	if i < 0 || i >= len(f.Tokens) {
		return Invalid
	}
	return f.Tokens[i].Kind
}

// after gives the token after a bracket's partner, or limit when it has none.
func (f *File) after(i, limit int) int {
	if m := int(f.Tokens[i].Match); m > i {
		return min(m+1, limit)
	}
	return limit
}

// over gives the token behind a bracket that is passed over: behind its partner, or the next one when it has none.
func (f *File) over(i int) int { return max(i, int(f.Tokens[i].Match)) + 1 }

// reserve makes room for what the tokens promise, so that the lists don't grow by copying. Most `=` of Python stand in
// calls.
func (f *File) reserve() {
	calls, assigns, functions := 0, 0, 0
	for i := range f.Tokens {
		t := &f.Tokens[i]
		switch c := f.src[t.Start:t.End]; t.Kind {
		case Open:
			if c == "(" {
				calls++
			}
		case Punct:
			if c == "=" {
				assigns++
			} else if c == "=>" {
				functions++
			}
		case Keyword:
			if c == "def" || c == "function" {
				functions++
			}
		}
	}
	if f.Language == Python {
		assigns /= 2
	}
	most := len(f.Text)/64 + 8
	f.Calls = make([]Call, 0, min(calls, most))
	f.Assigns = make([]Assign, 0, min(assigns, most))
	f.Functions = make([]Function, 0, min(functions, most))
}

// breaksBefore tells whether a line ends between token i and the one before it.
func (f *File) breaksBefore(i int) bool {
	if i <= 0 || i >= len(f.Tokens) {
		return true
	}
	for _, c := range f.Text[min(f.Tokens[i-1].End, f.Tokens[i].Start):f.Tokens[i].Start] {
		if c == '\n' || c == '\r' {
			return true
		}
	}
	return false
}

// bytesOf gives the byte offsets of a stretch of tokens.
func (f *File) bytesOf(r Range) (start, end int) {
	if r.Start >= r.End || r.Start < 0 || r.End > len(f.Tokens) {
		return 0, 0
	}
	return int(f.Tokens[r.Start].Start), int(f.Tokens[r.End-1].End)
}

// operators lists a language's operators of several bytes by their first, the longest first.
type operators [256][]string

func newOperators(list string) *operators {
	var table operators
	for _, op := range strings.Fields(list) {
		table[op[0]] = append(table[op[0]], op)
	}
	return &table
}

// length gives the length of the operator that text begins with.
func (o *operators) length(text []byte) int {
	for _, op := range o[text[0]] {
		if len(text) >= len(op) && string(text[:len(op)]) == op {
			return len(op)
		}
	}
	return 1
}

// class sorts bytes for all lexers.
var class = func() (table [256]byte) {
	for c := range table {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == '$', c >= 0x80:
			table[c] = isLetter
		case c >= '0' && c <= '9':
			table[c] = isDigit
		case c == ' ', c == '\t', c == '\r', c == '\f', c == '\v':
			table[c] = isSpace
		case c == '\n':
			table[c] = isLine
		}
	}
	return table
}()

const (
	isLetter = 1 << iota
	isDigit
	isSpace
	isLine
)

func (l *lexer) at(i int) byte {
	if i < len(l.text) {
		return l.text[i]
	}
	return 0
}

// wordEnd gives the end of the identifier at i.
func (l *lexer) wordEnd(i int) int {
	for i < len(l.text) && class[l.text[i]]&(isLetter|isDigit) != 0 {
		i++
	}
	return i
}

// numberEnd gives the end of the number at i.
func (l *lexer) numberEnd(i int) int {
	for i < len(l.text) {
		c := l.text[i]
		if class[c]&(isLetter|isDigit) != 0 || c == '.' {
			i++
			continue
		}
		if (c == '+' || c == '-') && (l.text[i-1] == 'e' || l.text[i-1] == 'E') && class[l.at(i+1)]&isDigit != 0 && !hexadecimal(l.text, i) {
			i++
			continue
		}
		break
	}
	return i
}

// hexadecimal tells whether the number that ends at i starts with 0x, so that its e is a digit.
func hexadecimal(text []byte, i int) bool {
	for n := 0; n < 20 && i > 0 && class[text[i-1]]&(isLetter|isDigit) != 0; n++ {
		i--
	}
	return i+1 < len(text) && text[i] == '0' && (text[i+1] == 'x' || text[i+1] == 'X')
}
