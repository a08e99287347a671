package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// local gives the function of this file that a callee means; -1 when it is none.
func (t *trace) local(callee *syntax.Expr) int {
	r := t.run
	switch callee.Kind {
	case syntax.IdentExpr:
		if d := r.file.Deref(callee); d != nil && d.Kind == syntax.FuncExpr {
			return d.Function
		}
		if r.typesNames() {
			return r.methodOf(callee.Start, callee.Name)
		}
	case syntax.MemberExpr:
		if callee.X == nil {
			return -1
		}
		if callee.X.Kind == syntax.IdentExpr && (callee.X.Name == "self" || callee.X.Name == "this" || callee.X.Name == "cls" || callee.X.Name == "static") {
			return r.methodOf(callee.Start, callee.Name)
		}
		if r.file.Language == syntax.Go {
			return r.methodOfStruct(callee)
		}
		if functional[callee.Name] && r.file.Language == syntax.Java {
			if d := r.file.Deref(callee.X); d.Kind == syntax.FuncExpr {
				return d.Function
			}
		}
		return r.methodOfInstance(callee)
	}
	return -1
}

// functional are the methods by which Java calls what a name of a functional type holds: Supplier.get, Function.apply.
var functional = map[string]bool{"get": true, "apply": true, "call": true, "applyAsInt": true}

// methodOfInstance finds the method that new Thing().method or Thing.method means, when the file has the class.
func (r *run) methodOfInstance(callee *syntax.Expr) int {
	candidates := r.functionsNamed(callee.Name)
	if len(candidates) == 0 || len(candidates) > 20 {
		return -1
	}
	object := r.file.Deref(callee.X)
	if (object.Kind == syntax.NewExpr || object.Kind == syntax.CallExpr) && object.X != nil {
		object = object.X
	}
	if object.Kind != syntax.IdentExpr && object.Kind != syntax.ClassExpr {
		return -1
	}
	for _, i := range candidates {
		if c := r.file.Functions[i].Class; c >= 0 && c < len(r.file.Classes) && r.file.Classes[c].Name == object.Name && object.Name != "" {
			return i
		}
	}
	return -1
}

// methodOf finds a method of the class around an offset.
func (r *run) methodOf(offset int, name string) int {
	class := r.classOf(offset)
	if class < 0 {
		return -1
	}
	for _, i := range r.functionsNamed(name) {
		if r.file.Functions[i].Class == class {
			return i
		}
	}
	return -1
}

// classOf gives the class whose method stands around an offset; -1 when there is none.
func (r *run) classOf(offset int) int {
	class := -1
	for i, n := r.file.FunctionAt(offset), 0; i >= 0 && n < 20; i, n = r.file.Functions[i].Outer, n+1 {
		if r.file.Functions[i].Class >= 0 {
			class = r.file.Functions[i].Class
		}
	}
	return class
}

func (r *run) functionsNamed(name string) []int {
	if r.functionNames == nil {
		r.functionNames = map[string][]int{}
		for i := range r.file.Functions {
			r.functionNames[r.file.Functions[i].Name] = append(r.functionNames[r.file.Functions[i].Name], i)
		}
	}
	return r.functionNames[name]
}

// A share is what is asked of what a function returns: one of several results, or what stands under a key.
type share struct {
	index int
	key   string
}

// whole asks for all a function returns.
var whole = share{index: -1}

// enter tells where what a function of the file returns comes from, given the arguments of a call: one of its results, or all.
func (t *trace) enter(fn int, call *syntax.Expr, result share, depth int) origin {
	if len(t.frames) >= maxCalls || t.inside(fn) {
		return join(origin{level: unknown}, t.all(call.List, depth))
	}
	f := frame{fn: fn, args: t.arguments(t.run, fn, call, depth)}
	t.frames = append(t.frames, f)
	defer func() { t.frames = t.frames[:len(t.frames)-1] }()
	o, found := t.returned(fn, result, depth)
	if !found {
		return origin{level: unknown}
	}
	return o.via(call.Start, call.End, "passed through this call")
}

// returned joins what a function returns.
func (t *trace) returned(fn int, result share, depth int) (o origin, found bool) {
	for _, e := range t.run.returnsOf(fn) {
		found = true
		if e.Kind == syntax.ArrayExpr && result.index >= 0 && result.index < len(e.List) {
			e = e.List[result.index]
		}
		if t.links > 0 {
			e = t.leading(e)
		}
		o = join(o, t.partOf(e, result.key, depth))
	}
	return o, found
}

// partOf follows what stands under a key of what a function returns.
func (t *trace) partOf(e *syntax.Expr, key string, depth int) origin {
	switch {
	case key == "":
	case e.Kind == syntax.ObjectExpr:
		if o, ok := t.keyed(e, key, depth); ok {
			return o
		}
	case e.Kind == syntax.IdentExpr:
		return t.entry(&syntax.Expr{Kind: syntax.MemberExpr, X: e, Name: key, Start: e.Start, End: e.End}, key, depth)
	}
	return t.eval(e, depth)
}

// partOfCall follows what stands under a key of what a call gives; false when its function isn't seen.
func (t *trace) partOfCall(e *syntax.Expr, key string, depth int) (origin, bool) {
	if e.Kind == syntax.AwaitExpr {
		e = e.X
	}
	if key == "" || e == nil || e.Kind != syntax.CallExpr || e.X == nil || t.cleaned(e) {
		return origin{}, false
	}
	canonical := t.run.file.Resolve(e.X)
	if t.stops(e, canonical) {
		return origin{}, false
	}
	if fn := t.local(e.X); fn >= 0 {
		return t.enter(fn, e, share{-1, key}, depth+1), true
	}
	return t.enterElsewhere(e, canonical, share{-1, key}, depth+1)
}

func (t *trace) inside(fn int) bool {
	for _, f := range t.frames {
		if f.fn == fn {
			return true
		}
	}
	return false
}

// arguments says for each parameter of a function, which may stand in another file, where the argument of a call comes from.
func (t *trace) arguments(r *run, fn int, call *syntax.Expr, depth int) map[string]origin {
	params := r.file.Functions[fn].Params
	if r.receives(fn, call) {
		params = params[1:]
	}
	args := map[string]origin{}
	for _, p := range params {
		if p.Name != "" {
			args[p.Name] = origin{}
			if p.Default.End > p.Default.Start && r == t.run {
				args[p.Name] = t.eval(r.valueAt(p.Default), depth)
			}
		}
	}
	for i, a := range call.List {
		switch {
		case a == nil:
		case a.Kind == syntax.SpreadExpr:
			given := t.eval(a.X, depth)
			for name := range args {
				args[name] = join(args[name], given)
			}
		case a.Kind == syntax.KeywordExpr:
			args[a.Name] = t.eval(a.X, depth)
		case i < len(params):
			args[params[i].Name] = t.eval(a, depth)
		}
	}
	return args
}

// receives tells whether the first parameter of a function is what it is called on.
func (r *run) receives(fn int, call *syntax.Expr) bool {
	f := &r.file.Functions[fn]
	if len(f.Params) == 0 || call.X.Kind != syntax.MemberExpr && r.calledBy(fn) == f.Name {
		return false
	}
	return f.Params[0].Name == "self" || f.Params[0].Name == "cls" || r.file.Language == syntax.Go && f.Class >= 0
}

// returnsOf gives what a function returns.
func (r *run) returnsOf(fn int) []*syntax.Expr {
	if list, ok := r.returns[fn]; ok {
		return list
	}
	var list []*syntax.Expr
	f := &r.file.Functions[fn]
	arrow := r.file.Language != syntax.Python && f.Body.Start > 0 && !r.is(f.Body.Start-1, "{") || r.file.Language == syntax.Python && f.Name == "" && r.is(f.Body.Start-1, ":")
	if arrow {
		if e := r.file.Expr(f.Body); e != nil {
			list = append(list, e)
		}
	}
	for k := f.Body.Start; !arrow && k < f.Body.End && len(list) < 20; k++ {
		if !r.is(k, "return") || r.is(k-1, ".") || r.file.FunctionAt(int(r.file.Tokens[k].Start)) != fn {
			continue
		}
		end := r.returnEnd(k+1, f.Body.End)
		e := r.valueAt(syntax.Range{Start: k + 1, End: end})
		if r.file.Language == syntax.Go && end <= k+1 {
			e = r.namedResults(f, k)
		}
		if e != nil {
			list = append(list, e)
		}
	}
	if r.returns == nil {
		r.returns = map[int][]*syntax.Expr{}
	}
	r.returns[fn] = list
	return list
}

func (r *run) returnEnd(k, limit int) int {
	if r.file.Language != syntax.Python {
		return min(r.statementEnd(k), limit)
	}
	for k < limit && r.file.Tokens[k].Kind != syntax.Newline {
		k++
	}
	return k
}

// passed joins what the calls in this file give for a parameter.
func (t *trace) passed(fn, i, depth int) origin {
	r := t.run
	f := &r.file.Functions[fn]
	o := origin{}
	if f.Name == "" || len(t.frames) > 0 || depth > maxHops/2 {
		return o
	}
	key := passKey{fn, i, t.sink}
	if known, ok := r.passing[key]; ok {
		r.wonder.asked()
		return known
	}
	if r.passing == nil {
		r.passing = map[passKey]origin{}
	}
	r.passing[key] = o // for calls in a circle
	for n, c := range r.callsNamed(f.Name) {
		if n > 20 || o.level == tainted {
			break
		}
		call := &r.file.Calls[c]
		if call.Function == fn || call.Decorator {
			continue
		}
		e := r.file.CallExpr(call)
		if e == nil || e.X == nil || t.local(e.X) != fn {
			continue
		}
		o = join(o, t.argumentOf(r, fn, i, e, depth))
	}
	if o.level != tainted {
		o = join(o, t.passedElsewhere(fn, i, depth))
	}
	r.passing[key] = o
	return o
}

type passKey struct {
	fn, param int
	sink      string
}

// callsNamed lists the calls whose callee ends in a name.
func (r *run) callsNamed(name string) []int {
	if r.callNames == nil {
		r.callNames = map[string][]int{}
		for i := range r.file.Calls {
			if n := r.file.CalleeName(&r.file.Calls[i]); n != "" {
				r.callNames[n] = append(r.callNames[n], i)
			}
		}
	}
	return r.callNames[name]
}

// element tells what a callback is given by the collection it goes through: names.map(name => …).
func (t *trace) element(fn, depth int) (origin, bool) {
	r := t.run
	f := &r.file.Functions[fn]
	if f.Name != "" {
		return origin{}, false
	}
	if r.callbacks == nil {
		r.callbacks = map[int]int{}
		for i := range r.file.Calls {
			for _, a := range r.file.Calls[i].Args {
				if a.Start < len(r.file.Tokens) {
					r.callbacks[int(r.file.Tokens[a.Start].Start)] = i
				}
			}
		}
	}
	c, ok := r.callbacks[f.Start]
	if !ok {
		return origin{}, false
	}
	name := r.file.CalleeName(&r.file.Calls[c])
	handled := name == "on" || name == "handle"
	if !through[name] && !handled {
		return origin{}, false
	}
	e := r.file.Expr(r.file.Calls[c].Callee)
	if e == nil || e.Kind != syntax.MemberExpr {
		return origin{}, false
	}
	if handled {
		return t.streamed(&r.file.Calls[c], e)
	}
	o := t.eval(e.X, depth)
	if o.level != tainted && strings.HasPrefix(e.Name, "then") {
		o.level = unknown
	}
	return o, true
}

// quiet are events of a socket that come with nothing a client wrote.
var quiet = map[string]bool{"error": true, "close": true, "connect": true, "disconnect": true, "connection": true, "end": true, "timeout": true, "drain": true, "listening": true, "ready": true, "disconnecting": true, "connect_error": true, "ping": true, "pong": true}

// streamed takes what req.on("data", chunk => …) is handed, the body piece by piece, and what
// socket.on("name", message => …) and ipcMain.handle("name", (event, message) => …) are.
func (t *trace) streamed(c *syntax.Call, callee *syntax.Expr) (origin, bool) {
	if t.run.file.Language > syntax.TSX || callee.X == nil || len(c.Args) == 0 {
		return origin{}, false
	}
	switch event := unquote(t.run.text(c.Args[0].Start)); callee.X.Name {
	case "ipcMain": // what a page of Electron sends
	case "socket", "ws", "connection":
		if quiet[event] {
			return origin{}, false
		}
	default:
		if !t.data.objects[callee.X.Name] || event != "data" {
			return origin{}, false
		}
	}
	return origin{level: tainted}.via(callee.Start, callee.End, fromRequest), true
}

var through = map[string]bool{"map": true, "forEach": true, "filter": true, "flatMap": true, "then": true, "find": true, "some": true, "every": true, "reduce": true}
