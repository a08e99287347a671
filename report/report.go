// Package report writes an answered checklist for the people and machines that read it.
package report

import (
	"fmt"
	"io"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// A Format is one way to write a checklist. The same checklist and options give the same bytes.
type Format struct {
	Name  string
	About string // one line for --help
	Write func(w io.Writer, c *checklist.Checklist, o Options) error
}

// Formats lists the formats, in the order help shows them.
var Formats = []Format{
	{"text", "the checklist, for a terminal", Text},
	{"json", "everything, for programs; docs/report.schema.json is its schema", JSON},
	{"sarif", "failures for GitHub code scanning and other readers of SARIF 2.1.0", SARIF},
	{"markdown", "the checklist for a job summary or a comment", Markdown},
	{"github", "failures as annotations of GitHub Actions", GitHub},
}

// Options are what a writer may know beside the checklist.
type Options struct {
	Version    string     // of seaworthy
	Rules      *rules.Set // titles, help and references; nil: ids alone
	Width      int        // columns of the terminal; 0: 80
	Color      bool       // see ColorFor
	Hyperlinks bool       // OSC 8 links to the files below Root
	Root       string     // absolute path of the scanned tree; never part of a machine format
	ShowPasses bool       // list the evidence of passed items too
	Verbose    bool       // no shortening: every place, gap and note

	// Line gives the text of a file from the start of a line (from 1) on: the rest of it or as much as is at hand, but
	// a few hundred bytes at least. It may be nil: the line hashes of SARIF, which need it, are left out.
	Line func(path string, line int) (string, bool)
}

// FormatOf finds a format by name.
func FormatOf(name string) (Format, error) {
	names := ""
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
		names += ", " + f.Name
	}
	return Format{}, fmt.Errorf("unknown format %q: use one of %s", name, names[2:])
}

// Verdict is the last word on a checklist, and the sentence that says why.
func Verdict(c *checklist.Checklist) (word, why string) {
	failed, manual, passed, total := c.Count(checklist.Fail), c.Count(checklist.Manual), c.Count(checklist.Pass), len(c.Items)
	if c.Part != "" {
		if failed > 0 {
			return "NOT SEAWORTHY", fmt.Sprintf("%s %s in %s", plural(failed, "item"), verb(failed, "fails", "fail"), c.Part)
		}
		if c.Unasked > 0 {
			return "NOT SEAWORTHY", unasked(c) + " in " + c.Part
		}
		return "NOTHING FAILS", "in " + c.Part + "; a scan of the whole tree answers the checklist"
	}
	switch {
	case failed > 0:
		return "NOT SEAWORTHY", fmt.Sprintf("%d of %s %s", failed, plural(total, "item"), verb(failed, "fails", "fail"))
	case c.Unasked > 0:
		return "NOT SEAWORTHY", "no item fails, but " + unasked(c)
	case total == 0:
		return "NOT PROVEN", "the checklist is empty"
	case manual > 0:
		return "NOT PROVEN", fmt.Sprintf("%s %s a person", plural(manual, "item"), verb(manual, "needs", "need"))
	case passed == 0:
		return "NOT PROVEN", "no item applies to what was read"
	}
	return "SEAWORTHY", fmt.Sprintf("%s %s, %d not applicable", plural(passed, "item"), verb(passed, "passes", "pass"), total-passed)
}

func unasked(c *checklist.Checklist) string {
	return plural(c.Unasked, "finding") + " of rules outside the checklist " + verb(c.Unasked, "does", "do")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
