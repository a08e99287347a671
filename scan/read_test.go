package scan_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// rereading reads every file again, twice, before it looks at what it got.
type rereading struct {
	marker
	got map[string]string
}

func (c rereading) Repo(_ context.Context, r scan.Repo) (scan.Outcome, error) {
	var units []*scan.Unit
	for range 2 {
		for _, name := range r.Paths {
			u, err := r.Read(name)
			if err != nil {
				return scan.Outcome{}, err
			}
			units = append(units, u)
		}
	}
	for i, u := range units {
		for _, other := range units[:i] {
			if u == other {
				c.got[u.Path+" again"] = "the same Unit"
			}
		}
		c.got[u.Path] += string(u.Text)
	}
	if _, err := r.Read("../outside"); err == nil {
		c.got["../outside"] = "read"
	}
	return scan.Outcome{}, nil
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a": "one\n", "b": "two and more\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.Open(dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	if _, _, err := scan.Run(t.Context(), tree, []scan.Check{rereading{got: got}}, scan.Options{Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a": "one\none\n", "b": "two and more\ntwo and more\n"}, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
}
