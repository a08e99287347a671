package checklist

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/rules"
)

// rollUp answers an item from its children: the worst of them, with the evidence of all. One that a person must sign
// stays manual even when every child passes.
func (e *evaluation) rollUp(control *rules.Control) Item {
	item := Item{Control: control}
	of := map[Status][]string{}
	for _, id := range control.Children {
		child, ok := e.set.Control(id)
		if !ok {
			of[Manual] = append(of[Manual], id)
			continue
		}
		answer := e.answer(child)
		of[answer.Status] = append(of[answer.Status], id)
		item.absorb(&answer)
	}
	slices.SortStableFunc(item.Evidence, byWeight)
	item.Evidence = slices.CompactFunc(item.Evidence, sameFinding)
	slices.SortStableFunc(item.Gaps, finding.Gap.Compare)
	item.Gaps = slices.Compact(item.Gaps)
	switch {
	case len(of[Fail]) > 0:
		item.Status, item.Reason = Fail, some(of[Fail], "and")+" "+verb(of[Fail], "fails", "fail")
	case len(of[Manual]) > 0:
		item.Status, item.Reason = Manual, some(of[Manual], "and")+" "+verb(of[Manual], "needs", "need")+" a person"
	case len(of[NA]) == len(control.Children):
		item.Status, item.Reason = NA, fmt.Sprintf("%s; none of %s applies", cmp.Or(control.Absent, "nothing to judge it by"), some(of[NA], "and"))
	case control.Attested:
		item.Status, item.Reason = Manual, "a person must "+cmp.Or(control.Person, "sign it")
	default:
		item.Status, item.Reason = Pass, some(of[Pass], "and")+" "+verb(of[Pass], "passes", "pass")
	}
	return item
}

func (i *Item) absorb(child *Item) {
	i.Evidence = append(i.Evidence, child.Evidence...)
	i.Examined += child.Examined
	i.Figures = append(i.Figures, child.Figures...)
	for _, looks := range child.Searched {
		if !slices.Contains(i.Searched, looks) {
			i.Searched = append(i.Searched, looks)
		}
	}
	i.Gaps = append(i.Gaps, child.Gaps...)
}

// sameFinding finds the twin of evidence that two children share.
func sameFinding(a, b finding.Finding) bool {
	return finding.Compare(a, b) == 0 && a.Subject == b.Subject
}

func verb(subjects []string, one, many string) string {
	if len(subjects) == 1 {
		return one
	}
	return many
}
