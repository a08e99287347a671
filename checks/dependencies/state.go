package dependencies

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// state makes a finding of a rule. What isn't deployed is worth a note.
func state(rule rules.Rule, kind finding.Kind, u *scan.Unit, at document.Range, name, value string) finding.Finding {
	f := finding.Finding{
		Rule: rule.ID, Kind: kind, Severity: rule.Severity, Confidence: rule.Confidence, Fix: fill(rule.Fix, name, value),
		Message: fill(rule.Message, name, value), At: u.Span(at.Start, at.End), Subject: name,
	}
	if kind == finding.Pass {
		f.Message, f.Fix = fill(rule.Good, name, value), ""
	}
	if u.Role == source.Test || !u.Role.Deployed() && !inWorkflows(u.Path) {
		f.Severity = finding.Note
	}
	return f
}

// whole makes a finding about a file as a whole. It points at its first line, where there is one.
func whole(rule rules.Rule, kind finding.Kind, at source.Span, name string) finding.Finding {
	f := finding.Finding{
		Rule: rule.ID, Kind: kind, Severity: rule.Severity, Confidence: rule.Confidence, Fix: fill(rule.Fix, name, at.Path),
		Message: fill(rule.Message, name, at.Path), At: at, Subject: name,
	}
	if kind == finding.Pass {
		f.Message, f.Fix = fill(rule.Good, name, at.Path), ""
	}
	return f
}

func fill(text, name, value string) string {
	return strings.NewReplacer("$NAME", name, "$VALUE", value).Replace(text)
}
