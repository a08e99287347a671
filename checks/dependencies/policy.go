package dependencies

import (
	"path"
	"regexp"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// policyNames are the files that tell people what to do about a hole or an attack.
var policyNames = []string{
	"SECURITY.md", "SECURITY.rst", "SECURITY.txt", "SECURITY", "security.md", "security.txt", "*[iI][nN][cC][iI][dD][eE][nN][tT]*.md", "*[rR][uU][nN][bB][oO][oO][kK]*.md",
}

var placeholderContact = regexp.MustCompile(`(?i)[\w.+-]+@(example\.(com|org|net)|company\.com|yourcompany\.\w+|your-?domain\.\w+|acme\.com|domain\.com|test\.com)\b`)

func readPolicy(r *report, f *facts) bool {
	base := path.Base(r.u.Path)
	switch {
	case base == ".gitignore":
		f.ignore = string(r.u.Text)
	case isPolicy(base):
		f.policy = string(r.u.Text)
		r.contact()
	case isRunbook(base):
		f.policy = string(r.u.Text)
	default:
		return false
	}
	return true
}

func isPolicy(base string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(base), ".")
	return stem == "security"
}

func isRunbook(base string) bool {
	lower := strings.ToLower(base)
	return strings.Contains(lower, "incident") || strings.Contains(lower, "runbook")
}

// contact finds an address that nobody reads.
func (r *report) contact() {
	const id = "placeholder-security-contact"
	r.examined(id)
	if m := placeholderContact.FindIndex(r.u.Text); m != nil {
		r.say(id, finding.Fail, document.Range{Start: m[0], End: m[1]}, string(r.u.Text[m[0]:m[1]]), "")
	}
}

// Phases of an answer to an incident; a runbook names most of them in some word.
var phases = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(detect|identif|triage|alert|report)`), regexp.MustCompile(`(?i)\b(contain|isolat|revok|block)`), regexp.MustCompile(`(?i)\b(eradicat|remov|patch|fix|rotat)`),
	regexp.MustCompile(`(?i)\b(recover|restor|resum)`), regexp.MustCompile(`(?i)\b(learn|post-?mortem|review|retrospect)`),
}

func phasesIn(text string) int {
	n := 0
	for _, p := range phases {
		if p.MatchString(text) {
			n++
		}
	}
	return n
}
