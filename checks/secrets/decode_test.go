package secrets

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// encodings is gitleaks's regex for encoded stretches, in order of strength.
var encodings = regexp.MustCompile(`(%[0-9A-Fa-f]{2}(?:.*%[0-9A-Fa-f]{2})?)|((?:(?:U\+[a-fA-F0-9]{4}(?:\s|$))+|(?i)(?:\\{1,2}u[a-fA-F0-9]{4})+))|([0-9A-Fa-f]{32,})|([\w\/+-]{16,}={0,2})`)

func regexCandidates(text []byte) []candidate {
	var all []candidate
	for _, m := range encodings.FindAllSubmatchIndex(text, -1) {
		for kind := range 4 {
			if m[2*kind+2] >= 0 {
				all = append(all, candidate{coding(kind), span{m[0], m[1]}})
			}
		}
	}
	return settle(all)
}

// TestCandidatesEqualRegex holds the hand-written scanner against the regex it stands for.
func TestCandidatesEqualRegex(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	parts := []string{"%", "%41", "%4", "\\", "\\u0041", "\\\\U0041", "U+", "U+0041", "U+0041 ", "\n", " ", "\f", "=", "==", "a", "f", "0", "g", "/", "_", "-", "é", "\xff", strings.Repeat("ab12", 8), strings.Repeat("xyz1", 4), strings.Repeat("f", 31)}
	for range 20000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := []byte(b.String())
		if diff := cmp.Diff(regexCandidates(text), candidates(text, longRuns(text)), cmp.AllowUnexported(candidate{}, span{})); diff != "" {
			t.Fatalf("%q: -regex +ours\n%s", text, diff)
		}
	}
}

// FuzzDecode decodes anything, with places inside the text.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("a %41%42 U+0041 U+0042 \\u0041 c29tZSB0ZXh0IGhlcmUgMTIz 736f6d652074657874206865726520313233"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if diff := cmp.Diff(regexCandidates(text), candidates(text, longRuns(text)), cmp.AllowUnexported(candidate{}, span{})); diff != "" {
			t.Fatalf("-regex +ours\n%s", diff)
		}
		s := &search{detector: &detector{}, fragment: fragment{text: text, line: 1}, text: text, runs: longRuns(text)}
		for range maxDecode {
			if !s.decode() {
				break
			}
			for _, g := range s.segments {
				if g.original.start < 0 || g.original.end > len(text) || g.original.start > g.original.end || g.decoded.end > len(s.text) {
					t.Fatalf("segment %+v outside the text of %d bytes", g, len(text))
				}
			}
		}
	})
}
