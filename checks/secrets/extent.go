package secrets

import (
	"math"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

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
