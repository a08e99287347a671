package secrets

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// A shape is what is known of the strings an expression matches.
type shape struct {
	whole         extent
	exact         []string // all of them in lower case, when there are few; nil: not known
	folds         bool     // some may be written with letters beyond ASCII, for case folding
	holds         bool     // each has a keyword
	last          int      // the keyword ends in this part of the sequence
	rest          extent   // what is left of that part
	before, after extent   // around it
	follow        run      // right after it
	open          bool     // it ends where the expression ends, so what follows comes next
	lead          run      // how each string begins
	empty         bool     // they are all empty: an assertion
}

// maxExact bounds the strings enumerated for one expression.
const maxExact = 96

func analyse(re *syntax.Regexp, keywords []string) shape {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return shape{exact: []string{""}, empty: true}
	case syntax.OpLiteral:
		size := 0
		for _, r := range re.Rune {
			size += widest(r, re.Flags&syntax.FoldCase != 0)
		}
		return known(shape{
			whole: extent{fixed: size}, exact: []string{strings.ToLower(string(re.Rune))}, lead: run{len(re.Rune), bytesOf(re)},
			folds: re.Flags&syntax.FoldCase != 0,
		}, keywords)
	case syntax.OpCharClass:
		s := class(re)
		s.lead = run{1, bytesOf(re)}
		return known(s, keywords)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return shape{whole: extent{fixed: utf8.UTFMax}}
	case syntax.OpCapture:
		return analyse(re.Sub[0], keywords)
	case syntax.OpConcat:
		return sequence(shapes(unfactored(re.Sub), keywords), keywords)
	case syntax.OpAlternate:
		return either(shapes(re.Sub, keywords))
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return repeated(re, keywords)
	}
	return shape{whole: extent{run: everyByte}}
}

func shapes(list []*syntax.Regexp, keywords []string) []shape {
	out := make([]shape, len(list))
	for i, re := range list {
		out[i] = analyse(re, keywords)
	}
	return out
}

// widest is the longest encoding of r, or with fold of a rune that matches it: ſ for s, K for k.
func widest(r rune, fold bool) int {
	switch {
	case fold && (r|0x20 == 's' || r|0x20 == 'k'):
		return 3
	case fold && r >= utf8.RuneSelf:
		return utf8.UTFMax
	}
	return max(utf8.RuneLen(r), 1)
}

func class(re *syntax.Regexp) shape {
	s := shape{whole: extent{fixed: 1}}
	count := 0
	for i := 0; i < len(re.Rune); i += 2 {
		low, high := re.Rune[i], re.Rune[i+1]
		if low == high && (low == 'ſ' || low == '\u212a') { // partners of s and k, see reach
			s.whole.fixed, s.folds = max(s.whole.fixed, 3), true
			continue
		}
		if high >= utf8.RuneSelf {
			s.whole.fixed = utf8.UTFMax
		}
		if count += int(high-low) + 1; count > 12 {
			s.exact = nil
			continue
		}
		for r := low; r <= high; r++ {
			if l := strings.ToLower(string(r)); !slices.Contains(s.exact, l) {
				s.exact = append(s.exact, l)
			}
		}
	}
	if count > 12 {
		s.exact = nil
	}
	return s
}

func repeated(re *syntax.Regexp, keywords []string) shape {
	sub := analyse(re.Sub[0], keywords)
	low, high := re.Min, re.Max
	switch re.Op {
	case syntax.OpStar:
		low, high = 0, -1
	case syntax.OpPlus:
		low, high = 1, -1
	case syntax.OpQuest:
		low, high = 0, 1
	}
	s := shape{folds: sub.folds}
	if low > 0 {
		s.lead = sub.lead
		if inner := re.Sub[0].Op; inner == syntax.OpCharClass {
			s.lead.count = low
		}
	}
	if high < 0 {
		s.whole = extent{run: bytesOf(re.Sub[0])}
	} else {
		s.whole = extent{sub.whole.fixed * high, sub.whole.run}
	}
	if low > 0 && sub.holds {
		s.holds, s.before = true, sub.before
		rest := s.whole
		s.after = sub.after.plus(rest)
	}
	if sub.exact == nil || high < 0 || high > 4 {
		return s
	}
	power := []string{""}
	for n := 0; n <= high && power != nil; n++ {
		if n >= low {
			s.exact = append(s.exact, power...)
		}
		power = cross(power, sub.exact)
		if power == nil && n < high {
			s.exact = nil
		}
	}
	if len(s.exact) > maxExact {
		s.exact = nil
	}
	return known(s, keywords)
}

func cross(a, b []string) []string {
	if len(a)*len(b) > maxExact || a == nil || b == nil {
		return nil
	}
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

// known sees whether each of s's exact strings has a keyword.
func known(s shape, keywords []string) shape {
	if s.holds || len(s.exact) == 0 {
		return s
	}
	before, after, open := 0, 0, true
	for _, e := range s.exact {
		at, k := -1, ""
		for _, keyword := range keywords {
			if i := strings.Index(e, keyword); i >= 0 && len(keyword) > 0 {
				at, k = i, keyword
				break
			}
		}
		if at < 0 {
			return s
		}
		// A rune of the text may be longer than its lower-case form, at most by two bytes each.
		before = max(before, at*3)
		after = max(after, (len(e)-at-len(k))*3)
		open = open && at+len(k) == len(e) && !strings.Contains(e[:at+len(k)-1], k)
	}
	s.holds, s.before, s.after, s.open = true, extent{fixed: before}, extent{fixed: after}, open
	return s
}
