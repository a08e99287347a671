package report_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/report"
)

func write(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// left are the names in a folder, to see that no temporary file stays.
func left(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.json")
	for _, text := range []string{"first", "second"} {
		if err := report.WriteFile(path, nil, write(text)); err != nil {
			t.Fatal(err)
		}
		if got := content(t, path); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	if diff := cmp.Diff([]string{"report.json"}, left(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestWriteFileKeepsTheOldReportWhenItFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := report.WriteFile(path, nil, func(w io.Writer) error {
		_, _ = io.WriteString(w, strings.Repeat("half", 100_000))
		return broken
	})
	if !errors.Is(err, broken) || content(t, path) != "old" || len(left(t, dir)) != 1 {
		t.Errorf("got error %v, %q, %v", err, content(t, path), left(t, dir))
	}
}

func TestWriteFileThroughALink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	if err := report.WriteFile(link, nil, write("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 || content(t, target) != "new" {
		t.Errorf("the link was replaced, or its target wasn't: %v, %q", err, content(t, target))
	}
}

func TestWriteFileErrors(t *testing.T) {
	dir := t.TempDir()
	for name, path := range map[string]string{"a folder": dir, "no such folder": filepath.Join(dir, "none", "x"), "a full device": "/dev/full"} {
		t.Run(name, func(t *testing.T) {
			if path == "/dev/full" && runtime.GOOS != "linux" {
				t.Skip("only Linux has one")
			}
			if err := report.WriteFile(path, nil, write("text")); err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestStandardOutput(t *testing.T) {
	var b bytes.Buffer
	if err := report.WriteFile("-", &b, write("text")); err != nil || b.String() != "text" {
		t.Errorf("got %q, %v", b.String(), err)
	}
	if err := report.WriteFile("-", full{}, write("text")); err == nil {
		t.Error("a lost report is no error")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestFormatsReportLostOutput(t *testing.T) {
	c, set := sample(t)
	for _, f := range report.Formats {
		if err := f.Write(full{}, c, options(set)); err == nil {
			t.Errorf("%s: no error", f.Name)
		}
	}
}
