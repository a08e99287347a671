package dependencies

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// inStep compares a manifest with its lockfile: every dependency must be in it, under the constraint that is asked for
// now where the lockfile records one.
func (t *tree) inStep(name string, m *manifest.Manifest, lock string) {
	const id = "lockfile-out-of-step"
	rule, ok := t.rule(id)
	f, read := t.files[lock]
	if !ok || !read || f.manifest == nil || len(f.manifest.Dependencies) == 0 || len(f.manifest.Problems) > 0 {
		return
	}
	held := indexOf(f.manifest, member(name, lock))
	var missing []manifest.Dependency
	for _, d := range wanted(m) {
		if !held.holds(d, m) {
			missing = append(missing, d)
		}
	}
	t.out.Examined[id]++
	if len(missing) == 0 {
		t.out.Findings = append(t.out.Findings, whole(rule, finding.Pass, t.top(name), lock))
		return
	}
	t.missing(id, name, lock, missing)
}

// missing reports the first dependency that a lockfile lacks, with the others beside it.
func (t *tree) missing(id, name, lock string, missing []manifest.Dependency) {
	found := t.say(id, name, finding.Fail, missing[0], lock)
	if found == nil {
		return
	}
	found.Subject = lock
	u, err := t.repo.Open(name)
	if err != nil {
		return
	}
	t.others(found, u, missing[1:])
}

func (t *tree) others(f *finding.Finding, u *scan.Unit, rest []manifest.Dependency) {
	if len(rest) > 0 {
		f.Message += fmt.Sprintf(" (and %d more)", len(rest))
	}
	for i, d := range rest {
		if i == maxRelated {
			return
		}
		f.Related = append(f.Related, finding.Related{Message: d.Name, At: u.Span(d.At.Start, d.At.End)})
	}
}

// member is a manifest's folder as seen from its lockfile; "" when they stand side by side.
func member(name, lock string) string {
	dir, root := path.Dir(name), path.Dir(lock)
	switch {
	case dir == root:
		return ""
	case root == ".":
		return dir
	}
	return strings.TrimPrefix(dir, root+"/")
}

// An index says what a lockfile holds. A record of what the manifest asked for is the best witness; without one there
// are the names, and in yarn.lock and go.sum what each entry answers.
type index struct {
	ecosystem string
	record    map[string]string // name: constraint
	names     map[string]bool
	answers   map[string]bool // "name constraint"
}

func indexOf(lock *manifest.Manifest, member string) index {
	x := index{lock.Ecosystem, lock.Recorded[member], map[string]bool{}, map[string]bool{}}
	for _, d := range lock.Dependencies {
		x.names[d.Name] = true
		switch {
		case lock.Ecosystem == "go":
			x.answers[d.Name+" "+strings.TrimSuffix(d.Version, "/go.mod")] = true
		case lock.Format == "yarn.lock":
			for _, wish := range append(d.Requested, d.Constraint) {
				x.answers[d.Name+" "+plain(wish)] = true
			}
		}
	}
	return x
}

// holds tells whether the lockfile holds a dependency as m asks for it. A name asked for twice is held if one wish is.
func (x index) holds(d manifest.Dependency, m *manifest.Manifest) bool {
	if x.record != nil {
		recorded, ok := x.record[d.Name]
		return ok && slices.ContainsFunc(m.Dependencies, func(e manifest.Dependency) bool {
			return e.Name == d.Name && (plain(e.Constraint) == plain(recorded) || e.Source != "" || e.Constraint == "")
		})
	}
	switch {
	case !x.names[d.Name]:
		return false
	case len(x.answers) == 0 || d.Source != "" || d.Constraint == "":
		return true
	case x.ecosystem == "go":
		return x.answers[d.Name+" "+d.Version] || x.answers[d.Name+" "+d.Constraint]
	}
	return x.answers[d.Name+" "+plain(d.Constraint)]
}

// plain takes out what lockfiles write differently from manifests: spaces, the registry's prefix, the order of bounds.
func plain(constraint string) string {
	bounds := strings.Split(strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(constraint), "npm:"), " ", ""), ",")
	slices.Sort(bounds)
	return strings.Join(bounds, ",")
}
