package vulnerabilities

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// The test binary plays the child, as seaworthy does when it starts itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == ChildCommand {
		os.Exit(Child(context.Background(), os.Args[2:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

var published = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

// database writes a database with one entry about net/url.Parse of every version of Go.
func database(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	when := published.Format(time.RFC3339)
	for name, text := range map[string]string{
		"index/db.json":        `{"modified":"` + when + `"}`,
		"index/modules.json":   `[{"path":"stdlib","vulns":[{"id":"GO-2099-0001","modified":"` + when + `"}]}]`,
		"index/vulns.json":     `[{"id":"GO-2099-0001","modified":"` + when + `","aliases":["CVE-2099-1"]}]`,
		"ID/GO-2099-0001.json": `{"schema_version":"1.3.1","id":"GO-2099-0001","modified":"` + when + `","published":"` + when + `","aliases":["CVE-2099-1"],"summary":"Parse is too trusting","details":"x","affected":[{"package":{"name":"stdlib","ecosystem":"Go"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],"ecosystem_specific":{"imports":[{"path":"net/url","symbols":["Parse"]}]}}]}`,
	} {
		write(t, dir, name, text)
	}
	return "file://" + filepath.ToSlash(dir)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const goMod = "module example.com/shop\n\ngo 1.24\n"

func TestVulnerabilities(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command")
	}
	db := database(t)
	calls := map[string]string{"go.mod": goMod, "main.go": "package main\n\nimport \"net/url\"\n\nfunc main() { _, _ = url.Parse(\"x\") }\n"}
	imports := map[string]string{"go.mod": goMod, "main.go": "package main\n\nimport \"net/url\"\n\nfunc main() { println(url.QueryEscape(\"x\")) }\n"}
	for _, test := range []struct {
		name    string
		files   map[string]string
		options Options
		want    []string
	}{
		{
			"vulnerable function called", calls,
			Options{AllowExec: true, DB: db, Now: at(2)},
			[]string{"fail high go.mod GO-2099-0001 (CVE-2099-1) called"},
		},
		{
			"package imported, function not called", imports,
			Options{AllowExec: true, DB: db, Now: at(2)},
			[]string{"fail low go.mod GO-2099-0001 (CVE-2099-1) imported"},
		},
		{
			"old database", imports,
			Options{AllowExec: true, DB: db, Now: at(30)},
			[]string{"fail low go.mod GO-2099-0001 (CVE-2099-1) imported", "gap stale go.mod"},
		},
		{"not allowed", calls, Options{DB: db, Now: at(2)}, []string{"gap missing go.mod"}},
		{"no database", calls, Options{AllowExec: true, Now: at(2)}, []string{"gap missing go.mod"}},
		{
			"code that does not compile",
			map[string]string{"go.mod": goMod, "main.go": "package main\n\nfunc main() { undefined() }\n"},
			Options{AllowExec: true, DB: db, Now: at(2)},
			[]string{"fail high go.mod GO-2099-0001 (CVE-2099-1) unknown", "gap unresolved go.mod"},
		},
		{
			"nothing vulnerable",
			map[string]string{"go.mod": goMod, "main.go": "package main\n\nfunc main() {}\n"},
			Options{AllowExec: true, DB: db, Now: at(2)},
			[]string{"fail note go.mod GO-2099-0001 (CVE-2099-1) required", "pass go.mod"},
		},
		{
			"npm and PyPI have no database",
			map[string]string{"package.json": `{"dependencies":{"left-pad":"1.0.0"}}`, "web/requirements.txt": "flask==3.0.0\n"},
			Options{Now: at(0)},
			[]string{"gap missing package.json", "gap missing web/requirements.txt"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, look(t, test.files, test.options)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func at(days int) func() time.Time {
	return func() time.Time { return published.AddDate(0, 0, days) }
}

// look runs the check over files and writes down what it says.
func look(t *testing.T, files map[string]string, o Options) []string {
	t.Helper()
	set, err := rules.LoadFS(os.DirFS("../../rules"), "rules")
	if err != nil {
		t.Fatal(err)
	}
	o.Root = t.TempDir()
	if o.Executable, err = os.Executable(); err != nil {
		t.Fatal(err)
	}
	check := New(set, o)
	var repo scan.Repo
	for _, name := range []string{"go.mod", "main.go", "package.json", "web/requirements.txt"} {
		text, ok := files[name]
		if !ok {
			continue
		}
		write(t, o.Root, name, text)
		if name == "main.go" {
			continue
		}
		outcome, err := check.File(t.Context(), scan.NewUnit(name, "", []byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range outcome.Facts {
			repo.Facts = append(repo.Facts, scan.Fact{Path: name, Value: f.Value})
		}
	}
	outcome, err := check.Repo(t.Context(), repo)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range outcome.Findings {
		line := f.Kind.String()
		if line == "fail" {
			line += " " + f.Severity.String()
		}
		line += " " + f.At.Path
		if before, after, ok := strings.Cut(f.Message, ": "); ok && f.Kind.String() == "fail" {
			line += " " + before
			for _, word := range []string{"unknown", "isn't called", "isn't imported", "called"} {
				if strings.Contains(after, word) {
					line += " " + map[string]string{"isn't called": "imported", "isn't imported": "required"}[word]
					if line[len(line)-1] == ' ' {
						line += word
					}
					break
				}
			}
		}
		lines = append(lines, line)
	}
	for _, g := range outcome.Gaps {
		lines = append(lines, fmt.Sprintf("gap %s %s", g.Reason, g.Path))
	}
	return lines
}
