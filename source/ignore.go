package source

import (
	"path"
	"strings"
)

// An ignoreFile is one parsed file of ignore patterns, in the notation of gitignore(5).
type ignoreFile struct {
	base  string // folder the patterns are relative to; "" the root
	up    string // what stands between the patterns' folder and the root when the file lies above it: "services/api/"
	rules []ignoreRule
}

type ignoreRule struct {
	segments []segment // pattern cut at slashes; one without a slash matches at any depth
	anchored bool
	dirOnly  bool
	negated  bool
}

// A segment is one part of a pattern between slashes.
type segment struct {
	text string
	kind segmentKind
}

type segmentKind uint8

const (
	literalSegment segmentKind = iota
	suffixSegment              // *.log: text is what follows the star
	globSegment
	anySegments // **
)

type verdict uint8

const (
	matchNone verdict = iota
	matchIgnored
	matchKept
)

func parseIgnore(text, base string) ignoreFile {
	f := ignoreFile{base: base}
	for line := range strings.SplitSeq(text, "\n") {
		if r, ok := parseIgnoreLine(strings.TrimSuffix(line, "\r")); ok {
			f.rules = append(f.rules, r)
		}
	}
	return f
}

func parseIgnoreLine(line string) (ignoreRule, bool) {
	if strings.HasPrefix(line, "#") {
		return ignoreRule{}, false
	}
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	var r ignoreRule
	line, r.negated = strings.CutPrefix(line, "!")
	line, r.dirOnly = strings.CutSuffix(line, "/")
	if line == "" {
		return r, false
	}
	r.anchored = strings.Contains(line, "/")
	for part := range strings.SplitSeq(strings.TrimPrefix(line, "/"), "/") {
		r.segments = append(r.segments, parseSegment(part))
	}
	return r, true
}

// match tells what the file's last matching rule says of a path relative to the root.
func (f *ignoreFile) match(name string, isDir bool) verdict {
	if len(f.rules) == 0 {
		return matchNone
	}
	if f.base != "" {
		name = strings.TrimPrefix(name, f.base+"/")
	}
	name = f.up + name
	for i := len(f.rules) - 1; i >= 0; i-- {
		r := &f.rules[i]
		if r.dirOnly && !isDir || !r.matches(name) {
			continue
		}
		if r.negated {
			return matchKept
		}
		return matchIgnored
	}
	return matchNone
}

func parseSegment(text string) segment {
	if text == "**" {
		return segment{kind: anySegments}
	}
	if !strings.ContainsAny(text, `*?[\`) {
		return segment{text: text}
	}
	if suffix, ok := strings.CutPrefix(text, "*"); ok && !strings.ContainsAny(suffix, `*?[\`) {
		return segment{suffix, suffixSegment}
	}
	return segment{strings.ReplaceAll(text, "[!", "[^"), globSegment}
}

func (s *segment) matches(name string) bool {
	switch s.kind {
	case literalSegment:
		return s.text == name
	case suffixSegment:
		return strings.HasSuffix(name, s.text)
	case globSegment:
		ok, err := path.Match(s.text, name)
		return err == nil && ok
	}
	return true
}

func (r *ignoreRule) matches(name string) bool {
	if !r.anchored {
		return r.segments[0].matches(name[strings.LastIndexByte(name, '/')+1:])
	}
	return matchSegments(r.segments, name)
}

// matchSegments matches a pattern's segments against a path; `**` stands for any number of them.
func matchSegments(pattern []segment, name string) bool {
	for len(pattern) > 0 {
		if pattern[0].kind == anySegments {
			if len(pattern) == 1 {
				return name != ""
			}
			for {
				if matchSegments(pattern[1:], name) {
					return true
				}
				_, rest, ok := strings.Cut(name, "/")
				if !ok {
					return false
				}
				name = rest
			}
		}
		if name == "" {
			return false
		}
		head, rest, _ := strings.Cut(name, "/")
		if !pattern[0].matches(head) {
			return false
		}
		pattern, name = pattern[1:], rest
	}
	return name == ""
}

// ignoredBy asks the nearest file first; the first that says anything decides.
func ignoredBy(files []ignoreFile, name string, isDir bool) bool {
	for i := len(files) - 1; i >= 0; i-- {
		switch files[i].match(name, isDir) {
		case matchIgnored:
			return true
		case matchKept:
			return false
		}
	}
	return false
}

// A Pattern is one pattern of a path in .gitignore notation.
type Pattern struct{ file ignoreFile }

// NewPattern parses a pattern. An empty one matches nothing.
func NewPattern(text string) Pattern { return Pattern{parseIgnore(text, "")} }

// Match tells whether the pattern covers a file: itself or a folder above it.
func (p Pattern) Match(name string) bool {
	if p.file.match(name, false) == matchIgnored {
		return true
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if p.file.match(dir, true) == matchIgnored {
			return true
		}
	}
	return false
}
