package code

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A block is a stretch of tokens that runs only sometimes: the body of an if, else, loop or case.
type block struct {
	kind       string // if, elif, else, for, while, case, except
	start, end int    // tokens inside
	head       syntax.Range
	parent     int  // -1
	exits      bool // nothing behind the block is reached through it
	not        bool // it runs when its condition is false
	until      int  // but what stands behind this token, where the loop ends that it leaves
}

var branching = map[string]string{
	"if": "if", "elif": "elif", "else": "else", "for": "for", "foreach": "for", "elseif": "elif", "while": "while", "case": "case", "default": "else",
	"except": "except", "catch": "except", "switch": "switch", "match": "switch", "unless": "if", "select": "switch", "do": "",
}

// blocks gives the file's blocks in order of start, made once.
func (r *run) blocks() []block {
	if r.blockList != nil {
		return r.blockList
	}
	r.blockList = []block{}
	switch r.file.Language {
	case syntax.Python:
		r.indented()
	case syntax.Ruby:
		r.ended()
	default:
		r.braced()
	}
	slices.SortFunc(r.blockList, func(a, b block) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	var open []int
	for i := range r.blockList {
		b := &r.blockList[i]
		for len(open) > 0 && r.blockList[open[len(open)-1]].end <= b.start {
			open = open[:len(open)-1]
		}
		b.parent = -1
		if len(open) > 0 {
			b.parent = open[len(open)-1]
		}
		open = append(open, i)
	}
	r.exits()
	return r.blockList
}

// indented finds Python's blocks: what is indented behind a colon, or stands on its line.
func (r *run) indented() {
	type opened struct{ block int }
	var open []opened
	line, last, colon := 0, 0, -1 // first token of this line, of the one before, of one with a block behind its colon
	for i, t := range r.file.Tokens[:r.main()] {
		switch t.Kind {
		case syntax.Newline:
			last, line = line, i+1
		case syntax.Indent:
			kind := branching[r.text(last)]
			if kind == "case" && i-last == 4 && r.is(last+1, "_") { // case _:
				kind = "else"
			}
			at := -1
			if kind != "" {
				at = len(r.blockList)
				r.blockList = append(r.blockList, block{kind: kind, start: i + 1, end: r.main(), head: syntax.Range{Start: last + 1, End: max(last+1, i-2)}})
			}
			open = append(open, opened{at})
			line = i + 1
		case syntax.Dedent:
			if len(open) > 0 {
				if b := open[len(open)-1].block; b >= 0 {
					r.blockList[b].end = i
				}
				open = open[:len(open)-1]
			}
			line = i + 1
		case syntax.Punct:
			if line != colon && r.is(i, ":") && i+1 < len(r.file.Tokens) && r.file.Tokens[i+1].Kind != syntax.Newline && branching[r.text(line)] != "" && r.flat(line, i) {
				end := i + 1
				for end < len(r.file.Tokens) && r.file.Tokens[end].Kind != syntax.Newline {
					end++
				}
				r.blockList = append(r.blockList, block{kind: branching[r.text(line)], start: i + 1, end: end, head: syntax.Range{Start: line + 1, End: i}})
				colon = line
			}
		}
	}
}

// flat tells whether no bracket is open at token i since token from.
func (r *run) flat(from, i int) bool {
	for k := from; k < i && k < from+400; k++ {
		if t := r.file.Tokens[k]; t.Kind == syntax.Open {
			if int(t.Match) > i || int(t.Match) <= k {
				return false
			}
			k = int(t.Match)
		}
	}
	return i-from < 400
}

// braced finds the blocks of languages with braces, and single statements behind a condition.
func (r *run) braced() {
	f := r.file
	for i := range f.Tokens[:r.main()] {
		if k := f.Tokens[i].Kind; k != syntax.Keyword && k != syntax.Ident {
			continue
		}
		kind := branching[r.text(i)]
		if kind == "" || r.is(i-1, ".") {
			continue
		}
		word := r.text(i)
		if word == "case" || word == "default" {
			r.caseBlock(i, kind)
			continue
		}
		if word == "else" && r.is(i+1, "if") {
			continue
		}
		if word == "if" && r.is(i-1, "else") {
			kind = "elif"
		}
		r.bodyOf(i, kind)
	}
}

// maxStatement bounds how many tokens of a statement without braces are looked at.
const maxStatement = 400

// bodyOf adds the block behind a keyword and its condition.
func (r *run) bodyOf(i int, kind string) {
	f := r.file
	head := syntax.Range{Start: i + 1, End: i + 1}
	body := i + 1
	if r.is(body, "await") {
		body++
	}
	switch {
	case r.is(body, "(") && int(f.Tokens[body].Match) > body:
		head = syntax.Range{Start: body + 1, End: int(f.Tokens[body].Match)}
		body = head.End + 1
	case kind != "else" && kind != "except" && (r.is(body, "(") || f.Language.String() != "go"):
		return
	case kind != "else" && kind != "except":
		for body < len(f.Tokens) && !r.is(body, "{") && body-i < 200 {
			body = max(body, int(f.Tokens[body].Match)) + 1
		}
		head.End = body
	}
	end := 0
	switch {
	case r.is(body, "{"):
		end = int(f.Tokens[body].Match)
		body++
	case f.Language == syntax.PHP && r.is(body, ":"):
		body++
		end = r.endedByWord(body)
	default:
		end = min(r.statementEnd(body), body+maxStatement)
	}
	if end >= body && body < len(f.Tokens) {
		r.blockList = append(r.blockList, block{kind: kind, start: body, end: end, head: head})
	}
}

// caseBlock adds the statements of one case, up to the next.
func (r *run) caseBlock(i int, kind string) {
	f := r.file
	colon := i + 1
	for colon < len(f.Tokens) && !r.is(colon, ":") && colon-i < 40 && !r.is(colon, "->") {
		colon = max(colon, int(f.Tokens[colon].Match)) + 1
	}
	if !r.is(colon, ":") && !r.is(colon, "->") {
		return
	}
	end := colon + 1
	for end < len(f.Tokens) && end-i < 20*maxStatement && f.Tokens[end].Kind != syntax.Close && !r.is(end, "case") && !r.is(end, "default") {
		end = max(end, int(f.Tokens[end].Match)) + 1
	}
	r.blockList = append(r.blockList, block{kind: kind, start: colon + 1, end: end, head: syntax.Range{Start: i + 1, End: colon}})
}

var leaving = map[string]bool{"return": true, "raise": true, "throw": true, "continue": true, "panic": true, "abort": true, "exit": true, "die": true, "fail": true}

// exits finds the blocks that leave.
func (r *run) exits() {
	for i, t := range r.file.Tokens[:r.main()] {
		if t.Kind != syntax.Keyword && t.Kind != syntax.Ident {
			continue
		}
		word := r.text(i)
		if !leaving[word] && word != "break" || t.Kind == syntax.Ident && !r.is(i+1, "(") && word != "raise" && word != "throw" && word != "return" && word != "continue" {
			continue
		}
		b := r.blockAt(i)
		if b < 0 || r.file.FunctionAt(int(t.Start)) != r.functionOf(b) {
			continue
		}
		if word == "break" && (r.blockList[b].kind == "case" || r.blockList[b].kind == "else" && strings.HasSuffix(r.text(r.blockList[b].head.Start-1), "default")) {
			continue
		}
		r.blockList[b].exits = true
		r.blockList[b].until = r.leaves(word, b)
	}
}

// leaves gives the token up to which a word that leaves block b skips the code: the end of the loop for break and continue.
func (r *run) leaves(word string, b int) int {
	if word == "break" || word == "continue" {
		for n := 0; b >= 0 && n < 50; b, n = r.blockList[b].parent, n+1 {
			if k := r.blockList[b].kind; k == "for" || k == "while" {
				return r.blockList[b].end
			}
		}
	}
	return r.main()
}

// functionOf gives the function a block stands in.
func (r *run) functionOf(b int) int {
	start := r.blockList[b].start
	if start >= len(r.file.Tokens) {
		return -1
	}
	return r.file.FunctionAt(int(r.file.Tokens[start].Start))
}

// blockAt gives the innermost block around a token, -1 when there is none.
func (r *run) blockAt(token int) int {
	i, _ := slices.BinarySearchFunc(r.blockList, token+1, func(b block, t int) int { return cmp.Compare(b.start, t) })
	i--
	for n := 0; i >= 0 && n < 500; n++ {
		if r.blockList[i].end > token {
			return i
		}
		i = r.blockList[i].parent
	}
	return -1
}

// encloses tells whether token stands in block b; the file encloses everything.
func (r *run) encloses(b, token int) bool {
	return b < 0 || r.blockList[b].start <= token && token < r.blockList[b].end
}

// siblings gives the blocks of the if, or cases, that block b is the last of, itself included; nil when they don't
// cover everything.
func (r *run) siblings(b int) []int {
	if r.blockList[b].kind != "else" {
		return nil
	}
	chain := []int{b}
	parent := r.blockList[b].parent
	for i, n := b-1, 0; i >= 0 && n < 60; i, n = i-1, n+1 {
		s := &r.blockList[i]
		if s.parent != parent {
			if i == parent {
				break
			}
			continue
		}
		switch s.kind {
		case "if":
			return append(chain, i)
		case "elif", "case", "else":
			chain = append(chain, i)
			continue
		}
		break
	}
	if len(chain) > 1 {
		return chain
	}
	return nil
}

// main counts the tokens of the file itself: those inside templates stand behind them.
func (r *run) main() int {
	if r.mainEnd == 0 {
		r.mainEnd = len(r.file.Tokens)
		for i := 1; i < len(r.file.Tokens); i++ {
			if r.file.Tokens[i].Start < r.file.Tokens[i-1].Start {
				r.mainEnd = i
				break
			}
		}
	}
	return r.mainEnd
}

// tokenAt gives the token at or before a byte offset.
func (r *run) tokenAt(offset int) int {
	i, _ := slices.BinarySearchFunc(r.file.Tokens[:r.main()], offset+1, func(t syntax.Token, o int) int { return cmp.Compare(int(t.Start), o) })
	return i - 1
}
