package document

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// readYAML reads each document of a stream by itself, so that a bad one doesn't lose the others.
func readYAML(text []byte) (*Node, []Problem) {
	root := &Node{Kind: Stream, At: Range{0, len(text)}}
	clean := sanitize(text)
	var problems []Problem
	for _, part := range yamlDocuments(clean) {
		r := &yamlReader{source: text, start: part.Start, clean: clean[part.Start:part.End]}
		if doc := r.document(); doc != nil {
			root.Children = append(root.Children, doc)
		}
		problems = append(problems, r.problems...)
	}
	link(root)
	annotate(root, text, notation{hash: true, spaced: true})
	return root, problems
}

// sanitize replaces what the YAML library refuses, byte for byte, so that places stay.
func sanitize(text []byte) []byte {
	clean := bytes.Clone(text)
	for i := 0; i < len(clean); {
		c := clean[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7F {
				clean[i] = ' '
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(clean[i:])
		if r == utf8.RuneError && size == 1 || r >= 0x80 && r < 0xA0 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF || r == 0x2028 || r == 0x2029 {
			for j := range size {
				clean[i+j] = '?'
			}
		}
		i += size
	}
	return clean
}

// yamlDocuments splits a stream at its --- and ... lines. Directives stay with the document they speak of.
func yamlDocuments(text []byte) []Range {
	var parts []Range
	start, content := 0, false
	cut := func(at int) {
		if content {
			parts = append(parts, Range{start, at})
		}
		start, content = at, false
	}
	for i := 0; i < len(text); {
		end := lineEnd(text, i)
		line := text[i:end]
		switch {
		case marks(line, "---"):
			if content {
				cut(i)
			}
			content = len(bytes.TrimSpace(line[3:])) > 0 && line[4] != '#'
		case marks(line, "..."):
			cut(i)
			start = end
		case len(bytes.TrimSpace(line)) > 0 && line[0] != '#' && line[0] != '%' && bytes.TrimLeft(line, " \t")[0] != '#':
			content = true
		}
		i = end
		for i < len(text) && (text[i] == '\r' || text[i] == '\n') {
			i++
			if text[i-1] == '\n' {
				break
			}
		}
	}
	cut(len(text))
	return parts
}

func marks(line []byte, mark string) bool {
	return bytes.HasPrefix(line, []byte(mark)) && (len(line) == 3 || line[3] == ' ' || line[3] == '\t')
}

// A yamlReader reads one document. Offsets inside it count from its start; place makes them offsets of the file.
type yamlReader struct {
	source   []byte // the file as it is
	clean    []byte // this document, fit for the library
	start    int
	holes    []Range // template expressions, in order
	problems []Problem

	lines    []int // where each line of the chunk in hand starts
	chunk    []byte
	base     int // of the chunk, in the file
	seenLine int
	seenCol  int
	seenAt   int

	expanded int // nodes that aliases stood for
	active   map[*yaml.Node]bool
}

func (r *yamlReader) document() *Node {
	if at := tooDeep(r.clean, "[{", "]}"); at >= 0 {
		r.problems = append(r.problems, deepProblem(r.start+at))
		return nil
	}
	if at := tooIndented(r.clean); at >= 0 {
		r.problems = append(r.problems, deepProblem(r.start+at))
		return nil
	}
	text, emitted := r.mask()
	doc, err := r.decode(text, 0)
	if err != nil {
		doc = r.salvage(text, err)
	}
	if doc != nil {
		link(doc)
		for _, h := range emitted {
			r.putHole(doc, h)
		}
	}
	return doc
}

// tooIndented guards against "- - - -" and "? ? ? ?", which nest without brackets.
func tooIndented(text []byte) int {
	run := 0
	for i := 0; i+1 < len(text); i++ {
		switch {
		case (text[i] == '-' || text[i] == '?' || text[i] == ':') && (text[i+1] == ' ' || text[i+1] == '\t'):
			if run++; run > maxDepth {
				return i
			}
		case text[i] != ' ' && text[i] != '\t':
			run = 0
		}
	}
	return -1
}

// decode reads text, a piece of the document that starts at offset, to a tree.
func (r *yamlReader) decode(text []byte, offset int) (doc *Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, fmt.Errorf("yaml: %v", p)
		}
	}()
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		return nil, err
	}
	if node.Kind != yaml.DocumentNode || len(node.Content) == 0 {
		return nil, nil
	}
	r.chunk, r.base = text, r.start+offset
	r.lines, r.seenLine = lineStarts(text), 0
	r.active = map[*yaml.Node]bool{}
	return r.node(node.Content[0], 0), nil
}

func lineStarts(text []byte) []int {
	starts := make([]int, 1, 1+len(text)/30)
	for i, c := range text {
		if c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// offset turns the library's line and column, which counts runes, to an offset of the chunk. It walks on from the
// last answer, or else a file of one long line would take quadratic time.
func (r *yamlReader) offset(line, column int) int {
	if line < 1 || line > len(r.lines) {
		return len(r.chunk)
	}
	if line != r.seenLine || column < r.seenCol {
		r.seenLine, r.seenCol, r.seenAt = line, 1, r.lines[line-1]
	}
	for r.seenCol < column && r.seenAt < len(r.chunk) {
		if r.chunk[r.seenAt] < utf8.RuneSelf {
			r.seenAt++
		} else {
			_, size := utf8.DecodeRune(r.chunk[r.seenAt:])
			r.seenAt += size
		}
		r.seenCol++
	}
	return r.seenAt
}

// aliasBudget bounds how many nodes the aliases of one document may stand for. Nine levels of nine ask for 400 million.
const aliasBudget = 20_000

func (r *yamlReader) node(y *yaml.Node, depth int) *Node {
	at := r.past(r.offset(y.Line, y.Column), y)
	if depth > maxDepth {
		r.once(deepProblem(r.base + at))
		return r.hidden(at)
	}
	if len(r.active) > 0 {
		if r.expanded++; r.expanded > aliasBudget {
			r.once(Problem{r.base + at, "too-deep", fmt.Sprintf("aliases stand for more than %d nodes", aliasBudget)})
			return r.hidden(at)
		}
	}
	switch y.Kind {
	case yaml.AliasNode:
		return r.alias(y, at, depth)
	case yaml.MappingNode:
		return r.mapping(y, at, depth)
	case yaml.SequenceNode:
		return r.sequence(y, at, depth)
	}
	return r.scalar(y, at)
}

func (r *yamlReader) once(p Problem) {
	for _, known := range r.problems {
		if known.Reason == p.Reason && known.Message == p.Message {
			return
		}
	}
	r.problems = append(r.problems, p)
}

// hidden stands for what isn't read: nobody may take it for a fact.
func (r *yamlReader) hidden(at int) *Node {
	return &Node{Type: Expression, At: Range{r.base + at, r.base + at}}
}

// past skips the anchor and tag of a node.
func (r *yamlReader) past(at int, y *yaml.Node) int {
	if y.Anchor == "" && y.Style&yaml.TaggedStyle == 0 {
		return min(at, len(r.chunk))
	}
	for at < len(r.chunk) {
		switch r.chunk[at] {
		case '&', '!':
			for at < len(r.chunk) && !bytes.ContainsRune([]byte(" \t\r\n,]}"), rune(r.chunk[at])) {
				at++
			}
		case ' ', '\t', '\r', '\n':
			if y.Kind == yaml.ScalarNode && y.Value == "" && r.chunk[at] == '\n' {
				return at
			}
			at++
		default:
			return at
		}
	}
	return at
}

func (r *yamlReader) alias(y *yaml.Node, at, depth int) *Node {
	here := Range{r.base + at, r.base + min(len(r.chunk), at+1+len(y.Value))}
	if y.Alias == nil || r.active[y.Alias] {
		r.once(malformed(here.Start, "an alias refers to itself"))
		return &Node{Type: Expression, At: here}
	}
	r.active[y.Alias] = true
	n := r.node(y.Alias, depth+1)
	delete(r.active, y.Alias)
	n.At = here
	return n
}

func (r *yamlReader) mapping(y *yaml.Node, at, depth int) *Node {
	n := &Node{Kind: Map, Children: make([]*Node, 0, len(y.Content)/2)}
	end := at
	var merged []*yaml.Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		if k.Value == "<<" && k.Style == 0 && (v.Kind == yaml.AliasNode || v.Kind == yaml.SequenceNode || v.Kind == yaml.MappingNode) {
			merged = append(merged, v)
			end = max(end, r.offset(v.Line, v.Column)+len(v.Value)+1)
			continue
		}
		key := r.node(k, depth+1)
		value := r.node(v, depth+1)
		value.Key, value.KeyAt = key.Value, key.At
		if key.Kind != Scalar {
			value.Key = string(r.source[key.At.Start:key.At.End])
		}
		n.Children = append(n.Children, value)
		end = max(end, key.At.End-r.base, value.At.End-r.base)
	}
	if len(r.active) == 0 && y.Style&yaml.FlowStyle == 0 && len(n.Children) > 0 {
		at = min(at, n.Children[0].KeyAt.Start-r.base)
	}
	for _, m := range merged {
		r.merge(n, m, depth)
	}
	n.At = r.extent(y, at, end)
	return r.tagged(y, n)
}

// merge takes over the entries of a << that the map doesn't write itself.
func (r *yamlReader) merge(into *Node, from *yaml.Node, depth int) {
	own := make(map[string]bool, len(into.Children))
	for _, c := range into.Children {
		own[c.Key] = true
	}
	sources := []*Node{r.node(from, depth+1)}
	if sources[0].Kind == List {
		sources = sources[0].Children
	}
	for _, s := range sources {
		if s.Kind != Map {
			into.Children = append(into.Children, s) // a hole: what it would bring is unknown
			continue
		}
		for _, c := range s.Children {
			if !own[c.Key] {
				own[c.Key] = true
				into.Children = append(into.Children, c)
			}
		}
	}
}

func (r *yamlReader) sequence(y *yaml.Node, at, depth int) *Node {
	n := &Node{Kind: List, Children: make([]*Node, 0, len(y.Content))}
	end := at
	for _, item := range y.Content {
		child := r.node(item, depth+1)
		n.Children = append(n.Children, child)
		end = max(end, child.At.End-r.base)
	}
	n.At = r.extent(y, at, end)
	return r.tagged(y, n)
}

// extent is the stretch of a map or list: to its last child, or in brackets to the closing one.
func (r *yamlReader) extent(y *yaml.Node, at, end int) Range {
	if y.Style&yaml.FlowStyle != 0 {
		end = max(end, min(at+1, len(r.chunk)))
		for end < len(r.chunk) {
			c := r.chunk[end]
			if c == '#' {
				end = lineEnd(r.chunk, end)
				continue
			}
			end++
			if c == ']' || c == '}' {
				break
			}
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != ',' {
				end--
				break
			}
		}
	}
	return Range{r.base + at, r.base + max(at, min(end, len(r.chunk)))}
}

// tagged writes CloudFormation's short !Join [...] the long way, Fn::Join: [...], as rules know it.
func (r *yamlReader) tagged(y *yaml.Node, n *Node) *Node {
	if y.Style&yaml.TaggedStyle == 0 || !strings.HasPrefix(y.Tag, "!") || strings.HasPrefix(y.Tag, "!!") || len(y.Tag) < 2 {
		return n
	}
	n.Key = "Fn::" + y.Tag[1:]
	n.KeyAt = Range{n.At.Start, n.At.Start}
	return &Node{Kind: Map, At: n.At, Children: []*Node{n}}
}

var wholeVariable = regexp.MustCompile(`^\$[A-Za-z_][A-Za-z0-9_]*$`)

func (r *yamlReader) scalar(y *yaml.Node, at int) *Node {
	end := r.scalarEnd(y, at)
	n := &Node{Value: y.Value, At: Range{r.base + at, r.base + end}}
	if r.holed(n.At) {
		n.Type = Expression
		n.Value = r.asWritten(n.At, y.Style)
		return n
	}
	block := y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	switch {
	case y.Style&yaml.TaggedStyle != 0 && len(y.Tag) > 1 && y.Tag[0] == '!' && y.Tag[1] != '!':
		n.Type = Expression // !Ref, !Sub, !vault, !reference
	case !block && (templated(y.Value) || wholeVariable.MatchString(y.Value)):
		n.Type = Expression
	case y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 || block:
		n.Type = Text
	default:
		n.Type = typeOf(y.ShortTag())
	}
	return n
}

func typeOf(tag string) Type {
	switch tag {
	case "!!int", "!!float":
		return Number
	case "!!bool":
		return Bool
	case "!!null":
		return Null
	}
	return Text
}

// holed tells whether a stretch of the file overlaps a template expression.
func (r *yamlReader) holed(at Range) bool {
	i, _ := slices.BinarySearchFunc(r.holes, at.Start, func(h Range, start int) int {
		if h.End <= start {
			return -1
		}
		return 1
	})
	return i < len(r.holes) && r.holes[i].Start < at.End
}

func (r *yamlReader) asWritten(at Range, style yaml.Style) string {
	s := string(r.source[at.Start:at.End])
	if style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && len(s) > 1 {
		return s[1 : len(s)-1]
	}
	return s
}

// scalarEnd finds where a scalar ends, which the library doesn't say.
func (r *yamlReader) scalarEnd(y *yaml.Node, at int) int {
	if at >= len(r.chunk) {
		return len(r.chunk)
	}
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0 && r.chunk[at] == '"':
		for i := at + 1; i < len(r.chunk); i++ {
			if r.chunk[i] == '\\' {
				i++
			} else if r.chunk[i] == '"' {
				return i + 1
			}
		}
		return len(r.chunk)
	case y.Style&yaml.SingleQuotedStyle != 0 && r.chunk[at] == '\'':
		for i := at + 1; i < len(r.chunk); i++ {
			if r.chunk[i] != '\'' {
				continue
			}
			if i+1 < len(r.chunk) && r.chunk[i+1] == '\'' {
				i++
				continue
			}
			return i + 1
		}
		return len(r.chunk)
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return r.blockEnd(at)
	}
	return r.plainEnd(y.Value, at)
}

// blockEnd finds the end of a | or > scalar: the first line indented no deeper than the line that holds its head.
func (r *yamlReader) blockEnd(at int) int {
	first := lineEnd(r.chunk, at)
	end, indent := first, -1
	for i := nextLine(r.chunk, first); i < len(r.chunk); i = nextLine(r.chunk, lineEnd(r.chunk, i)) {
		stop := lineEnd(r.chunk, i)
		text := skipSpaces(r.chunk, i, stop)
		if len(bytes.TrimSpace(r.chunk[i:stop])) == 0 {
			continue
		}
		if indent < 0 {
			if indent = text - i; indent <= r.indentOf(at) {
				return end
			}
		}
		if text-i < indent {
			return end
		}
		end = stop
	}
	return end
}

// indentOf is how far the key or dash that owns a block scalar is indented.
func (r *yamlReader) indentOf(at int) int {
	line := bytes.LastIndexByte(r.chunk[:at], '\n') + 1
	i := skipSpaces(r.chunk, line, at)
	for i+1 < at && r.chunk[i] == '-' && r.chunk[i+1] == ' ' {
		next := skipSpaces(r.chunk, i+1, at)
		if next >= at {
			break
		}
		i = next
	}
	if i-line == 0 && bytes.HasPrefix(r.chunk[line:], []byte("--- ")) {
		return -1
	}
	return i - line
}

func skipSpaces(text []byte, at, end int) int {
	for at < end && text[at] == ' ' {
		at++
	}
	return at
}

// nextLine is the start of the line after the line end at i.
func nextLine(text []byte, i int) int {
	if i < len(text) && text[i] == '\r' {
		i++
	}
	if i < len(text) && text[i] == '\n' {
		i++
	}
	return i
}

// plainEnd follows the words of a plain scalar through the text, over the line breaks that folding took away.
func (r *yamlReader) plainEnd(value string, at int) int {
	if bytes.HasPrefix(r.chunk[at:], []byte(value)) {
		return at + len(value)
	}
	i := at
	for j := 0; j < len(value) && i < len(r.chunk); j++ {
		if value[j] == ' ' || value[j] == '\n' {
			continue
		}
		for i < len(r.chunk) && r.chunk[i] <= ' ' {
			i++
		}
		if i < len(r.chunk) && r.chunk[i] != value[j] {
			return i
		}
		i++
	}
	return min(i, len(r.chunk))
}

var errorLine = regexp.MustCompile(`line (\d+)`)

// salvage reads a document that isn't YAML block by block: what stands at the margin, down to the line that is broken.
func (r *yamlReader) salvage(text []byte, err error) *Node {
	r.problems = append(r.problems, malformed(r.start+errorAt(text, err), "not YAML: "+short(err)))
	var doc *Node
	blocks := marginBlocks(text)
	for _, b := range blocks {
		part, failed := r.decode(text[b.Start:b.End], b.Start)
		if failed != nil {
			cut := errorAt(text[b.Start:b.End], failed)
			if part, failed = r.decode(text[b.Start:b.Start+cut], b.Start); failed != nil {
				continue
			}
		}
		if part == nil || part.Kind == Scalar {
			continue
		}
		if doc == nil {
			doc = part
		} else if doc.Kind == part.Kind {
			doc.Children = append(doc.Children, part.Children...)
			doc.At.End = part.At.End
		}
	}
	return doc
}

func short(err error) string {
	s := strings.TrimPrefix(err.Error(), "yaml: ")
	if loc := errorLine.FindStringIndex(s); loc != nil && loc[0] == 0 {
		s = strings.TrimPrefix(s[loc[1]:], ": ")
	}
	return s
}

// errorAt is the start of the line that the library complains about.
func errorAt(text []byte, err error) int {
	m := errorLine.FindStringSubmatch(err.Error())
	if m == nil {
		return len(text)
	}
	line, _ := strconv.Atoi(m[1])
	starts := lineStarts(text)
	return starts[min(max(line-1, 0), len(starts)-1)]
}

// marginBlocks splits a document at the lines that start at its margin.
func marginBlocks(text []byte) []Range {
	var blocks []Range
	start := 0
	for i := 0; i < len(text); i = nextLine(text, lineEnd(text, i)) {
		c := text[i]
		if i > start && c > ' ' && c != '#' && c != ']' && c != '}' && (c != '-' || text[start] == '-') {
			blocks = append(blocks, Range{start, i})
			start = i
		}
	}
	return append(blocks, Range{start, len(text)})
}
