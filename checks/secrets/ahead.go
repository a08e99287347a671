package secrets

import (
	"bytes"
	"slices"
)

// An outlook tells of hits, in order, whether what the rule's matches have after the keyword comes near enough. It goes
// over the text once however many hits there are: the nearest place that may do decides.
type outlook struct {
	reach *reach
	text  []byte
	first [256]bool // lower-case bytes that begin what is looked for
	pivot int       // all of it has one byte in common here; -1: it hasn't
	at    int       // the nearest place; behind the text: there is none
	low   int       // a keyword that ends before is too far from it
}

// newOutlook gives nil when nothing is known to come after the keyword.
func newOutlook(r *reach, text []byte) *outlook {
	if len(r.ahead) == 0 {
		return nil
	}
	o := &outlook{reach: r, text: text, pivot: pivotOf(r.ahead), at: -1}
	for _, n := range r.ahead {
		o.first[n[0]] = true
	}
	return o
}

// pivotOf finds a place at which all strings have the same byte, and not a letter, so that one search of bytes will do.
func pivotOf(list []string) int {
	for i := range list[0] {
		b := list[0][i]
		if (b < 'a' || b > 'z') && !slices.ContainsFunc(list, func(s string) bool { return i >= len(s) || s[i] != b }) {
			return i
		}
	}
	return -1
}

func (o *outlook) good(h hit) bool {
	if o.at < h.start {
		o.move(h.start)
	}
	return o.at <= len(o.text) && h.end >= o.low
}

// move finds the first place from start on.
func (o *outlook) move(start int) {
	for o.at = start; o.at < len(o.text); o.at++ {
		if o.pivot >= 0 {
			pivot := min(o.at+o.pivot, len(o.text))
			i := bytes.IndexByte(o.text[pivot:], o.reach.ahead[0][o.pivot])
			if i < 0 {
				break
			}
			o.at += i
		}
		if o.first[lowered[o.text[o.at]]] && o.reach.aheadAt(o.text[o.at:]) {
			o.low = o.reach.gap.back(o.text, o.at, start)
			return
		}
	}
	o.at = len(o.text) + 1
}

func (r *reach) aheadAt(text []byte) bool {
	for _, n := range r.ahead {
		if len(text) >= len(n) && equalFold(text[:len(n)], n) {
			return true
		}
	}
	return false
}

// back is how far the extent goes from at towards the start of the text, no further than floor.
func (e *extent) back(text []byte, at, floor int) int {
	for budget := e.fixed; at > floor; at-- {
		if !e.run.has(text[at-1]) {
			if budget == 0 {
				break
			}
			budget--
		}
	}
	return at
}
