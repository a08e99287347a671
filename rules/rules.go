// Package rules holds what we look for, as data: rules, controls, profiles and frameworks, one YAML file each.
package rules

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// A Rule is one thing to look for. Its folder under rules/ names the check that runs it: rules/code/weak-hash.yaml.
type Rule struct {
	ID         string             `yaml:"id"`
	Title      string             `yaml:"title"`
	Severity   finding.Severity   `yaml:"severity"`
	Confidence finding.Confidence `yaml:"confidence"`
	CWE        []string           `yaml:"cwe"`       // "CWE-328"
	Controls   []string           `yaml:"controls"`  // ids of the controls it is evidence for
	Languages  []string           `yaml:"languages"` // kinds of file it reads, as in scan.Unit.Kind
	Looks      string             `yaml:"looks"`     // what is searched for, as a noun phrase; printed when an item is na: "calls of a hash constructor"

	// Supersedes names rules that say the same in weaker words: where this one finds a line, they are silent about it.
	Supersedes []string `yaml:"supersedes"`

	Match `yaml:",inline"` // rules/code
	Tree  `yaml:",inline"` // rules/deployment

	Message  string `yaml:"message"` // one sentence about the user's code; $X stands for what a hole matched
	Good     string `yaml:"good"`    // the same for a subject that holds: evidence for a pass
	Why      string `yaml:"why"`
	Fix      string `yaml:"fix"`
	Examples string `yaml:"examples"` // txtar; see Examples

	Loaded *Loaded `yaml:"-"` // what it finds when it was read from a Semgrep file

	Check string `yaml:"-"` // the folder
	File  string `yaml:"-"` // "rules/code/weak-hash.yaml"
}

// A Match says in code with holes what a rule finds; rules/pattern is the notation.
type Match struct {
	Examines Patterns             `yaml:"examines"` // what counts as a subject; what isn't found among them is evidence for a pass
	Find     Patterns             `yaml:"find"`     // any of these
	Unless   Patterns             `yaml:"unless"`   // and none of these, at the same place
	Inside   Patterns             `yaml:"inside"`   // and within one of these
	Outside  Patterns             `yaml:"outside"`  // and within none of these
	Where    map[string]Condition `yaml:"where"`    // and each hole's value as said; holes an alternative doesn't have are passed over
	Paths    string               `yaml:"paths"`    // and the file's path matches this RE2
	Raise    []Level              `yaml:"raise"`    // first that matches too changes the severity
}

// Two holes are bound without standing in a pattern, for their names only: TARGET is what the value goes to (the name
// assigned, the key, the keyword, else the function around), WITHIN is that and every function and class around it.

// A Level is another severity for places that match more.
type Level struct {
	To     finding.Severity     `yaml:"to"`
	Find   Patterns             `yaml:"find"`
	Inside Patterns             `yaml:"inside"`
	Where  map[string]Condition `yaml:"where"`
}

// A Condition constrains what a hole ($X) may have matched, after names are resolved and values folded. All fields
// that are set must hold.
type Condition struct {
	In       []string `yaml:"in"`       // its constant value is one of these, case-insensitive
	NotIn    []string `yaml:"not-in"`   // its constant value is known and is none of these
	Matches  string   `yaml:"matches"`  // RE2 on its constant value
	Avoids   string   `yaml:"avoids"`   // RE2 its constant value must not match
	Name     string   `yaml:"name"`     // RE2 on its identifier, or last property name, in lower case words joined by _: "user_password"
	NotName  string   `yaml:"not-name"` //
	Text     string   `yaml:"text"`     // RE2 on the fixed parts of the string, {} standing for the others
	NotText  string   `yaml:"not-text"` // RE2 these fixed parts must not match
	Is       string   `yaml:"is"`       // built (string put together with a part that isn't constant), constant, literal, dynamic (not constant), function, object, kept (no object made in the same function), pattern (a regular expression), slow (one that can take exponential time), call, environment (falls back to a constant), tainted (holds what a client sent, followed through the function; request is the same), address (begins with what a client sent, so that the client decides the host), agreeing (a function that returns only true, or no error)
	Sink     string   `yaml:"sink"`     // with is: built, dynamic, tainted, address: what it is used for, which says what cleans it: sql, shell, html, path, url, code
	Clean    Patterns `yaml:"clean"`    // with is: built, tainted, address: parts that match don't count
	Tidy     string   `yaml:"tidy"`     // with is: built: parts with such names can't be told, so don't count either
	Less     *float64 `yaml:"less"`     // its constant number is less
	More     *float64 `yaml:"more"`     // its constant number is more
	Secret   bool     `yaml:"secret"`   // its constant value looks like a real credential and not like a placeholder; the value is masked in output
	Contains Patterns `yaml:"contains"` // some expression inside it matches
	Lacks    Patterns `yaml:"lacks"`    // no expression inside it matches
}

// Patterns is one pattern or a list of alternatives.
type Patterns []string

// UnmarshalYAML reads a string, a list, or {either: list}.
func (p *Patterns) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.MappingNode && len(node.Content) == 2 && node.Content[0].Value == "either" {
		node = node.Content[1]
	}
	if node.Kind == yaml.ScalarNode {
		*p = Patterns{node.Value}
		return nil
	}
	var list []string
	if err := node.Decode(&list); err != nil {
		return fmt.Errorf("line %d: want a pattern or a list of patterns", node.Line)
	}
	*p = list
	return nil
}

// A Tree says what a rule examines in configuration: for each node that Select finds and all of When hold for, any of
// Bad makes a failure, otherwise it is evidence for a pass. What depends on a template or variable is neither: it is
// passed over in silence, or, with Unsure, for review.
//
// A path is keys joined by dots. `a|b` is either key, `*` any key or item, `**` any depth; a key that holds dots stands
// in quotes. The items of a list are passed through by a plain key, so `containers.image` finds the image of each
// container and `Statement.Action` is found whether Statement is a list or not. In HCL a block's labels follow its type
// (resource.aws_s3_bucket.*); in nginx and Dockerfile keys are directives and instructions (http.server.listen,
// stage.RUN). A path that starts with `^.` looks in every block around the subject instead of inside it.
type Tree struct {
	Select  string      `yaml:"select"`
	Also    []string    `yaml:"also"`    // further paths to the same kind of subject
	When    []Assertion `yaml:"when"`    // all must hold
	Bad     []Assertion `yaml:"bad"`     // any makes a failure
	Absent  bool        `yaml:"absent"`  // with Bad unset: a subject that When holds for is itself the failure
	Last    bool        `yaml:"last"`    // only the last subject of a file counts: the final stage of a Dockerfile
	Unsure  bool        `yaml:"unsure"`  // what can't be told is for review, once a file, at low severity or below
	Partner *Partner    `yaml:"partner"` // the failure is that no partner exists anywhere in the same folder
}

// A Partner is another node that must exist beside a subject: an aws_s3_bucket_versioning for an aws_s3_bucket.
type Partner struct {
	Select string      `yaml:"select"`
	Refers string      `yaml:"refers"` // path in the partner whose expression must name the subject; empty: any partner will do
	When   []Assertion `yaml:"when"`
}

// An Assertion is a statement about the nodes at a path below a subject. All fields that are set must hold, and hold
// of one and the same node; where several nodes stand at the path, one is enough. But NotIn and Avoids alone must hold
// of every one of them: they say that nothing there has such a value. The values of a list are those of its items.
type Assertion struct {
	Path    string      `yaml:"path"`    // "" the subject itself
	Arg     *int        `yaml:"arg"`     // look at this argument (label, word) of the node instead of its value
	Key     string      `yaml:"key"`     // RE2 on the node's key
	Exists  *bool       `yaml:"exists"`  // false: nothing stands at the path
	Last    bool        `yaml:"last"`    // only the last node at the path counts: the USER that is in force
	In      []string    `yaml:"in"`      // value, case-insensitive
	NotIn   []string    `yaml:"not-in"`  // known value
	Matches string      `yaml:"matches"` // RE2 on the value, or on an instruction's whole text
	Avoids  string      `yaml:"avoids"`  //
	Less    *float64    `yaml:"less"`
	More    *float64    `yaml:"more"`
	Written bool        `yaml:"written"` // look at the text as written, also where it is a template or an expression
	Secret  bool        `yaml:"secret"`  // as in Condition; the name is the node's key, or a sibling `name`
	Weak    bool        `yaml:"weak"`    // a secret by its name, and a stock or placeholder value
	Missing bool        `yaml:"missing"` // with In, Matches, Less…: nothing at the path counts as holding too, for insecure defaults
	All     []Assertion `yaml:"all"`     // all of these hold of the node
	Either  []Assertion `yaml:"either"`  // one of these holds of the node
}

// A Control is something that should be true of a deployment.
type Control struct {
	ID         string              `yaml:"id"`
	Title      string              `yaml:"title"`
	Looks      string              `yaml:"looks"`    // what is looked for, a sentence
	Absent     string              `yaml:"absent"`   // when it does not apply, as a clause: "no network-facing route"; empty: it always applies
	Applies    []string            `yaml:"applies"`  // applies, whatever its own rules find, where there are: endpoints, logins, secrets, deployment
	Person     string              `yaml:"person"`   // what is left to a person
	Attested   bool                `yaml:"attested"` // nothing in a repository can answer it: manual until a person attests
	Evidence   bool                `yaml:"evidence"` // a pass needs positive evidence (a pass finding), not just the lack of failures
	Children   []string            `yaml:"children"` // a roll-up of these controls
	Cadence    string              `yaml:"cadence"`  // "90d", "continuous"
	References map[string][]string `yaml:"references"`
	Why        string              `yaml:"why"`

	File string `yaml:"-"`
}

// A Profile is a checklist, empty.
type Profile struct {
	ID        string     `yaml:"id"`
	Title     string     `yaml:"title"`
	Summary   string     `yaml:"summary"`
	Items     []string   `yaml:"items"`     // controls, in order
	Conflicts []Conflict `yaml:"conflicts"` // where a guide contradicts a standard
	Off       []string   `yaml:"off"`       // rules this profile doesn't hold against a deployment

	File string `yaml:"-"`
}

// A Conflict is a point on which a guide and a standard disagree, and what this profile does about it.
type Conflict struct {
	Control  string `yaml:"control"`
	Guide    string `yaml:"guide"`
	Standard string `yaml:"standard"`
	Decision string `yaml:"decision"`
}

// A Set is all of them, each list sorted by id.
type Set struct {
	Rules    []Rule
	Controls []Control
	Profiles []Profile
}

// Rule finds a rule by id.
func (s *Set) Rule(id string) (*Rule, bool) {
	i, ok := slices.BinarySearchFunc(s.Rules, id, func(r Rule, id string) int { return compare(r.ID, id) })
	if !ok {
		return nil, false
	}
	return &s.Rules[i], true
}

// Control finds a control by id.
func (s *Set) Control(id string) (*Control, bool) {
	i, ok := slices.BinarySearchFunc(s.Controls, id, func(c Control, id string) int { return compare(c.ID, id) })
	if !ok {
		return nil, false
	}
	return &s.Controls[i], true
}

// Profile finds a profile by id.
func (s *Set) Profile(id string) (*Profile, bool) {
	i, ok := slices.BinarySearchFunc(s.Profiles, id, func(p Profile, id string) int { return compare(p.ID, id) })
	if !ok {
		return nil, false
	}
	return &s.Profiles[i], true
}

// Of gives the rules that a check runs.
func (s *Set) Of(check string) []Rule {
	var mine []Rule
	for _, r := range s.Rules {
		if r.Check == check {
			mine = append(mine, r)
		}
	}
	return mine
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
