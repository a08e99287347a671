package endpoints

import (
	"cmp"
	"slices"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A block is a stretch of code that runs under a condition or several times.
type block struct {
	kind       opKind
	value      *expr // condition, or what a loop walks
	target     *expr // a loop's variable
	otherwise  bool  // an else: belongs to the branch before it
	start, end int   // byte offsets of its body
	function   int   // index the body belongs to; len(Functions) at top level
}

// findBlocks finds branches, loops and catch bodies. Bodies of try, with and plain braces always run: they are no blocks.
func (r *reader) findBlocks() []block {
	var found []block
	for i, t := range r.f.Tokens {
		if t.Kind != syntax.Keyword && t.Kind != syntax.Ident || i > 0 && (r.word(i-1) == "." || r.word(i-1) == "?.") {
			continue
		}
		var b block
		var ok bool
		if r.m.python {
			b, ok = r.pythonBlock(i)
		} else {
			b, ok = r.scriptBlock(i)
		}
		if ok {
			b.function = r.f.FunctionAt(b.start)
			if b.function < 0 {
				b.function = len(r.f.Functions)
			}
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(a, b block) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	return found
}

func (r *reader) scriptBlock(i int) (block, bool) {
	word := r.word(i)
	switch word {
	case "if", "for", "while", "switch", "catch":
		open := i + 1
		if word == "for" && r.word(open) == "await" {
			open++
		}
		if r.word(open) != "(" {
			if word == "catch" && r.word(open) == "{" {
				return r.body(block{kind: rescueOp}, open)
			}
			return block{}, false
		}
		closing := int(r.f.Tokens[open].Match)
		if closing <= open {
			return block{}, false
		}
		b := block{kind: branchOp, value: r.expr(syntax.Range{Start: open + 1, End: closing})}
		switch word {
		case "catch":
			b = block{kind: rescueOp}
		case "for":
			b.kind = loopOp
			b.target, b.value = r.walked(open+1, closing, "of")
		case "while":
			b = block{kind: loopOp}
		}
		return r.body(b, closing+1)
	case "else":
		if r.word(i+1) == "if" {
			return block{}, false // its own branch; that the first one failed only makes it less certain
		}
		return r.body(block{kind: branchOp, otherwise: true}, i+1)
	}
	return block{}, false
}

// body gives a block its extent: a pair of braces, or one statement.
func (r *reader) body(b block, at int) (block, bool) {
	if at >= len(r.f.Tokens) {
		return block{}, false
	}
	if t := r.f.Tokens[at]; r.word(at) == "{" && int(t.Match) > at {
		b.start, b.end = int(t.End), r.startOf(int(t.Match))
		return b, b.end > b.start
	}
	b.start, b.end = r.startOf(at), r.endOf(r.statementEnd(at)-1)
	return b, b.end > b.start
}

// walked reads `const x of list`.
func (r *reader) walked(start, end int, word string) (target, list *expr) {
	for i := start; i < end; i++ {
		if r.word(i) != word {
			continue
		}
		if first := r.word(start); first == "const" || first == "let" || first == "var" {
			start++
		}
		return r.expr(syntax.Range{Start: start, End: i}), r.expr(syntax.Range{Start: i + 1, End: end})
	}
	return nil, nil
}

func (r *reader) pythonBlock(i int) (block, bool) {
	if i > 0 {
		switch before := r.f.Tokens[i-1]; {
		case before.Kind == syntax.Newline, before.Kind == syntax.Indent, before.Kind == syntax.Dedent, r.word(i-1) == "async":
		default:
			return block{}, false // x if y else z
		}
	}
	var b block
	word := r.word(i)
	switch word {
	case "if", "elif", "match":
		b.kind = branchOp
	case "else":
		b.kind, b.otherwise = branchOp, true
	case "for", "while":
		b.kind = loopOp
	case "except":
		b.kind = rescueOp
	default:
		return block{}, false
	}
	colon := r.colon(i + 1)
	if colon < 0 {
		return block{}, false
	}
	switch word {
	case "if", "elif":
		b.value = r.expr(syntax.Range{Start: i + 1, End: colon})
	case "for":
		b.target, b.value = r.walked(i+1, colon, "in")
	}
	b.start, b.end = r.suite(colon + 1)
	return b, b.end > b.start
}

func (r *reader) colon(i int) int {
	for i < len(r.f.Tokens) {
		t := r.f.Tokens[i]
		switch {
		case t.Kind == syntax.Newline:
			return -1
		case t.Kind == syntax.Open && int(t.Match) > i:
			i = int(t.Match) + 1
			continue
		case r.word(i) == ":":
			return i
		}
		i++
	}
	return -1
}

// suite gives the bytes of what stands after a colon.
func (r *reader) suite(i int) (start, end int) {
	if i >= len(r.f.Tokens) {
		return 0, 0
	}
	if r.f.Tokens[i].Kind != syntax.Newline {
		return r.startOf(i), r.endOf(r.statementEnd(i) - 1)
	}
	depth := 0
	for j := i + 1; j < len(r.f.Tokens); j++ {
		switch r.f.Tokens[j].Kind {
		case syntax.Indent:
			depth++
		case syntax.Dedent:
			if depth--; depth <= 0 {
				return r.startOf(i + 1), r.endOf(j - 1)
			}
		}
	}
	return r.startOf(i + 1), len(r.u.Text)
}

// nest puts the ops of one function into the blocks they stand in.
func (r *reader) nest(ops []op, function int) []op {
	n := nester{ops: ops, blocks: r.blocksOf(function)}
	return n.until(len(r.u.Text)+1, 0)
}

func (r *reader) blocksOf(function int) []block {
	var own []block
	for _, b := range r.byFunction()[function] {
		own = append(own, r.blocks[b])
	}
	return own
}

// byFunction indexes blocks once.
func (r *reader) byFunction() map[int][]int {
	if r.index == nil {
		r.index = map[int][]int{}
		for i, b := range r.blocks {
			r.index[b.function] = append(r.index[b.function], i)
		}
	}
	return r.index
}

type nester struct {
	ops    []op
	blocks []block
}

const maxNesting = 60

// until takes ops and blocks that start before end.
func (n *nester) until(end, depth int) []op {
	var body []op
	for {
		nextOp, nextBlock := end, end
		if len(n.ops) > 0 {
			nextOp = n.ops[0].at
		}
		if len(n.blocks) > 0 {
			nextBlock = n.blocks[0].start
		}
		switch {
		case nextOp >= end && nextBlock >= end:
			return body
		case nextBlock <= nextOp && nextBlock < end && depth < maxNesting:
			b := n.blocks[0]
			n.blocks = n.blocks[1:]
			inner := n.until(b.end, depth+1)
			if b.otherwise && len(body) > 0 && body[len(body)-1].kind == branchOp && len(body[len(body)-1].other) == 0 {
				body[len(body)-1].other = inner
				continue
			}
			body = append(body, op{kind: b.kind, target: b.target, value: b.value, body: inner, at: b.start, end: b.end})
		case nextBlock <= nextOp && nextBlock < end:
			n.blocks = n.blocks[1:]
		default:
			body = append(body, n.ops[0])
			n.ops = n.ops[1:]
		}
	}
}
