package scan_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// marker reports every occurrence of MARK, hides what follows SECRET=, crashes on PANIC and fails on ERROR.
type marker struct{}

func (marker) Info() scan.Info {
	return scan.Info{ID: "marker", Literals: []string{"mark", "secret=", "panic", "error"}, Needs: []scan.Need{{Any: true, Literals: []int{0, 1, 2, 3}}}}
}

func (marker) File(_ context.Context, u *scan.Unit) (o scan.Outcome, err error) {
	for _, h := range u.Hits {
		at := int(h.Offset)
		switch h.Literal {
		case 0:
			o.Findings = append(o.Findings, finding.Finding{Rule: "mark", Message: "marked " + string(u.Text[at:]), At: u.Span(at, at+4)})
		case 1:
			end := at + 7 + strings.IndexAny(string(u.Text[at+7:])+"\n", " \n")
			o.Findings = append(o.Findings, finding.Finding{Rule: "hide", Message: "a secret", At: u.Span(at, end), Hide: []finding.Range{{Start: at + 7, End: end}}})
		case 2:
			panic("as asked")
		case 3:
			return o, errors.New("as asked")
		}
	}
	o.Facts = append(o.Facts, scan.Fact{Value: len(u.Hits)})
	o.Examined = map[string]int{"mark": 1}
	return o, nil
}

func (marker) Repo(_ context.Context, r scan.Repo) (o scan.Outcome, err error) {
	for _, f := range r.Facts {
		u, err := r.Open(f.Path)
		if err != nil {
			return o, err
		}
		_, at := u.Line(1)
		o.Findings = append(o.Findings, finding.Finding{Rule: "whole", Message: fmt.Sprintf("%d hits", f.Value), At: at})
	}
	return o, nil
}

func run(t *testing.T, files map[string]string, o scan.Options) finding.Result {
	t.Helper()
	return runChecks(t, []scan.Check{marker{}}, files, o)
}

func runChecks(t *testing.T, checks []scan.Check, files map[string]string, o scan.Options) finding.Result {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	o.Now = func() time.Time { return time.Unix(0, 0) }
	result, _, err := scan.Run(t.Context(), tree, checks, o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func lines(r finding.Result) (out []string) {
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s:%d:%d %s |%s| %s", f.At.Path, f.At.Start.Line, f.At.Start.Column, f.Rule, f.Snippet.Text, f.Snippet.Text[f.Snippet.Caret:f.Snippet.Caret+f.Snippet.Width]))
	}
	return out
}

func TestRunMapsThenReduces(t *testing.T) {
	got := run(t, map[string]string{"b.txt": "one\nthe Mark\r\n", "a/x.txt": "é mark mark", "c.txt": "nothing"}, scan.Options{})
	want := []string{
		"a/x.txt:1:1 whole |é mark mark| é mark mark",
		"a/x.txt:1:3 mark |é mark mark| mark",
		"a/x.txt:1:8 mark |é mark mark| mark",
		"b.txt:1:1 whole |one| one",
		"b.txt:2:5 mark |the Mark| Mark",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
	if got.Examined["mark"] != 2 || got.Stats.Files != 3 {
		t.Errorf("examined %v, files %d; want 2 and 3", got.Examined, got.Stats.Files)
	}
}

// curious sees every file and notes the hits it is given.
type curious struct{ hits map[string][]scan.Hit }

func (curious) Info() scan.Info {
	return scan.Info{ID: "curious", Literals: []string{"mark"}, Needs: []scan.Need{{Any: true}}}
}

func (c curious) File(_ context.Context, u *scan.Unit) (scan.Outcome, error) {
	c.hits[u.Path] = u.Hits
	return scan.Outcome{}, nil
}

func (curious) Repo(context.Context, scan.Repo) (scan.Outcome, error) { return scan.Outcome{}, nil }

// TestNoHits: a file in which nothing was hit can be told from one that nobody looked through.
func TestNoHits(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("nothing"), 0o666); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	check := curious{map[string][]scan.Hit{}}
	if _, _, err := scan.Run(t.Context(), tree, []scan.Check{check}, scan.Options{Now: time.Now, Workers: 1}); err != nil {
		t.Fatal(err)
	}
	if hits, ok := check.hits["a.txt"]; !ok || hits == nil || len(hits) > 0 {
		t.Errorf("hits %#v, want none and not nil", hits)
	}
}

// settler finds something everywhere, and in the end knows better about b.txt.
type settler struct{}

func (settler) Info() scan.Info { return scan.Info{ID: "settler", Needs: []scan.Need{{Any: true}}} }

func (settler) File(_ context.Context, u *scan.Unit) (o scan.Outcome, err error) {
	for _, rule := range []string{"one", "two"} {
		o.Findings = append(o.Findings, finding.Finding{Rule: rule, At: u.Span(0, 1)})
	}
	return o, nil
}

func (settler) Repo(_ context.Context, r scan.Repo) (o scan.Outcome, err error) {
	u, err := r.Open("b.txt")
	if err != nil {
		return o, err
	}
	o.Findings = []finding.Finding{{Rule: "one", At: u.Span(2, 3)}}
	o.Settles = []scan.Place{{Path: "b.txt", Rule: "one"}}
	return o, nil
}

func TestRepoSettlesWhatFileFound(t *testing.T) {
	got := lines(runChecks(t, []scan.Check{settler{}}, map[string]string{"a.txt": "abc", "b.txt": "abc"}, scan.Options{}))
	want := []string{"a.txt:1:1 one |abc| a", "a.txt:1:1 two |abc| a", "b.txt:1:1 two |abc| a", "b.txt:1:3 one |abc| c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSecretsAreMaskedForEveryCheck(t *testing.T) {
	value := "hunter2hunter2hunter2"
	got := run(t, map[string]string{"a.env": "MARK SECRET=" + value + " MARK\n"}, scan.Options{})
	for _, f := range got.Findings {
		if text := f.Snippet.Text + f.Message; strings.Contains(text, value) || strings.Contains(text, "hunter2hunter2") {
			t.Errorf("%s shows the value: %s", f.Rule, text)
		}
	}
	want := "a.env:1:6 hide |MARK SECRET=hunt******** MARK| SECRET=hunt********"
	if diff := cmp.Diff(want, lines(got)[2]); diff != "" {
		t.Error(diff)
	}
}

func TestTroubleWithOneFileIsAGap(t *testing.T) {
	got := run(t, map[string]string{
		"panic.ts": "panic", "error.py": "error", "fine.txt": "mark", "tests/panic.ts": "panic",
		"pointer.json": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "binary.ts": "mark\x00",
	}, scan.Options{})
	var gaps []string
	for _, g := range got.Gaps {
		gaps = append(gaps, fmt.Sprintf("%s %s %s %v", g.Path, g.Reason, g.Kind, g.Minor))
	}
	want := []string{"error.py malformed python false", "panic.ts panic typescript false", "pointer.json lfs-pointer json false", "tests/panic.ts panic typescript true"}
	if diff := cmp.Diff(want, gaps); diff != "" {
		t.Error(diff)
	}
	if got.Stats.Binary != 1 || len(lines(got)) != 2 {
		t.Errorf("binary %d, findings %q", got.Stats.Binary, lines(got))
	}
}

func TestUTF16(t *testing.T) {
	for name, order := range map[string]binary.AppendByteOrder{"\xFF\xFE": binary.LittleEndian, "\xFE\xFF": binary.BigEndian} {
		text := []byte(name)
		for _, unit := range utf16.Encode([]rune("first\n😀 mark\n")) {
			text = order.AppendUint16(text, unit)
		}
		got := lines(run(t, map[string]string{"a.txt": string(text)}, scan.Options{}))
		if diff := cmp.Diff("a.txt:2:4 mark |😀 mark| mark", got[len(got)-1]); diff != "" {
			t.Error(diff)
		}
	}
}

func TestOneLongLine(t *testing.T) {
	text := strings.Repeat("x", 5<<20) + " mark " + strings.Repeat("y", 5<<20)
	got := run(t, map[string]string{"a.min.js": text}, scan.Options{Partial: true})
	f := got.Findings[0]
	if len(f.Snippet.Text) > 210 || f.Snippet.Text[f.Snippet.Caret:f.Snippet.Caret+f.Snippet.Width] != "mark" || f.At.Start.Column != 5<<20+2 {
		t.Errorf("snippet of %d bytes, caret at %d, column %d", len(f.Snippet.Text), f.Snippet.Caret, f.At.Start.Column)
	}
}

func TestCancelKeepsWhatWasSeen(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("mark"), 0o666); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := scan.Run(ctx, tree, []scan.Check{marker{}}, scan.Options{Now: time.Now}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
