package endpoints

import (
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

func load(t testing.TB) *rules.Set {
	t.Helper()
	set, err := rules.LoadFS(os.DirFS("../../rules"), "rules")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestExamples runs every rule's examples: of that rule, marked lines yield what the mark says and all others nothing
// but passes.
func TestExamples(t *testing.T) {
	set := load(t)
	for _, r := range set.Of("endpoints") {
		t.Run(r.ID, func(t *testing.T) {
			example, err := r.Example()
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			for _, w := range example.Wants {
				want = append(want, fmt.Sprintf("%s:%d %s", w.File, w.Line, w.Kind))
			}
			if len(want) == 0 {
				t.Fatal("no line is marked `want`")
			}
			files := map[string]string{}
			for _, f := range example.Files {
				files[f.Name] = string(f.Text)
			}
			for _, f := range examine(t, set, files, nil).Findings {
				if f.Rule == r.ID && f.Kind != finding.Pass {
					got = append(got, fmt.Sprintf("%s:%d %s", f.At.Path, f.At.Start.Line, f.Kind))
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// unpack reads a txtar archive.
func unpack(archive string) map[string]string {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

// examine runs the check over a small tree, as scan would.
func examine(t testing.TB, set *rules.Set, files map[string]string, public []string) scan.Outcome {
	t.Helper()
	check := New(set, public)
	repo := scan.Repo{Read: func(name string) (*scan.Unit, error) {
		if text, ok := files[name]; ok {
			return scan.NewUnit(name, "", []byte(text)), nil
		}
		return nil, errors.New("no such file")
	}}
	for name := range files {
		repo.Paths = append(repo.Paths, name)
	}
	slices.Sort(repo.Paths)
	for _, name := range repo.Paths {
		text := []byte(files[name])
		u := scan.NewUnit(name, "", text)
		u.Hits = hitsOf(check.Info().Literals, files[name])
		if !wanted(check.Info(), u) {
			continue
		}
		o, err := check.File(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range o.Facts {
			repo.Facts = append(repo.Facts, scan.Fact{Path: name, Value: f.Value})
		}
		clear(text) // scan uses its buffers again
	}
	o, err := check.Repo(t.Context(), repo)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func wanted(info scan.Info, u *scan.Unit) bool {
	return slices.ContainsFunc(info.Needs, func(n scan.Need) bool {
		named := slices.Contains(n.Kinds, u.Kind) || slices.ContainsFunc(n.Names, func(p string) bool { ok, _ := path.Match(p, path.Base(u.Path)); return ok })
		hit := len(n.Literals) == 0 || slices.ContainsFunc(u.Hits, func(h scan.Hit) bool { return slices.Contains(n.Literals, int(h.Literal)) })
		return named && hit
	})
}
