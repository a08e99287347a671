package checklist

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// attest lets a person's word answer a manual item. Its gaps stay listed: the word covers them, it does not hide them.
func (e *evaluation) attest(item *Item) {
	var best *Attestation
	for i := range e.attestations[item.Control.ID] {
		a := &e.attestations[item.Control.ID][i]
		if best == nil || e.better(a, best, item.Control.Cadence) {
			best = a
		}
	}
	if best == nil {
		return
	}
	item.Attestation = best
	until, ok := expiry(best, item.Control.Cadence)
	switch {
	case !ok:
		item.Reason = fmt.Sprintf("the attestation by %s has no expiry; %s", best.By, item.Reason)
	case best.Date.After(e.now):
		item.Reason = fmt.Sprintf("the attestation by %s is dated in the future, %s; %s", best.By, day(best.Date), item.Reason)
	case !e.now.Before(until.AddDate(0, 0, 1)):
		item.Reason = fmt.Sprintf("the attestation by %s expired on %s; %s", best.By, day(until), item.Reason)
		if e.options.Strict {
			item.Status = Fail
		}
	default:
		item.Status = Pass
		item.Reason = fmt.Sprintf("attested by %s on %s, until %s", best.By, day(best.Date), day(until))
	}
}

// better tells whether a says more than b: one that stands beats one that doesn't, then the one that lasts longest.
func (e *evaluation) better(a, b *Attestation, cadence string) bool {
	if e.stands(a, cadence) != e.stands(b, cadence) {
		return e.stands(a, cadence)
	}
	untilA, _ := expiry(a, cadence)
	untilB, _ := expiry(b, cadence)
	return untilA.After(untilB)
}

func (e *evaluation) stands(a *Attestation, cadence string) bool {
	until, ok := expiry(a, cadence)
	return ok && !a.Date.After(e.now) && e.now.Before(until.AddDate(0, 0, 1))
}

// expiry is the last day an attestation counts: the one it names, or else its date and the control's cadence.
func expiry(a *Attestation, cadence string) (time.Time, bool) {
	if !a.Expires.IsZero() {
		return a.Expires.Truncate(24 * time.Hour), true
	}
	days, err := strconv.Atoi(strings.TrimSuffix(cadence, "d"))
	if err != nil || a.Date.IsZero() {
		return time.Time{}, false
	}
	return a.Date.AddDate(0, 0, days).Truncate(24 * time.Hour), true
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
