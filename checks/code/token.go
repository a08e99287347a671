package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// tokens looks for the events that have no list of their own in a File: properties of objects, names, comparisons,
// strings, what is returned and what is appended.
func (r *run) tokens() {
	waits := func(kind pattern.AnchorKind) bool { return r.index[kind].waits(r.awake) }
	properties, names, compares, texts, returns := waits(pattern.Property), waits(pattern.Name), waits(pattern.Compare), waits(pattern.Text), waits(pattern.Return)
	appends := r.file.Language != syntax.Python && waits(pattern.Assign)
	if !properties && !names && !compares && !texts && !returns && !appends {
		return
	}
	if returns && r.file.Language == syntax.CSharp {
		r.arrows()
	}
	var open []int // brackets around the token
	for i, t := range r.file.Tokens {
		switch t.Kind {
		case syntax.Open:
			open = append(open, i)
		case syntax.Close:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case syntax.Ident, syntax.Keyword:
			if len(open) > 0 && properties {
				r.property(i, open[len(open)-1])
				r.attribute(i, open[len(open)-1])
			}
			if names && t.Kind == syntax.Ident {
				r.name(i)
			}
			if returns && t.Kind == syntax.Keyword && r.is(i, "return") {
				r.returned(i)
			}
		case syntax.String:
			if len(open) > 0 && properties {
				r.property(i, open[len(open)-1])
			}
			if texts {
				r.string(i)
			}
		case syntax.Punct:
			if compares {
				r.compare(i)
			}
			if appends && r.adds(i) {
				r.appended(i)
			}
		}
	}
}

// property looks at `key: value` directly inside braces.
func (r *run) property(key, brace int) {
	first := r.keyStart(key, brace)
	if first < 0 || r.file.Tokens[brace].Match < 0 {
		return
	}
	name := r.text(key)
	if r.file.Tokens[key].Kind == syntax.String {
		name = unquote(name)
	}
	wanted := r.rulesAt(pattern.Property, name)
	if len(wanted) == 0 {
		return
	}
	object := r.object(brace)
	if object.expr == nil || object.expr.Kind != syntax.ObjectExpr {
		return
	}
	pair := object.pairs[int(r.file.Tokens[first].Start)]
	if pair == nil {
		return
	}
	anyKey, named := r.split(wanted, name)
	at := event{kind: pattern.Property, start: pair.Start, end: pair.End, token: key}
	at.expr = pair
	r.judge(anyKey, at)
	at.expr, at.key = object.expr, name
	r.judge(named, at)
}

// attribute shows name={value} of an element to the rules that hang on a property of this name.
func (r *run) attribute(i, tag int) {
	if !r.is(tag, "<") || !r.is(i+1, "=") || !r.is(i+2, "{") || int(r.file.Tokens[i+2].Match) < i {
		return
	}
	name := r.text(i)
	r.found = r.found[:0]
	if r.addAwake(r.index[pattern.Property].named[name]); len(r.found) == 0 {
		return
	}
	value := r.file.Expr(syntax.Range{Start: i + 3, End: int(r.file.Tokens[i+2].Match)})
	if value == nil {
		return
	}
	start := int(r.file.Tokens[i].Start)
	e := &syntax.Expr{Kind: syntax.PairExpr, Name: name, Y: value, Start: start, End: value.End, Function: -1}
	r.judge(r.found, event{kind: pattern.Property, expr: e, start: start, end: value.End, token: i, key: name})
}

// keyStart gives the token where a key of an object begins that ends with a token, -1 when that is none.
func (r *run) keyStart(key, brace int) int {
	if r.file.Language == syntax.PHP { // ["k" => v], array(A::K => v)
		if !r.is(key+1, "=>") || !r.is(brace, "[") && !(r.is(brace, "(") && strings.EqualFold(r.text(brace-1), "array")) {
			return -1
		}
		if r.is(key-1, "::") {
			key -= 2
		}
		if key-1 != brace && !r.is(key-1, ",") {
			return -1
		}
		return key
	}
	if !r.is(key+1, ":") || !r.is(brace, "{") || !r.is(key-1, "{") && !r.is(key-1, ",") {
		return -1
	}
	return key
}

// split parts the rules that hang on any key, which look at one pair, from those that name a key and see the whole object.
func (r *run) split(wanted []int, name string) (anyKey, named []int) {
	open := r.index[pattern.Property].openTo(name, false)
	for _, i := range wanted {
		if contains(open, i) {
			anyKey = append(anyKey, i)
		} else {
			named = append(named, i)
		}
	}
	return anyKey, named
}

// An object is an object literal and its pairs by where they start: large tables are looked at once a key.
type object struct {
	expr  *syntax.Expr
	pairs map[int]*syntax.Expr
}

func (r *run) object(brace int) object {
	if o, ok := r.objects[brace]; ok {
		return o
	}
	o := object{expr: r.file.Expr(syntax.Range{Start: brace, End: int(r.file.Tokens[brace].Match) + 1}), pairs: map[int]*syntax.Expr{}}
	if o.expr != nil {
		for _, pair := range o.expr.List {
			if pair != nil && pair.Kind == syntax.PairExpr {
				o.pairs[pair.Start] = pair
			}
		}
	}
	if r.objects == nil {
		r.objects = map[int]object{}
	}
	r.objects[brace] = o
	return o
}

// name looks at an identifier and the chain it ends.
func (r *run) name(i int) {
	wanted := r.rulesAt(pattern.Name, r.text(i))
	if len(wanted) == 0 || r.imported(i) {
		return
	}
	first := r.chain(i)
	if first < 0 {
		return
	}
	e := r.file.Expr(syntax.Range{Start: first, End: i + 1})
	if e != nil {
		r.judge(wanted, event{kind: pattern.Name, expr: e, start: e.Start, end: e.End, token: first})
	}
}

// chain gives the token where the chain of members begins that one ends; -1 when it can't be told.
func (r *run) chain(i int) int {
	for r.links(i - 1) {
		i -= 2
		if i >= 0 && r.file.Tokens[i].Kind == syntax.Close {
			if r.file.Tokens[i].Match < 1 {
				return -1
			}
			i = int(r.file.Tokens[i].Match) - 1
		}
		if i < 0 {
			return -1
		}
	}
	return i
}

// appended shows x.y += z to the rules that hang on an assignment to y, and $x .= y to those of PHP on one to $x.
func (r *run) appended(i int) {
	if i == 0 || r.file.Tokens[i-1].Kind != syntax.Ident {
		return
	}
	r.found = r.found[:0]
	switch {
	case r.links(i - 2):
		r.addAwake(r.index[pattern.Assign].named[r.text(i-1)])
	case r.file.Language == syntax.PHP:
		r.addRules(pattern.Assign, r.text(i-1), false)
	default:
		return
	}
	first := r.chain(i - 1)
	if len(r.found) == 0 || first < 0 {
		return
	}
	end := r.statementEnd(i + 1)
	target, value := r.file.Expr(syntax.Range{Start: first, End: i}), r.file.Expr(syntax.Range{Start: i + 1, End: end})
	if target == nil || value == nil {
		return
	}
	e := &syntax.Expr{Kind: syntax.AssignExpr, Name: "=", X: target, Y: value, Start: target.Start, End: value.End, Tokens: syntax.Range{Start: first, End: end}, Function: -1}
	r.judge(r.found, event{kind: pattern.Assign, expr: e, start: e.Start, end: e.End, token: first})
}

// imported tells whether a token stands in an import statement.
func (r *run) imported(i int) bool {
	for n := 0; i > 0 && n < 64; i, n = i-1, n+1 {
		switch r.text(i - 1) {
		case "import", "from":
			return true
		case ",", ".", "{", "(", "as", "type":
		default:
			if r.file.Tokens[i-1].Kind != syntax.Ident {
				return false
			}
		}
		if r.file.Tokens[i-1].Kind == syntax.Newline {
			return false
		}
	}
	return false
}

func (r *run) string(i int) {
	wanted := r.rulesAt(pattern.Text, "")
	if len(wanted) == 0 {
		return
	}
	if e := r.file.Expr(syntax.Range{Start: i, End: i + 1}); e != nil {
		r.judge(wanted, event{kind: pattern.Text, expr: e, start: e.Start, end: e.End, token: i})
	}
}

// returned looks at the value behind a return.
func (r *run) returned(i int) {
	wanted := r.rulesAt(pattern.Return, "")
	if e := r.valueAt(syntax.Range{Start: i + 1, End: r.returnEnd(i+1, r.main())}); e != nil {
		r.judge(wanted, event{kind: pattern.Return, expr: e, start: e.Start, end: e.End, token: i + 1})
	}
}

// arrows looks at what members of C# give behind an arrow: string Name => value.
func (r *run) arrows() {
	for i := range r.file.Functions {
		if f := &r.file.Functions[i]; f.Name != "" && f.Body.Start > 0 && r.is(f.Body.Start-1, "=>") {
			r.returned(f.Body.Start - 1)
		}
	}
}

// compare looks at a comparison: the operands on both sides up to what binds more loosely.
func (r *run) compare(i int) {
	switch r.text(i) {
	case "==", "===", "!=", "!==", "<", ">", "<=", ">=":
	default:
		return
	}
	left, right := i, i+1
	for left > 0 && r.operand(left-1, left) {
		left--
		if t := r.file.Tokens[left]; t.Kind == syntax.Close {
			if t.Match < 0 {
				return
			}
			left = int(t.Match)
		}
	}
	for right < len(r.file.Tokens) && r.operand(right, right-1) {
		if t := r.file.Tokens[right]; t.Kind == syntax.Open {
			if t.Match < 0 {
				return
			}
			right = int(t.Match)
		}
		right++
	}
	r.found = r.found[:0]
	r.compared(syntax.Range{Start: left, End: i})
	r.compared(syntax.Range{Start: i + 1, End: right})
	if len(r.found) == 0 {
		return
	}
	if e := r.file.Expr(syntax.Range{Start: left, End: right}); e != nil {
		r.judge(r.found, event{kind: pattern.Compare, expr: e, start: e.Start, end: e.End, token: left})
	}
}

// compared adds the rules that may hang on one side of a comparison: all of those for any name when it ends in a bracket,
// since its names may then stand before it.
func (r *run) compared(operand syntax.Range) {
	name := r.targetName(operand)
	if operand.End > operand.Start && r.file.Tokens[operand.End-1].Kind == syntax.Close && (name == ")" || name == "]") {
		r.addAwake(r.index[pattern.Compare].all())
	}
	r.addRules(pattern.Compare, name, false)
}

// operand tells whether a token belongs to the operand that its neighbour is part of.
func (r *run) operand(i, neighbour int) bool {
	t, n := r.file.Tokens[i], r.file.Tokens[neighbour]
	text := r.text(i)
	switch t.Kind {
	case syntax.Close:
		if i > neighbour || n.Kind == syntax.Ident || n.Kind == syntax.String {
			return false
		}
		return true
	case syntax.Open:
		return i > neighbour && (text != "{" || r.file.Language != syntax.Go)
	case syntax.String, syntax.Number, syntax.Regex:
		return n.Kind != syntax.Ident && n.Kind != syntax.Keyword
	case syntax.Ident:
		return n.Kind != syntax.Ident && n.Kind != syntax.Keyword || i > neighbour && r.text(neighbour) == "await"
	case syntax.Keyword:
		switch text {
		case "this", "self", "super", "true", "false", "null", "None", "True", "False", "await":
			return true
		}
	case syntax.Punct:
		return text == "." || text == "?." || r.links(i) || text == "+" || text == "-" || text == "%" || text == "*"
	}
	return false
}
