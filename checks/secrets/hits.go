package secrets

import (
	"cmp"
	"slices"
	"strings"
)

// A finder finds keywords in decoded text, which the scan's prefilter never saw. Keywords are lower case; ASCII letters
// of the text match in either case.
type finder struct {
	byPair [1 << 16]uint16 // by the first two bytes: index in lists
	lists  [][]string
}

func newFinder(keywords []string) *finder {
	f := &finder{lists: [][]string{nil}}
	for _, k := range keywords {
		if len(k) < 2 {
			continue
		}
		at := &f.byPair[int(k[0])<<8|int(k[1])]
		if *at == 0 {
			*at = uint16(len(f.lists))
			f.lists = append(f.lists, nil)
		}
		f.lists[*at] = append(f.lists[*at], k)
	}
	return f
}

func (f *finder) find(text []byte) []hit {
	var hits []hit
	for i := 0; i+1 < len(text); i++ {
		list := f.byPair[int(lowered[text[i]])<<8|int(lowered[text[i+1]])]
		if list == 0 {
			continue
		}
		for _, k := range f.lists[list] {
			if len(text)-i >= len(k) && equalFold(text[i:i+len(k)], k) {
				hits = append(hits, hit{i, i + len(k), k})
			}
		}
	}
	return hits
}

// any tells whether one of the keywords is in text.
func (f *finder) any(text string) bool {
	for i := 0; i+1 < len(text); i++ {
		for _, k := range f.lists[f.byPair[int(lowered[text[i]])<<8|int(lowered[text[i+1]])]] {
			if len(text)-i >= len(k) && strings.EqualFold(text[i:i+len(k)], k) {
				return true
			}
		}
	}
	return false
}

var lowered = func() (l [256]byte) {
	for b := range 256 {
		l[b] = lower(byte(b))
	}
	return l
}()

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func equalFold(text []byte, keyword string) bool {
	for i := range len(keyword) {
		if lowered[text[i]] != keyword[i] {
			return false
		}
	}
	return true
}

func sortHits(hits []hit) {
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(a.start-b.start, a.end-b.end, cmp.Compare(a.keyword, b.keyword))
	})
}

// uniqueKeywords lists the keywords of rules, sorted.
func uniqueKeywords(rules []*rule) []string {
	var all []string
	for _, r := range rules {
		for _, k := range r.keywords {
			all = append(all, strings.ToLower(k))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
