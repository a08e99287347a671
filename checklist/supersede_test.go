package checklist_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/source"
)

func TestSupersede(t *testing.T) {
	set := &rules.Set{Rules: []rules.Rule{{ID: "strong", Supersedes: []string{"weak"}}, {ID: "weak"}}}
	at := func(rule string, kind finding.Kind, path string, line int) finding.Finding {
		return finding.Finding{Rule: rule, Kind: kind, At: source.Span{Path: path, Start: source.Place{Line: line}}}
	}
	accepted := at("strong", finding.Fail, "c", 1)
	accepted.Suppressed = &finding.Suppression{}
	got := checklist.Supersede([]finding.Finding{
		at("strong", finding.Fail, "a", 1), at("weak", finding.Fail, "a", 1), at("weak", finding.Pass, "a", 1), at("weak", finding.Fail, "a", 2),
		at("weak", finding.Fail, "b", 1), at("strong", finding.Pass, "b", 1),
		accepted, at("weak", finding.Fail, "c", 1),
	}, set)
	want := []finding.Finding{
		at("strong", finding.Fail, "a", 1), at("weak", finding.Pass, "a", 1), at("weak", finding.Fail, "a", 2),
		at("weak", finding.Fail, "b", 1), at("strong", finding.Pass, "b", 1),
		accepted,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
