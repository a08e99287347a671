package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLineHashes(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"no text", "", []string{"c129715d7a2bc9a3:1"}},
		{"blanks don't count", " a\nb\n  \t\tc\n d", []string{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lineHashes([]byte(tt.text))[1:]); diff != "" {
				t.Errorf("hashes (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("line ends don't count", func(t *testing.T) {
		unix := lineHashes([]byte("a\nb 😀\n\nc\n"))
		for _, end := range []string{"\r\n", "\r"} {
			if diff := cmp.Diff(unix, lineHashes([]byte(strings.ReplaceAll("a\nb 😀\n\nc\n", "\n", end)))); diff != "" {
				t.Errorf("%q (-want +got):\n%s", end, diff)
			}
		}
	})
	t.Run("a repeated line is counted", func(t *testing.T) {
		hashes := lineHashes([]byte(strings.Repeat("x\n", 300)))
		if !strings.HasSuffix(hashes[1], ":1") || !strings.HasSuffix(hashes[2], ":2") || hashes[1][:8] != hashes[2][:8] {
			t.Errorf("got %q and %q", hashes[1], hashes[2])
		}
	})
}

func TestWholeText(t *testing.T) {
	// A reader that gives at most 300 bytes at once, as source.Tree gives at most a few thousand.
	reader := func(text string) func(int) (string, bool) {
		lines := strings.SplitAfter(text, "\n")
		return func(n int) (string, bool) {
			if n > len(lines) {
				return "", false
			}
			rest := strings.Join(lines[n-1:], "")
			return rest[:min(len(rest), 300)], true
		}
	}
	for name, text := range map[string]string{
		"empty": "", "one line": "a", "closed": "a\nb\n", "open": "a\nb", "many": strings.Repeat("let x = 1;\n", 100), "blank lines": strings.Repeat("\n", 700),
	} {
		if got := string(wholeText(reader(text))); got != text {
			t.Errorf("%s: got %d bytes, want %d", name, len(got), len(text))
		}
	}
	long := "start\n" + strings.Repeat("y", 1000) + "\nend\n"
	if diff := cmp.Diff(lineHashes([]byte(long)), lineHashes(wholeText(reader(long)))); diff != "" {
		t.Errorf("an overlong line (-want +got):\n%s", diff)
	}
}
