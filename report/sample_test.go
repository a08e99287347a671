package report_test

import (
	"testing"
	"time"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/report"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/source"
)

// span is one line's stretch of a file.
func span(path string, line, from, to int) source.Span {
	return source.Span{Path: path, Start: source.Place{Line: line, Column: from}, End: source.Place{Line: line, Column: to}}
}

// at is a failure with its code line; the caret stands under the first occurrence of what.
func at(rule string, severity finding.Severity, path string, line int, text string, caret, width int, message, fix string) finding.Finding {
	return finding.Finding{
		Rule: rule, Kind: finding.Fail, Severity: severity, Confidence: finding.HighConfidence, Message: message, Fix: fix,
		At: span(path, line, caret+1, caret+width+1), Snippet: finding.Snippet{Text: text, Caret: caret, Width: width},
	}
}

// sampleRules are three rules of the sample's own; the controls are the product's.
func sampleRules(t testing.TB) *rules.Set {
	t.Helper()
	set, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &rules.Set{Controls: set.Controls, Profiles: set.Profiles, Rules: []rules.Rule{
		{
			ID: "cors-any-origin", Title: "Any website may call this API", Severity: finding.High, Confidence: finding.HighConfidence, CWE: []string{"CWE-942"},
			Controls: []string{"cors-restricted"}, Languages: []string{"typescript"}, Looks: "cross-origin settings", Check: "code",
			Why: "A page that a user visits can call the API with the user's login and read the answer.", Fix: "name the origins you serve",
			Examples: "-- app.ts --\napp.use(cors({ origin: true }))   // want fail\n-- ok.ts --\napp.use(cors({ origin: \"https://a.example\" }))\n",
		},
		{
			ID: "plain-http-url", Title: "Data is sent in the clear", Severity: finding.Medium, Confidence: finding.MediumConfidence, CWE: []string{"CWE-319"},
			Controls: []string{"tls-everywhere"}, Languages: []string{"python", "typescript"}, Looks: "addresses of other machines", Check: "code",
			Why: "Whoever is on the way can read and change it.", Fix: "use https",
		},
		{
			ID: "raw-html", Title: "HTML that is not escaped", Severity: finding.High, Confidence: finding.MediumConfidence, CWE: []string{"CWE-79"},
			Controls: []string{"output-encoding"}, Languages: []string{"typescript"}, Looks: "places that write raw HTML", Check: "code",
			Why: "What one user writes runs in the browser of another.",
		},
		{
			ID: "unlimited-endpoint", Title: "Endpoint without a rate limit", Severity: finding.Medium, Confidence: finding.HighConfidence, CWE: []string{"CWE-770"},
			Controls: []string{"rate-limit-endpoints"}, Languages: []string{"typescript"}, Looks: "HTTP endpoints", Check: "endpoints",
			Why: "One machine can try passwords as fast as the server answers.", Fix: "put a limiter before the router",
		},
	}}
}

// sample is a made-up answer of the default profile, with something of everything.
func sample(t testing.TB) (*checklist.Checklist, *rules.Set) {
	t.Helper()
	set := sampleRules(t)
	profile, _ := set.Profile("deployment")
	pass := finding.Finding{Rule: "unlimited-endpoint", Kind: finding.Pass, Confidence: finding.HighConfidence, Message: "`GET /health` is limited", At: span("services/api/src/routes/health.ts", 4, 1, 20)}
	review := at("plain-http-url", finding.Low, "app/settings.py", 20, `BASE = os.environ["BASE"] or "http://" + host`, 29, 16, "this address may be plain http", "")
	review.Kind = finding.Review
	accepted := at("plain-http-url", finding.Medium, "legacy/client.py", 9, `get("http://printer.internal")`, 4, 24, "`http://printer.internal` is spoken to in the clear", "use https")
	accepted.Suppressed = &finding.Suppression{Reason: "printer has no TLS", By: ".seaworthy.yaml:14", Expires: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}
	cors := at("cors-any-origin", finding.Critical, "services/api/src/app.ts", 12, "  app.use(cors({ origin: true, credentials: true }))", 10, 40, "any website can read a logged-in user's data", `name the origins you serve: origin: ["https://app.example.com"]`)
	cors.Related = []finding.Related{{Message: "the cookie that goes along", At: span("services/api/src/session.ts", 3, 1, 9)}}
	findings := []finding.Finding{cors, accepted, review, pass}
	for i, path := range []string{"app/client.py", "app/mail.py", "app/pay.py", "app/sync.py", "app/track.py"} {
		findings = append(findings, at("plain-http-url", finding.Medium, path, 31+i, `    response = session.post("http://pay.example.com/charge", json={"amount": total, "card": card.number, "cvc": card.cvc})`, 28, 31, "`http://pay.example.com` is spoken to in the clear", "use https://"))
	}
	unlimited := at("unlimited-endpoint", finding.Medium, "services/api/src/routes/login.ts", 8, "router.post('/login', login)", 0, 28, "`POST /login` has no rate limit: passwords can be tried as fast as the server answers", "put a limiter before the router")
	unlimited.Subject = "POST /login"
	findings = append(findings, unlimited)
	result := finding.Result{
		Findings: findings,
		Gaps: []finding.Gap{
			{Path: "infra/helm/values.yaml", Line: 3, Kind: "yaml", Reason: finding.Malformed, Detail: "a template that is no YAML until rendered"},
			{Path: "tests/huge.json", Kind: "json", Reason: finding.TooLarge, Minor: true},
			{Path: "web/bundle.ts", Kind: "typescript", Check: "code", Reason: finding.TooDeep, Detail: "brackets nested 1,204 deep"},
		},
		Examined:  map[string]int{"cors-any-origin": 1, "plain-http-url": 41, "unlimited-endpoint": 61},
		Figures:   []finding.Figure{{Control: "rate-limit-endpoints", Text: "rate limited: 60 of 61 endpoints"}},
		Endpoints: []finding.Endpoint{{Service: "api", Method: "POST", Path: "/login", File: "services/api/src/routes/login.ts", Line: 8, Framework: "express", Class: "authn", Controls: map[string]finding.Verdict{"ratelimit": finding.Uncovered}}},
		Stats:     finding.Stats{Files: 214, Bytes: 1 << 20, Languages: map[string]int{"python": 60, "typescript": 120}, Elapsed: 800 * time.Millisecond},
	}
	attested := []checklist.Attestation{{
		Control: "compliance-controls", By: "compliance owner", Date: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC),
		Expires: time.Date(2026, 12, 30, 0, 0, 0, 0, time.UTC), Evidence: "https://wiki.example.com/soc2-2026q4", At: ".seaworthy.yaml:20",
	}}
	c := checklist.Evaluate(profile, set, result, attested, time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC), checklist.Options{})
	c.Notes = append([]string{"the scanned repository's own .gitleaks.toml leaves out docs/"}, c.Notes...)
	return &c, set
}

// options are those of a golden file.
func options(set *rules.Set) report.Options {
	return report.Options{Version: "0.1.0", Rules: set, Width: 80, Root: "/work/app"}
}
