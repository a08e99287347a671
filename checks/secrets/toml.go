package secrets

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// configFile is the name of gitleaks's configuration at the root of a repository.
const configFile = ".gitleaks.toml"

// maxConfig bounds a repository's own configuration: a megabyte of rules is an attack on our memory, not a setting.
const maxConfig = 1 << 20

// tomlConfig is a gitleaks configuration as written. Keys match in any case, as they do in gitleaks.
type tomlConfig struct {
	Extend struct {
		UseDefault    bool
		Path          string
		DisabledRules []string
	}
	Rules      []tomlRule
	AllowList  *tomlAllowlist
	Allowlists []*tomlAllowlist
}

type tomlRule struct {
	ID, Description, Path, Regex string
	SecretGroup                  int
	Entropy                      any // 3 or 3.5
	Keywords                     []string
	AllowList                    *tomlAllowlist
	Allowlists                   []*tomlAllowlist
	Required                     []required
	SkipReport                   bool
}

type tomlAllowlist struct {
	TargetRules []string
	Condition   string
	Commits     []string
	Paths       []string
	RegexTarget string
	Regexes     []string
	StopWords   []string
}

// A configError is a fault in a configuration, with the line it stands on.
type configError struct {
	line int
	err  error
}

func (e *configError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }
func (e *configError) Unwrap() error { return e.err }

// parseConfig reads text; only its TOML is judged.
func parseConfig(text []byte) (*tomlConfig, error) {
	if len(text) > maxConfig {
		return nil, &configError{1, fmt.Errorf("more than %d bytes", maxConfig)}
	}
	var c tomlConfig
	if err := toml.Unmarshal(text, &c); err != nil {
		if at, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, _ := at.Position()
			return nil, &configError{line, at}
		}
		return nil, &configError{1, err}
	}
	return &c, nil
}

// translate makes rules and global allowlists of c. lineOf places a fault; origin says where an allowlist stands, ""
// for our own. With eager every pattern is compiled, to find faults.
func (c *tomlConfig) translate(lineOf func(string) int, origin func(string) string, eager bool) ([]*rule, []*allowlist, error) {
	var list []*rule
	byID := map[string]*rule{}
	for i := range c.Rules {
		t := &c.Rules[i]
		r, err := t.rule(lineOf, origin, eager)
		if err != nil {
			return nil, nil, err
		}
		if old, ok := byID[r.id]; ok { // the later one replaces the earlier, as in gitleaks
			*old = *r
			continue
		}
		byID[r.id] = r
		list = append(list, r)
	}
	if c.AllowList != nil {
		if len(c.Allowlists) > 0 {
			return nil, nil, &configError{lineOf("[allowlist]"), errors.New("[allowlist] can't stand beside [[allowlists]]")}
		}
		c.Allowlists = append(c.Allowlists, c.AllowList)
	}
	var global []*allowlist
	for _, t := range c.Allowlists {
		a, err := t.allowlist(lineOf, origin, eager)
		if err != nil {
			return nil, nil, err
		}
		global = append(global, a)
	}
	return list, global, nil
}

func (t *tomlRule) rule(lineOf func(string) int, origin func(string) string, eager bool) (*rule, error) {
	fault := func(near, format string, args ...any) error {
		return &configError{lineOf(near), fmt.Errorf("rule %q: "+format, append([]any{t.ID}, args...)...)}
	}
	if strings.TrimSpace(t.ID) == "" {
		return nil, fault(t.Description, "no id")
	}
	r := &rule{id: t.ID, description: t.Description, group: t.SecretGroup, required: t.Required, hidden: t.SkipReport, origin: origin(t.ID)}
	switch e := t.Entropy.(type) {
	case nil:
	case float64:
		r.entropy = e
	case int64:
		r.entropy = float64(e)
	default:
		return nil, fault(t.ID, "entropy must be a number")
	}
	r.regex, r.path = newPattern(t.Regex), newPattern(t.Path)
	if eager {
		for _, p := range []*pattern{r.regex, r.path} {
			if err := p.check(); err != nil {
				return nil, fault(p.source, "%w", err)
			}
		}
	}
	for _, k := range t.Keywords {
		r.keywords = append(r.keywords, strings.ToLower(k))
	}
	lists := t.Allowlists
	if t.AllowList != nil {
		if len(lists) > 0 {
			return nil, fault(t.ID, "[rules.allowlist] can't stand beside [[rules.allowlists]]")
		}
		lists = []*tomlAllowlist{t.AllowList}
	}
	for _, l := range lists {
		a, err := l.allowlist(lineOf, origin, eager)
		if err != nil {
			return nil, fmt.Errorf("rule %q: %w", t.ID, err)
		}
		r.allow = append(r.allow, a)
	}
	for _, q := range t.Required {
		if q.ID == "" {
			return nil, fault(t.ID, "a required rule has no id")
		}
	}
	return r, nil
}

func (t *tomlAllowlist) allowlist(lineOf func(string) int, origin func(string) string, eager bool) (*allowlist, error) {
	near := "allowlist"
	for _, l := range [][]string{t.Paths, t.Regexes, t.StopWords, t.Commits} {
		if len(l) > 0 {
			near = l[0]
			break
		}
	}
	fault := func(format string, args ...any) error {
		return &configError{lineOf(near), fmt.Errorf("allowlist: "+format, args...)}
	}
	if len(t.Paths)+len(t.Regexes)+len(t.StopWords)+len(t.Commits) == 0 {
		return nil, fault("names no commits, paths, regexes or stopwords")
	}
	a := &allowlist{commits: len(t.Commits) > 0, targets: t.TargetRules, origin: origin(near)}
	switch strings.ToUpper(t.Condition) {
	case "AND", "&&":
		a.all = true
	case "", "OR", "||":
	default:
		return nil, fault("condition %q: use and, or", t.Condition)
	}
	switch t.RegexTarget {
	case "", "secret":
	case "match", "line":
		a.target = t.RegexTarget
	default:
		return nil, fault("regexTarget %q: use secret, match, line", t.RegexTarget)
	}
	a.paths, a.regexes = joined(t.Paths), joined(t.Regexes)
	a.pathSources = t.Paths
	for _, w := range t.StopWords {
		a.stopwords = append(a.stopwords, strings.ToLower(w))
	}
	if eager {
		for _, s := range append(append([]string{}, t.Paths...), t.Regexes...) {
			if err := newPattern(s).check(); err != nil {
				return nil, &configError{lineOf(s), fmt.Errorf("allowlist: %w", err)}
			}
		}
	}
	return a, nil
}

// joined makes one pattern of many just as gitleaks does: a flag like (?i) in one reaches those after it.
func joined(patterns []string) *pattern {
	if len(patterns) == 0 {
		return nil
	}
	return newPattern("(?:" + strings.Join(patterns, "|") + ")")
}
