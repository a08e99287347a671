// Package vulnerabilities matches what a repository depends on with known vulnerabilities. Go modules are analysed by
// golang.org/x/vuln, which runs the go command on the scanned code: only when that is allowed, and in a child process.
package vulnerabilities

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// ID is the check's name.
const ID = "vulnerabilities"

const (
	ruleKnown = "known-vulnerability"
	maxAge    = 7 * 24 * time.Hour
)

// Options say what the check may do. Nothing is run and nothing is fetched by default.
type Options struct {
	AllowExec  bool   // the go command may run on the scanned code
	DB         string // folder or URL of a database in the Go vulnerability database's layout: file:///…
	Now        func() time.Time
	Executable string // of seaworthy itself, which runs Child when started with ChildCommand
	Root       string // absolute path of the tree
}

// A Check looks for known vulnerabilities.
type Check struct {
	rule    *rules.Rule
	options Options
}

// New makes the check.
func New(set *rules.Set, o Options) *Check {
	c := &Check{options: o}
	if r, ok := set.Rule(ruleKnown); ok {
		c.rule = r
	}
	return c
}

// Info says that manifests are wanted.
func (c *Check) Info() scan.Info {
	return scan.Info{
		ID:    ID,
		Title: "Known vulnerabilities in dependencies",
		Needs: []scan.Need{{Names: []string{
			"go.mod", "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml",
			"requirements*.txt", "pyproject.toml", "uv.lock", "poetry.lock",
		}}},
	}
}

// A project is one manifest with something in it.
type project struct {
	ecosystem string
	locks     bool
	count     int
	places    map[string]source.Span // of each dependency; Go only
	minor     bool
}

// File counts what a manifest names.
func (c *Check) File(_ context.Context, u *scan.Unit) (scan.Outcome, error) {
	m, ok := u.Manifest()
	if !ok || c.rule == nil {
		return scan.Outcome{}, nil
	}
	p := project{ecosystem: strings.Clone(m.Ecosystem), locks: m.Kind == manifest.Locks, minor: !u.Role.Deployed() && u.Role != source.Lock}
	isGo := path.Base(u.Path) == "go.mod"
	if isGo {
		p.places = map[string]source.Span{}
	}
	for _, d := range m.Dependencies {
		if d.Source == "workspace" || d.Source == "path" {
			continue
		}
		p.count++
		if isGo {
			p.places[strings.Clone(d.Name)] = u.Span(d.At.Start, d.At.End)
		}
	}
	if p.count == 0 && !isGo {
		return scan.Outcome{}, nil
	}
	return scan.Outcome{Facts: []scan.Fact{{Value: p}}}, nil
}

// Repo analyses each Go module and says what nobody could look up.
func (c *Check) Repo(ctx context.Context, r scan.Repo) (scan.Outcome, error) {
	o := scan.Outcome{Examined: map[string]int{}}
	if c.rule == nil {
		return o, nil
	}
	for _, ecosystem := range []string{"npm", "pypi"} {
		if g, ok := noDatabase(ecosystem, r.Facts); ok {
			o.Gaps = append(o.Gaps, g)
		}
	}
	for _, f := range r.Facts {
		p, ok := f.Value.(project)
		if !ok || p.places == nil {
			continue
		}
		c.module(ctx, f.Path, p, &o)
	}
	return o, nil
}

// noDatabase: without one an ecosystem's dependencies are unknown, not safe.
func noDatabase(ecosystem string, facts []scan.Fact) (finding.Gap, bool) {
	var first string
	files, minor := 0, true
	for _, f := range facts {
		p, ok := f.Value.(project)
		if !ok || p.ecosystem != ecosystem {
			continue
		}
		if files++; first == "" || minor && !p.minor {
			first = f.Path
		}
		minor = minor && p.minor
	}
	if files == 0 {
		return finding.Gap{}, false
	}
	return finding.Gap{
		Path: first, Check: ID, Reason: finding.Missing, Minor: minor,
		Detail: fmt.Sprintf("no vulnerability database for %s: what %s name was matched with nothing", ecosystem, number(files, "manifest")),
	}, true
}

func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// module analyses one Go module.
func (c *Check) module(ctx context.Context, file string, p project, o *scan.Outcome) {
	gap := finding.Gap{Path: file, Check: ID, Reason: finding.Missing, Minor: p.minor}
	switch {
	case !c.options.AllowExec:
		gap.Detail = fmt.Sprintf("%s not matched with known vulnerabilities: that runs the go command on this code; allow it with --allow-exec --vuln-db URL", number(p.count, "Go module"))
	case c.options.DB == "":
		gap.Detail = "no vulnerability database: name one with --vuln-db, file:///folder or https://vuln.go.dev"
	case p.minor:
		return
	default:
		c.analyse(ctx, file, p, o)
		return
	}
	o.Gaps = append(o.Gaps, gap)
}

func (c *Check) analyse(ctx context.Context, file string, p project, o *scan.Outcome) {
	a := c.run(ctx, path.Dir(file), "symbol")
	if a.err != nil && ctx.Err() == nil {
		gap := finding.Gap{Path: file, Check: ID, Reason: finding.Unresolved, Minor: p.minor, Detail: "whether vulnerable code is called is unknown: " + a.err.Error()}
		o.Gaps = append(o.Gaps, gap)
		if a = c.run(ctx, path.Dir(file), "module"); a.err != nil {
			return
		}
	}
	if a.err != nil {
		return
	}
	o.Examined[ruleKnown] += max(a.modules, p.count)
	failures := c.findings(file, p, a)
	o.Findings = append(o.Findings, failures...)
	age := c.options.Now().Sub(a.modified)
	switch {
	case a.modified.IsZero():
		o.Gaps = append(o.Gaps, finding.Gap{Path: file, Check: ID, Reason: finding.Stale, Detail: "the vulnerability database doesn't say how old it is"})
	case age > maxAge:
		o.Gaps = append(o.Gaps, finding.Gap{Path: file, Check: ID, Reason: finding.Stale, Detail: fmt.Sprintf("the vulnerability database is of %s, %d days old: what was found since is unknown", a.modified.Format(time.DateOnly), int(age.Hours()/24))})
	case !slices.ContainsFunc(failures, func(f finding.Finding) bool { return f.Severity > finding.Note }):
		o.Findings = append(o.Findings, finding.Finding{
			Rule: ruleKnown, Kind: finding.Pass, Severity: c.rule.Severity, Confidence: c.rule.Confidence, At: source.Span{Path: file}, Subject: file,
			Message: fmt.Sprintf("no known vulnerability is called, in %s; database of %s", number(max(a.modules, p.count), "module"), a.modified.Format(time.DateOnly)),
		})
	}
}
