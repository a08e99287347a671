package secrets

import "bytes"

// A candidate is a stretch that looks encoded.
type candidate struct {
	kind coding
	span
}

// candidates gives the stretches that look encoded; runs are text's longRuns. It finds what gitleaks's regex finds
// (TestCandidatesEqualRegex), by hand: regexp takes a third of gitleaks's time for this alone. Four scouts, one for each
// way to begin, each know the next place where theirs does; the first of them is taken, and all go on behind it.
func candidates(text []byte, runs []span) []candidate {
	scouts := [...]func(from int) candidate{ // of two that begin at once the earlier counts
		func(from int) candidate { return marked(text, from, percent, percentCoding, percentEnd) },
		func(from int) candidate { return marked(text, from, backslash, unicodeCoding, escapesEnd) },
		func(from int) candidate { return marked(text, from, codePoint, unicodeCoding, codePointsEnd) },
		func(from int) candidate {
			for len(runs) > 0 && runs[0].end-max(runs[0].start, from) < minRun {
				runs = runs[1:]
			}
			return firstOf(text, runs, from)
		},
	}
	var next [len(scouts)]candidate
	for i, scout := range scouts {
		next[i] = scout(0)
	}
	var all []candidate
	for {
		first := 0
		for i := range next {
			if next[i].start < next[first].start {
				first = i
			}
		}
		c := next[first]
		if c.start == len(text) {
			return settle(all)
		}
		all = append(all, c)
		for i, scout := range scouts {
			if next[i].start < c.end {
				next[i] = scout(c.end)
			}
		}
	}
}

// none stands for no candidate: it begins where the text ends.
func none(text []byte) candidate { return candidate{span: span{start: len(text)}} }

var percent, backslash, codePoint = []byte("%"), []byte(`\`), []byte("U+")

// marked is the first candidate that begins with a mark; endOf tells where one ends, 0 for none.
func marked(text []byte, from int, mark []byte, kind coding, endOf func([]byte, int) int) candidate {
	for ; ; from++ {
		i := bytes.Index(text[from:], mark)
		if i < 0 {
			return none(text)
		}
		from += i
		if end := endOf(text, from); end > 0 {
			return candidate{kind, span{from, end}}
		}
	}
}

// firstOf is the candidate that the first run holds: hex digits if there are enough of them, base64 otherwise.
func firstOf(text []byte, runs []span, from int) candidate {
	if len(runs) == 0 {
		return none(text)
	}
	start, end := max(runs[0].start, from), runs[0].end
	i := start
	for i < end && isHex(text[i]) {
		i++
	}
	if i-start >= 32 {
		return candidate{hexCoding, span{start, i}}
	}
	for n := 0; n < 2 && end < len(text) && text[end] == '='; n++ {
		end++
	}
	return candidate{base64Coding, span{start, end}}
}

// settle drops candidates that touch one of a stronger coding.
func settle(all []candidate) []candidate {
	if len(all) < 2 {
		return all
	}
	kept := make([]candidate, 0, len(all))
	for i, c := range all {
		if i > 0 && c.overlaps(all[i-1].span) && all[i-1].kind < c.kind ||
			i+1 < len(all) && c.overlaps(all[i+1].span) && all[i+1].kind < c.kind {
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

func hexAt(text []byte, at, n int) bool {
	if at+n > len(text) {
		return false
	}
	for _, b := range text[at : at+n] {
		if !isHex(b) {
			return false
		}
	}
	return true
}

// percentEnd: %XX, and on to the last %XX of the line.
func percentEnd(text []byte, i int) int {
	if !hexAt(text, i+1, 2) {
		return 0
	}
	line := text[i+3:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	for {
		j := bytes.LastIndexByte(line, '%')
		if j < 0 {
			return i + 3
		}
		if hexAt(text[:i+3+len(line)], i+3+j+1, 2) {
			return i + 3 + j + 3
		}
		line = line[:j]
	}
}

// escapesEnd: \u0041 or \\u0041, repeated.
func escapesEnd(text []byte, i int) int {
	end := 0
	for {
		j := i
		for j < len(text) && text[j] == '\\' && j < i+2 {
			j++
		}
		if j == i || j >= len(text) || text[j]|0x20 != 'u' || !hexAt(text, j+1, 4) {
			return end
		}
		i = j + 5
		end = i
	}
}

// codePointsEnd: U+0041 followed by space, repeated.
func codePointsEnd(text []byte, i int) int {
	end := 0
	for i+6 <= len(text) && text[i] == 'U' && text[i+1] == '+' && hexAt(text, i+2, 4) {
		i += 6
		if i == len(text) {
			return i
		}
		if !isSpace(text[i]) && text[i] != '\f' {
			return end
		}
		i++
		end = i
	}
	return end
}
