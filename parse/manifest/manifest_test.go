package manifest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// lines writes dependencies one a line: name, what the place covers, version, source, scope and pin.
func lines(m Manifest, text string) string {
	var b strings.Builder
	for _, d := range m.Dependencies {
		at := fmt.Sprint("outside: ", d.At)
		if 0 <= d.At.Start && d.At.Start <= d.At.End && d.At.End <= len(text) {
			at = text[d.At.Start:d.At.End]
		}
		scope := [...]string{"runtime", "development", "peer", "optional", "indirect", "build"}[d.Scope]
		pin := [...]string{"loose", "ranged", "exact", "content", "unknown"}[d.Pinned]
		fmt.Fprintln(&b, strings.Join(strings.Fields(strings.Join([]string{d.Name, "<" + at + ">", d.Version, d.Source, scope, pin}, " ")), " "))
	}
	return b.String()
}

const commit = "0123456789abcdef0123456789abcdef01234567"

var tests = []struct {
	name, file, text, want string
	problems               int
	recorded               map[string]map[string]string
	workspaces             []string
}{
	{
		name: "package.json", file: "web/package.json",
		text: `{"name": "w", "workspaces": {"packages": ["p/*"]}, "dependencies": {"a": "^1.2.0", "b": "1.2.3", "c": "*", "d": "workspace:*", "e": "file:../e",
  "f": "npm:g@1.0.0", "h": "github:o/h#` + commit + `", "i": "o/i#main", "j": "latest", "k": "1.x", "l": "catalog:"},
  "devDependencies": {"m": ">=1 <2"}, "peerDependencies": {"n": "17 || 18"}, "overrides": {"o": "1"}}`,
		want: `a <^1.2.0> runtime ranged
b <1.2.3> 1.2.3 runtime exact
c <*> runtime loose
d <workspace:*> workspace runtime exact
e <file:../e> path runtime exact
f <npm:g@1.0.0> 1.0.0 registry-alias runtime exact
h <github:o/h#` + commit + `> git runtime content
i <o/i#main> git runtime loose
j <latest> runtime loose
k <1.x> runtime ranged
l <catalog:> runtime unknown
m <>=1 <2> development ranged
n <17 || 18> peer ranged
`, workspaces: []string{"p/*"},
	},
	{name: "broken package.json", file: "package.json", text: `{"dependencies": {"a": "1.0.0", "b": "^2`, want: "a <1.0.0> 1.0.0 runtime exact\nb <^2> runtime ranged\n", problems: 1},
	{
		name: "package-lock 3", file: "package-lock.json",
		text: `{"name":"w","lockfileVersion":3,"packages":{"":{"dependencies":{"a":"^1"}},"p/x":{"devDependencies":{"b":"2"}},"node_modules/x":{"link":true,"resolved":"p/x"},
 "node_modules/a":{"version":"1.1.0","integrity":"sha512-A"},"node_modules/a/node_modules/@s/c":{"version":"3.0.0","integrity":"sha512-C"},"node_modules/b":{"version":"2.0.0","dev":true}}}`,
		want:     "a <1.1.0> 1.1.0 runtime content\n@s/c <3.0.0> 3.0.0 indirect content\nb <2.0.0> 2.0.0 development exact\n",
		recorded: map[string]map[string]string{"": {"a": "^1"}, "p/x": {"b": "2"}},
	},
	{
		name: "package-lock 1", file: "package-lock.json",
		text: `{"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","integrity":"sha1-A","requires":{"b":"^2"},"dependencies":{"b":{"version":"2.0.0","dev":true}}}}}`,
		want: "a <1.0.0> 1.0.0 runtime content\nb <2.0.0> 2.0.0 development exact\n",
	},
	{
		name: "yarn 1", file: "yarn.lock",
		text: "# yarn lockfile v1\n\n\"@s/a@^1.0\", \"@s/a@^1.1\":\n  version \"1.2.0\"\n  resolved \"https://r/a.tgz#abc\"\n  integrity sha512-A\n  dependencies:\n    b \"^2\"\n\nb@^2:\n  version \"2.0.0\"\n",
		want: "@s/a <1.2.0> 1.2.0 runtime content\nb <2.0.0> 2.0.0 runtime exact\n",
	},
	{
		name: "yarn berry", file: "yarn.lock",
		text: "__metadata:\n  version: 6\n\n\"a@npm:^1, a@npm:^1.1\":\n  version: 1.2.0\n  resolution: \"a@npm:1.2.0\"\n  checksum: ff\n  languageName: node\n  linkType: hard\n\n\"w@workspace:.\":\n  version: 0.0.0-use.local\n  dependencies:\n    a: ^1\n    \"@s/b\": \"npm:^2\"\n  linkType: soft\n",
		want: "a <1.2.0> 1.2.0 runtime content\n", recorded: map[string]map[string]string{"": {"a": "^1", "@s/b": "^2"}},
	},
	{
		name: "pnpm 9", file: "pnpm-lock.yaml",
		text: "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n        version: 1.2.0(b@2.0.0)\npackages:\n  a@1.2.0:\n    resolution: {integrity: sha512-A}\n  '@s/b@2.0.0':\n    resolution: {integrity: sha512-B}\n",
		want: "a <1.2.0> 1.2.0 runtime content\n@s/b <2.0.0> 2.0.0 indirect content\n", recorded: map[string]map[string]string{"": {"a": "^1"}},
	},
	{
		name: "pnpm 5", file: "pnpm-lock.yaml",
		text: "lockfileVersion: 5.4\nspecifiers:\n  a: ^1\ndependencies:\n  a: 1.2.0\npackages:\n  /a/1.2.0_b@2:\n    resolution: {integrity: sha512-A}\n    dev: false\n",
		want: "a <1.2.0> 1.2.0 runtime content\n", recorded: map[string]map[string]string{"": {"a": "^1"}},
	},
	{name: "pnpm workspace", file: "pnpm-workspace.yaml", text: "packages:\n  - apps/*\n  - '!x'\n", workspaces: []string{"apps/*", "!x"}},
	{
		name: "requirements", file: "requirements/base.txt",
		text: "# c\n--index-url https://x\n-r other.txt\nFoo_Bar[x]==1.2.3 ; python_version > '3'  # why\nb>=1,<2\nc\nd~=1.4 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n-e ./local\ngit+https://h/o/e.git@" + commit + "#egg=e\nf @ https://h/f.whl\ng===1.0\nh==1.*\n!!!\n",
		want: `foo-bar <==1.2.3> 1.2.3 runtime exact
b <>=1,<2> runtime ranged
c <c> runtime loose
d <~=1.4> runtime content
./local <./local> path runtime exact
e <git+https://h/o/e.git@` + commit + `#egg=e> git runtime content
f <https://h/f.whl> url runtime exact
g <===1.0> 1.0 runtime exact
h <==1.*> runtime ranged
`, problems: 1,
	},
	{
		name: "pyproject", file: "pyproject.toml",
		text: `[build-system]
requires = ["hatchling"]
[project]
name = "p"
dependencies = ["a>=1,<2", "B.c[x]==1.0; python_version<'4'", "w"]
[project.optional-dependencies]
o = ["d~=1.0"]
[dependency-groups]
dev = ["e", {include-group = "x"}]
[tool.uv.sources]
w = {workspace = true}
[tool.uv.workspace]
members = ["pkgs/*"]
[tool.poetry.dependencies]
python = "^3.12"
f = "^1.0"
g = {version = "2.0.0", optional = true}
h = {git = "https://h", rev = "` + commit + `"}
`,
		want: `a <>=1,<2> runtime ranged
b-c <==1.0> 1.0 runtime exact
w <w> workspace runtime exact
d <~=1.0> optional ranged
e <e> development loose
hatchling <hatchling> build loose
f <^1.0> runtime ranged
g <2.0.0> 2.0.0 optional exact
h <` + commit + `> git runtime content
`, workspaces: []string{"pkgs/*"},
	},
	{
		name: "uv.lock", file: "uv.lock",
		text: "version = 1\n[[package]]\nname = \"p\"\nversion = \"0\"\nsource = { editable = \".\" }\n[package.metadata]\nrequires-dist = [{ name = \"a\", specifier = \">=1\" }]\n[package.metadata.requires-dev]\ndev = [{ name = \"b\" }]\n[[package]]\nname = \"a\"\nversion = \"1.5\"\nsource = { registry = \"https://pypi.org/simple\" }\nwheels = [{ url = \"u\", hash = \"sha256:aa\" }]\n[[package]]\nname = \"c\"\nversion = \"2\"\nsource = { registry = \"r\" }\n",
		want: "a <1.5> 1.5 runtime content\nc <2> 2 indirect exact\n", recorded: map[string]map[string]string{"": {"a": ">=1", "b": ""}},
	},
	{
		name: "poetry.lock", file: "poetry.lock",
		text: "[[package]]\nname = \"a\"\nversion = \"1.0\"\noptional = false\nfiles = [{file = \"f\", hash = \"sha256:aa\"}]\n[metadata]\ncontent-hash = \"ff\"\n",
		want: "a <1.0> 1.0 runtime content\n",
	},
	{
		name: "go.mod", file: "go.mod",
		text: "module m\r\n\r\ngo 1.26\r\nrequire a.b/c v1.2.3\r\nrequire (\r\n\td.e/f v0.1.0 // indirect\r\n)\r\nreplace a.b/c => ../c\r\n",
		want: "a.b/c <v1.2.3> v1.2.3 path runtime exact\nd.e/f <v0.1.0> v0.1.0 indirect exact\n",
	},
	{name: "go.sum", file: "go.sum", text: "a v1.0.0 h1:x=\na v1.0.0/go.mod h1:y=\nbad\n", want: "a <v1.0.0> v1.0.0 runtime content\n", problems: 1},
	{
		name: "Dockerfile", file: "Dockerfile",
		text: "ARG V=22\nARG W\nFROM node:${V}-alpine AS build\nFROM $W\nFROM python\nFROM r.io:5000/x:1.2.3@sha256:ab AS x\nFROM nginx:latest\nFROM scratch\nCOPY --from=build /a /b\nCOPY --from=0 /a /b\nCOPY --from=ghcr.io/uv:0.9.1 /uv /\nFROM build\n",
		want: `node <node:${V}-alpine> build ranged
$W <$W> build unknown
python <python> build loose
r.io:5000/x <1.2.3> build content
nginx <latest> build loose
scratch <scratch> builtin build content
ghcr.io/uv <0.9.1> 0.9.1 build exact
`,
	},
	{
		name: "workflow in a monorepo", file: "apps/x/.github/workflows/ci.yml",
		text: "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4 # c\n      - uses: 'o/r/sub@" + commit + "'\n      - uses: ./local\n      - uses: docker://alpine:3\n      - uses: x/y@main\n      - {uses: x/z@v1.2.3, with: {uses: no}}\n  b:\n    uses: o/r/.github/workflows/w.yml@v2\n",
		want: `actions/checkout <v4> runtime ranged
o/r/sub <` + commit + `> runtime content
./local <./local> path runtime exact
alpine <3> runtime ranged
x/y <main> runtime loose
x/z <v1.2.3> v1.2.3 runtime exact
o/r/.github/workflows/w.yml <v2> runtime ranged
`,
	},
}

func TestRead(t *testing.T) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m, ok := Read(test.file, []byte(test.text))
			if !ok || !Wanted(test.file) {
				t.Fatal("not read")
			}
			if diff := cmp.Diff(test.want, lines(m, test.text)); diff != "" {
				t.Errorf("dependencies (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.recorded, m.Recorded); diff != "" {
				t.Errorf("recorded (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.workspaces, m.Workspaces); diff != "" {
				t.Errorf("workspaces (-want +got):\n%s", diff)
			}
			if len(m.Problems) != test.problems {
				t.Errorf("got problems %v, want %d", m.Problems, test.problems)
			}
		})
	}
}

func TestTruncatedAtEveryByte(t *testing.T) {
	for _, test := range tests {
		for i := range test.text {
			m, _ := Read(test.file, []byte(test.text[:i]))
			if out := lines(m, test.text[:i]); strings.Contains(out, "outside:") {
				t.Fatalf("%s at %d: %s", test.name, i, out)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, test := range tests {
		f.Add(test.file, []byte(test.text))
	}
	f.Fuzz(func(t *testing.T, file string, text []byte) {
		m, _ := Read(file, text)
		if out := lines(m, string(text)); strings.Contains(out, "<outside: ") {
			t.Fatal(out)
		}
	})
}

// TestManyContinuations: a line continued half a million times takes time in proportion.
func TestManyContinuations(t *testing.T) {
	start := time.Now()
	Read("requirements.txt", []byte(strings.Repeat("a\\\n", 500_000)))
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}
