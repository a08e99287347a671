package deployment

import (
	"context"
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// A loner is a subject that needs a partner in its folder.
type loner struct {
	rule       int
	name       string
	fail, pass finding.Finding
}

// A companion is a partner, and the text of its reference: "" when any subject will do.
type companion struct {
	rule   int
	refers string
}

type meeting struct {
	folder string
	rule   int
}

// Repo brings subjects and partners of a folder together: Terraform reads a folder as one text.
func (c *Check) Repo(_ context.Context, r scan.Repo) (scan.Outcome, error) {
	out := scan.Outcome{Examined: map[string]int{}}
	companions := map[meeting][]string{}
	for _, f := range r.Facts {
		if p, ok := f.Value.(companion); ok {
			at := meeting{path.Dir(f.Path), p.rule}
			companions[at] = append(companions[at], p.refers)
		}
	}
	for _, f := range r.Facts {
		l, ok := f.Value.(loner)
		if !ok {
			continue
		}
		c.join(l, companions[meeting{path.Dir(f.Path), l.rule}], &out)
	}
	return out, nil
}

func (c *Check) join(l loner, refers []string, out *scan.Outcome) {
	id := c.rules[l.rule].ID
	unsure := false
	for _, text := range refers {
		switch {
		case text == "" || names(text, l.name):
			out.Examined[id]++
			out.Findings = append(out.Findings, l.pass)
			return
		case strings.Contains(text, "each.") || strings.Contains(text, "var.") || strings.Contains(text, "local.") || strings.Contains(text, "["):
			unsure = true
		}
	}
	if !unsure {
		out.Examined[id]++
		out.Findings = append(out.Findings, l.fail)
	}
}

// names tells whether an expression speaks of a resource: aws_s3_bucket.logs.id of aws_s3_bucket.logs.
func names(expression, resource string) bool {
	_, after, found := strings.Cut(expression, resource)
	return found && (after == "" || !strings.ContainsRune("_-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", rune(after[0])))
}
