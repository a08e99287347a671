package secrets

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestOutlookMissesNothing: a hit is turned down only when nothing that must follow stands near enough.
func TestOutlookMissesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(51, 52))
	var line byteSet
	line.add('x')
	parts := []string{"curl", "cUrl", "x", "xxxx", "\n", "\n", "y", "-u", " -u", " -U", "\t--user", "-", " "}
	good, bad := 0, 0
	for _, ahead := range [][]string{{" -u", "\t--user"}, {"-u", "--user"}, {"xy", "y\n"}} {
		r := reach{ahead: ahead, gap: extent{fixed: 2, run: line}}
		for range 5000 {
			var b strings.Builder
			for range random.IntN(20) {
				b.WriteString(parts[random.IntN(len(parts))])
			}
			text := []byte(b.String())
			o := newOutlook(&r, text)
			for _, h := range newFinder([]string{"curl"}).find(text) {
				end, budget := h.end, r.gap.fixed
				for end < len(text) && (line.has(text[end]) || budget > 0) {
					if !line.has(text[end]) {
						budget--
					}
					end++
				}
				want := slices.ContainsFunc(ahead, func(n string) bool {
					return strings.Contains(strings.ToLower(string(text[h.end:min(end+len(n), len(text))])), n)
				})
				if got := o.good(h); got != want {
					t.Fatalf("%q from %d, looking for %q: got %v, want %v", text, h.start, ahead, got, want)
				}
				if want {
					good++
				} else {
					bad++
				}
			}
		}
	}
	if good < 1000 || bad < 1000 {
		t.Errorf("%d hits kept, %d turned down", good, bad)
	}
}
