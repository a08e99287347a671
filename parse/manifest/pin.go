package manifest

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

var (
	exactVersion = regexp.MustCompile(`^[v=]*\s*\d+\.\d+\.\d+(?:[-+.][0-9A-Za-z.+-]+)?$`)
	commitHash   = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	exactTag     = regexp.MustCompile(`^v?\d+\.\d+\.\d+`)
	rangedTag    = regexp.MustCompile(`^v?\d+(?:\.\d+)?(?:$|[-_.+a-zA-Z])`)
	datedTag     = regexp.MustCompile(`(?:^|[-._])\d{8}(?:$|[-._])`)
)

// refPin judges a git reference: a commit, a full version tag, a moving version tag, or a branch.
func refPin(ref string) Pin {
	switch {
	case strings.Contains(ref, "${"), strings.Contains(ref, "{{"):
		return Unknown
	case commitHash.MatchString(ref):
		return Content
	case exactTag.MatchString(ref):
		return Exact
	case rangedTag.MatchString(ref):
		return Ranged
	}
	return Loose
}

// within narrows a stretch of text to the last occurrence of part in it; to the whole when part isn't written out there.
func within(text []byte, at document.Range, part string) document.Range {
	if part == "" || at.Start < 0 || at.End > len(text) || at.Start > at.End {
		return at
	}
	i := bytes.LastIndex(text[at.Start:at.End], []byte(part))
	if i < 0 {
		return at
	}
	return document.Range{Start: at.Start + i, End: at.Start + i + len(part)}
}

// record notes what a lockfile says a member asked for.
func (m *Manifest) record(folder, name, constraint string) {
	if folder == "." {
		folder = ""
	}
	if m.Recorded == nil {
		m.Recorded = map[string]map[string]string{}
	}
	if m.Recorded[folder] == nil {
		m.Recorded[folder] = map[string]string{}
	}
	m.Recorded[folder][name] = constraint
}

// locked tells how firmly a lockfile fixes an entry.
func locked(integrity string) Pin {
	if integrity != "" {
		return Content
	}
	return Exact
}

// isRecorded tells whether some member asked for name itself.
func (m *Manifest) isRecorded(name string) bool {
	for _, wishes := range m.Recorded {
		if _, ok := wishes[name]; ok {
			return true
		}
	}
	return false
}
