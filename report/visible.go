package report

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible makes a hostile string safe to print: control characters and bytes that aren't UTF-8 become \x1b, characters
// that hide or reorder text become U+202E. What it gives is one line. The runner of GitHub Actions obeys "##[" anywhere
// in a log, so that becomes visible too.
func visible(s string) string {
	s = strings.ReplaceAll(s, "##[", `\x23#[`)
	if !strings.ContainsFunc(s, hidden) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\x%02x`, r)
		case hidden(r):
			fmt.Fprintf(&b, "U+%04X", r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// hidden tells whether a terminal would act on a character or show nothing for it.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) ||
		r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || // Hangul fillers: letters that look like nothing
		r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF // variation selectors
}

// valid replaces the bytes that aren't UTF-8 by \xff, for formats that escape all else themselves.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02x`, s[i])
		} else {
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// uri makes a path a relative URI reference, byte by byte, so that a name in no encoding still has one.
func uri(path string) string {
	u := url.URL{Path: path}
	return u.String()
}
