package dependencies

import (
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/document"
)

// readProviders looks at the providers a Terraform module names.
func readProviders(r *report, f *facts) bool {
	if r.u.Kind != "terraform" {
		return false
	}
	root, _ := r.u.Document()
	if root == nil {
		return false
	}
	for _, block := range root.Children {
		if required := entry(block, "required_providers"); block.Key == "terraform" && required != nil {
			f.provider = true
			for _, p := range required.Children {
				r.provider(p)
			}
		}
	}
	return f.provider
}

func (r *report) provider(p *document.Node) {
	const id = "provider-without-version"
	if p.Type == document.Expression && p.Kind == document.Scalar {
		return
	}
	r.examined(id)
	kind := finding.Pass
	if entry(p, "version") == nil && (p.Kind == document.Map || p.Value == "") {
		kind = finding.Fail
	}
	r.say(id, kind, head(p), p.Key, "")
}
