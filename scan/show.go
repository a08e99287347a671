package scan

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// snippetWidth is how many bytes of a line a snippet shows at most.
const snippetWidth = 200

// show gives the findings of one file their snippets, with every secret that any check found in the file masked,
// and gives those secrets, to be masked in what is found elsewhere.
func show(u *Unit, outcomes []checked) (values []string) {
	var hidden []finding.Range
	for i := range outcomes {
		for _, f := range outcomes[i].Findings {
			hidden = append(hidden, f.Hide...)
		}
	}
	m := newMask(u.Text, hidden)
	for i := range outcomes {
		for j := range outcomes[i].Findings {
			f := &outcomes[i].Findings[j]
			m.show(u, f)
		}
		for j := range outcomes[i].Gaps {
			outcomes[i].Gaps[j].Detail = m.clean(outcomes[i].Gaps[j].Detail)
		}
	}
	return m.values
}

// showWhole does the same for what the Repo phase found, file by file.
func (r *runner) showWhole(open func(string) (*Unit, error)) {
	hidden := r.hidden()
	for c := range r.whole {
		for i := range r.whole[c].Findings {
			f := &r.whole[c].Findings[i]
			if f.At.Start.Line == 0 {
				continue
			}
			if u, err := open(f.At.Path); err == nil {
				newMask(u.Text, hidden[f.At.Path]).show(u, f)
			}
		}
	}
}

// hidden lists the secrets that the map phase found, by file.
func (r *runner) hidden() map[string][]finding.Range {
	hide := map[string][]finding.Range{}
	for _, outcomes := range r.outcomes {
		for _, o := range outcomes {
			for _, f := range o.Findings {
				hide[f.At.Path] = append(hide[f.At.Path], f.Hide...)
			}
		}
	}
	return hide
}

// hideEverywhere masks what is a secret in one file in what was found in all others.
func hideEverywhere(result *finding.Result, hidden []string) {
	slices.Sort(hidden)
	hidden = slices.Compact(hidden)
	if len(hidden) == 0 {
		return
	}
	values, _ := newPrefilter(hidden, nil)
	var m met
	hide := func(s string) string {
		hits := values.scan([]byte(s), &m, nil)
		if len(hits) == 0 {
			return s
		}
		secret := mask{}
		for _, h := range hits {
			secret.ranges = append(secret.ranges, finding.Range{Start: int(h.Offset), End: int(h.Offset) + len(hidden[h.Literal])})
		}
		return secret.masked([]byte(s), 0, len(s))
	}
	for i := range result.Findings {
		f := &result.Findings[i]
		s := &f.Snippet
		low, high := min(s.Caret, len(s.Text)), min(s.Caret+s.Width, len(s.Text))
		if whole := hide(s.Text); whole != s.Text {
			before, place := hide(s.Text[:low]), hide(s.Text[low:high])
			if before+place+hide(s.Text[high:]) != whole { // it lies across the edge of the place
				before, place = "", whole
			}
			*s = finding.Snippet{Text: whole, Caret: len(before), Width: len(place)}
		}
		f.Message, f.Fix, f.Subject = hide(f.Message), hide(f.Fix), hide(f.Subject)
		for j := range f.Related {
			f.Related[j].Message = hide(f.Related[j].Message)
		}
	}
	for i := range result.Gaps {
		result.Gaps[i].Detail = hide(result.Gaps[i].Detail)
	}
}

// A mask knows the secrets of one file.
type mask struct {
	ranges []finding.Range // sorted
	values []string        // long enough to be told from an ordinary word; longest first
}

func newMask(text []byte, hidden []finding.Range) *mask {
	m := &mask{ranges: hidden}
	slices.SortFunc(m.ranges, func(a, b finding.Range) int { return a.Start - b.Start })
	for _, h := range m.ranges {
		if h.Start >= 0 && h.End <= len(text) && h.End-h.Start >= minMasked {
			m.values = append(m.values, string(text[h.Start:h.End]))
		}
	}
	slices.SortFunc(m.values, func(a, b string) int { return len(b) - len(a) })
	return m
}

// minMasked is the length from which a value is masked wherever it stands. A demo password such as `admin` is also the name
// of things; it is masked only at the place where it is the secret.
const minMasked = 8

// clean masks every secret in a text we wrote ourselves.
func (m *mask) clean(s string) string {
	for _, v := range m.values {
		s = strings.ReplaceAll(s, v, maskOf(v))
	}
	return s
}

// maskOf keeps at most four characters of a long value, and says its length.
func maskOf(v string) string {
	n := utf8.RuneCountInString(v)
	if n < 12 {
		return strings.Repeat("*", min(n, 8))
	}
	head := []rune(v)[:4]
	return string(head) + strings.Repeat("*", 8)
}

// show fills in a finding's snippet from the line it stands on.
func (m *mask) show(u *Unit, f *finding.Finding) {
	f.Message, f.Fix, f.Subject = m.clean(f.Message), m.clean(f.Fix), m.clean(f.Subject)
	for i := range f.Related {
		f.Related[i].Message = m.clean(f.Related[i].Message)
	}
	if f.At.Start.Line == 0 || f.Snippet.Text != "" {
		return
	}
	line, start := u.lines().Line(f.At.Start.Line)
	from := min(max(f.At.Start.Offset-start, 0), len(line))
	to := min(max(f.At.End.Offset-start, from), len(line))
	m = m.onLine(line, start)
	for _, h := range m.ranges { // a secret is shown as one piece
		if h.Start < start+from && start+from < h.End {
			from = max(h.Start-start, 0)
		}
		if h.Start < start+to && start+to < h.End {
			to = min(h.End-start, len(line))
		}
	}
	low, high := window(line, from)
	to = min(to, high)
	before, place, after := m.masked(u.Text, start+low, start+from), m.masked(u.Text, start+from, start+to), m.masked(u.Text, start+to, start+high)
	f.Snippet = finding.Snippet{Text: before + place + after, Caret: len(before), Width: len(place)}
}

// onLine adds the other places on a line where a known value stands.
func (m *mask) onLine(line []byte, start int) *mask {
	ranges := m.ranges
	for _, v := range m.values {
		for at := 0; ; {
			n := bytes.Index(line[at:], []byte(v))
			if n < 0 {
				break
			}
			at += n
			ranges = append(ranges[:len(ranges):len(ranges)], finding.Range{Start: start + at, End: start + at + len(v)})
			at += len(v)
		}
	}
	if len(ranges) == len(m.ranges) {
		return m
	}
	return newMask(nil, ranges)
}

// masked gives a stretch of the text with secrets masked and what isn't UTF-8 replaced.
func (m *mask) masked(text []byte, start, end int) string {
	var out strings.Builder
	for _, h := range m.ranges {
		if h.End <= start || h.Start >= end {
			continue // beside it, or inside one that is masked already
		}
		out.Write(text[start:max(h.Start, start)])
		if h.Start >= start {
			out.WriteString(maskOf(string(text[h.Start:h.End])))
		}
		start = min(h.End, end)
	}
	out.Write(text[start:end])
	return strings.ToValidUTF8(out.String(), "\uFFFD")
}

// window chooses what of a long line to show around a place, on character boundaries.
func window(line []byte, from int) (low, high int) {
	if len(line) <= snippetWidth {
		return 0, len(line)
	}
	low = max(0, from-snippetWidth/4)
	high = min(len(line), low+snippetWidth)
	for low > 0 && !utf8.RuneStart(line[low]) {
		low--
	}
	for high < len(line) && !utf8.RuneStart(line[high]) {
		high++
	}
	return low, high
}
