// Package document reads configuration of every format into one kind of tree, with the exact place of everything.
// Broken or templated input gives what could be read and says what could not.
package document

import (
	"bytes"
	"path"
	"strings"
)

// Kind sorts nodes.
type Kind uint8

// The kinds of node.
const (
	Scalar Kind = iota
	Map         // children have keys
	List        // children have none
	Stream      // root of a YAML file: one child a document
)

// A Node is one value, entry, directive, block or instruction. Offsets are bytes of the text.
//
//	YAML, JSON, TOML, .env   Key and Value or Children of each entry
//	HCL                      block: Key its type, Args its labels, Kind Map; attribute: Key, and Value or Children when literal
//	nginx                    Key the directive, Args its arguments, Children its block
//	Dockerfile               root's children are stages (Key "stage", Args image and, if named, alias; a first stage without FROM holds what stands before it);
//	                         their children the instructions: Key in upper case, Args its words or JSON array, Value all of it as written with continuations joined,
//	                         flags as child scalars with Key "--from". ENV, ARG and LABEL have one child scalar a variable.
type Node struct {
	Kind     Kind
	Key      string
	KeyAt    Range
	Value    string // Scalar: text without quotes; a HCL expression that isn't literal: as written
	Type     Type   // Scalar only
	Args     []*Node
	Children []*Node
	Parent   *Node
	At       Range
	Comments []Range // comments on the line itself or directly above, for suppression notes
}

// Range is a stretch of bytes, End exclusive.
type Range struct{ Start, End int }

// Type tells what a scalar was written as.
type Type uint8

// The types of scalar. An Expression depends on something this file doesn't say: a template, a variable, a function call.
const (
	Text Type = iota
	Number
	Bool
	Null
	Expression
)

// A Problem is a place that couldn't be read.
type Problem struct {
	Offset  int
	Reason  string // one of finding's reasons: "malformed", "too-deep"
	Message string
}

// formats lists every format, its name in rules and the reader for it.
var formats = []struct {
	name string
	read func(text []byte) (*Node, []Problem)
}{
	{"yaml", readYAML},
	{"json", readJSON},
	{"toml", readTOML},
	{"dockerfile", readDockerfile},
	{"nginx", readNginx},
	{"env", readEnv},
	{"terraform", readHCL},
}

// FormatOf tells a file's format from its name: "yaml", "json", "toml", "dockerfile", "nginx", "env", "terraform", or "".
func FormatOf(name string) string {
	base := strings.TrimSuffix(strings.ToLower(path.Base(name)), ".template")
	switch path.Ext(base) {
	case ".yaml", ".yml":
		return "yaml"
	case ".json", ".jsonc", ".json5", ".webmanifest":
		return "json"
	case ".toml":
		return "toml"
	case ".tf", ".tfvars", ".hcl":
		return "terraform"
	case ".dockerfile", ".containerfile":
		return "dockerfile"
	}
	switch {
	case strings.HasSuffix(base, ".dockerignore"):
		return ""
	case base == "dockerfile", base == "containerfile", strings.HasPrefix(base, "dockerfile."), strings.HasPrefix(base, "containerfile."):
		return "dockerfile"
	case base == ".env", strings.HasPrefix(base, ".env."), strings.HasSuffix(base, ".env"):
		return "env"
	case strings.Contains(base, "nginx") && strings.HasSuffix(base, ".conf"), base == "default.conf", path.Ext(base) == ".nginx", nginxFolder(name) && path.Ext(base) == ".conf":
		return "nginx"
	case base == "poetry.lock", base == "uv.lock", base == "cargo.lock", base == "pipfile":
		return "toml"
	case base == "composer.lock", base == "pipfile.lock", base == "flake.lock":
		return "json"
	}
	return ""
}

// nginxFolder tells whether a .conf file stands where nginx keeps its own.
func nginxFolder(name string) bool {
	for dir := range strings.SplitSeq(path.Dir(strings.ToLower(name)), "/") {
		if strings.Contains(dir, "nginx") || dir == "sites-available" || dir == "sites-enabled" {
			return true
		}
	}
	return false
}

// Read reads text as format. The tree holds what could be read even where there are problems; it is never nil.
func Read(format string, text []byte) (*Node, []Problem) {
	for _, known := range formats {
		if known.name != format {
			continue
		}
		rest, marked := bytes.CutPrefix(text, []byte("\uFEFF"))
		root, problems := known.read(rest)
		if marked {
			shift(root, len(text)-len(rest))
			for i := range problems {
				problems[i].Offset += len(text) - len(rest)
			}
		}
		return root, problems
	}
	return &Node{}, nil
}
