package report_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seaworthy-dev/seaworthy/checklist"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/report"
)

func TestVerdict(t *testing.T) {
	tests := []struct {
		name     string
		statuses []checklist.Status
		unasked  int
		want     string
	}{
		{"a rule of no control", []checklist.Status{checklist.Pass}, 1, "NOT SEAWORTHY: no item fails, but 1 finding of rules outside the checklist does"},
		{"a failure", []checklist.Status{checklist.Pass, checklist.Fail, checklist.Manual}, 2, "NOT SEAWORTHY: 1 of 3 items fails"},
		{"a question", []checklist.Status{checklist.Pass, checklist.Manual}, 0, "NOT PROVEN: 1 item needs a person"},
		{"all well", []checklist.Status{checklist.Pass, checklist.Pass, checklist.NA}, 0, "SEAWORTHY: 2 items pass, 1 not applicable"},
		{"nothing applies", []checklist.Status{checklist.NA}, 0, "NOT PROVEN: no item applies to what was read"},
		{"no items", nil, 0, "NOT PROVEN: the checklist is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &checklist.Checklist{Unasked: tt.unasked}
			for _, s := range tt.statuses {
				c.Items = append(c.Items, checklist.Item{Status: s})
			}
			word, why := report.Verdict(c)
			if diff := cmp.Diff(tt.want, word+": "+why); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFingerprints(t *testing.T) {
	prints := func(findings ...finding.Finding) []string {
		var r struct {
			Findings []struct{ Fingerprint string }
		}
		var b bytes.Buffer
		if err := report.JSON(&b, &checklist.Checklist{Findings: findings}, report.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, f := range r.Findings {
			all = append(all, f.Fingerprint)
		}
		return all
	}
	one := at("r", finding.High, "a.py", 3, "md5(x)", 0, 3, "bad", "")
	moved := at("r", finding.Low, "a.py", 90, "  md5( x)", 2, 3, "bad in other words", "")
	moved.Snippet.Text = "\tmd5(x)  "
	other := at("r", finding.High, "a.py", 4, "md5(y)", 0, 3, "bad", "")
	twin := at("r", finding.High, "a.py", 9, "md5(x)", 0, 3, "bad", "")
	if a, b := prints(one), prints(moved); a[0] != b[0] {
		t.Error("another line, indentation, severity and message make another identity")
	}
	if a := prints(one, other, twin); a[0] == a[1] || a[0] == a[2] {
		t.Errorf("three places, but %v", a)
	}
	one.Subject, other.Subject = "POST /login", "POST /login"
	if prints(one)[0] != prints(other)[0] {
		t.Error("the subject is the identity when there is one")
	}
}
