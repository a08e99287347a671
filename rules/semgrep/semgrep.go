// Package semgrep reads a folder of rules from outside: files in Semgrep's format, and code rules of our own. What it
// can't read it lists: a rule is loaded whole or not at all.
package semgrep

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// Bounds of what a folder of somebody else's rules may hold.
const (
	maxFiles  = 20_000
	maxBytes  = 1 << 20
	maxRules  = 20_000
	maxDepth  = 24
	maxOps    = 1_000 // operators of one rule
	maxWalked = 500_000
)

// A File is one file of rules.
type File struct {
	Name    string
	Rules   []rules.Rule
	Skipped []rules.Skipped
	Read    int // rules that stand in it
}

// Folder reads every YAML file below a folder, in order of path. Only a folder that can't be read is an error.
func Folder(fsys fs.FS) ([]File, error) {
	var files []File
	walked, count := 0, 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if walked++; walked > maxWalked || len(files) > maxFiles {
			return fmt.Errorf("more than %d files of rules", maxFiles)
		}
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !d.Type().IsRegular() || path.Ext(name) != ".yaml" && path.Ext(name) != ".yml":
			return nil
		}
		file := read(fsys, name)
		if count += file.Read; count > maxRules {
			return fmt.Errorf("%s: more than %d rules", name, maxRules)
		}
		if file.Read > 0 || len(file.Skipped) > 0 {
			files = append(files, file)
		}
		return nil
	})
	return files, err
}

func read(fsys fs.FS, name string) File {
	file := File{Name: name}
	skip := func(line int, reason string) File {
		file.Skipped = append(file.Skipped, rules.Skipped{File: name, Line: max(line, 1), Operator: "file", Reason: reason})
		return file
	}
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() > maxBytes {
		return skip(1, fmt.Sprintf("is larger than %d bytes: split it", maxBytes))
	}
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return skip(1, err.Error())
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		if !strings.Contains(string(text), "rules:") {
			return file // YAML of another kind, as what rules for it are tested on
		}
		return skip(lineOf(err), "is no YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if top := root(&doc); field(top, "id") != nil && field(top, "find") != nil {
		return own(file, text, top)
	}
	list := field(root(&doc), "rules")
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 || !slices.ContainsFunc(list.Content, isRule) {
		return file
	}
	seen := map[string]bool{}
	for _, node := range list.Content {
		file.Read++
		rule, err := readRule(node, name)
		if err == nil && seen[rule.ID] {
			err = trouble(node, "id", "is the id of another rule in this file: give it one of its own")
		}
		if err != nil {
			file.Skipped = append(file.Skipped, skipped(err, node, name, rule.ID))
			continue
		}
		seen[rule.ID] = true
		file.Rules = append(file.Rules, rule)
	}
	return file
}

// own reads a file in seaworthy's notation: one code rule.
func own(file File, text []byte, top *yaml.Node) File {
	file.Read = 1
	r, err := rules.Read(file.Name, text)
	if err == nil && !validID.MatchString(r.ID) {
		err = trouble(top, "id", "must be of letters, digits, - _ and .")
	}
	if err != nil {
		file.Skipped = append(file.Skipped, skipped(err, &yaml.Node{Line: lineOf(err)}, file.Name, r.ID))
		return file
	}
	file.Rules = []rules.Rule{r}
	return file
}

// isRule tells a rule from what lists called rules hold elsewhere, as in Kubernetes.
func isRule(n *yaml.Node) bool {
	if field(n, "id") == nil && (field(n, "languages") == nil || field(n, "message") == nil) {
		return false
	}
	return field(n, "languages") != nil || field(n, "message") != nil || field(n, "patterns") != nil || field(n, "pattern") != nil
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

func lineOf(err error) int {
	line := 1
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		fmt.Sscan(m[1], &line) //nolint:errcheck // digits by the expression
	}
	return line
}

// An unread is what stands in the way of a rule.
type unread struct {
	line             int
	operator, reason string
}

func (u *unread) Error() string { return u.operator + " " + u.reason }

func trouble(n *yaml.Node, operator, reason string) error { return &unread{n.Line, operator, reason} }

func skipped(err error, node *yaml.Node, file, id string) rules.Skipped {
	s := rules.Skipped{File: file, Line: node.Line, Rule: id, Reason: err.Error()}
	if u, ok := errors.AsType[*unread](err); ok {
		s.Line, s.Operator, s.Reason = u.line, u.operator, u.reason
	}
	return s
}

func root(doc *yaml.Node) *yaml.Node {
	if doc.Kind == yaml.DocumentNode && len(doc.Content) > 0 {
		return doc.Content[0]
	}
	return doc
}

// field gives the value under a key of a mapping; nil when there is none.
func field(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func word(n *yaml.Node, key string) string {
	if v := field(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

// words gives a list of strings, or one, under a key.
func words(n *yaml.Node, key string) []string {
	v := field(n, key)
	if v == nil {
		return nil
	}
	if v.Kind == yaml.ScalarNode {
		return []string{v.Value}
	}
	var list []string
	for _, item := range v.Content {
		if item.Kind == yaml.ScalarNode {
			list = append(list, item.Value)
		}
	}
	return list
}

var severities = map[string]finding.Severity{
	"CRITICAL": finding.Critical, "ERROR": finding.High, "HIGH": finding.High, "WARNING": finding.Medium, "MEDIUM": finding.Medium,
	"INFO": finding.Low, "LOW": finding.Low, "INVENTORY": finding.Note, "EXPERIMENT": finding.Note,
}

var languages = map[string][]string{
	"python": {"python"}, "py": {"python"}, "python3": {"python"}, "java": {"java"}, "go": {"go"}, "golang": {"go"},
	"javascript": {"javascript"}, "js": {"javascript"}, "typescript": {"typescript", "tsx"}, "ts": {"typescript", "tsx"},
}

var validID = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,200}$`)

func readRule(n *yaml.Node, file string) (rules.Rule, error) {
	r := rules.Rule{ID: word(n, "id"), Check: "code", File: file, Loaded: &rules.Loaded{Line: n.Line}}
	if !validID.MatchString(r.ID) {
		r.ID = ""
		return r, trouble(n, "id", "must be there, of letters, digits, - _ and .")
	}
	unknown := ""
	for _, l := range words(n, "languages") {
		if known := languages[strings.ToLower(l)]; known != nil {
			r.Languages = append(r.Languages, known...)
		} else {
			unknown = l
		}
	}
	slices.Sort(r.Languages)
	if r.Languages = slices.Compact(r.Languages); len(r.Languages) == 0 {
		if unknown == "" {
			return r, trouble(n, "languages", "must name one or more languages")
		}
		return r, trouble(field(n, "languages"), "languages: "+unknown, "is a language that rules are not run on")
	}
	severity, ok := severities[strings.ToUpper(word(n, "severity"))]
	if !ok {
		return r, trouble(n, "severity", "must be one of ERROR, WARNING, INFO, CRITICAL, HIGH, MEDIUM, LOW")
	}
	r.Severity, r.Message = severity, strings.Join(strings.Fields(word(n, "message")), " ")
	if r.Message == "" {
		return r, trouble(n, "message", "must say what is wrong")
	}
	describe(&r, n)
	if err := paths(&r, n); err != nil {
		return r, err
	}
	return r, find(&r, n)
}

var weakness = regexp.MustCompile(`CWE-\d+`)

// describe takes what readers are told. A fix is shown, never applied.
func describe(r *rules.Rule, n *yaml.Node) {
	meta := field(n, "metadata")
	for _, text := range words(meta, "cwe") {
		r.CWE = append(r.CWE, weakness.FindAllString(text, -1)...)
	}
	slices.Sort(r.CWE)
	r.CWE = slices.Compact(r.CWE)
	r.Confidence = finding.MediumConfidence
	if c := strings.ToLower(word(meta, "confidence")); c != "" {
		_ = r.Confidence.UnmarshalText([]byte(c)) // another word leaves it
	}
	r.Title = strings.ReplaceAll(r.ID, "-", " ")
	r.Looks = "what " + r.ID + " names"
	r.Why = r.Message
	if fix := word(n, "fix"); fix != "" {
		r.Fix = "write " + strings.Join(strings.Fields(fix), " ")
	}
}

// paths makes paths.include and paths.exclude regular expressions.
func paths(r *rules.Rule, n *yaml.Node) error {
	p := field(n, "paths")
	for key, into := range map[string]*string{"include": &r.Paths, "exclude": &r.Loaded.NotPaths} {
		var parts []string
		for _, glob := range words(p, key) {
			if len(glob) > 500 {
				return trouble(p, "paths", "holds a pattern of more than 500 bytes")
			}
			parts = append(parts, expression(glob))
		}
		if parts != nil {
			*into = strings.Join(parts, "|")
		}
	}
	return nil
}

func expression(glob string) string {
	var b strings.Builder
	b.WriteString(`(?:^|/)`)
	glob = strings.TrimPrefix(glob, "/")
	for i := 0; i < len(glob); i++ {
		switch {
		case strings.HasPrefix(glob[i:], "**/"):
			b.WriteString(`(?:.*/)?`)
			i += 2
		case strings.HasPrefix(glob[i:], "**"):
			b.WriteString(`.*`)
			i++
		case glob[i] == '*':
			b.WriteString(`[^/]*`)
		case glob[i] == '?':
			b.WriteString(`[^/]`)
		default:
			b.WriteString(regexp.QuoteMeta(glob[i : i+1]))
		}
	}
	return b.String() + `(?:$|/)`
}
