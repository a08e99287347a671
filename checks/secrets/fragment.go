package secrets

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
		for _, b := range text[at:end] {
			if b == '\n' {
				line++
			}
		}
		at = end
	}
	return list
}

// safeBoundary moves end on to an empty line, at most maxPeek bytes.
func safeBoundary(text []byte, start, end, buffered int) (int, int) {
	if endsParagraph(text[start:end]) {
		return end, buffered
	}
	first, newlines := end, 0
	for {
		switch last := text[end-1]; {
		case last == '\n':
			if newlines++; newlines >= 2 {
				return end, buffered
			}
		case !isSpace(last):
			newlines = 0
		}
		if end-first >= maxPeek || end >= len(text) {
			return end, buffered
		}
		if end >= buffered {
			buffered = min(end+readAhead, len(text))
		}
		end++
	}
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
