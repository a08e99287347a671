package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// fingerprints gives each finding an identity that survives edits elsewhere in its file: of its rule, path, subject or
// code line, and how many of the same came before it. Line numbers have no part in it.
func fingerprints(lists ...[]finding.Finding) map[string]string {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, finding.Compare)
	seen := map[string]int{}
	prints := map[string]string{}
	for _, f := range all {
		if _, ok := prints[place(f)]; ok {
			continue // the same finding, as evidence of an item
		}
		what := f.Subject
		if what == "" {
			what = strings.Join(strings.Fields(f.Snippet.Text), " ")
		}
		identity := f.Rule + "\x00" + f.At.Path + "\x00" + what
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", identity, seen[identity]))
		seen[identity]++
		prints[place(f)] = hex.EncodeToString(sum[:16])
	}
	return prints
}

// place tells two findings of one run apart.
func place(f finding.Finding) string {
	return fmt.Sprintf("%s\x00%s\x00%d:%d-%d:%d\x00%s\x00%s", f.Rule, f.At.Path, f.At.Start.Line, f.At.Start.Column, f.At.End.Line, f.At.End.Column, f.Subject, f.Message)
}
