package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// foundInMap tells what follows for a name that a map of Go is asked for: allowed[x], and _, ok := known[x]; ok.
func (r *run) foundInMap(k int, head syntax.Range) (good, bad bool) {
	if !r.is(k-1, "[") || !r.is(k+1, "]") {
		return r.foundBefore(k, head)
	}
	for end := k + 2; end < head.End; end++ {
		if r.is(end, ";") {
			return r.holdsAlone(end+1, head)
		}
	}
	start := k - 2
	for start-1 > head.Start && r.is(start-1, ".") {
		start -= 2
	}
	if k+2 < head.End && !r.is(k+2, "&&") && !r.is(k+2, "||") {
		return false, false
	}
	not := r.negated(start, head)
	return !not, not
}

// foundBefore looks at the ok of _, ok := known[x] that a condition asks about later.
func (r *run) foundBefore(k int, head syntax.Range) (good, bad bool) {
	list := r.defsOf(r.text(k))
	for i := len(list) - 1; i >= 0; i-- {
		d := &list[i]
		if d.at >= k {
			continue
		}
		if last := d.value.End - 1; d.kind != partDef || d.place != 1 || last-3 != d.value.Start || !r.is(last, "]") || r.file.Tokens[last-1].Kind != syntax.Ident {
			return false, false
		}
		return r.holdsAlone(head.Start, head)
	}
	return false, false
}

// holdsAlone reads a condition that is one name, or not that name.
func (r *run) holdsAlone(at int, head syntax.Range) (good, bad bool) {
	not := r.is(at, "!")
	if not {
		at++
	}
	if at+1 != head.End || r.file.Tokens[at].Kind != syntax.Ident {
		return false, false
	}
	return !not, not
}

// limits tells whether a function of Go's strings says something that matters about the text at k among its arguments.
func (r *run) limits(open, k int, sink string) bool {
	callee, first := r.text(open-1), k == open+1
	if !first {
		return callee == "Contains" && r.file.Tokens[open+1].Kind == syntax.String
	}
	other := ""
	for i := k + 1; i < int(r.file.Tokens[open].Match); i++ {
		if r.file.Tokens[i].Kind == syntax.String {
			other = unquote(r.text(i))
		}
	}
	switch callee {
	case "Contains":
		return sink == "path" && strings.Contains(other, "..")
	case "ContainsAny":
		return sink == "shell" || sink == "path" && strings.Contains(other, "/")
	case "HasPrefix":
		return sink == "path" && other != "/" && other != "." || sink == "url" && !strings.HasSuffix(other, "://") && other != "" && other != "http" && other != "https"
	}
	return false
}
