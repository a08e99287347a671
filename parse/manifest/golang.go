package manifest

import (
	"bytes"
	"iter"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// linesOf gives each line of text with its offset, without its line ending.
func linesOf(text []byte) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		start := 0
		if bytes.HasPrefix(text, []byte("\uFEFF")) {
			start = 3
		}
		for i := start; i < len(text); {
			end := len(text)
			if j := bytes.IndexByte(text[i:], '\n'); j >= 0 {
				end = i + j
			}
			if !yield(i, strings.TrimRight(string(text[i:end]), "\r")) {
				return
			}
			i = end + 1
		}
	}
}

// readGoMod reads require and replace lines. What go.mod fixes is a version; its content is fixed by go.sum.
func readGoMod(_ string, text []byte) Manifest {
	m := Manifest{Ecosystem: "go", Format: "go.mod"}
	replaced := map[string][]string{}
	block := ""
	for at, line := range linesOf(text) {
		code, comment, _ := strings.Cut(line, "//")
		words := strings.Fields(code)
		if len(words) == 0 {
			continue
		}
		verb := block
		switch {
		case words[0] == ")":
			block = ""
			continue
		case block == "" && words[len(words)-1] == "(":
			block = words[0]
			continue
		case block == "":
			verb, words = words[0], words[1:]
		}
		for i := range words {
			words[i] = strings.Trim(words[i], "\"`")
		}
		switch {
		case verb == "module" && len(words) == 1:
			m.Name = words[0]
		case verb == "require" && len(words) == 2:
			d := Dependency{Name: words[0], Constraint: words[1], Version: words[1], Pinned: Exact}
			if strings.HasPrefix(strings.TrimSpace(comment), "indirect") {
				d.Scope = Indirect
			}
			if !strings.HasPrefix(d.Version, "v") {
				d.Version, d.Pinned = "", Loose // a branch or query, until go mod tidy
			}
			d.At = within(text, document.Range{Start: at, End: at + len(code)}, words[1])
			m.Dependencies = append(m.Dependencies, d)
		case verb == "replace" && len(words) >= 3:
			for i, w := range words {
				if w == "=>" && i > 0 && i+1 < len(words) {
					replaced[words[0]] = words[i+1:]
				}
			}
		case verb == "require":
			m.Problems = append(m.Problems, document.Problem{Offset: at, Reason: "malformed", Message: "a require line names a module and a version"})
		}
	}
	if block != "" {
		m.Problems = append(m.Problems, document.Problem{Offset: len(text), Reason: "malformed", Message: "the block `" + block + "` isn't closed"})
	}
	for i := range m.Dependencies {
		d := &m.Dependencies[i]
		if to := replaced[d.Name]; len(to) == 1 {
			d.Source = "path"
		} else if len(to) == 2 {
			d.Version = to[1]
		}
	}
	return m
}

func readGoSum(_ string, text []byte) Manifest {
	m := Manifest{Ecosystem: "go", Kind: Locks, Format: "go.sum"}
	for at, line := range linesOf(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case len(words) != 3:
			m.Problems = append(m.Problems, document.Problem{Offset: at, Reason: "malformed", Message: "a line of go.sum is a module, a version and a hash"})
		case !strings.HasSuffix(words[1], "/go.mod"):
			d := Dependency{Name: words[0], Version: words[1], Integrity: words[2], Pinned: Content}
			d.At = within(text, document.Range{Start: at, End: at + len(words[0]) + 1 + len(words[1])}, words[1])
			m.Dependencies = append(m.Dependencies, d)
		}
	}
	return m
}
