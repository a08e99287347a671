package secrets

import (
	"unicode/utf8"
)

// A hit is where a keyword stands in a text.
type hit struct {
	start, end int
	keyword    string
}

// find gives what the rule's regex finds in text, as FindAllIndex does. hits are those of the rule's keywords, in order.
func (r *rule) find(text []byte, hits []hit) [][]int {
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
		if from < 0 {
			return
		}
		for _, m := range re.FindAllIndex(text[from:to], -1) {
			found = append(found, []int{from + m[0], from + m[1]})
		}
	}
	for _, h := range hits {
		if r.dead(text, h.end) {
			continue
		}
		low, high := reach.window(text, h, from)
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

// window is the stretch around a hit that holds every match with this hit in it, and one more rune on each side.
// It doesn't look further left than floor, the start of a window already open.
func (r *reach) window(text []byte, h hit, floor int) (low, high int) {
	low = h.start
	for left := r.before.fixed; low > 0; low-- {
		if floor >= 0 && low <= floor {
			break
		}
		if !r.before.run.has(text[low-1]) {
			if left == 0 {
				break
			}
			left--
		}
	}
	high = h.end
	for left := r.after.fixed; high < len(text); high++ {
		if !r.after.run.has(text[high]) {
			if left == 0 {
				break
			}
			left--
		}
	}
	return max(low-utf8.UTFMax, 0), min(high+utf8.UTFMax, len(text))
}
