package source

import (
	"sort"
	"unicode/utf8"
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
}

// NewLines indexes text, which must not change afterwards.
func NewLines(text []byte) *Lines {
	starts := make([]int32, 1, 1+len(text)/40)
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, int32(i+1))
		}
	}
	return &Lines{text: text, starts: starts}
}

// Count is the number of lines.
func (l *Lines) Count() int { return len(l.starts) }

// Place says where offset is. An offset outside the text is moved to its nearest end.
func (l *Lines) Place(offset int) Place {
	offset = min(max(offset, 0), len(l.text))
	line := sort.Search(len(l.starts), func(i int) bool { return int(l.starts[i]) > offset })
	return Place{Offset: offset, Line: line, Column: 1 + utf16Len(l.text[l.starts[line-1]:offset])}
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

func utf16Len(text []byte) int {
	n := 0
	for len(text) > 0 {
		if text[0] < utf8.RuneSelf {
			n++
			text = text[1:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		if r > 0xFFFF {
			n++
		}
		n++
		text = text[size:]
	}
	return n
}
