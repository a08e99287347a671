package code

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

const fromRequest = "comes from the request here"

// eval tells where the value of an expression comes from.
func (t *trace) eval(e *syntax.Expr, depth int) origin {
	t.budget--
	if e == nil || depth > maxHops || t.budget < 0 {
		return origin{level: unknown}
	}
	if o, ok := t.named(e); ok {
		return o
	}
	if t.literal(e) || t.cleaned(e) || t.run.plain(e) {
		return origin{}
	}
	depth++
	switch e.Kind {
	case syntax.IdentExpr:
		return t.name(e, depth)
	case syntax.MemberExpr, syntax.IndexExpr:
		return t.member(e, depth)
	case syntax.CallExpr, syntax.NewExpr:
		return t.call(e, depth)
	case syntax.TemplateExpr:
		return t.all(e.List, depth).via(e.Start, e.End, "put together here")
	case syntax.ArrayExpr, syntax.ObjectExpr:
		return t.all(e.List, depth)
	case syntax.BinaryExpr:
		return t.binary(e, depth)
	case syntax.CondExpr:
		return t.choice(e, depth)
	case syntax.AssignExpr:
		return t.eval(e.Y, depth)
	case syntax.PairExpr:
		switch {
		case !t.namesFields():
			return t.eval(e.Y, depth)
		case e.X == nil:
			return origin{}
		}
		return t.eval(e.X, depth)
	case syntax.AwaitExpr:
		return t.awaited(e, depth)
	case syntax.KeywordExpr:
		if t.namesFields() {
			return origin{}
		}
		return t.eval(e.X, depth)
	case syntax.SpreadExpr:
		return t.eval(e.X, depth)
	case syntax.UnaryExpr, syntax.FuncExpr, syntax.ClassExpr, syntax.RegexExpr:
		return origin{}
	case syntax.Unknown:
		if e.X != nil {
			return t.eval(e.X, depth)
		}
	}
	return origin{level: unknown}
}

// namesFields tells whether a value does no harm under a name that the code gives it, as in a record that is filled.
func (t *trace) namesFields() bool { return t.sink == "mass" }

// awaited takes what a call gives that had to ask someone else: what was stored there, not what it was asked with.
func (t *trace) awaited(e *syntax.Expr, depth int) origin {
	o := t.eval(e.X, depth)
	if o.level != tainted || e.X == nil || e.X.Kind != syntax.CallExpr || e.X.X == nil {
		return o
	}
	if callee := e.X.X; t.local(callee) < 0 && !t.data.request(t.run.file.Resolve(callee)) && !carrying[callee.Name] && !t.data.calls[callee.Name] {
		if callee.Kind != syntax.MemberExpr || t.eval(callee.X, depth).level != tainted {
			return origin{level: unknown}
		}
	}
	return o
}

func (t *trace) literal(e *syntax.Expr) bool {
	switch e.Kind {
	case syntax.StringExpr, syntax.NumberExpr, syntax.BoolExpr, syntax.NullExpr:
		return true
	case syntax.IdentExpr, syntax.MemberExpr, syntax.BinaryExpr, syntax.TemplateExpr:
		return t.run.file.Value(e).Known
	}
	return false
}

// cleaned tells whether the rule says that such an expression is harmless.
func (t *trace) cleaned(e *syntax.Expr) bool {
	switch e.Kind {
	case syntax.CallExpr, syntax.NewExpr, syntax.MemberExpr, syntax.ObjectExpr:
	default:
		return false
	}
	for _, p := range t.clean {
		if _, a := p.Match(t.run.file, e, nil, nil); a == pattern.Yes {
			return true
		}
	}
	return false
}

func (t *trace) all(list []*syntax.Expr, depth int) origin {
	var o origin
	for _, item := range list {
		if item == nil || item.Kind == syntax.StringExpr {
			continue
		}
		if o = join(o, t.eval(item, depth)); o.level == tainted {
			break
		}
	}
	return o
}

func (t *trace) binary(e *syntax.Expr, depth int) origin {
	switch e.Name {
	case "+", "%", "|", "<<":
		if v := t.run.file.Value(e.X); e.Name == "%" && v.Known && v.Kind == syntax.StringExpr && onlyNumbers(v.Text) {
			return origin{}
		}
		o := join(t.eval(e.X, depth), t.eval(e.Y, depth))
		return o.via(e.Start, e.End, "put together here")
	case "||", "??", "or", "&&", "and":
		return join(t.eval(e.X, depth), t.eval(e.Y, depth))
	case "/":
		if t.run.file.Language == syntax.Python && t.sink == "path" {
			return join(t.eval(e.X, depth), t.eval(e.Y, depth)).via(e.Start, e.End, "put together here")
		}
	case "*":
		return t.eval(e.X, depth)
	}
	return origin{}
}

// onlyNumbers tells whether a format takes nothing but whole numbers: "id = %d".
func onlyNumbers(format string) bool {
	places := placeholder.FindAllString(format, 100)
	return len(places) > 0 && !slices.ContainsFunc(places, func(p string) bool { return p[0] != '%' || p[len(p)-1] != 'd' })
}

// choice takes both values of a ternary, but for one whose condition checks it.
func (t *trace) choice(e *syntax.Expr, depth int) origin {
	if v := t.run.file.Value(e.X); v.Known && v.Kind == syntax.BoolExpr {
		if v.Text == "true" {
			return t.eval(e.Y, depth)
		}
		return t.eval(e.Z, depth)
	}
	yes, no := t.eval(e.Y, depth), origin{}
	if yes.level == tainted && t.chosen(e) {
		yes = origin{}
	}
	if yes.level != tainted {
		no = t.eval(e.Z, depth)
	}
	return join(yes, no)
}

// chosen tells whether a ternary's condition looks its value up: x if x in ALLOWED else y.
func (t *trace) chosen(e *syntax.Expr) bool {
	c := e.X
	if c == nil || e.Y == nil {
		return false
	}
	value := t.source(e.Y)
	switch c.Kind {
	case syntax.BinaryExpr:
		return (c.Name == "in" || c.Name == "==" || c.Name == "===") && c.X != nil && t.source(c.X) == value
	case syntax.CallExpr:
		if c.X == nil || !containing[c.X.Name] && !verifying.MatchString(c.X.Name) {
			return false
		}
		return len(c.List) > 0 && t.source(c.List[0]) == value || c.X.X != nil && t.source(c.X.X) == value
	}
	return false
}

func (t *trace) source(e *syntax.Expr) string {
	text := t.run.file.Text
	if e.Start < 0 || e.End > len(text) || e.Start > e.End {
		return ""
	}
	return string(text[e.Start:e.End])
}

// member follows x.name and x[i]: a part of the request, what was put there, or a part of what x is.
func (t *trace) member(e *syntax.Expr, depth int) origin {
	if e.X == nil {
		return origin{level: unknown}
	}
	if e.Kind == syntax.MemberExpr && t.data.fixed[e.Name] {
		return origin{}
	}
	if t.itself(e) || t.uploaded(e) {
		return origin{}
	}
	if t.data.request(t.run.file.Resolve(e)) && !t.shadowed(e) {
		if t.own(t.run.file.Resolve(e)) || t.checkedPath(e) {
			return origin{}
		}
		return origin{level: tainted}.via(e.Start, e.End, fromRequest)
	}
	if t.put(e) || t.asked(e) || t.received(e) || t.phpMember(e) {
		return origin{level: tainted}.via(e.Start, e.End, fromRequest)
	}
	if t.harmlessField(e) || t.run.file.Language == syntax.CSharp && t.checkedPath(e) {
		return origin{}
	}
	if t.data.given[t.run.file.Resolve(e)] {
		return origin{level: outside}
	}
	key := e.Name
	if e.Kind == syntax.IndexExpr {
		key = ""
		if v := t.run.file.Value(e.Y); v.Known {
			key = v.Text
		}
	}
	if o, ok := t.placed(e, depth); ok {
		return o
	}
	if e.X.Kind == syntax.IdentExpr && key != "" {
		return t.partly(key, func() origin { return t.entry(e, key, depth) })
	}
	if e.X.Kind == syntax.CallExpr && e.X.X != nil && len(key) == 1 && key[0] >= '0' && key[0] <= '9' {
		if fn := t.local(e.X.X); fn >= 0 {
			return t.enter(fn, e.X, share{index: int(key[0] - '0')}, depth)
		}
	}
	return t.partly(key, func() origin { return t.eval(e.X, depth) })
}

// partly follows what a part of an address is taken from: the address of the request leads nowhere else, what a caller
// wrote behind its question mark may.
func (t *trace) partly(key string, follow func() origin) origin {
	if t.sink != "url" || !asked[key] || t.run.file.Language > syntax.TSX {
		return follow()
	}
	t.sink = "query"
	defer func() { t.sink = "url" }()
	return follow()
}

// asked are the parts of an address that its caller is free to write.
var asked = map[string]bool{"searchParams": true, "search": true, "hash": true, "query": true}

// stripped tells whether a call takes out what does harm: all but letters and digits, or the dots of a path.
func (t *trace) stripped(e *syntax.Expr) bool {
	switch e.X.Name {
	case "replace", "replaceAll", "sub":
	default:
		return false
	}
	if len(e.List) < 2 || e.List[0] == nil {
		return false
	}
	what := t.source(e.List[0])
	if e.List[0].Kind == syntax.RegexExpr || e.X.Name == "sub" || e.X.Name == "replaceAll" && t.run.file.Language == syntax.Java {
		if strings.Contains(what, "[^") && !strings.Contains(what, "/\\") || strings.Contains(what, `\W`) {
			return true
		}
	}
	return t.sink == "path" && strings.Contains(strings.ReplaceAll(what, `\`, ""), "..") || t.sink == "html" && strings.Contains(what, "<")
}

// put tells whether a property of a handler's request is one that middleware filled from what the client sent:
// req.validated, req.payload.
func (t *trace) put(e *syntax.Expr) bool {
	if len(t.data.server) == 0 || e.Kind != syntax.MemberExpr || e.X.Kind != syntax.IdentExpr || t.data.server[e.Name] {
		return false
	}
	request := e.X.Name
	if request != "req" && request != "request" {
		return false
	}
	functions := t.run.file.Functions
	for fn, n := t.run.file.FunctionAt(e.Start), 0; fn >= 0 && n < 20; fn, n = functions[fn].Outer, n+1 {
		if slices.ContainsFunc(functions[fn].Params, func(p syntax.Param) bool { return p.Name == request }) {
			return slices.ContainsFunc(functions[fn].Params, func(p syntax.Param) bool { return answering[p.Name] })
		}
	}
	return false
}

// answering are what handlers call the parameter beside the request.
var answering = map[string]bool{"res": true, "response": true, "reply": true, "resp": true, "h": true, "next": true}

// own tells whether a part of the request is the address itself, which can't lead to another host.
func (t *trace) own(canonical string) bool {
	if t.sink != "url" {
		return false
	}
	if t.data.own[canonical] {
		return true
	}
	parts := strings.Split(strings.ReplaceAll(strings.TrimPrefix(canonical, "?"), "()", ""), ".")
	for i, part := range parts[1:] {
		if base := parts[i]; t.data.own[part] && (t.data.objects[base] || base == "request" || strings.HasSuffix(base, "Request")) {
			return t.run.typesNames() || i+2 == len(parts)
		}
	}
	return false
}

// shadowed tells whether what looks like the request is something this function made itself.
func (t *trace) shadowed(e *syntax.Expr) bool {
	for e != nil && (e.Kind == syntax.MemberExpr || e.Kind == syntax.IndexExpr || e.Kind == syntax.CallExpr) {
		e = e.X
	}
	if e == nil || e.Kind != syntax.IdentExpr {
		return false
	}
	d := t.run.file.Deref(e)
	return d != e && (d.Kind == syntax.ObjectExpr || d.Kind == syntax.StringExpr)
}

// checkedPath tells whether the same part of the request was checked before: if (!ok.includes(req.query.x)) return.
func (t *trace) checkedPath(e *syntax.Expr) bool {
	root := e
	for root.X != nil && (root.Kind == syntax.MemberExpr || root.Kind == syntax.IndexExpr || root.Kind == syntax.CallExpr) {
		root = root.X
	}
	if root.Kind != syntax.IdentExpr {
		return false
	}
	r := t.run
	at := r.tokenAt(e.Start)
	text := strings.ReplaceAll(t.source(e), "?.", ".")
	for n, g := range r.guardsOf(root.Name) {
		b := &r.blockList[g.block]
		if n > 20 || min(b.head.Start, b.start) > at {
			break
		}
		from := int(r.file.Tokens[g.at].Start)
		if from+len(text) > len(r.file.Text) || string(r.file.Text[from:from+len(text)]) != text {
			continue
		}
		good, bad := r.allows(g, t.sink)
		if good && r.encloses(g.block, at) || bad && b.exits && b.end <= at && r.encloses(b.parent, at) && r.functionOf(g.block) == r.file.FunctionAt(e.Start) {
			return true
		}
	}
	return false
}

// opaque are names of calls that look something up or do something: what they give isn't what they were given.
var opaque = regexp.MustCompile(`(?i)^_*(find|fetch|query|execute|exec|run|save|create|update|delete|remove|insert|load|count|exists|select|filter|all|first|one|check|is_?[A-Z_]|has|verify|validate|valid|authenticate|login|lookup|render|send|write|log|print|info|debug|warn|error|digest|compare|hash|get(_?[A-Z_]|By|One|All|User)|request|post|put|patch|sanitize|escape|clean|encode_?uri|strip_?tags|safe|whitelist|allow|mkdir|stat|open|urlopen|read|use|require|import|connect|schema|generate|compile|template|parse_?int|to_?int|allowed|ensure|assert|round_?trip|do$)`)

// carrying are calls that opaque would take for others, but that give what they were given.
var carrying = map[string]bool{
	"get": true, "getlist": true, "getAll": true, "parse": true, "loads": true, "read": true, "query": false, "filter": true, "first": true, "get_json": true, "getvalue": true, "load": false, "getParameter": true,
	"ReadAll": true, "ReadString": true, "ReadBytes": true, "ReadLine": true, "QueryUnescape": true, "PathUnescape": true, "Clean": true,
}

// call follows the arguments and the receiver of a call, or goes into a function of the file.
func (t *trace) call(e *syntax.Expr, depth int) origin {
	callee := e.X
	if callee == nil {
		return origin{level: unknown}
	}
	last := callee.Name
	canonical := t.run.file.Resolve(callee)
	if t.stops(e, canonical) || t.stripped(e) || t.rooted(e, canonical) || apart(e) || t.converted(e) || t.valued(e) {
		return origin{}
	}
	if o, ok := t.phpCall(e, depth); ok {
		return o
	}
	if t.rubyCleans(e) {
		return origin{}
	}
	if t.data.given[canonical] {
		return join(origin{level: outside}, t.eval(callee.X, depth))
	}
	if t.data.calls[last] || t.data.calls[canonical] || t.data.parts[last] && t.data.request(canonical) && !t.shadowed(callee) {
		if t.own(canonical) || t.checkedPath(e) {
			return origin{}
		}
		return origin{level: tainted}.via(e.Start, e.End, fromRequest)
	}
	if t.archived(last) {
		return origin{level: tainted}.via(e.Start, e.End, "comes from the archive here")
	}
	if fn := t.local(callee); fn >= 0 {
		return t.enter(fn, e, whole, depth)
	}
	if made, ok := t.mapped(e, depth); ok {
		return made
	}
	if t.run.file.Language == syntax.Java {
		if o, ok := t.javaCall(e, depth); ok {
			return o
		}
	}
	if canonical == "fmt.Sprintf" && len(e.List) > 1 && t.sink != "" {
		return t.all(t.run.texts(e.List[0], e.List[1:]), depth).via(e.Start, e.End, "put together here")
	}
	if o, ok := t.enterElsewhere(e, canonical, whole, depth); ok {
		return o
	}
	o := origin{level: unknown}
	if last == "get" {
		if o, ok := t.listed(e, depth); ok {
			return o
		}
	}
	if key := t.sectioned(e); key != "" {
		return t.entry(&syntax.Expr{Kind: syntax.IndexExpr, X: callee.X, Y: e.List[1], Start: e.Start, End: e.End}, key, depth)
	}
	if (last == "get" || last == "getOrDefault") && t.filledByKey(e) {
		return t.entryCall(e, depth)
	}
	if callee.Kind == syntax.MemberExpr {
		receiver := t.eval(callee.X, depth)
		if receiver.level == tainted {
			if t.run.file.Language == syntax.PHP && opaque.MatchString(last) && !t.data.request(canonical) {
				return origin{level: unknown} // of a record that holds what was sent
			}
			return receiver
		}
		if receiver.level == fixed && (last == "format" || last == "join" || last == "concat" || last == "replace" || len(e.List) == 0 && textual[last]) {
			o.level = fixed
		}
		if textual[last] && t.module(callee.X) {
			receiver.level, o.level = fixed, fixed
		}
		o = join(o, origin{level: min(receiver.level, outside)})
		if last == "get" || last == "pop" || last == "getOrDefault" {
			return join(o, t.entryCall(e, depth))
		}
	} else if textual[last] {
		o.level = fixed
	}
	if t.marks == nil && opaque.MatchString(last) && !carrying[last] {
		if t.run.sourced {
			t.fed(canonical)
		}
		return origin{level: max(o.level, unknown)}
	}
	args := t.all(e.List, depth)
	if args.level == tainted {
		t.fed(canonical)
	}
	if args.level == tainted || o.level == fixed {
		return join(o, args)
	}
	return o
}

// apart tells whether a call is a tag that is given the parts of its template one by one, as sql`…` is, so that it binds or
// escapes the values.
func apart(e *syntax.Expr) bool { return e.Tagged && !joining[e.X.Name] }

// joining are tags that put the parts of their template together as they are.
var joining = map[string]bool{"raw": true, "dedent": true, "outdent": true, "stripIndent": true, "stripIndents": true, "oneLine": true, "oneLineTrim": true, "commaLists": true}

// mapped takes what list.map((_, i) => "$" + i) makes without a look at the elements.
func (t *trace) mapped(e *syntax.Expr, depth int) (origin, bool) {
	if e.X.Name != "map" || t.run.file.Language > syntax.TSX || len(e.List) != 1 || e.List[0].Kind != syntax.FuncExpr || e.List[0].Function < 0 {
		return origin{}, false
	}
	f := &t.run.file.Functions[e.List[0].Function]
	if len(f.Params) > 0 && (f.Params[0].Name == "" || t.run.calledWith(f.Body, f.Params[0].Name)) {
		return origin{}, false
	}
	counter := ""
	if len(f.Params) > 1 {
		counter = f.Params[1].Name
	}
	return t.all(slices.DeleteFunc(slices.Clone(t.run.returnsOf(e.List[0].Function)), func(v *syntax.Expr) bool { return v == nil || counting(v, counter) }), depth), true
}

// counting tells whether all that isn't constant in an expression is a counter.
func counting(e *syntax.Expr, counter string) bool {
	switch e.Kind {
	case syntax.IdentExpr:
		return e.Name == counter
	case syntax.StringExpr, syntax.NumberExpr:
		return true
	case syntax.BinaryExpr:
		return e.X != nil && e.Y != nil && counting(e.X, counter) && counting(e.Y, counter)
	case syntax.TemplateExpr:
		return !slices.ContainsFunc(e.List, func(part *syntax.Expr) bool { return part != nil && !counting(part, counter) })
	}
	return false
}

// valued tells whether a call of Java makes one of an enumeration's values, or a number, of a text.
func (t *trace) valued(e *syntax.Expr) bool {
	return t.run.file.Language == syntax.Java && e.X.Name == "valueOf" && e.X.X != nil && e.X.X.Name != "String"
}

// stops tells whether what a call gives says nothing of what it was given, or is harmless in this kind of sink.
func (t *trace) stops(e *syntax.Expr, canonical string) bool {
	last, clean := e.X.Name, t.data.clean[t.sink]
	return (t.data.stop[last] || t.data.stop[canonical]) && e.Kind == syntax.CallExpr || clean[last] || clean[canonical] ||
		e.X.Kind == syntax.IdentExpr && clean[canonical[strings.LastIndexByte(canonical, '.')+1:]]
}

// module tells whether a receiver is a module, as in path.join.
func (t *trace) module(e *syntax.Expr) bool {
	name := t.run.file.Resolve(e)
	return name != "" && !strings.ContainsAny(name, "?(") && !strings.HasPrefix(name, "this")
}

// textual are calls that give a constant when all they are given is constant.
var textual = map[string]bool{
	"str": true, "String": true, "list": true, "tuple": true, "dict": true, "strip": true, "trim": true, "lower": true, "upper": true, "toLowerCase": true, "toUpperCase": true, "encode": true, "decode": true, "toString": true, "sorted": true, "set": true, "split": true, "format": true, "join": true, "resolve": true, "normalize": true, "dirname": true, "basename": true, "abspath": true, "Path": true,
	"Clean": true, "Abs": true, "Join": true, "JoinPath": true, "FromSlash": true, "ToSlash": true, "Dir": true, "Sprintf": true, "Sprint": true, "TrimSpace": true, "Trim": true, "TrimPrefix": true, "TrimSuffix": true, "ToLower": true, "ToUpper": true, "Fields": true, "Split": true, "SplitN": true, "LookPath": true, "ExpandEnv": true, "QueryUnescape": true, "PathUnescape": true, "NewReader": true, "NewScanner": true,
	"Combine": true, "Format": true, "Concat": true, "ToString": true, "GetFullPath": true,
	"_": true, "gettext": true, "gettext_lazy": true, "ngettext": true, "pgettext": true, "ugettext": true,
}

// filledByKey tells whether the function puts values under keys into what get is called on.
func (t *trace) filledByKey(e *syntax.Expr) bool {
	if e.X.Kind != syntax.MemberExpr || e.X.X == nil || e.X.X.Kind != syntax.IdentExpr || len(e.List) == 0 || !t.run.file.Value(e.List[0]).Known {
		return false
	}
	here := t.run.file.FunctionAt(e.Start)
	return slices.ContainsFunc(t.run.defsOf(e.X.X.Name), func(d def) bool { return d.fn == here && d.kind == entryDef && d.key != "" })
}

// sectioned gives the key of what config.get(section, name) was given by config.set(section, name, value); "" for others.
func (t *trace) sectioned(e *syntax.Expr) string {
	if e.X.Name != "get" || e.X.Kind != syntax.MemberExpr || e.X.X == nil || e.X.X.Kind != syntax.IdentExpr || len(e.List) != 2 {
		return ""
	}
	section, name := t.run.file.Value(e.List[0]), t.run.file.Value(e.List[1])
	key := section.Text + "\n" + name.Text
	if section.Known && name.Known && slices.ContainsFunc(t.run.defsOf(e.X.X.Name), func(d def) bool { return d.key == key }) {
		return key
	}
	return ""
}

// entryCall takes the d of table.get(k, d).
func (t *trace) entryCall(e *syntax.Expr, depth int) origin {
	o := origin{level: unknown}
	if e.X.X != nil && e.X.X.Kind == syntax.IdentExpr && len(e.List) > 0 {
		if v := t.run.file.Value(e.List[0]); v.Known {
			o = t.entry(&syntax.Expr{Kind: syntax.IndexExpr, X: e.X.X, Y: e.List[0], Start: e.Start, End: e.End}, v.Text, depth)
		}
	}
	if len(e.List) > 1 {
		o = join(o, t.eval(e.List[1], depth))
	}
	return o
}
