package secrets

import "bytes"

var newline = []byte("\n")

// gitleaks reads a file in chunks and searches each on its own. Where one ends follows from its buffers, so a finding on
// the seam is found or missed by both of us alike.
const (
	chunkSize = 100_000
	readAhead = 4096
	maxPeek   = 25_000
)

// A fragment is one chunk of a file.
type fragment struct {
	text  []byte
	start int // offset in the file
	line  int // of the first byte, from 1
}

// fragments cuts text as gitleaks does: about chunkSize bytes, then on to two line ends with only space between them.
func fragments(text []byte) []fragment {
	if len(text) <= chunkSize {
		return []fragment{{text, 0, 1}}
	}
	var list []fragment
	line := 1
	buffered := 0 // end of what gitleaks's reader has read ahead
	for at := 0; at < len(text); {
		end := min(buffered, at+chunkSize)
		if buffered <= at {
			end = min(at+chunkSize, len(text))
			buffered = end
		}
		end, buffered = safeBoundary(text, at, end, buffered)
		list = append(list, fragment{text[at:end], at, line})
		line += bytes.Count(text[at:end], newline)
		at = end
	}
	return list
}

// safeBoundary moves end on to an empty line, at most maxPeek bytes. While it goes on it reads ahead.
func safeBoundary(text []byte, start, end, buffered int) (int, int) {
	if endsParagraph(text[start:end]) {
		return end, buffered
	}
	limit := min(end+maxPeek, len(text))
	stop := max(paragraphEnd(text[:limit], end-1), end)
	for buffered < stop {
		buffered = min(max(buffered, end)+readAhead, len(text))
	}
	return stop, buffered
}

// paragraphEnd is the end of the first two line ends with only space between them that stand behind from; text's end
// when there are none.
func paragraphEnd(text []byte, from int) int {
	previous := -1
	for at := from; ; at++ {
		i := bytes.IndexByte(text[at:], '\n')
		if i < 0 {
			return len(text)
		}
		at += i
		if previous >= 0 && blank(text[previous:at]) {
			return at + 1
		}
		previous = at
	}
}

func blank(text []byte) bool {
	for _, b := range text {
		if !isSpace(b) {
			return false
		}
	}
	return true
}

func endsParagraph(text []byte) bool {
	newlines := 0
	for i := len(text) - 1; i >= 0 && isSpace(text[i]); i-- {
		if text[i] == '\n' {
			if newlines++; newlines >= 2 {
				return true
			}
		}
	}
	return false
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
