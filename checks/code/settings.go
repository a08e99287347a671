package code

import (
	"path"
	"slices"
	"strings"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/parse/syntax"
	"github.com/seaworthy-dev/seaworthy/rules/pattern"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// A question is what a .properties file must say for a finding to hold: MessageDigest.getInstance(p.getProperty("hash")).
type question struct {
	key       string
	condition *condition
	otherwise *string         // what holds when no file has the key; nil: can't be told
	finding   finding.Finding // if the value is what the condition looks for
}

// ask answers a condition on a setting: Yes while that is supposed, else Maybe.
func (r *run) ask(c *condition, v syntax.Value) pattern.Answer {
	r.asked = &question{key: v.Setting, condition: c}
	if v.Default != nil {
		if d := r.file.Value(v.Default); d.Known {
			r.asked.otherwise = &d.Text
		}
	}
	if r.suppose {
		return pattern.Yes
	}
	return pattern.Maybe
}

// await keeps a place that would be found if a setting were what is looked for.
func (r *run) await(rule *rule, at event) {
	r.suppose = true
	holes, answer := r.finds(rule, &at)
	if answer == pattern.Yes && r.asked != nil {
		q := *r.asked
		q.finding = r.finding(rule, at, holes)
		r.outcome.Facts = append(r.outcome.Facts, scan.Fact{Value: q})
	}
	r.suppose = false
}

// answered gives the findings whose settings are what was looked for, in every file that has them.
func answered(repo scan.Repo) []finding.Finding {
	var list []finding.Finding
	var values map[string][]string
	for _, fact := range repo.Facts {
		q, ok := fact.Value.(question)
		if !ok {
			continue
		}
		if values == nil {
			values = settings(repo)
		}
		given := values[q.key]
		if given == nil && q.otherwise != nil {
			given = []string{*q.otherwise}
		}
		if given != nil && !slices.ContainsFunc(given, func(v string) bool { return !q.condition.admits(v) }) {
			list = append(list, q.finding)
		}
	}
	return list
}

// settings reads the .properties files of the tree that are deployed.
func settings(repo scan.Repo) map[string][]string {
	values := map[string][]string{}
	for _, name := range repo.Paths {
		if path.Ext(name) != ".properties" {
			continue
		}
		u, err := repo.Read(name)
		if err != nil || !u.Role.Deployed() {
			continue
		}
		for line := range strings.Lines(string(u.Text)) {
			line = strings.TrimSpace(line)
			at := strings.IndexAny(line, "=:")
			if at <= 0 || line[0] == '#' || line[0] == '!' {
				continue
			}
			key := strings.TrimSpace(line[:at])
			values[key] = append(values[key], strings.TrimSpace(line[at+1:]))
		}
	}
	return values
}
