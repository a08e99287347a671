package secrets

import (
	"bytes"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// allowMark on a line is gitleaks's own notation for "accepted".
const allowMark = "gitleaks:allow"

// A match is one secret that a rule found.
type match struct {
	rule       *rule
	line       int // as gitleaks counts
	column     int
	secret     Secret
	start, end int // bytes of the file: the secret, or what it was decoded from
	text       string
	lineText   string
	suppressed *finding.Suppression
}

// A detector searches texts with a list of rules.
type detector struct {
	rules  []*rule
	byID   map[string]int
	global []*allowlist
	uses   map[string][]int // keyword: rules that name it
	always []int            // rules without keywords
	finder func() *finder
	depth  int // of decoding
}

// file searches one file's text. hits are those of all keywords, in order; runs are text's longRuns.
func (d *detector) file(path string, text []byte, hits []hit, runs []span) []match {
	var all []match
	for _, f := range fragments(text) {
		low := sort.Search(len(hits), func(i int) bool { return hits[i].start >= f.start })
		high := sort.Search(len(hits), func(i int) bool { return hits[i].start >= f.start+len(f.text) })
		own, inside := hits[low:high], runs
		if f.start > 0 || len(f.text) < len(text) {
			own, inside = shifted(own, f), within(runs, span{f.start, f.start + len(f.text)})
		}
		all = append(all, d.fragment(path, f, own, inside)...)
	}
	return all
}

// shifted gives hits relative to f; one that f cuts through isn't in it.
func shifted(hits []hit, f fragment) []hit {
	out := make([]hit, 0, len(hits))
	for _, h := range hits {
		if h.end <= f.start+len(f.text) {
			out = append(out, hit{h.start - f.start, h.end - f.start, h.keyword})
		}
	}
	return out
}

func (d *detector) fragment(path string, f fragment, hits []hit, runs []span) []match {
	s := &search{detector: d, path: path, fragment: f, text: f.text, runs: runs}
	s.pass(hits)
	for depth := 0; depth < d.depth; depth++ {
		if !s.decode() {
			break
		}
		s.pass(d.finder().find(s.text))
	}
	return preferSpecific(s.found)
}

// A search is the work on one fragment.
type search struct {
	*detector
	path     string
	fragment fragment
	text     []byte    // the fragment, or what decoding made of it
	runs     []span    // of text
	segments []segment // what was decoded in this pass; none in the first
	newlines []int
	found    []match
}

// pass runs every rule that has a hit, and those that need none.
func (s *search) pass(hits []hit) {
	for _, i := range s.always {
		s.found = append(s.found, s.rule(s.rules[i], nil, hits, false)...)
	}
	if len(hits) == 0 {
		return
	}
	byRule := make(map[int][]hit, 8)
	for _, h := range hits {
		for _, i := range s.uses[h.keyword] {
			byRule[i] = append(byRule[i], h)
		}
	}
	order := make([]int, 0, len(byRule))
	for i := range byRule {
		order = append(order, i)
	}
	slices.Sort(order)
	for _, i := range order {
		s.found = append(s.found, s.rule(s.rules[i], byRule[i], hits, false)...)
	}
}

// rule runs one rule; as part of another's requirements its own aren't asked for.
func (s *search) rule(r *rule, hits, all []hit, required bool) []match {
	if r.hidden && !required || r.regex == nil || r.path != nil && !r.path.match(s.path) {
		return nil
	}
	var accepted *finding.Suppression
	for _, a := range r.allow {
		if a.allowsFile(s.path) {
			if a.origin == "" {
				return nil
			}
			accepted = a.suppression()
			break
		}
	}
	var found []match
	for _, at := range r.find(s.text, hits) {
		if m, ok := s.match(r, at); ok {
			if m.suppressed == nil {
				m.suppressed = accepted
			}
			found = append(found, m)
		}
	}
	if required || len(r.required) == 0 || len(found) == 0 {
		return found
	}
	return s.withRequired(r, found, all)
}

// match judges one match of r's regex.
func (s *search) match(r *rule, at []int) (match, bool) {
	raw := s.text[at[0]:at[1]]
	text := strings.Trim(string(raw), "\n")
	lead := len(raw) - len(bytes.TrimLeft(raw, "\n"))
	from, to := s.secret(r, text, at)
	secret := text[from:to]
	if r.entropy != 0 && entropy(secret) <= r.entropy {
		return match{}, false
	}
	place := []int{at[0], at[0] + len(text)}
	current := ""
	if len(s.segments) > 0 {
		over := overlapping(s.segments, at[0], at[1])
		if len(over) == 0 {
			return match{}, false // seen in an earlier pass
		}
		place = original(over, at[0], at[1])
		current = currentLine(over, s.text)
	}
	m := match{rule: r, text: text}
	m.line, m.column, m.lineText = s.locate(place[0], place[1])
	if current == "" {
		current = m.lineText
	}
	m.secret = Secret{secret}
	m.start, m.end = s.fragment.start+at[0]+lead+from, s.fragment.start+at[0]+lead+to
	if len(s.segments) > 0 {
		m.start, m.end = s.fragment.start+place[0], s.fragment.start+place[1]
	}
	for _, list := range [2][]*allowlist{s.global, r.allow} {
		for _, a := range list {
			if !a.allowsMatch(s.path, secret, text, current) {
				continue
			}
			if a.origin == "" {
				return match{}, false
			}
			m.suppressed = a.suppression()
		}
	}
	if strings.Contains(m.lineText, allowMark) {
		m.suppressed = &finding.Suppression{Reason: "the line says " + allowMark, By: allowMark + " at " + s.path, Foreign: true}
	} else if r.disabled != "" {
		m.suppressed = &finding.Suppression{Reason: "the repository turns this rule off", By: r.disabled, Foreign: true}
	}
	return m, true
}

// secret gives the part of a match's text that is the secret: the rule's group, or the first group that isn't empty.
func (s *search) secret(r *rule, text string, at []int) (from, to int) {
	if len(at) == 4 {
		return at[2] - at[0], at[3] - at[0]
	}
	groups := r.regex.re().FindStringSubmatchIndex(text)
	if len(groups) < 4 {
		return 0, len(text)
	}
	if r.group > 0 && 2*r.group+1 < len(groups) {
		if groups[2*r.group] < 0 {
			return 0, 0
		}
		return groups[2*r.group], groups[2*r.group+1]
	}
	for i := 2; i < len(groups); i += 2 {
		if groups[i] >= 0 && groups[i+1] > groups[i] {
			return groups[i], groups[i+1]
		}
	}
	return 0, len(text)
}

// locate gives the line, column and line text of a stretch as gitleaks does, oddities included: on a last line without
// a line end the "line" is all of the fragment up to there.
func (s *search) locate(start, end int) (line, column int, text string) {
	raw := s.fragment.text
	if s.newlines == nil {
		s.newlines = []int{}
		for i, b := range raw {
			if b == '\n' {
				s.newlines = append(s.newlines, i)
			}
		}
	}
	before := sort.SearchInts(s.newlines, start+1) // newlines at or before start
	previous, last := 0, len(s.newlines) == before && before > 0
	if before > 0 {
		previous = s.newlines[before-1]
	}
	from, to := previous, len(raw)
	if last {
		from, to = 0, end
		for to < len(raw) && raw[to] != '\n' && raw[to] != '\r' {
			to++
		}
	} else if len(s.newlines) > 0 {
		to = s.newlines[before]
		if i := sort.SearchInts(s.newlines, end); i < len(s.newlines) && end > 0 {
			to = s.newlines[i]
		}
	}
	to = min(max(to, end), len(raw))
	return s.fragment.line + before, start - previous + 1, string(raw[min(from, to):to])
}

// withRequired keeps the matches near which all required rules match too.
func (s *search) withRequired(r *rule, found []match, all []hit) []match {
	near := map[string][]match{}
	for _, q := range r.required {
		i, ok := s.byID[q.ID]
		if !ok {
			continue
		}
		other := s.rules[i]
		var hits []hit
		for _, h := range all {
			if slices.Contains(other.keywords, h.keyword) {
				hits = append(hits, h)
			}
		}
		near[q.ID] = s.rule(other, hits, all, true)
	}
	return slices.DeleteFunc(found, func(m match) bool {
		return slices.ContainsFunc(r.required, func(q required) bool {
			return !slices.ContainsFunc(near[q.ID], func(o match) bool { return q.near(m, o) })
		})
	})
}

func (q required) near(a, b match) bool {
	return b.suppressed == nil &&
		(q.WithinLines == nil || distance(a.line, b.line) <= *q.WithinLines) &&
		(q.WithinColumns == nil || distance(a.column, b.column) <= *q.WithinColumns)
}

func distance(a, b int) int { return max(a-b, b-a) }

// preferSpecific drops what a generic rule found where another rule on the same line holds the same secret.
func preferSpecific(found []match) []match {
	generic := func(m match) bool { return strings.Contains(strings.ToLower(m.rule.id), "generic") }
	byLine := map[int][]match{}
	for _, m := range found {
		if !generic(m) {
			byLine[m.line] = append(byLine[m.line], m)
		}
	}
	if len(byLine) == 0 {
		return found
	}
	return slices.DeleteFunc(found, func(m match) bool {
		return generic(m) && slices.ContainsFunc(byLine[m.line], func(o match) bool {
			return strings.Contains(o.secret.value, m.secret.value) && (o.suppressed == nil || m.suppressed != nil)
		})
	})
}

// entropy is Shannon's, over runes but by bytes, as gitleaks computes it.
func entropy(s string) float64 {
	var ascii [128]int
	other := map[rune]int{}
	for _, r := range s {
		if r < 128 {
			ascii[r]++
		} else {
			other[r]++
		}
	}
	sum, scale := 0.0, 1/float64(len(s))
	add := func(n int) {
		if n > 0 {
			f := float64(n) * scale
			sum -= f * math.Log2(f)
		}
	}
	for _, n := range ascii {
		add(n)
	}
	runes := make([]rune, 0, len(other))
	for r := range other {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	for _, r := range runes {
		add(other[r])
	}
	return sum
}

func (a *allowlist) suppression() *finding.Suppression {
	return &finding.Suppression{Reason: "the repository's allowlist leaves it alone", By: a.origin, Foreign: true}
}
