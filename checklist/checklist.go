// Package checklist turns findings and attestations into answered items.
package checklist

import (
	"slices"
	"time"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// Status is an item's answer.
type Status string

// The statuses.
const (
	Pass   Status = "pass"
	Fail   Status = "fail"
	NA     Status = "na"
	Manual Status = "manual"
)

// A Checklist is a profile, answered.
type Checklist struct {
	Profile    *rules.Profile
	Items      []Item
	Findings   []finding.Finding // active failures and reviews, of every rule, whether or not an item of this profile asks
	Suppressed []finding.Finding
	Gaps       []finding.Gap
	Loosened   []string // what settings inside the scanned tree take away from the scan
	Notes      []string // what a reader must know: conflicts between guide and standard
	Endpoints  []finding.Endpoint
	Stats      finding.Stats
	Unasked    int    // how many of Findings are failures, above a note, of rules that are evidence for no item
	Part       string // what was read when it isn't the whole tree: "3 staged files"
}

// KeepFailures drops every answer but the failures: the others speak of a whole that wasn't read.
func (c *Checklist) KeepFailures(part string) {
	c.Part = part
	c.Items = slices.DeleteFunc(c.Items, func(i Item) bool { return i.Status != Fail })
}

// An Item is one line of a checklist.
type Item struct {
	Control     *rules.Control
	Status      Status
	Reason      string            // one clause that says why: "3 of 61 endpoints have no limiter"
	Evidence    []finding.Finding // failures first, then reviews, then passes
	Examined    int               // subjects examined by its rules
	Searched    []string          // what was looked for, for na and for a pass by absence
	Gaps        []finding.Gap     // those that held up a pass
	Figures     []string
	Attestation *Attestation
}

// An Attestation is a person's word for what no tool can see. It answers a manual item and never overrides a failure.
type Attestation struct {
	Control  string    `yaml:"control" json:"control"`
	By       string    `yaml:"by" json:"by"` // a role, with or without a name
	Date     time.Time `yaml:"date" json:"date"`
	Expires  time.Time `yaml:"expires" json:"expires"`
	Evidence string    `yaml:"evidence" json:"evidence"` // a link, document or ticket
	At       string    `yaml:"-" json:"at"`              // ".seaworthy.yaml:12"
}

// Count gives the number of items with a status.
func (c *Checklist) Count(s Status) int {
	n := 0
	for _, item := range c.Items {
		if item.Status == s {
			n++
		}
	}
	return n
}
