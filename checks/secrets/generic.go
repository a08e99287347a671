package secrets

import "slices"

// The rule generic-api-key matches whatever is assigned to a name like key or token, so its keywords stand everywhere and
// it alone took most of the time. For this one regex the match is found by hand; TestGenericEqualsRegex and FuzzGeneric
// prove that it is the regex's. What makes that easy: no operator can stand in what leads up to it and no end in a
// value, so from a keyword there is one way on.
const (
	genericNames  = `access|auth|(?-i:[Aa]pi|API)|credential|creds|key|passw(?:or)?d|secret|token`
	genericEnd    = `(?:[\x60'"\s;]|\\[nr]|$)`
	genericSource = templateHead + genericNames + templateTail + genericValue + genericEnd
)

var genericKeywords = []string{"access", "auth", "api", "credential", "creds", "key", "passwd", "password", "secret", "token"}

// isGeneric recognises the rule, whoever wrote it.
func (r *rule) isGeneric() bool {
	return r.regex != nil && r.regex.source == genericSource &&
		!slices.ContainsFunc(genericKeywords, func(k string) bool { return !slices.Contains(r.keywords, k) })
}

// findGeneric gives matches as FindAllSubmatchIndex does. ok is false when a letter beyond ASCII that folds to an ASCII
// one is in the way: that is left to the regex.
func findGeneric(text []byte, hits []hit) (found [][]int, ok bool) {
	end := 0
	for _, h := range hits {
		if h.start < end || !genericKeyword(text, h) {
			continue
		}
		m := genericTail(text, h.end)
		if m.folds {
			return nil, false
		}
		if m.end == 0 {
			continue
		}
		start := h.start
		for start > end && h.start-start < 50 && byteClass[text[start-1]]&nameClass != 0 && text[start-1] < 0x80 {
			start--
		}
		if start > end && text[start-1] >= 0x80 && (foldsAt(text, start-2) || foldsAt(text, start-3)) {
			return nil, false
		}
		found = append(found, []int{start, m.end, m.value.start, m.value.end})
		end = m.end
	}
	return found, true
}

// genericKeyword tells whether the regex takes the hit for a name; other keywords may have been added to the rule.
func genericKeyword(text []byte, h hit) bool {
	if h.keyword != "api" {
		return slices.Contains(genericKeywords, h.keyword)
	}
	p, i := text[h.start+1], text[h.start+2]
	return p == 'p' && i == 'i' || text[h.start] == 'A' && p == 'P' && i == 'I'
}

// A generic is how a match goes on after the keyword.
type generic struct {
	value span
	end   int  // of the match; 0: there is none
	folds bool // the regex must be asked
}

func genericTail(text []byte, i int) generic {
	start := i
	for i < len(text) && i-start < 20 && genericClass[text[i]]&genericLead != 0 {
		i++
	}
	if foldsAt(text, i) {
		return generic{folds: true}
	}
	start = i
	for i < len(text) && i-start < 3 && genericClass[text[i]]&genericQuote != 0 {
		i++
	}
	for _, operator := range genericOperator(text, i) {
		if operator == 0 {
			break
		}
		v := operator
		for v < len(text) && v-operator < 5 && (genericClass[text[v]]&genericQuote != 0 || text[v] == '`' || text[v] == '=') {
			v++
		}
		for ; v >= operator; v-- {
			if m := genericAt(text, v); m.end > 0 || m.folds {
				return m
			}
		}
	}
	return generic{}
}

// genericOperator gives where the operator at i may end, in the order in which the regex tries; 0 for nowhere.
func genericOperator(text []byte, i int) (ends [2]int) {
	at := func(i int) byte {
		if i < len(text) {
			return text[i]
		}
		return 0
	}
	switch at(i) {
	case '=':
		ends[0] = i + 1
		if at(i+1) == '>' {
			ends[1] = i + 2
		}
	case '>', ',':
		ends[0] = i + 1
	case '|':
		if at(i+1) == '|' {
			ends[0] = i + 2
		}
	case '?':
		if at(i+1) == '=' {
			ends[0] = i + 2
		}
	case ':':
		ends[0] = i + 1
		j := i
		for at(j) == ':' && j-i < 3 {
			j++
		}
		if at(j) == '=' {
			ends = [2]int{j + 1, i + 1}
		}
	}
	return ends
}

// genericAt is a value that begins at v, with the end behind it.
func genericAt(text []byte, v int) generic {
	i := v
	for i < len(text) && i-v <= 150 && genericClass[text[i]]&genericWord != 0 {
		i++
	}
	if foldsAt(text, i) {
		return generic{folds: true}
	}
	if end := genericEndAt(text, i); end > 0 && i-v >= 10 && i-v <= 150 {
		return generic{value: span{v, i}, end: end}
	}
	if v >= len(text) || !isWord(text[v]) || text[v] == '_' {
		return generic{}
	}
	for i = v + 1; i < len(text) && genericClass[text[i]]&genericBase64 != 0; {
		i++
	}
	if foldsAt(text, i) {
		return generic{folds: true}
	}
	if i-v < 12 {
		return generic{}
	}
	for n := 0; n < 3 && i < len(text) && text[i] == '='; n++ {
		i++
	}
	return generic{value: span{v, i}, end: genericEndAt(text, i)}
}

// genericEndAt is the end of what must follow a value that ends at i; 0 when something else does.
func genericEndAt(text []byte, i int) int {
	switch {
	case i == len(text):
		return i
	case genericClass[text[i]]&genericQuote != 0, text[i] == '`', text[i] == ';':
		return i + 1
	case text[i] == '\\' && i+1 < len(text) && (text[i+1]|0x20 == 'n' || text[i+1]|0x20 == 'r'):
		return i + 2
	}
	return 0
}

// foldsAt tells whether ſ or the Kelvin sign is at i, which in any case match s and k.
func foldsAt(text []byte, i int) bool {
	return i >= 0 && i+1 < len(text) && (text[i] == 0xc5 && text[i+1] == 0xbf ||
		text[i] == 0xe2 && text[i+1] == 0x84 && i+2 < len(text) && text[i+2] == 0xaa)
}

const (
	genericLead   = 1 << iota // [ \t\w.-]
	genericQuote              // [\s'"]
	genericWord               // [\w.=-]
	genericBase64             // [a-z0-9+/]
)

var genericClass = func() (c [256]uint8) {
	for b := range byte(0x80) {
		if isWord(b) || b == '.' || b == '-' {
			c[b] |= genericLead | genericWord
		}
		if isWord(b) && b != '_' || b == '+' || b == '/' {
			c[b] |= genericBase64
		}
	}
	for _, b := range " \t\n\f\r'\"" {
		c[b] |= genericQuote
	}
	c[' '] |= genericLead
	c['\t'] |= genericLead
	c['='] |= genericWord
	return c
}()
