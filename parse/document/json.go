package document

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readJSON reads JSON as people write it by hand: with comments, trailing commas, JSON5 keys and template holes.
func readJSON(text []byte) (*Node, []Problem) {
	r := &jsonReader{text: text}
	r.space()
	root := &Node{At: Range{0, 0}}
	if r.at < len(text) {
		root = r.value(0)
		r.space()
		if r.at < len(text) && !r.stop {
			r.fail("there is more after the end of the value")
		}
	} else if len(text) > 0 {
		r.fail("the file holds no value")
	}
	link(root)
	annotate(root, text, notation{slash: true})
	return root, r.problems
}

type jsonReader struct {
	text     []byte
	at       int
	stop     bool // nested too deep: nothing more is read
	problems []Problem
}

// fail notes the first problem; what follows it is usually its echo.
func (r *jsonReader) fail(message string) {
	if len(r.problems) == 0 {
		r.problems = append(r.problems, malformed(r.at, message))
	}
}

func (r *jsonReader) space() {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == ' ', c == '\t', c == '\n', c == '\r', c == '\f', c == '\v':
			r.at++
		case c == 0xEF && bytes.HasPrefix(r.text[r.at:], []byte("\xEF\xBB\xBF")):
			r.at += 3
		case c == '#':
			r.at = lineEnd(r.text, r.at)
		default:
			end := commentAt(r.text, r.at, notation{slash: true})
			if end == 0 {
				return
			}
			r.at = end
		}
	}
}

func (r *jsonReader) peek() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

func (r *jsonReader) value(depth int) *Node {
	start := r.at
	if end := holeAt(r.text, r.at); end > 0 {
		r.at = end
		return &Node{Value: string(r.text[start:end]), Type: Expression, At: Range{start, end}}
	}
	switch c := r.peek(); {
	case (c == '{' || c == '[') && depth >= maxDepth:
		r.problems = append(r.problems, deepProblem(r.at))
		r.stop, r.at = true, len(r.text)
		return &Node{Type: Null, At: Range{start, start}}
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.array(depth)
	case c == '"' || c == '\'':
		s := r.quoted()
		n := &Node{Value: s, At: Range{start, r.at}}
		if templated(s) {
			n.Type = Expression
		}
		return n
	}
	return r.word()
}

func (r *jsonReader) object(depth int) *Node {
	n := &Node{Kind: Map, At: Range{r.at, len(r.text)}}
	r.at++
	for !r.stop {
		r.space()
		switch c := r.peek(); {
		case r.at >= len(r.text):
			r.fail("an object isn't closed")
			return n
		case c == '}':
			r.at++
			n.At.End = r.at
			return n
		case c == ',':
			r.at++
			continue
		case c == ']':
			r.fail("] where } is due")
			n.At.End = r.at
			return n
		}
		before := r.at
		if child := r.member(depth); child != nil {
			n.Children = append(n.Children, child)
		}
		r.space()
		if c := r.peek(); c != ',' && c != '}' && r.at < len(r.text) {
			r.fail("a comma is missing")
			if r.at == before {
				r.at++
			}
		}
	}
	return n
}

func (r *jsonReader) member(depth int) *Node {
	start := r.at
	var key string
	switch c := r.peek(); {
	case holeAt(r.text, r.at) > 0:
		r.at = holeAt(r.text, r.at)
		key = string(r.text[start:r.at])
		r.space()
		if r.peek() != ':' {
			return &Node{Value: key, Type: Expression, At: Range{start, start + len(key)}}
		}
	case c == '"' || c == '\'':
		key = r.quoted()
	default:
		key = r.bare()
		if key == "" {
			r.fail("a key is due here")
			r.at++
			return nil
		}
	}
	keyAt := Range{start, r.at}
	r.space()
	if r.peek() != ':' {
		r.fail("a colon is missing")
		r.at--
	}
	r.at++
	r.space()
	if c := r.peek(); c == ',' || c == '}' || c == ']' || r.at >= len(r.text) {
		r.fail("a value is missing")
		return &Node{Key: key, KeyAt: keyAt, Type: Null, At: Range{r.at, r.at}}
	}
	n := r.value(depth + 1)
	n.Key, n.KeyAt = key, keyAt
	return n
}

func (r *jsonReader) array(depth int) *Node {
	n := &Node{Kind: List, At: Range{r.at, len(r.text)}}
	r.at++
	for !r.stop {
		r.space()
		switch c := r.peek(); {
		case r.at >= len(r.text):
			r.fail("a list isn't closed")
			return n
		case c == ']':
			r.at++
			n.At.End = r.at
			return n
		case c == ',':
			r.at++
			continue
		case c == '}', c == ':':
			r.fail("a list isn't closed")
			if c == ':' {
				r.at++
				continue
			}
			n.At.End = r.at
			return n
		}
		n.Children = append(n.Children, r.value(depth+1))
	}
	return n
}

// bare reads a key or word without quotes.
func (r *jsonReader) bare() string {
	start := r.at
	for r.at < len(r.text) && !bytes.ContainsRune([]byte(" \t\r\n,:{}[]\"'/"), rune(r.text[r.at])) {
		r.at++
	}
	return string(r.text[start:r.at])
}

func (r *jsonReader) word() *Node {
	start := r.at
	s := r.bare()
	n := &Node{Value: s, At: Range{start, r.at}}
	switch {
	case s == "true" || s == "false":
		n.Type = Bool
	case s == "null":
		n.Type = Null
	case isNumber(s):
		n.Type = Number
	case strings.HasPrefix(s, "$"), strings.HasPrefix(s, "%"):
		n.Type = Expression
	default:
		r.at = start
		r.fail("not a JSON value")
		r.at = max(start+len(s), start+1)
		n.At.End = min(r.at, len(r.text))
	}
	return n
}

func isNumber(s string) bool {
	if s == "" || !strings.ContainsRune("0123456789+-.", rune(s[0])) {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	if err != nil {
		_, err = strconv.ParseInt(s, 0, 64)
	}
	return err == nil || strings.Trim(s, "0123456789") == ""
}

// quoted reads a string. A line break ends one that isn't closed, so that it takes no more than its line along.
func (r *jsonReader) quoted() string {
	quote, start := r.text[r.at], r.at+1
	r.at++
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == quote:
			s := r.text[start:r.at]
			r.at++
			return unescape(s)
		case c == '\n':
			r.fail("a string isn't closed")
			return unescape(bytes.TrimRight(r.text[start:r.at], "\r"))
		case c == '\\' && r.at+1 < len(r.text):
			r.at += 2
		default:
			r.at++
		}
	}
	r.at = len(r.text)
	r.fail("a string isn't closed")
	return unescape(r.text[min(start, r.at):])
}

// unescape undoes the backslashes of JSON strings.
func unescape(s []byte) string {
	if bytes.IndexByte(s, '\\') < 0 {
		return string(s)
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			out = append(out, '\n')
		case 't':
			out = append(out, '\t')
		case 'r':
			out = append(out, '\r')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'u':
			r, size := unescapeRune(s[i+1:])
			out = utf8.AppendRune(out, r)
			i += size
		case '\n':
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

// unescapeRune reads what follows \u, and the second half of a surrogate pair.
func unescapeRune(s []byte) (rune, int) {
	hex := func(b []byte) rune {
		if len(b) < 4 {
			return -1
		}
		v, err := strconv.ParseUint(string(b[:4]), 16, 32)
		if err != nil {
			return -1
		}
		return rune(v)
	}
	first := hex(s)
	if first < 0 {
		return utf8.RuneError, 0
	}
	if utf16.IsSurrogate(first) && len(s) >= 10 && s[4] == '\\' && s[5] == 'u' {
		if r := utf16.DecodeRune(first, hex(s[6:])); r != utf8.RuneError {
			return r, 10
		}
	}
	return first, 4
}
