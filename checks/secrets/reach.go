package secrets

import "regexp/syntax"

// A reach says how far a regex's match can extend around a keyword, so that it need only run near keywords. Equal to
// a search of the whole text, as every match lies inside a window and has at least one more rune on either side of it
// there (TestWindowsEqualWhole). One assumption: text in which only Unicode case folding makes a keyword (the Kelvin
// sign for a k) isn't looked at.
type reach struct {
	bounded       bool // every match holds a keyword; otherwise the whole text must be searched
	before, after extent
	follow        run      // what stands right after the keyword in every match
	need          []string // lower case: every match holds one of these
	ahead         []string // and after the keyword, with no more than gap between, one of these
	gap           extent
}

// reachOf analyses a regex.
func reachOf(source string, keywords []string) reach {
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil || len(keywords) == 0 {
		return reach{}
	}
	s := analyse(tree, keywords)
	r := reach{bounded: s.holds, before: s.before, after: s.after, follow: s.follow, need: needOf(tree, keywords, plain)}
	if tree.Op == syntax.OpConcat && s.holds {
		list := shapes(unfactored(tree.Sub), keywords)[s.last+1:]
		if at, need := longestExact(list, plain); len(need) > 0 {
			r.ahead, r.gap = need, s.rest.plus(total(list[:at]))
		}
	}
	return r
}
