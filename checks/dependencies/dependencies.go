// Package dependencies judges how a project takes in the work of others: whether versions are fixed, lockfiles are there
// and in step, CI looks for known holes, a bot brings updates, and people know where to report one.
package dependencies

import (
	"context"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// ID is the check's name, and its folder under rules/.
const ID = "dependencies"

// Check runs the rules of rules/dependencies.
type Check struct{ rules map[string]rules.Rule }

// New takes the rules to run; those left out are not reported.
func New(list []rules.Rule) *Check {
	c := &Check{rules: map[string]rules.Rule{}}
	for _, r := range list {
		c.rules[r.ID] = r
	}
	return c
}

// Info says which files to send.
func (c *Check) Info() scan.Info {
	return scan.Info{
		ID: ID, Title: "What it depends on", Literals: []string{"jobs:"},
		Needs: []scan.Need{
			{Names: []string{
				"package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "pnpm-workspace.yaml",
				"requirements*.txt", "*requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "go.mod", "go.sum",
			}},
			{Kinds: []string{"dockerfile", "terraform"}},
			{Kinds: []string{"yaml"}, Literals: []int{0}},
			{Names: otherPipelines},
			{Names: []string{"dependabot.yml", "dependabot.yaml", ".gitignore"}},
			{Names: policyNames},
		},
	}
}

// A facts is what Repo must know of one file again. Only the fields that the file speaks of are set.
type facts struct {
	manifest *manifest.Manifest
	deployed bool
	scans    []scanStep // CI steps that look for holes
	pipeline bool       // a CI configuration
	schedule bool       // that also runs by the clock
	bot      *bot
	ignore   string // text of a .gitignore
	policy   string // text of a security policy or runbook
	provider bool   // names Terraform providers
}

// File reads one file, judges what it says by itself, and keeps the rest for Repo.
func (c *Check) File(_ context.Context, u *scan.Unit) (scan.Outcome, error) {
	r := c.report(u)
	f := facts{deployed: u.Role.Deployed()}
	known := false
	if m, ok := u.Manifest(); ok {
		known, f.manifest = true, &m
		if m.Ecosystem != "docker" && m.Ecosystem != "github-actions" { // those are gaps of how it is deployed
			r.gaps(m.Problems)
		}
		r.pins(&m)
	}
	for _, read := range []func(*report, *facts) bool{readPipeline, readInstalls, readBot, readProviders, readPolicy, readRuntimes} {
		known = read(r, &f) || known
	}
	if known {
		r.out.Facts = append(r.out.Facts, scan.Fact{Value: f})
	}
	return r.out, nil
}

// A report collects what is said about one file.
type report struct {
	*Check
	u   *scan.Unit
	out scan.Outcome
}

func (c *Check) report(u *scan.Unit) *report {
	return &report{Check: c, u: u, out: scan.Outcome{Examined: map[string]int{}}}
}

func (r *report) gaps(problems []document.Problem) {
	if len(problems) == 0 {
		return
	}
	g := r.u.Gap(problems[0].Offset, problems[0].Reason, "%s", problems[0].Message)
	g.Check = ID
	r.out.Gaps = append(r.out.Gaps, g)
}

// say adds a finding of a rule, if that rule runs.
func (r *report) say(id string, kind finding.Kind, at document.Range, name, value string) *finding.Finding {
	rule, ok := r.rules[id]
	if !ok {
		return nil
	}
	r.out.Findings = append(r.out.Findings, state(rule, kind, r.u, at, name, value))
	return &r.out.Findings[len(r.out.Findings)-1]
}

func (r *report) examined(id string) {
	if _, ok := r.rules[id]; ok {
		r.out.Examined[id]++
	}
}
