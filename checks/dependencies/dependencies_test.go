package dependencies

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// judge gives what the named rules say about a small tree, passes left out.
func judge(t *testing.T, files map[string]string, ids ...string) []string {
	t.Helper()
	set, err := rules.LoadFS(os.DirFS("../../rules"), "rules")
	if err != nil {
		t.Fatal(err)
	}
	var list []rules.Rule
	for _, r := range set.Of(ID) {
		if slices.Contains(ids, r.ID) {
			list = append(list, r)
		}
	}
	c := New(list)
	var repo scan.Repo
	units := map[string]*scan.Unit{}
	for name := range files {
		repo.Paths = append(repo.Paths, name)
	}
	slices.Sort(repo.Paths)
	var all []finding.Finding
	for _, name := range repo.Paths {
		units[name] = scan.NewUnit(name, "", []byte(files[name]))
		out, err := c.File(t.Context(), units[name])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, out.Findings...)
		for _, f := range out.Facts {
			repo.Facts = append(repo.Facts, scan.Fact{Path: name, Value: f.Value})
		}
	}
	repo.Open = func(name string) (*scan.Unit, error) {
		if u := units[name]; u != nil {
			return u, nil
		}
		return nil, fs.ErrNotExist
	}
	out, err := c.Repo(t.Context(), repo)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range append(all, out.Findings...) {
		if f.Kind != finding.Pass {
			got = append(got, fmt.Sprintf("%s:%d %s %s", f.At.Path, f.At.Start.Line, f.Rule, f.Severity))
		}
	}
	slices.Sort(got)
	return got
}

func TestTrees(t *testing.T) {
	const npmLock = `{"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": "^1.0.0"}}, "node_modules/a": {"version": "1.0.0"}}}`
	for _, test := range []struct {
		name  string
		files map[string]string
		rules []string
		want  []string
	}{
		{"a guide's workflow", map[string]string{
			"guide/.github/workflows/security.yml": "name: Security Scan\non:\n  push:\n  schedule:\n    - cron: '0 0 * * *'\njobs:\n  security:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip-audit --desc on\n      - name: Run Trivy\n        uses: aquasecurity/trivy-action@master\n",
		}, []string{"action-by-branch", "action-by-tag", "no-security-scan-in-ci", "security-scan-without-schedule"}, []string{
			"guide/.github/workflows/security.yml:10 action-by-tag note", "guide/.github/workflows/security.yml:13 action-by-branch high",
		}},
		{"a range changed after the lock was made", map[string]string{"package.json": `{"dependencies": {"a": "^2.0.0"}}`, "package-lock.json": npmLock}, []string{"lockfile-missing", "lockfile-out-of-step"}, []string{"package.json:1 lockfile-out-of-step medium"}},
		{"a dependency added after the lock was made", map[string]string{"package.json": `{"dependencies": {"a": "^1.0.0", "b": "1.0.0"}}`, "package-lock.json": npmLock}, []string{"lockfile-out-of-step"}, []string{"package.json:1 lockfile-out-of-step medium"}},
		{"in step", map[string]string{"package.json": `{"dependencies": {"a": "^1.0.0"}}`, "package-lock.json": npmLock}, []string{"lockfile-missing", "lockfile-out-of-step"}, nil},
		{"yarn's own notation", map[string]string{"package.json": `{"dependencies": {"a": "^1.0.0", "b": "^2.0.0"}}`, "yarn.lock": "# yarn lockfile v1\n\n\na@^1.0.0:\n  version \"1.2.0\"\n\nb@^1.0.0:\n  version \"1.0.0\"\n"}, []string{"lockfile-out-of-step"}, []string{"package.json:1 lockfile-out-of-step medium"}},
		{"pnpm members", map[string]string{
			"pnpm-workspace.yaml": "packages:\n  - 'apps/*'\n", "package.json": `{"name": "root"}`, "apps/web/package.json": `{"dependencies": {"a": "^1.0.0"}}`,
			"pnpm-lock.yaml": "lockfileVersion: '9.0'\nimporters:\n  apps/web:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\npackages:\n  a@1.0.0:\n    resolution: {integrity: sha512-x}\n",
		}, []string{"lockfile-missing", "lockfile-out-of-step"}, nil},
		{"bounds in another order", map[string]string{
			"pyproject.toml": "[project]\nname = \"x\"\ndependencies = [\"fastapi[standard]<1.0.0,>=0.114.2\"]\n",
			"uv.lock":        "version = 1\n\n[[package]]\nname = \"fastapi\"\nversion = \"0.115.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n[[package]]\nname = \"x\"\nversion = \"0.1.0\"\nsource = { editable = \".\" }\n\n[package.metadata]\nrequires-dist = [{ name = \"fastapi\", extras = [\"standard\"], specifier = \">=0.114.2,<1.0.0\" }]\n",
		}, []string{"lockfile-out-of-step"}, nil},
		{"go.sum lacks a module", map[string]string{
			"go.mod": "module x\n\ngo 1.26\n\nrequire (\n\texample.org/a v1.0.0\n\texample.org/b v1.1.0\n)\n",
			"go.sum": "example.org/a v1.0.0 h1:x=\nexample.org/a v1.0.0/go.mod h1:y=\n",
		}, []string{"lockfile-missing", "lockfile-out-of-step"}, []string{"go.mod:7 lockfile-out-of-step medium"}},
		{"tests and vendored code need no lockfile", map[string]string{"test/fixtures/package.json": `{"dependencies": {"a": "^1"}}`, "vendor/x/package.json": `{"dependencies": {"a": "^1"}}`}, []string{"lockfile-missing"}, nil},
		{"no CI at all", map[string]string{"go.mod": "module x\n\ngo 1.26\n"}, []string{"no-security-scan-in-ci"}, []string{"go.mod:1 no-security-scan-in-ci medium"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, judge(t, test.files, test.rules...)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestScannerIn(t *testing.T) {
	for text, want := range map[string]string{
		"npm audit --audit-level=high":           "npm audit",
		"aquasecurity/trivy-action@0.28.0":       "aquasecurity/trivy-action",
		"pip install bandit":                     "",
		"pip install bandit && bandit -r src":    "bandit",
		"# npm audit comes back later\nnpm test": "",
		"echo no audit":                          "",
		"yarn npm audit --all":                   "yarn npm audit",
		"npx snyk test":                          "snyk",
		"uses the bandits package":               "",
	} {
		if got := scannerIn(text); got != want {
			t.Errorf("scannerIn(%q) = %q, want %q", text, got, want)
		}
	}
}
