package endpoints

import (
	"fmt"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/source"
)

// late tells of limiters that are registered after the routes they were meant for.
func (c *Check) late(m *model) []finding.Finding {
	return c.misplaced(m, "limiter-after-routes", func(ep *endpoint) []effect {
		if excused(ep.Class) || ep.answers[controlRate].verdict != finding.Uncovered {
			return nil
		}
		return ofControl(ep.late, controlRate)
	}, "this limiter is registered after %s, which it never sees")
}

// inert tells of limiters that are there and do nothing.
func (c *Check) inert(m *model) []finding.Finding {
	return c.misplaced(m, "limiter-without-effect", func(ep *endpoint) []effect {
		if a := ep.answers[controlRate]; a.verdict == finding.Inert {
			return []effect{{controlRate, inert, a.at, a.why}}
		}
		return nil
	}, "%s not limited, though it looks so: ")
}

func (c *Check) misplaced(m *model, id string, of func(*endpoint) []effect, message string) []finding.Finding {
	rule, ok := c.set.Rule(id)
	if !ok {
		return nil
	}
	var all []finding.Finding
	for _, s := range m.services {
		var groups []*group
		index := map[source.Span]*group{}
		for _, ep := range s.endpoints {
			for _, e := range of(ep) {
				if index[e.at] == nil {
					index[e.at] = &group{at: e.at, why: e.why}
					groups = append(groups, index[e.at])
				}
				index[e.at].endpoints = append(index[e.at].endpoints, ep)
				break
			}
		}
		for _, g := range groups {
			f := finding.Finding{Rule: rule.ID, Kind: finding.Fail, Severity: rule.Severity, Confidence: rule.Confidence, At: g.at, Fix: s.node.framework.fix(rule), Subject: s.name, Related: related(g.endpoints)}
			f.Message = fmt.Sprintf(message, counted(len(g.endpoints), "endpoint"))
			if id == "limiter-without-effect" {
				is := " is"
				if len(g.endpoints) > 1 {
					is = " are"
				}
				f.Message = fmt.Sprintf(message, counted(len(g.endpoints), "endpoint")+is) + g.why
			}
			all = append(all, f)
		}
	}
	return all
}
