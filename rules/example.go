package rules

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/tools/txtar"
)

// An Example is the parsed examples of a rule: small files, and what a scan of them must find.
type Example struct {
	Files []ExampleFile
	Wants []Want // in order of file and line; lines without a mark want nothing but passes
}

// An ExampleFile is one file, without its marks.
type ExampleFile struct {
	Name string
	Text []byte
}

// A Want is one marked line. Kind is "fail", "pass" or "review".
type Want struct {
	File string
	Line int
	Kind string
}

// mark is the end of a line that says what is wanted, in the comment notation of any language, several after one another
// when a line yields several findings.
var mark = regexp.MustCompile(`[ \t]*(?:#|//|--|;|<!--|/\*)[ \t]*want((?:[ \t]+(?:fail|pass|review))+)[ \t]*(?:-->|\*/)?[ \t]*$`)

// Example reads the examples of a rule.
func (r *Rule) Example() (Example, error) {
	archive := txtar.Parse([]byte(r.Examples))
	var e Example
	if len(archive.Files) == 0 {
		return e, fmt.Errorf("%s: examples hold no file: begin with a line -- name --", r.File)
	}
	if text := bytes.TrimSpace(archive.Comment); len(text) > 0 {
		return e, fmt.Errorf("%s: examples begin with text outside any file: %.40q", r.File, text)
	}
	for _, file := range archive.Files {
		lines := strings.Split(string(file.Data), "\n")
		for i, line := range lines {
			at := mark.FindStringSubmatchIndex(line)
			if at == nil {
				continue
			}
			for kind := range strings.FieldsSeq(line[at[2]:at[3]]) {
				e.Wants = append(e.Wants, Want{file.Name, i + 1, kind})
			}
			lines[i] = line[:at[0]]
		}
		e.Files = append(e.Files, ExampleFile{file.Name, []byte(strings.Join(lines, "\n"))})
	}
	return e, nil
}
