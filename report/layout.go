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
	from  int // which of a paragraph's pieces it was cut from
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
	column := lipgloss.Width(lead)
	var row []word
	flush := func() {
		p.line(lead + p.row(row))
		lead, column, row = strings.Repeat(" ", hang), hang, nil
	}
	for _, w := range words(pieces) {
		width := w.width()
		if len(row) > 0 && column+1+width > p.width {
			flush()
		}
		if len(row) > 0 {
			column++
		}
		column += width
		row = append(row, w)
	}
	flush()
}

// row renders the words of one line. Neighbours of the same piece are joined first: one style from end to end.
func (p *page) row(row []word) string {
	var joined []piece
	for i, w := range row {
		for j, part := range w {
			last := len(joined) - 1
			gap := ""
			if i > 0 && j == 0 {
				gap = " "
			}
			if last >= 0 && joined[last].from == part.from {
				joined[last].text += gap + part.text
				continue
			}
			joined = append(joined, piece{text: gap}, part)
		}
	}
	var b strings.Builder
	for _, part := range joined {
		if part.text != "" {
			b.WriteString(p.render(part))
		}
	}
	return b.String()
}

func (w word) width() int {
	width := 0
	for _, part := range w {
		width += lipgloss.Width(part.text)
	}
	return width
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
	for i, part := range pieces {
		part.from = i + 1
		if part.whole {
			add(part)
			glue = true
			continue
		}
		if strings.HasPrefix(part.text, " ") {
			glue = false
		}
		for _, text := range strings.Fields(part.text) {
			add(piece{text: text, style: part.style, link: part.link, from: part.from})
			glue = false
		}
		glue = part.text != "" && !strings.HasSuffix(part.text, " ")
	}
	return all
}

func (p *page) render(part piece) string {
	style := part.style
	if !p.color || part.text == " " {
		style = lipgloss.NewStyle()
	}
	switch {
	case part.link != "":
		style = style.Hyperlink(part.link)
	case !p.color || part.text == " ":
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
