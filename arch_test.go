package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/seaworthy-dev/seaworthy"

// floors is the house, highest first: a package imports only packages of lower floors, and those named beside it.
var floors = [][]string{
	{".", "generate"},
	{"cmd"},
	{"report"},
	{"checks"},
	{"checks/*", "checklist"},
	{"scan"},
	{"rules/pattern", "rules/selector"},
	{"rules/*"},
	{"rules"},
	{"parse/manifest", "parse/modules"},
	{"parse/document", "parse/syntax", "finding"},
	{"source"},
}

// doors names, for each foreign module, the packages that may import it. Tests may use the ones under "test".
var doors = map[string][]string{
	"github.com/spf13/cobra":                   {"cmd"},
	"golang.org/x/term":                        {"cmd"},
	"charm.land/lipgloss/v2":                   {"report"},
	"github.com/zricethezav/gitleaks/v8":       {"checks/secrets"},
	"golang.org/x/vuln":                        {"checks/vulnerabilities"},
	"go.yaml.in/yaml/v3":                       {"rules", "rules/*", "parse/document", "cmd", "checks/*"},
	"github.com/hashicorp/hcl/v2":              {"parse/document"},
	"github.com/zclconf/go-cty":                {"parse/document"},
	"github.com/pelletier/go-toml/v2":          {"parse/document", "checks/secrets"},
	"mvdan.cc/sh/v3":                           {"parse/document", "checks/deployment"},
	"golang.org/x/sys":                         {"source"},
	"github.com/owenrumney/go-sarif/v3":        {"test"},
	"github.com/google/go-cmp":                 {"test"},
	"github.com/rogpeppe/go-internal":          {"test"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"test"},
	"golang.org/x/tools":                       {"rules", "checks/*", "test"},
}

// TestHouse reads every import of the repository with go/parser: `go list` would be answered from the test cache.
func TestHouse(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "out" || d.Name() == "dist") {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		return checkFile(t, filepath.ToSlash(name))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, name string) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, filepath.FromSlash(name), nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	from := filepath.ToSlash(filepath.Dir(filepath.FromSlash(name)))
	test := strings.HasSuffix(name, "_test.go")
	for _, spec := range file.Imports {
		target, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if complaint := judge(from, target, test); complaint != "" {
			t.Errorf("%s: %s", fset.Position(spec.Pos()), complaint)
		}
	}
	return nil
}

// judge says what is wrong with an import; "" when nothing is.
func judge(from, target string, test bool) string {
	if target == "C" {
		return "no cgo in this module"
	}
	if inner, ok := strings.CutPrefix(target, module); ok {
		to := strings.TrimPrefix(inner, "/")
		if to == "" {
			to = "."
		}
		switch {
		case test || from == to:
			return ""
		case floorOf(from) < 0:
			return from + " stands on no floor: add it to floors"
		case floorOf(to) <= floorOf(from):
			return from + " may not import " + to + ": it is not on a lower floor"
		}
		return ""
	}
	if first, _, _ := strings.Cut(target, "/"); !strings.Contains(first, ".") {
		return "" // standard library
	}
	for door, packages := range doors {
		if target != door && !strings.HasPrefix(target, door+"/") {
			continue
		}
		if slices.ContainsFunc(packages, func(p string) bool { return test && p == "test" || matches(p, from) }) || test {
			return ""
		}
		return from + " may not import " + target + ": its door is " + strings.Join(packages, ", ")
	}
	return target + " has no door: name the one package that may import it"
}

func floorOf(name string) int {
	for i, floor := range floors {
		if slices.Contains(floor, name) {
			return i
		}
	}
	for i, floor := range floors {
		if slices.ContainsFunc(floor, func(p string) bool { return matches(p, name) }) {
			return i
		}
	}
	return -1
}

func matches(pattern, name string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(name, prefix+"/")
	}
	return pattern == name
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name, from, target string
		allowed            bool
	}{
		{"call downwards", "scan", module + "/source", true},
		{"call upwards", "source", module + "/scan", false},
		{"one check knows another", "checks/code", module + "/checks/secrets", false},
		{"the list knows its members", "checks", module + "/checks/code", true},
		{"manifest on document", "parse/manifest", module + "/parse/document", true},
		{"syntax on document", "parse/syntax", module + "/parse/document", false},
		{"cobra through its door", "cmd", "github.com/spf13/cobra", true},
		{"cobra elsewhere", "report", "github.com/spf13/cobra", false},
		{"a library without a door", "report", "example.org/x", false},
		{"standard library", "source", "os", true},
		{"a package on no floor", "util", module + "/source", false},
	} {
		if got := judge(c.from, c.target, false) == ""; got != c.allowed {
			t.Errorf("%s: allowed %v, want %v (%s)", c.name, got, c.allowed, judge(c.from, c.target, false))
		}
	}
}
