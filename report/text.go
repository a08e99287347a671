package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
)

// Text writes the checklist for a terminal: the items, the failures with their code, what couldn't be examined, and
// last the verdict, where the eye lands.
func Text(w io.Writer, c *checklist.Checklist, o Options) error {
	t := &text{page: page{w: w, width: max(cmp.Or(o.Width, 80), 20), color: o.Color}, c: c, o: o}
	t.loosened()
	t.items()
	t.groups("fail")
	t.groups("review")
	t.gaps()
	t.suppressed()
	t.notes()
	t.verdict()
	return t.err
}

type text struct {
	page
	c *checklist.Checklist
	o Options
}

var (
	plain  = lipgloss.NewStyle()
	bold   = plain.Bold(true)
	faint  = plain.Faint(true)
	red    = plain.Foreground(lipgloss.Red).Bold(true)
	green  = plain.Foreground(lipgloss.Green)
	yellow = plain.Foreground(lipgloss.Yellow)
)

// color repeats what a status word says.
var colorOf = map[string]lipgloss.Style{"pass": green, "fail": red, "na": faint, "manual": yellow, "review": yellow}

// statusWidth is room for the longest status word and a gap.
const statusWidth = 8

func (t *text) items() {
	for i := range t.c.Items {
		item := &t.c.Items[i]
		pieces := []piece{{text: visible(item.Control.Title) + ":", style: bold}, {text: " " + visible(item.Reason)}}
		for _, figure := range item.Figures {
			pieces = append(pieces, piece{text: "; " + visible(figure)})
		}
		if at, ok := firstPass(item); ok {
			pieces = append(pieces, piece{text: " "}, t.place(at, faint))
		}
		t.status(string(item.Status), statusWidth, pieces...)
		t.evidence(item)
	}
}

func firstPass(item *checklist.Item) (at finding.Finding, ok bool) {
	i := slices.IndexFunc(item.Evidence, func(f finding.Finding) bool { return f.Kind == finding.Pass && f.At.Path != "" })
	if i < 0 || item.Status != checklist.Pass {
		return at, false
	}
	return item.Evidence[i], true
}

// evidence lists what an item's answer rests on, when asked to.
func (t *text) evidence(item *checklist.Item) {
	indent := strings.Repeat(" ", statusWidth)
	if a := item.Attestation; a != nil && a.Evidence != "" {
		t.paragraph(indent, statusWidth, piece{text: "evidence: " + visible(a.Evidence), style: faint})
	}
	if t.o.Verbose && len(item.Searched) > 0 {
		t.paragraph(indent, statusWidth, piece{text: "searched for " + visible(strings.Join(item.Searched, "; ")), style: faint})
	}
	if !t.o.ShowPasses && !t.o.Verbose {
		return
	}
	shown := 0
	for _, f := range item.Evidence {
		if f.Kind != finding.Pass {
			continue
		}
		if shown++; shown > 10 && !t.o.Verbose {
			continue
		}
		t.paragraph(indent+"  ", statusWidth+4, t.place(f, plain), piece{text: " " + visible(cmp.Or(f.Message, f.Rule)), style: faint})
	}
	if shown > 10 && !t.o.Verbose {
		t.paragraph(indent+"  ", statusWidth+4, piece{text: fmt.Sprintf("… and %d more (--verbose)", shown-10), style: faint})
	}
}

// status starts a paragraph with a status word in a column of its own.
func (t *text) status(status string, column int, pieces ...piece) {
	lead := t.render(piece{text: status, style: colorOf[status]}) + strings.Repeat(" ", max(1, column-len(status)))
	t.paragraph(lead, column, pieces...)
}

// place is path:line:column as one unbreakable word, linked where the terminal can.
func (t *text) place(f finding.Finding, style lipgloss.Style) piece {
	where := visible(f.At.Path)
	if f.At.Start.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", where, f.At.Start.Line, f.At.Start.Column)
	}
	p := piece{text: where, style: style, whole: true}
	if t.o.Hyperlinks && t.o.Root != "" {
		p.link = fileLink(t.o.Root, f.At.Path)
	}
	return p
}

func (t *text) heading(title string) {
	t.line("")
	t.line(t.render(piece{text: title, style: bold}))
}

// maxGaps is how many reasons for gaps are shown unless all are asked for.
const maxGaps = 5

// gaps lists what nobody could examine, by reason.
func (t *text) gaps() {
	groups := gapGroups(t.c.Gaps)
	if len(groups) == 0 {
		return
	}
	t.heading(fmt.Sprintf("Not examined: %s", plural(len(t.c.Gaps), "gap")))
	for i, g := range groups {
		if i == maxGaps && !t.o.Verbose {
			t.paragraph("  ", 4, piece{text: fmt.Sprintf("… and %s (--verbose)", plural(len(groups)-i, "more reason")), style: faint})
			return
		}
		t.gapGroup(g)
	}
}

func (t *text) gapGroup(g gapGroup) {
	minor := ""
	if g.minor {
		minor = ", not deployed"
	}
	pieces := []piece{{text: fmt.Sprintf("%s (%d%s):", g.reason, len(g.gaps), minor)}}
	for i, gap := range g.gaps {
		if i == 2 && !t.o.Verbose {
			pieces = append(pieces, piece{text: fmt.Sprintf(" and %d more", len(g.gaps)-i), style: faint})
			break
		}
		if i > 0 {
			pieces = append(pieces, piece{text: "; "})
		}
		pieces = append(pieces, piece{text: " "}, t.gapPlace(gap))
		if gap.Detail != "" {
			pieces = append(pieces, piece{text: " " + visible(gap.Detail), style: faint})
		}
	}
	t.paragraph("  ", 4, pieces...)
}

func (t *text) gapPlace(gap finding.Gap) piece {
	var f finding.Finding
	f.At.Path = gap.Path
	p := t.place(f, plain)
	if gap.Line > 0 {
		p.text = fmt.Sprintf("%s:%d", p.text, gap.Line)
	}
	if gap.Path == "" {
		p = piece{text: cmp.Or(gap.Check, "whole scan"), whole: true}
	}
	return p
}

type gapGroup struct {
	reason string
	minor  bool
	gaps   []finding.Gap
}

// gapGroups puts gaps together by reason: those that hold up items first, then the largest.
func gapGroups(gaps []finding.Gap) []gapGroup {
	var groups []gapGroup
	for _, gap := range gaps {
		i := slices.IndexFunc(groups, func(g gapGroup) bool { return g.reason == gap.Reason && g.minor == gap.Minor })
		if i < 0 {
			i = len(groups)
			groups = append(groups, gapGroup{reason: gap.Reason, minor: gap.Minor})
		}
		groups[i].gaps = append(groups[i].gaps, gap)
	}
	slices.SortStableFunc(groups, func(a, b gapGroup) int {
		if a.minor != b.minor {
			return map[bool]int{false: -1, true: 1}[a.minor]
		}
		return cmp.Or(cmp.Compare(len(b.gaps), len(a.gaps)), cmp.Compare(a.reason, b.reason))
	})
	return groups
}

// suppressed lists the failures somebody accepted, so that accepting one is never silent.
func (t *text) suppressed() {
	if len(t.c.Suppressed) == 0 {
		return
	}
	t.heading(fmt.Sprintf("Accepted: %s", plural(len(t.c.Suppressed), "finding")))
	for i, f := range t.c.Suppressed {
		if i == maxGaps && !t.o.Verbose {
			t.paragraph("  ", 4, piece{text: fmt.Sprintf("… and %d more (--verbose)", len(t.c.Suppressed)-i), style: faint})
			return
		}
		s := f.Suppressed
		why := fmt.Sprintf(" %s: %s (%s", f.Rule, cmp.Or(s.Reason, "no reason given"), s.By)
		if !s.Expires.IsZero() {
			why += ", until " + s.Expires.UTC().Format(time.DateOnly)
		}
		t.paragraph("  ", 4, t.place(f, plain), piece{text: visible(why) + ")"})
	}
}

// loosened comes before all answers: they are only as good as what the scanned tree let us see.
func (t *text) loosened() {
	if len(t.c.Loosened) == 0 {
		return
	}
	t.line(t.render(piece{text: "The scanned folder's own settings loosen this scan", style: yellow}))
	for _, setting := range t.c.Loosened {
		t.paragraph("  ", 4, piece{text: visible(setting)})
	}
	t.line("")
}

func (t *text) notes() {
	if len(t.c.Notes) == 0 {
		return
	}
	t.heading("Notes")
	for _, note := range t.c.Notes {
		t.paragraph("  ", 4, piece{text: visible(note)})
	}
}

func (t *text) verdict() {
	word, why := Verdict(t.c)
	style := map[string]lipgloss.Style{"SEAWORTHY": green.Bold(true), "NOT SEAWORTHY": red}[word]
	if word == "NOT PROVEN" {
		style = yellow.Bold(true)
	}
	t.line("")
	t.paragraph("", 2, piece{text: word, style: style, whole: true}, piece{text: ": " + why})
	s := t.c.Stats
	if t.c.Part != "" {
		t.line(plural(s.Files, "file") + " read, " + plural(len(t.c.Gaps), "gap") + elapsed(s.Elapsed))
		return
	}
	counts := fmt.Sprintf("%d pass   %d fail   %d na   %d manual", t.c.Count(checklist.Pass), t.c.Count(checklist.Fail), t.c.Count(checklist.NA), t.c.Count(checklist.Manual))
	read := plural(s.Files, "file") + ", " + plural(len(t.c.Endpoints), "endpoint")
	if n := len(t.c.Gaps); n > 0 {
		read += ", " + plural(n, "gap")
	}
	read += elapsed(s.Elapsed)
	if lipgloss.Width(counts)+5+len(read) <= t.width {
		t.line(counts + "     " + read)
		return
	}
	t.paragraph("", 0, piece{text: strings.ReplaceAll(counts, "   ", ", ")})
	t.paragraph("", 0, piece{text: read})
}

func elapsed(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < 100*time.Millisecond:
		return fmt.Sprintf(", %d ms", max(d.Milliseconds(), 1))
	}
	return fmt.Sprintf(", %.1f s", d.Seconds())
}
