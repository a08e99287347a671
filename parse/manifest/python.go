package manifest

import (
	"path"
	"regexp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// isRequirements knows requirements.txt and its many brothers: requirements-dev.txt, dev-requirements.txt,
// requirements/base.txt, constraints.txt.
func isRequirements(name string) bool {
	base := strings.ToLower(path.Base(name))
	if path.Ext(base) != ".txt" {
		return false
	}
	stem := strings.TrimSuffix(base, ".txt")
	for _, word := range strings.FieldsFunc(stem, func(r rune) bool { return r == '-' || r == '_' || r == '.' }) {
		if word == "requirements" || word == "constraints" {
			return true
		}
	}
	return strings.ToLower(path.Base(path.Dir(name))) == "requirements"
}

// A requirement as PEP 508 writes it: name[extras] (constraint or @ url); marker
var requirement = regexp.MustCompile(`^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(@\s*[^;\s]+|[^;]*)(?:;.*)?$`)

// constraint is a list of version clauses.
var constraint = regexp.MustCompile(`^\(?\s*(?:(?:~=|===?|!=|<=?|>=?)\s*[^\s,()]+\s*,?\s*)*\)?$`)

// pythonDependency judges a requirement; ok is false when it is none.
func pythonDependency(text string) (d Dependency, ok bool) {
	m := requirement.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return Dependency{}, false
	}
	d = Dependency{Name: normalised(m[1])}
	wish := strings.TrimSpace(m[2])
	if link, direct := strings.CutPrefix(wish, "@"); direct {
		pythonLink(&d, strings.TrimSpace(link))
		return d, true
	}
	if !constraint.MatchString(wish) {
		return Dependency{}, false
	}
	d.Constraint = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(wish, "("), ")"))
	d.Pinned, d.Version = pythonPin(d.Constraint)
	return d, true
}

var separators = regexp.MustCompile(`[-_.]+`)

// normalised writes a name as PEP 503 says, so that Foo_Bar and foo-bar are one.
func normalised(name string) string {
	return strings.ToLower(separators.ReplaceAllString(name, "-"))
}

func pythonPin(wish string) (Pin, string) {
	version, exact := strings.CutPrefix(wish, "==")
	version = strings.TrimSpace(strings.TrimPrefix(version, "="))
	switch {
	case wish == "" || wish == "*":
		return Loose, ""
	case exact && !strings.ContainsAny(version, "*,"):
		return Exact, version
	}
	return Ranged, ""
}

// pythonLink judges a requirement that is given as an address.
func pythonLink(d *Dependency, link string) {
	d.Constraint = link
	address, fragment, _ := strings.Cut(link, "#")
	switch {
	case strings.HasPrefix(link, "git+"), strings.HasPrefix(link, "hg+"), strings.HasPrefix(link, "svn+"), strings.HasPrefix(link, "bzr+"):
		d.Source = "git"
		if i := strings.LastIndexByte(address, '@'); i > strings.LastIndexByte(address, '/') {
			d.Pinned = refPin(address[i+1:])
		}
	case strings.HasPrefix(link, "file:"), strings.HasPrefix(link, "."), strings.HasPrefix(link, "/"):
		d.Source, d.Pinned = "path", Exact
	default:
		d.Source, d.Pinned = "url", Exact
		for part := range strings.SplitSeq(fragment, "&") {
			if strings.HasPrefix(part, "sha") && strings.Contains(part, "=") {
				d.Integrity, d.Pinned = part, Content
			}
		}
	}
	if strings.Contains(link, "${") {
		d.Pinned = Unknown
	}
}

// readRequirements reads pip's requirement lines, with continuations, hashes and options.
func readRequirements(name string, text []byte) Manifest {
	m := Manifest{Ecosystem: "pypi", Format: "requirements.txt"}
	scope := Runtime
	if base := strings.ToLower(path.Base(name)); strings.Contains(base, "dev") || strings.Contains(base, "test") || strings.Contains(base, "lint") || strings.Contains(base, "doc") {
		scope = Development
	}
	var joined strings.Builder
	start := -1
	for at, line := range linesOf(text) {
		if start < 0 {
			start = at
		}
		if body, more := strings.CutSuffix(line, `\`); more {
			joined.WriteString(body + " ")
			continue
		}
		joined.WriteString(line)
		m.requirementLine(text, joined.String(), document.Range{Start: start, End: at + len(line)}, scope)
		joined.Reset()
		start = -1
	}
	if start >= 0 {
		m.requirementLine(text, joined.String(), document.Range{Start: start, End: len(text)}, scope)
	}
	return m
}

var (
	hashOption    = regexp.MustCompile(`\s--hash[= ]\s*(\S+)`)
	otherOptions  = regexp.MustCompile(`\s--?[a-z][a-z-]*[= ].*$`)
	lineComment   = regexp.MustCompile(`(?:^|\s)#.*$`)
	eggName       = regexp.MustCompile(`#(?:.*&)?egg=([A-Za-z0-9._-]+)`)
	editableStart = regexp.MustCompile(`^(?:-e|--editable)[= ]\s*`)
)

func (m *Manifest) requirementLine(text []byte, line string, at document.Range, scope Scope) {
	body := strings.TrimSpace(lineComment.ReplaceAllString(line, ""))
	editable := editableStart.FindString(body)
	body = body[len(editable):]
	if body == "" || body[0] == '-' {
		return
	}
	hash := ""
	if h := hashOption.FindStringSubmatch(body); h != nil {
		hash = h[1]
	}
	body = strings.TrimSpace(otherOptions.ReplaceAllString(hashOption.ReplaceAllString(body, ""), ""))
	d, ok := pythonDependency(body)
	link := strings.Contains(body, "://") || strings.HasPrefix(body, ".") || strings.HasPrefix(body, "/") || strings.HasSuffix(body, ".whl") || editable != ""
	switch {
	case link && (!ok || d.Source == ""):
		d = Dependency{Name: body}
		if egg := eggName.FindStringSubmatch(body); egg != nil {
			d.Name = normalised(egg[1])
		}
		pythonLink(&d, body)
		if editable != "" && !strings.Contains(body, "://") {
			d.Source, d.Pinned = "path", Exact
		}
	case !ok && strings.ContainsAny(body, "{$"):
		d = Dependency{Name: body, Pinned: Unknown}
	case !ok:
		m.Problems = append(m.Problems, document.Problem{Offset: at.Start, Reason: "malformed", Message: "not a requirement"})
		return
	}
	if hash != "" {
		d.Integrity, d.Pinned = hash, Content
	}
	d.Scope = scope
	d.At = firstWithin(text, at, d.Constraint, body)
	m.Dependencies = append(m.Dependencies, d)
}

// firstWithin finds a constraint behind its name, before any comment or hash repeats it.
func firstWithin(text []byte, at document.Range, wish, body string) document.Range {
	written := string(text[at.Start:at.End])
	start := max(strings.Index(written, body[:1]), 0)
	if wish == "" {
		end := start
		for end < len(written) && !strings.ContainsRune(" \t;#\r\n[", rune(written[end])) {
			end++
		}
		return document.Range{Start: at.Start + start, End: at.Start + end}
	}
	if i := strings.Index(written[start:], wish); i >= 0 {
		return document.Range{Start: at.Start + start + i, End: at.Start + start + i + len(wish)}
	}
	return at
}
