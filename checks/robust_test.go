package checks_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/seaworthy-dev/seaworthy/checks"
	"github.com/seaworthy-dev/seaworthy/checks/code"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// TestLinear scans one file of a language's examples over and over, and one four times as long.
func TestLinear(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for extension, examples := range exampleText(t, set) {
		took := func(n int) time.Duration {
			text := bytes.Repeat(examples, n/len(examples)+1)[:n]
			return scanTime(t, set, "app"+extension, text)
		}
		ok := false
		for range 3 { // a busy machine may be slow once; quadratic work takes sixteen times as long every time
			one, four := took(100_000), took(400_000)
			if ok = four <= 8*one+200*time.Millisecond; ok {
				break
			}
		}
		if !ok {
			t.Errorf("a file %s four times as long takes more than eight times as long", extension)
		}
	}
}

// TestBroken gives the code check the examples cut short and with bytes changed: it may find what it likes, but must not
// fail.
func TestBroken(t *testing.T) {
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	check, err := code.New(set)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 1))
	for i := range set.Rules {
		example, err := set.Rules[i].Example()
		if err != nil || set.Rules[i].Check != code.ID {
			continue
		}
		for _, f := range example.Files {
			for range 30 {
				if _, err := check.File(t.Context(), scan.NewUnit(f.Name, "", broken(random, f.Text))); err != nil {
					t.Fatalf("%s, %s: %v", set.Rules[i].ID, f.Name, err)
				}
			}
		}
	}
}

// broken cuts a text at both ends, and drops, doubles or replaces some of its bytes.
func broken(random *rand.Rand, text []byte) []byte {
	if len(text) == 0 {
		return text
	}
	from := random.IntN(len(text)) * random.IntN(2)
	text = bytes.Clone(text[from : from+random.IntN(len(text)-from)+1])
	for range random.IntN(6) {
		switch at := random.IntN(len(text)); random.IntN(3) {
		case 0:
			text[at] = "(){}[]\"'`\\\n:;=,.<>#/*$@\xff"[random.IntN(23)]
		case 1:
			text = append(text[:at:at], text[max(0, at-random.IntN(40)):]...)
		default:
			text = append(text[:at:at], text[min(len(text)-1, at+random.IntN(20)):]...)
		}
	}
	return text
}

// exampleText joins the examples of the code rules by the extension of their files.
func exampleText(t *testing.T, set *rules.Set) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{}
	for i := range set.Rules {
		if set.Rules[i].Check != code.ID {
			continue
		}
		example, err := set.Rules[i].Example()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range example.Files {
			if syntax.LanguageOf(f.Name) != syntax.None {
				texts[filepath.Ext(f.Name)] = append(append(texts[filepath.Ext(f.Name)], f.Text...), '\n')
			}
		}
	}
	return texts
}

func scanTime(t *testing.T, set *rules.Set, name string, text []byte) time.Duration {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	selected, err := checks.All(set, checks.Options{Root: dir, Now: time.Now, Read: func(string) ([]byte, error) { return nil, os.ErrNotExist }}, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, _, err := scan.Run(t.Context(), tree, selected, scan.Options{Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	return time.Since(start)
}
