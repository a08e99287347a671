package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestGolden(t *testing.T) {
	c, set := sample(t)
	wide, narrow, colored, verbose := options(set), options(set), options(set), options(set)
	wide.Width, narrow.Width = 120, 40
	colored.Color, colored.Hyperlinks = true, true
	verbose.Verbose = true
	tests := []struct {
		file, format string
		options      report.Options
	}{
		{"report.txt", "text", options(set)},
		{"wide.txt", "text", wide},
		{"narrow.txt", "text", narrow},
		{"color.txt", "text", colored},
		{"verbose.txt", "text", verbose},
		{"report.json", "json", options(set)},
		{"report.sarif", "sarif", options(set)},
		{"report.md", "markdown", options(set)},
		{"annotations.txt", "github", options(set)},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			format, err := report.FormatOf(tt.format)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := format.Write(&b, c, tt.options); err != nil {
				t.Fatal(err)
			}
			golden(t, tt.file, b.Bytes())
		})
	}
}

func TestPages(t *testing.T) {
	set := sampleRules(t)
	rule, _ := set.Rule("cors-any-origin")
	golden(t, "rule.md", []byte(report.RulePage(set, rule)))
	control, _ := set.Control("encryption-rest-transit")
	golden(t, "control.md", []byte(report.ControlPage(set, control)))
}
