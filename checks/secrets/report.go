package secrets

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules/credential"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A report collects what is found in one file; a secret that several detectors see is reported once.
type report struct {
	check *Check
	unit  *scan.Unit
	out   *scan.Outcome
	list  []reported
}

type reported struct {
	finding finding.Finding
	at      finding.Range
	rank    int // lower: says more about the secret
}

// match reports what a gitleaks rule found.
func (r *report) match(m match) {
	family := familyOf(m.rule.id)
	about, ok := r.check.rules[family]
	if !ok {
		return
	}
	f := finding.Finding{
		Rule: family, Severity: about.Severity, Confidence: about.Confidence, Subject: m.rule.id, Fix: about.Fix, Suppressed: m.suppressed,
		Message: kindOf(m.rule) + " is written here: everyone with a copy of this repository can use it",
	}
	if critical(m.rule.id, m.secret.value) {
		f.Severity = finding.Critical
	}
	if family == genericSecret && (r.thirdParty() || !credential.Real(m.secret.value) && !strings.HasPrefix(m.rule.id, "jwt")) {
		f.Severity = finding.Note // gitleaks reports it; nobody should be woken by it
	}
	if f.Suppressed == nil {
		f.Suppressed = r.check.ignored.at(r.unit.Path, m.rule.id, m.line)
	}
	rank := 0
	if family == genericSecret {
		rank = 2
	}
	r.add(f, m.start, m.end, rank)
}

// thirdParty tells whether the file is somebody else's code, shipped along.
func (r *report) thirdParty() bool {
	return r.unit.Role == source.Vendored || r.unit.Role == source.Generated || strings.HasPrefix(r.unit.Path, ".yarn/") || strings.Contains(r.unit.Path, "/.yarn/")
}

// found reports what this package's own detector found; message speaks of the code.
func (r *report) found(rule string, start, end int, message string, args ...any) {
	about, ok := r.check.rules[rule]
	if !ok {
		return
	}
	_, at := r.unit.Line(r.unit.Span(start, end).Start.Line)
	line := r.unit.Text[at.Start.Offset:at.End.Offset]
	f := finding.Finding{
		Rule: rule, Severity: about.Severity, Confidence: about.Confidence, Fix: about.Fix, Message: fmt.Sprintf(message, args...),
	}
	if strings.Contains(string(line), allowMark) {
		f.Suppressed = &finding.Suppression{Reason: "the line says " + allowMark, By: fmt.Sprintf("%s at %s:%d", allowMark, r.unit.Path, at.Start.Line), Foreign: true}
	}
	r.add(f, start, end, 1)
}

func (r *report) add(f finding.Finding, start, end, rank int) {
	f.At = r.unit.Span(start, end)
	f.Hide = []finding.Range{{Start: start, End: end}}
	if f.Suppressed != nil && strings.HasPrefix(f.Suppressed.By, allowMark) {
		f.Suppressed.By = fmt.Sprintf("%s at %s:%d", allowMark, r.unit.Path, f.At.Start.Line)
	}
	if !r.unit.Role.Deployed() {
		f.Severity = finding.Note
	}
	r.list = append(r.list, reported{f, finding.Range{Start: start, End: end}, rank})
}

// finish writes the findings out. Of those that overlap the one that says most stays, with all that must be hidden.
func (r *report) finish() {
	slices.SortStableFunc(r.list, func(a, b reported) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		if s := (a.finding.Suppressed != nil) != (b.finding.Suppressed != nil); s {
			if a.finding.Suppressed != nil {
				return 1
			}
			return -1
		}
		return int(b.finding.Severity) - int(a.finding.Severity)
	})
	var taken spans
	for _, f := range r.list {
		if at := taken.overlap(f.at); at >= 0 {
			kept := &r.out.Findings[at]
			kept.Hide = append(kept.Hide, f.finding.Hide...)
			continue
		}
		taken.add(f.at, len(r.out.Findings))
		r.out.Findings = append(r.out.Findings, f.finding)
	}
	slices.SortFunc(r.out.Findings, finding.Compare)
}

// spans is a set of ranges that don't overlap, each with an index.
type spans struct {
	ranges []finding.Range
	index  []int
}

func (s *spans) find(at finding.Range) int {
	i, _ := slices.BinarySearchFunc(s.ranges, at, func(r, at finding.Range) int {
		if r.End <= at.Start {
			return -1
		}
		return 1
	})
	return i
}

func (s *spans) overlap(at finding.Range) int {
	if i := s.find(at); i < len(s.ranges) && s.ranges[i].Start < max(at.End, at.Start+1) {
		return s.index[i]
	}
	return -1
}

func (s *spans) add(at finding.Range, index int) {
	i := s.find(at)
	s.ranges = slices.Insert(s.ranges, i, at)
	s.index = slices.Insert(s.index, i, index)
}
