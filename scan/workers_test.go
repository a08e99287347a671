package scan_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// stuck never ends on a file that says so, whatever becomes of its context. Trees are left open: it may be reading yet.
type stuck struct{ until chan struct{} }

func (stuck) Info() scan.Info {
	return scan.Info{ID: "stuck", Literals: []string{"endless", "mark"}, Needs: []scan.Need{{Any: true, Literals: []int{0, 1}}}}
}

func (s stuck) File(_ context.Context, u *scan.Unit) (o scan.Outcome, err error) {
	if u.Hits[0].Literal == 0 {
		<-s.until
	}
	o.Findings = append(o.Findings, finding.Finding{Rule: "mark", At: u.Span(0, 4)})
	return o, nil
}

func (stuck) Repo(context.Context, scan.Repo) (o scan.Outcome, err error) { return o, nil }

// TestStuck: a file that a check never comes back from is a gap, and all others are seen, also those of the same run.
func TestStuck(t *testing.T) {
	dir := t.TempDir()
	var want []string
	for i := range 30 {
		text, name := "mark", fmt.Sprintf("%02d.txt", i)
		if i%10 == 3 {
			text = "endless"
		} else {
			want = append(want, name)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	check := stuck{until: make(chan struct{})}
	defer close(check.until)
	result, _, err := scan.Run(t.Context(), tree, []scan.Check{check}, scan.Options{Now: time.Now, FileTime: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	var got, gaps []string
	for _, f := range result.Findings {
		got = append(got, f.At.Path)
	}
	for _, g := range result.Gaps {
		gaps = append(gaps, g.Path+" "+g.Reason)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"03.txt too-slow", "13.txt too-slow", "23.txt too-slow"}, gaps); diff != "" {
		t.Error(diff)
	}
}

// TestInterruptedWhileStuck: an interrupt ends the scan also when a check doesn't come back.
func TestInterruptedWhileStuck(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("endless"), 0o666); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	check := stuck{until: make(chan struct{})}
	defer close(check.until)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, _, err := scan.Run(ctx, tree, []scan.Check{check}, scan.Options{Now: time.Now}); err == nil {
		t.Error("no error after an interrupt")
	}
}
