package secrets

import (
	"regexp/syntax"
	"strings"
)

// Eighty-odd rules share one shape: identifier with a provider's name, operator, value. For them a few bytes after the
// keyword tell that no match can stand there, which spares the regex nearly all hits of words like "key" and "auth".

const (
	templateHead = `(?i)[\w.-]{0,50}?(?:`
	templateTail = `)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}`
	genericValue = `([\w.=-]{10,150}|[a-z0-9][a-z0-9+/]{11,}={0,3})`
)

// A template is what the shape lets us know without the regex.
type template struct {
	between int // at most so many bytes between the keyword's end and the operator
	value   int // at least so many characters of [\w.=+/-] in the value
}

// templateOf recognises the shape, with the keyword in the name and only there; ok is false when source hasn't got it.
func templateOf(source string, keywords []string) (t template, ok bool) {
	rest, ok := strings.CutPrefix(source, templateHead)
	if !ok {
		return t, false
	}
	names, value, ok := strings.Cut(rest, templateTail)
	if !ok {
		return t, false
	}
	for i := range len(names) {
		if !isWord(names[i]) && !strings.ContainsRune(`|.-\()?:[]+`, rune(names[i])) {
			return t, false
		}
	}
	if tree, err := syntax.Parse(source, syntax.Perl); err != nil || tree.Op != syntax.OpConcat {
		return t, false // the shape is but one of several alternatives
	}
	if !reachOf("(?i)(?:"+names+")", keywords).bounded || reachOf("(?i)"+value, keywords).bounded {
		return t, false
	}
	t.between = 23 + len(names)
	if strings.HasPrefix(value, genericValue) {
		t.value = 10
	}
	return t, true
}

const (
	betweenClass  = 1 << iota // may stand between keyword and operator
	operatorClass             // starts an operator
	valueClass                // in a value
	nameClass                 // in the identifier that holds the keyword
)

var byteClass = func() (c [256]uint8) {
	for b := range 256 {
		if b >= 0x80 {
			c[b] = 0xff // a letter that folds to an ASCII one: let the regex decide
			continue
		}
		if isWord(byte(b)) || strings.ContainsRune(".- \t\n\r\f\v'\"\\", rune(b)) {
			c[b] |= betweenClass
		}
		if strings.ContainsRune("=>:|?,", rune(b)) {
			c[b] |= operatorClass
		}
		if isWord(byte(b)) || b == '.' || b == '-' {
			c[b] |= nameClass
		}
		if isWord(byte(b)) || strings.ContainsRune(".=+/-", rune(b)) {
			c[b] |= valueClass
		}
	}
	return c
}()

func isWord(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// stretch is where a match can be that has its keyword at h; ok is false when none can. high is 0 when it isn't known.
func (t template) stretch(text []byte, h hit) (low, high int, ok bool) {
	i, stop := h.end, min(h.end+t.between+1, len(text))
	for i < stop && byteClass[text[i]]&(betweenClass|operatorClass) == betweenClass {
		i++
	}
	if i >= stop || byteClass[text[i]]&operatorClass == 0 {
		return 0, 0, false
	}
	for low = h.start; low > 0 && h.start-low < maxName && byteClass[text[low-1]]&nameClass != 0; {
		low--
	}
	if t.value == 0 || text[i] >= 0x80 {
		return low, 0, true
	}
	high, ok = t.valueEnd(text, i)
	return low, high, ok
}

// maxName is the longest [\w.-]{0,50} with letters that fold to ASCII ones, in bytes; maxLead the longest operator with
// quotes and space after it.
const (
	maxName = 150
	maxLead = 8
)

// valueEnd is the furthest end of a value whose operator starts at i.
func (t template) valueEnd(text []byte, i int) (end int, ok bool) {
	lead := min(i+maxLead, len(text))
	longest, run := 0, 0
	for end = i; end < len(text); end++ {
		c := text[end]
		if c >= 0x80 {
			return 0, true
		}
		if byteClass[c]&valueClass != 0 {
			run++
			longest = max(longest, run)
			continue
		}
		if end >= lead {
			break
		}
		run = 0
	}
	return end, longest >= t.value
}
