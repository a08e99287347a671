package scan

import (
	"math"
	"math/bits"
	"slices"
)

// A prefilter finds the literals of all rules in one pass. ASCII letters match in either case.
//
// Bytes fold to 64 classes, so three of them index a table of 2^18 grams. Every literal of four bytes or more puts in
// two neighbouring grams, the pair that is rarest in real text; the pass probes every second byte and so meets exactly
// one of the two, then compares the literal itself. A literal of three bytes has one gram and one with any last byte.
type prefilter struct {
	literals []string // folded to lower case
	once     []bool   // by literal: its first place is enough
	seen     [1 << 18 / 64]uint64
	rank     [1 << 18 / 64]uint32 // grams seen before each word of seen
	first    []int32              // by number of the gram seen: where its probes begin, and past the last where they end
	probes   []probe
}

// A probe is one literal to compare when its gram is met.
type probe struct {
	literal int32
	back    int32 // bytes from the gram back to the literal's start
}

// A met remembers, for one goroutine, the literals that the text in hand was found to hold.
type met struct {
	text []uint32 // by literal: the number of the text it was last met in
	now  uint32
}

const minLiteral = 3

// newPrefilter makes a prefilter; with once nil every place of every literal matters. Literals shorter than three bytes are not looked for: it returns their indexes.
func newPrefilter(literals []string, once []bool) (p *prefilter, tooShort []int) {
	p = &prefilter{literals: make([]string, len(literals)), once: once}
	if once == nil {
		p.once = make([]bool, len(literals))
	}
	grams := map[int][]probe{}
	add := func(g, literal, back int) {
		p.seen[g>>6] |= 1 << (g & 63)
		grams[g] = append(grams[g], probe{int32(literal), int32(back)})
	}
	for i, l := range literals {
		p.literals[i] = fold(l)
		switch {
		case len(l) < minLiteral:
			tooShort = append(tooShort, i)
		case len(l) == minLiteral:
			add(gram(l[0], l[1], l[2]), i, 0)
			for c := range 64 {
				add(int(class[l[1]])<<12|int(class[l[2]])<<6|c, i, 1)
			}
		default:
			at := rarestPair(p.literals[i])
			add(gram(l[at], l[at+1], l[at+2]), i, at)
			add(gram(l[at+1], l[at+2], l[at+3]), i, at+1)
		}
	}
	for w, word := range p.seen {
		p.rank[w] = uint32(len(p.first))
		for ; word != 0; word &= word - 1 {
			p.first = append(p.first, int32(len(p.probes)))
			p.probes = append(p.probes, grams[w<<6+bits.TrailingZeros64(word)]...)
		}
	}
	p.first = append(p.first, int32(len(p.probes)))
	return p, tooShort
}

// scan appends the occurrences of the literals to hits, in order of offset; of those wanted once, the first.
func (p *prefilter) scan(text []byte, m *met, hits []Hit) []Hit {
	if len(text) < minLiteral {
		return hits
	}
	m.next(len(p.literals))
	from := len(hits)
	low := int(class[text[0]])
	for i := 0; i+2 < len(text); i += 2 {
		middle, high := int(class[text[i+1]]), int(class[text[i+2]])
		g := low<<12 | middle<<6 | high
		low = high
		if p.seen[g>>6]&(1<<(g&63)) != 0 {
			hits = p.verify(text, i, g, m, hits)
		}
	}
	if len(text)%2 == 0 { // the last two bytes may end a literal of three that began one before
		i := len(text) - 2
		g := int(class[text[i]])<<12 | int(class[text[i+1]])<<6
		if p.seen[g>>6]&(1<<(g&63)) != 0 {
			hits = p.verify(text, i, g, m, hits)
		}
	}
	slices.SortFunc(hits[from:], func(a, b Hit) int {
		if a.Offset != b.Offset {
			return int(a.Offset - b.Offset)
		}
		return int(a.Literal - b.Literal)
	})
	return hits
}

// next begins another text, for a prefilter of n literals.
func (m *met) next(n int) {
	if len(m.text) < n || m.now == math.MaxUint32 {
		m.text, m.now = make([]uint32, n), 0
	}
	m.now++
}

func (p *prefilter) verify(text []byte, at, g int, m *met, hits []Hit) []Hit {
	n := p.rank[g>>6] + uint32(bits.OnesCount64(p.seen[g>>6]&(1<<(g&63)-1)))
	for _, candidate := range p.probes[p.first[n]:p.first[n+1]] {
		i := candidate.literal
		if p.once[i] && m.text[i] == m.now {
			continue
		}
		start := at - int(candidate.back)
		literal := p.literals[i]
		if start >= 0 && start+len(literal) <= len(text) && equalFold(text[start:start+len(literal)], literal) {
			hits = append(hits, Hit{i, int32(start)})
			m.text[i] = m.now
		}
	}
	return hits
}

// equalFold compares text with a lower-case literal of the same length, ASCII only.
func equalFold(text []byte, literal string) bool {
	for i, c := range text {
		if lower[c] != literal[i] {
			return false
		}
	}
	return true
}

func fold(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lower[c]
	}
	return string(b)
}

func gram(a, b, c byte) int { return int(class[a])<<12 | int(class[b])<<6 | int(class[c]) }

// rarestPair finds where in a literal of four bytes or more two neighbouring grams are rarest together.
func rarestPair(literal string) int {
	best, at := math.Inf(1), 0
	for i := 0; i+3 < len(literal); i++ {
		a, b, c, d := rate[class[literal[i]]], rate[class[literal[i+1]]], rate[class[literal[i+2]]], rate[class[literal[i+3]]]
		if sum := a*b*c + b*c*d; sum < best {
			best, at = sum, i
		}
	}
	return at
}

var lower, class = foldTables()

// classOrder lists the bytes that have a class of their own beside letters and digits; all others share the last.
const classOrder = "_-.:=/\"'()[]{} ,@<>$!\\+*#%&"

func foldTables() (lower, class [256]byte) {
	for i := range 256 {
		lower[i], class[i] = byte(i), 63
		if i >= 'A' && i <= 'Z' {
			lower[i] += 'a' - 'A'
		}
		switch c := lower[i]; {
		case c >= 'a' && c <= 'z':
			class[i] = c - 'a'
		case c >= '0' && c <= '9':
			class[i] = c - '0' + 26
		}
	}
	for i, c := range classOrder {
		class[c] = byte(36 + i)
	}
	return lower, class
}

// rate is how often each class occurs in source code, per thousand bytes: counted over 40 MB of TypeScript, Python, YAML
// and JSON from public repositories (BenchmarkPrefilter shows what it is worth). Only the order matters.
var rate = func() (r [64]float64) {
	letters := [26]float64{47, 9, 27, 24, 78, 17, 13, 12, 48, 2, 6, 30, 20, 46, 46, 23, 1.4, 45, 46, 65, 20, 7, 5, 6, 10, 1.6}
	copy(r[:], letters[:])
	for i := range 10 {
		r[26+i] = 4
	}
	for i, c := range classOrder {
		r[36+i] = 5
		switch c {
		case ' ':
			r[36+i] = 180
		case '"', '.', ',', '_', '(', ')', ':':
			r[36+i] = 14
		}
	}
	r[63] = 40
	return r
}()
