package secrets

import (
	"math/rand/v2"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func defaultDetector(t testing.TB) *detector {
	t.Helper()
	d, gaps, err := newDetector(nil)
	if err != nil || len(gaps) > 0 {
		t.Fatal(err, gaps)
	}
	return d
}

// hitsOf gives the hits of one rule's keywords.
func hitsOf(r *rule, text []byte) []hit { return newFinder(r.keywords).find(text) }

// places leaves out of matches where the secret is.
func places(found [][]int) [][]int {
	for i := range found {
		found[i] = found[i][:2]
	}
	return found
}

// TestWindowsEqualWhole runs every rule in windows and on the whole of texts that hold strings it matches, near misses
// of them and noise, close to each other and far apart.
func TestWindowsEqualWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	noise := []string{" ", "\n", "\r\n", "'", "\"", "=", ":", ";", "é", "ſ", "\xff", "key", "token", "api_", "secret", "-", ".", "\\n", "x9", "// ", "aGVsbG8", strings.Repeat("word ", 40), strings.Repeat("A1b2", 60)}
	bounded := 0
	for _, r := range defaultDetector(t).rules {
		if r.regex == nil {
			continue
		}
		if r.reach().bounded {
			bounded++
		}
		tree, err := syntax.Parse(r.regex.source, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for range 15 {
			var b strings.Builder
			for range random.IntN(12) {
				switch random.IntN(5) {
				case 0:
					b.WriteString(invent(random, tree))
				case 1:
					s := invent(random, tree)
					b.WriteString(s[:random.IntN(len(s)+1)])
				case 2:
					b.WriteString(r.keywords[random.IntN(len(r.keywords))])
				default:
					b.WriteString(noise[random.IntN(len(noise))])
				}
			}
			text := []byte(b.String())
			hits := hitsOf(r, text)
			if len(hits) == 0 {
				continue // the keyword prefilter leaves it alone, in gitleaks too
			}
			want := r.regex.re().FindAllIndex(text, -1)
			if diff := cmp.Diff(want, places(r.find(text, hits))); diff != "" {
				t.Errorf("%s on %q: -whole +windows\n%s", r.id, text, diff)
			}
		}
	}
	if bounded < 200 {
		t.Errorf("only %d rules run in windows", bounded)
	}
}

// FuzzWindows looks for a text on which windows and whole differ.
func FuzzWindows(f *testing.F) {
	d := defaultDetector(f)
	f.Add(uint8(10), []byte("adobe_key = 'abcdefabcdefabcdefabcdefabcdef12'"))
	f.Add(uint8(80), []byte("api_key: \"Zq83vT1mXw6rLk20PbNs\"\nauth==x"))
	f.Fuzz(func(t *testing.T, n uint8, text []byte) {
		r := d.rules[int(n)%len(d.rules)]
		if r.regex == nil || len(text) > 5000 || strings.Contains(string(text), "\u212a") {
			return
		}
		hits := hitsOf(r, text)
		if len(hits) == 0 {
			return
		}
		if diff := cmp.Diff(r.regex.re().FindAllIndex(text, -1), places(r.find(text, hits))); diff != "" {
			t.Errorf("%s: -whole +windows\n%s", r.id, diff)
		}
	})
}

func TestReach(t *testing.T) {
	tests := []struct {
		name, regex string
		keywords    []string
		want        reach
	}{
		{"a literal with a class", `tok_[a-z]{4}`, []string{"tok_"}, reach{bounded: true, after: extent{fixed: 4}, need: nil}},
		{"keyword across an alternation", `(?:sk|pk)_live`, []string{"sk_live", "pk_live"}, reach{bounded: true}},
		{"keyword only in one alternative", `abc|d[0-9]{3}`, []string{"abc"}, reach{}},
		{"keyword that may be left out", `(?:abc)?d[0-9]{3}`, []string{"abc"}, reach{}},
	}
	for _, tt := range tests {
		got := reachOf(tt.regex, tt.keywords)
		if got.bounded != tt.want.bounded || got.before.fixed != tt.want.before.fixed || got.after.fixed != tt.want.after.fixed {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestFinderFindsEachOnce(t *testing.T) {
	var got []int
	for _, h := range newFinder([]string{"key", "keyed", "s."}).find([]byte("KEYed this.S. key")) {
		got = append(got, h.start*100+h.end)
	}
	slices.Sort(got)
	if diff := cmp.Diff([]int{3, 5, 911, 1113, 1417}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
