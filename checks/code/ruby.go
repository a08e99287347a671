package code

import "github.com/seaworthy-dev/seaworthy/parse/syntax"

// rubyBlocks are the keywords of Ruby that have an `end`, and those that part a block.
var rubyBlocks = map[string]string{
	"if": "if", "unless": "if", "while": "while", "until": "while", "for": "for", "case": "switch",
	"elsif": "elif", "else": "else", "when": "case", "in": "case", "rescue": "except", "ensure": "",
}

// ended finds the blocks of Ruby: from a keyword to its `end`, parted by else and its like.
func (r *run) ended() {
	for i, t := range r.file.Tokens[:r.main()] {
		if t.Kind == syntax.Keyword && int(t.Match) > i {
			r.rubyParts(i, int(t.Match))
		}
	}
}

// rubyParts adds the blocks between the keyword at token i and its `end`.
func (r *run) rubyParts(i, end int) {
	kind, head := rubyBlocks[r.text(i)], i
	body := r.headEnd(i+1, end)
	add := func(stop int) {
		if kind != "" && kind != "switch" && stop >= body {
			r.blockList = append(r.blockList, block{kind: kind, start: body, end: stop, head: syntax.Range{Start: head + 1, End: body}})
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
