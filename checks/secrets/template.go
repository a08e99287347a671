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
	leadClass                 // operator, quotes and space before the value
	valueClass                // in a value
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
		if strings.ContainsRune("=>:|?,`'\" \t\n\r\f\v", rune(b)) {
			c[b] |= leadClass
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

// dead tells that no match of the rule can have its keyword end at offset end.
func (r *rule) dead(text []byte, end int) bool {
	t, ok := r.shape()
	if !ok {
		return false
	}
	i, stop := end, min(end+t.between+1, len(text))
	for i < stop && byteClass[text[i]]&(betweenClass|operatorClass) == betweenClass {
		i++
	}
	if i >= stop {
		return true
	}
	if text[i] >= 0x80 {
		return false
	}
	if byteClass[text[i]]&operatorClass == 0 {
		return true
	}
	if t.value == 0 {
		return false
	}
	run := 0
	for stop = min(i+9, len(text)); i < stop && byteClass[text[i]]&leadClass != 0; i++ {
		if text[i] >= 0x80 {
			return false
		}
		if text[i] == '=' {
			run++
		}
	}
	for ; i < len(text) && byteClass[text[i]]&valueClass != 0; i++ {
		if run++; run >= t.value || text[i] >= 0x80 {
			return false
		}
	}
	return true
}
