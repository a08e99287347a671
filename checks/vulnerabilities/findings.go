package vulnerabilities

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/source"
)

// depth says how far a vulnerability reaches: its code is called, its package imported, or its module only required.
func (h hit) depth() int {
	switch first := h.Trace[0]; {
	case first.Function != "":
		return 2
	case first.Package != "":
		return 1
	}
	return 0
}

// findings gives one finding for each vulnerability in each module, at the line of go.mod that requires it.
func (c *Check) findings(file string, p project, a analysis) []finding.Finding {
	deepest := map[string]hit{}
	for _, h := range a.found {
		key := h.OSV + " " + h.Trace[0].Module
		if old, ok := deepest[key]; !ok || h.depth() > old.depth() {
			deepest[key] = h
		}
	}
	var all []finding.Finding
	for _, h := range deepest {
		all = append(all, c.finding(file, p, a, h))
	}
	slices.SortFunc(all, func(x, y finding.Finding) int {
		return cmp.Or(finding.Compare(x, y), cmp.Compare(x.Subject, y.Subject))
	})
	return all
}

func (c *Check) finding(file string, p project, a analysis, h hit) finding.Finding {
	module := h.Trace[0]
	at, ok := p.places[module.Module]
	if !ok {
		at = source.Span{Path: file}
	}
	name := h.OSV
	for _, alias := range a.entries[h.OSV].Aliases {
		if strings.HasPrefix(alias, "CVE-") {
			name += " (" + alias + ")"
			break
		}
	}
	f := finding.Finding{Rule: ruleKnown, Kind: finding.Fail, Severity: c.rule.Severity, Confidence: c.rule.Confidence, At: at, Subject: h.OSV + " " + module.Module}
	f.Message = fmt.Sprintf("%s: %s; %s@%s %s", name, cmp.Or(a.entries[h.OSV].Summary, "known vulnerability"), module.Module, module.Version, reach(a.level, h))
	switch {
	case a.level == "module":
		f.Confidence = finding.MediumConfidence
	case h.depth() == 1:
		f.Severity = finding.Low
	case h.depth() == 0:
		f.Severity = finding.Note
	}
	f.Fix = "no fixed version is known: leave the module, or the part of it that is named"
	if h.Fixed != "" {
		f.Fix = fmt.Sprintf("go get %s@%s", module.Module, h.Fixed)
		if module.Module == "stdlib" {
			f.Fix = "build with Go " + strings.TrimPrefix(h.Fixed, "v") + " or later"
		}
	}
	for _, step := range slices.Backward(h.Trace) {
		if name, line, column := step.place(path.Dir(file)); name != "" && step.Function != "" {
			f.Related = append(f.Related, finding.Related{Message: step.Function, At: source.Span{Path: name, Start: source.Place{Line: line, Column: column}, End: source.Place{Line: line, Column: column}}})
			break
		}
	}
	return f
}

func reach(level string, h hit) string {
	switch {
	case level == "module":
		return "is required; whether it is called is unknown"
	case h.depth() == 2:
		name := h.Trace[0].Function
		if h.Trace[0].Receiver != "" {
			name = h.Trace[0].Receiver + "." + name
		}
		return "is called through `" + name + "`"
	case h.depth() == 1:
		return "is imported, the vulnerable part isn't called"
	}
	return "is required, the vulnerable package isn't imported"
}
