package report

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// lineHashes computes for each line (from 1) the hash GitHub matches alerts by: of the 100 UTF-16 units from the line
// on, without blanks, as a polynomial of base 37 in 64 bits, then a colon and how often it occurred so far. It follows
// github/codeql-action's description; its test vectors are in linehash_test.go.
func lineHashes(text []byte) []string {
	units, starts := lineUnits(text)
	const block = 100
	first := uint64(1) // 37 to the power of block
	for range block {
		first *= 37
	}
	at := func(i int) uint64 {
		if i < len(units) {
			return uint64(units[i])
		}
		return 0
	}
	hash := uint64(0)
	for i := range block {
		hash = 37*hash + at(i)
	}
	hashes := make([]string, 1, len(starts)+1)
	seen := map[uint64]int{}
	i := 0
	for _, start := range starts {
		for ; i < start; i++ {
			hash = 37*hash + at(i+block) - first*at(i)
		}
		seen[hash]++
		hashes = append(hashes, fmt.Sprintf("%x:%d", hash, seen[hash]))
	}
	return hashes
}

// lineUnits gives a text's UTF-16 units without blanks, line ends as one \n, closed by an end mark, and the index at
// which each line starts.
func lineUnits(text []byte) (units []uint16, starts []int) {
	const endMark = 0xFFFF
	units = make([]uint16, 0, len(text)+1)
	lineStart, afterCR := true, false
	add := func(u uint16) {
		if lineStart {
			starts = append(starts, len(units))
		}
		lineStart = u == '\n'
		units = append(units, u)
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		switch {
		case r == ' ' || r == '\t' || r == '\n' && afterCR:
			afterCR = false
			continue
		case r == '\r':
			afterCR = true
			add('\n')
			continue
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			add(uint16(high))
			r = low
		}
		afterCR = false
		add(uint16(r)) // #nosec G115 -- at most 0xFFFF here
	}
	add(endMark)
	return units, starts
}

// wholeText puts a file together from what line gives. Of a line longer than line gives at once only the beginning is
// there, which is all that a hash reads.
func wholeText(line func(int) (string, bool)) []byte {
	var text []byte
	for n := 1; ; {
		part, ok := line(n)
		if !ok {
			return text
		}
		if end := strings.LastIndexByte(part, '\n') + 1; end > 0 {
			text = append(text, part[:end]...)
			n += strings.Count(part[:end], "\n")
			continue
		}
		text = append(text, part...)
		n++
		if _, more := line(n); more {
			text = append(text, '\n')
		}
	}
}
