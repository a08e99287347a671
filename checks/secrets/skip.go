package secrets

import (
	"path"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"
)

// A skipper answers which files the global allowlists leave out. A folder on a list takes all it holds along, so each
// folder is asked about once: a memo of a pure function, safe to share.
type skipper struct {
	lists   []*allowlist
	needs   []*finder // by list: a path it leaves out has one of these; nil: can't be told
	folders sync.Map  // folder: *allowlist, nil for none
}

// newSkipper reads from the patterns which strings a path must have for one of them to match. That spares nearly all
// files a regex of 25 alternatives, 50 µs each.
func newSkipper(lists []*allowlist) *skipper {
	s := &skipper{lists: lists}
	for _, a := range lists {
		var need *finder
		if list := pathNeeds(a.pathSources); list != nil {
			need = newFinder(list)
		}
		s.needs = append(s.needs, need)
	}
	return s
}

func pathNeeds(sources []string) (needs []string) {
	for _, source := range sources {
		tree, err := syntax.Parse("(?i)"+source, syntax.Perl)
		if err != nil {
			return nil
		}
		need := needOf(tree, nil, isASCII)
		if len(need) == 0 {
			return nil
		}
		needs = append(needs, need...)
	}
	return needs
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// may tells whether list i can leave name out. A name beyond ASCII may hold letters that fold to ASCII ones.
func (s *skipper) may(i int, name string) bool {
	return s.needs[i] == nil || s.needs[i].any(name) || !isASCII(name)
}

// skips gives the list that leaves name out; nil when none does.
func (s *skipper) skips(name string) *allowlist {
	for i, a := range s.lists {
		if a.paths != nil && s.may(i, name) && a.paths.match(name) {
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
