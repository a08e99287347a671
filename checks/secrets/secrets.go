// Package secrets finds credentials in text: by gitleaks's rules, and by what no such rule sees.
package secrets

import (
	"context"
	"fmt"
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

const checkID = "secrets"

// The rules this check serves.
const (
	hardcodedSecret     = "hardcoded-secret"
	genericSecret       = "generic-secret"
	privateKey          = "private-key"
	credentialInURL     = "credential-in-url"
	hardcodedCredential = "hardcoded-credential"
	committedEnvFile    = "committed-env-file"
	secretFromManager   = "secret-from-manager"
)

// A Check looks for secrets.
type Check struct {
	rules    map[string]*rules.Rule
	detector *detector
	skipper  *skipper
	ignored  ignored
	literals []string
	short    []short
	gaps     []finding.Gap
}

// New makes the check of the rules in set. config and ignore are the scanned repository's .gitleaks.toml and
// .gitleaksignore, nil when it has none. What is wrong with them becomes a gap of the scan.
func New(set *rules.Set, config, ignore []byte) (*Check, error) {
	d, gaps, err := newDetector(config)
	if err != nil {
		return nil, err
	}
	c := &Check{rules: map[string]*rules.Rule{}, detector: d, skipper: newSkipper(d.global), gaps: gaps, ignored: parseIgnored(ignore)}
	mine := set.Of(checkID)
	for i := range mine {
		c.rules[mine[i].ID] = &mine[i]
	}
	for _, k := range append(uniqueKeywords(d.rules), ownLiterals...) {
		switch {
		case k == "" || slices.Contains(c.literals, k):
		case len(k) < minLiteral:
			c.short = append(c.short, d.newShort(k))
		default:
			c.literals = append(c.literals, k)
		}
	}
	return c, nil
}

// minLiteral is the shortest literal that scan looks for.
const minLiteral = 3

// Info says that every text file is looked at.
func (c *Check) Info() scan.Info {
	return scan.Info{ID: checkID, Title: "Secrets", Needs: []scan.Need{{Any: true}}, Literals: c.literals}
}

// File looks for secrets in one file.
func (c *Check) File(_ context.Context, u *scan.Unit) (scan.Outcome, error) {
	out := scan.Outcome{Examined: map[string]int{}}
	if u.Path == configFile {
		return out, nil
	}
	for id := range c.rules {
		if id != secretFromManager && id != committedEnvFile {
			out.Examined[id] = 1
		}
	}
	hits := c.hits(u)
	r := &report{check: c, unit: u, out: &out}
	if a := c.skipper.skips(u.Path); a == nil {
		runs := longRuns(u.Text)
		for _, m := range c.detector.file(u.Path, u.Text, c.withShort(hits, u.Text, runs), runs) {
			r.match(m)
		}
	} else if a.origin != "" {
		out.Gaps = append(out.Gaps, finding.Gap{
			Path: u.Path, Check: checkID, Kind: u.Kind, Reason: finding.Skipped, Minor: true,
			Detail: "gitleaks's rules were not run here: the repository's allowlist at " + a.origin + " leaves the file out",
		})
	}
	if u.Role != source.Lock && !r.thirdParty() {
		r.own(hits)
	}
	r.finish()
	return out, nil
}

// hits gives where keywords and own literals stand, but for short keywords.
func (c *Check) hits(u *scan.Unit) []hit {
	hits := make([]hit, len(u.Hits))
	for i, h := range u.Hits {
		k := c.literals[h.Literal]
		hits[i] = hit{int(h.Offset), int(h.Offset) + len(k), k}
	}
	return hits
}

// withShort adds the hits of short keywords.
func (c *Check) withShort(hits []hit, text []byte, runs []span) []hit {
	found := len(hits)
	for i := range c.short {
		hits = c.short[i].find(hits, text, runs)
	}
	if len(hits) > found {
		sortHits(hits)
	}
	return hits
}

// Repo reports files that are secrets by their name, and what is wrong with the repository's own settings.
func (c *Check) Repo(_ context.Context, r scan.Repo) (scan.Outcome, error) {
	out := scan.Outcome{Gaps: slices.Clone(c.gaps), Examined: map[string]int{}}
	if _, ok := c.rules[committedEnvFile]; ok {
		out.Examined[committedEnvFile] = len(r.Paths)
	}
	for _, rule := range c.detector.rules {
		if rule.regex != nil || rule.path == nil {
			continue
		}
		for _, name := range r.Paths {
			if !rule.path.match(name) || c.skipper.skips(name) != nil || slices.ContainsFunc(rule.allow, func(a *allowlist) bool { return a.allowsFile(name) }) {
				continue
			}
			if f, ok := c.pathFinding(rule, name); ok {
				out.Findings = append(out.Findings, f)
			}
		}
	}
	return out, nil
}

func (c *Check) pathFinding(r *rule, name string) (finding.Finding, bool) {
	family := familyOf(r.id)
	about, ok := c.rules[family]
	if !ok {
		return finding.Finding{}, false
	}
	f := finding.Finding{
		Rule: family, Severity: about.Severity, Confidence: finding.MediumConfidence, Subject: r.id, Fix: about.Fix,
		At: source.Span{Path: name}, Message: fmt.Sprintf("the file is %s by its name, and everyone with the repository has it", kindOf(r)),
		Suppressed: c.ignored.at(name, r.id, 0),
	}
	if role := source.RoleOf(name); !role.Deployed() {
		f.Severity = finding.Note
	}
	if r.disabled != "" && f.Suppressed == nil {
		f.Suppressed = &finding.Suppression{Reason: "the repository turns this rule off", By: r.disabled, Foreign: true}
	}
	return f, true
}
