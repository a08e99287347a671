package cmd

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seaworthy-dev/seaworthy/checks"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/semgrep"
	"github.com/seaworthy-dev/seaworthy/scan"
)

func newRulesTest() *cobra.Command {
	var quiet bool
	c := &cobra.Command{
		Use:   "test DIR",
		Short: "Run the examples of rules, and the files with ruleid: and ok: comments beside Semgrep rules",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			files, err := readRules(args[0])
			if err != nil {
				return err
			}
			t := &rulesTest{out: c.OutOrStdout(), err: c.ErrOrStderr(), operators: map[string]int{}, quiet: quiet}
			for _, f := range files {
				if err := t.file(c.Context(), f); err != nil {
					return err
				}
			}
			t.table()
			switch {
			case t.loaded == 0:
				return fmt.Errorf("%s: no rule could be loaded", args[0])
			case t.failed > 0:
				return exitError{code: exitFailed}
			}
			return nil
		},
	}
	c.Flags().BoolVarP(&quiet, "quiet", "q", false, "print the table only")
	return c
}

// A rulesTest is one run of `rules test`, and its figures.
type rulesTest struct {
	out, err                               io.Writer
	quiet                                  bool
	read, loaded, passed, failed, untested int
	operators                              map[string]int // of what wasn't loaded
}

func (t *rulesTest) file(ctx context.Context, f semgrep.File) error {
	merged, refused := checks.Merge(&rules.Set{}, f.Rules)
	skipped := append(slices.Clone(f.Skipped), refused...)
	t.read += f.Read
	t.loaded += len(merged.Rules)
	for _, s := range skipped {
		if s.Rule != "" || f.Read > 0 {
			t.operators[s.Operator]++
		}
	}
	if !t.quiet {
		listSkipped(t.err, skipped)
	}
	if len(merged.Rules) == 0 {
		return nil
	}
	got, err := checks.All(merged, checks.Options{Now: time.Now}, func(id string) bool { return id == "code" })
	if err != nil {
		return err
	}
	targets := t.targets(f.Name)
	for i := range merged.Rules {
		t.rule(ctx, &merged.Rules[i], got[0], targets)
	}
	return nil
}

// targets gives the files beside a rule file that bear its name and hold code.
func (t *rulesTest) targets(name string) []string {
	stem := strings.TrimSuffix(path.Base(name), path.Ext(name))
	folder := filepath.FromSlash(path.Dir(name))
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var list []string
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), stem+".")
		if ok && e.Type().IsRegular() && syntax.LanguageOf(e.Name()) != syntax.None && (strings.Count(rest, ".") == 0 || strings.HasPrefix(rest, "test.")) {
			list = append(list, filepath.Join(folder, e.Name()))
		}
	}
	return list
}

// rule runs one rule over the files and compares lines.
func (t *rulesTest) rule(ctx context.Context, r *rules.Rule, check scan.Check, targets []string) {
	if r.Loaded == nil {
		t.judge(r, true, examplesOf(ctx, r, check))
		return
	}
	tested, bad := false, ""
	for _, name := range targets {
		if !slices.Contains(r.Languages, syntax.LanguageOf(name).String()) {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			bad += fmt.Sprintf("  %v\n", err)
			continue
		}
		want := marksOf(string(text), r.ID)
		if !want.any {
			continue
		}
		tested = true
		outcome, err := check.File(ctx, scan.NewUnit(filepath.Base(name), "", text))
		if err != nil {
			bad += fmt.Sprintf("  %s: %v\n", name, err)
		}
		bad += want.compare(outcome.Findings, r.ID, filepath.ToSlash(name))
	}
	t.judge(r, tested, bad)
}

// judge counts a rule by what was wrong with its tests.
func (t *rulesTest) judge(r *rules.Rule, tested bool, bad string) {
	switch {
	case !tested:
		t.untested++
	case bad == "":
		t.passed++
	default:
		t.failed++
		if !t.quiet {
			fmt.Fprintf(t.out, "fail  %s  %s\n%s", r.File, r.ID, bad)
		}
	}
}

// examplesOf runs the examples of a rule in our notation and tells what is wrong.
func examplesOf(ctx context.Context, r *rules.Rule, check scan.Check) string {
	example, err := r.Example()
	if err != nil {
		return fmt.Sprintf("  %v\n", err)
	}
	bad := ""
	for _, f := range example.Files {
		m := marks{want: map[int]bool{}, may: map[int]bool{}}
		for _, w := range example.Wants {
			if w.File == f.Name {
				m.want[w.Line] = w.Kind == "fail"
				m.may[w.Line] = true
			}
		}
		maps.DeleteFunc(m.want, func(_ int, wanted bool) bool { return !wanted })
		outcome, err := check.File(ctx, scan.NewUnit(f.Name, "", f.Text))
		if err != nil {
			bad += fmt.Sprintf("  %s: %v\n", f.Name, err)
		}
		failed := slices.DeleteFunc(outcome.Findings, func(f finding.Finding) bool { return f.Kind != finding.Fail })
		bad += m.compare(failed, r.ID, f.Name)
	}
	return bad
}

var testMark = regexp.MustCompile(`(?:#|//|/\*|<!--|\*)\s*(ruleid|ok|todoruleid|todook|deepruleid|deepok)\s*:\s*([\w\s.,-]+)`)

// Marks are the lines of a file on which a rule must, or may, find something.
type marks struct {
	any       bool
	want, may map[int]bool
}

func marksOf(text, id string) marks {
	m := marks{want: map[int]bool{}, may: map[int]bool{}}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		found := testMark.FindStringSubmatch(line)
		if found == nil || !slices.ContainsFunc(strings.FieldsFunc(found[2], func(c rune) bool { return c == ',' || c == ' ' || c == '\t' }), func(s string) bool {
			return s == id || strings.HasSuffix(s, "."+id)
		}) {
			continue
		}
		m.any = true
		next := i + 1
		for next < len(lines) && testMark.MatchString(lines[next]) {
			next++
		}
		switch found[1] {
		case "ruleid":
			m.want[next+1] = true
		case "todoruleid", "todook", "deepruleid", "deepok":
			m.may[next+1] = true
		}
	}
	return m
}

func (m marks) compare(found []finding.Finding, id, name string) string {
	got := map[int]bool{}
	var b strings.Builder
	for _, f := range found {
		if line := f.At.Start.Line; f.Rule == id && !got[line] {
			if got[line] = true; !m.want[line] && !m.may[line] {
				fmt.Fprintf(&b, "  %s:%d: found, but not wanted\n", name, line)
			}
		}
	}
	for line := range m.want {
		if !got[line] {
			fmt.Fprintf(&b, "  %s:%d: wanted, but not found\n", name, line)
		}
	}
	lines := strings.SplitAfter(b.String(), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "")
}

func (t *rulesTest) table() {
	fmt.Fprintf(t.out, "rules read       %5d\nloaded           %5d\npass their tests %5d\nfail them        %5d\nwithout tests    %5d\nnot loaded       %5d\n", t.read, t.loaded, t.passed, t.failed, t.untested, t.read-t.loaded)
	var names []string
	for name := range t.operators {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if t.operators[a] != t.operators[b] {
			return t.operators[b] - t.operators[a]
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		fmt.Fprintf(t.out, "  %5d  %s\n", t.operators[name], name)
	}
}
