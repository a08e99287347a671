// Package finding holds the words all stages share: what was seen at one place, and what could not be examined.
package finding

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/seaworthy-dev/seaworthy/source"
)

// Kind says what a finding states, in SARIF's words.
type Kind uint8

// The kinds of finding.
const (
	Fail   Kind = iota // the rule is broken here
	Pass               // the rule was examined here and holds: evidence for a pass
	Review             // a person must look: nothing could be proven
)

// String gives the kind's name.
func (k Kind) String() string { return [...]string{"fail", "pass", "review"}[k] }

// MarshalText makes a Kind a word in JSON.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Severity ranks the harm of a failure.
type Severity uint8

// The severities, mildest first. A Note never fails an item.
const (
	Note Severity = iota
	Low
	Medium
	High
	Critical
)

var severityNames = [...]string{"note", "low", "medium", "high", "critical"}

// String gives the severity's name.
func (s Severity) String() string { return severityNames[s] }

// MarshalText makes a Severity a word in JSON and YAML.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a severity's name.
func (s *Severity) UnmarshalText(text []byte) error {
	for i, name := range severityNames {
		if name == string(text) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("unknown severity %q: use one of %s", text, strings.Join(severityNames[:], ", "))
}

// Confidence says how sure a finding is.
type Confidence uint8

// The confidences.
const (
	LowConfidence Confidence = iota
	MediumConfidence
	HighConfidence
)

var confidenceNames = [...]string{"low", "medium", "high"}

// String gives the confidence's name.
func (c Confidence) String() string { return confidenceNames[c] }

// MarshalText makes a Confidence a word in JSON and YAML.
func (c Confidence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a confidence's name.
func (c *Confidence) UnmarshalText(text []byte) error {
	for i, name := range confidenceNames {
		if name == string(text) {
			*c = Confidence(i)
			return nil
		}
	}
	return fmt.Errorf("unknown confidence %q: use one of %s", text, strings.Join(confidenceNames[:], ", "))
}

// A Finding is one statement about one place.
type Finding struct {
	Rule       string       `json:"rule"`
	Kind       Kind         `json:"kind"`
	Severity   Severity     `json:"severity"`
	Confidence Confidence   `json:"confidence"`
	Message    string       `json:"message"`
	At         source.Span  `json:"at"`
	Snippet    Snippet      `json:"snippet,omitzero"`
	Related    []Related    `json:"related,omitempty"`
	Flow       bool         `json:"flow,omitempty"` // Related are the steps from where a value comes from to here, in order
	Fix        string       `json:"fix,omitempty"`
	Subject    string       `json:"subject,omitempty"` // what the finding is about when a place isn't its identity: "POST /login"
	Suppressed *Suppression `json:"suppressed,omitempty"`

	// Hide lists byte ranges of the file that hold secret values. scan masks them in every snippet and
	// message about that file, whichever check wrote it; nothing after scan ever sees them.
	Hide []Range `json:"-"`
}

// A Range is a stretch of a file's bytes, End exclusive.
type Range struct{ Start, End int }

// A Snippet is the code line a finding points at, safe to print but for control characters.
type Snippet struct {
	Text  string `json:"text,omitempty"`  // at most about 200 bytes around the place
	Caret int    `json:"caret,omitempty"` // byte offset in Text where the place starts
	Width int    `json:"width,omitempty"` // bytes of Text the place covers
}

// Related is a second place that explains a finding.
type Related struct {
	Message string      `json:"message"`
	At      source.Span `json:"at"`
}

// A Suppression is the reason an accepted finding no longer counts.
type Suppression struct {
	Reason  string    `json:"reason"`
	By      string    `json:"by"`                // where it stands: ".seaworthy.yaml:12", "gitleaks:allow at app.py:3"
	Expires time.Time `json:"expires,omitzero"`  // zero: never
	Foreign bool      `json:"foreign,omitempty"` // written in another tool's notation inside the scanned repository
}

// Compare orders findings as reports show them: by place, then rule, then message.
func Compare(a, b Finding) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Message, b.Message))
}

// A Gap is something nobody could examine. It turns the items that depend on it to manual.
type Gap struct {
	Path   string `json:"path"`
	Line   int    `json:"line,omitempty"`
	Check  string `json:"check,omitempty"`  // the check that was defeated; empty: all that would read the file
	Kind   string `json:"kind,omitempty"`   // language or format of the file: "typescript", "nginx"; empty: any
	Reason string `json:"reason"`           // one of the Reason constants
	Detail string `json:"detail,omitempty"` // what to know or do, one sentence
	Minor  bool   `json:"minor,omitempty"`  // listed and counted, but too far from what is deployed to hold up an item (tests, fixtures)
}

// Reasons for a gap.
const (
	Unreadable     = "unreadable" // the system refused to open or read it
	TooLarge       = "too-large"  // over the size limit
	TooDeep        = "too-deep"   // nested beyond the depth limit
	Malformed      = "malformed"  // the parser could not make sense of it
	TooSlow        = "too-slow"   // over the time budget
	Panicked       = "panic"      // a check crashed on it
	Pointer        = "lfs-pointer"
	Unresolved     = "unresolved" // the code can't be followed past here
	Encrypted      = "encrypted"
	Escapes        = "symlink-escape"
	Stale          = "stale"           // a database too old to answer
	Missing        = "missing"         // something needed is not there
	Interrupted    = "interrupted"     // the scan was stopped before it was done
	Skipped        = "skipped"         // left out by configuration
	UnreadRule     = "unread-rule"     // a rule of --rules that can't be run
	UnreadLanguage = "unread-language" // code in a language that no check reads
)

// Compare orders gaps by path, line, check and reason.
func (g Gap) Compare(h Gap) int {
	return cmp.Or(cmp.Compare(g.Path, h.Path), cmp.Compare(g.Line, h.Line), cmp.Compare(g.Check, h.Check), cmp.Compare(g.Reason, h.Reason), cmp.Compare(g.Detail, h.Detail))
}

// A Result is all that one scan saw. Slices are in the order of their Compare functions.
type Result struct {
	Findings  []Finding
	Gaps      []Gap
	Examined  map[string]int // rule id: how many subjects it examined
	Figures   []Figure       // what a check measured, for the report: "rate limited: 41 of 57 endpoints"
	Endpoints []Endpoint     // every HTTP endpoint found, by service, path, method
	Stats     Stats
}

// An Endpoint is one HTTP route and what covers it. Method is ANY where every method is meant.
type Endpoint struct {
	Service   string             `json:"service"`
	Method    string             `json:"method"`
	Path      string             `json:"path"`
	File      string             `json:"file"`
	Line      int                `json:"line"`
	Framework string             `json:"framework"`
	Class     string             `json:"class"`    // api, authn, admin, health, static, docs, webhook
	Controls  map[string]Verdict `json:"controls"` // auth, ratelimit, validation, cors, headers, csrf, logging
}

// A Verdict says whether a control reaches an endpoint.
type Verdict string

// The verdicts. Uncovered needs a closed world: every step from the service's root to the route was resolved.
const (
	Covered     Verdict = "covered"
	Conditional Verdict = "conditional" // only in some environments or by another way in
	Optional    Verdict = "optional"    // auth: a principal is set when there is one, nobody is refused
	Inert       Verdict = "inert"       // present but without effect
	Unproven    Verdict = "unknown"
	Uncovered   Verdict = "uncovered"
	Attested    Verdict = "attested"
)

// A Figure is a measured coverage that an item shows beside its verdict.
type Figure struct {
	Control string `json:"control"`
	Text    string `json:"text"`
}

// Stats counts what was read.
type Stats struct {
	Files     int            `json:"files"`     // read and looked at
	Bytes     int64          `json:"bytes"`     // of those
	Binary    int            `json:"binary"`    // recognised as binary and left alone
	Ignored   int            `json:"ignored"`   // left out by excludes
	Links     int            `json:"links"`     // symbolic links not followed
	Special   int            `json:"special"`   // FIFOs, sockets, devices
	Languages map[string]int `json:"languages"` // files of each language or format that checks could read
	Elapsed   time.Duration  `json:"-"`         // wall time; not part of the machine formats, which are the same for the same tree
}
