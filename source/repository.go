package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A repository is a git directory, read as plain files: no git command runs, so nothing its config names can run.
type repository struct {
	work   string // top of the work tree
	dir    string // .git, or what a .git file points to
	common string // where objects and refs are; dir but for linked work trees
	size   int    // bytes of an object id: 20, or 32 for SHA-256
}

// findRepository looks for .git in dir and above. No repository is no error; one that can't be read is.
func findRepository(dir string) (r *repository, prefix string, err error) {
	for work := dir; ; work = filepath.Dir(work) {
		dot := filepath.Join(work, ".git")
		info, err := os.Lstat(dot)
		if err != nil || info.Mode()&fs.ModeSymlink != 0 {
			if parent := filepath.Dir(work); parent != work {
				continue
			}
			return nil, "", nil
		}
		r, err := openRepository(work, dot, info)
		if err != nil {
			return nil, "", err
		}
		relative, err := filepath.Rel(work, dir)
		if err != nil || relative == "." {
			return r, "", err
		}
		return r, filepath.ToSlash(relative) + "/", nil
	}
}

func openRepository(work, dot string, info fs.FileInfo) (*repository, error) {
	r := &repository{work: work, dir: dot, size: 20}
	if !info.IsDir() {
		text, err := readSmall(dot)
		if err != nil {
			return nil, err
		}
		target, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
		if !ok {
			return nil, fmt.Errorf("%s: neither a folder nor a link to one", dot)
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(work, target)
		}
		r.dir = target
	}
	if _, err := os.Stat(filepath.Join(r.dir, "HEAD")); err != nil {
		return nil, fmt.Errorf("%s: not a usable git directory: no HEAD", r.dir)
	}
	r.common = r.dir
	if text, err := readSmall(filepath.Join(r.dir, "commondir")); err == nil {
		common := strings.TrimSpace(string(text))
		if !filepath.IsAbs(common) {
			common = filepath.Join(r.dir, common)
		}
		r.common = common
	}
	if config, err := readSmall(filepath.Join(r.common, "config")); err == nil {
		if strings.EqualFold(configValue(config, "extensions", "objectformat"), "sha256") {
			r.size = 32
		}
	}
	return r, nil
}

// readSmall reads a regular file of at most a megabyte. Links and devices are refused: a hostile tree may hold either.
func readSmall(name string) ([]byte, error) { return readRegular(name, 1<<20) }

func readRegular(name string, limit int64) ([]byte, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, ErrNotRegular)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		return nil, fmt.Errorf("%s: %w", name, ErrTooLarge)
	}
	return text, err
}

// configValue finds a plain key of a git config text; the last one counts.
func configValue(text []byte, section, key string) string {
	value, inside := "", false
	for line := range bytes.Lines(text) {
		s := strings.TrimSpace(string(line))
		if name, ok := strings.CutPrefix(s, "["); ok {
			inside = strings.EqualFold(strings.TrimSuffix(name, "]"), section)
			continue
		}
		k, v, ok := strings.Cut(s, "=")
		if inside && ok && strings.EqualFold(strings.TrimSpace(k), key) {
			value = strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return value
}

// GlobalIgnorePath tells where the user's own git ignore file is, from the texts of the user's git config and the home
// and XDG folders; the file need not exist.
func GlobalIgnorePath(config []byte, home, xdg string) string {
	if value := configValue(config, "core", "excludesfile"); value != "" {
		if rest, ok := strings.CutPrefix(value, "~/"); ok {
			return filepath.Join(home, rest)
		}
		return value
	}
	if xdg == "" {
		xdg = filepath.Join(home, ".config")
	}
	return filepath.Join(xdg, "git", "ignore")
}

// ignores gives the rules that hold at the root: the user's, the repository's own exclude file, and those of the
// folders between the work tree's top and the root.
func (r *repository) ignores(global []byte, prefix string) []ignoreFile {
	add := func(files []ignoreFile, text []byte, up string) []ignoreFile {
		f := parseIgnore(string(text), "")
		f.up = up
		return append(files, f)
	}
	files := add(nil, global, prefix)
	if text, err := readSmall(filepath.Join(r.common, "info", "exclude")); err == nil {
		files = add(files, text, prefix)
	}
	if prefix == "" {
		return files // the walk reads the root's own .gitignore
	}
	dir, rest := "", prefix
	for rest != "" {
		if text, err := readSmall(filepath.Join(r.work, filepath.FromSlash(dir), ".gitignore")); err == nil {
			files = add(files, text, rest)
		}
		head, tail, _ := strings.Cut(rest, "/")
		dir, rest = path.Join(dir, head), tail
	}
	return files
}

// head resolves HEAD to a commit id; nil when there is no commit yet.
func (r *repository) head() (hash, error) {
	text, err := readSmall(filepath.Join(r.dir, "HEAD"))
	if err != nil {
		return nil, err
	}
	value := strings.TrimSpace(string(text))
	for range 8 { // symbolic refs may point to each other
		ref, ok := strings.CutPrefix(value, "ref: ")
		if !ok {
			return r.parseHash(value)
		}
		if !filepath.IsLocal(filepath.FromSlash(ref)) {
			return nil, fmt.Errorf("HEAD: strange ref %q", ref)
		}
		text, err := readSmall(filepath.Join(r.common, filepath.FromSlash(ref)))
		if errors.Is(err, fs.ErrNotExist) {
			return r.packedRef(ref)
		}
		if err != nil {
			return nil, err
		}
		value = strings.TrimSpace(string(text))
	}
	return nil, errors.New("HEAD: refs point in a circle")
}

func (r *repository) packedRef(name string) (hash, error) {
	text, err := readRegular(filepath.Join(r.common, "packed-refs"), 256<<20)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(text) {
		id, ref, ok := strings.Cut(strings.TrimSpace(string(line)), " ")
		if ok && ref == name {
			return r.parseHash(id)
		}
	}
	return nil, nil
}

// HooksDir is the folder where git looks for the hooks of the repository around dir.
func HooksDir(dir string) (string, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	r, _, err := findRepository(absolute)
	if err != nil {
		return "", err
	}
	if r == nil {
		return "", fmt.Errorf("%s: not inside a git repository", dir)
	}
	config, err := readSmall(filepath.Join(r.common, "config"))
	if err == nil {
		if hooks := configValue(config, "core", "hookspath"); hooks != "" {
			if !filepath.IsAbs(hooks) {
				hooks = filepath.Join(r.work, hooks)
			}
			return hooks, nil
		}
	}
	return filepath.Join(r.common, "hooks"), nil
}
