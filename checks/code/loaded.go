package code

import (
	"cmp"
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// foreign runs the rules that were read from Semgrep files.
func (r *run) foreign() {
	for i, rule := range r.check.rules {
		if rule.loaded == nil || !r.awake[i] {
			continue
		}
		r.joins = 0
		found := r.placesOf(rule.loaded.find)
		if rule.loaded.sources != nil {
			r.sinks(rule, found)
			continue
		}
		reported := map[[2]int]bool{}
		for _, p := range found {
			if at := [2]int{p.start, p.end}; !reported[at] {
				reported[at] = true
				r.report(rule, p, nil)
			}
		}
	}
}

func (r *run) report(rule *rule, p place, steps []finding.Related) {
	severity := cmp.Or(rule.Severity, finding.Note)
	if role := r.unit.Role; !role.Deployed() || role == source.Vendored || role == source.Generated {
		severity = finding.Note
	}
	r.outcome.Findings = append(r.outcome.Findings, finding.Finding{
		Rule: rule.ID, Kind: finding.Fail, Severity: severity, Confidence: rule.Confidence,
		Message: r.message(rule, rule.Message, p.holes), At: r.unit.Span(p.start, p.end), Fix: r.message(rule, rule.Fix, p.holes),
		Related: steps, Flow: steps != nil,
	})
}

// sinks reports the places that what comes from a source reaches.
func (r *run) sinks(rule *rule, found []place) {
	marks := &marks{}
	for _, f := range rule.loaded.sources {
		marks.sources = append(marks.sources, r.placesOf(f)...)
	}
	for _, f := range rule.loaded.sanitizers {
		marks.clean = append(marks.clean, r.placesOf(f)...)
	}
	if len(marks.sources) == 0 {
		return
	}
	reported := map[[2]int]bool{}
	for _, p := range found {
		at := [2]int{p.start, p.end}
		if p.expr == nil || reported[at] || marks.isClean(p.start, p.end) {
			continue
		}
		t := &trace{run: r, data: &flowData{}, budget: maxTrace, marks: marks}
		o := t.all(reaching(p.expr), 0)
		if o.level == tainted {
			reported[at] = true
			r.report(rule, p, r.related(o))
		}
	}
}

// reaching gives what of a sink must not be tainted.
func reaching(e *syntax.Expr) []*syntax.Expr {
	switch e.Kind {
	case syntax.CallExpr, syntax.NewExpr:
		list := slices.Clone(e.List)
		if e.X != nil && e.X.Kind == syntax.MemberExpr {
			list = append(list, e.X.X)
		}
		return list
	case syntax.AssignExpr:
		return []*syntax.Expr{e.Y}
	}
	return []*syntax.Expr{e}
}

// marks are the places where a rule of sources and sinks says that values come from or are cleaned.
type marks struct{ sources, clean []place }

func (m *marks) isSource(start, end int) bool {
	return slices.ContainsFunc(m.sources, func(p place) bool { return p.start <= start && end <= p.end })
}

func (m *marks) isClean(start, end int) bool {
	return slices.ContainsFunc(m.clean, func(p place) bool { return p.start <= start && end <= p.end })
}

// named answers for an expression that a rule names as a source or as cleaned.
func (t *trace) named(e *syntax.Expr) (origin, bool) {
	switch {
	case t.marks == nil:
	case t.marks.isClean(e.Start, e.End):
		return origin{}, true
	case t.marks.isSource(e.Start, e.End):
		return origin{level: tainted}.via(e.Start, e.End, "comes from here"), true
	}
	return origin{}, false
}

// namedParameter answers for a parameter that a rule names as a source.
func (t *trace) namedParameter(name string, fn int) (origin, bool) {
	if t.marks == nil || fn < 0 {
		return origin{}, false
	}
	f := &t.run.file.Functions[fn]
	for i := range f.Params {
		if f.Params[i].Name != name {
			continue
		}
		if e := t.run.parameterName(f, &f.Params[i]); e.End > e.Start && t.marks.isSource(e.Start, e.End) {
			return origin{level: tainted}.via(e.Start, e.End, "comes from here"), true
		}
	}
	return origin{}, false
}

// leavesOut tells whether a loaded rule says that it isn't about a path.
func (r *rule) leavesOut(path string) bool {
	return r.loaded != nil && r.loaded.notPaths != nil && r.loaded.notPaths.MatchString(path)
}
