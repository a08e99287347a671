package source_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/seaworthy-dev/seaworthy/source"
)

func TestPlace(t *testing.T) {
	long := strings.Repeat("aé😀\u4e2d", 3000)
	for name, text := range map[string]string{"ascii": "one\ntwo\r\n\nfour", "wide": "é😀x\n😀\n" + long + "\nend", "empty": "", "one long line": long} {
		lines := source.NewLines([]byte(text))
		line, start := 1, 0
		for offset, r := range text {
			got := lines.Place(offset)
			want := source.Place{Offset: offset, Line: line, Column: 1 + len(utf16.Encode([]rune(text[start:offset])))}
			if len(text) > 100 && offset%97 != 0 && r != '\n' {
				want.Column = got.Column // the slow way is checked now and then
			}
			if got != want {
				t.Fatalf("%s: offset %d is %+v, want %+v", name, offset, got, want)
			}
			if r == '\n' {
				line, start = line+1, offset+1
			}
		}
		if got := lines.Place(len(text) + 9); got.Offset != len(text) || got.Line != lines.Count() {
			t.Errorf("%s: past the end is %+v", name, got)
		}
	}
}

func TestLine(t *testing.T) {
	lines := source.NewLines([]byte("one\r\ntwo\n"))
	for n, want := range map[int]string{0: "", 1: "one", 2: "two", 3: "", 4: ""} {
		if got, _ := lines.Line(n); string(got) != want {
			t.Errorf("line %d is %q, want %q", n, got, want)
		}
	}
}
