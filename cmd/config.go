package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/source"
)

// configName is the settings file at the root of the scanned tree.
const configName = ".seaworthy.yaml"

const maxConfig = 1 << 20

// A config is what .seaworthy.yaml says.
type config struct {
	Profile  string                  `yaml:"profile"`
	FailOn   *finding.Severity       `yaml:"fail-on"`
	Exclude  []string                `yaml:"exclude"`
	Public   []string                `yaml:"public"`
	Suppress []checklist.Acceptance  `yaml:"suppress"`
	Attest   []checklist.Attestation `yaml:"attest"`

	file    string
	foreign bool // it stands in the scanned tree, so what it loosens is reported
}

// loadConfig reads the settings: those of --config, or those of the scanned tree; none is no error.
func loadConfig(tree *source.Tree, named string, set *rules.Set, now time.Time) (*config, error) {
	c := &config{file: configName, foreign: true}
	var text []byte
	var err error
	if named != "" {
		c.file, c.foreign = named, false
		text, err = readNamed(named)
	} else {
		text, err = tree.ReadFile(configName, maxConfig)
		if errors.Is(err, fs.ErrNotExist) {
			return c, nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	if err := c.parse(text); err != nil {
		return nil, err
	}
	return c, c.check(text, set, now)
}

// readNamed reads a file the user named: regular and of sane size, or an error. A device would never end.
func readNamed(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxConfig {
		return nil, fmt.Errorf("%s: not a regular file of at most %d bytes", name, maxConfig)
	}
	return os.ReadFile(name)
}

var (
	yamlLine     = regexp.MustCompile(`line (\d+): `)
	unknownField = regexp.MustCompile(`field (\S+) not found in type \S+`)
)

// parse decodes strictly; errors name file and line.
func (c *config) parse(text []byte) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	err := decoder.Decode(c)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	var typed *yaml.TypeError
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if errors.As(err, &typed) {
		message = typed.Errors[0]
	}
	message = unknownField.ReplaceAllString(message, "unknown setting `$1`")
	if at := yamlLine.FindStringSubmatch(message); at != nil {
		return fmt.Errorf("%s:%s: %s", c.file, at[1], strings.Replace(message, at[0], "", 1))
	}
	return fmt.Errorf("%s: %s", c.file, message)
}

// check finds settings that can't mean anything, and tells entries where they stand.
func (c *config) check(text []byte, set *rules.Set, now time.Time) error {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return fmt.Errorf("%s: %w", c.file, err)
	}
	at := func(keys ...any) string { return c.file + ":" + strconv.Itoa(lineOf(&root, keys...)) }
	if c.Profile != "" {
		if _, ok := set.Profile(c.Profile); !ok {
			return fmt.Errorf("%s: unknown profile %q: use one of %s", at("profile"), c.Profile, profileNames(set))
		}
	}
	for i := range c.Suppress {
		s := &c.Suppress[i]
		s.At, s.Foreign = at("suppress", i), c.foreign
		switch {
		case s.Rule == "":
			return fmt.Errorf("%s: a suppression needs `rule`", s.At)
		case !knownRule(set, s.Rule):
			return fmt.Errorf("%s: unknown rule %q: `seaworthy rules` lists them", s.At, s.Rule)
		case strings.TrimSpace(s.Reason) == "":
			return fmt.Errorf("%s: a suppression needs `reason`: say why %s is accepted here", s.At, s.Rule)
		}
	}
	for i := range c.Attest {
		a := &c.Attest[i]
		a.At = at("attest", i)
		switch {
		case !knownControl(set, a.Control):
			return fmt.Errorf("%s: unknown control %q", a.At, a.Control)
		case a.By == "", a.Date.IsZero(), a.Expires.IsZero():
			return fmt.Errorf("%s: an attestation needs `by`, `date` and `expires`", a.At)
		case a.Date.After(now):
			return fmt.Errorf("%s: the attestation's date %s lies in the future", a.At, a.Date.Format(time.DateOnly))
		case !a.Expires.After(a.Date):
			return fmt.Errorf("%s: the attestation expires before its date", a.At)
		case strings.Contains(path.Clean(a.Evidence), ".."):
			return fmt.Errorf("%s: `evidence` must not lead out of the repository", a.At)
		}
	}
	return nil
}

// lineOf finds the line of a setting; its file's first when it isn't there.
func lineOf(node *yaml.Node, keys ...any) int {
	if node.Kind == yaml.DocumentNode && len(node.Content) > 0 {
		node = node.Content[0]
	}
	for _, key := range keys {
		switch key := key.(type) {
		case string:
			i := 0
			for i+1 < len(node.Content) && node.Content[i].Value != key {
				i += 2
			}
			if i+1 >= len(node.Content) {
				return max(node.Line, 1)
			}
			node = node.Content[i+1]
		case int:
			if key >= len(node.Content) {
				return max(node.Line, 1)
			}
			node = node.Content[key]
		}
	}
	return max(node.Line, 1)
}

// loosened says in words what the scanned tree's own settings take away from the default scan.
func (c *config) loosened(fallback string) []string {
	if !c.foreign {
		return nil
	}
	var out []string
	if len(c.Exclude) > 0 {
		out = append(out, fmt.Sprintf("%s leaves out files: %s", c.file, strings.Join(c.Exclude, ", ")))
	}
	if c.FailOn != nil && *c.FailOn > finding.Low {
		out = append(out, fmt.Sprintf("%s lets findings below %s pass the build (fail-on)", c.file, *c.FailOn))
	}
	if c.Profile != "" && c.Profile != fallback {
		out = append(out, fmt.Sprintf("%s answers the %s profile instead of %s", c.file, c.Profile, fallback))
	}
	if len(c.Public) > 0 {
		out = append(out, fmt.Sprintf("%s declares endpoints public: %s", c.file, strings.Join(c.Public, ", ")))
	}
	if n := len(c.Suppress); n > 0 {
		out = append(out, fmt.Sprintf("%s accepts findings: %s", c.file, suppressedRules(c.Suppress)))
	}
	return out
}

func suppressedRules(list []checklist.Acceptance) string {
	var names []string
	for _, s := range list {
		names = append(names, s.Rule)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

func knownRule(set *rules.Set, id string) bool { _, ok := set.Rule(id); return ok }

func knownControl(set *rules.Set, id string) bool { _, ok := set.Control(id); return ok }

func profileNames(set *rules.Set) string {
	var names []string
	for _, p := range set.Profiles {
		names = append(names, p.ID)
	}
	return strings.Join(names, ", ")
}
