package document

import (
	"bytes"
	"slices"
)

// A notation says how a format writes comments.
type notation struct {
	hash, slash bool // # and //, to the end of the line; slash also takes /* */
	spaced      bool // a # counts only at the start of a line or after a space
}

// annotate finds the comments between the scalars of a tree and hangs them on the nodes they speak of: those that start
// on their line, and those of the line below a comment that has its line to itself.
func annotate(root *Node, text []byte, how notation) {
	comments := commentsIn(text, scalarsOf(root), how)
	if len(comments) == 0 {
		return
	}
	lines := lineStarts(text) // searched, not scanned for: a file may be one line of many megabytes
	byLine := commentLines(text, lines, comments)
	for n := range root.All() {
		if n == root {
			continue
		}
		if list := byLine[lineOf(lines, n.start())]; list != nil {
			n.Comments = list
		}
	}
}

// scalarsOf lists the stretches that hold values, in order.
func scalarsOf(root *Node) []Range {
	var list []Range
	add := func(r Range) {
		if r.End > r.Start && (len(list) == 0 || r.Start >= list[len(list)-1].End) {
			list = append(list, r)
		}
	}
	for n := range root.All() {
		add(n.KeyAt)
		for _, a := range n.Args {
			add(a.At)
		}
		if n.Kind == Scalar || n.Value != "" {
			add(n.At)
		}
	}
	return list
}

func commentsIn(text []byte, skip []Range, how notation) []Range {
	var list []Range
	for i := 0; i < len(text); {
		for len(skip) > 0 && skip[0].End <= i {
			skip = skip[1:]
		}
		if len(skip) > 0 && skip[0].Start <= i {
			i = skip[0].End
			continue
		}
		end := commentAt(text, i, how)
		if end == 0 {
			i++
			continue
		}
		list = append(list, Range{i, end})
		i = end
	}
	return list
}

// commentAt gives the end of a comment that starts at i, or 0.
func commentAt(text []byte, i int, how notation) int {
	switch {
	case how.hash && text[i] == '#' && (!how.spaced || i == 0 || text[i-1] == ' ' || text[i-1] == '\t' || text[i-1] == '\n' || text[i-1] == '\r'):
		return lineEnd(text, i)
	case how.slash && bytes.HasPrefix(text[i:], []byte("//")):
		return lineEnd(text, i)
	case how.slash && bytes.HasPrefix(text[i:], []byte("/*")):
		if j := bytes.Index(text[i+2:], []byte("*/")); j >= 0 {
			return i + 2 + j + 2
		}
		return len(text)
	}
	return 0
}

// lineEnd is where the line of i ends, before its \n or \r\n.
func lineEnd(text []byte, i int) int {
	j := bytes.IndexByte(text[i:], '\n')
	if j < 0 {
		return len(text)
	}
	end := i + j
	if end > i && text[end-1] == '\r' {
		end--
	}
	return end
}

// lineOf is where the line that holds an offset starts.
func lineOf(lines []int, at int) int {
	i, found := slices.BinarySearch(lines, at)
	if found {
		return at
	}
	return lines[max(i-1, 0)]
}

// commentLines tells for the start of a line which comments belong to it.
func commentLines(text []byte, lines []int, comments []Range) map[int][]Range {
	byLine := map[int][]Range{}
	var above []Range // a run of whole-line comments
	next := -1        // start of the line below that run
	for _, c := range comments {
		line := lineOf(lines, c.Start)
		if line != next {
			above = nil
		}
		alone := byLine[line] == nil || line == next
		alone = alone && len(bytes.TrimSpace(text[line:c.Start])) == 0
		if !alone {
			byLine[line] = append(append(byLine[line], above...), c)
			above, next = nil, -1
			continue
		}
		above = append(above, c)
		j := bytes.IndexByte(text[c.End:], '\n')
		if j < 0 {
			break
		}
		next = c.End + j + 1
		delete(byLine, line)
		byLine[next] = above[:len(above):len(above)]
	}
	return byLine
}
