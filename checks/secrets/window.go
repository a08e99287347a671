package secrets

import (
	"unicode/utf8"
)

// A hit is where a keyword stands in a text.
type hit struct {
	start, end int
	keyword    string
}

// find gives what the rule's regex finds in text, as FindAllIndex does, with the secret's place where that is known.
// hits are those of the rule's keywords, in order.
func (r *rule) find(text []byte, hits []hit) [][]int {
	if r.generic {
		if found, ok := findGeneric(text, hits); ok {
			return found
		}
		return r.regex.re().FindAllIndex(text, -1)
	}
	re := r.regex.re()
	if re == nil {
		return nil
	}
	reach := r.reach()
	if !reach.bounded || len(r.keywords) == 0 {
		return re.FindAllIndex(text, -1)
	}
	var found [][]int
	from, to := -1, -1
	flush := func() {
		if from < 0 || !reach.needed(text[from:to]) {
			return
		}
		for _, m := range re.FindAllIndex(text[from:to], -1) {
			found = append(found, []int{from + m[0], from + m[1]})
		}
	}
	shape, shaped := r.shape()
	outlook := newOutlook(&reach, text)
	for _, h := range hits {
		if !reach.follow.at(text, h.end) || outlook != nil && !outlook.good(h) {
			continue
		}
		low, high := -1, 0
		if shaped {
			var ok bool
			if low, high, ok = shape.stretch(text, h); !ok {
				continue
			}
		}
		if low < 0 {
			low = reach.left(text, h.start, from)
		}
		if high == 0 {
			high = reach.right(text, h.end)
		}
		low, high = max(low-utf8.UTFMax, 0), min(high+utf8.UTFMax, len(text))
		if high-low < maxNeedle && !reach.needed(text[low:high]) {
			continue
		}
		if from >= 0 && low <= to {
			from, to = min(from, low), max(to, high)
			continue
		}
		flush()
		from, to = low, high
	}
	flush()
	return found
}

// maxNeedle bounds the windows that are searched for what a match needs: long ones overlap, and would be searched again
// for every hit.
const maxNeedle = 4096

// needed tells whether a window has what every match needs.
func (r *reach) needed(window []byte) bool {
	if len(r.need) == 0 {
		return true
	}
	for i := range window {
		for _, n := range r.need {
			if lower(window[i]) == n[0] && len(window)-i >= len(n) && equalFold(window[i:i+len(n)], n) {
				return true
			}
		}
	}
	return false
}

// left is where the furthest match with a keyword at start begins. It looks no further than floor, the start of a
// window already open.
func (r *reach) left(text []byte, start, floor int) int {
	return r.before.back(text, start, max(floor, 0))
}

// right is where the furthest match with a keyword up to end ends.
func (r *reach) right(text []byte, end int) int {
	for budget := r.after.fixed; end < len(text); end++ {
		if !r.after.run.has(text[end]) {
			if budget == 0 {
				break
			}
			budget--
		}
	}
	return end
}
