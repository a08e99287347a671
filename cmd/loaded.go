package cmd

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/seaworthy-dev/seaworthy/checks"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/rules/semgrep"
)

// readRules reads the rules of a folder, or of one file, and says where each was read.
func readRules(name string) (files []semgrep.File, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("--rules: %w", err)
	}
	dir, only := name, ""
	if !info.IsDir() {
		dir, only = filepath.Split(name)
	}
	root, err := os.OpenRoot(filepath.Join(dir, "."))
	if err != nil {
		return nil, fmt.Errorf("--rules: %w", err)
	}
	defer root.Close()
	var fsys fs.FS = root.FS()
	if only != "" {
		fsys = oneFile{fsys, only}
	}
	files, err = semgrep.Folder(fsys)
	if err != nil {
		return nil, fmt.Errorf("--rules %s: %w", name, err)
	}
	for i := range files {
		f := &files[i]
		f.Name = path.Join(filepath.ToSlash(dir), f.Name)
		for r := range f.Rules {
			f.Rules[r].File = f.Name
		}
		for s := range f.Skipped {
			f.Skipped[s].File = f.Name
		}
	}
	return files, nil
}

// oneFile is a folder of which only one file is seen.
type oneFile struct {
	fs.FS
	name string
}

// ReadDir lists the one file.
func (f oneFile) ReadDir(string) ([]fs.DirEntry, error) {
	info, err := fs.Stat(f.FS, f.name)
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{fs.FileInfoToDirEntry(info)}, nil
}

// withRules adds the rules of --rules to ours. What can't be run is said on stderr and is a gap of the report; when
// nothing can, that is an error.
func (q *scanRequest) withRules(set *rules.Set) (*rules.Set, []finding.Gap, error) {
	var others []rules.Rule
	var skipped []rules.Skipped
	for _, name := range q.rules {
		files, err := readRules(name)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range files {
			skipped = append(skipped, f.Skipped...)
			others = append(others, f.Rules...)
		}
	}
	merged, refused := checks.Merge(set, others)
	skipped = append(skipped, refused...)
	listSkipped(q.screen.stderr, skipped)
	if loaded := len(merged.Rules) - len(set.Rules); loaded == 0 {
		return nil, nil, fmt.Errorf("--rules: no rule could be loaded of %s", counted(len(skipped), "rule or file"))
	}
	var gaps []finding.Gap
	for _, s := range skipped {
		gaps = append(gaps, finding.Gap{Path: s.File, Line: s.Line, Check: "code", Reason: finding.UnreadRule, Detail: describeSkipped(s), Minor: true})
	}
	return merged, gaps, nil
}

func describeSkipped(s rules.Skipped) string {
	if s.Rule == "" {
		return fmt.Sprintf("rule file not loaded: %s %s", s.Operator, s.Reason)
	}
	return fmt.Sprintf("rule %s not loaded: %s: %s", s.Rule, s.Operator, s.Reason)
}

func listSkipped(w io.Writer, skipped []rules.Skipped) {
	for _, s := range skipped {
		fmt.Fprintf(w, "%s:%d: %s\n", s.File, s.Line, describeSkipped(s))
	}
}
