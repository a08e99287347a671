package code

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// script stands in for the function around an event that has none: the lines of the file that speak of what it makes, or is called on.
func (r *run) script(at event) string {
	name := r.target(at.token)
	if name == "" {
		name = r.text(at.token)
	}
	var b strings.Builder
	start, speaks := 0, false
	for i := range r.file.Tokens {
		if r.looks++; r.looks > maxLooks {
			break
		}
		switch {
		case r.is(i, name):
			speaks = true
		case r.file.Tokens[i].Kind == syntax.Newline:
			if speaks {
				b.WriteString(r.code(syntax.Range{Start: start, End: i}))
			}
			start, speaks = i+1, false
		}
	}
	return b.String()
}
