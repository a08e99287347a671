package dependencies

import (
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/manifest"
	"github.com/seaworthy-dev/seaworthy/source"
)

// lockNames are the lockfiles of each ecosystem. Those without a reader count as being there.
var lockNames = map[string][]string{
	"npm":  {"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb", "deno.lock"},
	"pypi": {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml"},
	"go":   {"go.sum"},
}

// locks asks of every manifest whether a lockfile holds it, and whether the two agree.
func (t *tree) locks() {
	for _, name := range t.names {
		f := t.files[name]
		m := f.manifest
		if m == nil || m.Kind != manifest.Declares || lockNames[m.Ecosystem] == nil || strings.HasPrefix(m.Format, "requirements") || !subject(name) {
			continue
		}
		if m.Format == "pnpm-workspace.yaml" || len(wanted(m)) == 0 {
			continue
		}
		lock, member := t.lockOf(name, m)
		if lock == "" || !member {
			t.whole("lockfile-missing", finding.Fail, name, path.Base(name))
			continue
		}
		if _, ok := t.rule("lockfile-missing"); ok {
			t.out.Examined["lockfile-missing"]++ // without a pass: a lockfile doesn't say that anybody looked for vulnerabilities
		}
		t.inStep(name, m, lock)
	}
}

// subject tells whether a manifest describes something that is built here.
func subject(name string) bool {
	switch source.RoleOf(name) {
	case source.Vendored, source.Generated, source.Test:
		return false
	}
	return true
}

// wanted gives the dependencies a lockfile must hold.
func wanted(m *manifest.Manifest) []manifest.Dependency {
	var list []manifest.Dependency
	for _, d := range m.Dependencies {
		if d.Source != "" && d.Source != "registry-alias" || d.Scope == manifest.Peer || d.Scope == manifest.Build {
			continue
		}
		list = append(list, d)
	}
	return list
}

// lockOf finds the lockfile beside a manifest or above it. One above holds only the members of its workspace.
func (t *tree) lockOf(name string, m *manifest.Manifest) (lock string, member bool) {
	dir := path.Dir(name)
	for _, folder := range above(dir) {
		for _, base := range lockNames[m.Ecosystem] {
			lock := path.Join(folder, base)
			if !t.paths[lock] {
				continue
			}
			if folder == dir || t.isMember(folder, dir, m.Ecosystem) {
				return lock, true
			}
			return lock, false
		}
	}
	return "", false
}

// isMember tells whether the workspace at root takes in the folder dir.
func (t *tree) isMember(root, dir, ecosystem string) bool {
	relative := strings.TrimPrefix(dir, root+"/")
	if root == "." {
		relative = dir
	}
	var patterns []string
	for _, base := range []string{"package.json", "pnpm-workspace.yaml", "pyproject.toml"} {
		f, ok := t.files[path.Join(root, base)]
		if ok && f.manifest != nil && f.manifest.Ecosystem == ecosystem {
			patterns = append(patterns, f.manifest.Workspaces...)
			if len(f.manifest.Problems) > 0 {
				return true // can't be told
			}
		}
	}
	in := false
	for _, p := range patterns {
		if rest, negated := strings.CutPrefix(p, "!"); negated {
			in = in && !matches(rest, relative)
			continue
		}
		in = in || matches(p, relative)
	}
	return in
}

// matches tells whether a workspace pattern covers a folder: `*` one step, `**` any number.
func matches(pattern, dir string) bool {
	pattern = strings.Trim(strings.TrimPrefix(pattern, "./"), "/")
	before, after, deep := strings.Cut(pattern, "**")
	if !deep {
		ok, err := path.Match(pattern, dir)
		return err == nil && ok
	}
	before, after = strings.TrimSuffix(before, "/"), strings.TrimPrefix(after, "/")
	if before != "" && dir != before && !strings.HasPrefix(dir, before+"/") {
		return false
	}
	if after == "" {
		return true
	}
	ok, err := path.Match(after, path.Base(dir))
	return err == nil && ok
}
