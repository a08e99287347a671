package code

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// pieces is a string taken apart: its fixed text, and whether a part that isn't constant went into it.
type pieces struct {
	text   string
	answer pattern.Answer // Yes: built; Maybe: can't be told; No: constant
	whole  bool           // text was put together here at all: a template, a sum, a format
}

// pieces takes a string expression apart.
func (r *run) pieces(e *syntax.Expr, c *condition) pieces {
	b := &builder{run: r, condition: c, budget: 400}
	b.add(e, 0)
	p := pieces{text: b.text.String(), whole: b.put}
	switch {
	case b.put:
		p.answer = b.parts
	case r.file.Value(e).Known, b.parts == pattern.No && b.text.Len() > 0: // one of several constants
		p.answer = pattern.No
	default:
		p.answer = pattern.Maybe
	}
	return p
}

// addressed tells whether what a client sent stands where an address has its host.
func (r *run) addressed(e *syntax.Expr, c *condition) pattern.Answer {
	b := &builder{run: r, condition: c, budget: 400}
	b.add(e, 0)
	if b.first == nil || r.origin(e, c).level != tainted {
		return pattern.No
	}
	return r.tainted(b.first, c)
}

type builder struct {
	run       *run
	condition *condition
	text      strings.Builder
	parts     pattern.Answer // the worst of its parts
	put       bool
	budget    int
	first     *syntax.Expr // the part a string begins with, after a scheme, when it is not fixed
	visiting  []string     // names assigned several times, being followed
}

// hole adds a part that isn't fixed.
func (b *builder) hole(e *syntax.Expr) {
	if text := b.text.String(); b.first == nil && (text == "" || strings.HasSuffix(text, "//") || strings.EqualFold(strings.TrimSpace(text), "location:")) {
		b.first = e
	}
	b.text.WriteString("{}")
	b.parts = max(b.parts, b.dynamic(e))
}

// dynamic says whether a part can be anything: constants and what the rule calls clean can't, constants of other
// modules and parts with tidy names can't be told.
func (b *builder) dynamic(e *syntax.Expr) pattern.Answer {
	if e == nil {
		return pattern.Maybe
	}
	f := b.run.file
	if v := f.Value(e); v.Known || b.run.plain(e) {
		return pattern.No
	}
	for _, p := range b.condition.cleanPatterns {
		if _, a := p.Match(f, e, nil, nil); a == pattern.Yes {
			return pattern.No
		}
		if _, a := p.Match(f, f.Deref(e), nil, nil); a == pattern.Yes {
			return pattern.No
		}
	}
	from := b.run.origin(e, b.condition)
	switch from.level {
	case fixed:
		return pattern.No
	case tainted:
		return pattern.Yes
	}
	names := b.run.namesOf(e)
	if d := f.Deref(e); d.Kind == syntax.IndexExpr && d.X.Kind == syntax.IdentExpr {
		names = append(names, d.X.Name)
	}
	if made := f.Deref(e); made != e {
		names = append(names, b.run.namesOf(made)...)
	}
	if b.run.elsewhere(e) {
		return pattern.Maybe
	}
	for _, name := range names {
		if name == strings.ToUpper(name) && len(name) > 1 {
			return pattern.Maybe
		}
		if b.condition.tidy != nil && b.condition.tidy.MatchString(words(name)) {
			return pattern.Maybe
		}
	}
	if b.run.file.Language == syntax.Java && b.run.ofConstants(e, b.condition) {
		return pattern.Maybe
	}
	switch d := f.Deref(e); d.Kind {
	case syntax.CondExpr:
		return max(b.dynamic2(e, d.Y), b.dynamic2(e, d.Z))
	case syntax.BinaryExpr:
		if d.Name == "+" || d.Name == "or" || d.Name == "||" || d.Name == "??" {
			return max(b.dynamic2(e, d.X), b.dynamic2(e, d.Y))
		}
		if d.Name == "*" || d.Name == "-" || d.Name == "/" {
			return pattern.No // a number, or a repeated string
		}
	case syntax.UnaryExpr, syntax.NumberExpr, syntax.BoolExpr:
		return pattern.No
	}
	return pattern.Yes
}

// dynamic2 goes on with a part of a part.
func (b *builder) dynamic2(whole, part *syntax.Expr) pattern.Answer {
	if b.budget--; b.budget < 0 || part == whole {
		return pattern.Maybe
	}
	return b.dynamic(part)
}

func (b *builder) add(e *syntax.Expr, depth int) {
	b.budget--
	if e == nil || depth > 20 || b.budget < 0 {
		b.parts = max(b.parts, pattern.Maybe)
		return
	}
	f := b.run.file
	if v := f.Value(e); v.Known {
		b.text.WriteString(v.Text)
		return
	}
	switch d := f.Deref(e); d.Kind {
	case syntax.AwaitExpr:
		b.add(d.X, depth+1)
	case syntax.TemplateExpr:
		b.put = true
		for _, part := range d.List {
			b.piece(part, depth)
		}
	case syntax.BinaryExpr:
		b.binary(d, depth)
	case syntax.CallExpr:
		b.call(d, depth)
	case syntax.NewExpr:
		if !b.java(d, depth) {
			b.hole(e)
		}
	case syntax.CondExpr:
		b.choice(d, depth)
	case syntax.IdentExpr:
		if !b.reassigned(d, depth) {
			b.hole(e)
		}
	default:
		b.hole(e)
	}
}

// choice adds both values of a ternary, the constant one last: what a string begins with is the other.
func (b *builder) choice(e *syntax.Expr, depth int) {
	yes, no := e.Y, e.Z
	if v := b.run.file.Value(e.X); v.Known && v.Kind == syntax.BoolExpr {
		if v.Text == "false" {
			yes = no
		}
		b.add(yes, depth+1)
		return
	}
	if b.run.file.Value(yes).Known {
		yes, no = no, yes
	}
	b.add(yes, depth+1)
	b.add(no, depth+1)
}

// piece adds one part of a string being put together: strings are looked into, all else is a hole.
func (b *builder) piece(e *syntax.Expr, depth int) {
	if e != nil && e.Kind == syntax.IdentExpr && slices.Contains(b.visiting, e.Name) {
		return // q = q + x: all that q is given is looked at already
	}
	if e != nil && b.stringlike(e) {
		b.add(e, depth+1)
		return
	}
	b.hole(e)
}

// stringlike tells whether an expression is itself a string put together, or one fixed.
func (b *builder) stringlike(e *syntax.Expr) bool {
	f := b.run.file
	if v := f.Value(e); v.Known {
		return true
	}
	d := f.Deref(e)
	switch d.Kind {
	case syntax.TemplateExpr, syntax.StringExpr:
		return true
	case syntax.BinaryExpr:
		return d.Name == "+" || d.Name == "%"
	case syntax.CallExpr:
		name := f.Resolve(d.X)
		return f.Language == syntax.Go && (strings.HasPrefix(name, "fmt.Sprint") || name == "os.TempDir" || name == "path/filepath.Join" || name == "strings.Join")
	}
	return false
}

func (b *builder) binary(e *syntax.Expr, depth int) {
	switch e.Name {
	case "+":
		put := b.stringy(e, 0)
		b.put = b.put || put
		b.piece(e.X, depth)
		b.piece(e.Y, depth)
	case "%":
		b.put = b.put || b.stringlike(e.X)
		args := []*syntax.Expr{e.Y}
		if right := b.run.file.Deref(e.Y); right != nil && (right.Kind == syntax.ArrayExpr || right.Kind == syntax.ObjectExpr) {
			args = right.List
		}
		b.formatted(e.X, args, depth)
	case "or", "||", "??":
		b.add(e.X, depth+1)
		b.add(e.Y, depth+1)
	default:
		b.hole(e)
	}
}

// stringy tells whether a sum has a string in it, so that it isn't one of numbers.
func (b *builder) stringy(e *syntax.Expr, depth int) bool {
	if e == nil || depth > 20 {
		return false
	}
	if v := b.run.file.Value(e); v.Known {
		return v.Kind == syntax.StringExpr
	}
	d := b.run.file.Deref(e)
	switch d.Kind {
	case syntax.TemplateExpr, syntax.StringExpr:
		return true
	case syntax.BinaryExpr:
		return b.stringy(d.X, depth+1) || b.stringy(d.Y, depth+1)
	}
	return false
}

// placeholder is where a format takes a value.
var placeholder = regexp.MustCompile(`\{[\w.\[\]]*(![rsa])?(:[^{}]*)?\}|%(\(\w+\))?[-#0 +]*\d*(\.\d+)?[sdrifjo]`)

// formatted adds a format with its values where they go.
func (b *builder) formatted(format *syntax.Expr, args []*syntax.Expr, depth int) {
	v := b.run.file.Value(format)
	places := placeholder.FindAllStringIndex(v.Text, 100)
	if !v.Known || len(places) == 0 {
		b.add(format, depth+1)
		b.holes(args)
		return
	}
	last := 0
	for i, place := range places {
		b.text.WriteString(v.Text[last:place[0]])
		last = place[1]
		if v.Text[place[1]-1] == 'd' && v.Text[place[0]] == '%' {
			b.text.WriteString("0")
			continue
		}
		if a := argument(args, v.Text[place[0]:place[1]], i); a != nil {
			b.holes([]*syntax.Expr{a})
		} else {
			b.text.WriteString("{}")
			b.holes(args)
		}
	}
	b.text.WriteString(v.Text[last:])
}

// argument gives the value that goes to a placeholder; nil when that can't be told.
func argument(args []*syntax.Expr, place string, i int) *syntax.Expr {
	name := strings.Trim(strings.TrimPrefix(place, "%"), "{}()sdrifjo")
	for _, a := range args {
		if a != nil && (a.Kind == syntax.KeywordExpr || a.Kind == syntax.PairExpr) && a.Name != "" && a.Name == name {
			return a
		}
	}
	if i < len(args) && args[i] != nil && args[i].Kind != syntax.KeywordExpr && args[i].Kind != syntax.PairExpr && args[i].Kind != syntax.SpreadExpr && (name == "" || name == string(rune('0'+i%10))) {
		return args[i]
	}
	return nil
}

func (b *builder) holes(list []*syntax.Expr) {
	for _, item := range list {
		switch {
		case item == nil:
		case item.Kind == syntax.KeywordExpr:
			b.hole(item.X)
		case item.Kind == syntax.PairExpr:
			b.hole(item.Y)
		case item.Kind == syntax.SpreadExpr:
			b.hole(item.X)
		default:
			b.hole(item)
		}
	}
}

// call looks into the calls that put strings together or leave them as they are.
func (b *builder) call(e *syntax.Expr, depth int) {
	callee := e.X
	if callee == nil {
		b.hole(e)
		return
	}
	if b.java(e, depth) || b.golang(e, depth) {
		return
	}
	name := callee.Name
	if e.Tagged && !apart(e) {
		b.add(e.List[0], depth+1)
		return
	}
	if callee.Kind == syntax.MemberExpr && callee.X != nil {
		switch name {
		case "format", "concat":
			if b.stringlike(callee.X) {
				b.put = true
				b.formatted(callee.X, e.List, depth)
				return
			}
			if name == "format" && len(e.List) > 1 && b.stringlike(e.List[0]) { // util.format("…", …)
				b.put = true
				b.formatted(e.List[0], e.List[1:], depth)
				return
			}
		case "join":
			b.join(e, depth)
			return
		case "replace":
			if b.stringlike(callee.X) {
				b.add(callee.X, depth+1)
				b.replaced(e, depth)
				return
			}
		case "strip", "trim", "encode", "lower", "upper", "rstrip", "lstrip", "toString", "dedent", "format_map", "trimEnd":
			if b.stringlike(callee.X) {
				b.add(callee.X, depth+1)
				return
			}
		}
	}
	if len(e.List) > 0 && b.run.rubyAddress(callee) {
		b.add(e.List[0], depth+1)
		return
	}
	switch name {
	case "text", "dedent", "cleandoc", "str", "String", "TextClause", "RawSQL", "sprintf", "Sprintf":
		if len(e.List) > 0 && b.stringlike(e.List[0]) {
			if name == "sprintf" || name == "Sprintf" {
				b.put = true
				b.formatted(e.List[0], e.List[1:], depth)
				return
			}
			b.add(e.List[0], depth+1)
			return
		}
	}
	b.hole(e)
}

// replaced takes the text that replace puts in: "… [id]".replace("[id]", x).
func (b *builder) replaced(e *syntax.Expr, depth int) {
	if len(e.List) < 2 || e.List[1] == nil || b.run.file.Value(e.List[1]).Known {
		return
	}
	b.put = true
	b.piece(e.List[1], depth)
}

// join takes the elements of `sep.join(list)` and `[…].join(sep)`; a list made by a loop can't be told.
func (b *builder) join(e *syntax.Expr, depth int) {
	var list *syntax.Expr
	f := b.run.file
	if len(e.List) > 0 {
		list = f.Deref(e.List[0])
	}
	if x := f.Deref(e.X.X); x.Kind == syntax.ArrayExpr {
		list = x
	}
	if list == nil || list.Kind != syntax.ArrayExpr {
		b.text.WriteString("{}")
		b.parts = max(b.parts, pattern.Maybe)
		return
	}
	b.put = true
	for _, item := range list.List {
		b.piece(item, depth)
		b.text.WriteString(" ")
	}
}

// reassigned follows a local name that is assigned several times, as in `sql = "…"; sql += x`: any of the values may
// be the one.
func (b *builder) reassigned(e *syntax.Expr, depth int) bool {
	for _, name := range b.visiting {
		if name == e.Name {
			return true
		}
	}
	r := b.run
	here := r.file.FunctionAt(e.Start)
	found := false
	if here >= 0 && slices.ContainsFunc(r.file.Functions[here].Params, func(p syntax.Param) bool { return p.Name == e.Name }) {
		b.parts = max(b.parts, pattern.Maybe)
	}
	b.visiting = append(b.visiting, e.Name)
	at := r.tokenAt(e.Start)
	for _, i := range r.lastOf(r.assignsOf(e.Name), here, e.Start) {
		a := &r.file.Assigns[i]
		if value := r.file.Expr(a.Value); value != nil && r.sameVariable(e.Name, here, a.Target.Start, at) {
			found = true
			b.add(value, depth+1)
		}
	}
	for _, i := range r.appendsTo(e.Name) {
		start := int(r.file.Tokens[i].Start)
		if start > e.Start || r.file.FunctionAt(start) != here {
			continue
		}
		if value := r.file.Expr(syntax.Range{Start: i + 2, End: r.statementEnd(i + 2)}); value != nil {
			found, b.put = true, true
			b.piece(value, depth)
		}
	}
	b.visiting = b.visiting[:len(b.visiting)-1]
	return found
}

// maxValues is how many values of one name are looked at: a script of ten megabytes may give it ten thousand.
const maxValues = 64

// lastOf picks the last assigns of a function before a place, of a list in order.
func (r *run) lastOf(assigns []int, function, before int) []int {
	var last []int
	end := sort.Search(len(assigns), func(i int) bool { return r.file.Assigns[assigns[i]].Start > before })
	for i := end - 1; i >= max(0, end-maxValues*maxValues) && len(last) < maxValues; i-- {
		if r.file.Assigns[assigns[i]].Function == function {
			last = append(last, assigns[i])
		}
	}
	slices.Reverse(last)
	return last
}

// appendsTo lists the tokens where a plain name stands before += or .=
func (r *run) appendsTo(name string) []int {
	if r.appends == nil {
		r.appends = map[string][]int{}
		for i, t := range r.file.Tokens {
			if t.Kind == syntax.Ident && (r.adds(i+1) || r.shovels(i+1)) {
				r.appends[r.text(i)] = append(r.appends[r.text(i)], i)
			}
		}
	}
	return r.appends[name]
}

// adds tells whether a token puts what follows behind a text: += or, in PHP, .=
func (r *run) adds(token int) bool {
	return r.is(token, "+=") || r.file.Language == syntax.PHP && r.is(token, ".=")
}

// shovels tells whether a token puts what follows into what stands in front, in Ruby: sql << "…".
func (r *run) shovels(token int) bool { return r.file.Language == syntax.Ruby && r.is(token, "<<") }

// statementEnd gives the token after an expression statement's last one.
func (r *run) statementEnd(i int) int {
	for start := i; i < min(len(r.file.Tokens), start+maxStatement*10); i++ {
		t := r.file.Tokens[i]
		switch {
		case t.Kind == syntax.Open && t.Match > int32(i):
			i = int(t.Match)
		case t.Kind == syntax.Close, t.Kind == syntax.Newline, r.is(i, ";"), r.is(i, "?>"):
			return i
		case i > start && r.file.Language != syntax.Go && r.file.Language != syntax.PHP && r.operandEnds(i-1) && (t.Kind == syntax.Ident || t.Kind == syntax.Keyword):
			return i // a line break ends it
		}
	}
	return i
}

func (r *run) operandEnds(i int) bool {
	switch r.file.Tokens[i].Kind {
	case syntax.Ident, syntax.String, syntax.Number, syntax.Close:
		return true
	}
	return false
}

// assignsOf lists the assignments to a plain name.
func (r *run) assignsOf(name string) []int {
	if r.names == nil {
		r.names = map[string][]int{}
		for i := range r.file.Assigns {
			if t := r.file.Assigns[i].Target; t.End-t.Start == 1 {
				r.names[r.text(t.Start)] = append(r.names[r.text(t.Start)], i)
			}
		}
	}
	return r.names[name]
}
