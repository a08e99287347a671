package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
)

// The shape of the JSON report is promised by docs/report.schema.json: fields are added, never renamed or removed
// without another schema_version. It holds no time, host or absolute path: the same tree gives the same bytes.
type (
	jsonReport struct {
		SchemaVersion int            `json:"schema_version"`
		Tool          jsonTool       `json:"tool"`
		Profile       jsonProfile    `json:"profile"`
		Verdict       jsonVerdict    `json:"verdict"`
		Counts        jsonCounts     `json:"counts"`
		Items         []jsonItem     `json:"items"`
		Findings      []jsonFinding  `json:"findings"`
		Suppressed    []jsonFinding  `json:"suppressed"`
		Gaps          []jsonGap      `json:"gaps"`
		Endpoints     []jsonEndpoint `json:"endpoints"`
		Notes         []string       `json:"notes"`
		Loosened      []string       `json:"loosened"`
		Part          string         `json:"part,omitempty"`
		Stats         finding.Stats  `json:"stats"`
	}
	jsonTool struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
	}
	jsonProfile struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	jsonVerdict struct {
		Word   string `json:"word"`
		Reason string `json:"reason"`
	}
	jsonCounts struct {
		Pass   int `json:"pass"`
		Fail   int `json:"fail"`
		NA     int `json:"na"`
		Manual int `json:"manual"`
	}
	jsonItem struct {
		Control     string              `json:"control"`
		Title       string              `json:"title"`
		Status      checklist.Status    `json:"status"`
		Reason      string              `json:"reason"`
		Examined    int                 `json:"examined"`
		Passes      int                 `json:"passes"`
		Evidence    []jsonFinding       `json:"evidence"`
		Searched    []string            `json:"searched"`
		Figures     []string            `json:"figures"`
		Gaps        []jsonGap           `json:"gaps"`
		Attestation *jsonAttestation    `json:"attestation,omitempty"`
		References  map[string][]string `json:"references,omitempty"`
	}
	jsonAttestation struct {
		By       string `json:"by"`
		Date     string `json:"date,omitempty"`
		Expires  string `json:"expires,omitempty"`
		Evidence string `json:"evidence,omitempty"`
		At       string `json:"at,omitempty"`
	}
	jsonFinding struct {
		Fingerprint string           `json:"fingerprint"`
		Rule        string           `json:"rule"`
		Kind        string           `json:"kind"`
		Severity    string           `json:"severity"`
		Confidence  string           `json:"confidence"`
		Message     string           `json:"message"`
		Location    jsonLocation     `json:"location"`
		Code        *jsonCode        `json:"code,omitempty"`
		Subject     string           `json:"subject,omitempty"`
		Fix         string           `json:"fix,omitempty"`
		Related     []jsonRelated    `json:"related,omitempty"`
		Suppression *jsonSuppression `json:"suppression,omitempty"`
	}
	jsonLocation struct {
		Path        string `json:"path"` // bytes that aren't UTF-8 as \xff
		URI         string `json:"uri"`  // the same, percent-encoded
		StartLine   int    `json:"start_line"`
		StartColumn int    `json:"start_column"`
		EndLine     int    `json:"end_line"`
		EndColumn   int    `json:"end_column"`
	}
	jsonCode struct {
		Text  string `json:"text"`
		Start int    `json:"start"` // UTF-16 units of text before the place
		End   int    `json:"end"`
	}
	jsonRelated struct {
		Message  string       `json:"message"`
		Location jsonLocation `json:"location"`
	}
	jsonSuppression struct {
		Reason  string `json:"reason"`
		By      string `json:"by"`
		Expires string `json:"expires,omitempty"`
		Foreign bool   `json:"foreign"`
	}
	jsonEndpoint struct {
		Service   string                     `json:"service"`
		Method    string                     `json:"method"`
		Route     string                     `json:"route"`
		Path      string                     `json:"path"`
		Line      int                        `json:"line"`
		Framework string                     `json:"framework"`
		Class     string                     `json:"class"`
		Controls  map[string]finding.Verdict `json:"controls"`
	}
	jsonGap struct {
		Path   string `json:"path"`
		Line   int    `json:"line,omitempty"`
		Check  string `json:"check,omitempty"`
		Kind   string `json:"kind,omitempty"`
		Reason string `json:"reason"`
		Detail string `json:"detail,omitempty"`
		Minor  bool   `json:"minor"`
	}
)

// maxPasses is how many passes an item lists as evidence; all are counted.
const maxPasses = 20

// JSON writes all there is, for programs.
func JSON(w io.Writer, c *checklist.Checklist, o Options) error {
	prints := identify(c)
	word, why := Verdict(c)
	r := jsonReport{
		SchemaVersion: 1,
		Tool:          jsonTool{Name: "seaworthy", Version: o.Version},
		Verdict:       jsonVerdict{word, why},
		Counts:        jsonCounts{c.Count(checklist.Pass), c.Count(checklist.Fail), c.Count(checklist.NA), c.Count(checklist.Manual)},
		Items:         []jsonItem{},
		Findings:      jsonFindings(c.Findings, prints),
		Suppressed:    jsonFindings(c.Suppressed, prints),
		Gaps:          jsonGaps(c.Gaps),
		Endpoints:     jsonEndpoints(c.Endpoints),
		Notes:         strs(c.Notes),
		Loosened:      strs(c.Loosened),
		Part:          c.Part,
		Stats:         c.Stats,
	}
	if c.Profile != nil {
		r.Profile = jsonProfile{c.Profile.ID, valid(c.Profile.Title)}
	}
	if r.Stats.Languages == nil {
		r.Stats.Languages = map[string]int{}
	}
	for i := range c.Items {
		r.Items = append(r.Items, itemJSON(&c.Items[i], prints))
	}
	return writeJSON(w, r)
}

func itemJSON(item *checklist.Item, prints map[string]string) jsonItem {
	j := jsonItem{
		Control: item.Control.ID, Title: valid(item.Control.Title), Status: item.Status, Reason: valid(item.Reason),
		Examined: item.Examined, Searched: strs(item.Searched), Figures: strs(item.Figures), Gaps: jsonGaps(item.Gaps),
		References: item.Control.References,
	}
	var evidence []finding.Finding
	for _, f := range item.Evidence {
		if f.Kind == finding.Pass {
			if j.Passes++; j.Passes > maxPasses {
				continue
			}
		}
		evidence = append(evidence, f)
	}
	j.Evidence = jsonFindings(evidence, prints)
	if a := item.Attestation; a != nil {
		j.Attestation = &jsonAttestation{By: valid(a.By), Date: date(a.Date), Expires: date(a.Expires), Evidence: valid(a.Evidence), At: valid(a.At)}
	}
	return j
}

func jsonFindings(findings []finding.Finding, prints map[string]string) []jsonFinding {
	all := []jsonFinding{}
	for _, f := range findings {
		j := jsonFinding{
			Fingerprint: prints[place(f)], Rule: f.Rule, Kind: f.Kind.String(), Severity: f.Severity.String(), Confidence: f.Confidence.String(),
			Message: valid(f.Message), Location: jsonAt(f), Subject: valid(f.Subject), Fix: valid(f.Fix), Code: codeJSON(f.Snippet),
		}
		for _, r := range f.Related {
			j.Related = append(j.Related, jsonRelated{valid(r.Message), jsonAt(finding.Finding{At: r.At})})
		}
		if s := f.Suppressed; s != nil {
			j.Suppression = &jsonSuppression{valid(s.Reason), valid(s.By), date(s.Expires), s.Foreign}
		}
		all = append(all, j)
	}
	return all
}

func jsonAt(f finding.Finding) jsonLocation {
	s := f.At
	return jsonLocation{valid(s.Path), uri(s.Path), s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
}

func codeJSON(s finding.Snippet) *jsonCode {
	if s.Text == "" {
		return nil
	}
	start := min(max(s.Caret, 0), len(s.Text))
	end := min(start+max(s.Width, 0), len(s.Text))
	return &jsonCode{valid(s.Text), units(valid(s.Text[:start])), units(valid(s.Text[:end]))}
}

func jsonGaps(gaps []finding.Gap) []jsonGap {
	all := []jsonGap{}
	for _, g := range gaps {
		all = append(all, jsonGap{valid(g.Path), g.Line, g.Check, g.Kind, g.Reason, valid(g.Detail), g.Minor})
	}
	return all
}

func jsonEndpoints(endpoints []finding.Endpoint) []jsonEndpoint {
	all := []jsonEndpoint{}
	for _, e := range endpoints {
		j := jsonEndpoint{valid(e.Service), e.Method, valid(e.Path), valid(e.File), e.Line, e.Framework, e.Class, e.Controls}
		if j.Controls == nil {
			j.Controls = map[string]finding.Verdict{}
		}
		all = append(all, j)
	}
	return all
}

func strs(list []string) []string {
	all := []string{}
	for _, s := range list {
		all = append(all, valid(s))
	}
	return all
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// units is the length of a string in UTF-16.
func units(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}

// identify gives the fingerprints of all findings a checklist shows.
func identify(c *checklist.Checklist) map[string]string {
	lists := [][]finding.Finding{c.Findings, c.Suppressed}
	for i := range c.Items {
		lists = append(lists, c.Items[i].Evidence)
	}
	return fingerprints(lists...)
}

// writeJSON writes a value indented, with every character that a terminal would act on as an escape.
func writeJSON(w io.Writer, value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(escapeHidden(b.Bytes()))
	return err
}

// escapeHidden writes characters that hide or reorder text as \u202e, and "##[", a command to the runner of GitHub
// Actions. All of them occur only inside JSON strings.
func escapeHidden(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("##["), []byte(`\u0023#[`))
	if bytes.IndexFunc(text, func(r rune) bool { return r >= 0x7F && hidden(r) }) < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r < 0x7F || !hidden(r):
			out = append(out, text[:size]...)
		case r > 0xFFFF:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return out
}
