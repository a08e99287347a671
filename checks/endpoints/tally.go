package endpoints

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A tally is one question asked of every service.
type tally struct {
	question
	rule       *rules.Rule
	public     []string
	findings   []finding.Finding
	asked      int
	counts     map[finding.Verdict]int
	production int
	outside    int // endpoints that exist outside production only
	excused    int
	declared   int
}

func (t *tally) unread(n int) {
	if n > 0 && t.control != controlValidation {
		t.asked += n
		t.count(finding.Unproven, n)
	}
}

func (t *tally) count(v finding.Verdict, n int) {
	if t.counts == nil {
		t.counts = map[finding.Verdict]int{}
	}
	t.counts[v] += n
}

func (t *tally) service(s *service) {
	var asked, outside []*endpoint
	for _, ep := range s.endpoints {
		switch {
		case !t.asks(ep):
			if t.control == controlRate {
				t.excused++
			}
		case t.control == controlAuth && declaredPublic(t.public, ep):
			t.declared++
		case ep.when == elsewhere:
			t.outside++
			outside = append(outside, ep)
		default:
			asked = append(asked, ep)
		}
	}
	t.asked += len(asked)
	by := map[finding.Verdict][]*endpoint{}
	for _, ep := range asked {
		a := ep.answers[t.control]
		by[a.verdict] = append(by[a.verdict], ep)
		t.count(a.verdict, 1)
		if a.verdict == finding.Conditional && a.when == inProduction {
			t.production++
		}
	}
	if whole := t.failures(s, by); !whole {
		t.remarks(s, outside)
	}
	t.reviews(s, slices.Concat(by[finding.Unproven], by[finding.Optional], switched(by[finding.Conditional], t.control)))
	t.passes(s, by[finding.Covered])
}

// switched keeps the endpoints whose control hangs on more than being in production.
func switched(eps []*endpoint, control string) []*endpoint {
	var kept []*endpoint
	for _, ep := range eps {
		if ep.answers[control].when != inProduction {
			kept = append(kept, ep)
		}
	}
	return kept
}

// failures: a control missing from a whole service is one finding where the service is made; else one an endpoint.
// Endpoints that a late limiter was meant for are told by the rule about that.
func (t *tally) failures(s *service, by map[finding.Verdict][]*endpoint) (whole bool) {
	var missing []*endpoint
	for _, ep := range by[finding.Uncovered] {
		if len(ofControl(ep.late, t.control)) == 0 || t.control != controlRate {
			missing = append(missing, ep)
		}
	}
	switch {
	case len(missing) == 0:
	case len(by[finding.Covered])+len(by[finding.Conditional]) == 0 && len(missing) == len(by[finding.Uncovered]):
		f := t.finding(finding.Fail, s, s.node.at, s.name, fmt.Sprintf(t.whole, all(len(missing), t.noun()), "`"+s.name+"`"))
		f.Related = related(missing)
		if slices.ContainsFunc(missing, t.grave) {
			f.Severity = max(f.Severity, finding.High)
		}
		t.findings = append(t.findings, f)
		return true
	default:
		for _, ep := range missing {
			f := t.missing(s, ep)
			switch {
			case t.grave(ep):
				f.Severity = max(f.Severity, finding.High)
			case t.control == controlRate: // where some have a limit, someone chose which
				f.Severity = min(f.Severity, finding.Low)
			}
			t.findings = append(t.findings, f)
		}
	}
	return false
}

func (t *tally) missing(s *service, ep *endpoint) finding.Finding {
	return t.finding(finding.Fail, s, ep.at, ep.subject(), fmt.Sprintf(t.single, ep.Method+" "+ep.Path))
}

// remarks: what is open on a developer's machine only is worth a note, and no item fails by it.
func (t *tally) remarks(s *service, outside []*endpoint) {
	for _, ep := range outside {
		if ep.answers[t.control].verdict != finding.Uncovered {
			continue
		}
		f := t.missing(s, ep)
		f.Severity = finding.Note
		f.Message += ", outside production"
		t.findings = append(t.findings, f)
	}
}

// reviews: one for each line that defeated us.
func (t *tally) reviews(s *service, eps []*endpoint) {
	groups := grouped(eps, t.control)
	if t.control == controlValidation { // decided at each handler: one line for all that share a reason
		groups = byReason(groups)
	}
	for _, g := range groups {
		why := g.why
		if why == "" {
			why = "the code can't be followed here"
		}
		message := fmt.Sprintf("can't tell whether %s: %s", t.hopes(g.endpoints), why)
		switch g.verdict {
		case finding.Optional:
			message = fmt.Sprintf("strangers reach %s: %s", named(g.endpoints), why)
		case finding.Conditional:
			message = fmt.Sprintf("%s only under a condition: %s", t.hopes(g.endpoints), why)
		}
		f := t.finding(finding.Review, s, g.at, s.name, message)
		f.Related = related(g.endpoints)
		t.findings = append(t.findings, f)
	}
}

// hopes says of endpoints what the rule wants of them. A single one is named.
func (t *tally) hopes(eps []*endpoint) string {
	is := map[string]string{controlRate: "rate limited", controlAuth: "closed to strangers", controlHeaders: "answered with security headers", controlValidation: "checked for the shape of input"}[t.control]
	if len(eps) == 1 {
		return named(eps) + " is " + is
	}
	return fmt.Sprintf("%d endpoints are %s", len(eps), is)
}

func named(eps []*endpoint) string {
	if len(eps) == 1 {
		return "`" + eps[0].Method + " " + eps[0].Path + "`"
	}
	return counted(len(eps), "sensitive endpoint")
}

const maxPasses = 10

func (t *tally) passes(s *service, eps []*endpoint) {
	groups := grouped(eps, t.control)
	if t.control == controlValidation && len(eps) > 0 { // decided at each handler: one line for all
		groups = []*group{{at: s.node.at, why: eps[0].answers[t.control].why, endpoints: eps}}
	}
	for i, g := range groups {
		if i == maxPasses {
			return
		}
		f := t.finding(finding.Pass, s, g.at, s.name, fmt.Sprintf("%s: %s", t.hopes(g.endpoints), g.why))
		f.Fix = ""
		t.findings = append(t.findings, f)
	}
}

func (t *tally) finding(kind finding.Kind, s *service, at source.Span, subject, message string) finding.Finding {
	return finding.Finding{Rule: t.rule.ID, Kind: kind, Severity: t.rule.Severity, Confidence: t.rule.Confidence, Message: message, At: at, Fix: s.node.framework.fix(t.rule), Subject: subject}
}

func (t *tally) noun() string {
	if t.control == controlAuth {
		return "sensitive endpoint"
	}
	return "endpoint"
}

// figure says how far a control reaches: "rate limited: 41 of 57 endpoints (4 only in production, 2 unknown)".
func (t *tally) figure() string {
	var notes []string
	note := func(n int, what string) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf("%d %s", n, what))
		}
	}
	note(t.production, "only in production")
	note(t.counts[finding.Conditional]-t.production, "only under a condition")
	note(t.counts[finding.Unproven], "unknown")
	note(t.counts[finding.Optional], "optional")
	note(t.counts[finding.Inert], "without effect")
	note(t.outside, "only outside production")
	note(t.excused, "health, static, docs and webhook excused")
	note(t.declared, "declared public")
	text := fmt.Sprintf("%s: %d of %s", t.question.figure, t.counts[finding.Covered]+t.counts[finding.Conditional], counted(t.asked, "endpoint"))
	if t.control == controlAuth {
		text = strings.Replace(text, " endpoint", " sensitive endpoint", 1)
	}
	if len(notes) > 0 {
		text += " (" + strings.Join(notes, ", ") + ")"
	}
	return text
}

// all speaks of several as a whole: "the 3 endpoints".
func all(n int, noun string) string {
	if n == 1 {
		return "the " + noun
	}
	return "the " + counted(n, noun)
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
