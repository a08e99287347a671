package report

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/rules"
)

// home is where pages that leave this repository find the rest of the documentation.
const home = "https://github.com/seaworthy-dev/seaworthy"

// RulePage is the page of a rule as Markdown: what it finds, why that matters, how to mend it, and its examples.
func RulePage(set *rules.Set, rule *rules.Rule) string { return rulePage(set, rule, "..") }

// ControlPage is the page of a control as Markdown: what is looked for and by which rules, what is left to a person,
// and the catalogues it answers to.
func ControlPage(set *rules.Set, control *rules.Control) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n`%s`\n\n%s\n\n", control.Title, control.ID, prose(control.Why))
	section(&b, "What is looked for", prose(control.Looks))
	section(&b, "When it passes", passes(control))
	if control.Absent != "" {
		section(&b, "When it does not apply", sentence(control.Absent))
	}
	if control.Person != "" {
		section(&b, "What is left to a person", sentence("To "+control.Person))
	}
	if control.Cadence != "" {
		section(&b, "How often", cadenceText(control.Cadence))
	}
	section(&b, "Rules", bullets(rulesOf(set, control.ID)))
	section(&b, "Rolls up", bullets(links(control.Children, "../controls")))
	section(&b, "References", referenceTable(control.References))
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func passes(c *rules.Control) string {
	switch {
	case len(c.Children) > 0 && c.Attested:
		return "When each of the controls below passes or does not apply, and a person signs for the whole."
	case len(c.Children) > 0:
		return "When each of the controls below passes or does not apply."
	case c.Attested:
		return "Nothing in a repository can answer it: it waits for a person until one attests."
	case c.Evidence:
		return "When something shows that it is done, nothing found speaks against it, and everything could be examined."
	}
	return "When something was examined, nothing found speaks against it, and everything could be examined."
}

func cadenceText(cadence string) string {
	days, ok := strings.CutSuffix(cadence, "d")
	if !ok {
		return "At every change."
	}
	return fmt.Sprintf("Every %s days; an attestation without an end lasts as long.", days)
}

func rulesOf(set *rules.Set, control string) []string {
	var all []string
	for i := range set.Rules {
		if r := &set.Rules[i]; slices.Contains(r.Controls, control) {
			all = append(all, fmt.Sprintf("[`%s`](../rules/%s.md): %s", r.ID, r.ID, r.Title))
		}
	}
	return all
}

func rulePage(set *rules.Set, rule *rules.Rule, docs string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n`%s` · severity %s · confidence %s", rule.Title, rule.ID, rule.Severity, rule.Confidence)
	if len(rule.Languages) > 0 {
		fmt.Fprintf(&b, " · %s", strings.Join(rule.Languages, ", "))
	}
	fmt.Fprintf(&b, "\n\n%s\n\n", prose(rule.Why))
	section(&b, "What is looked for", sentence(prose(rule.Looks)))
	section(&b, "How to mend it", sentence(prose(rule.Fix)))
	section(&b, "Examples", examples(rule.Examples))
	var controls []string
	for _, id := range rule.Controls {
		if c, ok := set.Control(id); ok {
			controls = append(controls, fmt.Sprintf("[%s](%s/controls/%s.md)", c.Title, docs, id))
		}
	}
	section(&b, "Evidence for", bullets(controls))
	section(&b, "References", bullets(cweLinks(rule.CWE)))
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func section(b *strings.Builder, title, body string) {
	if body != "" {
		fmt.Fprintf(b, "## %s\n\n%s\n\n", title, strings.TrimRight(body, "\n"))
	}
}

// prose undoes the line breaks that YAML kept.
func prose(s string) string { return strings.Join(strings.Fields(s), " ") }

// sentence starts with a capital and ends with a period.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if c := s[0]; c >= 'a' && c <= 'z' {
		s = string(c-'a'+'A') + s[1:]
	}
	return period(s)
}

// period ends a sentence. It leaves its first letter alone, which may be that of a name in somebody's code.
func period(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

func bullets(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "- " + strings.Join(lines, "\n- ") + "\n"
}

func links(ids []string, folder string) []string {
	var all []string
	for _, id := range ids {
		all = append(all, fmt.Sprintf("[`%s`](%s/%s.md)", id, folder, id))
	}
	return all
}

func cweLinks(cwe []string) []string {
	var all []string
	for _, id := range cwe {
		all = append(all, fmt.Sprintf("[%s](https://cwe.mitre.org/data/definitions/%s.html)", id, strings.TrimPrefix(id, "CWE-")))
	}
	return all
}

// catalogues are the names of the keys of rules.Control.References, in the order they are shown.
var catalogues = []struct{ key, name string }{
	{"cwe", "CWE"}, {"asvs5", "OWASP ASVS 5.0"}, {"owasp", "OWASP Top 10"}, {"soc2", "SOC 2"}, {"iso27001", "ISO 27001:2022"}, {"gdpr", "GDPR"}, {"pci", "PCI DSS 4.0.1"},
}

func referenceTable(references map[string][]string) string {
	var b strings.Builder
	for _, c := range catalogues {
		ids := references[c.key]
		if len(ids) == 0 {
			continue
		}
		if c.key == "cwe" {
			ids = cweLinks(ids)
		}
		fmt.Fprintf(&b, "| %s | %s |\n", c.name, strings.Join(ids, ", "))
	}
	if b.Len() == 0 {
		return ""
	}
	return "| catalogue | ids |\n| --- | --- |\n" + b.String()
}

// examples shows each file of a txtar in a fence of its own.
func examples(archive string) string {
	var b, file strings.Builder
	name := ""
	end := func() {
		if text := strings.Trim(file.String(), "\n"); text != "" {
			if name != "" {
				fmt.Fprintf(&b, "`%s`\n\n", name)
			}
			fence := fenceFor(text)
			fmt.Fprintf(&b, "%s%s\n%s\n%s\n\n", fence, strings.TrimPrefix(path.Ext(name), "."), text, fence)
		}
		file.Reset()
	}
	for line := range strings.Lines(archive) {
		if next, ok := strings.CutPrefix(strings.TrimSpace(line), "-- "); ok && strings.HasSuffix(next, " --") {
			end()
			name = strings.TrimSuffix(next, " --")
			continue
		}
		file.WriteString(line)
	}
	end()
	return b.String()
}

// fenceFor is a fence that text cannot close.
func fenceFor(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence
}
