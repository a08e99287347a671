package code

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// name follows an identifier to what it was last given.
func (t *trace) name(e *syntax.Expr, depth int) origin {
	r := t.run
	at := r.tokenAt(e.Start)
	if at < 0 {
		return origin{level: unknown}
	}
	if r.file.Language == syntax.Go && (e.Name == "err" || strings.HasSuffix(e.Name, "Err")) {
		return origin{level: unknown} // says what went wrong, hardly what was sent
	}
	if t.data.still[e.Name] || r.guarded(e.Name, at, t.sink) {
		return origin{}
	}
	here := r.file.FunctionAt(e.Start)
	for fn, n := here, 0; n < 20; n++ {
		if o, ok := t.reaching(e.Name, "", at, fn, fn == here, depth); ok {
			return o
		}
		if o, ok := t.namedParameter(e.Name, fn); ok {
			return o
		}
		if fn < 0 {
			break
		}
		fn = r.file.Functions[fn].Outer
	}
	if t.data.request(r.file.Resolve(e)) && !t.shadowed(e) || t.posted(e) {
		return origin{level: tainted}.via(e.Start, e.End, fromRequest)
	}
	if r.file.Language == syntax.Java {
		if o, ok := t.kept(e, depth); ok {
			return o
		}
	}
	if t.data.given[r.file.Resolve(e)] {
		return origin{level: outside}
	}
	return origin{level: unknown}
}

// entry follows x[key] or x.key: what was put under this key, else a part of what x is.
func (t *trace) entry(e *syntax.Expr, key string, depth int) origin {
	r := t.run
	at, here := r.tokenAt(e.Start), r.file.FunctionAt(e.Start)
	if at < 0 {
		return origin{level: unknown}
	}
	if e.X.Name == "self" || e.X.Name == "this" {
		return t.field(e, key, depth)
	}
	for fn, n := here, 0; n < 20; n++ {
		if o, ok := t.reaching(e.X.Name, key, at, fn, fn == here, depth); ok {
			return o
		}
		if fn < 0 {
			break
		}
		fn = r.file.Functions[fn].Outer
	}
	return origin{level: unknown}
}

// field takes all that the file gives to self.key.
func (t *trace) field(e *syntax.Expr, key string, depth int) origin {
	o, found := origin{}, false
	at := t.run.tokenAt(e.Start)
	for _, d := range t.run.defsOf(e.X.Name + "." + key) {
		if d.fn == t.run.file.FunctionAt(e.Start) && d.at > at {
			continue
		}
		if !t.begin(e.X.Name+"."+key, d) {
			continue
		}
		found = true
		o = join(o, t.eval(t.run.valueAt(d.value), depth))
		t.end()
	}
	if !found {
		return origin{level: unknown}
	}
	return o
}

// begin opens a definition, unless it is being followed already.
func (t *trace) begin(name string, d def) bool {
	open := openDef{name, d.at, len(t.frames)}
	if slices.Contains(t.open, open) {
		return false
	}
	t.open = append(t.open, open)
	return true
}

func (t *trace) end() { t.open = t.open[:len(t.open)-1] }

// reaching joins the definitions of a name in one function that may be the last before a token, and its parameter when
// none surely is. With key it looks only for what stands under that key.
func (t *trace) reaching(name, key string, at, fn int, ordered bool, depth int) (origin, bool) {
	r := t.run
	r.blocks()
	list := r.defsOf(name)
	o, found, floor, entered := origin{}, false, -1, false
	for i, n := len(list)-1, 0; i >= 0; i-- {
		d := &list[i]
		if d.fn != fn || d.at < floor || !r.sameVariable(name, fn, d.at, at) {
			continue
		}
		if n++; n > maxDefs {
			return join(o, origin{level: unknown}), true
		}
		if d.from > 0 { // of a comprehension
			if at > d.from && at < d.to {
				return t.given(name, key, d, depth), true
			}
			continue
		}
		if at >= d.at && at < d.value.End {
			continue // x = x.strip()
		}
		b, dead := r.settled(r.blockAt(d.at))
		if dead {
			continue
		}
		if ordered && d.at > at && !r.again(d.at, at) {
			continue
		}
		if ordered && d.at < at && b >= 0 && r.blockList[b].exits && at < r.blockList[b].until && !r.encloses(b, at) {
			continue
		}
		if d.kind == entryDef && key != "" && d.key != "" && d.key != key {
			continue
		}
		found = true
		sure := ordered && d.at < at && r.encloses(b, at)
		if d.kind == entryDef {
			if key != "" && d.key == "" && r.file.Language != syntax.Python {
				// x.push(v) says nothing of x.key
				if r.is(d.at+1, ".") {
					continue
				}
			}
			o, entered = join(o, t.given(name, "", d, depth)), true
			if sure && key != "" && d.key == key {
				return o, true
			}
			continue
		}
		o = join(o, t.given(name, key, d, depth))
		if o.level == tainted {
			return o, true
		}
		if d.kind == addDef {
			continue
		}
		if sure {
			return o, true
		}
		if ordered && d.at < at && b >= 0 && (r.tested(name, b, t.sink, false) || slices.ContainsFunc(r.derived(name), func(other string) bool { return r.tested(other, b, t.sink, false) })) {
			return o, true // if x not in ALLOWED: x = …
		}
		if ordered && d.at < at && b >= 0 {
			floor = max(floor, t.covered(name, fn, b))
		}
	}
	if floor >= 0 {
		return o, found
	}
	if p, ok := t.parameterOf(name, fn, depth); ok {
		return join(o, p), true
	}
	if found && entered && o.level != tainted {
		o.level = max(o.level, unknown)
	}
	return o, found
}

// maxDefs bounds how many definitions of one name are looked at.
const maxDefs = 100

// again tells whether a later definition is reached before a token in the next turn of a loop around both.
func (r *run) again(later, at int) bool {
	for b, n := r.blockAt(at), 0; b >= 0 && n < 50; b, n = r.blockList[b].parent, n+1 {
		if k := r.blockList[b].kind; (k == "for" || k == "while") && r.encloses(b, later) {
			return true
		}
	}
	return false
}

// tested tells whether the condition of block b being true (good), or false, says that a name holds what is meant.
func (r *run) tested(name string, b int, sink string, good bool) bool {
	for n, g := range r.guardsOf(name) {
		if n > 50 {
			break
		}
		if g.block == b {
			if yes, no := r.allows(g, sink); good && yes || !good && no {
				return true
			}
		}
	}
	return false
}

// covered gives the token where an if begins all of whose branches give the name a value; -1 when not all do.
func (t *trace) covered(name string, fn, b int) int {
	r := t.run
	chain := r.siblings(b)
	if chain == nil {
		return -1
	}
	first := r.blockList[b].start
	for _, s := range chain {
		first = min(first, r.blockList[s].start)
		if r.blockList[s].exits || r.tested(name, s, t.sink, true) {
			continue
		}
		given := slices.ContainsFunc(r.defsOf(name), func(d def) bool {
			return d.fn == fn && d.kind <= partDef && d.at < r.blockList[s].end && d.at >= r.blockList[s].start && r.blockAt(d.at) == s
		})
		if !given {
			return -1
		}
	}
	return first
}

// given tells where the value of one definition comes from.
func (t *trace) given(name, key string, d *def, depth int) origin {
	if !t.begin(name, *d) {
		return origin{}
	}
	defer t.end()
	value := t.run.valueAt(d.value)
	if value == nil {
		return origin{level: unknown}
	}
	if d.kind == partDef && d.key != "" {
		start := int(t.run.file.Tokens[d.at].Start)
		if t.data.request(t.run.file.Resolve(value) + "." + d.key) {
			return origin{level: tainted}.via(start, start+len(name), fromRequest)
		}
		switch value.Kind {
		case syntax.ObjectExpr:
			key = d.key
		case syntax.CallExpr, syntax.AwaitExpr:
			if o, ok := t.partOfCall(value, d.key, depth); ok {
				return o
			}
		}
	} else if o, ok := t.partOfCall(value, key, depth); ok {
		return o
	}
	if key != "" && (value.Kind == syntax.ObjectExpr || value.Kind == syntax.ArrayExpr) {
		if o, ok := t.keyed(value, key, depth); ok {
			return o
		}
	}
	if key != "" && d.kind == assignDef && value.Kind == syntax.IdentExpr {
		return t.entry(&syntax.Expr{Kind: syntax.MemberExpr, X: value, Name: key, Start: value.Start, End: value.End}, key, depth)
	}
	if fn := t.oneOf(d, value); fn >= 0 {
		return t.enter(fn, value, share{index: d.place}, depth+1)
	}
	o := t.partly(d.key, func() origin { return t.eval(value, depth) })
	if d.kind == addDef {
		start, end := int(t.run.file.Tokens[d.at].Start), value.End
		return o.via(start, end, "put together here")
	}
	return o
}

// keyed takes one element of an object or list literal.
func (t *trace) keyed(value *syntax.Expr, key string, depth int) (origin, bool) {
	for i, item := range value.List {
		if item == nil || item.Kind == syntax.SpreadExpr || item.Kind == syntax.PairExpr && item.X != nil {
			return origin{}, false
		}
		if value.Kind == syntax.ArrayExpr {
			if key == itoa(i) {
				return t.eval(item, depth), true
			}
			continue
		}
		if item.Kind == syntax.PairExpr && item.Name == key {
			return t.eval(item.Y, depth), true
		}
	}
	if value.Kind == syntax.ArrayExpr {
		return origin{}, false
	}
	return origin{}, true
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return ""
}

// valueAt reads a stretch of tokens as an expression, once; several with commas between are a list.
func (r *run) valueAt(v syntax.Range) *syntax.Expr {
	if e, ok := r.values[v]; ok {
		return e
	}
	e := r.file.Expr(v)
	if list := r.tuple(v); e != nil && list != nil && e.Kind != syntax.ArrayExpr {
		many := &syntax.Expr{Kind: syntax.ArrayExpr, Start: e.Start, End: e.End, Function: -1}
		for _, part := range list {
			many.List = append(many.List, r.file.Expr(part))
		}
		e = many
	}
	if r.values == nil {
		r.values = map[syntax.Range]*syntax.Expr{}
	}
	r.values[v] = e
	return e
}

// parameterOf tells where a parameter's value comes from: the call that was gone into, the framework that calls a
// handler, the collection a callback goes through, or the calls in this file.
func (t *trace) parameterOf(name string, fn, depth int) (origin, bool) {
	r := t.run
	if fn < 0 {
		return origin{}, false
	}
	f := &r.file.Functions[fn]
	i := slices.IndexFunc(f.Params, func(p syntax.Param) bool { return p.Name == name })
	if i < 0 {
		return t.destructured(name, fn)
	}
	for k := len(t.frames) - 1; k >= 0; k-- {
		if t.frames[k].fn == fn {
			if o, ok := t.frames[k].args[name]; ok {
				return o, true
			}
			return origin{level: parameter}, true
		}
	}
	if r.file.Language == syntax.PHP && harmlessType(r, f.Params[i].Type) || r.file.Language == syntax.Python && (harmlessType(r, f.Params[i].Type) || t.counted(f, name)) || r.file.Language <= syntax.TSX && t.piped(&f.Params[i]) {
		return origin{}, true
	}
	if t.sent(fn, i) {
		at := f.Start
		return origin{level: tainted}.via(at, min(at+80, f.End), fromRequest), true
	}
	if o, ok := t.element(fn, depth); ok {
		return o, true
	}
	given := t.passed(fn, i, depth)
	if given.level == fixed && t.private(fn) {
		return given, true
	}
	return join(origin{level: parameter}, given), true
}

// sent tells whether a framework gives a client's value for a parameter.
func (t *trace) sent(fn, i int) bool {
	r := t.run
	f := &r.file.Functions[fn]
	p := &f.Params[i]
	if harmlessType(r, p.Type) {
		return false
	}
	if t.data.whole[p.Name] || t.lambda(f, i) {
		return true
	}
	switch r.file.Language {
	case syntax.Java:
		return t.handed(f, p)
	case syntax.CSharp:
		return t.bound(f, p)
	case syntax.PHP:
		return t.phpSent(f, p)
	}
	if r.file.Language != syntax.Python && p.Type.Start > 2 && t.marked(p) {
		return true
	}
	if resolver(f) && i == 1 {
		return p.Name == "args" || p.Name == "input"
	}
	if r.file.Language == syntax.Python && t.handedOn(f, i) {
		return true
	}
	if r.file.Language != syntax.Python || p.Name == "self" || p.Name == "request" || p.Name == "cls" || p.Name == "response" {
		return false
	}
	for _, d := range f.Decorators {
		if d < 0 || d >= len(r.file.Calls) || !t.data.handlers[r.file.CalleeName(&r.file.Calls[d])] {
			continue
		}
		c := &r.file.Calls[d]
		if len(c.Args) == 0 || r.file.Tokens[c.Args[0].Start].Kind != syntax.String {
			continue
		}
		route := r.text(c.Args[0].Start)
		if strings.Contains(route, ":"+p.Name+">") || strings.Contains(route, "<"+p.Name+":path>") || strings.Contains(route, "<"+p.Name+":str") || strings.Contains(route, "<"+p.Name+">") || strings.Contains(route, "{"+p.Name) {
			return true
		}
		if r.file.CalleeName(c) != "route" && !r.calledWith(p.Default, "Depends", "Security") {
			return textualType(r, p.Type) || r.modelOf(p) >= 0
		}
	}
	return false
}

// counted tells whether a route lets only a number or a UUID through for a parameter: /users/<int:id>.
func (t *trace) counted(f *syntax.Function, name string) bool {
	for _, d := range f.Decorators {
		if d < 0 || d >= len(t.run.file.Calls) || !t.data.handlers[t.run.file.CalleeName(&t.run.file.Calls[d])] {
			continue
		}
		args := t.run.file.Calls[d].Args
		if len(args) == 0 || t.run.file.Tokens[args[0].Start].Kind != syntax.String {
			continue
		}
		for _, kind := range []string{"int", "float", "uuid"} {
			if strings.Contains(t.run.text(args[0].Start), "<"+kind+":"+name+">") {
				return true
			}
		}
	}
	return false
}

// marked tells whether a decorator or annotation says that a parameter comes from the request: @Query("id") id: string,
// @RequestParam String id.
func (t *trace) marked(p *syntax.Param) bool {
	r := t.run
	for k, n := min(p.Type.End, len(r.file.Tokens))-1, 0; k > 0 && n < 24; k, n = k-1, n+1 {
		switch {
		case r.is(k, ")"):
			if r.file.Tokens[k].Match < 0 {
				return false
			}
			k = int(r.file.Tokens[k].Match)
		case r.is(k, "(") || r.is(k, ",") || r.is(k, "{") || r.is(k, ";"):
			return false
		case r.is(k-1, "@") && t.data.marks[r.text(k)]:
			return true
		}
	}
	return false
}

// piped tells whether NestJS makes a number or the like of a marked parameter: @Param("id", ParseIntPipe) id: number.
func (t *trace) piped(p *syntax.Param) bool {
	for k, n := p.Type.Start, 0; k > 0 && n < 16 && !t.run.is(k, "@"); k, n = k-1, n+1 {
		switch t.run.text(k) {
		case "ParseIntPipe", "ParseFloatPipe", "ParseBoolPipe", "ParseUUIDPipe", "ParseEnumPipe":
			return true
		}
	}
	return false
}

// resolver tells whether GraphQL calls a function, with what the client gave as its second parameter: (parent, args) => ….
func resolver(f *syntax.Function) bool {
	if len(f.Params) < 2 {
		return false
	}
	switch f.Params[0].Name {
	case "_", "__", "parent", "root", "_parent", "_root", "_source":
		return true
	}
	return false
}

// lambda tells whether a parameter is the event a cloud function is called with.
func (t *trace) lambda(f *syntax.Function, i int) bool {
	if i != 0 || f.Params[0].Name != "event" {
		return false
	}
	return len(f.Params) > 1 && strings.HasPrefix(strings.TrimLeft(f.Params[1].Name, "_"), "con") || f.Name == "handler" || f.Name == "lambda_handler"
}

func (r *run) calledWith(v syntax.Range, names ...string) bool {
	for k := v.Start; k < v.End; k++ {
		if slices.Contains(names, r.text(k)) {
			return true
		}
	}
	return false
}

// harmlessType tells whether an annotation lets only numbers and the like through.
func harmlessType(r *run, v syntax.Range) bool {
	if v.End <= v.Start {
		return false
	}
	switch r.text(v.End - 1) {
	case "int", "float", "bool", "UUID", "datetime", "date", "Decimal", "number", "boolean", "Date", "bigint", "Session", "AsyncSession", "long", "Integer", "Long", "Boolean", "double", "LocalDate", "Guid", "DateTime", "decimal", "CancellationToken", "DateTimeOffset":
		return v.End-v.Start <= 3
	}
	return false
}

func textualType(r *run, v syntax.Range) bool {
	return v.End > v.Start && r.calledWith(v, "str", "list", "List", "dict", "Dict", "bytes", "Any", "UploadFile")
}

// destructured takes a name out of a handler's parameter: ({ query }, res) => …
func (t *trace) destructured(name string, fn int) (origin, bool) {
	r := t.run
	f := &r.file.Functions[fn]
	if r.file.Language == syntax.Python || !slices.ContainsFunc(f.Params, func(p syntax.Param) bool { return p.Name == "" }) {
		return origin{}, false
	}
	start := r.tokenAt(f.Start)
	for k := start; k < min(f.Body.Start, start+60); k++ {
		if r.is(k, name) && !r.is(k-1, ".") && !r.is(k-1, ":") {
			if t.data.parts[name] && t.routed(f, name, syntax.Range{Start: start, End: k}) || resolver(f) && f.Params[1].Name == "" {
				start := int(r.file.Tokens[k].Start)
				return origin{level: tainted}.via(start, start+len(name), fromRequest), true
			}
			if o, ok := t.element(fn, maxHops/2); ok {
				return o, true
			}
			if t.data.server[name] {
				return origin{level: unknown}, true
			}
			return origin{level: parameter}, true
		}
	}
	return origin{}, false
}

// routed tells whether a framework calls a function with a request: by its name, what stands before in its brackets, or
// the type of its first parameter.
func (t *trace) routed(f *syntax.Function, name string, before syntax.Range) bool {
	first := &f.Params[0]
	return name == "searchParams" || first.Name == "" && len(f.Params) > 1 && answering[f.Params[1].Name] || routes[f.Name] || t.data.objects[first.Name] || t.run.calledWith(before, "request", "req") ||
		t.run.calledWith(first.Type, "Request", "NextApiRequest", "NextRequest", "LoaderFunctionArgs", "ActionFunctionArgs", "LoaderArgs", "ActionArgs", "RequestEvent", "APIContext", "GetServerSidePropsContext")
}

// routes are the functions that Next, Remix and SvelteKit call with a request.
var routes = map[string]bool{"GET": true, "POST": true, "PUT": true, "PATCH": true, "DELETE": true, "loader": true, "action": true, "getServerSideProps": true}
