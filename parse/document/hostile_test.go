package document

import (
	"strings"
	"testing"
	"time"
)

// Each of these once took quadratic or exponential time, or would in a naive reader.
func TestHostileTextTakesLinearTime(t *testing.T) {
	const n = 200_000
	tests := []struct{ name, format, text string }{
		{"comments on one line", "json", "[" + strings.Repeat("/**/1,", n) + "]"},
		{"holes never closed", "yaml", strings.Repeat("{{ ", n)},
		{"holes between entries", "yaml", strings.Repeat("a: 1\n{{ x }}\n", n/4)},
		{"one line of flow", "yaml", "[" + strings.Repeat("é, ", n) + "]"},
		{"variables that double", "dockerfile", "FROM a\n" + strings.Repeat("ENV A=x$A$A\n", 90)},
		{"heredocs never closed", "dockerfile", strings.Repeat("RUN <<A\n", n/10)},
		{"hcl heredocs never closed", "terraform", strings.Repeat("a = <<X\n", n/8)},
		{"quotes never closed", "env", strings.Repeat("A=\"\n", n/2)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			root, _ := Read(test.format, []byte(test.text))
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			checkPlaces(t, root, test.text)
		})
	}
}

func TestNodeFind(t *testing.T) {
	root, _ := Read("json", []byte(`{"a": [{"b": 1}, {"b": 2}], "c": 1, "c": 2}`))
	n := root.Find("a", "1", "b")
	if n == nil || n.Value != "2" || n.Path() != "a[1].b" {
		t.Errorf("got %+v", n)
	}
	if got := root.Get("c").Text(); got != "2" {
		t.Errorf("of two entries of one key got %q, want the last", got)
	}
	if got := root.Find("a", "7", "b").Get("x").Text(); got != "" {
		t.Errorf("a path that leads nowhere gave %q", got)
	}
}
