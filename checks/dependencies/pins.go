package dependencies

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
)

// pins judges what a file by itself says about versions. Ranges in package.json and pyproject.toml are fine with a
// lockfile, so those wait for Repo.
func (r *report) pins(m *manifest.Manifest) {
	switch {
	case m.Kind == manifest.Locks:
	case m.Ecosystem == "docker":
		r.images(m)
	case m.Ecosystem == "github-actions":
		r.actions(m)
	}
}

const maxPasses = 3

func (r *report) images(m *manifest.Manifest) {
	passes := 0
	for _, d := range m.Dependencies {
		if d.Source != "" || d.Name == "scratch" || d.Pinned == manifest.Unknown {
			continue
		}
		r.examined("base-image-without-version")
		switch {
		case d.Pinned == manifest.Loose && (d.Constraint == "" || slices.Contains(floating, d.Constraint)):
			r.say("base-image-without-version", finding.Fail, d.At, d.Name, d.Constraint)
		case d.Pinned == manifest.Loose || d.Pinned == manifest.Ranged:
			r.examined("base-image-by-moving-tag")
			r.say("base-image-by-moving-tag", finding.Fail, d.At, d.Name, d.Constraint)
		default:
			if passes++; passes <= maxPasses {
				r.say("base-image-without-version", finding.Pass, d.At, d.Name, d.Constraint)
			}
		}
	}
}

// floating are tags that say nothing of a version, not even the name of a release.
var floating = []string{"latest", "edge", "nightly", "main", "master", "dev", "develop", "snapshot", "stable", "lts", "alpine", "slim"}

// inWorkflows tells whether a file is a GitHub workflow, wherever the .github folder stands.
func inWorkflows(name string) bool {
	dir := path.Dir(name)
	return path.Base(dir) == "workflows" && path.Base(path.Dir(dir)) == ".github"
}

// actions judges the actions of a workflow. However often a file uses one, it is one finding.
func (r *report) actions(m *manifest.Manifest) {
	var order []use
	at := map[use][]document.Range{}
	passes := 0
	for _, d := range m.Dependencies {
		if d.Source != "" || d.Pinned == manifest.Unknown || strings.HasPrefix(d.Name, ".") || strings.HasPrefix(d.Name, "docker://") {
			continue
		}
		r.examined("action-by-branch")
		r.examined("action-by-tag")
		switch d.Pinned {
		case manifest.Content:
			if passes++; passes <= maxPasses {
				r.say("action-by-tag", finding.Pass, d.At, d.Name, d.Constraint)
			}
		default:
			use := use{d.Name, d.Constraint, d.Pinned == manifest.Loose}
			if len(at[use]) == 0 {
				order = append(order, use)
			}
			at[use] = append(at[use], d.At)
		}
	}
	for _, u := range order {
		r.action(u, at[u])
	}
}

// A use is one action at one version.
type use struct {
	name, version string
	branch        bool
}

func (r *report) action(u use, at []document.Range) {
	id := "action-by-tag"
	if u.branch {
		id = "action-by-branch"
	}
	f := r.say(id, finding.Fail, at[0], u.name, u.version)
	switch {
	case f == nil:
		return
	case ofGitHub(u.name) && u.branch:
		f.Severity = min(f.Severity, finding.Low)
	case ofGitHub(u.name):
		f.Severity = finding.Note
	}
	r.related(f, at[1:], "here too")
}

// ofGitHub tells whether an action is GitHub's own: whoever takes that over needs no action.
func ofGitHub(action string) bool {
	return strings.HasPrefix(action, "actions/") || strings.HasPrefix(action, "github/")
}

const maxRelated = 5

func (r *report) related(f *finding.Finding, at []document.Range, message string) {
	for i, place := range at {
		if i == maxRelated {
			f.Related[maxRelated-1].Message = fmt.Sprintf("here, and in %d more places", len(at)-maxRelated)
			return
		}
		f.Related = append(f.Related, finding.Related{Message: message, At: r.u.Span(place.Start, place.End)})
	}
}
