package source

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// listStaged lists the files whose staged content differs from HEAD.
func (t *Tree) listStaged() (Listing, error) {
	var l Listing
	index, cached, err := t.git.readIndexTrees()
	if err != nil {
		return l, err
	}
	store := t.git.objects(t.options.MaxSize)
	defer store.Close()
	head, err := t.git.headFiles(store, cached)
	if err != nil {
		return l, fmt.Errorf("read HEAD: %w", err)
	}
	exclude := parseIgnore(strings.Join(t.options.Exclude, "\n"), "")
	for _, e := range index {
		name, ok := strings.CutPrefix(e.path, t.prefix)
		switch {
		case !ok || e.later:
		case e.mode == 0o120000:
			l.Links++
		case !e.isFile():
		case e.stage == 1 || e.stage == 3:
		case head.holds(e):
		case exclude.match(name, false) == matchIgnored:
			l.Excluded++
		default:
			l.Files = append(l.Files, Entry{Path: name, blob: e.id})
		}
		if e.stage == 2 {
			l.Notes = append(l.Notes, name+" has merge conflicts: our side was read")
		}
	}
	slices.SortFunc(l.Files, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	return l, nil
}

// headFiles is what HEAD holds, but for folders that the index knows to be the same.
type headFiles struct {
	blobs map[string]hash
	same  map[string]bool
}

func (h *headFiles) holds(e indexEntry) bool {
	if id, ok := h.blobs[e.path]; ok {
		return bytes.Equal(id, e.id)
	}
	for dir := e.path; ; {
		cut := strings.LastIndexByte(dir, '/')
		if cut < 0 {
			return h.same[""]
		}
		dir = dir[:cut]
		if h.same[dir] {
			return true
		}
	}
}

func (r *repository) headFiles(store *objectStore, cached map[string]hash) (*headFiles, error) {
	h := &headFiles{blobs: map[string]hash{}, same: map[string]bool{}}
	commit, err := r.head()
	if err != nil || commit == nil {
		return h, err
	}
	kind, content, err := store.read(commit)
	if err != nil {
		return nil, err
	}
	line, _, _ := strings.Cut(string(content), "\n")
	id, ok := strings.CutPrefix(line, "tree ")
	if kind != "commit" || !ok {
		return nil, errors.New("HEAD is not a commit")
	}
	root, err := r.parseHash(id)
	if err != nil {
		return nil, err
	}
	return h, h.read(store, cached, "", root, 0)
}

const maxTreeDepth = 4096

func (h *headFiles) read(store *objectStore, cached map[string]hash, dir string, tree hash, depth int) error {
	if bytes.Equal(cached[dir], tree) {
		h.same[dir] = true
		return nil
	}
	if depth > maxTreeDepth {
		return errors.New("folders nested too deep")
	}
	_, content, err := store.read(tree)
	if err != nil {
		return err
	}
	for len(content) > 0 {
		head, rest, ok := bytes.Cut(content, []byte{0})
		mode, name, ok2 := strings.Cut(string(head), " ")
		if !ok || !ok2 || len(rest) < len(tree) {
			return errors.New("broken tree object")
		}
		id := hash(rest[:len(tree)])
		content = rest[len(tree):]
		full := name
		if dir != "" {
			full = dir + "/" + name
		}
		bits, err := strconv.ParseUint(mode, 8, 32)
		if err != nil {
			return errors.New("broken tree object")
		}
		if bits == 0o40000 {
			if err := h.read(store, cached, full, id, depth+1); err != nil {
				return err
			}
			continue
		}
		h.blobs[full] = id
	}
	return nil
}
