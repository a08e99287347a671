package endpoints

import (
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// A question is what one rule asks of endpoints.
type question struct {
	rule    string
	control string
	asks    func(*endpoint) bool    // which endpoints it is about
	whole   string                  // of a service where none is covered: %s endpoints of %s
	single  string                  // of one endpoint; %s "POST /login"
	grave   func(ep *endpoint) bool // raises the severity to high
	figure  string                  // "rate limited"
	on      string                  // the control the figure stands beside
}

func nobody(*endpoint) bool { return false }

func authn(ep *endpoint) bool { return ep.Class == classAuthn }

var questions = []question{
	{"rate-limit-missing", controlRate, func(ep *endpoint) bool { return !excused(ep.Class) }, "nothing in this repository limits how often %s of %s may be called", "`%s` may be called as often as anyone likes", authn, "rate limited", "rate-limit-endpoints"},
	{"auth-missing", controlAuth, sensitive, "anyone may call %s of %s", "`%s` answers anyone", nobody, "authentication required", "auth-sensitive-endpoints"},
	{"security-headers-missing", controlHeaders, func(ep *endpoint) bool { return ep.Class != classWebhook }, "nothing in this repository sets security headers on %s of %s", "responses of `%s` carry no security headers", nobody, "security headers", "security-headers"},
	{"unvalidated-input", controlValidation, takesInput, "input of any shape gets to %s of %s", "`%s` takes its input as it comes", nobody, "input checked against a type or schema", "input-validation"},
}

// report turns verdicts into findings, figures and counts.
func (c *Check) report(m *model, _ scan.Repo) scan.Outcome {
	o := scan.Outcome{Gaps: m.gaps, Examined: map[string]int{}}
	for _, s := range m.services {
		for _, ep := range s.endpoints {
			o.Endpoints = append(o.Endpoints, ep.Endpoint)
		}
	}
	o.Endpoints = append(o.Endpoints, m.fileRoutes...)
	for _, q := range questions {
		rule, ok := c.set.Rule(q.rule)
		if !ok {
			continue
		}
		t := tally{question: q, rule: rule, public: c.public}
		for _, s := range m.services {
			t.service(s)
		}
		t.unread(len(m.fileRoutes))
		o.Findings = append(o.Findings, t.findings...)
		o.Examined[q.rule] += t.asked
		if t.asked > 0 {
			o.Figures = append(o.Figures, finding.Figure{Control: q.on, Text: t.figure()})
		}
	}
	o.Findings = append(o.Findings, c.late(m)...)
	o.Findings = append(o.Findings, c.inert(m)...)
	o.Figures = append(o.Figures, corsFigure(m)...)
	o.Figures = append(o.Figures, layersFigure(m)...)
	return o
}
