package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/checks"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A scanRequest is everything a scan depends on, as values: flags and environment are read before, never below.
type scanRequest struct {
	dir        string
	profile    string
	formats    []string
	failOn     string
	configFile string
	only, skip []string
	exclude    []string
	rules      []string
	fileTime   time.Duration
	maxSize    int64
	staged     bool
	strict     bool
	untrusted  bool
	allowExec  bool
	vulnDB     string
	debug      bool
	passes     bool
	verbose    bool

	screen screen
	user   userFiles
	now    func() time.Time
}

func newScan() *cobra.Command {
	var q scanRequest
	c := &cobra.Command{
		Use:   "scan [DIR]",
		Short: "Answer the checklist of a repository (the default command)",
		Long: "Reads every file of DIR (default: the current folder) that git tracks or would track, and answers the checklist.\n\n" +
			"Exit codes: 0 nothing failed, 1 something failed at --fail-on, 2 seaworthy could not do its work, 130 interrupted.",
		Example: "  seaworthy scan --format text --format sarif=seaworthy.sarif\n  seaworthy scan --staged\n  seaworthy scan --only secrets --fail-on high",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			q.dir = "."
			if len(args) == 1 {
				q.dir = args[0]
			}
			q.screen, q.user, q.now = readScreen(c.OutOrStdout(), c.ErrOrStderr()), readUserFiles(), time.Now
			return runScan(c.Context(), q)
		},
	}
	f := c.Flags()
	f.StringVar(&q.profile, "profile", "", "checklist to answer: deployment (default), amplify, fastapi, recurring, full")
	f.StringArrayVarP(&q.formats, "format", "f", []string{"text"}, "output as `FORMAT[=PATH]`, repeatable: "+formatNames())
	f.StringVar(&q.failOn, "fail-on", "", "lowest severity of a failure that makes the exit code 1: low (default), medium, high, critical, none")
	f.StringVar(&q.configFile, "config", "", "settings file instead of the scanned folder's "+configName)
	f.StringSliceVar(&q.only, "only", nil, "run only these checks or rules")
	f.StringSliceVar(&q.skip, "skip", nil, "leave out these checks or rules")
	f.StringArrayVar(&q.exclude, "exclude", nil, "leave out files that match a .gitignore `PATTERN`, repeatable")
	f.StringArrayVar(&q.rules, "rules", nil, "also run the rules of a `DIR` or file, ours or Semgrep's, repeatable")
	f.Int64Var(&q.maxSize, "max-size", source.DefaultMaxSize, "largest file to read, in bytes; larger ones are listed")
	f.DurationVar(&q.fileTime, "file-time", time.Minute, "give up a file after this long, and list it")
	f.BoolVar(&q.staged, "staged", false, "look only at what is staged for the next commit, as it stands in the index")
	f.BoolVar(&q.strict, "strict", false, "exit 2 when something couldn't be examined; expired attestations fail")
	f.BoolVar(&q.untrusted, "untrusted", false, "exit 2 when the scanned folder's own settings loosen the scan")
	f.BoolVar(&q.allowExec, "allow-exec", false, "let Go's vulnerability analysis run the go command on the scanned code")
	f.StringVar(&q.vulnDB, "vuln-db", "", "vulnerability database for --allow-exec: file:///folder or https URL")
	f.BoolVar(&q.passes, "passes", false, "show the evidence of passed items too")
	f.BoolVar(&q.verbose, "verbose", false, "shorten nothing")
	f.BoolVar(&q.debug, "debug", false, "print stacks of crashes, without file content")
	return c
}

// runScan is the whole program: load rules, build checks, open the tree, scan, accept, evaluate, write.
func runScan(ctx context.Context, q scanRequest) error {
	set, err := rules.Load()
	if err != nil {
		return fmt.Errorf("the built-in rules are broken: %w", err)
	}
	var unread []finding.Gap
	if len(q.rules) > 0 {
		if set, unread, err = q.withRules(set); err != nil {
			return err
		}
	}
	outputs, err := openOutputs(q.formats)
	if err != nil {
		return err
	}
	tree, err := source.Open(q.dir, q.sourceOptions())
	if err != nil {
		return err
	}
	defer tree.Close()
	settings, err := loadConfig(tree, q.configFile, set, q.now())
	if err != nil {
		return err
	}
	plan, err := q.plan(settings, set)
	if err != nil {
		return err
	}
	tree.Exclude(settings.Exclude)
	selected, err := checks.All(set, q.checkOptions(tree, settings), plan.runs)
	if err != nil {
		return err
	}
	progress := q.screen.progress(q.now)
	result, notes, scanErr := scan.Run(ctx, tree, selected, q.scanOptions(plan, progress))
	progress.clear()
	if scanErr != nil && !errors.Is(scanErr, context.Canceled) {
		return scanErr
	}
	if scanErr != nil {
		result.Gaps = append(result.Gaps, finding.Gap{Reason: finding.Interrupted, Detail: "the scan was interrupted: this report is incomplete"})
	}
	result.Gaps = append(result.Gaps, unread...)
	slices.SortStableFunc(result.Gaps, finding.Gap.Compare)
	result.Findings = checklist.Supersede(result.Findings, set)
	notes = append(notes, checklist.Suppress(result.Findings, settings.Suppress, q.now())...)
	list := checklist.Evaluate(plan.profile, set, result, settings.Attest, q.now(), checklist.Options{Strict: q.strict, Ran: plan.ran(q)})
	list.Loosened = settings.loosened(defaultProfile)
	list.Notes = append(notes, list.Notes...)
	list.Unasked = plan.countLoose(&list, finding.Low)
	if q.staged {
		list.KeepFailures(counted(result.Stats.Files, "staged file"))
	}
	if err := outputs.write(&list, q.screen.stdout, q.reportOptions(tree, set)); err != nil {
		return exitError{exitTrouble, err}
	}
	return q.exit(scanErr, &list, plan)
}

// exit decides the exit code.
func (q *scanRequest) exit(scanErr error, list *checklist.Checklist, plan scanPlan) error {
	switch {
	case scanErr != nil:
		return exitError{code: exitInterrupted}
	case q.untrusted && len(list.Loosened) > 0:
		return exitError{exitTrouble, fmt.Errorf("--untrusted: %s", strings.Join(list.Loosened, "; "))}
	case q.strict && len(list.Gaps) > 0:
		return exitError{exitTrouble, fmt.Errorf("--strict: %d places couldn't be examined", len(list.Gaps))}
	case plan.fails(list):
		return exitError{code: exitFailed}
	}
	return nil
}

const defaultProfile = "deployment"

// A scanPlan is what flags and settings together ask for.
type scanPlan struct {
	profile *rules.Profile
	failOn  finding.Severity
	never   bool // --fail-on none
	runs    func(check string) bool
	keeps   func(rule string) bool
	loose   func(rule string) bool // rules of --rules that are evidence for no item of the profile
}

func (q *scanRequest) plan(settings *config, set *rules.Set) (scanPlan, error) {
	p := scanPlan{failOn: finding.Low}
	name := cmp.Or(q.profile, settings.Profile, defaultProfile)
	profile, ok := set.Profile(name)
	if !ok {
		return p, fmt.Errorf("unknown profile %q: use one of %s", name, profileNames(set))
	}
	p.profile = profile
	p.loose = func(id string) bool {
		r, ok := set.Rule(id)
		return ok && r.Loaded != nil && !slices.ContainsFunc(r.Controls, func(c string) bool { return slices.Contains(profile.Items, c) })
	}
	if settings.FailOn != nil {
		p.failOn = *settings.FailOn
	}
	switch q.failOn {
	case "":
	case "none":
		p.never = true
	default:
		if err := p.failOn.UnmarshalText([]byte(q.failOn)); err != nil {
			return p, fmt.Errorf("--fail-on: %w", err)
		}
	}
	return p, p.choose(q.only, q.skip, set)
}

// choose resolves --only and --skip, each of which may name checks and rules.
func (p *scanPlan) choose(only, skip []string, set *rules.Set) error {
	onlySet, err := split(only, set)
	if err != nil {
		return fmt.Errorf("--only: %w", err)
	}
	skipSet, err := split(skip, set)
	if err != nil {
		return fmt.Errorf("--skip: %w", err)
	}
	p.keeps = func(rule string) bool {
		r, ok := set.Rule(rule)
		check := ""
		if ok {
			check = r.Check
		}
		return (len(onlySet) == 0 || onlySet[rule] || onlySet[check]) && !skipSet[rule] && !skipSet[check]
	}
	p.runs = func(check string) bool {
		for _, r := range set.Of(check) {
			if p.keeps(r.ID) {
				return true
			}
		}
		return false
	}
	return nil
}

func split(names []string, set *rules.Set) (map[string]bool, error) {
	out := map[string]bool{}
	for _, name := range names {
		if len(set.Of(name)) == 0 && !knownRule(set, name) {
			return nil, fmt.Errorf("unknown check or rule %q: `seaworthy rules` lists them", name)
		}
		out[name] = true
	}
	return out, nil
}

// ran is nil when nothing was left out.
func (p *scanPlan) ran(q scanRequest) func(rule string) bool {
	if len(q.only) == 0 && len(q.skip) == 0 {
		return nil
	}
	return p.keeps
}

// fails tells whether a failed item holds a failure at or above the threshold, or an expired attestation.
func (p *scanPlan) fails(list *checklist.Checklist) bool {
	if p.never {
		return false
	}
	for _, item := range list.Items {
		if item.Status != checklist.Fail {
			continue
		}
		worst, any := finding.Note, false
		for _, f := range item.Evidence {
			if f.Kind == finding.Fail && f.Suppressed == nil {
				worst, any = max(worst, f.Severity), true
			}
		}
		if !any || worst >= p.failOn {
			return true
		}
	}
	return p.countLoose(list, max(p.failOn, finding.Low)) > 0
}

// countLoose counts failures of loose rules, of a severity or worse.
func (p *scanPlan) countLoose(list *checklist.Checklist, least finding.Severity) (n int) {
	for _, f := range list.Findings {
		if p.loose(f.Rule) && f.Kind == finding.Fail && f.Severity >= least {
			n++
		}
	}
	return n
}

func (q *scanRequest) sourceOptions() source.Options {
	return source.Options{Exclude: q.exclude, GlobalIgnore: q.user.ignore, MaxSize: q.maxSize, Staged: q.staged}
}

func (q *scanRequest) scanOptions(p scanPlan, progress *progress) scan.Options {
	o := scan.Options{FileTime: q.fileTime, Partial: q.staged, Now: q.now, Only: p.keeps, Progress: progress.show}
	if q.debug {
		o.Debug = func(message string) { fmt.Fprintln(q.screen.stderr, message) }
	}
	return o
}

func (q *scanRequest) checkOptions(tree *source.Tree, settings *config) checks.Options {
	executable, err := os.Executable()
	if err != nil {
		executable = ""
	}
	return checks.Options{
		Read: func(name string) ([]byte, error) { return tree.ReadFile(name, maxConfig) }, Public: settings.Public, Root: tree.Dir(),
		AllowExec: q.allowExec, VulnDB: q.vulnDB, Executable: executable, Now: q.now,
	}
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
