package secrets

import (
	"math"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

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

// A run is a number of bytes, all of them in set.
type run struct {
	count int
	set   byteSet
}

// or is what holds whichever of two runs is there.
func (r run) or(t run) run { return run{min(r.count, t.count), r.set.union(t.set)} }

// at tells whether text has the run at offset i.
func (r run) at(text []byte, i int) bool {
	if r.count > len(text)-i {
		return false
	}
	for _, b := range text[i : i+r.count] {
		if !r.set.has(b) {
			return false
		}
	}
	return true
}

// An extent bounds how many bytes a match has on one side of the keyword: at most fixed bytes that aren't in run, and
// any number that are.
type extent struct {
	fixed int
	run   byteSet
}

// A byteSet is a set of bytes.
type byteSet [4]uint64

func (s *byteSet) add(b byte)      { s[b>>6] |= 1 << (b & 63) }
func (s *byteSet) has(b byte) bool { return s[b>>6]&(1<<(b&63)) != 0 }
func (s byteSet) union(t byteSet) byteSet {
	return byteSet{s[0] | t[0], s[1] | t[1], s[2] | t[2], s[3] | t[3]}
}

// in tells whether class holds all of s.
func (s *byteSet) in(class *[256]bool) bool {
	for b := range 256 {
		if s.has(byte(b)) && !class[b] {
			return false
		}
	}
	return true
}

var everyByte = byteSet{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64}

func (e extent) plus(f extent) extent { return extent{e.fixed + f.fixed, e.run.union(f.run)} }
func (e extent) or(f extent) extent   { return extent{max(e.fixed, f.fixed), e.run.union(f.run)} }

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

// unfactored undoes what the parser does to f1a|f2b, f(?:1a|2b): keywords stand in f1 and f2.
func unfactored(list []*syntax.Regexp) []*syntax.Regexp {
	list = merged(list)
	var out []*syntax.Regexp
	for i := 0; i < len(list); i++ {
		if i+1 == len(list) || list[i].Op != syntax.OpLiteral || list[i+1].Op != syntax.OpAlternate {
			out = append(out, list[i])
			continue
		}
		alternatives := &syntax.Regexp{Op: syntax.OpAlternate}
		for _, sub := range list[i+1].Sub {
			joined := &syntax.Regexp{Op: syntax.OpConcat, Sub: []*syntax.Regexp{list[i], sub}}
			if sub.Op == syntax.OpConcat {
				joined.Sub = append([]*syntax.Regexp{list[i]}, sub.Sub...)
			}
			alternatives.Sub = append(alternatives.Sub, joined)
		}
		out = append(out, alternatives)
		i++
	}
	return out
}

// merged joins literals that follow each other.
func merged(list []*syntax.Regexp) []*syntax.Regexp {
	var out []*syntax.Regexp
	for _, re := range list {
		if n := len(out); n > 0 && re.Op == syntax.OpLiteral && out[n-1].Op == syntax.OpLiteral && re.Flags == out[n-1].Flags {
			out[n-1] = &syntax.Regexp{Op: syntax.OpLiteral, Flags: re.Flags, Rune: slices.Concat(out[n-1].Rune, re.Rune)}
			continue
		}
		out = append(out, re)
	}
	return out
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

// bytesOf gives every byte that a character of s's expression may have.
func bytesOf(re *syntax.Regexp) byteSet {
	var set byteSet
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			addRune(&set, r)
			if re.Flags&syntax.FoldCase != 0 {
				for _, f := range strings.ToLower(string(r)) + strings.ToUpper(string(r)) + "ſ\u212a" {
					addRune(&set, f)
				}
			}
		}
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= min(re.Rune[i+1], utf8.RuneSelf); r++ {
				addRune(&set, r)
			}
			if re.Rune[i+1] >= utf8.RuneSelf {
				addRune(&set, utf8.RuneSelf)
			}
		}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpNoMatch:
	case syntax.OpAnyChar:
		return everyByte
	case syntax.OpAnyCharNotNL:
		set = everyByte
		set['\n'>>6] &^= 1 << ('\n' & 63)
	default:
		for _, sub := range re.Sub {
			set = set.union(bytesOf(sub))
		}
	}
	return set
}

// addRune adds r; a rune beyond ASCII stands for every byte beyond it, as invalid UTF-8 matches as one too.
func addRune(set *byteSet, r rune) {
	if r < utf8.RuneSelf {
		set.add(byte(r))
		return
	}
	set[2], set[3] = math.MaxUint64, math.MaxUint64
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

func either(list []shape) shape {
	s := list[0]
	for _, t := range list[1:] {
		s.whole = s.whole.or(t.whole)
		s.holds = s.holds && t.holds
		s.folds = s.folds || t.folds
		s.before, s.after = s.before.or(t.before), s.after.or(t.after)
		s.lead = s.lead.or(t.lead)
		s.empty = s.empty && t.empty
		if s.open != t.open {
			s.open, s.follow = false, run{}
		} else {
			s.follow = s.follow.or(t.follow)
		}
		if s.exact == nil || t.exact == nil || len(s.exact)+len(t.exact) > maxExact {
			s.exact = nil
			continue
		}
		s.exact = append(append([]string{}, s.exact...), t.exact...)
	}
	return s
}

// sequence joins shapes that follow each other. The keyword may stand in one of them or across several.
func sequence(list []shape, keywords []string) shape {
	var s shape
	s.exact = []string{""}
	for _, t := range list {
		s.whole = s.whole.plus(t.whole)
		s.exact, s.folds = cross(s.exact, t.exact), s.folds || t.folds
	}
	s.lead = leadOf(list)
	best := math.MaxInt
	for i := range list {
		part := shape{exact: []string{""}}
		for j := i; j < len(list); j++ {
			if j > i {
				part.holds = false
			}
			part.exact = cross(part.exact, list[j].exact)
			if j == i && list[i].holds {
				part.holds, part.before, part.after, part.open, part.follow = true, list[i].before, list[i].after, list[i].open, list[i].follow
			} else {
				part = known(part, keywords)
			}
			if part.holds {
				before, after := total(list[:i]).plus(part.before), part.after.plus(total(list[j+1:]))
				if c := cost(before) + cost(after); c < best {
					best = c
					s.holds, s.before, s.after = true, before, after
					s.last, s.rest = j, part.after
					s.open, s.follow = part.open, part.follow
					if rest := list[j+1:]; s.open && len(rest) > 0 {
						s.follow, s.open = leadOf(rest), false
					}
				}
			}
			if part.exact == nil {
				break
			}
		}
	}
	return s
}

// leadOf is how a sequence begins.
func leadOf(list []shape) run {
	for _, s := range list {
		if !s.empty {
			return s.lead
		}
	}
	return run{}
}

func total(list []shape) extent {
	var e extent
	for _, s := range list {
		e = e.plus(s.whole)
	}
	return e
}

func cost(e extent) int {
	c := min(e.fixed, 1<<20)
	if e.run != (byteSet{}) {
		c += 1 << 20
	}
	return c
}
