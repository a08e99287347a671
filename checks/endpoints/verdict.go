package endpoints

import (
	"cmp"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// judge answers every control of every endpoint found.
func (w *walker) judge() {
	for i, ep := range w.found {
		ep.answers = map[string]answer{}
		ep.Controls = map[string]finding.Verdict{}
		for _, control := range controls {
			a := w.answer(ep, control, i)
			ep.answers[control] = a
			ep.Controls[control] = a.verdict
		}
	}
}

// rank orders verdicts: the best of several instances counts. Unknown comes before optional: what can't be read may
// refuse strangers.
var rank = map[finding.Verdict]int{finding.Covered: 0, finding.Conditional: 1, finding.Unproven: 2, finding.Optional: 3, finding.Inert: 4, finding.Uncovered: 5}

func better(a, b answer) answer {
	if c := cmp.Compare(rank[b.verdict], rank[a.verdict]); c < 0 || c == 0 && b.when < a.when {
		return b
	}
	return a
}

func (w *walker) answer(ep *endpoint, control string, i int) answer {
	best := answer{verdict: finding.Uncovered, at: ep.at}
	consider := func(l *layer, distance int) {
		for _, e := range l.effects {
			if e.control == control {
				best = better(best, reach(ep, l, e, distance))
			}
		}
	}
	for j := range w.layers[:w.reaching[i]] {
		consider(&w.layers[j], 1)
	}
	for j := range w.everyone {
		consider(&w.everyone[j], 1)
	}
	for j := range w.direct[i] {
		consider(&w.direct[i][j], 0)
	}
	for _, e := range ep.ignored {
		if e.control == control {
			best = better(best, answer{verdict: finding.Inert, at: e.at, why: e.why})
		}
	}
	if best.verdict != finding.Uncovered {
		return best
	}
	return w.absence(ep, control, i, best)
}

// reach says what one effect on one layer means for an endpoint.
func reach(ep *endpoint, l *layer, e effect, distance int) answer {
	none := answer{verdict: finding.Uncovered, at: ep.at}
	if distance > 0 {
		if l.method != "" && l.method != ep.Method {
			if ep.Method != "ANY" {
				return none
			}
			return answer{verdict: finding.Unproven, at: l.at, why: "only " + l.method + " is covered"}
		}
		whole := l.prefix == "" || normalPath(l.prefix) == "/"
		switch {
		case l.known && pathCovers(l.prefix, ep.Path) && (ep.known || whole):
		case l.known && ep.known && !pathMayCover(l.prefix, ep.Path):
			return none
		case l.known && ep.known:
			return answer{verdict: finding.Unproven, at: e.at, why: "reaches only some of its requests"}
		default:
			return answer{verdict: finding.Unproven, at: l.at, why: "the path it is registered at is computed"}
		}
		if l.deferred != 0 && l.deferred != ep.deferred {
			return answer{verdict: finding.Unproven, at: l.at, why: "it is registered in a callback, maybe after the route"}
		}
	}
	a := answer{at: e.at, why: e.why}
	switch e.kind {
	case enforces:
		a.verdict = finding.Covered
		if l.when == elsewhere && ep.when != elsewhere {
			return none
		}
		if l.when != always {
			a.verdict, a.when = finding.Conditional, l.when
		}
	case permits:
		a.verdict = finding.Optional
	case inert:
		a.verdict = finding.Inert
	default:
		a.verdict = finding.Unproven
	}
	return a
}

// absence looks for what makes "uncovered" less than certain, and for controls that come too late.
func (w *walker) absence(ep *endpoint, control string, i int, a answer) answer {
	for j := w.reaching[i]; j < len(w.layers); j++ {
		l := &w.layers[j]
		for _, e := range l.effects {
			if e.control != control || e.kind != enforces || !l.known || !pathCovers(l.prefix, ep.Path) {
				continue
			}
			if ep.deferred != 0 && l.deferred != ep.deferred {
				return answer{verdict: finding.Unproven, at: l.at, why: "the route is registered in a callback, maybe after it"}
			}
			ep.late = append(ep.late, e)
		}
	}
	switch {
	case control == controlCSRF || control == controlLogging:
		return answer{verdict: finding.Unproven, at: ep.at, why: "not examined yet"}
	case control == controlValidation && ep.Framework == "express":
		return answer{verdict: finding.Unproven, at: ep.at, why: "what the handler does with its input isn't examined yet"}
	case w.m.steps > maxSteps:
		return answer{verdict: finding.Unproven, at: ep.at, why: "there is more start-up code than seaworthy follows"}
	case len(w.defeats) > 0:
		return answer{verdict: finding.Unproven, at: w.defeats[0].at, why: w.defeats[0].why}
	case w.service.open != nil:
		return answer{verdict: finding.Unproven, at: w.service.open.at, why: w.service.open.why}
	}
	if edge, ok := w.behindEdge(control); ok {
		return edge
	}
	if control == controlRate && ep.Framework == "fastapi" {
		for _, l := range w.m.limiters {
			if limited(l) && w.m.folderName(l.at.Path) == w.m.folderName(ep.at.Path) {
				return answer{verdict: finding.Inert, at: l.at, why: "slowapi applies default_limits only through SlowAPIMiddleware, which the app doesn't add"}
			}
		}
	}
	return a
}
