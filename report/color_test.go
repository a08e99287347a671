package report_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/report"
)

func TestColorFor(t *testing.T) {
	tests := []struct {
		name string
		env  string // NAME=value, blank-separated
		pipe bool
		tty  bool
	}{
		{name: "nothing set", tty: true},
		{name: "NO_COLOR", env: "NO_COLOR=1"},
		{name: "any NO_COLOR", env: "NO_COLOR=0"},
		{name: "empty NO_COLOR", env: "NO_COLOR=", tty: true},
		{name: "NO_COLOR beats forcing", env: "NO_COLOR=1 CLICOLOR_FORCE=1 FORCE_COLOR=1"},
		{name: "FORCE_COLOR", env: "FORCE_COLOR=1", pipe: true, tty: true},
		{name: "FORCE_COLOR as node reads it", env: "FORCE_COLOR=3", pipe: true, tty: true},
		{name: "FORCE_COLOR off", env: "FORCE_COLOR=0"},
		{name: "CLICOLOR_FORCE", env: "CLICOLOR_FORCE=1", pipe: true, tty: true},
		{name: "CLICOLOR_FORCE off", env: "CLICOLOR_FORCE=0", tty: true},
		{name: "CLICOLOR off", env: "CLICOLOR=0"},
		{name: "CLICOLOR", env: "CLICOLOR=1", tty: true},
		{name: "dumb terminal", env: "TERM=dumb"},
		{name: "dumb terminal, forced", env: "TERM=dumb CLICOLOR_FORCE=1", pipe: true, tty: true},
		{name: "CI alone forces nothing", env: "CI=1", tty: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := map[string]string{}
			for _, pair := range strings.Fields(tt.env) {
				name, value, _ := strings.Cut(pair, "=")
				env[name] = value
			}
			get := func(name string) string { return env[name] }
			got := []bool{report.ColorFor(get, false), report.ColorFor(get, true)}
			if diff := cmp.Diff([]bool{tt.pipe, tt.tty}, got); diff != "" {
				t.Errorf("pipe, terminal (-want +got):\n%s", diff)
			}
		})
	}
}

// TestColorRepeatsWords takes the color away again: nothing but escapes may differ.
func TestColorRepeatsWords(t *testing.T) {
	c, set := sample(t)
	o := options(set)
	var plain, colored bytes.Buffer
	if err := report.Text(&plain, c, o); err != nil {
		t.Fatal(err)
	}
	o.Color, o.Hyperlinks = true, true
	if err := report.Text(&colored, c, o); err != nil {
		t.Fatal(err)
	}
	escapes := regexp.MustCompile("\x1b\\[[0-9;]*m|\x1b\\]8;[^\x07\x1b]*(\x07|\x1b\\\\)")
	if diff := cmp.Diff(plain.String(), escapes.ReplaceAllString(colored.String(), "")); diff != "" {
		t.Errorf("plain and colored differ (-plain +colored):\n%s", diff)
	}
	if strings.Contains(plain.String(), "\x1b") {
		t.Error("escapes without color")
	}
	if !strings.Contains(colored.String(), "file:///work/app/services/api/src/app.ts") {
		t.Error("no hyperlink")
	}
}
