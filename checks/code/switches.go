package code

import "github.com/seaworthy-dev/seaworthy/parse/syntax"

// switched tells whether a switch over a name leaves only constants in it where a token stands: in one of its cases, or
// behind it when its default leaves or gives the name another value.
func (r *run) switched(name string, token int) bool {
	if r.switches == nil {
		r.switches = map[string][]int{}
		for i, b := range r.blocks() {
			if b.kind == "switch" && b.head.End == b.head.Start+1 {
				r.switches[r.text(b.head.Start)] = append(r.switches[r.text(b.head.Start)], i)
			}
		}
	}
	for _, i := range r.switches[name] {
		b := &r.blockList[i]
		if b.start > token {
			break
		}
		inside := r.encloses(i, token)
		if (inside || r.encloses(b.parent, token) && r.insideFunctionOf(i, token)) && r.settles(i, name, token, inside) && !r.reassigned1(name, b.end, token) {
			return true
		}
	}
	return false
}

// settles looks at the cases of one switch.
func (r *run) settles(at int, name string, token int, inside bool) bool {
	closed := false
	for i := at + 1; i < len(r.blockList) && r.blockList[i].start < r.blockList[at].end; i++ {
		b := &r.blockList[i]
		if b.parent != at || b.kind != "case" && b.kind != "else" {
			continue
		}
		fixed := b.kind == "case" && r.constants(b.head)
		if inside && r.encloses(i, token) {
			return fixed && !r.reassigned1(name, b.start, token)
		}
		if b.kind == "else" {
			closed = b.exits || r.reassigned1(name, b.start, b.end)
		} else if !fixed && !b.exits {
			return false
		}
	}
	return closed && !inside
}

// constants tells whether a stretch of tokens is a list of literals.
func (r *run) constants(v syntax.Range) bool {
	for k := v.Start; k < v.End; k++ {
		if kind := r.file.Tokens[k].Kind; kind != syntax.String && kind != syntax.Number && !r.is(k, ",") {
			return false
		}
	}
	return v.End > v.Start
}
