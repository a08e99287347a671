package deployment

import (
	"strings"

	"github.com/seaworthy-dev/seaworthy/parse/document"
	"github.com/seaworthy-dev/seaworthy/rules/selector"
)

// dockerfileScope knows which stage builds on which: `FROM base AS final` inherits the USER of base.
func dockerfileScope(root *document.Node) selector.Scope {
	base := map[*document.Node]*document.Node{}
	named := map[string]*document.Node{}
	for _, stage := range root.Children {
		if stage.Key != "stage" || len(stage.Args) == 0 {
			continue
		}
		if earlier := named[strings.ToLower(stage.Args[0].Value)]; earlier != nil {
			base[stage] = earlier
		}
		if len(stage.Args) > 1 {
			named[strings.ToLower(stage.Args[1].Value)] = stage
		}
	}
	return selector.Scope{Base: func(n *document.Node) *document.Node { return base[n] }}
}
