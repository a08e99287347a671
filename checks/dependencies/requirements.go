package dependencies

import (
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
)

// requirements judges requirements files, which are manifest and lockfile in one: what they leave open nobody closes.
func (t *tree) requirements() {
	const id = "unpinned-requirement"
	for _, name := range t.names {
		m := t.files[name].manifest
		if m == nil || m.Format != "requirements.txt" || !subject(name) || t.locked(path.Dir(name)) || len(m.Dependencies) == 0 {
			continue
		}
		var open []manifest.Dependency
		for _, d := range m.Dependencies {
			if d.Source == "" && (d.Pinned == manifest.Loose || d.Pinned == manifest.Ranged) {
				open = append(open, d)
			}
		}
		if _, ok := t.rule(id); !ok {
			return
		}
		if len(open) == 0 {
			t.whole(id, finding.Pass, name, name)
			continue
		}
		t.out.Examined[id]++
		found := t.say(id, name, finding.Fail, open[0], written(open[0]))
		if u, err := t.repo.Open(name); found != nil && err == nil {
			t.others(found, u, open[1:])
			found.Subject = name
			if base := path.Base(name); strings.Contains(base, "dev") || strings.Contains(base, "test") || strings.Contains(base, "doc") {
				found.Severity = min(found.Severity, finding.Low)
			}
		}
	}
}

func written(d manifest.Dependency) string {
	if d.Constraint == "" {
		return d.Name
	}
	return d.Name + d.Constraint
}

// locked tells whether another lockfile fixes the Python packages of a folder.
func (t *tree) locked(dir string) bool {
	for _, base := range lockNames["pypi"] {
		if t.paths[path.Join(dir, base)] {
			return true
		}
	}
	return false
}

// providers asks for the lockfile of each Terraform folder that names providers.
func (t *tree) providers() {
	seen := map[string]bool{}
	for _, name := range t.names {
		dir := path.Dir(name)
		if !t.files[name].provider || seen[dir] || !subject(name) || strings.Contains("/"+dir+"/", "/modules/") {
			continue
		}
		seen[dir] = true
		lock := path.Join(dir, ".terraform.lock.hcl")
		if t.paths[lock] {
			t.whole("provider-lock-missing", finding.Pass, name, lock)
		} else {
			t.whole("provider-lock-missing", finding.Fail, name, dir)
		}
	}
}
