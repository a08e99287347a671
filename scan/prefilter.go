package scan

import (
	"math"
	"slices"
)

// A prefilter finds the literals of all rules in one pass. ASCII letters match in either case.
//
// Bytes fold to 64 classes, so three of them index a table of 2^18 grams. Every literal of four bytes or more puts in
// two neighbouring grams, the pair that is rarest in real text; the pass probes every second byte and so meets exactly
// one of the two, then compares the literal itself. A literal of three bytes has one gram and one with any last byte.
type prefilter struct {
	literals []string // folded to lower case
	seen     [1 << 18 / 64]uint64
	first    []int32 // by gram: index of its first probe, plus one
	probes   []probe
}

// A probe is one literal to compare when its gram is met.
type probe struct {
	literal int32
	back    int32 // bytes from the gram back to the literal's start
	next    int32 // next probe of the same gram, plus one
}

const minLiteral = 3

// newPrefilter makes a prefilter. Literals shorter than three bytes are not looked for: it returns their indexes.
func newPrefilter(literals []string) (p *prefilter, tooShort []int) {
	p = &prefilter{literals: make([]string, len(literals)), first: make([]int32, 1<<18)}
	for i, l := range literals {
		p.literals[i] = fold(l)
		switch {
		case len(l) < minLiteral:
			tooShort = append(tooShort, i)
		case len(l) == minLiteral:
			p.add(gram(l[0], l[1], l[2]), i, 0)
			for c := range 64 {
				p.add(int(class[l[1]])<<12|int(class[l[2]])<<6|c, i, 1)
			}
		default:
			at := rarestPair(p.literals[i])
			p.add(gram(l[at], l[at+1], l[at+2]), i, at)
			p.add(gram(l[at+1], l[at+2], l[at+3]), i, at+1)
		}
	}
	return p, tooShort
}

func (p *prefilter) add(g, literal, back int) {
	p.seen[g>>6] |= 1 << (g & 63)
	p.probes = append(p.probes, probe{int32(literal), int32(back), p.first[g]})
	p.first[g] = int32(len(p.probes))
}

// scan appends every occurrence of every literal to hits, in order of offset.
func (p *prefilter) scan(text []byte, hits []Hit) []Hit {
	if len(text) < minLiteral {
		return hits
	}
	from := len(hits)
	low := int(class[text[0]])
	for i := 0; i+2 < len(text); i += 2 {
		middle, high := int(class[text[i+1]]), int(class[text[i+2]])
		g := low<<12 | middle<<6 | high
		low = high
		if p.seen[g>>6]&(1<<(g&63)) != 0 {
			hits = p.verify(text, i, g, hits)
		}
	}
	if len(text)%2 == 0 { // the last two bytes may end a literal of three that began one before
		i := len(text) - 2
		g := int(class[text[i]])<<12 | int(class[text[i+1]])<<6
		if p.seen[g>>6]&(1<<(g&63)) != 0 {
			hits = p.verify(text, i, g, hits)
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

func (p *prefilter) verify(text []byte, at, g int, hits []Hit) []Hit {
	for n := p.first[g]; n != 0; {
		candidate := &p.probes[n-1]
		n = candidate.next
		start := at - int(candidate.back)
		literal := p.literals[candidate.literal]
		if start >= 0 && start+len(literal) <= len(text) && equalFold(text[start:start+len(literal)], literal) {
			hits = append(hits, Hit{candidate.literal, int32(start)})
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
