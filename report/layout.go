package report

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"charm.land/lipgloss/v2"
)

// A piece is a stretch of text in one style. Its words may go to different lines unless it is whole.
type piece struct {
	text  string
	style lipgloss.Style
	whole bool
	link  string
}

// A page lays out paragraphs for a terminal. Its first error sticks; the pieces it is given are already visible.
type page struct {
	w     io.Writer
	width int
	color bool
	err   error
}

// A word is what never breaks: pieces with no space between them.
type word []piece

// line writes one line. The runner of GitHub Actions takes one that starts with "::" after blanks for a command, whoever
// wrote it.
func (p *page) line(text string) {
	if start := strings.TrimLeft(text, " "); strings.HasPrefix(start, "::") {
		text = text[:len(text)-len(start)] + `\x3a` + start[1:]
	}
	if p.err == nil {
		_, p.err = io.WriteString(p.w, strings.TrimRight(text, " ")+"\n")
	}
}

// paragraph writes pieces after a lead, wrapped at the page's width; further lines are indented by hang. A word longer
// than a line stays whole, so that a path can still be copied.
func (p *page) paragraph(lead string, hang int, pieces ...piece) {
	var b strings.Builder
	b.WriteString(lead)
	column := lipgloss.Width(lead)
	empty := true
	for _, w := range words(pieces) {
		width := 0
		for _, piece := range w {
			width += lipgloss.Width(piece.text)
		}
		switch {
		case empty:
		case column+1+width > p.width:
			p.line(b.String())
			b.Reset()
			b.WriteString(strings.Repeat(" ", hang))
			column = hang
		default:
			b.WriteByte(' ')
			column++
		}
		for _, piece := range w {
			b.WriteString(p.render(piece))
		}
		column += width
		empty = false
	}
	p.line(b.String())
}

func words(pieces []piece) []word {
	var all []word
	glue := false
	add := func(piece piece) {
		if glue && len(all) > 0 {
			all[len(all)-1] = append(all[len(all)-1], piece)
		} else {
			all = append(all, word{piece})
		}
	}
	for _, part := range pieces {
		if part.whole {
			add(part)
			glue = true
			continue
		}
		if strings.HasPrefix(part.text, " ") {
			glue = false
		}
		for _, text := range strings.Fields(part.text) {
			add(piece{text: text, style: part.style, link: part.link})
			glue = false
		}
		glue = part.text != "" && !strings.HasSuffix(part.text, " ")
	}
	return all
}

func (p *page) render(part piece) string {
	style := part.style
	if !p.color {
		style = lipgloss.NewStyle()
	}
	if part.link != "" {
		style = style.Hyperlink(part.link)
	} else if !p.color {
		return part.text
	}
	return style.Render(part.text)
}

// fileLink is the address of a file for a terminal's hyperlinks.
func fileLink(root, path string) string {
	full := filepath.ToSlash(filepath.Join(root, filepath.FromSlash(path)))
	if !strings.HasPrefix(full, "/") {
		full = "/" + full
	}
	return (&url.URL{Scheme: "file", Path: full}).String()
}
