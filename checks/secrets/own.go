package secrets

import (
	"path"
	"slices"
	"strings"
)

// ownLiterals are what our own detectors start from, lower case.
var ownLiterals = slices.Concat([]string{urlLiteral}, nameLiterals, managerLiterals)

const urlLiteral = "://"

// own runs the detectors that go beyond gitleaks.
func (r *report) own(hits []hit) {
	if isEnvFile(r.unit.Path) {
		r.envFile()
	}
	passes, last := 0, -1
	for _, h := range hits {
		switch {
		case h.keyword == urlLiteral:
			r.url(h)
		case slices.Contains(managerLiterals, h.keyword):
			if passes < maxPasses && r.unit.Role.Deployed() && r.manager(h) {
				passes++
			}
		case slices.Contains(nameLiterals, h.keyword) && h.start >= last && !r.elsewhere():
			last = r.assignment(h)
		}
	}
}

// elsewhere tells whether assignments in this file are another check's business: rules/deployment knows the structure
// of images, compose files, manifests, Terraform and workflows.
func (r *report) elsewhere() bool {
	base := strings.ToLower(path.Base(r.unit.Path))
	switch r.unit.Kind {
	case "dockerfile", "terraform":
		return true
	case "yaml":
		return strings.Contains(base, "compose") || strings.Contains(r.unit.Path, ".github/workflows/") || strings.Contains(base, "template") || r.kubernetes()
	case "env":
		return isEnvFile(r.unit.Path) && r.unit.Role.Deployed()
	}
	return false
}

func (r *report) kubernetes() bool {
	text := string(r.unit.Text[:min(len(r.unit.Text), 2000)])
	return strings.Contains(text, "apiVersion:") && strings.Contains(text, "kind:")
}
