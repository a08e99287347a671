package report

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/source"
)

// SARIF is written by these types and not by go-sarif: its AddPartialFingerprint panics on a nil map, its -1 for "not
// set" leaks into files, and 25,000 results cost five times the time. Tests read what we write with go-sarif.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool              sarifTool          `json:"tool"`
		AutomationDetails sarifID            `json:"automationDetails"`
		Invocations       []sarifInvocation  `json:"invocations"`
		ColumnKind        string             `json:"columnKind"`
		Results           []sarifResult      `json:"results"`
		Properties        sarifRunProperties `json:"properties"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		Version         string      `json:"version,omitempty"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		InformationURI  string      `json:"informationUri"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string           `json:"id"`
		Name             string           `json:"name,omitempty"`
		ShortDescription *sarifMessage    `json:"shortDescription,omitempty"`
		FullDescription  *sarifMessage    `json:"fullDescription,omitempty"`
		Help             *sarifMessage    `json:"help,omitempty"`
		HelpURI          string           `json:"helpUri,omitempty"`
		Configuration    *sarifLevel      `json:"defaultConfiguration,omitempty"`
		Properties       *sarifProperties `json:"properties,omitempty"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags             []string `json:"tags,omitempty"`
		Precision        string   `json:"precision,omitempty"`
		ProblemSeverity  string   `json:"problem.severity,omitempty"`
		SecuritySeverity string   `json:"security-severity,omitempty"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifID struct {
		ID string `json:"id"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Descriptor sarifID         `json:"descriptor"`
		Level      string          `json:"level"`
		Message    sarifMessage    `json:"message"`
		Locations  []sarifLocation `json:"locations,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		CodeFlows    []sarifCodeFlow   `json:"codeFlows,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   map[string]string `json:"properties,omitempty"`
	}
	sarifCodeFlow struct {
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		Locations []sarifStep `json:"locations"`
	}
	sarifStep struct {
		Location sarifLocation `json:"location"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int           `json:"startLine"`
		StartColumn int           `json:"startColumn,omitempty"`
		EndLine     int           `json:"endLine,omitempty"`
		EndColumn   int           `json:"endColumn,omitempty"`
		Snippet     *sarifMessage `json:"snippet,omitempty"`
	}
	sarifRunProperties struct {
		Profile    string        `json:"profile,omitempty"`
		Verdict    jsonVerdict   `json:"verdict"`
		Counts     jsonCounts    `json:"counts"`
		Items      []sarifItem   `json:"items"`
		Reviews    []jsonFinding `json:"reviews"`
		Suppressed []jsonFinding `json:"suppressed"`
		Gaps       int           `json:"gaps"`
		LeftOut    int           `json:"resultsLeftOut"`
		Loosened   []string      `json:"loosened,omitempty"`
	}
	sarifItem struct {
		Control string           `json:"control"`
		Status  checklist.Status `json:"status"`
		Reason  string           `json:"reason"`
	}
)

// What GitHub code scanning takes.
const (
	maxResults       = 25_000
	maxTags          = 20
	maxNotifications = 500
	maxListed        = 1_000 // reviews and suppressed findings in properties, which nobody shows
)

// SARIF writes the failures for GitHub code scanning. It opens an alert for each result whatever its kind or
// suppression, so only active failures are results; all else is in the run's properties.
func SARIF(w io.Writer, c *checklist.Checklist, o Options) error {
	s := &sarifWriter{c: c, o: o, prints: identify(c), hashes: map[string][]string{}}
	failures := failuresOf(c)
	kept := fitting(failures, s.size)
	slices.SortStableFunc(kept, finding.Compare)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "seaworthy", InformationURI: home, Version: o.Version, SemanticVersion: semantic(o.Version), Rules: s.rules(kept),
		}},
		Invocations: []sarifInvocation{{Successful: true, Notifications: s.notifications(len(failures) - len(kept))}},
		ColumnKind:  "utf16CodeUnits",
		Results:     s.results(kept),
		Properties:  s.properties(len(failures) - len(kept)),
	}
	run.AutomationDetails.ID = "seaworthy/" + cmp.Or(run.Properties.Profile, "none") + "/"
	return writeJSON(w, sarifLog{
		Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	})
}

type sarifWriter struct {
	c      *checklist.Checklist
	o      Options
	prints map[string]string
	hashes map[string][]string // line hashes by path
	index  map[string]int      // place of a rule in the run's list
}

// failuresOf gives the failures that bear on an answer, worst first.
func failuresOf(c *checklist.Checklist) []finding.Finding {
	var failures []finding.Finding
	for _, f := range c.Findings {
		if f.Kind == finding.Fail {
			failures = append(failures, f)
		}
	}
	slices.SortStableFunc(failures, worstFirst)
	return failures
}

// rules describes the rules behind some findings, with the worst severity each was found at: code scanning shows the
// severity of the rule, not of the result.
func (s *sarifWriter) rules(findings []finding.Finding) []sarifRule {
	worst := map[string]finding.Finding{}
	var ids []string
	for _, f := range findings {
		w, ok := worst[f.Rule]
		if !ok {
			ids = append(ids, f.Rule)
		}
		if !ok || f.Severity > w.Severity {
			worst[f.Rule] = f
		}
	}
	slices.Sort(ids)
	s.index = map[string]int{}
	all := []sarifRule{}
	for i, id := range ids {
		s.index[id] = i
		all = append(all, s.rule(id, worst[id]))
	}
	return all
}

func (s *sarifWriter) rule(id string, worst finding.Finding) sarifRule {
	rule := &rules.Rule{ID: id, Title: id, Confidence: worst.Confidence, Severity: worst.Severity, Why: worst.Message, Fix: worst.Fix}
	set := s.o.Rules
	if set == nil {
		set = &rules.Set{}
	}
	if known, ok := set.Rule(id); ok {
		rule = known
	}
	why := clip(sentence(prose(cmp.Or(rule.Why, rule.Title))))
	text := why
	if rule.Fix != "" {
		text += " Fix: " + period(prose(rule.Fix))
	}
	return sarifRule{
		ID: id, Name: pascal(id), HelpURI: home + "/blob/main/docs/rules/" + id + ".md",
		ShortDescription: &sarifMessage{Text: clip(sentence(valid(rule.Title)))},
		FullDescription:  &sarifMessage{Text: valid(why)},
		Help:             &sarifMessage{Text: valid(text), Markdown: valid(rulePage(set, rule, home+"/blob/main/docs"))},
		Configuration:    &sarifLevel{level(worst.Severity)},
		Properties: &sarifProperties{
			Tags: tags(rule), Precision: rule.Confidence.String(), ProblemSeverity: problem(worst.Severity), SecuritySeverity: score(worst.Severity),
		},
	}
}

func tags(rule *rules.Rule) []string {
	all := []string{"security"}
	for _, cwe := range rule.CWE {
		all = append(all, "external/cwe/"+strings.ToLower(cwe))
	}
	for _, control := range rule.Controls {
		all = append(all, "control/"+control)
	}
	return all[:min(len(all), maxTags)]
}

func (s *sarifWriter) results(findings []finding.Finding) []sarifResult {
	all := []sarifResult{}
	for _, f := range findings {
		all = append(all, s.result(f))
	}
	return all
}

func (s *sarifWriter) result(f finding.Finding) sarifResult {
	text := period(valid(f.Message))
	if f.Fix != "" {
		text += " Fix: " + period(valid(f.Fix))
	}
	r := sarifResult{
		RuleID: f.Rule, RuleIndex: s.index[f.Rule], Level: level(f.Severity), Message: sarifMessage{Text: literal(text)},
		Locations:    []sarifLocation{location(f.At)},
		Fingerprints: map[string]string{"seaworthy/v1": s.prints[place(f)]},
	}
	if f.Subject != "" {
		r.Properties = map[string]string{"subject": valid(f.Subject)}
	}
	if hash := s.lineHash(f.At); hash != "" {
		r.Fingerprints["primaryLocationLineHash"] = hash
	}
	for i, related := range f.Related {
		at := location(related.At)
		at.ID, at.Message = i+1, &sarifMessage{Text: literal(period(valid(related.Message)))}
		r.Related = append(r.Related, at)
	}
	if f.Flow && len(f.Related) > 0 {
		r.CodeFlows = codeFlows(f)
	}
	return r
}

// codeFlows shows the way of a value, from where it comes from to where it does harm.
func codeFlows(f finding.Finding) []sarifCodeFlow {
	var steps []sarifStep
	add := func(at source.Span, text string) {
		place := location(at)
		place.Message = &sarifMessage{Text: literal(period(valid(text)))}
		steps = append(steps, sarifStep{place})
	}
	for _, related := range f.Related {
		add(related.At, related.Message)
	}
	add(f.At, f.Message)
	return []sarifCodeFlow{{[]sarifThreadFlow{{steps}}}}
}

func (s *sarifWriter) lineHash(at source.Span) string {
	if s.o.Line == nil || at.Path == "" {
		return ""
	}
	hashes, ok := s.hashes[at.Path]
	if !ok {
		hashes = lineHashes(wholeText(func(n int) (string, bool) { return s.o.Line(at.Path, n) }))
		s.hashes[at.Path] = hashes
	}
	line := max(at.Start.Line, 1)
	if line >= len(hashes) {
		return ""
	}
	return hashes[line]
}

// location places a result. Code scanning refuses one without a file and a line, so what is about the whole
// repository stands at the file that configures seaworthy.
func location(at source.Span) sarifLocation {
	region := &sarifRegion{StartLine: max(at.Start.Line, 1)}
	if at.Start.Line > 0 {
		region.StartColumn = max(at.Start.Column, 1)
		if at.End.Line > at.Start.Line || at.End.Line == at.Start.Line && at.End.Column > at.Start.Column {
			region.EndLine, region.EndColumn = at.End.Line, max(at.End.Column, 1)
		}
	}
	return sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{uri(cmp.Or(at.Path, ".seaworthy.yaml"))}, Region: region}}
}

// notifications tell what couldn't be examined, and what this file leaves out. Their ids have no entries in
// tool.driver.notifications: code scanning would want a full help page for each.
func (s *sarifWriter) notifications(leftOut int) []sarifNotification {
	var all []sarifNotification
	if leftOut > 0 {
		all = append(all, sarifNotification{
			Descriptor: sarifID{"results-left-out"}, Level: "warning",
			Message: sarifMessage{Text: fmt.Sprintf("%s left out, the mildest ones: code scanning takes no more.", plural(leftOut, "result"))},
		})
	}
	for i, gap := range s.c.Gaps {
		if i == maxNotifications {
			return append(all, sarifNotification{
				Descriptor: sarifID{"gaps-left-out"}, Level: "note",
				Message: sarifMessage{Text: fmt.Sprintf("%s more.", plural(len(s.c.Gaps)-i, "gap"))},
			})
		}
		all = append(all, gapNotification(gap))
	}
	return all
}

func gapNotification(gap finding.Gap) sarifNotification {
	n := sarifNotification{Descriptor: sarifID{"gap-" + gap.Reason}, Level: "warning"}
	if gap.Minor {
		n.Level = "note"
	}
	n.Message.Text = literal(sentence(valid("Not examined (" + gap.Reason + "): " + cmp.Or(gap.Detail, gap.Path, gap.Check))))
	if gap.Path != "" {
		n.Locations = []sarifLocation{location(source.Span{Path: gap.Path, Start: source.Place{Line: gap.Line}})}
	}
	return n
}

func (s *sarifWriter) properties(leftOut int) sarifRunProperties {
	c := s.c
	word, why := Verdict(c)
	p := sarifRunProperties{
		Verdict: jsonVerdict{word, why}, Gaps: len(c.Gaps), LeftOut: leftOut, Items: []sarifItem{}, Loosened: strs(c.Loosened),
		Counts: jsonCounts{c.Count(checklist.Pass), c.Count(checklist.Fail), c.Count(checklist.NA), c.Count(checklist.Manual)},
	}
	if c.Profile != nil {
		p.Profile = c.Profile.ID
	}
	for i := range c.Items {
		p.Items = append(p.Items, sarifItem{c.Items[i].Control.ID, c.Items[i].Status, valid(c.Items[i].Reason)})
	}
	var reviews []finding.Finding
	for _, f := range c.Findings {
		if f.Kind == finding.Review {
			reviews = append(reviews, f)
		}
	}
	p.Reviews = jsonFindings(reviews[:min(len(reviews), maxListed)], s.prints)
	p.Suppressed = jsonFindings(c.Suppressed[:min(len(c.Suppressed), maxListed)], s.prints)
	return p
}

func level(s finding.Severity) string {
	switch {
	case s >= finding.High:
		return "error"
	case s == finding.Medium:
		return "warning"
	}
	return "note"
}

func problem(s finding.Severity) string {
	return map[string]string{"error": "error", "warning": "warning", "note": "recommendation"}[level(s)]
}

// score is a number in the range that code scanning calls by the severity's name.
func score(s finding.Severity) string {
	return [...]string{finding.Note: "0.5", finding.Low: "3.0", finding.Medium: "5.5", finding.High: "8.0", finding.Critical: "9.5"}[s]
}

// pascal makes a rule's id the kind of name SARIF asks for: weak-hash becomes WeakHash.
func pascal(id string) string {
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(id, func(r rune) bool { return r == '-' || r == '_' || r == '/' || r == '.' }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// literal keeps a message from being read as SARIF's own notation of links: [text](1).
func literal(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(s)
}

// clip keeps a description within the 1,024 characters that code scanning shows.
func clip(s string) string {
	if runes := []rune(s); len(runes) > 1000 {
		return string(runes[:1000]) + "…."
	}
	return s
}

var semver = regexp.MustCompile(`^v?(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)$`)

func semantic(version string) string {
	if m := semver.FindStringSubmatch(version); m != nil {
		return m[1]
	}
	return ""
}
