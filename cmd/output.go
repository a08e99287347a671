package cmd

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/report"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/source"
)

// outputs are the reports one scan feeds.
type outputs []output

type output struct {
	format report.Format
	path   string // "-" stdout
}

// openOutputs reads FORMAT[=PATH] flags.
func openOutputs(flags []string) (outputs, error) {
	var list outputs
	stdout := ""
	for _, flag := range flags {
		name, path, named := strings.Cut(flag, "=")
		format, err := report.FormatOf(name)
		if err != nil {
			return nil, fmt.Errorf("--format: %w", err)
		}
		if !named || path == "" {
			path = "-"
		}
		if path == "-" {
			if stdout != "" {
				return nil, fmt.Errorf("--format: %s and %s both go to standard output: give one a path, as in %s=report.%s", stdout, name, name, name)
			}
			stdout = name
		}
		list = append(list, output{format, path})
	}
	return list, nil
}

func (list outputs) write(c *checklist.Checklist, stdout io.Writer, o report.Options) error {
	for _, out := range list {
		err := report.WriteFile(out.path, stdout, func(w io.Writer) error {
			mine := o
			if out.path != "-" {
				mine.Color, mine.Hyperlinks, mine.Width = false, false, 0
			}
			return out.format.Write(w, c, mine)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func formatNames() string {
	var names []string
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

func (q *scanRequest) reportOptions(tree *source.Tree, set *rules.Set) report.Options {
	return report.Options{
		Version: Version(), Rules: set, Width: q.screen.width, Color: q.screen.color, Hyperlinks: q.screen.links,
		Root: filepath.ToSlash(tree.Dir()), ShowPasses: q.passes, Verbose: q.verbose, Line: tree.TextFrom,
	}
}
