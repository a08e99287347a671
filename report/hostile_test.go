package report_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/report"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// names are what a repository may call its files to fool a report.
var names = []string{
	"\x1b[2J\x1b]8;;http://x\x07\r\t.py", "::error::x.py", "a\n::set-output name=a::b.py", "<img src=x onerror=1>.py", "a|b`c](http://x).py", "www.evil.example @someone #1.py",
	"\u202egpj.py", "zero\u200bwidth.py", "bad\xff.txt", "c1\u009b31m.py", "%0A::error.py", "a,line=9,title=x:y.py", "tag\U000E0041.py", "line\u2028break.py", "##[add-mask]x.py",
}

// hostile is a checklist whose every string came from an enemy.
func hostile() *checklist.Checklist {
	c := &checklist.Checklist{Profile: &rules.Profile{ID: "p"}}
	for _, name := range names {
		f := finding.Finding{
			Rule: "r", Severity: finding.High, Message: "uses " + name, Fix: "rename " + name, Subject: name, At: span(name, 1, 3, 5),
			Snippet: finding.Snippet{Text: "x = '" + name + "'", Caret: 5, Width: len(name)}, Related: []finding.Related{{Message: name, At: span(name, 1, 1, 2)}},
		}
		c.Findings = append(c.Findings, f)
		f.Suppressed = &finding.Suppression{Reason: name, By: name}
		c.Suppressed = append(c.Suppressed, f)
		c.Gaps = append(c.Gaps, finding.Gap{Path: name, Reason: finding.Malformed, Detail: name})
		c.Notes = append(c.Notes, name)
		c.Loosened = append(c.Loosened, name)
		c.Endpoints = append(c.Endpoints, finding.Endpoint{Path: name, File: name})
		c.Items = append(c.Items, checklist.Item{
			Control: &rules.Control{ID: "c", Title: "Control"}, Status: checklist.Fail, Reason: name, Evidence: []finding.Finding{f}, Figures: []string{name},
			Searched: []string{name}, Attestation: &checklist.Attestation{By: name, Evidence: name},
		})
	}
	return c
}

func TestHostileNames(t *testing.T) {
	c := hostile()
	for _, format := range report.Formats {
		t.Run(format.Name, func(t *testing.T) {
			var b bytes.Buffer
			if err := format.Write(&b, c, report.Options{Verbose: true}); err != nil {
				t.Fatal(err)
			}
			if !utf8.Valid(b.Bytes()) {
				t.Error("not UTF-8")
			}
			for _, r := range b.String() {
				if r < ' ' && r != '\n' || r >= 0x7F && r <= 0x9F || strings.ContainsRune("\u202e\u200b\u2028\uFFFD\U000E0041", r) {
					t.Fatalf("holds %U", r)
				}
			}
			for line := range strings.Lines(b.String()) {
				if strings.Contains(line, "##[") || format.Name != "github" && strings.HasPrefix(strings.TrimSpace(line), "::") {
					t.Errorf("a runner of GitHub Actions would obey %q", line)
				}
			}
		})
	}
}

func TestPathThatIsNotUTF8(t *testing.T) {
	for _, format := range []string{"json", "sarif"} {
		f, _ := report.FormatOf(format)
		var b bytes.Buffer
		if err := f.Write(&b, hostile(), report.Options{}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), `"uri": "bad%FF.txt"`) {
			t.Errorf("%s: no percent-encoded uri", format)
		}
	}
}

func TestWorkflowCommandsCannotBeInjected(t *testing.T) {
	c := hostile()
	var b bytes.Buffer
	if err := report.GitHub(&b, c, report.Options{}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != len(c.Findings)+1 {
		t.Errorf("got %d lines for %d findings and a verdict", len(lines), len(c.Findings))
	}
	command := regexp.MustCompile(`^::error file=[^,:\r\n]*,line=1,endLine=1,col=3,title=r::[^\r\n]*$`)
	for _, line := range lines[:len(lines)-1] {
		if !command.MatchString(line) {
			t.Errorf("not one command: %q", line)
		}
	}
	if !strings.Contains(b.String(), "file=%250A%3A%3Aerror.py,") {
		t.Error("% is not encoded")
	}
}

func TestMarkdownCannotBeInjected(t *testing.T) {
	var b bytes.Buffer
	if err := report.Markdown(&b, hostile(), report.Options{}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, bad := range []string{"<img", "](http", "http://", "www.", "@someone", "b`c"} {
		if strings.Contains(text, bad) {
			t.Errorf("holds %q", bad)
		}
	}
	row := regexp.MustCompile(`(?m)^\| [^|\n]* \| [^|\n]* \| [^|\n]* \|$`)
	if got := len(row.FindAllString(text, -1)); got != len(names)+1 { // and the rule under the head
		t.Errorf("got %d table rows, want %d", got, len(names)+1)
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	c, set := sample(t)
	c.Findings = append(c.Findings, at("raw-html", finding.High, "web/頁.ts", 3, `const 標題 = "`+strings.Repeat("寬", 120)+`"`, 6, 6, "`標題` is wide", ""))
	for _, width := range []int{20, 40, 80, 120} {
		o := options(set)
		o.Width = width
		var b bytes.Buffer
		if err := report.Text(&b, c, o); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if w := columns(line); w > width && len(strings.Fields(line)) > 2 {
				t.Errorf("width %d: %d columns: %q", width, w, line)
			}
		}
	}
}

// columns counts a wide character as two.
func columns(line string) int {
	n := 0
	for _, r := range strings.TrimSuffix(line, "\n") {
		if n++; r >= 0x4E00 && r <= 0x9FFF {
			n++
		}
	}
	return n
}
