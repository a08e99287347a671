package dependencies

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/source"
)

// pipelines asks whether CI looks for known holes at all.
func (t *tree) pipelines() {
	first, scanning, schedule := "", "", false
	for _, name := range t.names {
		f := t.files[name]
		if !f.pipeline {
			continue
		}
		if first == "" {
			first = name
		}
		live := slices.ContainsFunc(f.scans, func(s scanStep) bool { return !s.inert })
		if live && scanning == "" {
			scanning = name
		}
		schedule = schedule || live && f.schedule
	}
	switch {
	case scanning != "":
		t.whole("no-security-scan-in-ci", finding.Pass, scanning, t.scannersIn())
		if schedule {
			t.whole("security-scan-without-schedule", finding.Pass, scanning, "")
		} else {
			t.whole("security-scan-without-schedule", finding.Fail, scanning, "")
		}
	case first != "":
		t.whole("no-security-scan-in-ci", finding.Fail, first, "")
	case t.hasManifest():
		t.whole("no-security-scan-in-ci", finding.Fail, t.anchor(), "")
	}
}

// scannersIn names the live scanners of all pipelines, at most four.
func (t *tree) scannersIn() string {
	var found []string
	for _, name := range t.names {
		for _, s := range t.files[name].scans {
			if !s.inert && !slices.Contains(found, s.name) && len(found) < 4 {
				found = append(found, s.name)
			}
		}
	}
	return strings.Join(found, ", ")
}

func (t *tree) hasManifest() bool {
	for _, f := range t.files {
		if f.manifest != nil && f.deployed {
			return true
		}
	}
	return false
}

// bots asks whether something brings updates, for every ecosystem there is.
func (t *tree) bots() {
	for _, p := range t.repo.Paths {
		for _, name := range renovateNames {
			if path.Base(p) == name && (path.Dir(p) == "." || path.Base(path.Dir(p)) == ".github") {
				t.whole("no-update-bot", finding.Pass, p, "Renovate")
				return
			}
		}
	}
	var found []string
	for _, name := range t.names {
		m := t.files[name].manifest
		if m != nil && m.Kind == manifest.Declares && subject(name) && botNames[m.Ecosystem] != nil && len(m.Dependencies) > 0 && !slices.Contains(found, m.Ecosystem) {
			found = append(found, m.Ecosystem)
		}
	}
	for _, name := range t.names {
		b := t.files[name].bot
		if b == nil || source.RoleOf(name) == source.Test {
			continue
		}
		t.whole("no-update-bot", finding.Pass, name, "Dependabot")
		t.uncovered(name, b, found)
		return
	}
	if len(found) > 0 {
		t.whole("no-update-bot", finding.Fail, t.anchor(), "")
	}
}

func (t *tree) uncovered(name string, b *bot, ecosystems []string) {
	const id = "update-bot-misses-ecosystem"
	var missed []string
	for _, e := range ecosystems {
		if !b.covers(e) {
			missed = append(missed, e)
		}
	}
	if len(missed) == 0 {
		t.whole(id, finding.Pass, name, strings.Join(ecosystems, ", "))
		return
	}
	if _, ok := t.rule(id); !ok {
		return
	}
	t.out.Examined[id]++
	if f := t.say(id, name, finding.Fail, manifest.Dependency{Name: strings.Join(missed, ", "), At: b.at}, ""); f != nil {
		f.Subject = name
	}
}

// ignores asks whether a .env would be kept out of git.
func (t *tree) ignores() {
	const id = "env-file-not-ignored"
	if !t.hasManifest() {
		return
	}
	for _, name := range t.names {
		if text := t.files[name].ignore; text != "" && source.NewPattern(text).Match(".env") {
			t.whole(id, finding.Pass, name, "")
			return
		}
	}
	at := ".gitignore"
	if !t.paths[at] {
		at = t.anchor()
	}
	t.whole(id, finding.Fail, at, "")
}

// policies asks whether people know where to report a hole and what to do about an attack.
func (t *tree) policies() {
	contact, runbook := "", ""
	for _, name := range t.names {
		text := t.files[name].policy
		if text == "" || source.RoleOf(name) == source.Test || source.RoleOf(name) == source.Vendored {
			continue
		}
		policy := isPolicy(path.Base(name)) && isPolicyPlace(name)
		if runbook == "" && phasesIn(text) >= 4 && (policy || isRunbook(path.Base(name))) {
			runbook = name
		}
		if contact == "" && policy && len(strings.Fields(text)) >= 8 {
			contact = name
		}
	}
	t.present("no-security-policy", contact, finding.Fail)
	t.present("no-incident-runbook", runbook, finding.Review) // many keep it in a wiki, for good reasons
}

// isPolicyPlace leaves out pages about security in general, deep in the documentation.
func isPolicyPlace(name string) bool {
	dir := path.Dir(name)
	return dir == "." || dir == ".github" || dir == "docs" || path.Base(dir) == ".well-known" || path.Base(name) == "SECURITY.md"
}

func (t *tree) present(id, file string, lack finding.Kind) {
	switch {
	case file != "":
		t.whole(id, finding.Pass, file, "")
	case t.hasManifest() || len(t.names) > 0:
		t.whole(id, lack, t.anchor(), "")
	}
}
