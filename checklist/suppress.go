package checklist

import (
	"fmt"
	"time"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/source"
)

// An Acceptance is a person's word that findings of a rule are accepted, with the reason and, better, an end.
type Acceptance struct {
	Rule    string    `yaml:"rule"`
	Path    string    `yaml:"path"` // pattern in .gitignore notation; empty: everywhere
	Reason  string    `yaml:"reason"`
	Expires time.Time `yaml:"expires"`

	At      string `yaml:"-"` // ".seaworthy.yaml:12"
	Foreign bool   `yaml:"-"` // written inside the scanned tree
}

// Suppress marks the failures and reviews that acceptances cover. An expired acceptance covers nothing; it and one that
// matches nothing are spoken of in notes.
func Suppress(findings []finding.Finding, accepted []Acceptance, now time.Time) (notes []string) {
	for _, a := range accepted {
		if !a.Expires.IsZero() && !now.Before(a.Expires) {
			notes = append(notes, fmt.Sprintf("%s: the acceptance of %s expired on %s and no longer counts", a.At, a.Rule, a.Expires.Format(time.DateOnly)))
			continue
		}
		covers, used := source.NewPattern(a.Path), false
		for i := range findings {
			f := &findings[i]
			if f.Rule != a.Rule || f.Kind == finding.Pass || a.Path != "" && !covers.Match(f.At.Path) {
				continue
			}
			used = true
			if f.Suppressed == nil {
				f.Suppressed = &finding.Suppression{Reason: a.Reason, By: a.At, Expires: a.Expires, Foreign: a.Foreign}
			}
		}
		if !used {
			notes = append(notes, fmt.Sprintf("%s: the acceptance of %s matches nothing: remove it", a.At, a.Rule))
		}
	}
	return notes
}
