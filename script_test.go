package main_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seaworthy-dev/seaworthy/cmd"
)

var update = flag.Bool("update", false, "rewrite golden files")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"seaworthy": func() { os.Exit(cmd.Main(os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// TestScript drives the real command with the scripts under testdata/script, one behaviour each.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			e.Setenv("GIT_AUTHOR_NAME", "t")
			e.Setenv("GIT_AUTHOR_EMAIL", "t@example.org")
			e.Setenv("GIT_COMMITTER_NAME", "t")
			e.Setenv("GIT_COMMITTER_EMAIL", "t@example.org")
			return nil
		},
	})
}

// elapsed is the only part of a text report that isn't the tree's.
var elapsed = regexp.MustCompile(`\b\d+(\.\d+)? (ms|s)\b`)

// TestRepos scans the small whole projects under testdata/repos and compares their checklists with the golden ones.
func TestRepos(t *testing.T) {
	entries, err := os.ReadDir("testdata/repos")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		name := entry.Name()
		dir := filepath.Join("testdata", "repos", name)
		t.Run(name, func(t *testing.T) {
			t.Setenv("NO_COLOR", "1")
			t.Setenv("COLUMNS", "80")
			var stdout, stderr bytes.Buffer
			code := cmd.Main([]string{"scan", dir, "--profile", "full", "--passes"}, &stdout, &stderr)
			if code == 2 {
				t.Fatalf("exit 2: %s", stderr.String())
			}
			got := elapsed.ReplaceAllString(stdout.String(), "0.0 s")
			golden := filepath.Join("testdata", "repos", name+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("run with -update if this is right (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadmeShowsRealOutput: what README prints as output stands in a golden file, line by line.
func TestReadmeShowsRealOutput(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(readme), "<!-- from testdata/repos/fastapi-flawed.golden -->\n```text\n")
	picture, _, ok2 := strings.Cut(rest, "```")
	if !ok || !ok2 {
		t.Fatal("README.md shows no output")
	}
	golden, err := os.ReadFile("testdata/repos/fastapi-flawed.golden")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(picture) {
		if line = strings.TrimRight(line, "\n"); line != "" && line != "…" && !strings.Contains("\n"+string(golden), "\n"+line+"\n") {
			t.Errorf("README.md shows a line that no scan prints: %q", line)
		}
	}
}

// TestSameTreeSameBytes: reports for machines depend on the tree alone, however many cores look at it.
func TestSameTreeSameBytes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, format := range []string{"json", "sarif"} {
		var first string
		for i, cores := range []int{1, 2, 8, 1, 3} {
			runtime.GOMAXPROCS(cores)
			var stdout, stderr bytes.Buffer
			if code := cmd.Main([]string{"scan", "testdata/repos", "--profile", "full", "--format", format}, &stdout, &stderr); code != 1 {
				t.Fatalf("exit %d: %s", code, stderr.String())
			}
			if i == 0 {
				first = stdout.String()
			} else if first != stdout.String() {
				t.Errorf("%s: %d cores give other bytes", format, cores)
			}
		}
	}
}
