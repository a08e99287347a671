package checks

import (
	"cmp"
	"errors"
	"slices"

	"github.com/seaworthy-dev/seaworthy/checks/code"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// Merge gives the rules of set with others beside them. Rules that can't be run are listed, not added; none of those
// added can silence one of set.
func Merge(set *rules.Set, others []rules.Rule) (*rules.Set, []rules.Skipped) {
	merged := &rules.Set{Rules: slices.Clone(set.Rules), Controls: set.Controls, Profiles: set.Profiles}
	controls := byWeakness(set)
	taken := map[string]string{}
	for i := range set.Rules {
		taken[set.Rules[i].ID] = "a rule of seaworthy"
	}
	var skipped []rules.Skipped
	for _, r := range others {
		if holder := taken[r.ID]; holder != "" {
			skipped = append(skipped, rules.Skipped{File: r.File, Line: line(r), Rule: r.ID, Operator: "id", Reason: "is the id of " + holder + ": give it one of its own"})
			continue
		}
		if err := code.Refusal(r); err != nil {
			skipped = append(skipped, refused(r, err))
			continue
		}
		taken[r.ID] = "the rule in " + r.File
		r.Supersedes = nil // which could silence one of ours
		if r.Controls == nil {
			r.Controls = controlsOf(r, controls)
		}
		merged.Rules = append(merged.Rules, r)
	}
	slices.SortStableFunc(merged.Rules, func(a, b rules.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return merged, skipped
}

func line(r rules.Rule) int {
	if r.Loaded != nil {
		return r.Loaded.Line
	}
	return 1
}

func refused(r rules.Rule, err error) rules.Skipped {
	s := rules.Skipped{File: r.File, Line: line(r), Rule: r.ID, Operator: "rule", Reason: err.Error()}
	if e, ok := errors.AsType[*code.Refused](err); ok {
		s.Line, s.Operator, s.Reason = e.Line, e.Operator, e.Err.Error()
	}
	return s
}

// byWeakness gives for each CWE the control that most of our code rules put it to.
func byWeakness(set *rules.Set) map[string]string {
	count := map[string]map[string]int{}
	for i := range set.Rules {
		r := &set.Rules[i]
		if r.Check != code.ID || len(r.Controls) == 0 {
			continue
		}
		for _, cwe := range r.CWE {
			if count[cwe] == nil {
				count[cwe] = map[string]int{}
			}
			count[cwe][r.Controls[0]]++
		}
	}
	controls := map[string]string{}
	for cwe, of := range count {
		best := ""
		for control, n := range of {
			if n > of[best] || n == of[best] && control < best {
				best = control
			}
		}
		controls[cwe] = best
	}
	return controls
}

// controlsOf gives the control of the first CWE of a rule that one answers for.
func controlsOf(r rules.Rule, byCWE map[string]string) []string {
	for _, cwe := range r.CWE {
		if control := byCWE[cwe]; control != "" {
			return []string{control}
		}
	}
	return nil
}
