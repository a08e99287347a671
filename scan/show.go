package scan

import (
	"slices"
	"sort"
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
			outcomes[i].Gaps[j].Detail = m.known.clean(outcomes[i].Gaps[j].Detail)
		}
	}
	return m.values
}

// showWhole does the same for what the Repo phase found, file by file.
func (r *runner) showWhole(open func(string) (*Unit, error)) {
	hidden := r.hidden()
	masks := map[string]*mask{}
	for c := range r.whole {
		for i := range r.whole[c].Findings {
			f := &r.whole[c].Findings[i]
			if f.At.Start.Line == 0 {
				continue
			}
			u, err := open(f.At.Path)
			if err != nil {
				continue
			}
			if masks[u.Path] == nil {
				masks[u.Path] = newMask(u.Text, hidden[u.Path])
			}
			masks[u.Path].show(u, f)
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
	hide := newValues(hidden).clean
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
	ranges []finding.Range // sorted, none over another
	values []string        // long enough to be told from an ordinary word
	known  *values         // those; nil when there are none
}

func newMask(text []byte, hidden []finding.Range) *mask {
	m := &mask{ranges: joined(hidden)}
	for _, h := range hidden {
		if h.Start >= 0 && h.End <= len(text) && h.End-h.Start >= minMasked {
			m.values = append(m.values, string(text[h.Start:h.End]))
		}
	}
	slices.Sort(m.values)
	if m.values = slices.Compact(m.values); len(m.values) > 0 {
		m.known = newValues(m.values)
	}
	return m
}

// joined sorts ranges and makes one of those that lie over each other.
func joined(ranges []finding.Range) []finding.Range {
	sorted := slices.SortedFunc(slices.Values(ranges), func(a, b finding.Range) int { return a.Start - b.Start })
	var list []finding.Range
	for _, h := range sorted {
		if n := len(list); n > 0 && h.Start < list[n-1].End {
			list[n-1].End = max(list[n-1].End, h.End)
		} else if h.End > h.Start {
			list = append(list, h)
		}
	}
	return list
}

// between gives the ranges that reach into a stretch of the text.
func (m *mask) between(start, end int) []finding.Range {
	first := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].End > start })
	last := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].Start >= end })
	return m.ranges[first:max(first, last)]
}

// Values are secrets to look for in any text, all at once.
type values struct {
	list   []string
	filter *prefilter
	met    met
}

func newValues(list []string) *values {
	v := &values{list: list}
	v.filter, _ = newPrefilter(list, nil)
	return v
}

// in lists where secrets stand in a text.
func (v *values) in(text []byte) []finding.Range {
	var ranges []finding.Range
	for _, h := range v.filter.scan(text, &v.met, nil) {
		ranges = append(ranges, finding.Range{Start: int(h.Offset), End: int(h.Offset) + len(v.list[h.Literal])})
	}
	return ranges
}

// clean masks every secret in a text.
func (v *values) clean(s string) string {
	if v == nil || s == "" {
		return s
	}
	ranges := v.in([]byte(s))
	if len(ranges) == 0 {
		return s
	}
	return (&mask{ranges: joined(ranges)}).masked([]byte(s), 0, len(s))
}

// minMasked is the length from which a value is masked wherever it stands. A demo password such as `admin` is also the name
// of things; it is masked only at the place where it is the secret.
const minMasked = 8

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
	f.Message, f.Fix, f.Subject = m.known.clean(f.Message), m.known.clean(f.Fix), m.known.clean(f.Subject)
	for i := range f.Related {
		f.Related[i].Message = m.known.clean(f.Related[i].Message)
	}
	if f.At.Start.Line == 0 || f.Snippet.Text != "" {
		return
	}
	line, start := u.lines().Line(f.At.Start.Line)
	from := min(max(f.At.Start.Offset-start, 0), len(line))
	to := min(max(f.At.End.Offset-start, from), len(line))
	m = m.onLine(line, start)
	for _, h := range m.between(start, start+len(line)) { // a secret is shown as one piece
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
	if m.known == nil {
		return m
	}
	ranges := m.known.in(line)
	for i := range ranges {
		ranges[i].Start, ranges[i].End = ranges[i].Start+start, ranges[i].End+start
	}
	return &mask{ranges: joined(append(ranges, m.between(start, start+len(line))...))}
}

// masked gives a stretch of the text with secrets masked and what isn't UTF-8 replaced.
func (m *mask) masked(text []byte, start, end int) string {
	var out strings.Builder
	for _, h := range m.between(start, end) {
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
