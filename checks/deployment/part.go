package deployment

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules/selector"
)

// kinds are what a rule's languages may be. YAML and JSON are no kinds of their own: what such a file describes is told
// by its content, so that a rule about Kubernetes never meets a translation file.
var kinds = []string{"dockerfile", "nginx", "terraform", "kubernetes", "compose", "cloudformation", "iam-policy", "workflow"}

// A part is a piece of a file that describes one deployable thing.
type part struct {
	kind  string
	root  *document.Node
	scope selector.Scope
}

// told lists the kinds that only a file's content tells, each once.
func told(parts []part) []string {
	var list []string
	for _, p := range parts {
		if p.kind != "dockerfile" && p.kind != "nginx" && p.kind != "terraform" && !slices.Contains(list, p.kind) {
			list = append(list, p.kind)
		}
	}
	return list
}

// partsOf sorts out what a file describes: none, one, or the several objects of a YAML stream.
func partsOf(name, format string, root *document.Node) []part {
	switch format {
	case "dockerfile":
		return []part{{kind: format, root: root, scope: dockerfileScope(root)}}
	case "nginx":
		return []part{{kind: format, root: root}}
	case "terraform":
		return []part{{kind: format, root: root, scope: terraformScope(root)}}
	case "yaml", "json":
	default:
		return nil
	}
	if root == nil {
		return nil
	}
	if root.Kind != document.Stream {
		return partsOfValue(name, root)
	}
	var parts []part
	for _, doc := range root.Children {
		parts = append(parts, partsOfValue(name, doc)...)
	}
	return parts
}

func partsOfValue(name string, n *document.Node) []part {
	if n.Kind != document.Map {
		return nil
	}
	switch {
	case child(n, "apiVersion") != nil && child(n, "kind") != nil:
		return objectsOf(n)
	case isWorkflow(name) && child(n, "jobs") != nil:
		return []part{{kind: "workflow", root: n}}
	case isCompose(name, n):
		return []part{{kind: "compose", root: n}}
	case isCloudFormation(n):
		return []part{{kind: "cloudformation", root: n}}
	case child(n, "Statement") != nil && (child(n, "Version") != nil || path.Ext(name) == ".json"):
		return []part{{kind: "iam-policy", root: n}}
	}
	return nil
}

// objectsOf gives a Kubernetes object, or those of a List. The schemas of a CustomResourceDefinition look like the
// objects they describe and are none; a Kustomization only points at files.
func objectsOf(n *document.Node) []part {
	switch child(n, "kind").Value {
	case "CustomResourceDefinition", "Kustomization":
		return nil
	case "List":
		var parts []part
		if items := child(n, "items"); items != nil {
			for _, item := range items.Children {
				if item.Kind == document.Map && child(item, "kind") != nil {
					parts = append(parts, part{kind: "kubernetes", root: item})
				}
			}
		}
		return parts
	}
	return []part{{kind: "kubernetes", root: n}}
}

func isWorkflow(name string) bool {
	return path.Base(path.Dir(name)) == "workflows" && path.Base(path.Dir(path.Dir(name))) == ".github"
}

func isCompose(name string, n *document.Node) bool {
	services := child(n, "services")
	if services == nil || services.Kind != document.Map {
		return false
	}
	base := strings.ToLower(path.Base(name))
	if strings.Contains(base, "compose") {
		return true
	}
	for _, service := range services.Children {
		if child(service, "image") != nil || child(service, "build") != nil {
			return true
		}
	}
	return false
}

func isCloudFormation(n *document.Node) bool {
	if child(n, "AWSTemplateFormatVersion") != nil {
		return true
	}
	resources := child(n, "Resources")
	if resources == nil {
		return false
	}
	for _, r := range resources.Children {
		if t := child(r, "Type"); t != nil && strings.HasPrefix(t.Value, "AWS::") {
			return true
		}
	}
	return false
}

func child(n *document.Node, key string) *document.Node {
	for _, c := range n.Children {
		if c.Key == key {
			return c
		}
	}
	return nil
}
