package secrets

import (
	"io/fs"
	"os"
	"testing"
)

// TestNeedsSpareOnlyFilesThatStay: a path that the regex leaves out always has what pathNeeds says it must have.
func TestNeedsSpareOnlyFilesThatStay(t *testing.T) {
	s := newSkipper(defaultDetector(t).global)
	if len(s.needs) != 1 || s.needs[0] == nil {
		t.Fatal("nothing is known of what a path must have")
	}
	names := []string{
		"a.BMP", "x/a.Woff2", "go.mod", "go.work.sum", "vendor/modules.txt", "vendor/golang.org/x/a.go", "gradlew", "mvnw.cmd", "node_modules/a/b", "a/pnpm-lock.yaml", "package-lock.json",
		"js/jquery-ui.min.js", "swaggerui.js.map", "a/Venv/lib64/x", "lib/python3.11/a", "a/b-1.2.dist-info/RECORD", "vendor/bundle/x", "a.gem", ".git", "docs/a.pdf", "a/javascript.json",
		"Pipfile.lock", "poetry.lock", "verification-metadata.xml", "a/gitleaks.toml",
	}
	for _, name := range names {
		if !s.lists[0].paths.match(name) {
			t.Errorf("%s isn't on the list: a useless case", name)
		}
		if s.skips(name) == nil {
			t.Errorf("%s isn't skipped", name)
		}
	}
	spared := 0
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, _ fs.DirEntry, err error) error {
		if may := s.may(0, name); !may {
			spared++
			if s.lists[0].paths.match(name) {
				t.Errorf("%s would be searched", name)
			}
		}
		return err
	})
	if err != nil || spared == 0 {
		t.Error(err, spared)
	}
}
