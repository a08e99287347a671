package checklist

import (
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// Supersede drops the failures and reviews that a stronger rule says better about the same line, so that one mistake is
// one finding; also when the stronger is accepted.
func Supersede(findings []finding.Finding, set *rules.Set) []finding.Finding {
	type line struct {
		path string
		line int
		rule string
	}
	weaker := map[line]bool{}
	for _, f := range findings {
		if rule, ok := set.Rule(f.Rule); ok && f.Kind == finding.Fail {
			for _, other := range rule.Supersedes {
				weaker[line{f.At.Path, f.At.Start.Line, other}] = true
			}
		}
	}
	return slices.DeleteFunc(findings, func(f finding.Finding) bool {
		return f.Kind != finding.Pass && weaker[line{f.At.Path, f.At.Start.Line, f.Rule}]
	})
}
