package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gosarif "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/report"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// readSARIF writes a checklist, holds it against the schema and reads it back with go-sarif.
func readSARIF(t *testing.T, c *checklist.Checklist, o report.Options) *gosarif.Run {
	t.Helper()
	var b bytes.Buffer
	if err := report.SARIF(&b, c, o); err != nil {
		t.Fatal(err)
	}
	conforms(t, sarifSchema(t), b.Bytes())
	log, err := gosarif.FromBytes(b.Bytes(), gosarif.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("got %d runs", len(log.Runs))
	}
	return log.Runs[0]
}

// sarifSchema is the schema of the standard, out of go-sarif's source. Its Validate is of no use: it judges what go-sarif
// would write, and that is invalid for many a valid file.
func sarifSchema(t *testing.T) []byte {
	t.Helper()
	name, _ := runtime.FuncForPC(reflect.ValueOf(gosarif.NewReport).Pointer()).FileLine(0)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(filepath.Dir(name), "schema.go"), nil, 0)
	if err != nil {
		t.Skipf("no source of go-sarif, as in a build with -trimpath: %v", err)
	}
	object := file.Scope.Lookup("schema")
	literal := object.Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text)
}

func TestSARIFHoldsActiveFailuresOnly(t *testing.T) {
	c, set := sample(t)
	run := readSARIF(t, c, options(set))
	got := map[string]int{}
	for _, r := range run.Results {
		got[*r.RuleID+" "+r.Level]++
	}
	want := map[string]int{"cors-any-origin error": 1, "plain-http-url warning": 5, "unlimited-endpoint warning": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if got := len(run.Invocations[0].ToolExecutionNotifications); got != len(c.Gaps) {
		t.Errorf("got %d notifications for %d gaps", got, len(c.Gaps))
	}
}

func TestSARIFLineHash(t *testing.T) {
	c, set := sample(t)
	o := options(set)
	o.Line = func(path string, line int) (string, bool) {
		lines := []string{" a\n", "b\n", "  \t\tc\n", " d"}
		if path != "services/api/src/app.ts" || line > len(lines) {
			return "", false
		}
		return strings.Join(lines[line-1:], ""), true
	}
	c.Findings = c.Findings[:1]
	c.Findings[0].At = span("services/api/src/app.ts", 3, 1, 2)
	run := readSARIF(t, c, o)
	if got := run.Results[0].PartialFingerprints["primaryLocationLineHash"]; got != "180aee12dab6264:1" {
		t.Errorf("got %q", got)
	}
}

func TestSARIFWithoutFileOrRules(t *testing.T) {
	c := &checklist.Checklist{Profile: &rules.Profile{ID: "p"}, Findings: []finding.Finding{{Rule: "no-plan", Severity: finding.Medium, Message: "no incident plan [a](b)"}}}
	run := readSARIF(t, c, report.Options{})
	if got := *run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != ".seaworthy.yaml" {
		t.Errorf("uri %q", got)
	}
	if got := *run.Results[0].Message.Text; got != `no incident plan \[a\](b).` {
		t.Errorf("message %q", got)
	}
}

func TestSARIFLimits(t *testing.T) {
	const total = 25_010
	findings := make([]finding.Finding, 0, total)
	for i := range total {
		severity := finding.Medium
		if i >= total-10 {
			severity = finding.Critical // the last by place, the first to keep
		}
		findings = append(findings, at("plain-http-url", severity, fmt.Sprintf("src/file%05d.py", i), 1, `get("http://x.example")`, 4, 18, "spoken in the clear", ""))
	}
	set := sampleRules(t)
	rule, _ := set.Rule("plain-http-url")
	for i := range 30 {
		rule.CWE = append(rule.CWE, fmt.Sprintf("CWE-%d", 1000+i))
	}
	var b bytes.Buffer
	if err := report.SARIF(&b, &checklist.Checklist{Findings: findings}, options(set)); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct{ Properties struct{ Tags []string } }
				}
			}
			Results     []struct{ Level string }
			Invocations []struct {
				ToolExecutionNotifications []struct{ Message struct{ Text string } }
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	critical := 0
	for _, r := range run.Results {
		if r.Level == "error" {
			critical++
		}
	}
	if len(run.Results) != 25_000 || critical != 10 || len(run.Tool.Driver.Rules[0].Properties.Tags) != 20 {
		t.Errorf("got %d results, %d errors, %d tags", len(run.Results), critical, len(run.Tool.Driver.Rules[0].Properties.Tags))
	}
	if got := run.Invocations[0].ToolExecutionNotifications[0].Message.Text; !strings.HasPrefix(got, "10 results left out") {
		t.Errorf("notification %q", got)
	}
}
