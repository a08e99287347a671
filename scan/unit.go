package scan

import (
	"fmt"
	"sync"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A Unit is one file as one check sees it. Its views are made once, on demand, and shared by all checks; nobody may
// change them or the text.
type Unit struct {
	*content
	Hits []Hit // where the check's own literals occur, in order of offset
}

// A Hit is one occurrence of a literal.
type Hit struct {
	Literal int32 // index into Info.Literals
	Offset  int32
}

type content struct {
	Path string
	Kind string      // language or format: "typescript", "dockerfile"; "" for text of another kind
	Role source.Role // what the file is for: production, test, example, docs, …
	Text []byte      // decoded to UTF-8, without a byte order mark

	lines    func() *source.Lines
	syntax   func() *syntax.File
	document func() tree
	manifest func() (manifest.Manifest, bool)
}

type tree struct {
	root     *document.Node
	problems []document.Problem
}

// NewUnit makes a Unit of a file's text. kind "" means: from the name.
func NewUnit(path, kind string, text []byte) *Unit {
	if kind == "" {
		kind = KindOf(path)
	}
	c := &content{Path: path, Kind: kind, Role: source.RoleOf(path), Text: text}
	c.lines = sync.OnceValue(func() *source.Lines { return source.NewLines(text) })
	c.syntax = sync.OnceValue(func() *syntax.File { return syntax.Read(syntax.LanguageOf(path), text) })
	c.document = sync.OnceValue(func() tree {
		root, problems := document.Read(c.Kind, text)
		return tree{root, problems}
	})
	c.manifest = sync.OnceValues(func() (manifest.Manifest, bool) { return manifest.Read(path, text) })
	return &Unit{content: c}
}

// Syntax reads the file as source code; nil when it is none.
func (u *Unit) Syntax() *syntax.File {
	if syntax.LanguageOf(u.Path) == syntax.None {
		return nil
	}
	return u.syntax()
}

// Document reads the file as configuration; nil when it is none.
func (u *Unit) Document() (*document.Node, []document.Problem) {
	if document.FormatOf(u.Path) == "" {
		return nil, nil
	}
	t := u.document()
	return t.root, t.problems
}

// Manifest reads the file as a dependency manifest.
func (u *Unit) Manifest() (manifest.Manifest, bool) { return u.manifest() }

// Span places a stretch of bytes.
func (u *Unit) Span(start, end int) source.Span {
	lines := u.lines()
	return source.Span{Path: u.Path, Start: lines.Place(start), End: lines.Place(max(start, end))}
}

// Line is the whole span of a line, from 1.
func (u *Unit) Line(n int) (text []byte, at source.Span) {
	text, start := u.lines().Line(n)
	return text, u.Span(start, start+len(text))
}

// Gap makes a gap in this file. Files that aren't deployed give minor gaps.
func (u *Unit) Gap(offset int, reason, format string, args ...any) finding.Gap {
	return finding.Gap{
		Path: u.Path, Line: u.lines().Place(offset).Line, Kind: u.Kind, Reason: reason,
		Detail: fmt.Sprintf(format, args...), Minor: !u.Role.Deployed(),
	}
}
