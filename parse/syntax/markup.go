package syntax

import "bytes"

// Unescaped is what markup that shows a value as HTML calls: v-html="x", {@html x}, set:html={x}, <%- x %>, {{{x}}},
// {{ x|safe }}, {% autoescape off %}.
const Unescaped = "markup.unescaped"

// UnescapedSpellings are texts one of which a file with such markup holds.
var UnescapedSpellings = []string{"v-html=", "{@html", "set:html=", "<%-", "{{{", "|safe", "| safe", "autoescape off", "autoescape false"}

// unescapedLocal is the name it has in the code made of a file, cut to the room there is.
const unescapedLocal = "_html"

// A markup is a file of tags being read for its code. All else becomes blanks, so that every place stays where it is.
type markup struct {
	f         *File
	raw, code []byte
	pos       int

	open, closing string // around what is shown as HTML
	local         string
	shows         bool // something is
	template      bool // holes of a template may stand anywhere
	filters       bool // Django and Jinja write values with filters
}

func newMarkup(f *File, open, closing string) *markup {
	m := &markup{f: f, raw: f.Text, code: make([]byte, len(f.Text)), open: open, closing: closing}
	if open != "" {
		m.local = unescapedLocal[:min(len(unescapedLocal), len(open)-2)]
	}
	for i, c := range m.raw {
		if m.code[i] = ' '; c == '\n' || c == '\r' {
			m.code[i] = c
		}
	}
	return m
}

func readVue(f *File) { newMarkup(f, ` v-html="`, `"`).read(TypeScript) }

func readSvelte(f *File) { newMarkup(f, "{@html ", "}").read(TypeScript) }

// readAstro reads what stands between the first two lines of dashes as well.
func readAstro(f *File) {
	m := newMarkup(f, " set:html={", "}")
	if start := bytes.Index(f.Text, []byte("---")); start >= 0 && len(bytes.TrimSpace(f.Text[:start])) == 0 {
		start += 3
		if end := bytes.Index(f.Text[start:], []byte("\n---")); end >= 0 {
			m.keep(start, start+end)
			m.pos = start + end + 4
		}
	}
	m.read(TypeScript)
}

// readHTML reads pages, and templates of Django and Jinja.
func readHTML(f *File) {
	m := newMarkup(f, "", "")
	m.filters, m.local = true, unescapedLocal[:1]
	m.page()
}

func readEJS(f *File) { newMarkup(f, "<%- ", "%>").page() }

// readHandlebars takes a template without closing tags for one that makes text.
func readHandlebars(f *File) {
	m := newMarkup(f, "{{{", "}}}")
	if !bytes.Contains(f.Text, []byte("</")) {
		m.open = ""
	}
	m.page()
}

// page reads inline scripts, whose brackets a template may open and close in turns.
func (m *markup) page() {
	m.template = true
	m.read(JavaScript)
	m.f.Errors = nil
}

func (m *markup) read(language Language) {
	for m.pos < len(m.raw) {
		n := bytes.IndexAny(m.raw[m.pos:], "<{")
		if n < 0 {
			break
		}
		m.step(m.pos + n)
	}
	m.f.Language, m.f.Text, m.f.src = language, m.code, string(m.code)
	readJavaScript(m.f)
	if m.shows {
		m.f.Imports = append(m.f.Imports, Import{Local: m.local, Module: "markup", Name: "unescaped", Start: len(m.code)})
	}
}

// step goes over the tag, comment, script or value that may begin here.
func (m *markup) step(start int) {
	switch rest := m.raw[start:]; {
	case m.open != "" && bytes.HasPrefix(rest, []byte(m.open)):
		m.pos = m.show(start, len(m.raw))
	case m.filters && rest[0] == '{' && len(rest) > 1 && (rest[1] == '{' || rest[1] == '%'):
		m.pos = m.filtered(start)
	case bytes.HasPrefix(rest, []byte("<!--")):
		m.pos = m.after(start+4, "-->")
	case isTag(rest, "script"):
		m.block(start, "</script", true)
	case isTag(rest, "style"):
		m.block(start, "</style", false)
	case rest[0] == '<' && len(rest) > 1 && class[rest[1]]&isLetter != 0:
		end := m.tagEnd(start)
		m.attributes(start, end)
		m.pos = end
	default:
		m.pos = start + 1
	}
}

func isTag(text []byte, name string) bool {
	n := len(name) + 1
	return len(text) > n && text[0] == '<' && bytes.EqualFold(text[1:n], []byte(name)) && class[text[n]]&(isLetter|isDigit) == 0 && text[n] != '-'
}

// after gives the place behind the next occurrence of mark, or the end.
func (m *markup) after(from int, mark string) int {
	if n := bytes.Index(m.raw[from:], []byte(mark)); n >= 0 {
		return from + n + len(mark)
	}
	return len(m.raw)
}

// tagEnd gives the place behind the > of a tag, which may hold others in quotes and braces.
func (m *markup) tagEnd(start int) int {
	quote, depth := byte(0), 0
	for i := start; i < len(m.raw); i++ {
		switch c := m.raw[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'' || c == '`':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '>' && depth <= 0:
			return i + 1
		}
	}
	return len(m.raw)
}

// attributes looks for what a tag shows as HTML.
func (m *markup) attributes(start, end int) {
	for m.filters {
		n := bytes.Index(m.raw[start:end], []byte("{{"))
		if n < 0 {
			return
		}
		start = min(m.filtered(start+n), end)
	}
	for m.open != "" {
		n := bytes.Index(m.raw[start:end], []byte(m.open))
		if n < 0 {
			return
		}
		start = m.show(start+n, end)
	}
}

// show makes a call of what is shown as HTML: `;_html  (x)` of ` v-html="x"`. It gives the place behind.
func (m *markup) show(start, limit int) int {
	at := start + len(m.open)
	n := bytes.Index(m.raw[at:limit], []byte(m.closing))
	if n < 0 {
		return limit
	}
	if m.closing == "}}}" && bytes.ContainsAny(bytes.TrimSpace(m.raw[at:at+n]), " \n") {
		return at + n // what a helper makes of its arguments
	}
	m.shows = true
	m.keep(at, at+n)
	copy(m.code[start:at], ";"+m.local)
	m.code[at-1], m.code[at+n] = '(', ')'
	return at + n + len(m.closing)
}

// filtered makes a call of a value that a filter marks as safe, `_(x)` of `{{ x|safe }}`, and of a stretch without escapes.
// It gives the place behind.
func (m *markup) filtered(start int) int {
	closing := "}}"
	if m.raw[start+1] == '%' {
		closing = "%}"
	}
	n := bytes.Index(m.raw[start+2:], []byte(closing))
	if n < 0 {
		return start + 2
	}
	end := start + 2 + n
	name, rest, _ := bytes.Cut(m.raw[start+2:end], []byte("|"))
	if closing == "%}" {
		word := bytes.Fields(name)
		if len(word) != 2 || string(word[0]) != "autoescape" || string(word[1]) != "off" && string(word[1]) != "false" {
			return end + 2
		}
		name = name[:bytes.Index(name, word[0])+len(word[0])]
	} else if !marked(rest) {
		return end + 2
	}
	m.shows = true
	m.keep(start+2, start+2+len(name))
	copy(m.code[start:], m.local+"(")
	m.code[start+2+len(name)] = ')'
	return end + 2
}

// marked tells whether one of the filters behind a value is safe.
func marked(filters []byte) bool {
	for filter := range bytes.SplitSeq(filters, []byte("|")) {
		if string(bytes.TrimSpace(filter)) == "safe" {
			return true
		}
	}
	return false
}

// block goes through a script or style, and keeps the code of a script.
func (m *markup) block(start int, closing string, script bool) {
	open := m.tagEnd(start)
	end := len(m.raw)
	if n := bytes.Index(m.raw[open:], []byte(closing)); n >= 0 {
		end = open + n
	}
	if script && isScript(m.raw[start:open]) {
		m.keep(open, end)
		if m.template {
			m.cut(open, end, "<%", "%>")
			m.cut(open, end, "{{", "}}")
		}
	}
	m.pos = min(end+len(closing), len(m.raw))
}

// isScript tells a tag of code from one of data: <script type="application/ld+json">.
func isScript(tag []byte) bool {
	_, kind, typed := bytes.Cut(tag, []byte("type="))
	if !typed {
		return true
	}
	kind = bytes.TrimLeft(kind, `"'`)
	return bytes.HasPrefix(kind, []byte("module")) || bytes.HasPrefix(kind, []byte("text/javascript")) ||
		bytes.HasPrefix(kind, []byte("text/typescript")) || bytes.HasPrefix(kind, []byte("application/javascript"))
}

func (m *markup) keep(start, end int) { copy(m.code[start:end], m.raw[start:end]) }

// cut makes blanks of a template's holes in a script.
func (m *markup) cut(start, end int, open, closing string) {
	for {
		n := bytes.Index(m.raw[start:end], []byte(open))
		if n < 0 {
			return
		}
		start += n
		n = bytes.Index(m.raw[start:end], []byte(closing))
		if n < 0 {
			return
		}
		for i := start; i < start+n+len(closing); i++ {
			if m.code[i] != '\n' {
				m.code[i] = ' '
			}
		}
		start += n + len(closing)
	}
}
