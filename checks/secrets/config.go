package secrets

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/zricethezav/gitleaks/v8/config"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// newDetector makes a detector of gitleaks's rules and a repository's own configuration, nil for none. What is wrong
// with that is a gap, and the part of it that's broken isn't used.
func newDetector(own []byte) (*detector, []finding.Gap, error) {
	list, global, err := defaults()
	if err != nil || own == nil {
		return assemble(list, global), nil, err
	}
	var gaps []finding.Gap
	extended, lists, err := extend(list, global, own)
	if err != nil {
		gaps = append(gaps, configGap(err))
		if list, global, err = defaults(); err != nil { // extend may have changed some before it met the fault
			return nil, nil, err
		}
		return assemble(list, global), gaps, nil
	}
	off := 0
	for _, r := range extended {
		if r.disabled != "" {
			off++
		}
	}
	if off > 0 {
		gaps = append(gaps, finding.Gap{
			Path: configFile, Line: 1, Check: checkID, Reason: finding.Skipped, Minor: true,
			Detail: fmt.Sprintf("it turns off %d of gitleaks's rules: what they find is listed as suppressed", off),
		})
	}
	return assemble(extended, lists), gaps, nil
}

// defaults gives gitleaks's own rules and global allowlists.
func defaults() ([]*rule, []*allowlist, error) {
	base, err := parseConfig([]byte(config.DefaultConfig))
	if err != nil {
		return nil, nil, fmt.Errorf("gitleaks's rules: %w", err)
	}
	list, global, err := base.translate(func(string) int { return 0 }, func(string) string { return "" }, false)
	if err != nil {
		return nil, nil, fmt.Errorf("gitleaks's rules: %w", err)
	}
	return list, global, nil
}

func configGap(err error) finding.Gap {
	g := finding.Gap{Path: configFile, Line: 1, Check: checkID, Reason: finding.Malformed, Detail: err.Error()}
	if at, ok := errors.AsType[*configError](err); ok {
		g.Line = max(at.line, 1)
		g.Detail = at.err.Error()
	}
	g.Detail += "; gitleaks's own rules were used without it"
	return g
}

// extend lays a repository's configuration over the default rules, as gitleaks's [extend] does. Rules it turns off stay
// in the list: what they find is shown as suppressed, never hidden.
func extend(list []*rule, global []*allowlist, text []byte) ([]*rule, []*allowlist, error) {
	c, err := parseConfig(text)
	if err != nil {
		return list, global, err
	}
	lineOf := func(near string) int { return lineOf(text, near) }
	origin := func(near string) string { return fmt.Sprintf("%s:%d", configFile, lineOf(near)) }
	rules, lists, err := c.translate(lineOf, origin, true)
	if err != nil {
		return list, global, err
	}
	if c.Extend.UseDefault && c.Extend.Path != "" {
		return list, global, &configError{lineOf("useDefault"), errors.New("extend: path and useDefault can't both be set")}
	}
	known := map[string]*rule{}
	merged := slices.Clone(list)
	for _, r := range list {
		known[r.id] = r
		if !c.Extend.UseDefault {
			r.disabled = configFile + ":1"
		} else if slices.Contains(c.Extend.DisabledRules, r.id) {
			r.disabled = origin(r.id)
		}
	}
	for _, r := range rules {
		if old, ok := known[r.id]; ok && c.Extend.UseDefault && old.disabled == "" {
			old.override(r)
			continue
		} else if ok {
			merged = slices.DeleteFunc(merged, func(o *rule) bool { return o == old })
		}
		known[r.id] = r
		merged = append(merged, r)
	}
	if err := validate(merged, known, lineOf); err != nil {
		return list, global, err
	}
	if !c.Extend.UseDefault {
		global = nil // replaced, as gitleaks does
	}
	for _, a := range lists {
		if len(a.targets) == 0 {
			global = append(global, a)
		}
		for _, id := range a.targets {
			r, ok := known[id]
			if !ok {
				return list, global, &configError{lineOf(id), fmt.Errorf("allowlist: no rule %q", id)}
			}
			r.allow = append(r.allow, a)
		}
	}
	if c.Extend.Path != "" {
		return list, global, &configError{lineOf("path"), fmt.Errorf("extend: %q isn't followed: name its rules here", c.Extend.Path)}
	}
	return merged, global, nil
}

// override changes a default rule where the repository's rule of the same id says more.
func (r *rule) override(own *rule) {
	r.description = cmp.Or(own.description, r.description)
	r.entropy = cmp.Or(own.entropy, r.entropy)
	r.group = cmp.Or(own.group, r.group)
	r.regex, r.path = cmp.Or(own.regex, r.regex), cmp.Or(own.path, r.path)
	r.keywords = append(r.keywords, own.keywords...)
	r.allow = append(r.allow, own.allow...)
	r.origin = own.origin
}

func validate(list []*rule, known map[string]*rule, lineOf func(string) int) error {
	for _, r := range list {
		if r.origin == "" {
			continue
		}
		if r.regex == nil && r.path == nil {
			return &configError{lineOf(r.id), fmt.Errorf("rule %q has neither regex nor path", r.id)}
		}
		if re := r.regex.re(); re != nil && r.group > re.NumSubexp() {
			return &configError{lineOf(r.id), fmt.Errorf("rule %q: secretGroup %d of %d", r.id, r.group, re.NumSubexp())}
		}
		for _, q := range r.required {
			if _, ok := known[q.ID]; !ok {
				return &configError{lineOf(q.ID), fmt.Errorf("rule %q requires %q, which doesn't exist", r.id, q.ID)}
			}
		}
	}
	return nil
}

// lineOf finds the line of the first occurrence of near; 1 when there is none.
func lineOf(text []byte, near string) int {
	near, _, _ = strings.Cut(near, "\n")
	at := -1
	for _, quote := range []string{"'", `"`, ""} {
		if at = bytes.Index(text, []byte(quote+near)); at >= 0 {
			break
		}
	}
	if at < 0 {
		return 1
	}
	return 1 + bytes.Count(text[:at], []byte("\n"))
}

// assemble indexes rules by keyword.
func assemble(list []*rule, global []*allowlist) *detector {
	d := &detector{rules: list, global: global, byID: map[string]int{}, uses: map[string][]int{}, depth: maxDecode}
	for i, r := range list {
		d.byID[r.id] = i
		if len(r.keywords) == 0 {
			d.always = append(d.always, i)
		}
		for _, k := range r.keywords {
			if !slices.Contains(d.uses[k], i) {
				d.uses[k] = append(d.uses[k], i)
			}
		}
		if r.regex == nil {
			continue
		}
		r.generic = r.isGeneric()
		r.shape = sync.OnceValues(func() (template, bool) { return templateOf(r.regex.source, r.keywords) })
		r.reach = sync.OnceValue(func() reach { return reachOf(r.regex.source, r.keywords) })
	}
	d.finder = sync.OnceValue(func() *finder { return newFinder(uniqueKeywords(list)) })
	return d
}
