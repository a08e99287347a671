package secrets

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestShortKeywordsEqualFinder: of a short keyword's hits those are left out that its rules would drop, no others.
func TestShortKeywordsEqualFinder(t *testing.T) {
	d := defaultDetector(t)
	d.uses["x("], d.uses["=="] = nil, nil // of no rule: nothing is known of what follows
	random := rand.New(rand.NewPCG(31, 32))
	parts := []string{"s.", "S.", "ey", "EY", "eY", "x(", "X(", "==", " ", "\n", "é", "ſ", "-", "/", "_", "a", "abcdefghijklmno", strings.Repeat("A9", 12), strings.Repeat("b", 17), strings.Repeat("c+", 8)}
	kept := 0
	for _, keyword := range []string{"s.", "ey", "x(", "=="} {
		s := d.newShort(keyword)
		if long := keyword == "s." || keyword == "ey"; s.inRun != long {
			t.Errorf("%s: in runs %v", keyword, s.inRun)
		}
		for range 4000 {
			var b strings.Builder
			for range random.IntN(10) {
				b.WriteString(parts[random.IntN(len(parts))])
			}
			text := []byte(b.String())
			var want []hit
			for _, h := range newFinder([]string{keyword}).find(text) {
				if s.follow.at(text, h.end) && (!s.inRun || hasFolds(text) || !hasHigh(text[h.end:h.end+s.follow.count])) {
					want = append(want, h)
				}
			}
			got := s.find(nil, text, longRuns(text))
			sortHits(got)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(hit{})); diff != "" {
				t.Fatalf("%s in %q: -finder +short\n%s", keyword, text, diff)
			}
			kept += len(got)
		}
	}
	if kept < 1000 {
		t.Errorf("only %d hits", kept)
	}
}

// hasHigh: bytes beyond ASCII are in follow for the sake of the letters that fold, no others match.
func hasHigh(text []byte) bool { return !isASCII(string(text)) }

func TestLongRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(41, 42))
	parts := []string{"a", "_", "/", ".", " ", "é", strings.Repeat("r", 7), strings.Repeat("-", 15), strings.Repeat("+", 16), strings.Repeat("0", 33)}
	for range 5000 {
		var b strings.Builder
		for range random.IntN(9) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := []byte(b.String())
		var want []span
		for i := 0; i < len(text); i++ {
			start := i
			for i < len(text) && base64Class[text[i]] {
				i++
			}
			if i-start >= minRun {
				want = append(want, span{start, i})
			}
		}
		if diff := cmp.Diff(want, longRuns(text), cmp.AllowUnexported(span{})); diff != "" {
			t.Fatalf("%q: -by byte +ours\n%s", text, diff)
		}
	}
}
