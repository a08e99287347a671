package checklist_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/source"
)

var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// set is a small world: one control of each character and the rules behind them, each list sorted by id.
func set() *rules.Set {
	return &rules.Set{
		Rules: []rules.Rule{
			{ID: "cipher-proxy", Title: "Weak cipher", Controls: []string{"tls"}, Check: "deployment", Languages: []string{"nginx"}, Looks: "lists of ciphers"},
			{ID: "hash", Title: "MD5 used as a hash", Controls: []string{"rest"}, Check: "code", Languages: []string{"python", "typescript"}, Looks: "calls of a hash"},
			{ID: "key", Title: "Key in a file", Controls: []string{"secrets"}, Check: "secrets", Looks: "keys"},
			{ID: "route", Title: "Endpoint without limiter", Controls: []string{"limits"}, Check: "endpoints", Languages: []string{"python"}, Looks: "endpoints"},
			{ID: "serving", Title: "Serving", Controls: []string{"web"}, Check: "deployment", Languages: []string{"nginx"}, Looks: "servers"},
			{ID: "verify-off", Title: "Certificate check off", Controls: []string{"tls"}, Check: "code", Languages: []string{"python"}, Looks: "TLS clients"},
		},
		Controls: []rules.Control{
			{ID: "both", Title: "Both", Absent: "nothing kept or sent", Children: []string{"rest", "tls"}},
			{ID: "limits", Title: "Limits", Absent: "no endpoint", Evidence: true},
			{ID: "loop", Title: "Loop", Children: []string{"loop"}},
			{ID: "pentest", Title: "Penetration test", Absent: "no service", Person: "attest each year", Attested: true, Cadence: "365d"},
			{ID: "rest", Title: "At rest", Absent: "no data store"},
			{ID: "secrets", Title: "Secrets", Cadence: "continuous"},
			{ID: "signed", Title: "Signed", Person: "sign", Children: []string{"rest"}, Attested: true},
			{ID: "tls", Title: "TLS", Absent: "no client", Cadence: "90d"},
			{ID: "unwritten", Title: "Unwritten", Absent: "nothing"},
			{ID: "web", Title: "Served", Absent: "no server", Applies: []string{"endpoints", "secrets", "deployment"}},
		},
	}
}

func found(rule string, kind finding.Kind, severity finding.Severity, path string) finding.Finding {
	return finding.Finding{Rule: rule, Kind: kind, Severity: severity, Message: rule + " here", At: source.Span{Path: path, Start: source.Place{Line: 3, Column: 1}}}
}

func accepted(f finding.Finding) finding.Finding {
	f.Suppressed = &finding.Suppression{Reason: "old", By: ".seaworthy.yaml:3"}
	return f
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func word(control, on, until string) []checklist.Attestation {
	a := checklist.Attestation{Control: control, By: "security lead", Date: date(on)}
	if until != "" {
		a.Expires = date(until)
	}
	return []checklist.Attestation{a}
}

func TestEvaluate(t *testing.T) {
	stats := finding.Stats{Files: 9, Languages: map[string]int{"python": 4, "typescript": 1}}
	fail := found("hash", finding.Fail, finding.Medium, "a.py")
	examined := map[string]int{"hash": 5, "verify-off": 2, "key": 9, "route": 3}
	gap := finding.Gap{Path: "b.py", Line: 7, Check: "code", Kind: "python", Reason: finding.Unresolved}
	tests := []struct {
		name     string
		item     string
		findings []finding.Finding
		examined map[string]int
		gaps     []finding.Gap
		words    []checklist.Attestation
		off      []string
		strict   bool
		status   checklist.Status
		reason   string
	}{
		{name: "a failure", item: "rest", findings: []finding.Finding{fail}, examined: examined, status: checklist.Fail, reason: "MD5 used as a hash"},
		{name: "the worst of several failures comes first", item: "tls", examined: examined, status: checklist.Fail, reason: "Certificate check off and 1 more, in 3 places", findings: []finding.Finding{
			found("cipher-proxy", finding.Fail, finding.Low, "n.conf"), found("cipher-proxy", finding.Fail, finding.Low, "o.conf"), found("verify-off", finding.Fail, finding.High, "z.py"),
		}},
		{name: "a failure outweighs gap and attestation", item: "rest", findings: []finding.Finding{fail}, gaps: []finding.Gap{gap}, words: word("rest", "2026-11-01", "2027-11-01"), status: checklist.Fail, reason: "MD5 used as a hash"},
		{name: "a note does not fail", item: "rest", findings: []finding.Finding{found("hash", finding.Fail, finding.Note, "a.py")}, examined: examined, status: checklist.Pass, reason: "5 places examined, nothing bad found"},
		{name: "an accepted failure passes and is told", item: "rest", findings: []finding.Finding{accepted(fail)}, examined: examined, status: checklist.Pass, reason: "5 places examined, nothing bad found (1 accepted)"},
		{name: "a rule the profile leaves out", item: "rest", findings: []finding.Finding{fail}, examined: examined, off: []string{"hash"}, status: checklist.Manual, reason: "nothing in seaworthy looks for this yet"},
		{name: "a gap of the item's check", item: "rest", examined: examined, gaps: []finding.Gap{gap}, status: checklist.Manual, reason: "could not be examined in full: b.py:7 (unresolved)"},
		{name: "a gap of every check", item: "rest", examined: examined, gaps: []finding.Gap{{Path: "b.py", Reason: finding.Unreadable}, gap}, status: checklist.Manual, reason: "could not be examined in full: b.py (unreadable) and 1 more"},
		{name: "a gap of another check", item: "rest", examined: examined, gaps: []finding.Gap{{Path: "b.py", Check: "endpoints", Reason: finding.Unresolved}}, status: checklist.Pass, reason: "5 places examined, nothing bad found"},
		{name: "a gap in a kind of file no rule reads", item: "rest", examined: examined, gaps: []finding.Gap{{Path: "x.tf", Kind: "hcl", Reason: finding.Malformed}}, status: checklist.Pass, reason: "5 places examined, nothing bad found"},
		{name: "a gap in any file holds up a rule for all text", item: "secrets", examined: examined, gaps: []finding.Gap{{Path: "x.tf", Kind: "hcl", Reason: finding.TooLarge}}, status: checklist.Manual, reason: "could not be examined in full: x.tf (too-large)"},
		{name: "code in a language nobody reads", item: "rest", examined: examined, gaps: []finding.Gap{{Path: "x.go", Kind: "go", Reason: finding.UnreadLanguage, Detail: "go code is not read yet"}}, status: checklist.Manual, reason: "go code is not read yet"},
		{name: "unread code is no matter where all text is read", item: "secrets", examined: examined, gaps: []finding.Gap{{Path: "x.go", Kind: "go", Reason: finding.UnreadLanguage}}, status: checklist.Pass, reason: "9 places examined, nothing bad found"},
		{name: "a minor gap", item: "rest", examined: examined, gaps: []finding.Gap{{Path: "b.py", Minor: true, Reason: finding.Malformed}}, status: checklist.Pass, reason: "5 places examined, nothing bad found"},
		{name: "a missing database has no path", item: "rest", examined: examined, gaps: []finding.Gap{{Check: "code", Reason: finding.Missing, Detail: "no database"}}, status: checklist.Manual, reason: "could not be examined in full: no database"},
		{name: "only a person knows", item: "pentest", status: checklist.Manual, reason: "a person must attest each year"},
		{name: "no rule", item: "unwritten", status: checklist.Manual, reason: "nothing in seaworthy looks for this yet"},
		{name: "a review", item: "rest", findings: []finding.Finding{found("hash", finding.Review, finding.Low, "a.py")}, examined: examined, status: checklist.Manual, reason: "a person must look: MD5 used as a hash"},
		{name: "nothing to examine", item: "rest", status: checklist.NA, reason: "no data store; searched 5 files (python and typescript) for calls of a hash"},
		{name: "no file of the kind", item: "tls", status: checklist.NA, reason: "no client; searched 4 files (python) for lists of ciphers and 1 more"},
		{name: "nothing to examine where it always applies", item: "secrets", status: checklist.Manual, reason: "nothing to judge it by; searched 9 files for keys"},
		{name: "no failure is no evidence", item: "limits", examined: examined, status: checklist.Manual, reason: "nothing bad was found, but nothing that shows it is done either"},
		{name: "evidence", item: "limits", findings: []finding.Finding{found("route", finding.Pass, finding.Note, "a.py")}, examined: examined, status: checklist.Pass, reason: "3 places examined, none bad"},
		{name: "attested", item: "pentest", words: word("pentest", "2026-06-01", "2027-06-01"), status: checklist.Pass, reason: "attested by security lead on 2026-06-01, until 2027-06-01"},
		{name: "attested until today", item: "pentest", words: word("pentest", "2025-11-25", "2026-11-25"), status: checklist.Pass, reason: "attested by security lead on 2025-11-25, until 2026-11-25"},
		{name: "attested without an end lasts as long as the cadence", item: "pentest", words: word("pentest", "2026-01-01", ""), status: checklist.Pass, reason: "attested by security lead on 2026-01-01, until 2027-01-01"},
		{name: "attested without an end or cadence", item: "unwritten", words: word("unwritten", "2026-01-01", ""), status: checklist.Manual, reason: "the attestation by security lead has no expiry; nothing in seaworthy looks for this yet"},
		{name: "an expired attestation", item: "pentest", words: word("pentest", "2025-01-01", "2025-12-31"), status: checklist.Manual, reason: "the attestation by security lead expired on 2025-12-31; a person must attest each year"},
		{name: "an expired attestation when strict", item: "pentest", words: word("pentest", "2025-01-01", "2025-12-31"), strict: true, status: checklist.Fail, reason: "the attestation by security lead expired on 2025-12-31; a person must attest each year"},
		{name: "an attestation from the future", item: "pentest", words: word("pentest", "2026-11-26", "2027-11-26"), strict: true, status: checklist.Manual, reason: "the attestation by security lead is dated in the future, 2026-11-26; a person must attest each year"},
		{name: "the attestation that stands beats one that lasts longer", item: "pentest", words: append(word("pentest", "2026-12-01", "2028-01-01"), word("pentest", "2026-06-01", "2027-06-01")...), status: checklist.Pass, reason: "attested by security lead on 2026-06-01, until 2027-06-01"},
		{name: "an attestation answers a gap", item: "rest", gaps: []finding.Gap{gap}, words: word("rest", "2026-11-01", "2027-01-01"), status: checklist.Pass, reason: "attested by security lead on 2026-11-01, until 2027-01-01"},
		{name: "an attestation of what is not asked", item: "rest", words: word("rest", "2026-11-01", "2027-01-01"), status: checklist.NA, reason: "no data store; searched 5 files (python and typescript) for calls of a hash"},
		{name: "a child fails", item: "both", findings: []finding.Finding{fail}, examined: examined, status: checklist.Fail, reason: "rest fails"},
		{name: "a child needs a person", item: "both", examined: examined, gaps: []finding.Gap{{Path: "n.conf", Kind: "nginx", Reason: finding.Malformed}}, status: checklist.Manual, reason: "tls needs a person"},
		{name: "no child applies", item: "both", status: checklist.NA, reason: "nothing kept or sent; none of rest and tls applies"},
		{name: "one child passes, the other does not apply", item: "both", examined: map[string]int{"hash": 5}, status: checklist.Pass, reason: "rest passes"},
		{name: "children pass", item: "both", examined: examined, status: checklist.Pass, reason: "rest and tls pass"},
		{name: "children pass but a person must sign", item: "signed", examined: examined, status: checklist.Manual, reason: "a person must sign"},
		{name: "a roll-up of itself", item: "loop", status: checklist.Manual, reason: "loop needs a person"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			profile := &rules.Profile{ID: "p", Items: []string{tt.item}, Off: tt.off}
			result := finding.Result{Findings: tt.findings, Gaps: tt.gaps, Examined: tt.examined, Stats: stats}
			list := checklist.Evaluate(profile, set(), result, tt.words, now, checklist.Options{Strict: tt.strict})
			if len(list.Items) != 1 {
				t.Fatalf("got %d items", len(list.Items))
			}
			got := []string{string(list.Items[0].Status), list.Items[0].Reason}
			if diff := cmp.Diff([]string{string(tt.status), tt.reason}, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEvidence(t *testing.T) {
	result := finding.Result{
		Findings: []finding.Finding{
			found("hash", finding.Pass, finding.Note, "a.py"),
			found("hash", finding.Review, finding.Low, "b.py"),
			found("hash", finding.Fail, finding.Low, "c.py"),
			found("hash", finding.Fail, finding.High, "d.py"),
			accepted(found("hash", finding.Fail, finding.High, "e.py")),
		},
		Figures:   []finding.Figure{{Control: "rest", Text: "1 of 4 hashed well"}, {Control: "tls", Text: "other"}},
		Endpoints: []finding.Endpoint{{Method: "GET", Path: "/"}},
	}
	list := checklist.Evaluate(&rules.Profile{Items: []string{"both", "rest"}}, set(), result, nil, now, checklist.Options{})
	for _, item := range list.Items {
		var got []string
		for _, f := range item.Evidence {
			got = append(got, f.At.Path)
		}
		if diff := cmp.Diff([]string{"d.py", "c.py", "b.py", "a.py"}, got); diff != "" {
			t.Errorf("%s: evidence (-want +got):\n%s", item.Control.ID, diff)
		}
	}
	if diff := cmp.Diff([]string{"1 of 4 hashed well"}, list.Items[1].Figures); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	if got := []int{len(list.Findings), len(list.Suppressed), len(list.Endpoints)}; !cmp.Equal(got, []int{3, 1, 1}) {
		t.Errorf("findings, suppressed, endpoints: got %v", got)
	}
}

func TestNotes(t *testing.T) {
	conflict := func(control string) rules.Conflict {
		return rules.Conflict{Control: control, Guide: "only TLS 1.3", Standard: "the standard accepts 1.2", Decision: "so does this profile"}
	}
	profile := &rules.Profile{
		ID: "p", Items: []string{"nowhere", "tls", "rest"}, Off: []string{"route"}, Conflicts: []rules.Conflict{conflict("tls"), conflict("rest")},
	}
	result := finding.Result{Examined: map[string]int{"verify-off": 1}} // so that rest doesn't apply
	list := checklist.Evaluate(profile, set(), result, nil, now, checklist.Options{})
	want := []string{
		"profile p names control nowhere, which does not exist",
		"tls: the guide says only TLS 1.3, but the standard accepts 1.2; so does this profile",
		"profile p leaves out route",
	}
	if diff := cmp.Diff(want, list.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestProductProfilesWithoutAnyScan(t *testing.T) {
	product, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range product.Profiles {
		list := checklist.Evaluate(&product.Profiles[i], product, finding.Result{}, nil, now, checklist.Options{})
		for _, item := range list.Items {
			if item.Status == checklist.Pass || item.Status == checklist.Fail || strings.TrimSpace(item.Reason) == "" {
				t.Errorf("%s: %s is %q (%s) though nothing was read", product.Profiles[i].ID, item.Control.ID, item.Status, item.Reason)
			}
		}
	}
}

// TestNotFoundIsNotAbsent: where endpoints or a deployment were seen, finding none of what the rules look for proves nothing.
func TestNotFoundIsNotAbsent(t *testing.T) {
	for name, c := range map[string]struct {
		result finding.Result
		want   checklist.Status
	}{
		"nothing":    {finding.Result{}, checklist.NA},
		"endpoints":  {finding.Result{Endpoints: []finding.Endpoint{{Method: "GET", Path: "/"}}}, checklist.Manual},
		"deployment": {finding.Result{Stats: finding.Stats{Languages: map[string]int{"dockerfile": 1}}}, checklist.Manual},
		"secrets":    {finding.Result{Findings: []finding.Finding{found("key", finding.Pass, finding.Note, "a.py")}}, checklist.Manual},
		"code":       {finding.Result{Stats: finding.Stats{Languages: map[string]int{"python": 9}}}, checklist.NA},
	} {
		list := checklist.Evaluate(&rules.Profile{Items: []string{"web"}}, set(), c.result, nil, now, checklist.Options{})
		if got := list.Items[0].Status; got != c.want {
			t.Errorf("%s: %s (%s), want %s", name, got, list.Items[0].Reason, c.want)
		}
	}
}

// TestRulesLeftOut: what wasn't run says nothing.
func TestRulesLeftOut(t *testing.T) {
	ran := func(rule string) bool { return rule == "verify-off" }
	profile := &rules.Profile{Items: []string{"both", "rest", "tls", "unwritten"}}
	for name, c := range map[string]struct {
		findings []finding.Finding
		want     checklist.Status
	}{
		"nothing found": {nil, checklist.Manual},
		"a failure":     {[]finding.Finding{found("verify-off", finding.Fail, finding.High, "a.py")}, checklist.Fail},
	} {
		list := checklist.Evaluate(profile, set(), finding.Result{Findings: c.findings, Examined: map[string]int{"verify-off": 1}}, nil, now, checklist.Options{Ran: ran})
		var got []string
		for _, item := range list.Items {
			got = append(got, item.Control.ID+" "+string(item.Status))
		}
		if diff := cmp.Diff([]string{"both " + string(c.want), "tls " + string(c.want)}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
