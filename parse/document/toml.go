package document

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// readTOML reads TOML line by line of thought: what follows a broken expression is read on from the next line.
func readTOML(text []byte) (*Node, []Problem) {
	root := &Node{Kind: Map, At: Range{0, len(text)}}
	r := &tomlReader{text: text, root: root, table: root, index: map[*Node]map[string]*Node{}}
	if at := tooDeep(text, "[{", "]}"); at >= 0 {
		return root, []Problem{deepProblem(at)}
	}
	for r.base < len(text) && len(r.problems) < 20 {
		if !r.read(text[r.base:]) {
			break
		}
	}
	link(root)
	annotate(root, text, notation{hash: true})
	return root, r.problems
}

type tomlReader struct {
	text     []byte
	base     int // where the parser in hand started
	parser   unstable.Parser
	root     *Node
	table    *Node
	index    map[*Node]map[string]*Node // children of tables by key, so that large files stay linear
	problems []Problem
}

// read parses on to the end or the next error; more is false at the end.
func (r *tomlReader) read(text []byte) (more bool) {
	seen := 0
	defer func() {
		if p := recover(); p != nil {
			r.problems = append(r.problems, malformed(r.base+seen, "not TOML"))
			more = r.skip(seen)
		}
	}()
	r.parser.Reset(text)
	for r.parser.NextExpression() {
		e := r.parser.Expression()
		seen = max(seen, r.expression(e)-r.base)
	}
	err := r.parser.Error()
	if err == nil {
		return false
	}
	at := seen
	var located *unstable.ParserError
	if errors.As(err, &located) && len(located.Highlight) > 0 {
		at = int(r.parser.Range(located.Highlight).Offset)
	}
	r.problems = append(r.problems, malformed(r.base+at, strings.TrimPrefix(err.Error(), "toml: ")))
	return r.skip(at)
}

// skip goes on at the line after the error.
func (r *tomlReader) skip(at int) bool {
	next := bytes.IndexByte(r.text[min(r.base+at, len(r.text)):], '\n')
	if next < 0 {
		return false
	}
	r.base += at + next + 1
	return true
}

// expression takes a table header or an entry into the tree and gives where it ends.
func (r *tomlReader) expression(e *unstable.Node) int {
	switch e.Kind {
	case unstable.Table:
		r.table = r.walk(r.root, e.Key(), false)
		return r.table.KeyAt.End
	case unstable.ArrayTable:
		r.table = r.walk(r.root, e.Key(), true)
		return r.table.At.End
	case unstable.KeyValue:
		n := r.entry(r.table, e, 0)
		for t := r.table; t != nil; t = t.Parent {
			t.At.End = max(t.At.End, n.At.End)
		}
		return n.At.End
	}
	return r.base
}

func (r *tomlReader) span(at unstable.Range) Range {
	start := r.base + int(at.Offset)
	return Range{start, start + int(at.Length)}
}

// keys lists the parts of a dotted key; too many give none.
func (r *tomlReader) keys(it unstable.Iterator) []*Node {
	var keys []*Node
	for it.Next() {
		k := it.Node()
		keys = append(keys, &Node{Key: string(k.Data), KeyAt: r.span(k.Raw)})
	}
	if len(keys) > maxDepth {
		r.problems = append(r.problems, deepProblem(keys[0].KeyAt.Start))
		return nil
	}
	return keys
}

// walk goes to the table that a header names and makes what is missing. With item the last part is a list to add to.
func (r *tomlReader) walk(from *Node, it unstable.Iterator, item bool) *Node {
	keys := r.keys(it)
	n := from
	for i, k := range keys {
		if item && i == len(keys)-1 {
			return r.item(n, k)
		}
		n = r.step(n, k)
	}
	return n
}

// step enters a table; a list of tables is entered at its last.
func (r *tomlReader) step(n, k *Node) *Node {
	child := r.index[n][k.Key]
	if child == nil || child.Kind == Scalar {
		k.Kind, k.At = Map, k.KeyAt
		r.add(n, k)
		return k
	}
	if child.Kind == List && len(child.Children) > 0 && child.Children[len(child.Children)-1].Kind == Map {
		return child.Children[len(child.Children)-1]
	}
	return child
}

func (r *tomlReader) item(n, k *Node) *Node {
	list := r.index[n][k.Key]
	if list == nil || list.Kind != List {
		list = k
		list.Kind, list.At = List, k.KeyAt
		r.add(n, list)
	}
	table := &Node{Kind: Map, At: k.KeyAt, Parent: list}
	list.Children = append(list.Children, table)
	return table
}

func (r *tomlReader) add(n, child *Node) {
	if r.index[n] == nil {
		r.index[n] = map[string]*Node{}
		for _, c := range n.Children {
			r.index[n][c.Key] = c
		}
	}
	r.index[n][child.Key] = child
	child.Parent = n
	n.Children = append(n.Children, child)
}

func (r *tomlReader) entry(table *Node, e *unstable.Node, depth int) *Node {
	keys := r.keys(e.Key())
	n := r.value(e.Value(), depth+1)
	if len(keys) == 0 {
		return n
	}
	for _, k := range keys[:len(keys)-1] {
		table = r.step(table, k)
		table.At.End = max(table.At.End, n.At.End)
	}
	last := keys[len(keys)-1]
	n.Key, n.KeyAt = last.Key, last.KeyAt
	if n.At.Start < n.KeyAt.End {
		n.At = Range{n.KeyAt.End, max(n.At.End, n.KeyAt.End)}
	}
	r.add(table, n)
	return n
}

func (r *tomlReader) value(v *unstable.Node, depth int) *Node {
	n := &Node{Value: string(v.Data), At: r.span(v.Raw)}
	if v.Raw.Length == 0 && len(v.Data) > 0 {
		n.At = r.span(r.parser.Range(v.Data))
	}
	switch v.Kind {
	case unstable.Array, unstable.InlineTable:
		r.children(n, v, depth)
	case unstable.Bool:
		n.Type = Bool
	case unstable.Integer, unstable.Float:
		n.Type = Number
	case unstable.String:
		if templated(n.Value) {
			n.Type = Expression
		}
	}
	return n
}

func (r *tomlReader) children(n *Node, v *unstable.Node, depth int) {
	n.Kind, n.Value = List, ""
	if v.Kind == unstable.InlineTable {
		n.Kind = Map
	}
	start, end := -1, 0
	for it := v.Children(); it.Next(); {
		var child *Node
		if v.Kind == unstable.InlineTable {
			child = r.entry(n, it.Node(), depth)
		} else {
			child = r.value(it.Node(), depth+1)
			n.Children = append(n.Children, child)
		}
		if start < 0 {
			start = child.start()
		}
		end = max(end, child.At.End)
	}
	if v.Raw.Length > 0 { // the parser marks the opening bracket alone
		start = r.span(v.Raw).Start
		end = max(end, start+1)
	}
	if start >= 0 {
		n.At = r.brackets(start, end)
	}
}

// brackets widens a stretch to the brackets around it.
func (r *tomlReader) brackets(start, end int) Range {
	for start > r.base && r.text[start] != '[' && r.text[start] != '{' {
		start--
	}
	for end < len(r.text) && r.text[end] != ']' && r.text[end] != '}' {
		if r.text[end] == '#' {
			end = lineEnd(r.text, end)
			continue
		}
		end++
	}
	return Range{start, min(end+1, len(r.text))}
}
