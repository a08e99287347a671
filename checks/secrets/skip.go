package secrets

import (
	"path"
	"sync"
)

// A skipper answers which files the global allowlists leave out. A folder on a list takes all it holds along, so each
// folder is asked about once: a memo of a pure function, safe to share.
type skipper struct {
	lists   []*allowlist
	folders sync.Map // folder: *allowlist, nil for none
}

// skips gives the list that leaves name out; nil when none does.
func (s *skipper) skips(name string) *allowlist {
	for _, a := range s.lists {
		if a.paths.match(name) {
			return a
		}
	}
	return s.folder(path.Dir(name))
}

func (s *skipper) folder(dir string) *allowlist {
	if dir == "." || dir == "/" {
		return nil
	}
	if a, ok := s.folders.Load(dir); ok {
		return a.(*allowlist)
	}
	a := s.skips(dir)
	s.folders.Store(dir, a)
	return a
}
