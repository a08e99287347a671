package code

import (
	"cmp"
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// maxPasses is how many places of one file are shown as evidence that a rule holds.
const maxPasses = 3

// A run is one file going through the rules.
type run struct {
	check   *Check
	index   *index
	unit    *scan.Unit
	file    *syntax.File
	awake   []bool
	outcome scan.Outcome
	passes  map[string]int
	seen    map[seen]bool
	found   []int
	codes   map[syntax.Range]string
	objects map[int]object       // by brace
	names   map[string][]int     // assigns by the name they assign
	looks   int                  // enclosing calls looked through
	asked   *question            // the last setting a condition hung on
	suppose bool                 // settings are taken to be what is looked for
	appends map[string][]int     // tokens before +=, by name
	last    map[seen]source.Span // by rule and line: where it first failed
	sourced bool                 // what clients send may come in here
	wonder  wonder
	linker  *linker // of a run that may look into other files

	// Made when a value is first followed; see flow.go.
	mainEnd       int
	blockList     []block
	chances       []chance // of blocks
	defs          map[string][]def
	guards        map[string][]guard
	switches      map[string][]int // blocks, by the name they look at
	derivations   map[string][]string
	origins       map[traceKey]origin
	values        map[syntax.Range]*syntax.Expr
	returns       map[int][]*syntax.Expr
	functionNames map[string][]int
	callNames     map[string][]int
	callbacks     map[int]int
	guardAnswers  map[guardKey]bool
	passing       map[passKey]origin
	posts         map[string]bool // properties that the request fills
	whole         int             // the function that the file exports as its own, + 2

	// Made for rules read from Semgrep files; see places.go.
	candidateList []candidate
	places        map[*leaf][]place
	joins         int // pairs of places looked at for one rule
}

func newRun(c *Check, u *scan.Unit, f *syntax.File) *run {
	return &run{check: c, index: c.index[u.Kind], unit: u, file: f, outcome: scan.Outcome{Examined: map[string]int{}}, passes: map[string]int{}, seen: map[seen]bool{}, last: map[seen]source.Span{}}
}

type seen struct {
	rule, start int
}

// judge asks each rule about an event.
func (r *run) judge(wanted []int, at event) {
	for _, i := range slices.Clone(wanted) {
		key := seen{i, at.start}
		if r.seen[key] {
			continue
		}
		rule := r.check.rules[i]
		r.wonder.rule = i
		holes, answer := r.finds(rule, &at)
		if answer == pattern.Yes {
			r.seen[key] = true
			if !r.repeats(i, at) && !r.developing(at.token) {
				r.fail(rule, at, holes)
			}
			continue
		}
		if answer == pattern.Maybe && r.asked != nil {
			r.await(rule, at)
		}
		r.asked = nil
		if answer == pattern.No && rule.examines != nil {
			if holes, a := r.any(rule.examines, at, nil); a == pattern.Yes {
				r.seen[key] = true
				r.pass(rule, at, holes)
			}
		}
	}
}

// finds tries the alternatives; the first that holds wins. What excuses a place excuses it also when it only may.
func (r *run) finds(rule *rule, at *event) (pattern.Holes, pattern.Answer) {
	best := pattern.No
	if rule.decorated && r.within(rule.inside, *at, nil) == pattern.No {
		return nil, best
	}
	whole := test(rule.where, r.fits)
	var glance pattern.Test
	if rule.glances {
		glance = test(rule.where, r.glance)
	}
	for _, p := range rule.find {
		if !at.hangs(p) || !at.calls(r.file, p) {
			continue
		}
		if glance != nil {
			if _, a := p.Match(r.file, at.expr, nil, glance); a != pattern.Yes { // nor will it be when all is asked
				best = max(best, a)
				continue
			}
		}
		holes, a := p.Match(r.file, at.expr, nil, whole)
		if a != pattern.No {
			a = min(a, r.hold(rule.where, holes, *at))
		}
		if a != pattern.No {
			a = min(a, r.excused(rule, *at, holes))
		}
		if a == pattern.Yes {
			return holes, a
		}
		best = max(best, a)
	}
	return nil, best
}

// excused gives No when the place is left out by unless, inside or outside, Maybe when that can't be told.
func (r *run) excused(rule *rule, at event, holes pattern.Holes) pattern.Answer {
	_, a := r.any(rule.unless, at, holes)
	answer := pattern.Yes - a
	if rule.inside != nil {
		answer = min(answer, r.within(rule.inside, at, holes))
	}
	if rule.outside != nil {
		answer = min(answer, pattern.Yes-r.within(rule.outside, at, holes))
	}
	return answer
}

// test makes the conditions on holes into what a pattern asks while it is matched.
func test(where []condition, fits func(*condition, *syntax.Expr) pattern.Answer) pattern.Test {
	if len(where) == 0 {
		return nil
	}
	return func(name string, e *syntax.Expr) pattern.Answer {
		answer := pattern.Yes
		for i := range where {
			if c := &where[i]; c.hole == name && answer != pattern.No {
				answer = min(answer, fits(c, e))
			}
		}
		return answer
	}
}

func (r *run) any(list []*pattern.Pattern, at event, holes pattern.Holes) (pattern.Holes, pattern.Answer) {
	best := pattern.No
	for _, p := range list {
		h, a := p.Match(r.file, at.expr, holes, nil)
		if a == pattern.Yes {
			return h, a
		}
		best = max(best, a)
	}
	return holes, best
}

func (r *run) hold(where []condition, holes pattern.Holes, at event) pattern.Answer {
	answer := pattern.Yes
	for i := range where {
		if answer = min(answer, r.holds(&where[i], holes, at)); answer == pattern.No {
			break
		}
	}
	return answer
}

// repeats tells whether a place stands inside the rule's last finding and on its line, as text(…) does in
// execute(text(…)): one flaw, not two.
func (r *run) repeats(i int, at event) bool {
	here := r.span(at.start, at.end)
	key := seen{i, here.Start.Line}
	last, ok := r.last[key]
	if !ok {
		r.last[key] = here
	}
	return ok && here.Start.Offset >= last.Start.Offset && here.End.Offset <= last.End.Offset
}

func (r *run) fail(rule *rule, at event, holes pattern.Holes) {
	if rule.examines != nil {
		r.outcome.Examined[rule.ID]++
	}
	r.outcome.Findings = append(r.outcome.Findings, r.finding(rule, at, holes))
}

func (r *run) finding(rule *rule, at event, holes pattern.Holes) finding.Finding {
	f := finding.Finding{
		Rule: rule.ID, Kind: finding.Fail, Severity: r.severity(rule, at, holes), Confidence: rule.Confidence,
		Message: r.message(rule, rule.Message, holes), At: r.span(at.start, at.end), Fix: r.message(rule, rule.Fix, holes),
	}
	for i := range rule.where {
		c := &rule.where[i]
		e := holes.Get(c.hole)
		if e == nil {
			continue
		}
		if c.Secret {
			f.Hide = append(f.Hide, r.secretRange(e))
		}
		r.explain(&f, c, e)
	}
	return f
}

// explain tells how a value came to where it does harm: its way from a source, or where it was put together.
func (r *run) explain(f *finding.Finding, c *condition, e *syntax.Expr) {
	switch c.Is {
	case "built", "dynamic", "tainted", "request", "given", "passed", "outside", "address":
	default:
		return
	}
	if o := r.origin(e, c); o.level == tainted && !f.Flow {
		f.Related, f.Flow = r.related(o), true
		return
	}
	if made := r.file.Deref(e); c.Is == "built" && made != e && !f.Flow {
		f.Related = append(f.Related, finding.Related{Message: "put together here", At: r.span(made.Start, made.End)})
	}
}

func (r *run) secretRange(e *syntax.Expr) finding.Range {
	if v := r.file.Value(e); v.From != nil {
		e = v.From
	}
	return finding.Range{Start: r.file.Offset(e.Start), End: r.file.Offset(e.End)}
}

// span places a stretch of code in the file.
func (r *run) span(start, end int) source.Span {
	return r.unit.Span(r.file.Offset(start), r.file.Offset(end))
}

func (r *run) pass(rule *rule, at event, holes pattern.Holes) {
	r.outcome.Examined[rule.ID]++
	if r.passes[rule.ID]++; r.passes[rule.ID] > maxPasses || rule.Good == "" {
		return
	}
	r.outcome.Findings = append(r.outcome.Findings, finding.Finding{
		Rule: rule.ID, Kind: finding.Pass, Severity: finding.Note, Confidence: rule.Confidence,
		Message: r.message(rule, rule.Good, holes), At: r.span(at.start, at.end),
	})
}

// severity is the rule's, or that of the first level that holds; what isn't deployed is a note.
func (r *run) severity(rule *rule, at event, holes pattern.Holes) finding.Severity {
	if role := r.unit.Role; !role.Deployed() || role == source.Vendored || role == source.Generated {
		return finding.Note
	}
	for i := range rule.raise {
		l := &rule.raise[i]
		h, a := holes, pattern.Yes
		if l.find != nil {
			h, a = r.any(l.find, at, holes)
		}
		if a == pattern.Yes && l.inside != nil {
			a = r.within(l.inside, at, h)
		}
		if a == pattern.Yes && r.hold(l.where, h, at) == pattern.Yes {
			return l.To
		}
	}
	return cmp.Or(rule.Severity, finding.Note)
}
