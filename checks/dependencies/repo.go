package dependencies

import (
	"context"
	"maps"
	"path"
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A tree is everything File kept, by path.
type tree struct {
	*Check
	repo  scan.Repo
	files map[string]facts
	names []string // of files, sorted
	paths map[string]bool
	out   scan.Outcome
}

// Repo judges what no file says by itself.
func (c *Check) Repo(ctx context.Context, r scan.Repo) (scan.Outcome, error) {
	t := &tree{Check: c, repo: r, files: map[string]facts{}, paths: map[string]bool{}, out: scan.Outcome{Examined: map[string]int{}}}
	for _, f := range r.Facts {
		t.files[f.Path] = f.Value.(facts)
	}
	t.names = slices.Sorted(maps.Keys(t.files))
	for _, p := range r.Paths {
		t.paths[p] = true
	}
	for _, judge := range []func(){t.locks, t.requirements, t.providers, t.pipelines, t.bots, t.ignores, t.policies} {
		if err := ctx.Err(); err != nil {
			return t.out, err
		}
		judge()
	}
	return t.out, nil
}

// whole says something about a file as a whole; "" is the tree.
func (t *tree) whole(id string, kind finding.Kind, file, name string) {
	rule, ok := t.rules[id]
	if !ok {
		return
	}
	t.out.Examined[id]++
	f := whole(rule, kind, t.top(file), name)
	if role := source.RoleOf(file); !role.Deployed() && role != source.Docs && (role == source.Test || !inWorkflows(file)) {
		f.Severity = finding.Note
	}
	t.out.Findings = append(t.out.Findings, f)
}

// top is the first line of a file.
func (t *tree) top(file string) source.Span {
	if u, err := t.repo.Open(file); err == nil && u != nil {
		_, at := u.Line(1)
		return at
	}
	return source.Span{Path: file}
}

// say says something about a dependency in its file.
func (t *tree) say(id, file string, kind finding.Kind, d manifest.Dependency, value string) *finding.Finding {
	rule, ok := t.rules[id]
	if !ok {
		return nil
	}
	u, err := t.repo.Open(file)
	if err != nil || u == nil {
		return nil
	}
	t.out.Findings = append(t.out.Findings, state(rule, kind, u, d.At, d.Name, value))
	return &t.out.Findings[len(t.out.Findings)-1]
}

func (t *tree) rule(id string) (rules.Rule, bool) {
	r, ok := t.rules[id]
	return r, ok
}

// anchor is the file that stands for the whole tree where something is missing from it.
func (t *tree) anchor() string {
	for _, name := range []string{"README.md", "package.json", "pyproject.toml", "go.mod", "README.rst", "Dockerfile"} {
		if t.paths[name] {
			return name
		}
	}
	if len(t.names) > 0 {
		return t.names[0]
	}
	return "."
}

// above yields a folder and those around it, to the root.
func above(dir string) []string {
	dirs := []string{dir}
	for dir != "." && dir != "/" {
		dir = path.Dir(dir)
		dirs = append(dirs, dir)
	}
	return dirs
}
