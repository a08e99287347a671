package secrets

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules/credential"
)

// managerLiterals start the ways to get a secret from where it is kept.
var managerLiterals = []string{
	"process.env", "os.environ", "getenv", "getsecretvalue", "get_secret_value", "secretsmanager", "hvac", "secretkeyref", "externalsecret", "sealedsecret", "secrets.", "secret('", "secret(\"", "secretstr",
}

// maxPasses bounds the evidence of one file; more of the same tells a reader nothing.
const maxPasses = 5

// ways are the patterns, tried at the start of the line that has a literal. A group is the setting's name; with name
// false there is none to judge.
var ways = []struct {
	pattern *regexp.Regexp
	from    string
	unnamed bool
}{
	{regexp.MustCompile(`process\.env(?:\.|\[['"])(\w+)`), "the environment", false},
	{regexp.MustCompile(`os\.environ(?:\.get)?[\[(]\s*['"](\w+)['"]\s*[\])]`), "the environment", false},
	{regexp.MustCompile(`(?i)\bgetenv\(\s*['"](\w+)['"]\s*\)`), "the environment", false},
	{regexp.MustCompile(`\$\{\{\s*secrets\.(\w+)`), "the secrets of CI", false},
	{regexp.MustCompile(`\bsecret\(['"](\w+)['"]\)`), "the secrets of Amplify", false},
	{regexp.MustCompile(`(\w+)\s*:\s*(?:pydantic\.)?SecretStr\s*$`), "the environment", false},
	{regexp.MustCompile(`(?i)\bget_?secret_?value(?:command)?\b\s*\(`), "a secret manager", true},
	{regexp.MustCompile(`client\(\s*['"]secretsmanager['"]|aws-sdk/client-secrets-manager|aws-cdk-lib/aws-secretsmanager`), "AWS Secrets Manager", true},
	{regexp.MustCompile(`\bhvac\.Client\(`), "Vault", true},
	{regexp.MustCompile(`^\s*-?\s*secretKeyRef:`), "a Kubernetes Secret", true},
	{regexp.MustCompile(`^kind:\s*(?:ExternalSecret|SealedSecret)\b`), "an external or sealed secret", true},
}

// defaulted is a literal to fall back to: then the setting isn't only in the environment.
var defaulted = regexp.MustCompile(`^\s*(?:\|\||\?\?|,)\s*['"][^'"\s]`)

// manager reports a setting that comes from the environment or a manager as evidence for a pass.
func (r *report) manager(h hit) bool {
	about, ok := r.check.rules[secretFromManager]
	if !ok {
		return false
	}
	line, at := r.unit.Line(r.unit.Span(h.start, h.start).Start.Line)
	if len(line) > 1000 || commented(line) {
		return false
	}
	for _, way := range ways {
		for _, m := range way.pattern.FindAllSubmatchIndex(line, -1) {
			start, end := at.Start.Offset+m[0], at.Start.Offset+m[1]
			if h.start < start || h.start >= end {
				continue
			}
			subject := "a secret"
			if !way.unnamed {
				name := string(line[m[2]:m[3]])
				if !credential.Named(name) || defaulted.Match(line[m[1]:]) {
					continue
				}
				subject = "`" + name + "`"
			}
			r.out.Examined[secretFromManager]++
			r.out.Findings = append(r.out.Findings, finding.Finding{
				Rule: secretFromManager, Kind: finding.Pass, Severity: finding.Note, Confidence: about.Confidence,
				Message: fmt.Sprintf("%s comes from %s", subject, way.from), At: r.unit.Span(start, end),
			})
			return true
		}
	}
	return false
}

func commented(line []byte) bool {
	s := strings.TrimSpace(string(line))
	return strings.HasPrefix(s, "//") || strings.HasPrefix(s, "#") || strings.HasPrefix(s, "*")
}
