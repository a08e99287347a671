package endpoints

import (
	"fmt"

	"github.com/seaworthy-dev/seaworthy/finding"
)

func corsFigure(m *model) []finding.Figure {
	total, covered := 0, 0
	for _, s := range m.services {
		for _, ep := range s.endpoints {
			total++
			if v := ep.answers[controlCORS].verdict; v == finding.Covered || v == finding.Conditional {
				covered++
			}
		}
	}
	if covered == 0 {
		return nil
	}
	return []finding.Figure{{Control: "cors-restricted", Text: fmt.Sprintf("a CORS policy reaches %d of %s", covered, counted(total, "endpoint"))}}
}

// layersFigure counts the sensitive endpoints that stand behind more than one control.
func layersFigure(m *model) []finding.Figure {
	total, layered := 0, 0
	for _, s := range m.services {
		for _, ep := range s.endpoints {
			if !sensitive(ep) || ep.when == elsewhere {
				continue
			}
			total++
			if ep.answers[controlAuth].verdict == finding.Covered && ep.answers[controlRate].verdict == finding.Covered {
				layered++
			}
		}
	}
	if total == 0 {
		return nil
	}
	return []finding.Figure{{Control: "defense-in-depth", Text: fmt.Sprintf("behind both authentication and a rate limit: %d of %s", layered, counted(total, "sensitive endpoint"))}}
}
