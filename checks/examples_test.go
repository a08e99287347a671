package checks_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/checks"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// TestExamples scans the examples of every rule with all checks and with the rule's own check alone, as a user would.
func TestExamples(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range set.Rules {
		rule := &set.Rules[i]
		if rule.Check == "vulnerabilities" {
			continue // needs a database, which its own tests make
		}
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			example, err := rule.Example()
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(example.Wants, func(w rules.Want) bool { return w.Kind != "pass" }) && rule.Good == "" {
				t.Error("no example that is found")
			}
			want := []string{}
			for _, w := range example.Wants {
				want = append(want, fmt.Sprintf("%s:%d %s", w.File, w.Line, w.Kind))
			}
			slices.Sort(want)
			everything := func(string) bool { return true }
			own := func(check string) bool { return check == rule.Check }
			for name, runs := range map[string]func(string) bool{"all checks": everything, "its own check": own} {
				got := scanExample(t, set, rule, example, runs)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: with %s (-want +got):\n%s", rule.File, name, diff)
				}
			}
		})
	}
}

// scanExample gives the rule's findings as "file:line kind". Passes count only where the example marks one.
func scanExample(t *testing.T, set *rules.Set, rule *rules.Rule, example rules.Example, runs func(string) bool) []string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range example.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	now := func() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) }
	selected, err := checks.All(set, checks.Options{
		Read: func(name string) ([]byte, error) { return tree.ReadFile(name, 1<<20) }, Root: dir, Now: now,
	}, runs)
	if err != nil {
		t.Fatal(err)
	}
	result, _, err := scan.Run(t.Context(), tree, selected, scan.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, f := range result.Findings {
		line := fmt.Sprintf("%s:%d %s", f.At.Path, f.At.Start.Line, f.Kind)
		marked := slices.ContainsFunc(example.Wants, func(w rules.Want) bool { return fmt.Sprintf("%s:%d %s", w.File, w.Line, w.Kind) == line })
		if f.Rule == rule.ID && (f.Kind != finding.Pass || marked) {
			got = append(got, line)
		}
	}
	slices.Sort(got)
	return got
}

// TestRulesAreWhole holds what every rule owes its readers.
func TestRulesAreWhole(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules {
		for field, value := range map[string]string{"title": r.Title, "looks": r.Looks, "message": r.Message, "why": r.Why, "fix": r.Fix, "examples": r.Examples} {
			if strings.TrimSpace(value) == "" && (field != "examples" || r.Check != "vulnerabilities") {
				t.Errorf("%s: %s is empty", r.File, field)
			}
		}
		if len(r.Controls) == 0 {
			t.Errorf("%s: names no control", r.File)
		}
		for _, id := range r.Controls {
			if _, ok := set.Control(id); !ok {
				t.Errorf("%s: control %q does not exist", r.File, id)
			}
		}
	}
}
