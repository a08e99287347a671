package document

import (
	"bytes"
	"strings"
)

// tooDeep is where brackets are nested deeper than maxDepth, or -1. It knows nothing of quotes: a file would need a
// thousand unmatched brackets in its strings to be refused wrongly.
func tooDeep(text []byte, open, shut string) int {
	var change [256]int8
	for i := range len(open) {
		change[open[i]], change[shut[i]] = 1, -1
	}
	depth := 0
	for i, c := range text {
		depth = max(depth+int(change[c]), 0)
		if depth > maxDepth {
			return i
		}
	}
	return -1
}

func deepProblem(offset int) Problem {
	return Problem{Offset: offset, Reason: "too-deep", Message: "nested more than 1,000 levels deep"}
}

func malformed(offset int, message string) Problem {
	return Problem{Offset: offset, Reason: "malformed", Message: message}
}

// holeAt gives the end of a template expression that starts at i: {{ }}, {% %}, <% %>, ${{ }}. 0 when there is none.
func holeAt(text []byte, i int) int {
	if i+4 > len(text) {
		return 0
	}
	shut := ""
	switch string(text[i : i+2]) {
	case "{{":
		shut = "}}"
	case "{%":
		shut = "%}"
	case "<%":
		shut = "%>"
	default:
		return 0
	}
	const longest = 4096 // an unclosed hole must not cost a search to the end of the file each time
	window := text[i+2 : min(len(text), i+2+longest)]
	j := bytes.Index(window, []byte(shut))
	if j < 0 {
		return 0
	}
	end := i + 2 + j + 2
	if shut == "}}" && end < len(text) && text[end] == '}' && bytes.Count(text[i:end], []byte("{")) > bytes.Count(text[i:end], []byte("}")) {
		end++
	}
	return end
}

// templated tells whether a value holds an expression of a template language or a ${variable}.
func templated(s string) bool {
	for _, pair := range [...][2]string{{"{{", "}}"}, {"${", "}"}, {"{%", "%}"}, {"<%", "%>"}} {
		if i := strings.Index(s, pair[0]); i >= 0 && strings.Contains(s[i:], pair[1]) {
			return true
		}
	}
	return false
}

// controls tells whether a template action writes nothing itself: {{ if }}, {% for %}, a comment, an assignment.
func controls(action string) bool {
	body := strings.TrimLeft(action, "{%<-~ \t\r\n")
	word := body
	if i := strings.IndexAny(body, " \t\r\n}%-("); i >= 0 {
		word = body[:i]
	}
	switch word {
	case "if", "else", "end", "range", "with", "define", "block", "break", "continue", "for", "endfor", "endif", "elif", "set", "macro", "endmacro", "import", "from", "raw", "endraw", "each", "unless":
		return true
	}
	return strings.HasPrefix(body, "/*") || strings.HasPrefix(body, "#") || strings.HasPrefix(body, "/") || strings.HasPrefix(body, "!") || strings.HasPrefix(body, "$") && strings.Contains(body, "=")
}
