package secrets

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// needOf finds strings besides the keywords that a match can't be without: the part of the regex with the longest.
// Only strings that fit are taken.
func needOf(tree *syntax.Regexp, keywords []string, fit func(string) bool) (need []string) {
	switch tree.Op {
	case syntax.OpCapture:
		return needOf(tree.Sub[0], keywords, fit)
	case syntax.OpLiteral:
		tree = &syntax.Regexp{Op: syntax.OpConcat, Sub: []*syntax.Regexp{tree}}
	case syntax.OpAlternate:
		for _, sub := range tree.Sub {
			one := needOf(sub, keywords, fit)
			if len(one) == 0 {
				return nil
			}
			need = append(need, one...)
		}
		return need
	case syntax.OpConcat:
	default:
		return nil
	}
	subs := unfactored(tree.Sub)
	list := shapes(subs, keywords)
	if _, need = longestExact(list, fit); len(need) > 0 {
		return need
	}
	for i := range subs {
		if subs[i].Op == syntax.OpAlternate {
			if need = needOf(subs[i], keywords, fit); len(need) > 0 {
				return need
			}
		}
	}
	return nil
}

// longestExact finds the longest strings that a sequence can't be without, besides keywords, and where in it.
func longestExact(list []shape, fit func(string) bool) (at int, need []string) {
	longest := 1
	for i := range list {
		exact, folds := []string{""}, false
		unfit := func(e string) bool { return !isASCII(e) || folds && !fit(e) }
		for _, s := range list[i:] {
			exact, folds = cross(exact, s.exact), folds || s.folds
			if s.holds || len(exact) == 0 || len(exact) > 40 || slices.ContainsFunc(exact, unfit) {
				break
			}
			if shortest := len(slices.MinFunc(exact, func(a, b string) int { return len(a) - len(b) })); shortest > longest {
				longest, at, need = shortest, i, exact
			}
		}
	}
	return at, need
}

// plain holds for strings that no case folding writes with letters beyond ASCII.
func plain(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r == 'k' || r == 's' }) < 0
}
