package endpoints

import (
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

// edgeSigns are words of deployment configuration that say that a proxy in front of the services limits or sets
// headers. Which service it reaches isn't worked out yet: what the code leaves uncovered is then unknown.
var edgeSigns = []struct {
	control string
	kinds   []string
	literal string
}{
	{controlRate, []string{"nginx"}, "limit_req "},
	{controlRate, []string{"yaml"}, "limit-rps"},
	{controlRate, []string{"yaml"}, "limit-rpm"},
	{controlRate, []string{"yaml", "toml"}, "ratelimit"},
	{controlRate, []string{"yaml"}, "rate-limiting"},
	{controlRate, []string{"terraform"}, "rate_based_statement"},
	{controlRate, []string{"terraform"}, "throttling_rate_limit"},
	{controlHeaders, []string{"nginx"}, "add_header"},
	{controlHeaders, []string{"yaml", "toml"}, "stsseconds"},
	{controlHeaders, []string{"yaml", "toml"}, "customresponseheaders"},
	{controlHeaders, []string{"terraform"}, "security_headers_config"},
}

// An edgeSign is one of them in a file.
type edgeSign struct {
	control string
	at      source.Span
	word    string
}

func edgeNeeds(info *scan.Info) {
	for _, s := range edgeSigns {
		info.Needs = append(info.Needs, scan.Need{Kinds: s.kinds, Literals: []int{len(info.Literals)}})
		info.Literals = append(info.Literals, s.literal)
	}
}

// edgeFacts gives the first sign of each control in a file that is deployed.
func edgeFacts(u *scan.Unit, first int) []scan.Fact {
	if !u.Role.Deployed() {
		return nil
	}
	var facts []scan.Fact
	seen := map[string]bool{}
	for _, h := range u.Hits {
		i := int(h.Literal) - first
		if i < 0 || i >= len(edgeSigns) || seen[edgeSigns[i].control] || !slices.Contains(edgeSigns[i].kinds, u.Kind) {
			continue
		}
		s := edgeSigns[i]
		if s.literal == "add_header" && !namesSecurityHeader(u.Text[h.Offset:]) {
			continue
		}
		seen[s.control] = true
		facts = append(facts, scan.Fact{Value: edgeSign{s.control, u.Span(int(h.Offset), int(h.Offset)+len(s.literal)), s.literal}})
	}
	return facts
}

// namesSecurityHeader tells whether the first line of a text names one.
func namesSecurityHeader(text []byte) bool {
	line, _, _ := strings.Cut(strings.ToLower(string(text[:min(len(text), 200)])), "\n")
	return slices.ContainsFunc(securityHeaders, func(name string) bool { return strings.Contains(line, name) })
}

// behindEdge: a proxy may do what the code doesn't.
func (w *walker) behindEdge(control string) (answer, bool) {
	sign, ok := w.m.edges[control]
	if !ok {
		return answer{}, false
	}
	return answer{verdict: finding.Unproven, at: sign.at, why: "a proxy may do it with `" + strings.TrimSpace(sign.word) + "` in " + sign.at.Path}, true
}
