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

// sameHost tells what follows for an address of Go that is asked whether it names a host: u.IsAbs(), u.Host != "".
func (r *run) sameHost(k int, head syntax.Range, sink string) (good, bad bool) {
	if sink != "url" || !r.is(k+1, ".") {
		return false, false
	}
	switch {
	case r.is(k+2, "IsAbs"):
		not := r.negated(k, head)
		return not, !not
	case r.is(k+2, "Host") && r.is(k+4, `""`):
		return r.is(k+3, "=="), r.is(k+3, "!=")
	}
	return false, false
}

// parsing are calls of Go that give an error for all that is no number, address or identifier.
var parsing = map[string]bool{
	"Atoi": true, "ParseInt": true, "ParseUint": true, "ParseFloat": true, "ParseBool": true, "ParseAddr": true, "ParseCIDR": true, "ParseDuration": true,
}

// parsed tells whether a name of Go was read as a number or address before a token, and whoever gave another was sent
// away: if _, err := strconv.Atoi(x); err != nil { return }.
func (r *run) parsed(name string, token int) bool {
	if r.file.Language != syntax.Go {
		return false
	}
	for _, made := range r.derived(name) {
		for _, d := range r.defsOf(made) {
			open := d.value.Start + 3
			if d.kind != partDef || d.at > token || !r.is(open, "(") || !parsing[r.text(open-1)] || !r.is(open+1, name) {
				continue
			}
			if r.sentAway(made, d.value.End, token) {
				return true
			}
		}
	}
	return false
}

// sentAway tells whether the first condition about an error behind a place leaves when there is one, or encloses a token
// when there is none.
func (r *run) sentAway(err string, from, token int) bool {
	for _, g := range r.guardsOf(err) {
		if g.at < from {
			continue
		}
		b := &r.blockList[g.block]
		if !r.is(g.at+2, "nil") || b.head.End != g.at+3 {
			return false
		}
		if r.is(g.at+1, "==") {
			return r.encloses(g.block, token)
		}
		return r.is(g.at+1, "!=") && b.exits && b.end <= token && r.encloses(b.parent, token) && r.insideFunctionOf(g.block, token)
	}
	return false
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
