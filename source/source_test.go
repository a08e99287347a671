package source_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/source"
)

// git runs the real git in dir, cut off from the user's own settings.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_CONFIG_HOME=", "GIT_CONFIG_NOSYSTEM=1", "GIT_DIR=", "GIT_WORK_TREE=")
	cmd.Env = slices.DeleteFunc(cmd.Env, func(v string) bool { return v == "GIT_DIR=" || v == "GIT_WORK_TREE=" })
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// write makes files, given as path, content, path, content …
func write(t *testing.T, dir string, files ...string) {
	t.Helper()
	for i := 0; i < len(files); i += 2 {
		writeFile(t, dir, files[i], files[i+1])
	}
}

func writeFile(t testing.TB, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func list(t *testing.T, dir string, o source.Options) (source.Listing, *source.Tree) {
	t.Helper()
	tree, err := source.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	l, err := tree.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return l, tree
}

func paths(l source.Listing) []string {
	out := []string{}
	for _, e := range l.Files {
		out = append(out, e.Path)
	}
	return out
}

// TestListAgreesWithGit compares the listing with git's own idea of what is tracked or would be.
func TestListAgreesWithGit(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the names need a Unix file system")
	}
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	write(t, dir,
		".gitignore", "*.log\n!keep.log\n/top\nbuild/\ndoc/**/out\n# comment\n\\#hash\nspace\\ \n  \n*.[oa]\na/**\n!a/b\n**/deep/x\nfoo/*\n!foo/bar\n",
		"a.log", "", "keep.log", "", "sub/b.log", "", "sub/keep.log", "", "top", "", "sub/top", "",
		"build/x", "", "sub/build/y", "", "buildx", "", "doc/out", "", "doc/1/out", "", "doc/1/2/out", "", "#hash", "", "space ", "",
		"x.o", "", "x.a", "", "x.b", "", "a/1", "", "a/b/c", "", "p/q/deep/x", "", "deep/x", "", "foo/1", "", "foo/bar/2", "",
		"sub/.gitignore", "!b.log\n*.tmp\n/only\n", "sub/c.tmp", "", "c.tmp", "", "sub/only", "", "sub/d/only", "",
		"forced/build/in", "", "Ünï/ç.txt", "", ".github/workflows/ci.yml", "",
	)
	git(t, dir, "add", "-f", "forced/build/in", "x.o")
	write(t, dir, ".git/info/exclude", "buildx\n", "forced/build/other", "")
	for _, prefix := range []string{"", "sub", "doc", "foo"} {
		want := strings.Split(strings.TrimRight(git(t, filepath.Join(dir, prefix), "ls-files", "-co", "--exclude-standard", "-z"), "\x00"), "\x00")
		slices.Sort(want)
		want = slices.DeleteFunc(want, func(s string) bool { return s == "" })
		l, _ := list(t, filepath.Join(dir, prefix), source.Options{})
		if diff := cmp.Diff(want, paths(l)); diff != "" {
			t.Errorf("%q: git wants (-), we list (+):\n%s", prefix, diff)
		}
	}
}

func TestIndexVersions(t *testing.T) {
	for _, version := range []string{"2", "3", "4"} {
		dir := t.TempDir()
		git(t, dir, "init", "-q")
		write(t, dir, ".gitignore", "*\n", "src/app/one.go", "1", "src/app/two.go", "2", "later.txt", "3")
		git(t, dir, "add", "-f", "src")
		git(t, dir, "add", "-f", "-N", "later.txt")
		git(t, dir, "update-index", "--index-version", version)
		l, _ := list(t, dir, source.Options{})
		if diff := cmp.Diff([]string{"later.txt", "src/app/one.go", "src/app/two.go"}, paths(l)); diff != "" {
			t.Errorf("version %s:\n%s", version, diff)
		}
	}
}

func TestStagedReadsTheIndex(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	write(t, dir, "same.txt", "same", "old.txt", "old", "a/deep/file.txt", strings.Repeat("deep\n", 2000), "b/x.txt", "x")
	git(t, dir, "add", ".")
	git(t, dir, "commit", "-q", "-m", "one")
	for range 3 { // so that packs hold deltas
		write(t, dir, "a/deep/file.txt", strings.Repeat("deep\n", 2000)+time.Now().String())
		git(t, dir, "commit", "-q", "-a", "-m", "more")
	}
	git(t, dir, "gc", "-q")
	write(t, dir, "old.txt", "secret staged", "a/deep/new.txt", "new")
	git(t, dir, "add", ".")
	write(t, dir, "old.txt", "clean again", "untracked.txt", "u")
	l, tree := list(t, dir, source.Options{Staged: true})
	if diff := cmp.Diff([]string{"a/deep/new.txt", "old.txt"}, paths(l)); diff != "" {
		t.Fatal(diff)
	}
	reader := tree.NewReader()
	defer reader.Close()
	got, err := reader.Read(l.Files[1])
	if err != nil || string(got) != "secret staged" {
		t.Errorf("read %q, %v; want the staged content", got, err)
	}
}

func TestStagedBeforeTheFirstCommit(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	write(t, dir, "a.txt", "a")
	git(t, dir, "add", ".")
	l, _ := list(t, dir, source.Options{Staged: true})
	if diff := cmp.Diff([]string{"a.txt"}, paths(l)); diff != "" {
		t.Error(diff)
	}
}

// TestDeltaChains reads every object of a packed repository and compares it with git cat-file.
func TestDeltaChains(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, "init", "-q")
	var body bytes.Buffer
	for i := range 40 {
		body.WriteString(strings.Repeat(string(rune('a'+i%26)), 900) + "\n")
		write(t, dir, "f.txt", body.String())
		git(t, dir, "add", ".")
		git(t, dir, "commit", "-q", "-m", "c")
	}
	git(t, dir, "repack", "-q", "-a", "-d", "-f", "--depth=30", "--window=50")
	write(t, dir, "f.txt", "changed\n"+body.String())
	git(t, dir, "add", ".")
	git(t, dir, "reset", "-q", "--soft", "HEAD~20") // HEAD's tree now sits deep in a chain
	l, _ := list(t, dir, source.Options{Staged: true})
	if diff := cmp.Diff([]string{"f.txt"}, paths(l)); diff != "" {
		t.Error(diff)
	}
}

func TestPlainFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "b.txt", "", "a/.env", "", "node_modules/x/y.js", "", "a/node_modules/z.js", "", ".gitignore", "a/\n")
	l, _ := list(t, dir, source.Options{Exclude: []string{"b.*"}})
	if diff := cmp.Diff([]string{".gitignore", "a/.env"}, paths(l)); diff != "" {
		t.Error(diff)
	}
	if l.Excluded != 1 {
		t.Errorf("excluded %d, want 1", l.Excluded)
	}
}

func TestLinksAndPipes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs links")
	}
	dir := t.TempDir()
	write(t, dir, "real.env", "x")
	for name, target := range map[string]string{"self": ".", "loop1": "loop2", "loop2": "loop1", "out.txt": "/etc/passwd", "root": "/", "alias.env": "real.env", "gone": "nowhere"} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := exec.CommandContext(t.Context(), "mkfifo", filepath.Join(dir, "pipe.txt")).Run(); err != nil {
		t.Skip("no mkfifo")
	}
	l, tree := list(t, dir, source.Options{})
	if diff := cmp.Diff([]string{"real.env"}, paths(l)); diff != "" {
		t.Error(diff)
	}
	if l.Links != 7 || l.Special != 1 {
		t.Errorf("links %d, special %d; want 7 and 1", l.Links, l.Special)
	}
	var escapes []string
	for _, p := range l.Problems {
		if p.Reason == "symlink-escape" {
			escapes = append(escapes, p.Path)
		}
	}
	if diff := cmp.Diff([]string{"out.txt", "root"}, escapes); diff != "" {
		t.Error(diff)
	}
	reader := tree.NewReader()
	defer reader.Close()
	for _, name := range []string{"pipe.txt", "out.txt", "alias.env"} { // even when a listing named them
		if text, err := reader.Read(source.Entry{Path: name}); err == nil {
			t.Errorf("%s was read: %q", name, text)
		}
	}
}

func TestSparseGiant(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "huge.txt", "text first")
	if err := os.Truncate(filepath.Join(dir, "huge.txt"), 20<<30); err != nil {
		t.Skip(err)
	}
	l, tree := list(t, dir, source.Options{})
	reader := tree.NewReader()
	defer reader.Close()
	head, err := reader.Read(l.Files[0])
	if err == nil || len(head) > 8000 {
		t.Errorf("read %d bytes, %v; want the start and an error", len(head), err)
	}
}

func TestDeepChain(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	chain, at := strings.Repeat("deeper/", 700), root
	for range 700 { // a path longer than the system takes in one call
		if err := at.Mkdir("deeper", 0o777); err != nil {
			t.Fatal(err)
		}
		next, err := at.OpenRoot("deeper")
		if err != nil {
			t.Fatal(err)
		}
		defer next.Close()
		at = next
	}
	if err := at.WriteFile("bottom.txt", []byte("here"), 0o666); err != nil {
		t.Fatal(err)
	}
	l, tree := list(t, dir, source.Options{})
	if diff := cmp.Diff([]string{chain + "bottom.txt"}, paths(l)); diff != "" {
		t.Fatal(diff)
	}
	reader := tree.NewReader()
	defer reader.Close()
	if text, err := reader.Read(l.Files[0]); err != nil || string(text) != "here" {
		t.Errorf("read %q, %v", text, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "file", "")
	for name, want := range map[string]string{filepath.Join(dir, "none"): "no such directory", filepath.Join(dir, "file"): "not a directory"} {
		if _, err := source.Open(name, source.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
	}
	if _, err := source.Open(dir, source.Options{Staged: true}); err == nil || !strings.Contains(err.Error(), "git repository") {
		t.Errorf("staged without git: %v", err)
	}
}

func TestWorktreeAndSubmodule(t *testing.T) {
	dir := t.TempDir()
	main, inner := filepath.Join(dir, "main"), filepath.Join(dir, "inner")
	for _, d := range []string{main, inner} {
		if err := os.Mkdir(d, 0o777); err != nil {
			t.Fatal(err)
		}
		git(t, d, "init", "-q")
		write(t, d, "file.txt", d)
		git(t, d, "add", ".")
		git(t, d, "commit", "-q", "-m", "one")
	}
	git(t, main, "submodule", "--quiet", "add", inner, "lib")
	git(t, main, "commit", "-q", "-m", "sub")
	git(t, main, "worktree", "add", "-q", "../linked")
	l, _ := list(t, main, source.Options{})
	if diff := cmp.Diff([]string{".gitmodules", "file.txt", "lib/file.txt"}, paths(l)); diff != "" {
		t.Error(diff)
	}
	linked := filepath.Join(dir, "linked")
	write(t, linked, "file.txt", "changed")
	git(t, linked, "add", ".")
	l, _ = list(t, linked, source.Options{Staged: true})
	if diff := cmp.Diff([]string{"file.txt"}, paths(l)); diff != "" {
		t.Error(diff)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x01"))
	f.Fuzz(func(t *testing.T, index []byte) {
		dir := t.TempDir()
		write(t, dir, ".git/HEAD", "ref: refs/heads/main", ".git/index", string(index), "a", "b")
		tree, err := source.Open(dir, source.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer tree.Close()
		if _, err := tree.List(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}
