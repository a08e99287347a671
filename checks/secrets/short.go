package secrets

import (
	"bytes"
)

// A short keyword is one of a byte or two, which scan's prefilter is too coarse for and text is full of. Those count
// behind which the rules that name it can find what they want; hits elsewhere they would drop themselves.
type short struct {
	keyword string
	follow  run  // what stands right behind it
	inRun   bool // and is part of a long run, but for letters that fold
	folds   bool // there may be such letters
}

// newShort reads from the rules what follows a keyword.
func (d *detector) newShort(keyword string) short {
	s := short{keyword: keyword}
	for n, i := range d.uses[keyword] {
		r := d.rules[i]
		if r.regex == nil || !r.reach().bounded {
			return short{keyword: keyword}
		}
		if n == 0 {
			s.follow = r.reach().follow
		} else {
			s.follow = s.follow.or(r.reach().follow)
		}
	}
	ascii := s.follow.set
	ascii[2], ascii[3] = 0, 0
	s.folds = ascii != s.follow.set
	s.inRun = s.follow.count >= minRun && ascii.in(&base64Class)
	return s
}

// find appends where the keyword stands in either case; runs are text's longRuns.
func (s *short) find(hits []hit, text []byte, runs []span) []hit {
	if s.inRun && !(s.folds && hasFolds(text)) {
		return s.inRuns(hits, text, runs)
	}
	first := []byte{s.keyword[0]}
	if upper := bytes.ToUpper(first); upper[0] != first[0] {
		first = append(first, upper...)
	}
	for _, b := range first {
		for at := 0; ; at++ {
			i := bytes.IndexByte(text[at:], b)
			if i < 0 {
				break
			}
			at += i
			hits = s.at(hits, text, at)
		}
	}
	return hits
}

var longS, kelvin = []byte("ſ"), []byte("\u212a")

// hasFolds tells whether text has letters beyond ASCII that match ASCII ones when case is ignored.
func hasFolds(text []byte) bool { return bytes.Contains(text, longS) || bytes.Contains(text, kelvin) }

// inRuns looks only where what follows the keyword has room.
func (s *short) inRuns(hits []hit, text []byte, runs []span) []hit {
	size := len(s.keyword)
	last := s.keyword[size-1]
	for _, r := range runs {
		stop := r.end - s.follow.count
		if !base64Class[last] {
			stop = min(stop, r.start) // the keyword ends right before the run
		}
		for end := max(r.start, size); end <= stop; end++ {
			if lowered[text[end-1]] == last {
				hits = s.at(hits, text, end-size)
			}
		}
	}
	return hits
}

func (s *short) at(hits []hit, text []byte, start int) []hit {
	end := start + len(s.keyword)
	if end <= len(text) && equalFold(text[start:end], s.keyword) && s.follow.at(text, end) {
		hits = append(hits, hit{start, end, s.keyword})
	}
	return hits
}
