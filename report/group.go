package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
)

// A group is the findings of one rule, worst first.
type group struct {
	rule     string
	findings []finding.Finding
}

// worst is the severity of a group.
func (g *group) worst() finding.Severity { return g.findings[0].Severity }

// groupsOf puts the findings of a kind together by rule: worst rules first, then those with more places.
func groupsOf(findings []finding.Finding, kind string) []group {
	index := map[string]int{}
	var groups []group
	for _, f := range findings {
		if f.Kind.String() != kind {
			continue
		}
		i, ok := index[f.Rule]
		if !ok {
			i = len(groups)
			index[f.Rule] = i
			groups = append(groups, group{rule: f.Rule})
		}
		groups[i].findings = append(groups[i].findings, f)
	}
	for _, g := range groups {
		slices.SortStableFunc(g.findings, worstFirst)
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(b.worst(), a.worst()), cmp.Compare(len(b.findings), len(a.findings)), cmp.Compare(a.rule, b.rule))
	})
	return groups
}

func worstFirst(a, b finding.Finding) int {
	return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Confidence, a.Confidence), finding.Compare(a, b))
}

// counted tells whether a finding bears on an item's answer.
func counted(f finding.Finding) bool { return f.Severity > finding.Note }

// places of a rule that are shown with their code, unless all are asked for.
const maxPlaces = 3

// groups writes the findings of a kind that the profile asks about, and counts the others.
func (t *text) groups(kind string) {
	asked := askedRules(t.c)
	others, quiet := 0, 0
	for _, g := range groupsOf(t.c.Findings, kind) {
		switch {
		case !asked[g.rule] && !t.loaded(g.rule):
			others += len(g.findings)
			if !t.o.Verbose {
				continue
			}
		case g.worst() == finding.Note && !t.o.Verbose:
			quiet += len(g.findings)
			continue
		}
		t.group(kind, g)
	}
	t.aside(kind, others, "of rules this checklist does not ask about")
	t.aside(kind, quiet, "of severity note")
}

func (t *text) aside(kind string, n int, what string) {
	if n == 0 || t.o.Verbose {
		return
	}
	t.line("")
	t.paragraph("", 2, piece{text: fmt.Sprintf("… and %s %s (--verbose)", plural(n, kind+" finding"), what), style: faint})
}

// loaded tells whether a rule came with --rules: the user asks about it, whatever the profile does.
func (t *text) loaded(id string) bool {
	if t.o.Rules == nil {
		return false
	}
	r, ok := t.o.Rules.Rule(id)
	return ok && r.Loaded != nil
}

// askedRules are the rules that stand behind the items of a checklist, as far as they found something.
func askedRules(c *checklist.Checklist) map[string]bool {
	asked := map[string]bool{}
	for i := range c.Items {
		for _, f := range c.Items[i].Evidence {
			asked[f.Rule] = true
		}
	}
	return asked
}

func (t *text) group(kind string, g group) {
	t.line("")
	fix := ""
	shown := g.findings
	if !t.o.Verbose { // a note beside a failure takes the room of a place that counts
		bearing := slices.IndexFunc(shown, func(f finding.Finding) bool { return !counted(f) })
		if bearing > 0 {
			shown = shown[:bearing]
		}
		shown = shown[:min(len(shown), maxPlaces)]
	}
	for _, f := range shown {
		if f.Fix != fix && fix != "" {
			t.fix(fix)
		}
		fix = f.Fix
		t.finding(kind, f)
	}
	if fix != "" {
		t.fix(fix)
	}
	if more := len(g.findings) - len(shown); more > 0 {
		t.paragraph("      ", 8, piece{text: fmt.Sprintf("… and %d more (seaworthy scan --only %s)", more, visible(g.rule)), style: faint})
	}
}

func (t *text) fix(fix string) {
	t.paragraph("      ", 11, piece{text: "fix:", style: bold}, piece{text: " " + visible(fix)})
}

// finding writes one place: where, the code, and under it what is wrong there.
func (t *text) finding(kind string, f finding.Finding) {
	t.status(kind, 6, t.place(f, bold), piece{text: "  " + visible(f.Rule)}, piece{text: " (" + f.Severity.String() + ")", style: faint})
	if f.Snippet.Text == "" {
		t.paragraph("      ", 6, piece{text: visible(f.Message)})
		return
	}
	number := fmt.Sprintf("%9d", f.At.Start.Line)
	gutter := strings.Repeat(" ", len(number)) + " | "
	before, at, after := window(f.Snippet, t.width-len(gutter))
	t.line(t.render(piece{text: number + " |", style: faint}) + " " + before + t.render(piece{text: at, style: bold}) + after)
	indent := lipgloss.Width(before)
	caret := strings.Repeat("^", max(1, lipgloss.Width(at)))
	mark := t.render(piece{text: gutter, style: faint}) + strings.Repeat(" ", indent)
	message := piece{text: " " + visible(f.Message)}
	if lipgloss.Width(gutter)+indent+len(caret)+lipgloss.Width(message.text) <= t.width {
		t.line(mark + t.render(piece{text: caret, style: colorOf[kind]}) + message.text)
		return
	}
	t.line(mark + t.render(piece{text: caret, style: colorOf[kind]}))
	t.paragraph("      ", 6, message)
}

// window cuts a code line to a width in columns, keeping the place in view: what stands before it, at it, and after it.
func window(s finding.Snippet, width int) (before, at, after string) {
	start := min(max(s.Caret, 0), len(s.Text))
	end := min(start+max(s.Width, 0), len(s.Text))
	before = visible(strings.ReplaceAll(strings.TrimLeft(s.Text[:start], " \t"), "\t", " "))
	at = visible(strings.ReplaceAll(s.Text[start:end], "\t", " "))
	after = visible(strings.ReplaceAll(strings.TrimRight(s.Text[end:], " \t\r\n"), "\t", " "))
	if start == 0 {
		at = strings.TrimLeft(at, " ")
	}
	width = max(width, 8)
	if lipgloss.Width(before)+lipgloss.Width(at)+lipgloss.Width(after) <= width {
		return before, at, after
	}
	// Three quarters are for the place and what follows it: that is what the message speaks of.
	room := max(width-lipgloss.Width(at), width/4)
	before = cutLeft(before, min(room, max(width/4, room-lipgloss.Width(after))))
	at = cutRight(at, width-lipgloss.Width(before))
	return before, at, cutRight(after, width-lipgloss.Width(before)-lipgloss.Width(at))
}

func cutRight(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && lipgloss.Width(string(runes)) > width-1 {
		runes = runes[:len(runes)-1]
	}
	if width < 1 {
		return ""
	}
	return string(runes) + "…"
}

func cutLeft(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && lipgloss.Width(string(runes)) > width-1 {
		runes = runes[1:]
	}
	if width < 1 {
		return ""
	}
	return "…" + string(runes)
}
