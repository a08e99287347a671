package secrets

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// TestOracle compares findings with those of the gitleaks command, both ways, on (rule, file, line, secret):
//
//	SEAWORTHY_GITLEAKS=~/go/bin/gitleaks SEAWORTHY_TREE=/path/to/checkout go test -run TestOracle -v ./checks/secrets
//
// SEAWORTHY_TREE may list several, joined by colons. A .gitleaks.toml and .gitleaksignore at the root count.
// Without a tree, one is made up: a file of strings that each rule's regex matches.
func TestOracle(t *testing.T) {
	gitleaks := os.Getenv("SEAWORTHY_GITLEAKS")
	if gitleaks == "" {
		t.Skip("SEAWORTHY_GITLEAKS doesn't name a gitleaks command")
	}
	trees := filepath.SplitList(os.Getenv("SEAWORTHY_TREE"))
	if len(trees) == 0 {
		configured := inventedTree(t)
		write(t, filepath.Join(configured, configFile), oracleConfig)
		trees = []string{inventedTree(t), configured}
	}
	for _, tree := range trees {
		for _, depth := range []int{0, maxDecode} {
			t.Run(fmt.Sprintf("%s depth %d", filepath.Base(tree), depth), func(t *testing.T) {
				start := time.Now()
				want := runGitleaks(t, gitleaks, tree, depth)
				middle := time.Now()
				got := runOurs(t, tree, depth)
				t.Logf("%d findings, gitleaks %v, ours %v on one core", len(want), middle.Sub(start), time.Since(middle))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("-gitleaks +seaworthy\n%s", diff)
				}
			})
		}
	}
}

// oracleConfig uses every setting that loosens or adds.
const oracleConfig = `
title = "all settings"
[extend]
useDefault = true
disabledRules = ["adafruit-api-key", "jwt"]

[[rules]]
id = "aws-access-token"
entropy = 4
keywords = ["token"]

[[rules]]
id = "no-keywords"
regex = '(?i)\b(r[a-z]{3})[0-9]{2,4}\b'
secretGroup = 1

[[rules]]
id = "part"
regex = 'words? in'
keywords = ["words"]
skipReport = true

[[rules]]
id = "composite"
regex = 'token = "([a-z0-9]{8})'
keywords = ["token"]
[[rules.required]]
id = "part"
withinLines = 6
withinColumns = 30

[[rules]]
id = "short-keyword"
regex = 'x\("?([A-Z0-9]{10})'
keywords = ["x("]
[rules.allowlist]
stopwords = ["A", "zz"]

[[rules]]
id = "github-pat"
regex = 'ghp_[0-9a-zA-Z]{30}'
[[rules.allowlists]]
regexTarget = "line"
regexes = ["key:"]

[[allowlists]]
paths = ['^asana', '(?i)long\.TXT$']

[[allowlists]]
targetRules = ["generic-api-key", "adobe-client-id"]
regexTarget = "match"
regexes = ['(?i)token', '^x']

[[allowlists]]
condition = "AND"
targetRules = ["sendgrid-api-token", "generic-api-key"]
paths = ['\.php$']
stopwords = ["9", "f"]
`

func runGitleaks(t *testing.T, command, tree string, depth int) []string {
	t.Helper()
	report := filepath.Join(t.TempDir(), "report.json")
	run := exec.CommandContext(t.Context(), command, "dir", "--no-banner", "-l", "error", "--exit-code", "0",
		"--max-decode-depth", fmt.Sprint(depth), "-f", "json", "-r", report, ".")
	run.Dir = tree
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("gitleaks: %v\n%s", err, out)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var found []struct {
		RuleID, File, Secret string
		StartLine            int
	}
	if err := json.Unmarshal(text, &found); err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, f := range found {
		if !strings.HasPrefix(f.File, ".git/") {
			lines = append(lines, fmt.Sprintf("%s %s:%d %q", f.RuleID, f.File, f.StartLine, f.Secret))
		}
	}
	return unique(lines)
}

func unique(lines []string) []string {
	slices.Sort(lines)
	return slices.Compact(lines)
}

// runOurs sees the files of a tree as gitleaks's walk does.
func runOurs(t *testing.T, tree string, depth int) []string {
	t.Helper()
	own, _ := os.ReadFile(filepath.Join(tree, configFile))
	d, gaps, err := newDetector(own)
	if err != nil || slices.ContainsFunc(gaps, func(g finding.Gap) bool { return !g.Minor }) {
		t.Fatal(err, gaps)
	}
	d.depth = depth
	skip := newSkipper(d.global)
	lines := []string{}
	err = filepath.WalkDir(tree, func(file string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(tree, file)
		if e.IsDir() && name == ".git" {
			return filepath.SkipDir
		}
		if !e.Type().IsRegular() || skip.skips(name) != nil || name == configFile {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, m := range d.file(name, text, d.finder().find(text), longRuns(text)) {
			if m.suppressed == nil {
				lines = append(lines, fmt.Sprintf("%s %s:%d %q", m.rule.id, name, m.line, m.secret.value))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	return unique(lines)
}
