package syntax

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// readNotebook reads the code cells of a Jupyter notebook one after the other as one file of Python. Text becomes their
// code; Offset leads back to the notebook.
func readNotebook(f *File) {
	n := &notebook{raw: f.Text, decoder: json.NewDecoder(bytes.NewReader(f.Text)), language: "python"}
	n.read()
	f.Language, f.Text, f.stretches = Python, nil, []stretch{}
	if strings.HasPrefix(strings.ToLower(n.language), "python") {
		f.Text, f.stretches = n.code, n.stretches
	}
	f.src = string(f.Text)
	readPython(f)
	if n.broken {
		f.fail(len(f.Text), "the notebook is no JSON from here on")
	}
}

// A stretch is code that stands in the notebook as it is, up to the next stretch.
type stretch struct{ code, raw int }

// Offset gives the place in the file that was read for one in Text. They differ in notebooks alone.
func (f *File) Offset(at int) int {
	if f.stretches == nil {
		return at
	}
	i, found := slices.BinarySearchFunc(f.stretches, at, func(s stretch, at int) int { return s.code - at })
	if !found {
		i--
	}
	if i < 0 {
		return 0
	}
	return f.stretches[i].raw + at - f.stretches[i].code
}

// A notebook is JSON being read for its code cells. It keeps no tree: outputs may be many times the code.
type notebook struct {
	raw       []byte
	decoder   *json.Decoder
	open      []level
	cell      cell
	language  string
	code      []byte
	stretches []stretch
	broken    bool
}

// A level is one open object or array; key is the one being read in an object.
type level struct {
	object bool
	key    string
	isKey  bool // a key comes next
}

type cell struct {
	kind  string
	lines []Range // bytes between the quotes of its strings
}

func (n *notebook) read() {
	for {
		before := int(n.decoder.InputOffset())
		token, err := n.decoder.Token()
		if err != nil {
			n.broken = len(n.open) > 0
			return
		}
		switch token := token.(type) {
		case json.Delim:
			n.delimiter(token)
		case string:
			n.text(token, before)
		default:
			n.next()
		}
	}
}

func (n *notebook) delimiter(d json.Delim) {
	switch d {
	case '{', '[':
		if d == '{' && n.at("cells") && len(n.open) == 2 {
			n.cell = cell{}
		}
		n.open = append(n.open, level{object: d == '{', isKey: d == '{'})
		return
	}
	n.open = n.open[:len(n.open)-1]
	if d == '}' && n.at("cells") && len(n.open) == 2 && n.cell.kind == "code" {
		n.add()
	}
	n.next()
}

// next ends a value.
func (n *notebook) next() {
	if last := len(n.open) - 1; last >= 0 && n.open[last].object {
		n.open[last].isKey = true
	}
}

// at tells whether the keys on the way here begin so; arrays have none.
func (n *notebook) at(keys ...string) bool {
	i := 0
	for _, l := range n.open {
		if l.object && i < len(keys) {
			if l.key != keys[i] {
				return false
			}
			i++
		}
	}
	return i == len(keys)
}

func (n *notebook) text(value string, before int) {
	last := len(n.open) - 1
	if last >= 0 && n.open[last].isKey {
		n.open[last].key, n.open[last].isKey = value, false
		return
	}
	switch {
	case len(n.open) == 3 && n.at("cells", "cell_type"):
		n.cell.kind = value
	case (len(n.open) == 3 || len(n.open) == 4) && n.at("cells", "source"):
		end := int(n.decoder.InputOffset())
		if quote := bytes.IndexByte(n.raw[before:end], '"'); quote >= 0 {
			n.cell.lines = append(n.cell.lines, Range{before + quote + 1, end - 1})
		}
	case len(n.open) == 3 && (n.at("metadata", "kernelspec", "language") || n.at("metadata", "language_info", "name")):
		n.language = value
	}
	n.next()
}

// add takes a cell's code, but for cells and lines that are commands to the notebook: %%bash, %matplotlib, !pip.
func (n *notebook) add() {
	if len(n.cell.lines) == 0 {
		return
	}
	from := len(n.code)
	for _, line := range n.cell.lines {
		n.unescape(line)
	}
	n.mark(n.cell.lines[len(n.cell.lines)-1].End)
	n.code = append(n.code, '\n')
	code := n.code[from:]
	other := bytes.HasPrefix(bytes.TrimSpace(code), []byte("%%")) && !bytes.HasPrefix(bytes.TrimSpace(code), []byte("%%time")) && !bytes.HasPrefix(bytes.TrimSpace(code), []byte("%%capture"))
	for line := range bytes.Lines(code) {
		if start := bytes.TrimLeft(line, " \t"); other || len(start) > 0 && (start[0] == '%' || start[0] == '!' || start[0] == '?') {
			blank(line)
		}
	}
}

func blank(line []byte) {
	for i, c := range line {
		if c != '\n' {
			line[i] = ' '
		}
	}
}

// unescape takes a JSON string's content, and marks where its places in the two texts part.
func (n *notebook) unescape(r Range) {
	n.mark(r.Start)
	for i := r.Start; i < r.End; i++ {
		if n.raw[i] != '\\' {
			n.code = append(n.code, n.raw[i])
			continue
		}
		length := 2
		if i+1 < r.End && n.raw[i+1] == 'u' {
			length = 6
			if i+7 < r.End && n.raw[i+6] == '\\' && n.raw[i+7] == 'u' {
				length = 12
			}
		}
		end := min(i+length, r.End)
		var text string
		if json.Unmarshal([]byte(`"`+string(n.raw[i:end])+`"`), &text) == nil {
			n.code = append(n.code, text...)
		}
		i = end - 1
		n.mark(end)
	}
}

func (n *notebook) mark(raw int) {
	if last := len(n.stretches) - 1; last >= 0 && n.stretches[last].code == len(n.code) {
		n.stretches[last].raw = raw
		return
	}
	n.stretches = append(n.stretches, stretch{len(n.code), raw})
}
