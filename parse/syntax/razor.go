package syntax

import "bytes"

// readRazor reads the C# of Razor pages and components: blocks of code, and what @ shows when it is a call. All else
// becomes blanks, so that every place stays where it is.
func readRazor(f *File) {
	m := newMarkup(f, "", "")
	for m.pos < len(m.raw) {
		n := bytes.IndexByte(m.raw[m.pos:], '@')
		if n < 0 {
			break
		}
		m.pos = m.razor(m.pos + n)
	}
	f.Language, f.Text, f.src = CSharp, m.code, string(m.code)
	readCSharp(f)
	f.Errors = nil // of markup in blocks of code
}

// razor goes over what the @ at a place begins: a comment, a block, a value; an address of mail begins nothing.
func (m *markup) razor(at int) int {
	i := at + 1
	switch {
	case i >= len(m.raw):
		return i
	case m.raw[i] == '*':
		return m.after(i+1, "*@")
	case m.raw[i] == '@' || at > 0 && class[m.raw[at-1]]&(isLetter|isDigit) != 0:
		return i + 1
	case m.raw[i] == '{':
		return m.razorBlock(i)
	case m.raw[i] == '(':
		return m.shown(at, i)
	}
	word := m.word(i)
	switch string(m.raw[i:word]) {
	case "":
		return i
	case "functions", "code":
		if brace := m.spaces(word); brace < len(m.raw) && m.raw[brace] == '{' {
			return m.razorBlock(brace)
		}
		return word
	case "if", "foreach", "for", "while", "switch", "using", "model", "inject", "page", "section", "inherits", "namespace", "addTagHelper", "lock", "try", "do":
		return word
	case "await":
		i = m.spaces(word)
	}
	return m.shown(at, i)
}

// razorBlock keeps the code in the braces at a place.
func (m *markup) razorBlock(brace int) int {
	end := m.bracketEnd(brace)
	m.keep(brace+1, max(end-1, brace+1))
	m.code[brace] = ';'
	return end
}

// shown keeps the value that begins at i as a statement of its own, when it calls something.
func (m *markup) shown(at, i int) int {
	end := i
	for end < len(m.raw) {
		switch c := m.raw[end]; {
		case class[c]&isLetter != 0:
			end = m.word(end)
			continue
		case c == '(' || c == '[':
			end = m.bracketEnd(end)
			continue
		case (c == '.' || c == '?' && end+1 < len(m.raw) && m.raw[end+1] == '.') && m.goesOn(end):
			end++
			continue
		}
		break
	}
	if end > i && m.raw[end-1] == ')' {
		m.code[at] = ';'
		m.keep(i, end)
		if end < len(m.raw) && m.code[end] == ' ' {
			m.code[end] = ';'
		}
	}
	return max(end, i)
}

// goesOn tells whether a name stands behind the dot at a place.
func (m *markup) goesOn(dot int) bool {
	next := dot + 1
	if next < len(m.raw) && m.raw[next] == '.' {
		next++
	}
	return next < len(m.raw) && class[m.raw[next]]&isLetter != 0
}

func (m *markup) word(i int) int {
	for i < len(m.raw) && class[m.raw[i]]&(isLetter|isDigit) != 0 {
		i++
	}
	return i
}

func (m *markup) spaces(i int) int {
	for i < len(m.raw) && class[m.raw[i]]&(isSpace|isLine) != 0 {
		i++
	}
	return i
}

// bracketEnd gives the place behind the bracket that opens at i, strings of C# passed over, or the end.
func (m *markup) bracketEnd(i int) int {
	depth := 0
	for ; i < len(m.raw); i++ {
		switch c := m.raw[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			for i++; i < len(m.raw) && m.raw[i] != '"' && m.raw[i] != '\n'; i++ {
				if m.raw[i] == '\\' {
					i++
				}
			}
		}
	}
	return len(m.raw)
}
