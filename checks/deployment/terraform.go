package deployment

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules/selector"
)

// terraformScope reads the locals of the file, which can't be set from outside. The default of a variable can, so it is
// no fact.
func terraformScope(root *document.Node) selector.Scope {
	known := map[string]string{}
	for _, block := range root.Children {
		if block.Key != "locals" {
			continue
		}
		for _, c := range block.Children {
			if c.Kind == document.Scalar && c.Type != document.Expression {
				known["local."+c.Key] = c.Value
			}
		}
	}
	return selector.Scope{Labels: true, Resolve: func(expression string) (string, bool) {
		text, ok := known[strings.TrimSpace(expression)]
		return text, ok
	}}
}
