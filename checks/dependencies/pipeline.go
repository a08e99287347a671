package dependencies

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// otherPipelines are the CI configurations that are searched line by line.
var otherPipelines = []string{
	".gitlab-ci.yml", "azure-pipelines.yml", "azure-pipelines.yaml", "bitbucket-pipelines.yml", "Jenkinsfile", ".travis.yml", ".drone.yml", ".woodpecker.yml", "cloudbuild.yaml", "buildspec.yml",
}

// scanners are the tools that look for known holes, leaked secrets or flaws in code and configuration.
var scanners = regexp.MustCompile(`(?i)(^|[\s/"'(:=])(` + strings.Join([]string{
	`github/codeql-action`, `actions/dependency-review-action`, `aquasecurity/trivy-action`, `trivy\s+(fs|image|repo|config|filesystem|k8s)\b`, `trivy\b`, `returntocorp/semgrep`, `semgrep\b`, `gitleaks\b`,
	`trufflehog\b`, `detect-secrets`, `ggshield`, `gitguardian`, `(npm|yarn|pnpm|bun)\s+(npm\s+)?audit`, `audit-ci`, `better-npm-audit`, `pip-audit`, `gh-action-pip-audit`, `safety\s+(check|scan)`, `osv-scanner`, `snyk\b`,
	`bandit\b`, `gosec\b`, `govulncheck`, `golang/govulncheck-action`, `cargo\s+(audit|deny)`, `bundle-audit|bundler-audit`, `brakeman`, `checkov\b`, `tfsec\b`, `terrascan`, `kics\b`, `grype\b`, `anchore/scan-action`,
	`docker\s+scout`, `hadolint`, `kubesec`, `zizmor`, `sonarqube`, `sonarcloud`, `sonar-scanner`, `dependency-check`, `ossf/scorecard-action`, `step-security/harden-runner`, `nancy\b`, `composer\s+audit`, `seaworthy\b`,
	`SAST\.gitlab-ci\.yml`, `Secret-Detection\.gitlab-ci\.yml`, `Dependency-Scanning\.gitlab-ci\.yml`, `veracode`, `checkmarx`, `mend(io)?\b`, `whitesource`, `fossa\b`, `socket(security)?\s+(ci|scan)`, `retire\b`, `njsscan`, `mobsfscan`, `horusec`,
}, "|") + `)`)

// A scanStep is a step of a pipeline that runs a scanner.
type scanStep struct {
	at    document.Range
	name  string
	inert bool // its failure fails nothing
}

type step struct {
	node  *document.Node
	inert bool
}

// stepsOf gives the steps of all jobs of a workflow.
func stepsOf(root *document.Node) []step {
	var steps []step
	for _, doc := range documents(root) {
		jobs := entry(doc, "jobs")
		if jobs == nil {
			continue
		}
		for _, job := range jobs.Children {
			inert := value(job, "continue-on-error") == "true"
			if entry(job, "uses") != nil {
				steps = append(steps, step{job, inert})
			}
			list := entry(job, "steps")
			if list == nil {
				continue
			}
			for _, s := range list.Children {
				steps = append(steps, step{s, inert || value(s, "continue-on-error") == "true"})
			}
		}
	}
	return steps
}

func documents(root *document.Node) []*document.Node {
	if root.Kind == document.Stream {
		return root.Children
	}
	return []*document.Node{root}
}

// readPipeline looks for scanners in CI.
func readPipeline(r *report, f *facts) bool {
	root, _ := r.u.Document()
	switch {
	case inWorkflows(r.u.Path) && root != nil && r.u.Kind == "yaml":
		r.workflow(root, f)
	case isOtherPipeline(r.u.Path):
		r.lines(f)
	default:
		return false
	}
	f.pipeline = true
	for _, s := range f.scans {
		r.examined("inert-security-scan")
		if s.inert {
			r.say("inert-security-scan", finding.Fail, s.at, s.name, "")
		} else {
			r.say("inert-security-scan", finding.Pass, s.at, s.name, "")
		}
	}
	return true
}

func isOtherPipeline(name string) bool {
	for _, other := range otherPipelines {
		if path.Base(name) == other {
			return true
		}
	}
	return false
}

func (r *report) workflow(root *document.Node, f *facts) {
	for _, doc := range documents(root) {
		on := entry(doc, "on")
		f.schedule = f.schedule || entry(on, "schedule") != nil
	}
	for _, s := range stepsOf(root) {
		for _, key := range []string{"uses", "run"} {
			n := entry(s.node, key)
			if n == nil {
				continue
			}
			if found := scannerIn(n.Value); found != "" {
				f.scans = append(f.scans, scanStep{at: n.At, name: found, inert: s.inert || swallowed(n.Value)})
				break
			}
		}
	}
}

// installing a scanner is not running it, and installing packages may run an audit nobody reads.
var installing = regexp.MustCompile(`\b(install|add|pull|setup)\b|\becho\b`)

// scannerIn names the scanner that a step runs.
func scannerIn(text string) string {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, " #")
		for _, command := range separators.Split(line, -1) {
			if strings.HasPrefix(strings.TrimSpace(command), "#") || installing.MatchString(command) && !strings.Contains(command, "/") {
				continue
			}
			if m := scanners.FindStringSubmatch(command); m != nil {
				return strings.TrimSpace(m[2])
			}
		}
	}
	return ""
}

var swallow = regexp.MustCompile(`\|\|\s*(true|exit 0|:|echo\b.*)\s*$|--exit-zero\b|--exit-code[= ]0\b`)

func swallowed(text string) bool {
	for line := range strings.Lines(text) {
		if scanners.MatchString(line) && !swallow.MatchString(strings.TrimSpace(line)) {
			return false
		}
	}
	return swallow.MatchString(strings.TrimSpace(text)) || strings.Contains(text, "|| true")
}

func (r *report) lines(f *facts) {
	offset := 0
	for line := range bytes.Lines(r.u.Text) {
		if found := scannerIn(string(line)); found != "" && len(f.scans) < 20 {
			start := offset + len(line) - len(bytes.TrimLeft(line, " \t"))
			end := max(start, offset+len(bytes.TrimRight(line, "\r\n")))
			f.scans = append(f.scans, scanStep{at: document.Range{Start: start, End: end}, name: found, inert: swallowed(string(line))})
		}
		offset += len(line)
	}
}
