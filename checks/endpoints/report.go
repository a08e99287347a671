package endpoints

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
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
	{"rate-limit-missing", controlRate, func(ep *endpoint) bool { return !excused(ep.Class) }, "nothing in this repository limits how often the %s of %s may be called", "`%s` may be called as often as anyone likes", authn, "rate limited", "rate-limit-endpoints"},
	{"auth-missing", controlAuth, sensitive, "%s of %s answer anyone who asks", "`%s` answers anyone", nobody, "authentication required", "auth-sensitive-endpoints"},
	{"security-headers-missing", controlHeaders, func(ep *endpoint) bool { return ep.Class != classWebhook }, "no response of the %s of %s carries security headers set here", "responses of `%s` carry no security headers", nobody, "security headers", "security-headers"},
	{"unvalidated-input", controlValidation, takesInput, "%s of %s take input of any shape", "`%s` takes its input as it comes", nobody, "input checked against a type or schema", "input-validation"},
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

// A tally is one question asked of every service.
type tally struct {
	question
	rule       *rules.Rule
	public     []string
	findings   []finding.Finding
	asked      int
	counts     map[finding.Verdict]int
	production int
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
	var asked []*endpoint
	for _, ep := range s.endpoints {
		switch {
		case !t.asks(ep):
			if t.control == controlRate {
				t.excused++
			}
		case t.control == controlAuth && declaredPublic(t.public, ep):
			t.declared++
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
	t.failures(s, by, len(asked))
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
func (t *tally) failures(s *service, by map[finding.Verdict][]*endpoint, asked int) {
	var missing []*endpoint
	for _, ep := range by[finding.Uncovered] {
		if len(ofControl(ep.late, t.control)) == 0 || t.control != controlRate {
			missing = append(missing, ep)
		}
	}
	switch {
	case len(missing) == 0:
	case len(by[finding.Covered])+len(by[finding.Conditional]) == 0 && len(missing) == len(by[finding.Uncovered]):
		f := t.finding(finding.Fail, s.node.at, s.name, fmt.Sprintf(t.whole, counted(len(missing), t.noun()), "`"+s.name+"`"))
		f.Related = related(missing)
		if !slices.ContainsFunc(missing, func(ep *endpoint) bool { return ep.when != elsewhere }) {
			f.Severity = finding.Note
		} else if slices.ContainsFunc(missing, t.grave) {
			f.Severity = max(f.Severity, finding.High)
		}
		t.findings = append(t.findings, f)
	default:
		for _, ep := range missing {
			f := t.finding(finding.Fail, ep.at, ep.subject(), fmt.Sprintf(t.single, ep.Method+" "+ep.Path))
			switch {
			case ep.when == elsewhere:
				f.Severity = finding.Note
				f.Message += ", outside production"
			case t.grave(ep):
				f.Severity = max(f.Severity, finding.High)
			}
			t.findings = append(t.findings, f)
		}
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
		message := fmt.Sprintf("can't tell whether %s: %s", t.hopes(len(g.endpoints)), why)
		switch g.verdict {
		case finding.Optional:
			message = fmt.Sprintf("requests without a principal reach %s: %s", counted(len(g.endpoints), "sensitive endpoint"), why)
		case finding.Conditional:
			message = fmt.Sprintf("%s only under a condition: %s", t.hopes(len(g.endpoints)), why)
		}
		f := t.finding(finding.Review, g.at, s.name, message)
		f.Related = related(g.endpoints)
		t.findings = append(t.findings, f)
	}
}

func (t *tally) hopes(n int) string {
	is := map[string]string{controlRate: "rate limited", controlAuth: "closed to strangers", controlHeaders: "answered with security headers", controlValidation: "checked for the shape of input"}[t.control]
	if n == 1 {
		return "1 endpoint is " + is
	}
	return fmt.Sprintf("%d endpoints are %s", n, is)
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
		f := t.finding(finding.Pass, g.at, s.name, fmt.Sprintf("%s: %s", t.hopes(len(g.endpoints)), g.why))
		f.Fix = ""
		t.findings = append(t.findings, f)
	}
}

func (t *tally) finding(kind finding.Kind, at source.Span, subject, message string) finding.Finding {
	return finding.Finding{Rule: t.rule.ID, Kind: kind, Severity: t.rule.Severity, Confidence: t.rule.Confidence, Message: message, At: at, Fix: t.rule.Fix, Subject: subject}
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

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// A group is endpoints that share the line which decides.
type group struct {
	at        source.Span
	why       string
	verdict   finding.Verdict
	endpoints []*endpoint
}

func grouped(eps []*endpoint, control string) []*group {
	var groups []*group
	index := map[string]*group{}
	for _, ep := range eps {
		a := ep.answers[control]
		at := a.at
		if at.Start.Line == 0 {
			at = ep.at
		}
		key := fmt.Sprintf("%s:%d:%d %s %s", at.Path, at.Start.Line, at.Start.Column, a.verdict, a.why)
		if index[key] == nil {
			index[key] = &group{at: at, why: a.why, verdict: a.verdict}
			groups = append(groups, index[key])
		}
		index[key].endpoints = append(index[key].endpoints, ep)
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.why, b.why)) })
	return groups
}

// byReason joins the groups that say the same, at the place of the first.
func byReason(groups []*group) []*group {
	var joined []*group
	for _, g := range groups {
		i := slices.IndexFunc(joined, func(j *group) bool { return j.why == g.why && j.verdict == g.verdict })
		if i < 0 {
			joined = append(joined, g)
			continue
		}
		joined[i].endpoints = append(joined[i].endpoints, g.endpoints...)
	}
	return joined
}

func (ep *endpoint) subject() string { return ep.Service + " " + ep.Method + " " + ep.Path }

const maxRelated = 100

func related(eps []*endpoint) []finding.Related {
	var all []finding.Related
	for i, ep := range eps {
		if i == maxRelated {
			break
		}
		all = append(all, finding.Related{Message: ep.Method + " " + ep.Path, At: ep.at})
	}
	return all
}

func ofControl(effects []effect, control string) []effect {
	var kept []effect
	for _, e := range effects {
		if e.control == control {
			kept = append(kept, e)
		}
	}
	return kept
}

// late tells of limiters that are registered after the routes they were meant for.
func (c *Check) late(m *model) []finding.Finding {
	return c.misplaced(m, "limiter-after-routes", func(ep *endpoint) []effect {
		if excused(ep.Class) || ep.answers[controlRate].verdict != finding.Uncovered {
			return nil
		}
		return ofControl(ep.late, controlRate)
	}, "this limiter is registered after %s, which it never sees")
}

// inert tells of limiters that are there and do nothing.
func (c *Check) inert(m *model) []finding.Finding {
	return c.misplaced(m, "limiter-without-effect", func(ep *endpoint) []effect {
		if a := ep.answers[controlRate]; a.verdict == finding.Inert {
			return []effect{{controlRate, inert, a.at, a.why}}
		}
		return nil
	}, "%s not limited, though it looks so: ")
}

func (c *Check) misplaced(m *model, id string, of func(*endpoint) []effect, message string) []finding.Finding {
	rule, ok := c.set.Rule(id)
	if !ok {
		return nil
	}
	var all []finding.Finding
	for _, s := range m.services {
		var groups []*group
		index := map[source.Span]*group{}
		for _, ep := range s.endpoints {
			for _, e := range of(ep) {
				if index[e.at] == nil {
					index[e.at] = &group{at: e.at, why: e.why}
					groups = append(groups, index[e.at])
				}
				index[e.at].endpoints = append(index[e.at].endpoints, ep)
				break
			}
		}
		for _, g := range groups {
			f := finding.Finding{Rule: rule.ID, Kind: finding.Fail, Severity: rule.Severity, Confidence: rule.Confidence, At: g.at, Fix: rule.Fix, Subject: s.name, Related: related(g.endpoints)}
			f.Message = fmt.Sprintf(message, counted(len(g.endpoints), "endpoint"))
			if id == "limiter-without-effect" {
				is := " is"
				if len(g.endpoints) > 1 {
					is = " are"
				}
				f.Message = fmt.Sprintf(message, counted(len(g.endpoints), "endpoint")+is) + g.why
			}
			all = append(all, f)
		}
	}
	return all
}

func corsFigure(m *model) []finding.Figure {
	total, covered := 0, 0
	for _, s := range m.services {
		for _, ep := range s.endpoints {
			total++
			if v := ep.answers[controlCORS].verdict; v == finding.Covered || v == finding.Conditional {
				covered++
			}
		}
	}
	if covered == 0 {
		return nil
	}
	return []finding.Figure{{Control: "cors-restricted", Text: fmt.Sprintf("a CORS policy reaches %d of %s", covered, counted(total, "endpoint"))}}
}

// layersFigure counts the sensitive endpoints that stand behind more than one control.
func layersFigure(m *model) []finding.Figure {
	total, layered := 0, 0
	for _, s := range m.services {
		for _, ep := range s.endpoints {
			if !sensitive(ep) {
				continue
			}
			total++
			if ep.answers[controlAuth].verdict == finding.Covered && ep.answers[controlRate].verdict == finding.Covered {
				layered++
			}
		}
	}
	if total == 0 {
		return nil
	}
	return []finding.Figure{{Control: "defense-in-depth", Text: fmt.Sprintf("behind both authentication and a rate limit: %d of %s", layered, counted(total, "sensitive endpoint"))}}
}

// sensitive endpoints change something or show what isn't everyone's. Logins, health checks and the like are not.
func sensitive(ep *endpoint) bool {
	if ep.Class == classAuthn || excused(ep.Class) {
		return false
	}
	if openByNature(ep.Path) {
		return false
	}
	if ep.Class == classAdmin || slices.Contains([]string{"POST", "PUT", "PATCH", "DELETE", "ANY"}, ep.Method) {
		return true
	}
	for segment := range strings.SplitSeq(strings.ToLower(ep.Path), "/") {
		if slices.Contains([]string{"user", "users", "me", "account", "accounts", "profile", "profiles", "payment", "payments", "billing", "invoice", "invoices", "order", "orders", "customers", "customer", "export", "exports", "internal", "secrets", "private", "settings", "transactions"}, segment) {
			return true
		}
	}
	return false
}

// openByNature tells forms that strangers are meant to send.
func openByNature(p string) bool {
	last := strings.ToLower(p[strings.LastIndexByte(p, '/')+1:])
	return slices.Contains([]string{"contact", "contact-us", "newsletter", "subscribe", "unsubscribe", "callback", "search", "csp-report", "public"}, last)
}

// takesInput: FastAPI only, where the signature says it all.
func takesInput(ep *endpoint) bool {
	if ep.Framework != "fastapi" {
		return false
	}
	return strings.Contains(ep.Path, "{") || ep.Method == "POST" || ep.Method == "PUT" || ep.Method == "PATCH"
}

// declaredPublic tells whether the configuration says that an endpoint is meant to be open.
func declaredPublic(public []string, ep *endpoint) bool {
	for _, entry := range public {
		method, pattern, ok := strings.Cut(strings.TrimSpace(entry), " ")
		if !ok {
			method, pattern = "", entry
		}
		if method != "" && !strings.EqualFold(method, ep.Method) && method != "ANY" {
			continue
		}
		pattern = normalPath(normalExpress(strings.TrimSpace(pattern)))
		if base, star := strings.CutSuffix(pattern, "/*"); star && pathCovers(base, ep.Path) || pattern == ep.Path {
			return true
		}
	}
	return false
}
