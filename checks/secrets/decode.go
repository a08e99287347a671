package secrets

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// maxDecode is how many layers of encoding are taken off, as the gitleaks command does.
const maxDecode = 5

// A span is a stretch of some text.
type span struct{ start, end int }

// overlaps holds for stretches that only touch, too, as in gitleaks.
func (s span) overlaps(t span) bool { return t.start <= s.end && t.end >= s.start }

// A segment is a stretch that was decoded in place.
type segment struct {
	before   []segment // those of the pass before
	original span      // in the fragment
	encoded  span      // in the text before this pass
	decoded  span      // in the text after it
}

// decode takes one layer of encoding off the text; false when there is none.
func (s *search) decode() bool {
	var out []byte
	var segments []segment
	from := 0
	for _, c := range candidates(s.text, s.runs) {
		value := c.kind.decode(string(s.text[c.start:c.end]))
		if value == "" {
			continue
		}
		out = append(out, s.text[from:c.start]...)
		at := len(out)
		out = append(out, value...)
		from = c.end
		segments = append(segments, segment{s.segments, toOriginal(s.segments, c.span), c.span, span{at, len(out)}})
	}
	if len(segments) == 0 {
		return false
	}
	s.text, s.segments = append(out, s.text[from:]...), segments
	s.runs = longRuns(s.text)
	return true
}

// overlapping gives the segments whose decoded text touches a stretch; segments are in order.
func overlapping(segments []segment, start, end int) []segment {
	low := sort.Search(len(segments), func(i int) bool { return segments[i].decoded.end >= start })
	high := sort.Search(len(segments), func(i int) bool { return segments[i].decoded.start > end })
	return segments[low:max(low, high)]
}

// original maps a stretch of decoded text to where it came from in the fragment.
func original(segments []segment, start, end int) []int {
	s := toOriginal(segments, span{start, end})
	return []int{s.start, s.end}
}

func toOriginal(before []segment, at span) span {
	for len(before) > 0 {
		var up span
		for _, p := range overlapping(before, at.start, at.end) {
			if p.decoded.start <= at.start && at.end <= p.decoded.end {
				return p.original
			}
			outer := span{
				p.encoded.start + min(p.decoded.start, at.start) - p.decoded.start,
				p.encoded.end + max(p.decoded.end, at.end) - p.decoded.end,
			}
			if up.end == 0 {
				up = outer
			} else {
				up = span{min(up.start, outer.start), max(up.end, outer.end)}
			}
		}
		if up.end == 0 {
			return at
		}
		at, before = up, before[0].before
	}
	return at
}

// currentLine is the decoded text from the start of the line the segments begin in to the end of that they end in.
func currentLine(segments []segment, text []byte) string {
	from, to := segments[0].decoded.start, segments[len(segments)-1].decoded.end
	start, end := 0, len(text)
	for i := min(from, len(text)-1); i >= 0; i-- {
		if text[i] == '\n' {
			start = i
			break
		}
	}
	for i := to; i < end; i++ {
		if text[i] == '\n' {
			end = i
			break
		}
	}
	return string(text[start:end])
}

// A coding is a way to write text as other text. Of two that touch the lower wins.
type coding uint8

const (
	percentCoding coding = iota
	unicodeCoding
	hexCoding
	base64Coding
)

func (c coding) decode(s string) string {
	switch c {
	case percentCoding:
		return decodePercent(s)
	case unicodeCoding:
		return decodeUnicode(s)
	case hexCoding:
		return decodeHex(s)
	}
	return decodeBase64(s)
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= 8 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func decodePercent(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			b, _ := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if !printable(string([]byte{byte(b)})) {
				return ""
			}
			out = append(out, byte(b))
			i += 2
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}

func decodeHex(s string) string {
	if len(s)%2 != 0 || !strings.ContainsAny(s, "0123456789") {
		return ""
	}
	out, err := hex.DecodeString(s)
	if err != nil || !printable(string(out)) {
		return ""
	}
	return string(out)
}

// decodeBase64 wants one of the characters that encoded text nearly always has and long words lack.
func decodeBase64(s string) string {
	if !printableStart(s) || !strings.ContainsAny(s, "0123456789+/-_") {
		return ""
	}
	for _, coding := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
		if out, err := coding.DecodeString(s); err == nil && printable(string(out)) {
			return string(out)
		}
	}
	return ""
}

var sixBits = func() (v [256]uint8) {
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		v[c] = uint8(i)
	}
	v['-'], v['_'] = 62, 63
	return v
}()

// printableStart looks at the first three bytes only; it spares most words the decoding.
func printableStart(s string) bool {
	a, b, c, d := sixBits[s[0]], sixBits[s[1]], sixBits[s[2]], sixBits[s[3]]
	return printable(string([]byte{a<<2 | b>>4, b<<4 | c>>2, c<<6 | d}))
}

var (
	codePoints = regexp.MustCompile(`(?:U\+[a-fA-F0-9]{4}(?:\s|$))+`)
	escapes    = regexp.MustCompile(`(?i)\\{1,2}u([a-fA-F0-9]{4})`)
)

// decodeUnicode takes a whole candidate: a sequence of code points or of escapes.
func decodeUnicode(s string) string {
	var out []rune
	if codePoints.MatchString(s) {
		for _, point := range strings.Fields(s) {
			if n, err := strconv.ParseInt(strings.TrimPrefix(point, "U+"), 16, 32); err == nil {
				out = append(out, rune(n))
			}
		}
		return string(out)
	}
	for _, m := range escapes.FindAllStringSubmatch(s, -1) {
		if n, err := strconv.ParseInt(m[1], 16, 32); err == nil {
			out = append(out, rune(n))
		}
	}
	return string(out)
}
