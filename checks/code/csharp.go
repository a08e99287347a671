package code

import (
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
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
