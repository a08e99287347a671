package checklist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// places says what was found and how often: "MD5 used as a hash and 1 more, in 7 places". findings are worst first.
func (e *evaluation) places(findings []finding.Finding) string {
	var kinds []string
	for _, f := range findings {
		if !slices.Contains(kinds, f.Rule) {
			kinds = append(kinds, f.Rule)
		}
	}
	first := kinds[0]
	if rule, ok := e.set.Rule(first); ok {
		first = cmp.Or(rule.Title, first)
	}
	switch more := len(kinds) - 1; {
	case more > 0:
		return fmt.Sprintf("%s and %d more, in %s", first, more, count(len(findings), "place"))
	case len(findings) > 1:
		return fmt.Sprintf("%s, in %s", first, count(len(findings), "place"))
	}
	return first
}

// gapReason names the first gap, and how many there are.
func gapReason(gaps []finding.Gap) string {
	first := gaps[0]
	if first.Reason == finding.UnreadLanguage {
		return first.Detail
	}
	where := first.Path
	if first.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, first.Line)
	}
	if where == "" {
		where = cmp.Or(first.Detail, first.Reason)
	} else {
		where += " (" + first.Reason + ")"
	}
	if more := len(gaps) - 1; more > 0 {
		return fmt.Sprintf("could not be examined in full: %s and %d more", where, more)
	}
	return "could not be examined in full: " + where
}

func passReason(item *Item, seen sight) string {
	if seen.passes > 0 {
		return fmt.Sprintf("%s, none bad", count(max(item.Examined, seen.passes), "place")+" examined")
	}
	return fmt.Sprintf("%s examined, nothing bad found", count(item.Examined, "place"))
}

// searched says what was looked for and in how many files: the proof behind "not found".
func (e *evaluation) searched(own []*rules.Rule) string {
	what := "its rules"
	var looks, kinds []string
	anyText := false
	for _, r := range own {
		if r.Looks != "" && !slices.Contains(looks, r.Looks) {
			looks = append(looks, r.Looks)
		}
		anyText = anyText || len(r.Languages) == 0
		kinds = append(kinds, r.Languages...)
	}
	switch {
	case len(looks) == 1:
		what = looks[0]
	case len(looks) > 1:
		what = fmt.Sprintf("%s and %d more", looks[0], len(looks)-1)
	}
	return fmt.Sprintf("searched %s for %s", e.read(kinds, anyText), what)
}

// read counts the files of some kinds that were read: "214 files (python, typescript)".
func (e *evaluation) read(kinds []string, anyText bool) string {
	if anyText {
		return count(e.result.Stats.Files, "file")
	}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	total := 0
	var present []string
	for _, kind := range kinds {
		if n := e.result.Stats.Languages[kind]; n > 0 {
			total += n
			present = append(present, kind)
		}
	}
	if total == 0 {
		return "0 files (no " + some(kinds, "or") + ")"
	}
	return fmt.Sprintf("%s (%s)", count(total, "file"), some(present, "and"))
}

// some lists up to four names and counts the rest.
func some(names []string, last string) string {
	const limit = 4
	if extra := len(names) - limit; extra > 0 {
		return fmt.Sprintf("%s %s %d more", strings.Join(names[:limit], ", "), last, extra)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	end := len(names) - 1
	return fmt.Sprintf("%s %s %s", strings.Join(names[:end], ", "), last, names[end])
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
