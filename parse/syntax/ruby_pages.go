package syntax

import (
	"bytes"
	"regexp"
)

// Pages with Ruby in them are read as Ruby: all else becomes blanks, so that every place stays where it is. What a page shows
// without encoding it, <%== x %> and != x, is a call as Rails has it: raw x.

// readERB takes what stands between <% and %>.
func readERB(f *File) {
	m := newMarkup(f, "", "")
	for m.pos < len(m.raw) {
		n := bytes.Index(m.raw[m.pos:], []byte("<%"))
		if n < 0 {
			break
		}
		start := m.pos + n
		end := len(m.raw)
		if n = bytes.Index(m.raw[start+2:], []byte("%>")); n >= 0 {
			end = start + 2 + n
			m.code[end] = ';'
		}
		m.piece(start, end)
		m.pos = min(end+2, len(m.raw))
	}
	m.ruby()
}

// piece keeps one piece of code with its marks: <%, <%-, <%=, <%== and comments, <%#.
func (m *markup) piece(start, end int) {
	from := start + 2
	switch rest := m.raw[from:end]; {
	case bytes.HasPrefix(rest, []byte("#")), bytes.HasPrefix(rest, []byte("%")):
		return
	case bytes.HasPrefix(rest, []byte("==")):
		from += 2
		copy(m.code[start:], "raw ")
	case bytes.HasPrefix(rest, []byte("=")), bytes.HasPrefix(rest, []byte("-")):
		from++
	}
	if end > from && m.raw[end-1] == '-' {
		end--
	}
	m.keep(min(from, end), end)
}

// hamlLine is a line of Haml or Slim that shows a value: a tag with its classes and attributes, and a sign.
var hamlLine = regexp.MustCompile(`(?m)^[ \t]*(?:[%.#]?[\w.#:-]+(?:\{[^}\n]*\}|\([^)\n]*\))?)?(!==?|==|&=|=) (.*)$`)

// readHaml takes what single lines show; what runs over several is not read.
func readHaml(f *File) {
	m := newMarkup(f, "", "")
	for _, line := range hamlLine.FindAllSubmatchIndex(m.raw, -1) {
		from, to := line[4], line[5]
		m.keep(from, to)
		if n := len("raw "); m.raw[line[2]] != '&' && line[3]-line[2] > 1 && from-line[0] >= n {
			copy(m.code[from-n:], "raw ")
		}
	}
	m.ruby()
	f.Errors = nil
}

func (m *markup) ruby() {
	m.f.Language, m.f.Text, m.f.src = Ruby, m.code, string(m.code)
	readRuby(m.f)
}
