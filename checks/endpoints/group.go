package endpoints

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A group is endpoints that share the line which decides.
type group struct {
	at        source.Span
	why       string
	verdict   finding.Verdict
	endpoints []*endpoint
}

func grouped(eps []*endpoint, control string) []*group {
	var groups []*group
	index := map[string]*group{}
	for _, ep := range eps {
		a := ep.answers[control]
		at := a.at
		if at.Start.Line == 0 {
			at = ep.at
		}
		key := fmt.Sprintf("%s:%d:%d %s %s", at.Path, at.Start.Line, at.Start.Column, a.verdict, a.why)
		if index[key] == nil {
			index[key] = &group{at: at, why: a.why, verdict: a.verdict}
			groups = append(groups, index[key])
		}
		index[key].endpoints = append(index[key].endpoints, ep)
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.why, b.why)) })
	return groups
}

// byReason joins the groups that say the same, at the place of the first.
func byReason(groups []*group) []*group {
	var joined []*group
	for _, g := range groups {
		i := slices.IndexFunc(joined, func(j *group) bool { return j.why == g.why && j.verdict == g.verdict })
		if i < 0 {
			joined = append(joined, g)
			continue
		}
		joined[i].endpoints = append(joined[i].endpoints, g.endpoints...)
	}
	return joined
}

func (ep *endpoint) subject() string { return ep.Service + " " + ep.Method + " " + ep.Path }

const maxRelated = 100

func related(eps []*endpoint) []finding.Related {
	var all []finding.Related
	for i, ep := range eps {
		if i == maxRelated {
			break
		}
		all = append(all, finding.Related{Message: ep.Method + " " + ep.Path, At: ep.at})
	}
	return all
}

func ofControl(effects []effect, control string) []effect {
	var kept []effect
	for _, e := range effects {
		if e.control == control {
			kept = append(kept, e)
		}
	}
	return kept
}
