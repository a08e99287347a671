package deployment

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules/selector"
)

// An object is what a person would name when asked what a finding is about: a Kubernetes object, a compose service, a
// Terraform resource. However many of its containers break a rule, it is one finding.
type object struct {
	name    string
	owner   *document.Node
	subject *document.Node
	bad     selector.Answer
	at      *document.Node   // nil: something is missing
	others  []*document.Node // further places
}

const maxOthers = 5

func objects(p part, verdicts []selector.Verdict) []object {
	var list []object
	byOwner := map[*document.Node]int{}
	for _, v := range verdicts {
		owner := ownerOf(p, v.Subject)
		i, seen := byOwner[owner]
		if !seen {
			i = len(list)
			byOwner[owner] = i
			list = append(list, object{name: nameOf(p, owner), owner: owner, subject: v.Subject, bad: v.Bad, at: v.At})
			continue
		}
		o := &list[i]
		switch {
		case v.Bad > o.bad:
			o.bad, o.at, o.subject = v.Bad, v.At, v.Subject
		case v.Bad == selector.Yes && len(o.others) < maxOthers:
			o.others = append(o.others, placeNode(v))
		}
	}
	return list
}

func placeNode(v selector.Verdict) *document.Node {
	if v.At != nil {
		return v.At
	}
	return v.Subject
}

// ownerOf climbs from a subject to its object.
func ownerOf(p part, n *document.Node) *document.Node {
	depth := 0 // how far below the root objects stand
	switch p.kind {
	case "kubernetes":
		return p.root
	case "terraform":
		depth = 1
	case "compose", "cloudformation":
		depth = 2
	default:
		return n
	}
	chain := []*document.Node{n}
	for up := n; up != p.root && up.Parent != nil; up = up.Parent {
		chain = append(chain, up.Parent)
	}
	if i := len(chain) - 1 - depth; i >= 0 {
		return chain[i]
	}
	return n
}

// nameOf gives an object's name: it outlives moves of the file's lines.
func nameOf(p part, owner *document.Node) string {
	switch p.kind {
	case "kubernetes":
		name := ""
		if meta := child(owner, "metadata"); meta != nil {
			if n := child(meta, "name"); n != nil {
				name = n.Value
			}
		}
		return child(owner, "kind").Value + "/" + name
	case "terraform":
		var labels []string
		for _, a := range owner.Args {
			labels = append(labels, a.Value)
		}
		if owner.Key == "resource" {
			return strings.Join(labels, ".")
		}
		return strings.Join(append([]string{owner.Key}, labels...), ".")
	case "dockerfile", "nginx":
		return strings.ToLower(owner.Key)
	}
	return owner.Key
}
