package code

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// maxRegex is how long a regular expression is looked into, and how deep.
const (
	maxRegex      = 1000
	maxRegexDepth = 50
)

// repeated finds a group that is repeated without an end, which all slow expressions have.
var repeated = regexp.MustCompile(`\)(?:[*+]|\{\d*,\})`)

// foreign are the parts of an expression that ours don't have: what looks ahead or behind, and what stood before.
var foreign = regexp.MustCompile(`\(\?<?[=!]|\\[1-9]`)

// slow tells whether a backtracking matcher can take exponential time for an expression: a repeat in a repeat whose turns
// nothing sets apart, as in (a+)+$ and (\w+,?)*;, but not in (\w+,)*;.
func slow(expr string) bool {
	if len(expr) > maxRegex || !repeated.MatchString(expr) {
		return false
	}
	expr = foreign.ReplaceAllStringFunc(expr, func(s string) string {
		if s[0] == '(' {
			return "(?:"
		}
		return ""
	})
	re, err := syntax.Parse(expr, syntax.Perl)
	return err == nil && slowWithin(re, false, 0)
}

// slowWithin looks for such a repeat with something behind it that may fail.
func slowWithin(re *syntax.Regexp, follows bool, depth int) bool {
	if depth > maxRegexDepth {
		return false
	}
	if endless(re) && follows && ambiguous(re.Sub[0], depth) {
		return true
	}
	for i, sub := range re.Sub {
		behind := follows
		if re.Op == syntax.OpConcat {
			behind = follows || needed(re.Sub[i+1:])
		}
		if slowWithin(sub, behind, depth+1) {
			return true
		}
	}
	return false
}

// endless tells whether an expression is repeated without an end.
func endless(re *syntax.Regexp) bool {
	return re.Op == syntax.OpStar || re.Op == syntax.OpPlus || re.Op == syntax.OpRepeat && re.Max < 0
}

// needed tells whether one of several expressions must match something, or a place.
func needed(list []*syntax.Regexp) bool {
	for _, re := range list {
		if !optional(re) {
			return true
		}
	}
	return false
}

func optional(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpStar, syntax.OpQuest, syntax.OpEmptyMatch:
		return true
	case syntax.OpRepeat:
		return re.Min == 0
	case syntax.OpCapture:
		return optional(re.Sub[0])
	}
	return false
}

// ambiguous tells whether one turn of a repeat can be taken for two.
func ambiguous(re *syntax.Regexp, depth int) bool {
	if depth > maxRegexDepth {
		return false
	}
	switch re.Op {
	case syntax.OpCapture, syntax.OpQuest:
		return ambiguous(re.Sub[0], depth+1)
	case syntax.OpStar, syntax.OpPlus:
		return true
	case syntax.OpRepeat:
		return re.Max < 0
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if ambiguous(sub, depth+1) {
				return true
			}
		}
	case syntax.OpConcat:
		for i, sub := range re.Sub {
			for sub.Op == syntax.OpCapture {
				sub = sub.Sub[0]
			}
			if endless(sub) && !setApart(re.Sub, i, lettersOf(sub, 0)) {
				return true
			}
		}
	}
	return false
}

// setApart tells whether something beside part i of a turn must match a letter that part doesn't have.
func setApart(turn []*syntax.Regexp, i int, of letters) bool {
	for k, other := range turn {
		if k != i && !optional(other) && !of.meets(lettersOf(other, 0)) {
			return true
		}
	}
	return false
}

// letters are the characters of ASCII, and all others as one, that may stand in what an expression matches.
type letters [129]bool

func (l *letters) meets(other letters) bool {
	for i, in := range l {
		if in && other[i] {
			return true
		}
	}
	return false
}

func (l *letters) add(from, to rune) {
	for c := from; c <= min(to, 127); c++ {
		l[c] = true
	}
	l[128] = l[128] || to > 127
}

func lettersOf(re *syntax.Regexp, depth int) letters {
	var l letters
	if depth > maxRegexDepth {
		return l
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, c := range re.Rune {
			l.add(c, c)
			if re.Flags&syntax.FoldCase != 0 {
				other := []rune(strings.ToLower(string(c)) + strings.ToUpper(string(c)))
				l.add(other[0], other[0])
			}
		}
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			l.add(re.Rune[i], re.Rune[i+1])
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		l.add(0, 200)
	}
	for _, sub := range re.Sub {
		for i, in := range lettersOf(sub, depth+1) {
			l[i] = l[i] || in
		}
	}
	return l
}
