package code

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// handling are names of classes, or of what they stand on, whose public methods a framework calls with what a client sent.
var handling = regexp.MustCompile(`(Controller|ControllerBase|PageModel|Hub)$`)

// mapped are calls that name the function which answers requests.
var mapped = map[string]bool{"MapGet": true, "MapPost": true, "MapPut": true, "MapDelete": true, "MapPatch": true, "MapMethods": true}

// bound tells whether ASP.NET gives a client's value for a parameter: of an action, a page's handler or a mapped lambda.
func (t *trace) bound(f *syntax.Function, p *syntax.Param) bool {
	r := t.run
	for _, d := range p.Decorators {
		name := r.file.CalleeName(&r.file.Calls[d])
		if name == "FromServices" {
			return false
		}
		if t.data.marks[name] {
			return true
		}
	}
	if p.Type.End <= p.Type.Start || injected(r.text(p.Type.Start)) {
		return false
	}
	if f.Name == "" {
		return t.mappedTo(f)
	}
	if slices.ContainsFunc(f.Decorators, func(d int) bool { return t.data.handlers[r.file.CalleeName(&r.file.Calls[d])] }) {
		return true
	}
	return f.Class >= 0 && f.Class < len(r.file.Classes) && r.public(f) && r.handles(&r.file.Classes[f.Class], f)
}

// injected tells whether a parameter of a type is given by the program itself: services have interfaces as types.
func injected(typ string) bool {
	return len(typ) > 1 && typ[0] == 'I' && typ[1] >= 'A' && typ[1] <= 'Z' && typ != "IFormFile" || strings.HasSuffix(typ, "Context") || strings.HasSuffix(typ, "Service")
}

func (r *run) handles(c *syntax.Class, f *syntax.Function) bool {
	if f.Name == c.Name {
		return false
	}
	return handling.MatchString(c.Name) || slices.ContainsFunc(c.Bases, func(b syntax.Range) bool { return handling.MatchString(r.text(b.End - 1)) })
}

// public tells whether a method is declared so.
func (r *run) public(f *syntax.Function) bool {
	at := r.tokenAt(f.Start)
	for k, n := at-1, 0; k >= 0 && n < 20; k, n = k-1, n+1 {
		switch {
		case r.is(k, "public"):
			return true
		case r.is(k, ";") || r.is(k, "{") || r.is(k, "}") || r.is(k, "private") || r.is(k, "protected"):
			return false
		}
	}
	return false
}

// initialized shows what new T { A = b } gives a new object as assignments: new T().A = b.
func (r *run) initialized(c *syntax.Call) {
	if !c.New || r.file.Language != syntax.CSharp {
		return
	}
	for _, arg := range c.Args {
		if arg.End-arg.Start < 3 || !r.is(arg.Start+1, "=") {
			continue
		}
		name := r.text(arg.Start)
		r.found = r.found[:0]
		if r.addRules(pattern.Assign, name, true); len(r.found) == 0 {
			continue
		}
		class, value := r.file.Expr(c.Callee), r.file.Expr(syntax.Range{Start: arg.Start + 2, End: arg.End})
		if class == nil || value == nil {
			continue
		}
		start, end := int(r.file.Tokens[arg.Start].Start), int(r.file.Tokens[arg.Start].End)
		object := &syntax.Expr{Kind: syntax.NewExpr, X: class, Start: start, End: start, Function: -1}
		target := &syntax.Expr{Kind: syntax.MemberExpr, X: object, Name: name, Start: start, End: end, Tokens: syntax.Range{Start: arg.Start, End: arg.Start + 1}, Function: -1}
		e := &syntax.Expr{Kind: syntax.AssignExpr, Name: "=", X: target, Y: value, Start: start, End: value.End, Tokens: arg, Function: -1}
		r.judge(r.found, event{kind: pattern.Assign, expr: e, start: start, end: value.End, token: arg.Start})
	}
}

// methodNamed gives the method of this class that a name of C# stands for, as a function: handler.Callback = AcceptAll. nil
// when it is none.
func (r *run) methodNamed(e *syntax.Expr) *syntax.Expr {
	if r.file.Language != syntax.CSharp || e.Kind != syntax.IdentExpr {
		return nil
	}
	i := r.methodOf(e.Start, e.Name)
	if i < 0 {
		return nil
	}
	f := &r.file.Functions[i]
	method := &syntax.Expr{Kind: syntax.FuncExpr, Name: f.Name, Function: i, Start: f.Start, End: f.End}
	if list := r.returnsOf(i); len(list) == 1 && (r.is(f.Body.Start, "return") || !r.is(f.Body.Start-1, "{")) {
		method.X = list[0]
	}
	return method
}

// bindsValues tells whether an interpolated string of C# keeps its values apart: as a FormattableString, or given to what
// Entity Framework Core binds them in.
func (r *run) bindsValues(e *syntax.Expr) bool {
	if r.file.Language != syntax.CSharp {
		return false
	}
	if r.file.TypeOf(e) == "FormattableString" {
		return true
	}
	open := r.tokenAt(e.Start) - 1
	if e.Kind != syntax.TemplateExpr || !r.is(open, "(") {
		return false
	}
	name := open - 1
	if r.is(name, ">") && r.file.Tokens[name].Match > 0 {
		name = int(r.file.Tokens[name].Match) - 1
	}
	return r.is(name, "SqlQuery") && slices.ContainsFunc(r.file.Imports, func(m syntax.Import) bool { return m.Module == "Microsoft.EntityFrameworkCore" })
}

// mappedTo tells whether a lambda is what app.MapGet("/path", …) calls.
func (t *trace) mappedTo(f *syntax.Function) bool {
	r := t.run
	at := r.tokenAt(f.Start)
	for c := len(r.file.Calls) - 1; c >= 0; c-- {
		call := &r.file.Calls[c]
		if call.Start < f.Start && call.End >= f.End && mapped[r.file.CalleeName(call)] {
			return slices.ContainsFunc(call.Args, func(a syntax.Range) bool { return a.Start == at })
		}
	}
	return false
}

// asked tells whether an expression is Request["name"] of ASP.NET: a part of what the client sent, wherever it stands.
func (t *trace) asked(e *syntax.Expr) bool {
	if t.run.file.Language != syntax.CSharp || e.Kind != syntax.IndexExpr {
		return false
	}
	switch strings.TrimPrefix(t.run.file.Resolve(e.X), "?") {
	case "Request", "HttpContext.Request", "HttpContext.Current.Request", "this.Request", "HttpRequest()", "HttpRequestBase()":
		return true
	}
	return false
}

// posted tells whether a name is a property of a class that ASP.NET fills from the request: [BindProperty].
func (t *trace) posted(e *syntax.Expr) bool {
	r := t.run
	if r.file.Language != syntax.CSharp {
		return false
	}
	if r.posts == nil {
		r.posts = map[string]bool{}
		for _, c := range r.callsNamed("BindProperty") {
			if call := &r.file.Calls[c]; call.Decorator {
				r.posts[r.propertyBehind(r.file.Tokens[call.Callee.Start].Start)] = true
			}
		}
	}
	return r.posts[e.Name]
}

// propertyBehind gives the name of the property that the attribute at a byte stands on.
func (r *run) propertyBehind(attribute int32) string {
	at := r.tokenAt(int(attribute))
	for k := at; k < min(at+40, len(r.file.Tokens)-1) && !r.is(k, ";"); k++ {
		if r.is(k+1, "{") {
			return r.text(k)
		}
	}
	return ""
}
