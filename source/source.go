// Package source walks a tree, reads its files without ever leaving it, and names places in them.
package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Options say what of a tree to list. They are values: nothing here reads the environment.
type Options struct {
	Exclude      []string // patterns in .gitignore notation, relative to the root; what matches is counted, not read
	GlobalIgnore []byte   // the user's own git ignore file
	MaxSize      int64    // larger files are not read
	Staged       bool     // list what is staged against HEAD, as it stands in the index
}

// DefaultMaxSize is the size over which a file is listed as a gap instead of read.
const DefaultMaxSize = 16 << 20

// A Tree is an open directory. Close it when done.
type Tree struct {
	root    *os.Root
	beneath beneath
	dir     string // absolute
	git     *repository
	prefix  string // of the root inside the work tree, with a trailing slash; "" at its top
	options Options
	note    string // why the git side could not be used
	last    struct {
		name  string
		text  []byte
		lines *Lines
	} // what TextFrom read last
}

// An Entry is one regular file of a listing.
type Entry struct {
	Path string // relative to the root, forward slashes
	blob hash   // the staged content; nil: read the file
}

// A Problem is a place that could not be listed or read.
type Problem struct {
	Path   string
	Reason string // one of finding's reasons
	Detail string
}

// A Listing is what a tree holds.
type Listing struct {
	Files    []Entry // sorted by path
	Problems []Problem
	Notes    []string // what a reader of the result should know
	Excluded int      // files that Options.Exclude left out
	Links    int
	Special  int // FIFOs, sockets, devices
}

// Open opens dir, which must be a directory.
func Open(dir string, o Options) (*Tree, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	switch info, err := os.Stat(absolute); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such directory", dir)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s: not a directory: name the folder to scan", dir)
	}
	root, err := os.OpenRoot(absolute)
	if err != nil {
		return nil, err
	}
	if o.MaxSize == 0 {
		o.MaxSize = DefaultMaxSize
	}
	below, err := openBeneath(root)
	if err != nil {
		root.Close()
		return nil, err
	}
	t := &Tree{root: root, beneath: below, dir: absolute, options: o}
	t.git, t.prefix, err = findRepository(absolute)
	if err != nil {
		if o.Staged {
			t.Close()
			return nil, err
		}
		t.note = err.Error()
	}
	if o.Staged && t.git == nil {
		t.Close()
		return nil, fmt.Errorf("%s: not inside a git repository: --staged needs one", dir)
	}
	return t, nil
}

// Exclude adds patterns to Options.Exclude: they stand in a settings file, which is read from the open tree.
func (t *Tree) Exclude(patterns []string) {
	t.options.Exclude = append(slices.Clone(t.options.Exclude), patterns...)
}

// Close releases the tree.
func (t *Tree) Close() error {
	t.beneath.Close()
	return t.root.Close()
}

// Dir is the root's absolute path.
func (t *Tree) Dir() string { return t.dir }

// ReadFile reads one small file of the root, for our own settings: it must be a regular file that stays inside.
func (t *Tree) ReadFile(name string, limit int64) ([]byte, error) {
	info, err := t.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", name)
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%s: larger than %d bytes", name, limit)
	}
	return t.root.ReadFile(name)
}

// List walks the tree. With git it holds what git tracks and what it would track: ignored files are left out unless
// the index has them. Without git everything is listed but the folders that package managers fill.
func (t *Tree) List(ctx context.Context) (Listing, error) {
	if t.options.Staged {
		return t.listStaged()
	}
	w := &walker{tree: t, exclude: parseIgnore(strings.Join(t.options.Exclude, "\n"), "")}
	if t.git != nil {
		index, err := t.git.readIndex()
		if err != nil {
			t.note = err.Error()
		}
		w.track(index, t.prefix)
		w.base = t.git.ignores(t.options.GlobalIgnore, t.prefix)
	} else {
		w.base = []ignoreFile{parseIgnore(strings.Join(managed, "\n"), "")}
	}
	if t.note != "" {
		w.listing.Notes = append(w.listing.Notes, t.note+": listed as a plain folder")
	}
	err := w.walk(ctx)
	slices.SortFunc(w.listing.Files, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(w.listing.Problems, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
	return w.listing, err
}

// managed lists the folders that package managers fill, for trees without git to say what is the project's own.
var managed = []string{"node_modules/", ".venv/", "venv/", "__pycache__/", ".tox/", "bower_components/", ".terraform/", ".git/", ".hg/", ".svn/"}

// Errors that Reader.Read returns for what is not read.
var (
	ErrTooLarge   = errors.New("larger than the size limit")
	ErrNotRegular = errors.New("not a regular file")
)
