package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

// A count compares one kind of thing as multisets of strings.
type count struct{ both, missed, extra int }

type totals struct {
	files, broken, identical int
	bytes                    int
	elapsed                  time.Duration
	counts                   [3]count
}

var kinds = [3]string{"calls", "arguments", "imports"}

// file compares one file. Files that tree-sitter finds errors in are counted apart.
func (t *totals) file(path string, language syntax.Language, verbose bool) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	theirs, ok := oracle(language, text)
	if !ok {
		t.broken++
		return nil
	}
	start := time.Now()
	f := syntax.Read(language, text)
	t.elapsed += time.Since(start)
	t.bytes += len(text)
	mine := ours(f)
	t.files++
	same := true
	for k := range kinds {
		missed, extra := t.counts[k].add(theirs[k], mine[k])
		if len(missed)+len(extra) == 0 {
			continue
		}
		same = false
		if verbose {
			show(path, "missed", kinds[k], missed, text)
			show(path, "extra", kinds[k], extra, text)
		}
	}
	if same {
		t.identical++
	}
	return nil
}

// add merges two sorted lists and gives what is only in one.
func (c *count) add(theirs, mine []string) (missed, extra []string) {
	slices.Sort(theirs)
	slices.Sort(mine)
	i, j := 0, 0
	for i < len(theirs) || j < len(mine) {
		switch {
		case j == len(mine) || i < len(theirs) && theirs[i] < mine[j]:
			missed = append(missed, theirs[i])
			i++
		case i == len(theirs) || mine[j] < theirs[i]:
			extra = append(extra, mine[j])
			j++
		default:
			c.both++
			i, j = i+1, j+1
		}
	}
	c.missed += len(missed)
	c.extra += len(extra)
	return missed, extra
}

func show(path, what, kind string, list []string, text []byte) {
	for _, s := range list[:min(len(list), 3)] {
		var start, end int
		code := ""
		if n, _ := fmt.Sscanf(s, "%d-%d", &start, &end); n == 2 && start < len(text) {
			code = strings.ReplaceAll(string(text[start:min(max(end, start), start+80, len(text))]), "\n", "⏎")
			s += fmt.Sprintf(" line %d", 1+strings.Count(string(text[:start]), "\n"))
		}
		fmt.Printf("%s: %s %s: %s: %s\n", path, what, kind, s, code)
	}
}

func (t *totals) print() {
	fmt.Printf("files %d, identical %d (%.2f %%), not compared because tree-sitter reports errors: %d\n",
		t.files, t.identical, 100*ratio(t.identical, t.files), t.broken)
	for k, c := range t.counts {
		fmt.Printf("%-10s %8d  recall %.5f  precision %.5f  (missed %d, extra %d)\n",
			kinds[k], c.both+c.missed, ratio(c.both, c.both+c.missed), ratio(c.both, c.both+c.extra), c.missed, c.extra)
	}
	fmt.Printf("read %.1f MB at %.0f MB/s\n", float64(t.bytes)/1e6, float64(t.bytes)/1e6/max(t.elapsed.Seconds(), 1e-9))
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// ours lists calls, arguments and imports as parse/syntax sees them.
func ours(f *syntax.File) [3][]string {
	var lists [3][]string
	bytes := func(r syntax.Range) (int, int) {
		start, end := int(f.Tokens[r.Start].Start), int(f.Tokens[r.End-1].End)
		if f.Language == syntax.CSharp && start > 0 && f.Text[start-1] == '@' { // @class, a name
			start--
		}
		return start, end
	}
	for _, c := range f.Calls {
		if c.Decorator && c.Open < 0 || f.Language == syntax.Go && c.New {
			continue
		}
		if f.Language == syntax.Ruby {
			if f.Tokens[c.Callee.Start].Kind == syntax.String && c.Open < 0 && c.Callee.End == c.Callee.Start+1 {
				continue // what a shell runs
			}
			if c.New { // its callee is the class
				c.Callee.End += 2
			}
		}
		if f.Language == syntax.PHP && c.Open < 0 { // echo, include, `command`
			continue
		}
		if f.Language == syntax.CSharp && int(f.Tokens[c.Callee.Start].Start) < c.Start { // new(…), whose type stands before
			continue
		}
		start, end := bytes(c.Callee)
		lists[0] = append(lists[0], fmt.Sprintf("%d-%d/%d", start, end, len(c.Args)))
		for _, a := range c.Args {
			start, end := bytes(a)
			lists[1] = append(lists[1], fmt.Sprintf("%d-%d", start, end))
		}
	}
	for _, m := range f.Imports {
		if f.Language == syntax.PHP { // not compared
			break
		}
		if f.Language == syntax.Go && f.Text[m.Start] == '"' {
			m.Local = "" // not written
		}
		lists[2] = append(lists[2], fmt.Sprintf("%d %s=%s:%s", m.Start, m.Local, m.Module, m.Name))
	}
	return lists
}
