package secrets

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"regexp/syntax"
	"strings"
	"testing"
)

// invent makes up a string that a regex matches, so that the tests hold no token that anyone could take for real.
func invent(random *rand.Rand, re *syntax.Regexp) string {
	var out strings.Builder
	invented(random, re, &out)
	return out.String()
}

func invented(random *rand.Rand, re *syntax.Regexp, out *strings.Builder) {
	switch re.Op {
	case syntax.OpLiteral:
		out.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		out.WriteRune(oneOf(random, re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		out.WriteByte(byte('a' + random.IntN(26)))
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			invented(random, sub, out)
		}
	case syntax.OpAlternate:
		invented(random, re.Sub[random.IntN(len(re.Sub))], out)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		low, high := re.Min, re.Max
		switch re.Op {
		case syntax.OpStar:
			low, high = 0, 5
		case syntax.OpPlus:
			low, high = 1, 6
		case syntax.OpQuest:
			low, high = 0, 1
		}
		if high < 0 {
			high = low + 10
		}
		for range low + random.IntN(high-low+1) {
			invented(random, re.Sub[0], out)
		}
	}
}

// oneOf picks a printable ASCII character of a class when it has one.
func oneOf(random *rand.Rand, ranges []rune) rune {
	var fit []rune
	for i := 0; i < len(ranges); i += 2 {
		for r := max(ranges[i], ' '); r <= min(ranges[i+1], '~'); r++ {
			fit = append(fit, r)
		}
	}
	if len(fit) == 0 {
		return ranges[0]
	}
	return fit[random.IntN(len(fit))]
}

// inventedTree writes files full of made-up secrets in several contexts and encodings.
func inventedTree(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	d, _, err := newDetector(nil)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	contexts := []string{"%s\n", "token = \"%s\"\n", "  key: '%s'\n", "x(%s);\n\n", "const a='b';f(\"%s\")//é\n", "%s"}
	var long strings.Builder
	for _, r := range d.rules {
		if r.regex == nil {
			continue
		}
		tree, err := syntax.Parse(r.regex.source, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		var file strings.Builder
		for i := range 24 {
			s := invent(random, tree)
			switch i % 8 {
			case 5:
				s = base64.StdEncoding.EncodeToString([]byte("config: " + s + "\n"))
			case 6:
				s = "q=" + url.QueryEscape(s) + "%20"
			case 7:
				s = fmt.Sprintf("%x", "the "+s+" end")
			}
			line := fmt.Sprintf(contexts[random.IntN(len(contexts))], s)
			file.WriteString(line)
			if i%4 == 0 {
				long.WriteString(line)
				long.WriteString(strings.Repeat("some = other and words in a line\n", random.IntN(30)))
			}
		}
		name := r.id + []string{".txt", ".php", ".tf", ".yaml", "/nuget.config"}[random.IntN(5)]
		write(t, filepath.Join(dir, name), file.String())
	}
	write(t, filepath.Join(dir, "long.txt"), long.String())
	write(t, filepath.Join(dir, "noline.txt"), strings.ReplaceAll(long.String(), "\n", ";"))
	return dir
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
