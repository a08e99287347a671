package code_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/checks/code"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// Every marked line of a rule's examples yields one finding of that rule, every other line none; the scanner stands
// aside, so that a failure here is the rule's own.
func TestExamples(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Of(code.ID) {
		t.Run(r.ID, func(t *testing.T) {
			example, err := r.Example()
			if err != nil {
				t.Fatal(err)
			}
			check, err := code.New(&rules.Set{Rules: []rules.Rule{r}})
			if err != nil {
				t.Fatal(err)
			}
			var got, want []string
			for _, w := range example.Wants {
				want = append(want, fmt.Sprintf("%s:%d %s", w.File, w.Line, w.Kind))
			}
			for _, file := range example.Files {
				if !slices.Contains(r.Languages, scan.KindOf(file.Name)) {
					t.Errorf("%s is no file of %s", file.Name, strings.Join(r.Languages, ", "))
				}
				outcome, err := check.File(t.Context(), scan.NewUnit(file.Name, "", file.Text))
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, found(outcome, example)...)
			}
			slices.Sort(got)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if !slices.ContainsFunc(example.Wants, func(w rules.Want) bool { return w.Kind == "fail" }) {
				t.Error("no example of what it finds")
			}
		})
	}
}

// found lists what an outcome says, passes only where the examples ask for one.
func found(o scan.Outcome, example rules.Example) []string {
	var list []string
	for _, f := range o.Findings {
		at := rules.Want{File: f.At.Path, Line: f.At.Start.Line, Kind: f.Kind.String()}
		if f.Kind == finding.Pass && !slices.Contains(example.Wants, at) {
			continue
		}
		list = append(list, fmt.Sprintf("%s:%d %s", at.File, at.Line, at.Kind))
	}
	for _, g := range o.Gaps {
		list = append(list, fmt.Sprintf("%s:%d gap: %s", g.Path, g.Line, g.Detail))
	}
	return list
}
