package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/seaworthy-dev/seaworthy/checklist"
)

// maxSummary keeps a job summary below the 1 MiB that GitHub shows; past it nothing of the step is.
const maxSummary = 900 << 10

// Markdown writes the checklist for a job summary or a pull request's comment: the verdict first, details folded.
func Markdown(w io.Writer, c *checklist.Checklist, o Options) error {
	var b bytes.Buffer
	word, why := Verdict(c)
	fmt.Fprintf(&b, "## %s: %s\n\n", word, why)
	fmt.Fprintf(&b, "%d pass · %d fail · %d na · %d manual · %s · %s · %s\n\n", c.Count(checklist.Pass), c.Count(checklist.Fail), c.Count(checklist.NA),
		c.Count(checklist.Manual), plural(c.Stats.Files, "file"), plural(len(c.Endpoints), "endpoint"), plural(len(c.Gaps), "gap"))
	for _, setting := range c.Loosened {
		fmt.Fprintf(&b, "> **Loosened by the scanned folder:** %s\n\n", code(setting))
	}
	b.WriteString("| | item | why |\n| --- | --- | --- |\n")
	for i := range c.Items {
		item := &c.Items[i]
		fmt.Fprintf(&b, "| %s | %s | %s |\n", status(item.Status), escape(item.Control.Title), code(strings.Join(append([]string{item.Reason}, item.Figures...), "; ")))
	}
	b.WriteString("\n")
	markdownGroups(&b, c)
	markdownGaps(&b, c)
	for _, note := range c.Notes {
		fmt.Fprintf(&b, "> %s\n\n", code(note))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// status shows an answer with a sign that can be seen from afar; the word is there too.
func status(s checklist.Status) string {
	return map[checklist.Status]string{
		checklist.Pass: "✅&nbsp;pass", checklist.Fail: "❌&nbsp;fail", checklist.NA: "➖&nbsp;na", checklist.Manual: "👤&nbsp;manual",
	}[s]
}

func markdownGroups(b *bytes.Buffer, c *checklist.Checklist) {
	left := 0
	for _, g := range groupsOf(c.Findings, "fail") {
		if b.Len() > maxSummary {
			left += len(g.findings)
			continue
		}
		fmt.Fprintf(b, "<details><summary><b>%s</b> (%s, %s)</summary>\n\n", escape(g.rule), g.worst(), plural(len(g.findings), "place"))
		for i, f := range g.findings {
			if i == 10 {
				fmt.Fprintf(b, "- … and %d more\n", len(g.findings)-i)
				break
			}
			fmt.Fprintf(b, "- <code>%s</code> %s\n", escape(where(f.At.Path, f.At.Start.Line)), code(f.Message))
		}
		if fix := g.findings[0].Fix; fix != "" {
			fmt.Fprintf(b, "\n**Fix:** %s\n", code(fix))
		}
		b.WriteString("\n</details>\n\n")
	}
	if left > 0 {
		fmt.Fprintf(b, "… and %s more that don't fit here.\n\n", plural(left, "failure"))
	}
}

func markdownGaps(b *bytes.Buffer, c *checklist.Checklist) {
	if len(c.Gaps) == 0 {
		return
	}
	fmt.Fprintf(b, "<details><summary>%s could not be examined</summary>\n\n", plural(len(c.Gaps), "place"))
	for _, g := range gapGroups(c.Gaps) {
		gap := g.gaps[0]
		fmt.Fprintf(b, "- %s (%d): <code>%s</code> %s\n", escape(g.reason), len(g.gaps), escape(where(gap.Path, gap.Line)), code(gap.Detail))
	}
	b.WriteString("\n</details>\n\n")
}

func where(path string, line int) string {
	switch {
	case path == "":
		return "whole repository"
	case line == 0:
		return path
	}
	return fmt.Sprintf("%s:%d", path, line)
}

// escape makes any string plain text in Markdown and HTML, inside tables too. Character references can't be markup, so
// nothing depends on where they stand; what would become a link or mention by itself is broken up as well.
func escape(s string) string {
	s = visible(s)
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>()#+!|~&@$\"'", r), r == ':' && strings.HasPrefix(s[i:], "://"), r == '.' && strings.HasSuffix(strings.ToLower(s[:i]), "www"), strings.ContainsRune("-=>", r) && i == 0:
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// code escapes a sentence, showing what stands in `backquotes` as code.
func code(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return escape(s) // not in pairs
	}
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 1 {
			b.WriteString("<code>" + escape(part) + "</code>")
		} else {
			b.WriteString(escape(part))
		}
	}
	return b.String()
}
