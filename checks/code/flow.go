package code

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
)

// A grade says what may stand in a value, the mildest first: of two ways a value can come about the worse counts.
type grade uint8

const (
	fixed     grade = iota // a constant, a number, cleaned or checked
	unknown                // can't be told
	parameter              // what a caller of the function gives
	outside                // what the program is started or fed with: arguments, environment, standard input
	tainted                // what a client sent
)

// An origin is where a value comes from, and the way it took.
type origin struct {
	level grade
	steps *step
}

// A step is one place on the way from a source to a sink. before is the one nearer the source.
type step struct {
	start, end int
	message    string
	before     *step
	run        *run // the file it stands in; nil: the one the sink stands in
}

// maxSteps bounds the way shown; maxTrace the work of one question.
const (
	maxSteps = 8
	maxTrace = 3000
	maxHops  = 24
	maxCalls = 3
)

// A trace follows values backwards from a sink through one function, and through functions of the file it calls.
type trace struct {
	run    *run
	data   *flowData
	sink   string             // sql, shell, html, path, url, code
	clean  []*pattern.Pattern // the rule's own
	budget int
	frames []frame
	open   []openDef // being followed: loops end here
	marks  *marks    // of a rule that names its own sources
	links  int       // files gone through on the way here
}

// A frame is a call that was gone into: what its arguments are.
type frame struct {
	fn   int
	args map[string]origin
}

type openDef struct {
	name string
	at   int
	fn   int
}

// origin tells where the value of an expression comes from.
func (r *run) origin(e *syntax.Expr, c *condition) origin {
	if e == nil {
		return origin{level: unknown}
	}
	key := traceKey{e.Start, e.End, c.Sink, c}
	if o, ok := r.origins[key]; ok {
		return o
	}
	t := &trace{run: r, data: r.check.flows[r.file.Language.String()], sink: strings.Replace(c.Sink, "join", "path", 1), clean: c.cleanPatterns, budget: maxTrace}
	if t.data == nil {
		t.data = &flowData{}
	}
	o := t.eval(e, 0)
	if t.budget < 0 && o.level != tainted {
		o.level = unknown
	}
	if r.origins == nil {
		r.origins = map[traceKey]origin{}
	}
	r.origins[key] = o
	return o
}

type traceKey struct {
	start, end int
	sink       string
	condition  *condition
}

// tainted answers `is: tainted`.
func (r *run) tainted(e *syntax.Expr, c *condition) pattern.Answer {
	if c.Sink == "shell" && r.file.Language != syntax.Go && r.file.Deref(e).Kind == syntax.ArrayExpr {
		return pattern.No // arguments, which no shell reads
	}
	if kind := r.file.Deref(e).Kind; c.Sink == "sql" && r.file.Language == syntax.Ruby && (kind == syntax.ArrayExpr || kind == syntax.ObjectExpr) {
		return pattern.No // a condition with its values bound
	}
	if c.Sink == "sql" && r.file.Language == syntax.Go && r.structural(e) {
		return pattern.No // a condition with its values bound
	}
	if c.Sink == "html" && r.file.Language != syntax.Go && r.file.Deref(e).Kind == syntax.ObjectExpr {
		return pattern.No // becomes JSON
	}
	switch r.origin(e, c).level {
	case tainted:
		return pattern.Yes
	case fixed:
		return pattern.No
	}
	return pattern.Maybe
}

// checkedLater tells whether what an expression goes to stands in a condition: a path that is joined first and checked then.
func (r *run) checkedLater(e *syntax.Expr) bool {
	at := r.tokenAt(e.Start)
	return at >= 0 && len(r.guardsOf(r.target(at))) > 0
}

// related gives the steps of a way, the source first.
func (r *run) related(o origin) []finding.Related {
	var list []finding.Related
	for s := o.steps; s != nil && len(list) < maxSteps; s = s.before {
		in := r
		if s.run != nil {
			in = s.run
		}
		list = append(list, finding.Related{Message: s.message, At: in.span(s.start, s.end)})
	}
	slices.Reverse(list)
	return list
}

// join gives the worse of two.
func join(a, b origin) origin {
	if b.level > a.level {
		return b
	}
	return a
}

// via adds a step to the way of a tainted value.
func (o origin) via(start, end int, message string) origin {
	if o.level != tainted || o.steps != nil && o.steps.start == start && o.steps.end == end {
		return o
	}
	o.steps = &step{start: start, end: end, message: message, before: o.steps}
	return o
}
