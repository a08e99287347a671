// Package manifest reads what a project depends on: manifests, their lockfiles, base images and CI actions.
package manifest

import (
	"path"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// A Manifest is one file that names dependencies.
type Manifest struct {
	Ecosystem    string // "npm", "pypi", "go", "docker", "github-actions"
	Kind         Kind
	Format       string // "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "go.mod", "go.sum", "Dockerfile", "workflow"
	Name         string // the project's own name, if the file says it
	Dependencies []Dependency
	Workspaces   []string // patterns of member folders (npm workspaces, pnpm packages, uv members)
	Problems     []document.Problem

	// Recorded is what a lockfile says its manifests asked for when it was made: member folder ("" the root), then
	// name, then constraint. Where it differs from the manifest, the lock is out of step. Nil when the format keeps no such record.
	Recorded    map[string]map[string]string
	ContentHash string // poetry.lock: hash of the manifest's relevant content
}

// Kind tells a wish from a record.
type Kind uint8

// The kinds of manifest.
const (
	Declares Kind = iota // package.json, pyproject.toml, Dockerfile
	Locks                // package-lock.json, uv.lock, go.sum
)

// A Dependency is one thing depended on, with its place.
type Dependency struct {
	Name       string   // "react", "requests" (PEP 503 normalised), "golang.org/x/sys", "node", "actions/checkout"
	Requested  []string // yarn.lock: every constraint this entry answers
	Constraint string   // as written: "^1.2.0", ">=2,<3", "22-alpine", "v4"; empty when none is written
	Version    string   // exact version, when the file fixes one
	Integrity  string   // hash or digest recorded beside it
	Source     string   // "", or "git", "url", "path", "workspace", "registry-alias", "builtin"
	Scope      Scope
	Pinned     Pin
	At         document.Range // of the constraint, or of the name when none is written
}

// Scope tells what a dependency is for.
type Scope uint8

// The scopes.
const (
	Runtime Scope = iota
	Development
	Peer
	Optional
	Indirect
	Build
)

// Pin says how firmly a dependency is fixed by this file alone.
type Pin uint8

// The pins, loosest first.
const (
	Loose   Pin = iota // no constraint, *, latest, a branch, a mutable tag without a version
	Ranged             // ^1.2, >=1,<2, node:22, actions/checkout@v4: moves on its own
	Exact              // 1.2.3, node:22.1.0, v4.1.2 tag
	Content            // by content: digest, commit, integrity hash
	Unknown            // a variable or template decides
)

// readers lists every file we read, by name pattern.
var readers = []struct {
	matches func(name string) bool
	read    func(name string, text []byte) Manifest
}{
	{base("package.json"), readPackageJSON},
	{base("package-lock.json", "npm-shrinkwrap.json"), readPackageLock},
	{base("yarn.lock"), readYarnLock},
	{base("pnpm-lock.yaml"), readPnpmLock},
	{base("pnpm-workspace.yaml"), readPnpmWorkspace},
	{isRequirements, readRequirements},
	{base("pyproject.toml"), readPyproject},
	{base("uv.lock"), readUvLock},
	{base("poetry.lock"), readPoetryLock},
	{base("go.mod"), readGoMod},
	{base("go.sum"), readGoSum},
	{isDockerfile, readDockerfileImages},
	{isWorkflow, readWorkflow},
}

func base(names ...string) func(string) bool {
	return func(name string) bool {
		for _, n := range names {
			if path.Base(name) == n {
				return true
			}
		}
		return false
	}
}

// Wanted tells whether a file of this name is a manifest.
func Wanted(name string) bool {
	for _, r := range readers {
		if r.matches(name) {
			return true
		}
	}
	return false
}

// Read reads a file as the manifest its name says it is; ok is false when it is none.
func Read(name string, text []byte) (m Manifest, ok bool) {
	for _, r := range readers {
		if r.matches(name) {
			return r.read(name, text), true
		}
	}
	return Manifest{}, false
}
