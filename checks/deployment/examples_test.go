package deployment

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// TestExamples runs every rule by itself on its own examples: marked lines yield exactly what the mark says, all
// others neither a failure nor a review.
func TestExamples(t *testing.T) {
	set, err := rules.LoadFS(os.DirFS("../../rules"), "rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Of(ID) {
		t.Run(r.ID, func(t *testing.T) {
			want, units := read(t, &r)
			if len(want) == 0 {
				t.Fatal("no line is marked `want`")
			}
			outcome := runAll(t, r, units)
			var got []string
			passed := false
			for _, f := range outcome.Findings {
				passed = passed || f.Kind == finding.Pass
				if f.Kind != finding.Pass {
					got = append(got, fmt.Sprintf("%s:%d %s", f.At.Path, f.At.Start.Line, f.Kind))
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if !passed && r.Good != "" {
				t.Error("no example gives evidence for a pass")
			}
			if outcome.Examined[r.ID] == 0 {
				t.Error("nothing was counted as examined")
			}
			for _, gap := range outcome.Gaps {
				t.Errorf("gap: %+v", gap)
			}
		})
	}
}

func runAll(t *testing.T, r rules.Rule, units []*scan.Unit) scan.Outcome {
	t.Helper()
	check, err := New([]rules.Rule{r})
	if err != nil {
		t.Fatal(err)
	}
	all := scan.Outcome{Examined: map[string]int{}}
	var facts []scan.Fact
	add := func(o scan.Outcome, err error, name string) {
		if err != nil {
			t.Fatal(err)
		}
		all.Findings = append(all.Findings, o.Findings...)
		all.Gaps = append(all.Gaps, o.Gaps...)
		for id, n := range o.Examined {
			all.Examined[id] += n
		}
		for _, f := range o.Facts {
			facts = append(facts, scan.Fact{Path: name, Value: f.Value})
		}
	}
	for _, u := range units {
		o, err := check.File(t.Context(), u)
		add(o, err, u.Path)
	}
	o, err := check.Repo(t.Context(), scan.Repo{Facts: facts})
	add(o, err, "")
	return all
}

// read gives a rule's example files and the lines it marks.
func read(t *testing.T, r *rules.Rule) (want []string, units []*scan.Unit) {
	t.Helper()
	example, err := r.Example()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range example.Wants {
		want = append(want, fmt.Sprintf("%s:%d %s", w.File, w.Line, w.Kind))
	}
	for _, f := range example.Files {
		units = append(units, scan.NewUnit(f.Name, "", f.Text))
	}
	slices.Sort(want)
	return want, units
}
