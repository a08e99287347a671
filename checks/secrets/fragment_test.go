package secrets

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// boundaryByByte is safeBoundary as gitleaks has it: one byte read after the other.
func boundaryByByte(text []byte, start, end, buffered int) (int, int) {
	if endsParagraph(text[start:end]) {
		return end, buffered
	}
	for first, newlines := end, 0; ; end++ {
		if last := text[end-1]; last == '\n' {
			newlines++
		} else if !isSpace(last) {
			newlines = 0
		}
		if newlines >= 2 || end-first >= maxPeek || end >= len(text) {
			return end, buffered
		}
		if end >= buffered {
			buffered = min(end+readAhead, len(text))
		}
	}
}

func TestBoundaryEqualsByteByByte(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	parts := []string{"\n", "\n", " ", "\t", "\r\n", "x", "long word", strings.Repeat("y", 3000), strings.Repeat(" ", 5000), strings.Repeat("line\n", 900)}
	for range 3000 {
		var b strings.Builder
		b.WriteString("start")
		for range random.IntN(16) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := []byte(b.String())
		start := random.IntN(len(text))
		end := start + 1 + random.IntN(len(text)-start)
		buffered := min(end+random.IntN(3)*random.IntN(readAhead), len(text))
		wantEnd, wantBuffered := boundaryByByte(text, start, end, buffered)
		gotEnd, gotBuffered := safeBoundary(text, start, end, buffered)
		if diff := cmp.Diff([]int{wantEnd, wantBuffered}, []int{gotEnd, gotBuffered}); diff != "" {
			t.Fatalf("%q[%d:%d], %d read: -by byte +ours\n%s", text, start, end, buffered, diff)
		}
	}
}
