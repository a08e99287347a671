package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A chance says whether a block is reached, as far as constants tell.
type chance uint8

const (
	unasked chance = iota
	sometimes
	always
	never
)

// maxHead is how many tokens of a condition are folded.
const maxHead = 40

// chance tells whether block b is reached whenever the code around it is.
func (r *run) chance(b int) chance {
	if r.chances == nil {
		r.chances = make([]chance, len(r.blockList))
	}
	if r.chances[b] == unasked {
		r.chances[b] = sometimes // for what asks in a circle
		r.chances[b] = r.reached(b)
	}
	return r.chances[b]
}

func (r *run) reached(b int) chance {
	parent := r.blockList[b].parent
	if parent >= 0 && r.blockList[parent].kind == "switch" {
		return r.reachedCase(b, parent)
	}
	switch r.blockList[b].kind {
	case "while":
		if r.headTrue(b) == never {
			return never
		}
	case "if":
		return r.headTrue(b)
	case "elif", "else":
		before := r.earlier(b)
		if before == always {
			return never
		}
		own := always
		if r.blockList[b].kind == "elif" {
			own = r.headTrue(b)
		}
		if own == never || before == never {
			return own
		}
	}
	return sometimes
}

// headTrue says always when the condition of block b is true, never when it is false.
func (r *run) headTrue(b int) chance {
	switch v := r.headValue(b); {
	case !v.Known || v.Kind != syntax.BoolExpr:
		return sometimes
	case v.Text == "true":
		return always
	}
	return never
}

func (r *run) headValue(b int) syntax.Value {
	head := r.blockList[b].head
	if head.End-head.Start > maxHead || head.End <= head.Start {
		return syntax.Value{}
	}
	e := r.valueAt(head)
	if e != nil && e.Kind == syntax.CallExpr && len(e.List) == 0 && r.file.Language == syntax.Java {
		return r.always(e)
	}
	return r.file.Value(e)
}

// always gives the constant that a method of the class returns whatever happens: boolean old() { return false; }.
func (r *run) always(call *syntax.Expr) syntax.Value {
	if call.X == nil || call.X.Kind != syntax.IdentExpr {
		return r.file.Value(call)
	}
	fn := r.methodOf(call.Start, call.X.Name)
	if fn < 0 {
		return syntax.Value{}
	}
	if body := r.file.Functions[fn].Body; body.End-body.Start > 4 {
		return syntax.Value{}
	}
	list := r.returnsOf(fn)
	if len(list) != 1 {
		return syntax.Value{}
	}
	return r.file.Value(list[0])
}

// earlier joins the branches before an else: always when one of them is always taken, never when none is.
func (r *run) earlier(b int) chance {
	answer := never
	for i, n := b-1, 0; i >= 0 && n < maxHead; i-- {
		s := &r.blockList[i]
		if s.parent != r.blockList[b].parent {
			continue
		}
		n++
		if s.kind != "if" && s.kind != "elif" {
			break
		}
		switch r.headTrue(i) {
		case always:
			return always
		case sometimes:
			answer = sometimes
		}
		if s.kind == "if" {
			return answer
		}
	}
	return sometimes
}

// reachedCase finds the case that a constant chooses; those behind it are reached by falling through.
func (r *run) reachedCase(b, parent int) chance {
	wanted := r.headValue(parent)
	if !wanted.Known {
		return sometimes
	}
	fallback, falling := -1, false
	for i := parent + 1; i < len(r.blockList) && r.blockList[i].start < r.blockList[parent].end; i++ {
		s := &r.blockList[i]
		if s.parent != parent {
			continue
		}
		if s.kind == "else" {
			fallback = i
		}
		if v := r.headValue(i); v.Known && v.Text == wanted.Text {
			falling = true
		} else if s.kind == "case" && !v.Known {
			return sometimes
		}
		if falling && i == b {
			return always
		}
		if falling && (s.exits || r.breaks(i)) {
			return never
		}
	}
	if falling || fallback != b {
		return never
	}
	return always
}

// breaks tells whether a case ends: with a break of its own, or as an arrow and the cases of Python do.
func (r *run) breaks(b int) bool {
	s := &r.blockList[b]
	for k := s.start; k < s.end && k < s.start+maxStatement; k++ {
		if r.is(k, "break") && r.blockAt(k) == b {
			return true
		}
	}
	return r.file.Language == syntax.Python || strings.HasSuffix(r.text(s.start-1), ">")
}

// settled gives the block that decides whether what stands in block b is reached, through those always reached; dead
// when it never is.
func (r *run) settled(b int) (block int, dead bool) {
	block = b
	for n := 0; b >= 0 && n < 50; b, n = r.blockList[b].parent, n+1 {
		switch r.chance(b) {
		case never:
			return block, true
		case always:
			if block == b {
				block = r.blockList[b].parent
			}
		default:
			if r.blockList[b].kind == "switch" && block == b {
				block = r.blockList[b].parent
			}
		}
	}
	return block, false
}
