package manifest

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
)

var npmScopes = []struct {
	key   string
	scope Scope
}{
	{"dependencies", Runtime},
	{"devDependencies", Development},
	{"peerDependencies", Peer},
	{"optionalDependencies", Optional},
}

func readPackageJSON(_ string, text []byte) Manifest {
	root, problems := document.Read("json", text)
	m := Manifest{Ecosystem: "npm", Format: "package.json", Problems: problems, Name: root.Get("name").Text()}
	for _, s := range npmScopes {
		table := root.Get(s.key)
		if table == nil {
			continue
		}
		for _, n := range table.Children {
			if n.Key == "" || n.Kind != document.Scalar {
				continue
			}
			d := npmDependency(n.Key, n.Value)
			d.Scope, d.At = s.scope, within(text, n.At, n.Value)
			if n.Value == "" {
				d.At = n.KeyAt
			}
			if n.Type == document.Expression {
				d.Pinned = Unknown
			}
			m.Dependencies = append(m.Dependencies, d)
		}
	}
	workspaces := root.Get("workspaces")
	if packages := workspaces.Get("packages"); packages != nil {
		workspaces = packages
	}
	m.Workspaces = texts(workspaces)
	return m
}

func texts(list *document.Node) []string {
	if list == nil {
		return nil
	}
	var all []string
	for _, n := range list.Children {
		if n.Kind == document.Scalar && n.Key == "" && n.Value != "" {
			all = append(all, n.Value)
		}
	}
	return all
}

// npmDependency judges a constraint in npm's notation, with the protocols of yarn and pnpm.
func npmDependency(name, constraint string) Dependency {
	d := Dependency{Name: name, Constraint: constraint, Pinned: Exact}
	protocol, rest, _ := strings.Cut(constraint, ":")
	switch {
	case protocol == "workspace":
		d.Source = "workspace"
	case protocol == "file", protocol == "link", protocol == "portal", strings.HasPrefix(constraint, "./"), strings.HasPrefix(constraint, "../"), strings.HasPrefix(constraint, "/"), strings.HasPrefix(constraint, "~/"):
		d.Source = "path"
	case protocol == "catalog":
		d.Pinned = Unknown
	case protocol == "patch":
		inner, _, _ := strings.Cut(rest, "#")
		if i := strings.LastIndex(inner, "@"); i > 0 {
			d = npmDependency(name, strings.TrimPrefix(strings.ReplaceAll(inner[i+1:], "%3A", ":"), "npm:"))
			d.Constraint = constraint
		}
	case protocol == "npm":
		d.Source = "registry-alias"
		wish := rest
		if i := strings.LastIndex(rest, "@"); i >= 0 {
			wish = rest[i+1:]
			if i == 0 {
				wish = ""
			}
		}
		d.Pinned, d.Version = npmPin(wish)
	case isGit(constraint):
		d.Source = "git"
		_, ref, _ := strings.Cut(constraint, "#")
		d.Pinned = refPin(ref)
		if strings.HasPrefix(ref, "semver:") {
			d.Pinned, _ = npmPin(strings.TrimPrefix(ref, "semver:"))
		}
	case protocol == "http", protocol == "https":
		d.Source = "url"
	default:
		d.Pinned, d.Version = npmPin(constraint)
	}
	return d
}

// isGit knows git URLs and the short forms github:a/b and a/b.
func isGit(s string) bool {
	for _, prefix := range []string{"git+", "git:", "git@", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	body, _, _ := strings.Cut(s, "#")
	if strings.HasPrefix(s, "http") {
		return strings.HasSuffix(body, ".git")
	}
	return strings.Count(body, "/") == 1 && !strings.ContainsAny(body, " :<>=^|*") && !strings.HasPrefix(body, "@")
}

// npmPin judges a version range.
func npmPin(wish string) (Pin, string) {
	wish = strings.TrimSpace(wish)
	switch {
	case exactVersion.MatchString(wish):
		return Exact, strings.TrimLeft(wish, "v= ")
	case wish == "", wish == "*", strings.EqualFold(wish, "x"), wish == ">=0", wish == ">=0.0.0":
		return Loose, ""
	case !strings.ContainsAny(wish, "0123456789") || wish[0] >= 'a' && wish[0] <= 'z' && wish[0] != 'v':
		return Loose, "" // a tag: latest, next, canary
	}
	return Ranged, ""
}

func readPnpmWorkspace(_ string, text []byte) Manifest {
	root, problems := document.Read("yaml", text)
	return Manifest{Ecosystem: "npm", Format: "pnpm-workspace.yaml", Problems: problems, Workspaces: texts(first(root).Get("packages"))}
}

// first is the first document of a YAML stream.
func first(root *document.Node) *document.Node {
	if root.Kind != document.Stream {
		return root
	}
	if len(root.Children) == 0 {
		return nil
	}
	return root.Children[0]
}
