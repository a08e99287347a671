package pattern

import (
	"slices"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// call matches callee and arguments; of a literal T{k: v} the type and its keys as keywords. A pattern without `new` matches either way of calling.
func (m *matcher) call(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if e == nil || e.X == nil || (e.Kind != syntax.NewExpr || m.foreign && !n.isNew) && e.Kind != syntax.ObjectExpr && (e.Kind != syntax.CallExpr || n.isNew) {
		return h, No
	}
	h, a := m.match(n.x, e.X, h)
	if a != Yes {
		return h, No // a callee that isn't known to be the one is another
	}
	return m.arguments(n.list, e, h)
}

// arguments matches keywords wherever they stand, then the others in order. Keywords the pattern doesn't name are
// allowed; other arguments it doesn't name need `...`.
func (m *matcher) arguments(want []*node, call *syntax.Expr, h Holes) (Holes, Answer) {
	all := Yes
	var positional []*node
	for _, n := range want {
		var a Answer
		switch n.kind {
		case keywordNode, absentNode:
			h, a = m.keyword(n, call, h)
		case spreadNode:
			h, a = m.spread(n, call, h)
		default:
			positional = append(positional, n)
			continue
		}
		if a == No {
			return h, No
		}
		all = min(all, a)
	}
	var items []*syntax.Expr
	for _, arg := range call.List {
		if arg == nil || arg.Kind == syntax.KeywordExpr || arg.Kind == syntax.PairExpr && call.Kind == syntax.ObjectExpr || arg.Kind == syntax.SpreadExpr && arg.Name == "**" {
			continue
		}
		items = append(items, arg)
	}
	if m.foreign && !open(want) && len(want)-len(positional) < len(call.List)-len(items) {
		return h, No
	}
	h, a := m.sequence(positional, items, h)
	return h, min(all, a)
}

// open tells whether a list has `...`.
func open(list []*node) bool {
	return slices.ContainsFunc(list, func(n *node) bool { return n.kind == dotsNode })
}

// spread matches a dict whose entries become keyword arguments.
func (m *matcher) spread(n *node, call *syntax.Expr, h Holes) (Holes, Answer) {
	best, answer := h, No
	for _, arg := range call.List {
		if arg == nil || arg.Kind != syntax.SpreadExpr || arg.Name != "**" && call.Kind != syntax.ObjectExpr {
			continue
		}
		if rest, a := m.match(n.x, arg.X, h); a > answer {
			best, answer = rest, a
		}
	}
	return best, answer
}

func (m *matcher) keyword(n *node, holder *syntax.Expr, h Holes) (Holes, Answer) {
	if n.member != "" {
		return m.anyKey(n, holder, h)
	}
	value, open := m.file.Field(holder, n.text)
	if n.kind == absentNode {
		switch {
		case value != nil:
			return h, No
		case open:
			return h, Maybe
		}
		return h, Yes
	}
	if value != nil {
		return m.match(n.x, value, h)
	}
	if open {
		return h, Maybe
	}
	return h, No
}

// anyKey matches a keyword or pair whose key is a hole: the first that fits.
func (m *matcher) anyKey(n *node, holder *syntax.Expr, h Holes) (Holes, Answer) {
	best, answer := h, No
	for _, e := range holder.List {
		if rest, a := m.pair(n, e, h); a > answer {
			best, answer = rest, a
		}
		if answer == Yes || m.budget < 0 {
			break
		}
	}
	return best, answer
}

// pair matches one pair of an object or one keyword argument.
func (m *matcher) pair(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if e == nil || e.Name == "" {
		return h, No
	}
	value := e.Y
	switch e.Kind {
	case syntax.PairExpr:
	case syntax.KeywordExpr:
		value = e.X
	default:
		return h, No
	}
	if n.member == "" {
		if n.text != e.Name {
			return h, No
		}
	} else {
		key := &syntax.Expr{Kind: syntax.IdentExpr, Name: e.Name, Start: e.Start, End: min(e.Start+len(e.Name), e.End), Function: -1}
		var a Answer
		if h, a = m.bind(n.member, key, h); a == No {
			return h, No
		}
	}
	return m.match(n.x, value, h)
}

// sequence matches a list. After a spread of unknown length nothing can be told but by `...`.
func (m *matcher) sequence(want []*node, items []*syntax.Expr, h Holes) (Holes, Answer) {
	all := Yes
	for len(want) > 0 {
		if want[0].kind == dotsNode {
			rest, a := m.anywhere(want[1:], items, h)
			return rest, min(all, a)
		}
		if len(items) == 0 {
			return h, No
		}
		item := items[0]
		if item != nil && item.Kind == syntax.SpreadExpr {
			if m.file.Language != syntax.Go || want[0].kind != holeNode {
				return h, min(all, Maybe)
			}
			item = item.X // f(list...)
		}
		var a Answer
		if h, a = m.match(want[0], item, h); a == No {
			return h, No
		}
		all = min(all, a)
		want, items = want[1:], items[1:]
	}
	if len(items) > 0 {
		return h, No
	}
	return h, all
}

func (m *matcher) anywhere(want []*node, items []*syntax.Expr, h Holes) (Holes, Answer) {
	if len(want) == 0 {
		return h, Yes
	}
	best, answer := h, No
	for i := 0; i <= len(items); i++ {
		if rest, a := m.sequence(want, items[i:], h); a > answer {
			best, answer = rest, a
		}
		if answer == Yes || m.budget < 0 {
			break
		}
	}
	return best, answer
}

func (m *matcher) array(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if e.Kind != syntax.ArrayExpr {
		return h, m.opaque(e)
	}
	return m.sequence(n.list, e.List, h)
}

// object matches keys in any order and leaves others alone.
func (m *matcher) object(n *node, e *syntax.Expr, h Holes) (Holes, Answer) {
	if (e.Kind == syntax.PairExpr || e.Kind == syntax.KeywordExpr) && len(n.list) == 1 {
		return m.pair(n.list[0], e, h)
	}
	if e.Kind != syntax.ObjectExpr {
		return h, m.opaque(e)
	}
	all := Yes
	for _, pair := range n.list {
		var a Answer
		if pair.kind == spreadNode {
			h, a = m.spread(pair, e, h)
		} else {
			h, a = m.keyword(pair, e, h)
		}
		if a == No {
			return h, No
		}
		all = min(all, a)
	}
	return h, all
}

// opaque says whether an expression that is no list or object where one is wanted may still turn out to be one.
func (m *matcher) opaque(e *syntax.Expr) Answer {
	switch e.Kind {
	case syntax.IdentExpr, syntax.MemberExpr, syntax.IndexExpr, syntax.CallExpr, syntax.CondExpr, syntax.Unknown:
		return Maybe
	case syntax.BinaryExpr:
		if op := operator(e.Name); op == "or" || op == "??" || op == "and" || op == "+" {
			return Maybe
		}
	}
	return No
}
