package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// rubyBlocks are the keywords of Ruby that have an `end`, and those that part a block.
var rubyBlocks = map[string]string{
	"if": "if", "unless": "if", "while": "while", "until": "while", "for": "for", "case": "switch",
	"elsif": "elif", "else": "else", "when": "case", "in": "case", "rescue": "except", "ensure": "",
}

// ended finds the blocks of Ruby: from a keyword to its `end`, parted by else and its like.
func (r *run) ended() {
	for i, t := range r.file.Tokens[:r.main()] {
		switch {
		case t.Kind != syntax.Keyword:
		case int(t.Match) > i:
			r.rubyParts(i, int(t.Match))
		case r.is(i, "if") || r.is(i, "unless"):
			r.modified(i)
		}
	}
}

// modified adds the statement in front of an if or unless: return unless KNOWN.include?(name).
func (r *run) modified(i int) {
	start := i
	for n := 0; start > 0 && n < maxStatement; n++ {
		t := r.file.Tokens[start-1]
		if t.Match >= 0 && int(t.Match) < start-1 {
			start = int(t.Match)
			continue
		}
		if t.Kind == syntax.Newline || t.Kind == syntax.Open || r.is(start-1, ";") || r.is(start-1, "then") || r.is(start-1, "do") || r.is(start-1, "|") {
			break
		}
		start--
	}
	if start < i {
		r.blockList = append(r.blockList, block{kind: "if", start: start, end: i, head: syntax.Range{Start: i + 1, End: r.headEnd(i+1, r.main())}, not: r.is(i, "unless")})
	}
}

// rubyParts adds the blocks between the keyword at token i and its `end`.
func (r *run) rubyParts(i, end int) {
	kind, head := rubyBlocks[r.text(i)], i
	not := r.is(i, "unless")
	body := r.headEnd(i+1, end)
	add := func(stop int) {
		if kind != "" && kind != "switch" && stop >= body {
			r.blockList = append(r.blockList, block{kind: kind, start: body, end: stop, head: syntax.Range{Start: head + 1, End: body}, not: not && head == i})
		}
	}
	for k := body; k < end; k++ {
		t := r.file.Tokens[k]
		if int(t.Match) > k {
			k = min(int(t.Match), end)
			continue
		}
		if t.Kind != syntax.Keyword {
			continue
		}
		switch word := r.text(k); word {
		case "elsif", "else", "when", "in", "rescue", "ensure":
			if k > 0 && r.file.Tokens[k-1].Kind != syntax.Newline && word != "else" {
				continue // a rescue b
			}
			add(k)
			kind, head, body = rubyBlocks[word], k, k+1
			if word != "else" && word != "ensure" {
				body = r.headEnd(k+1, end)
			}
		}
	}
	add(end)
}

// headEnd gives the first token behind a condition.
func (r *run) headEnd(k, end int) int {
	for ; k < end; k++ {
		switch t := r.file.Tokens[k]; {
		case int(t.Match) > k:
			k = int(t.Match)
		case t.Kind == syntax.Newline, r.is(k, "then"), r.is(k, ";"):
			return k + 1
		}
	}
	return end
}

// rubyCleans tells whether a call of Ruby leaves nothing that does harm: numbers of a list, addresses of the program's own
// routes, tags whose text Rails encodes.
func (t *trace) rubyCleans(e *syntax.Expr) bool {
	if t.run.file.Language != syntax.Ruby || e.X == nil {
		return false
	}
	name := e.X.Name
	switch {
	case name == "map" || name == "collect" || name == "flat_map":
		return len(e.List) == 1 && (strings.HasSuffix(t.source(e.List[0]), ":to_i") || strings.HasSuffix(t.source(e.List[0]), ":to_f"))
	case t.sink == "url":
		return strings.HasSuffix(name, "_path") || strings.HasSuffix(name, "_url") && t.local(e.X) < 0
	case t.sink == "html" && e.X.Kind == syntax.MemberExpr:
		receiver := t.run.file.Resolve(e.X.X)
		return receiver == "tag" || strings.HasSuffix(receiver, ".tag") || strings.HasSuffix(receiver, "tag()")
	}
	return false
}

// rubyAddress tells whether a call makes an address of a text: URI(text).
func (r *run) rubyAddress(callee *syntax.Expr) bool {
	if r.file.Language != syntax.Ruby {
		return false
	}
	switch r.file.Resolve(callee) {
	case "URI", "URI.parse", "URI.join", "Addressable.URI.parse":
		return true
	}
	return false
}
