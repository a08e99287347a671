package document

import (
	"bytes"
	"regexp"
	"slices"
	"sort"
	"strconv"
)

// mask makes templated YAML readable: lines that hold nothing but template actions are blanked, other actions become a
// word of the same length, so that every place stays. emitted lists the blanked actions that write something.
func (r *yamlReader) mask() (text []byte, emitted []Range) {
	text = r.clean
	if !bytes.Contains(text, []byte("{{")) && !bytes.Contains(text, []byte("{%")) && !bytes.Contains(text, []byte("<%")) {
		return text, nil
	}
	text = bytes.Clone(text)
	for i := 0; i+1 < len(text); i++ {
		end := 0
		if !(i > 0 && text[i-1] == '"' && text[i+1] == '}') {
			end = holeAt(text, i)
		}
		if end == 0 {
			continue
		}
		r.holes = append(r.holes, Range{r.start + i, r.start + end})
		i = end - 1
	}
	for i := 0; i < len(r.holes); {
		i, emitted = r.maskLines(text, i, emitted)
	}
	return text, emitted
}

// maskLines masks the holes from i on that share lines with each other and gives the index of the next one.
func (r *yamlReader) maskLines(text []byte, i int, emitted []Range) (int, []Range) {
	first := r.holes[i].Start - r.start
	line := bytes.LastIndexByte(text[:first], '\n') + 1
	alone := len(bytes.TrimSpace(text[line:first])) == 0
	next, end := i, first
	for next < len(r.holes) {
		h := Range{r.holes[next].Start - r.start, r.holes[next].End - r.start}
		gap := text[end:max(end, h.Start)]
		if next > i && bytes.IndexByte(gap, '\n') >= 0 {
			break
		}
		alone = alone && len(bytes.TrimSpace(gap)) == 0
		next, end = next+1, h.End
	}
	alone = alone && len(bytes.TrimSpace(text[end:lineEnd(text, end)])) == 0
	for _, h := range r.holes[i:next] {
		from, to := h.Start-r.start, h.End-r.start
		if alone && !controls(string(text[from:to])) {
			emitted = append(emitted, h)
		}
		fill := byte('x')
		if alone {
			fill = ' '
		}
		for j := from; j < to; j++ {
			if text[j] > ' ' { // indentation inside an action stays
				text[j] = fill
			}
		}
	}
	return next, emitted
}

var nindent = regexp.MustCompile(`\bn?indent\s+(\d+)`)

// putHole hangs an action that writes whole lines where its indentation says they go, as a child without a key.
func (r *yamlReader) putHole(doc *Node, at Range) {
	written := r.source[at.Start:at.End]
	line := bytes.LastIndexByte(r.source[:at.Start], '\n') + 1
	indent := at.Start - line
	if m := nindent.FindSubmatch(written); m != nil {
		indent, _ = strconv.Atoi(string(m[1]))
	}
	hole := &Node{Value: string(written), Type: Expression, At: at}
	n := doc
	for {
		child := lastBefore(n, at.Start)
		if child == nil || child.At.Start > at.Start {
			break
		}
		if child.Kind == Scalar {
			if child.KeyAt.End > 0 && child.At.End == child.At.Start && r.column(child.KeyAt.Start) < indent {
				child.Type, child.Value, child.At = Expression, hole.Value, at
				return
			}
			if child.At.End > at.Start {
				return // inside a block of text
			}
			break
		}
		if len(child.Children) == 0 || r.column(child.Children[0].start()) > indent && child.Kind != List {
			break
		}
		if child.Kind == List && r.column(child.At.Start) > indent {
			break
		}
		n = child
	}
	if n.Kind == Map || n.Kind == List {
		hole.Parent = n
		n.Children = slices.Insert(n.Children, position(n, at.Start), hole)
	}
}

func lastBefore(n *Node, at int) *Node {
	if i := position(n, at); i > 0 {
		return n.Children[i-1]
	}
	return nil
}

// position is where a child that starts at some offset belongs.
func position(n *Node, at int) int {
	return sort.Search(len(n.Children), func(i int) bool { return n.Children[i].start() >= at })
}

func (r *yamlReader) column(at int) int {
	return at - bytes.LastIndexByte(r.source[:at], '\n') - 1
}
