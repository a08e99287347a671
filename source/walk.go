package source

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"
)

// A walker lists a tree with as many goroutines as there are cores.
type walker struct {
	tree    *Tree
	exclude ignoreFile
	base    []ignoreFile // rules that hold at the root
	tracked map[string]bool
	folders map[string]bool // folders with something tracked below

	mu      sync.Mutex
	listing Listing
}

// track remembers what the index holds below prefix.
func (w *walker) track(index []indexEntry, prefix string) {
	w.tracked = make(map[string]bool, len(index))
	w.folders = map[string]bool{}
	for _, e := range index {
		name, ok := strings.CutPrefix(e.path, prefix)
		if !ok {
			continue
		}
		w.tracked[name] = true
		for dir := path.Dir(name); dir != "." && !w.folders[dir]; dir = path.Dir(dir) {
			w.folders[dir] = true
		}
	}
}

// A folder waits to be listed, with the ignore rules that hold in it.
type folder struct {
	path    string // "" for the root
	ignores []ignoreFile
	ignored bool // an ignore rule covers it: only what is tracked counts
}

func (w *walker) walk(ctx context.Context) error {
	queue := newQueue(folder{ignores: w.base})
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for f, ok := queue.take(); ok; f, ok = queue.take() {
				if ctx.Err() == nil {
					queue.add(w.list(f)...)
				}
				queue.done()
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// list reads one folder: its files go to the listing, its folders are returned.
func (w *walker) list(f folder) []folder {
	entries, err := w.tree.readDir(f.path)
	if err != nil {
		w.problem(f.path, err)
		return nil
	}
	if w.tree.git != nil {
		for _, e := range entries {
			if e.Name() == ".gitignore" && e.Type().IsRegular() {
				if text, err := w.tree.ReadFile(path.Join(f.path, ".gitignore"), 1<<20); err == nil {
					f.ignores = append(f.ignores[:len(f.ignores):len(f.ignores)], parseIgnore(string(text), f.path))
				}
			}
		}
	}
	var inner []folder
	var own Listing
	for _, e := range entries {
		name := e.Name()
		if name == ".git" {
			continue
		}
		full := name
		if f.path != "" {
			full = f.path + "/" + name
		}
		isDir := e.IsDir()
		if w.exclude.match(full, isDir) == matchIgnored {
			own.Excluded++
			continue
		}
		tracked := !isDir && w.tracked[full]
		ignored := !tracked && (f.ignored || ignoredBy(f.ignores, full, isDir))
		switch mode := e.Type(); {
		case isDir:
			if !ignored || w.folders[full] {
				inner = append(inner, folder{full, f.ignores, ignored})
			}
		case ignored:
		case mode.IsRegular():
			own.Files = append(own.Files, Entry{Path: full})
		case mode&fs.ModeSymlink != 0:
			w.link(full, &own)
		default:
			own.Special++
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listing.Files = append(w.listing.Files, own.Files...)
	w.listing.Problems = append(w.listing.Problems, own.Problems...)
	w.listing.Excluded += own.Excluded
	w.listing.Links += own.Links
	w.listing.Special += own.Special
	return inner
}

// link looks where a symbolic link leads without opening it. What it leads to inside the root is listed there.
func (w *walker) link(full string, own *Listing) {
	own.Links++
	_, err := w.tree.root.Stat(full)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return // reachable under its own name, or dangling
	}
	if strings.Contains(err.Error(), "escapes") {
		own.Problems = append(own.Problems, Problem{full, "symlink-escape", "the link leads out of the scanned folder and was not followed"})
	}
}

func (w *walker) problem(name string, err error) {
	if errors.Is(err, fs.ErrNotExist) && name != "" {
		return // gone since its parent was listed
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listing.Problems = append(w.listing.Problems, Problem{name, "unreadable", reasonOf(err)})
}

// reasonOf strips the path from a system error, which a Problem names already.
func reasonOf(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

func (t *Tree) readDir(name string) ([]fs.DirEntry, error) {
	if name == "" {
		name = "."
	}
	return t.beneath.readDir(name)
}

// A queue hands out folders until every one taken is done and none waits.
type queue struct {
	mu      sync.Mutex
	more    *sync.Cond
	waiting []folder
	open    int // waiting or taken and not done
}

func newQueue(first folder) *queue {
	q := &queue{waiting: []folder{first}, open: 1}
	q.more = sync.NewCond(&q.mu)
	return q
}

func (q *queue) take() (folder, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) == 0 && q.open > 0 {
		q.more.Wait()
	}
	if len(q.waiting) == 0 {
		return folder{}, false
	}
	f := q.waiting[len(q.waiting)-1]
	q.waiting = q.waiting[:len(q.waiting)-1]
	return f, true
}

func (q *queue) add(folders ...folder) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, folders...)
	q.open += len(folders)
	q.more.Broadcast()
}

func (q *queue) done() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.open--; q.open == 0 {
		q.more.Broadcast()
	}
}
