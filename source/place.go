package source

import (
	"bytes"
	"encoding/binary"
	"sort"
)

// A Place is one position in a file. Line and Column count from 1; Column is in UTF-16 code units, the unit of
// SARIF and of editors that speak LSP. Offset counts bytes of the (decoded) content from 0.
type Place struct {
	Offset int `json:"-"`
	Line   int `json:"line"`
	Column int `json:"column"`
}

// A Span is a stretch of one file. End is exclusive. Path is relative to the root, with forward slashes.
// A Span with line 0 speaks of the file as a whole.
type Span struct {
	Path  string `json:"path"`
	Start Place  `json:"start"`
	End   Place  `json:"end"`
}

// Compare orders spans by path, then by start, then by end.
func (s Span) Compare(t Span) int {
	switch {
	case s.Path < t.Path:
		return -1
	case s.Path > t.Path:
		return 1
	}
	if c := s.Start.Offset - t.Start.Offset; c != 0 {
		return c
	}
	if c := s.Start.Line - t.Start.Line; c != 0 {
		return c
	}
	return s.End.Offset - t.End.Offset
}

// Lines turns byte offsets of one file into places. It is made once per file, at the first place asked for.
type Lines struct {
	text   []byte
	starts []int32
	units  []int32 // UTF-16 units before each stretch of the text; nil when all of it is ASCII
}

// stretch is how many bytes are counted at most for one column, however long the line.
const stretch = 1024

// NewLines indexes text, which must not change afterwards.
func NewLines(text []byte) *Lines {
	l := &Lines{text: text, starts: make([]int32, 1, 1+len(text)/40)}
	for at := 0; ; {
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			break
		}
		at += n + 1
		l.starts = append(l.starts, int32(at))
	}
	if isASCII(text) {
		return l
	}
	l.units = make([]int32, 1, 2+len(text)/stretch)
	total := 0
	for at := 0; at < len(text); at += stretch {
		total += utf16Len(text[at:min(at+stretch, len(text))])
		l.units = append(l.units, int32(total))
	}
	return l
}

func isASCII(text []byte) bool {
	for len(text) >= 8 {
		if binary.LittleEndian.Uint64(text)&0x8080808080808080 != 0 {
			return false
		}
		text = text[8:]
	}
	for _, c := range text {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// Count is the number of lines.
func (l *Lines) Count() int { return len(l.starts) }

// Place says where offset is. An offset outside the text is moved to its nearest end.
func (l *Lines) Place(offset int) Place {
	offset = min(max(offset, 0), len(l.text))
	line := sort.Search(len(l.starts), func(i int) bool { return int(l.starts[i]) > offset })
	return Place{Offset: offset, Line: line, Column: 1 + l.unitsBefore(offset) - l.unitsBefore(int(l.starts[line-1]))}
}

// Line gives the bytes of a line (from 1), without its line ending, and the offset where it starts.
func (l *Lines) Line(n int) (text []byte, start int) {
	if n < 1 || n > len(l.starts) {
		return nil, 0
	}
	start = int(l.starts[n-1])
	end := len(l.text)
	if n < len(l.starts) {
		end = int(l.starts[n]) - 1
	}
	if end > start && l.text[end-1] == '\r' {
		end--
	}
	return l.text[start:end], start
}

// unitsBefore counts the UTF-16 units before an offset.
func (l *Lines) unitsBefore(offset int) int {
	if l.units == nil {
		return offset
	}
	n := offset / stretch
	return int(l.units[n]) + utf16Len(l.text[n*stretch:offset])
}

// utf16Len counts UTF-16 units byte by byte, so that a text may be cut anywhere: a character's first byte counts for all
// of it. A stray byte that continues nothing counts for nothing.
func utf16Len(text []byte) int {
	n := 0
	for _, c := range text {
		if c&0xC0 != 0x80 {
			n++
			if c >= 0xF0 {
				n++
			}
		}
	}
	return n
}
