package manifest

import (
	"bytes"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// readYarnLock reads both generations: yarn 1's own notation and berry's YAML are the same lines but for colons.
func readYarnLock(_ string, text []byte) Manifest {
	m := Manifest{Ecosystem: "npm", Kind: Locks, Format: "yarn.lock"}
	y := yarnReader{m: &m, text: text}
	for i := 0; i < len(text); {
		end := i + len(text[i:])
		if j := bytes.IndexByte(text[i:], '\n'); j >= 0 {
			end = i + j
		}
		y.line(i, strings.TrimRight(string(text[i:end]), "\r"))
		i = end + 1
	}
	y.finish()
	return m
}

type yarnReader struct {
	m       *Manifest
	text    []byte
	keys    []string // of the entry in hand
	entry   Dependency
	section string // dependencies, peerDependencies …
	folder  string // of a workspace entry
	member  bool
	wishes  [][2]string
}

func (y *yarnReader) line(at int, line string) {
	line = strings.TrimPrefix(line, "\uFEFF")
	body := strings.TrimLeft(line, " ")
	indent := len(line) - len(body)
	switch {
	case body == "" || body[0] == '#':
	case strings.HasPrefix(body, "<<<<<<<"), strings.HasPrefix(body, "======="), strings.HasPrefix(body, ">>>>>>>"):
		y.m.Problems = append(y.m.Problems, document.Problem{Offset: at, Reason: "malformed", Message: "a merge conflict is left in the file"})
	case indent == 0:
		y.finish()
		if !strings.HasSuffix(body, ":") {
			y.m.Problems = append(y.m.Problems, document.Problem{Offset: at, Reason: "malformed", Message: "not a line of yarn.lock"})
			return
		}
		y.open(at, strings.TrimSuffix(body, ":"))
	case indent == 2:
		y.field(at+indent, body)
	case indent == 4 && y.member && (y.section == "dependencies" || y.section == "peerDependencies"):
		name, value := yarnPair(body)
		y.wishes = append(y.wishes, [2]string{name, value})
	}
}

func (y *yarnReader) open(at int, header string) {
	for key := range strings.SplitSeq(header, ",") {
		if key = strings.Trim(strings.TrimSpace(key), `"`); key != "" && key != "__metadata" {
			y.keys = append(y.keys, key)
		}
	}
	y.entry = Dependency{At: document.Range{Start: at, End: at + len(header)}}
	for _, key := range y.keys {
		name, wish := yarnKey(key)
		if y.entry.Name == "" {
			y.entry.Name = name
			y.entry.Constraint = wish
		}
		y.entry.Requested = append(y.entry.Requested, wish)
		if folder, ok := strings.CutPrefix(wish, "workspace:"); ok && !strings.ContainsAny(folder, "*^~") {
			y.member, y.folder = true, folder
		}
		if isGit(wish) {
			y.entry.Source = "git"
		}
	}
}

// yarnKey splits name@constraint. Berry's npm: is dropped where it says no more than what package.json says.
func yarnKey(key string) (name, wish string) {
	i := strings.IndexByte(key[min(1, len(key)):], '@')
	if i < 0 {
		return key, ""
	}
	name, wish = key[:i+1], key[i+2:]
	if plain, ok := strings.CutPrefix(wish, "npm:"); ok && !strings.Contains(strings.TrimPrefix(plain, "@"), "@") {
		wish = plain
	}
	return name, wish
}

// yarnPair splits `name "value"` and `name: value`.
func yarnPair(body string) (name, value string) {
	if strings.HasPrefix(body, `"`) {
		if end := strings.IndexByte(body[1:], '"'); end >= 0 {
			name, value = body[1:end+1], body[end+2:]
		}
	} else if i := strings.IndexAny(body, ": "); i >= 0 {
		name, value = body[:i], body[i:]
	}
	value = strings.Trim(strings.TrimSpace(strings.TrimPrefix(value, ":")), `"`)
	if plain, ok := strings.CutPrefix(value, "npm:"); ok && !strings.Contains(strings.TrimPrefix(plain, "@"), "@") {
		value = plain
	}
	return name, value
}

func (y *yarnReader) field(at int, body string) {
	y.section = ""
	name, value := yarnPair(body)
	switch name {
	case "version":
		y.entry.Version = value
		y.entry.At = within(y.text, document.Range{Start: at, End: at + len(body)}, value)
	case "integrity", "checksum":
		y.entry.Integrity = value
	case "resolved":
		if _, hash, ok := strings.Cut(value, "#"); ok && y.entry.Integrity == "" {
			y.entry.Integrity = hash
		}
	case "linkType":
		if value == "soft" {
			y.member = true
		}
	default:
		y.section = strings.TrimSuffix(name, ":")
	}
}

func (y *yarnReader) finish() {
	switch {
	case len(y.keys) == 0:
	case y.member:
		for _, wish := range y.wishes {
			y.m.record(y.folder, wish[0], wish[1])
		}
	default:
		y.entry.Pinned = locked(y.entry.Integrity)
		y.m.Dependencies = append(y.m.Dependencies, y.entry)
	}
	*y = yarnReader{m: y.m, text: y.text}
}
