package code

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// handedOn tells whether a framework of Python calls a function with a value of the address or the message: Tornado's and
// Falcon's handlers, Django's views, servicers of gRPC, what Socket.IO and CherryPy call.
func (t *trace) handedOn(f *syntax.Function, i int) bool {
	p := &f.Params[i]
	if f.Class >= 0 && i == 1 && p.Name == "request" && len(f.Params) == 3 && f.Params[2].Name == "context" {
		return true
	}
	if i == 0 && f.Class >= 0 || numbered(p.Name) {
		return false
	}
	switch {
	case p.Default.End > p.Default.Start, p.Name == "request", p.Name == "req", p.Name == "resp", p.Name == "response":
		return false
	case i > 0 && i <= 3 && f.Params[min(1, i-1)].Name == "request" || i > 0 && f.Params[0].Name == "request":
		return f.Params[i].Type.End <= f.Params[i].Type.Start && addressed.MatchString(p.Name) && t.run.usesModule("django")
	case strings.HasPrefix(f.Name, "on_") && f.Class >= 0 && i > 2:
		return f.Params[1].Name == "req"
	case verbs[f.Name] && f.Class >= 0 && t.run.derives(f.Class, "RequestHandler"):
		return true
	}
	for _, d := range f.Decorators {
		if d < 0 || d >= len(t.run.file.Calls) {
			continue
		}
		switch c := &t.run.file.Calls[d]; t.run.file.CalleeName(c) {
		case "expose":
			return true
		case "on", "event":
			if name := t.run.file.Resolve(t.run.file.Expr(c.Callee)); strings.Contains(name, "SocketIO") || strings.HasPrefix(name, "socketio.") {
				return true
			}
		}
	}
	return false
}

// addressed are names of what views of Django take from the address as it stands.
var addressed = regexp.MustCompile(`(^|_)(file|filename|path|name|url|uri|q|query|term|template|username|title|tag|category|doc|document|image)$`)

// usesModule tells whether the file imports something of a module.
func (r *run) usesModule(module string) bool {
	return slices.ContainsFunc(r.file.Imports, func(m syntax.Import) bool {
		return m.Module == module || strings.HasPrefix(m.Module, module+".")
	})
}

var verbs = map[string]bool{"get": true, "post": true, "put": true, "patch": true, "delete": true, "head": true}

// numbered tells whether a part of an address is by its name a number or a plain word.
func numbered(name string) bool {
	switch name {
	case "pk", "id", "year", "month", "day", "page", "slug", "format", "version", "sid":
		return true
	}
	return strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_pk") || strings.HasSuffix(name, "_slug")
}

// derives tells whether the last name of a base of a class is this.
func (r *run) derives(class int, base string) bool {
	return slices.ContainsFunc(r.file.Classes[class].Bases, func(v syntax.Range) bool {
		return v.End > v.Start && r.is(v.End-1, base)
	})
}

// modelOf gives the class of this file that a parameter's type names and whose fields a framework fills from the body; -1 for others.
func (r *run) modelOf(p *syntax.Param) int {
	if p.Type.End != p.Type.Start+1 {
		return -1
	}
	name := r.text(p.Type.Start)
	for i := range r.file.Classes {
		if r.file.Classes[i].Name == name && r.isModel(i, 0) {
			return i
		}
	}
	return -1
}

// isModel tells whether a class derives from a base for models, perhaps through others of this file.
func (r *run) isModel(class, depth int) bool {
	for _, base := range r.file.Classes[class].Bases {
		if base.End <= base.Start {
			continue
		}
		switch name := r.text(base.End - 1); name {
		case "BaseModel", "SQLModel", "BaseSchema", "BaseRequest", "Struct":
			return true
		default:
			i := slices.IndexFunc(r.file.Classes, func(c syntax.Class) bool { return c.Name == name })
			if i >= 0 && i != class && depth < 4 && r.isModel(i, depth+1) {
				return true
			}
		}
	}
	return false
}

// maxClass bounds how many tokens of a class are looked through for a field.
const maxClass = 4000

// harmlessField tells whether x.key is a field whose type lets only numbers and the like through: item.count with
// item: Item and count: int.
func (t *trace) harmlessField(e *syntax.Expr) bool {
	r := t.run
	fn := r.file.FunctionAt(e.Start)
	if r.file.Language != syntax.Python || e.Kind != syntax.MemberExpr || e.X.Kind != syntax.IdentExpr || fn < 0 {
		return false
	}
	params := r.file.Functions[fn].Params
	i := slices.IndexFunc(params, func(p syntax.Param) bool { return p.Name == e.X.Name })
	if i < 0 {
		return false
	}
	class := r.modelOf(&params[i])
	if class < 0 {
		return false
	}
	body := r.file.Classes[class].Body
	for k := body.Start; k+2 < min(body.End, body.Start+maxClass); k++ {
		if r.is(k, e.Name) && r.is(k+1, ":") && r.file.Tokens[k-1].Kind != syntax.Punct {
			end := k + 2
			for end < body.End && r.file.Tokens[end].Kind != syntax.Newline && !r.is(end, "=") {
				end++
			}
			return harmlessType(r, syntax.Range{Start: k + 2, End: end})
		}
	}
	return false
}

// received tells whether self.path and its like are what a client sent to a handler of http.server.
func (t *trace) received(e *syntax.Expr) bool {
	r := t.run
	if r.file.Language != syntax.Python || e.Kind != syntax.MemberExpr || e.X.Kind != syntax.IdentExpr || e.X.Name != "self" {
		return false
	}
	switch e.Name {
	case "path", "headers", "rfile", "requestline":
	default:
		return false
	}
	found := false
	r.classes(e.Start, func(c *syntax.Class) bool {
		found = slices.ContainsFunc(c.Bases, func(v syntax.Range) bool {
			return v.End > v.Start && strings.HasSuffix(r.text(v.End-1), "HTTPRequestHandler")
		})
		return !found
	})
	return found
}

// converted tells whether a value of the request is made a number where it is read: request.args.get("n", type=int).
func (t *trace) converted(e *syntax.Expr) bool {
	if t.run.file.Language != syntax.Python || e.X.Name != "get" {
		return false
	}
	return slices.ContainsFunc(e.List, func(a *syntax.Expr) bool {
		return a != nil && a.Kind == syntax.KeywordExpr && a.Name == "type" && a.X != nil && (a.X.Name == "int" || a.X.Name == "float" || a.X.Name == "bool")
	})
}

// archived tells whether a method gives the names in an archive, which whoever made it chose.
func (t *trace) archived(method string) bool {
	if t.run.file.Language != syntax.Python || t.sink != "path" {
		return false
	}
	switch method {
	case "namelist", "infolist", "getnames", "getmembers":
		return true
	}
	return false
}

// queried tells whether a value is what a method of Python gives that puts no text together, as in query.where(x): taking
// such chains apart took most of the time spent on SQL.
func (r *run) queried(e *syntax.Expr) bool {
	if r.file.Language != syntax.Python {
		return false
	}
	d := r.file.Deref(e)
	if d.Kind == syntax.AwaitExpr && d.X != nil {
		d = d.X
	}
	return d.Kind == syntax.CallExpr && d.X != nil && d.X.Kind == syntax.MemberExpr && !texting[d.X.Name]
}

// texting are methods that give a text made of what they are called on or given.
var texting = map[string]bool{
	"format": true, "format_map": true, "join": true, "replace": true, "strip": true, "lstrip": true, "rstrip": true, "lower": true, "upper": true, "encode": true, "decode": true,
	"dedent": true, "cleandoc": true, "text": true, "SQL": true, "substitute": true, "safe_substitute": true, "escape": true, "format_html": true, "mark_safe": true, "Markup": true, "title": true, "get": true, "pop": true,
}
