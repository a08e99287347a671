package secrets

// minRun is the shortest run of base64 characters that may be an encoded text.
const minRun = 16

// longRuns gives the runs of at least minRun characters of [\w/+-], whole and in order. Most text has none: it is looked
// at backwards from every minRun'th byte and on from the byte that ended a run, so few bytes are touched.
func longRuns(text []byte) []span {
	var runs []span
	for start := 0; start+minRun <= len(text); {
		i := start + minRun
		for i > start && base64Class[text[i-1]] {
			i--
		}
		if i > start {
			start = i
			continue
		}
		end := start + minRun
		for end < len(text) && base64Class[text[end]] {
			end++
		}
		runs = append(runs, span{start, end})
		start = end + 1
	}
	return runs
}

// within gives the parts of runs that stand in a stretch of the text, relative to it.
func within(runs []span, at span) []span {
	var cut []span
	for _, r := range runs {
		if start, end := max(r.start, at.start), min(r.end, at.end); end-start >= minRun {
			cut = append(cut, span{start - at.start, end - at.start})
		}
	}
	return cut
}

var base64Class = func() (c [256]bool) {
	for b := range 256 {
		c[b] = isWord(byte(b)) || b == '/' || b == '+' || b == '-'
	}
	return c
}()
