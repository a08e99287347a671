package scan

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var testLiterals = []string{"key", "api", "AKIA", "createCipher", "md5(", "-----BEGIN", "aaaa", "aaa", "password", "pass", "éclair", "://", "x-y"}

// naive finds every occurrence the slow way.
func naive(literals []string, text []byte) []Hit {
	var hits []Hit
	folded := []byte(fold(string(text)))
	for i := range folded {
		for l, literal := range literals {
			if bytes.HasPrefix(folded[i:], []byte(fold(literal))) {
				hits = append(hits, Hit{int32(l), int32(i)})
			}
		}
	}
	return hits
}

func TestPrefilterFindsEverything(t *testing.T) {
	p, _ := newPrefilter(testLiterals, nil)
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var b bytes.Buffer
		for range random.IntN(12) {
			switch random.IntN(3) {
			case 0:
				b.WriteString(testLiterals[random.IntN(len(testLiterals))])
			case 1:
				b.WriteString(strings.ToUpper(testLiterals[random.IntN(len(testLiterals))]))
			default:
				b.WriteByte(byte(random.IntN(256)))
			}
		}
		if diff := cmp.Diff(naive(testLiterals, b.Bytes()), p.scan(b.Bytes(), &met{}, nil)); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", b.Bytes(), diff)
		}
	}
}

// TestFirstPlace: a literal of which one place is enough is met once in every text, the others everywhere.
func TestFirstPlace(t *testing.T) {
	p, _ := newPrefilter([]string{"once", "each"}, []bool{true, false})
	var m met
	for range 2 {
		got := p.scan([]byte("each once each once ONCE each"), &m, nil)
		if diff := cmp.Diff([]Hit{{1, 0}, {0, 5}, {1, 10}, {1, 25}}, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestPrefilterSaysWhatIsTooShort(t *testing.T) {
	if _, short := newPrefilter([]string{"ab", "abc", "x"}, nil); !slices.Equal(short, []int{0, 2}) {
		t.Errorf("too short: %v", short)
	}
}

func FuzzPrefilter(f *testing.F) {
	f.Add([]byte("my api key: AKIA"), "akia")
	f.Fuzz(func(t *testing.T, text []byte, literal string) {
		if len(literal) < minLiteral || len(literal) > 64 {
			t.Skip()
		}
		literals := []string{literal, "key"}
		p, _ := newPrefilter(literals, nil)
		if diff := cmp.Diff(naive(literals, text), p.scan(text, &met{}, nil)); diff != "" {
			t.Fatalf("%q in %q:\n%s", literal, text, diff)
		}
	})
}

func BenchmarkPrefilter(b *testing.B) {
	line := "  const result = await this.service_.list({ id: order.id, relations: [\"items\"] }, sharedContext) // key lookup\n"
	text := []byte(strings.Repeat(line, 10_000))
	p, _ := newPrefilter(append(slices.Clone(testLiterals), "hashlib", "ghp_", "xoxb", "BEGIN", "eyJ0eXAi", "jwt.sign", "fastapi", "express"), nil)
	b.SetBytes(int64(len(text)))
	var hits []Hit
	var m met
	for b.Loop() {
		hits = p.scan(text, &m, hits[:0])
	}
}
