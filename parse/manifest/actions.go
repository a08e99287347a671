package manifest

import (
	"path"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// isWorkflow knows workflows wherever a .github/workflows folder stands, and actions by their file's name.
func isWorkflow(name string) bool {
	base := path.Base(name)
	if base == "action.yml" || base == "action.yaml" {
		return true
	}
	dir := path.Dir(name)
	return (path.Ext(base) == ".yml" || path.Ext(base) == ".yaml") && path.Base(dir) == "workflows" && path.Base(path.Dir(dir)) == ".github"
}

// readWorkflow lists what a workflow's steps and jobs use.
func readWorkflow(_ string, text []byte) Manifest {
	root, problems := document.Read("yaml", text)
	m := Manifest{Ecosystem: "github-actions", Format: "workflow", Problems: problems}
	seen := map[int]bool{}
	for n := range root.All() {
		if n.Key != "uses" || n.Kind != document.Scalar || !inJob(n) || seen[n.At.Start] || n.Value == "" {
			continue
		}
		seen[n.At.Start] = true
		d := actionDependency(n.Value)
		if n.Type == document.Expression {
			d.Pinned = Unknown
		}
		d.At = within(text, n.At, d.Constraint)
		m.Dependencies = append(m.Dependencies, d)
	}
	return m
}

// inJob tells a job's or step's `uses` from an input of that name.
func inJob(n *document.Node) bool {
	owner := n.Parent
	if owner == nil || owner.Parent == nil {
		return false
	}
	return owner.Parent.Key == "jobs" || owner.Parent.Kind == document.List && owner.Parent.Key == "steps"
}

func actionDependency(uses string) Dependency {
	if image, ok := strings.CutPrefix(uses, "docker://"); ok {
		return imageDependency(image)
	}
	if strings.HasPrefix(uses, "./") || strings.HasPrefix(uses, "../") || uses == "." {
		return Dependency{Name: uses, Source: "path", Pinned: Exact}
	}
	name, ref, _ := strings.Cut(uses, "@")
	d := Dependency{Name: name, Constraint: ref, Pinned: refPin(ref)}
	switch d.Pinned {
	case Content:
		d.Integrity = ref
	case Exact:
		d.Version = ref
	}
	return d
}
