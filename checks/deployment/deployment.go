// Package deployment reads how a system is run (container files, orchestrators, proxies, infrastructure as code, CI
// workflows) and judges it by the rules of rules/deployment. All it knows about security is in those rules; the code
// here only recognises what a file describes and says where a finding belongs.
package deployment

import (
	"context"
	"fmt"
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/selector"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// ID is the check's name, and its folder under rules/.
const ID = "deployment"

// Check runs every rule of rules/deployment.
type Check struct {
	rules []compiled
	of    map[string][]int // kind: indexes into rules
}

type compiled struct {
	rules.Rule
	*selector.Selector
	secret bool // looks at secret values
}

// New compiles the rules.
func New(list []rules.Rule) (*Check, error) {
	c := &Check{of: map[string][]int{}}
	for _, r := range list {
		s, err := selector.Compile(r.Tree)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.File, err)
		}
		for _, language := range r.Languages {
			if !slices.Contains(kinds, language) {
				return nil, fmt.Errorf("%s: languages: %q is none of %v", r.File, language, kinds)
			}
			c.of[language] = append(c.of[language], len(c.rules))
		}
		c.rules = append(c.rules, compiled{r, s, asksSecret(r.When) || asksSecret(r.Bad)})
	}
	return c, nil
}

// The literals that tell which YAML and JSON files describe a deployment, so that the others are never parsed.
var literals = []string{"apiVersion", "services:", "AWS::", "jobs:", `"Statement"`, "Statement:"}

// Info says which files to send.
func (c *Check) Info() scan.Info {
	return scan.Info{
		ID: ID, Title: "How it is deployed", Literals: literals,
		Needs: []scan.Need{
			{Kinds: []string{"dockerfile", "nginx", "terraform"}},
			{Kinds: []string{"yaml"}, Literals: []int{0, 1, 2, 3, 5}},
			{Kinds: []string{"json"}, Literals: []int{0, 2, 4}},
		},
	}
}

// File judges one file.
func (c *Check) File(ctx context.Context, u *scan.Unit) (scan.Outcome, error) {
	out := scan.Outcome{Examined: map[string]int{}}
	root, problems := u.Document()
	parts := partsOf(u.Path, u.Kind, root)
	if gap, ok := gapOf(u, parts, problems); ok {
		out.Gaps = append(out.Gaps, gap)
	}
	out.Kinds = told(parts)
	for _, i := range c.wanted(parts) {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		c.rules[i].file(u, parts, i, &out)
	}
	return out, nil
}

// wanted gives the rules for the kinds of parts, each once.
func (c *Check) wanted(parts []part) []int {
	var wanted []int
	for _, p := range parts {
		wanted = append(wanted, c.of[p.kind]...)
	}
	slices.Sort(wanted)
	return slices.Compact(wanted)
}

// maxPasses bounds the evidence that one rule gives in one file.
const maxPasses = 3

// file runs one rule over the parts of a file. Subjects of one object are one finding.
func (r *compiled) file(u *scan.Unit, parts []part, index int, out *scan.Outcome) {
	passes, unsure := 0, false
	for _, p := range parts {
		if !slices.Contains(r.Languages, p.kind) {
			continue
		}
		for _, refers := range r.Partners(p.root, p.scope) {
			out.Facts = append(out.Facts, scan.Fact{Value: companion{rule: index, refers: refers}})
		}
		for _, o := range objects(p, r.Judge(p.root, p.scope)) {
			switch {
			case r.HasPartner() && o.bad != selector.Maybe:
				out.Facts = append(out.Facts, scan.Fact{Value: loner{
					rule: index, name: o.name, fail: r.finding(u, o, finding.Fail), pass: r.finding(u, o, finding.Pass),
				}})
			case o.bad == selector.Yes:
				out.Examined[r.ID]++
				out.Findings = append(out.Findings, r.finding(u, o, finding.Fail))
			case o.bad == selector.No && r.Good == "": // the lack of one bad thing is no proof of anything good
			case o.bad == selector.No:
				out.Examined[r.ID]++
				if passes++; passes <= maxPasses {
					out.Findings = append(out.Findings, r.finding(u, o, finding.Pass))
				}
			case r.Unsure && !unsure:
				unsure = true
				out.Findings = append(out.Findings, r.finding(u, o, finding.Review))
			}
		}
	}
}
