package checklist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// Options change how a checklist is answered.
type Options struct {
	Strict bool // an expired attestation fails its item instead of leaving it to a person
	// Ran tells which rules were run; nil: all of them. An item none of whose rules ran is left out, and one of which only
	// some did can fail but not pass.
	Ran func(rule string) bool
}

// Evaluate answers every item of a profile from what a scan saw and what people attested. now is the clock that
// attestations expire by.
func Evaluate(profile *rules.Profile, set *rules.Set, result finding.Result, attestations []Attestation, now time.Time, options Options) Checklist {
	e := evaluation{
		set: set, result: result, now: now, options: options,
		rules: rulesByControl(profile, set), findings: map[string][]finding.Finding{},
		attestations: map[string][]Attestation{}, answers: map[string]Item{},
	}
	list := Checklist{Profile: profile, Gaps: result.Gaps, Endpoints: result.Endpoints, Stats: result.Stats}
	for _, f := range result.Findings {
		if slices.Contains(profile.Off, f.Rule) {
			continue
		}
		e.findings[f.Rule] = append(e.findings[f.Rule], f)
		switch {
		case f.Kind == finding.Pass:
		case f.Suppressed != nil:
			list.Suppressed = append(list.Suppressed, f)
		default:
			list.Findings = append(list.Findings, f)
		}
	}
	for _, a := range attestations {
		e.attestations[a.Control] = append(e.attestations[a.Control], a)
	}
	for _, id := range profile.Items {
		control, ok := set.Control(id)
		if !ok {
			list.Notes = append(list.Notes, fmt.Sprintf("profile %s names control %s, which does not exist", profile.ID, id))
			continue
		}
		if e.asked(control, 0) {
			list.Items = append(list.Items, e.answer(control))
		}
	}
	list.Notes = append(list.Notes, e.notes(profile)...)
	return list
}

func rulesByControl(profile *rules.Profile, set *rules.Set) map[string][]*rules.Rule {
	byControl := map[string][]*rules.Rule{}
	for i := range set.Rules {
		rule := &set.Rules[i]
		if slices.Contains(profile.Off, rule.ID) {
			continue
		}
		for _, id := range rule.Controls {
			byControl[id] = append(byControl[id], rule)
		}
	}
	return byControl
}

// notes tell which side the profile takes where a guide contradicts a standard, unless the item doesn't apply, and what
// it doesn't look at.
func (e *evaluation) notes(profile *rules.Profile) []string {
	var notes []string
	for _, c := range profile.Conflicts {
		if status := e.answers[c.Control].Status; status != NA && status != "" {
			notes = append(notes, fmt.Sprintf("%s: the guide says %s, but %s; %s", c.Control, c.Guide, c.Standard, c.Decision))
		}
	}
	if len(profile.Off) > 0 {
		notes = append(notes, fmt.Sprintf("profile %s leaves out %s", profile.ID, strings.Join(profile.Off, ", ")))
	}
	return notes
}

// An evaluation is the working state of one Evaluate: what was seen and said, by rule and by control.
type evaluation struct {
	set          *rules.Set
	result       finding.Result
	now          time.Time
	options      Options
	rules        map[string][]*rules.Rule
	findings     map[string][]finding.Finding
	attestations map[string][]Attestation
	answers      map[string]Item
}

// answer gives the item of a control, once: a child may stand on the checklist beside its roll-up.
func (e *evaluation) answer(control *rules.Control) Item {
	if item, ok := e.answers[control.ID]; ok {
		return item
	}
	// Stands while the children are answered, so that a roll-up of itself ends.
	e.answers[control.ID] = Item{Control: control, Status: Manual, Reason: "is a roll-up of itself"}
	var item Item
	if len(control.Children) > 0 {
		item = e.rollUp(control)
	} else {
		item = e.judge(control)
	}
	if item.Status == Manual {
		e.attest(&item)
	}
	e.answers[control.ID] = item
	return item
}

// judge answers an item from its own rules, leaving attestations aside. The order of its questions is the product's
// promise: a failure outweighs all, and nothing unexamined passes.
func (e *evaluation) judge(control *rules.Control) Item {
	item := Item{Control: control}
	own := e.rules[control.ID]
	seen := e.gather(&item, own)
	item.Status, item.Reason = Manual, ""
	switch {
	case len(seen.failed) > 0:
		item.Status, item.Reason = Fail, e.places(seen.failed)
	case e.partly(own):
		item.Reason = "only some of its rules were run"
	case len(item.Gaps) > 0:
		item.Reason = gapReason(item.Gaps)
	case control.Attested:
		item.Reason = "a person must " + cmp.Or(control.Person, "answer this: nothing in a repository can")
	case len(own) == 0:
		item.Reason = "nothing in seaworthy looks for this yet"
	case len(seen.review) > 0:
		item.Reason = "a person must look: " + e.places(seen.review)
	case item.Examined == 0 && seen.passes == 0 && control.Absent != "" && !e.applies(control):
		item.Status, item.Reason = NA, control.Absent+"; "+e.searched(own)
	case item.Examined == 0 && seen.passes == 0:
		item.Reason = "nothing to judge it by; " + e.searched(own)
	case control.Evidence && seen.passes == 0:
		item.Reason = "nothing bad was found, but nothing that shows it is done either"
	default:
		item.Status, item.Reason = Pass, passReason(&item, seen)
	}
	if seen.accepted > 0 {
		item.Reason += fmt.Sprintf(" (%d accepted)", seen.accepted)
	}
	return item
}

// asked tells whether any rule behind a control was run, or none was left out.
func (e *evaluation) asked(control *rules.Control, depth int) bool {
	if e.options.Ran == nil {
		return true
	}
	if slices.ContainsFunc(e.rules[control.ID], func(r *rules.Rule) bool { return e.options.Ran(r.ID) }) {
		return true
	}
	return slices.ContainsFunc(control.Children, func(id string) bool {
		child, ok := e.set.Control(id)
		return ok && depth < 8 && e.asked(child, depth+1)
	})
}

// partly tells whether a rule was left out.
func (e *evaluation) partly(own []*rules.Rule) bool {
	return e.options.Ran != nil && slices.ContainsFunc(own, func(r *rules.Rule) bool { return !e.options.Ran(r.ID) })
}

// deployed names the kinds of file that only a deployment has.
var deployed = []string{"dockerfile", "compose", "kubernetes", "helm", "terraform", "cloudformation", "nginx"}

// applies tells whether the tree holds something that a control is always about, so that finding none of what its rules
// look for isn't proof that it doesn't apply.
func (e *evaluation) applies(control *rules.Control) bool {
	return slices.ContainsFunc(control.Applies, func(where string) bool {
		switch where {
		case "endpoints":
			return len(e.result.Endpoints) > 0
		case "logins":
			return slices.ContainsFunc(e.result.Endpoints, func(p finding.Endpoint) bool { return p.Class == "authn" })
		case "secrets":
			return slices.ContainsFunc(e.result.Findings, func(f finding.Finding) bool {
				rule, ok := e.set.Rule(f.Rule)
				return ok && rule.Check == "secrets"
			})
		case "deployment":
			return slices.ContainsFunc(deployed, func(kind string) bool { return e.result.Stats.Languages[kind] > 0 })
		}
		return false
	})
}

// sight sorts the findings of one item by what they mean for its answer.
type sight struct {
	failed, review   []finding.Finding
	passes, accepted int
}

// gather fills in an item's evidence, figures, searches and gaps.
func (e *evaluation) gather(item *Item, own []*rules.Rule) sight {
	var seen sight
	for _, rule := range own {
		item.Examined += e.result.Examined[rule.ID]
		if rule.Looks != "" && !slices.Contains(item.Searched, rule.Looks) {
			item.Searched = append(item.Searched, rule.Looks)
		}
		for _, f := range e.findings[rule.ID] {
			seen.add(f)
			if f.Suppressed == nil {
				item.Evidence = append(item.Evidence, f)
			}
		}
	}
	slices.SortStableFunc(item.Evidence, byWeight)
	slices.SortStableFunc(seen.failed, byWeight)
	slices.SortStableFunc(seen.review, byWeight)
	for _, figure := range e.result.Figures {
		if figure.Control == item.Control.ID {
			item.Figures = append(item.Figures, figure.Text)
		}
	}
	for _, gap := range e.result.Gaps {
		if holdsUp(gap, own) {
			item.Gaps = append(item.Gaps, gap)
		}
	}
	return seen
}

func (s *sight) add(f finding.Finding) {
	switch {
	case f.Kind == finding.Pass:
		s.passes++
	case f.Suppressed != nil:
		if f.Kind == finding.Fail {
			s.accepted++
		}
	case f.Severity == finding.Note:
	case f.Kind == finding.Fail:
		s.failed = append(s.failed, f)
	default:
		s.review = append(s.review, f)
	}
}

// byWeight orders evidence as people read it: failures, reviews, passes; the worst of each first.
func byWeight(a, b finding.Finding) int {
	return cmp.Or(cmp.Compare(weight(a.Kind), weight(b.Kind)), cmp.Compare(b.Severity, a.Severity), finding.Compare(a, b))
}

func weight(k finding.Kind) int {
	return map[finding.Kind]int{finding.Fail: 0, finding.Review: 1, finding.Pass: 2}[k]
}

// holdsUp tells whether a gap is about something that one of the rules would have looked at.
func holdsUp(gap finding.Gap, own []*rules.Rule) bool {
	if gap.Minor {
		return false
	}
	return slices.ContainsFunc(own, func(r *rules.Rule) bool {
		if gap.Reason == finding.UnreadLanguage {
			return slices.ContainsFunc(r.Languages, scan.IsCode) // whatever it looks for in code may stand there too
		}
		code := syntax.Named(gap.Kind).Code().String() // of a notebook or component
		reads := gap.Kind == "" || len(r.Languages) == 0 || slices.Contains(r.Languages, gap.Kind) || slices.Contains(r.Languages, code)
		return reads && (gap.Check == "" || gap.Check == r.Check)
	})
}
