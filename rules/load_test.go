package rules_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seaworthy-dev/seaworthy/rules"
)

func TestLoadSaysFileAndLine(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"unknown key":      {"code/a.yaml", "id: a\ntitel: x\n", "rules/code/a.yaml: yaml: unmarshal errors:\n  line 2: field titel not found"},
		"unknown severity": {"code/a.yaml", "id: a\n\nseverity: bad\n", "unknown severity \"bad\""},
		"other name":       {"controls/a.yaml", "id: b\n", "rules/controls/a.yaml: line 1: id \"b\" must be the file's name \"a\""},
		"no yaml":          {"profiles/a.yaml", "{", "rules/profiles/a.yaml: yaml: line 1"},
	} {
		_, err := rules.LoadFS(fstest.MapFS{c.file: {Data: []byte(c.text)}}, "rules")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}

func TestExampleMarks(t *testing.T) {
	rule := rules.Rule{Examples: "-- a.py --\nx = 1  # want fail\ny = 2\n-- b.html --\n<p> <!-- want review -->\n-- Dockerfile --\nFROM a # want fail pass\n"}
	e, err := rule.Example()
	if err != nil {
		t.Fatal(err)
	}
	if string(e.Files[0].Text) != "x = 1\ny = 2\n" || string(e.Files[1].Text) != "<p>\n" || string(e.Files[2].Text) != "FROM a\n" {
		t.Errorf("marks are left in the text: %q", e.Files)
	}
	want := []rules.Want{{"a.py", 1, "fail"}, {"b.html", 1, "review"}, {"Dockerfile", 1, "fail"}, {"Dockerfile", 1, "pass"}}
	for i := range want {
		if e.Wants[i] != want[i] {
			t.Errorf("want %d is %v, not %v", i, e.Wants[i], want[i])
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := rules.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestBuiltinIsFresh holds builtin.go against the files it is made from.
func TestBuiltinIsFresh(t *testing.T) {
	want, err := rules.LoadFS(os.DirFS("."), "rules")
	if err != nil {
		t.Fatal(err)
	}
	got, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("builtin.go is stale: run go generate ./... (-files +builtin):\n%.2000s", diff)
	}
}
