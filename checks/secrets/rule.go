package secrets

import (
	"regexp"
	"strings"
	"sync"
)

// A rule is one kind of secret in gitleaks's notation.
type rule struct {
	id, description string
	regex, path     *pattern // nil: none
	group           int      // of the regex, that holds the secret; 0: the first that matched
	entropy         float64
	keywords        []string // lower case; none: every file is searched
	allow           []*allowlist
	required        []required
	hidden          bool   // found only as part of another rule
	origin          string // ".gitleaks.toml:12"; "" for a rule of gitleaks's own
	disabled        string // where the repository turns the rule off; "" when it doesn't
	generic         bool   // matched by hand
	reach           func() reach
	shape           func() (template, bool)
}

// required names a rule that must match near another one's match.
type required struct {
	ID            string
	WithinLines   *int
	WithinColumns *int
}

// An allowlist says what to leave alone.
type allowlist struct {
	all     bool // every check must hold, not just one
	commits bool // names commits, which no working tree has
	paths   *pattern
	// pathSources are the patterns that paths joins.
	pathSources []string
	regexes     *pattern
	target      string // what regexes look at: "", "match" or "line"
	stopwords   []string
	targets     []string // rules it is for; none: all
	origin      string   // ".gitleaks.toml:12"; "" for one of gitleaks's own
}

// allowsFile tells whether a file is left alone. Lists that also look at the match are asked in allowsMatch.
func (a *allowlist) allowsFile(path string) bool {
	if !a.all {
		return a.paths.match(path)
	}
	if a.regexes != nil || len(a.stopwords) > 0 || a.commits {
		return false
	}
	return a.paths.match(path)
}

// allowsMatch tells whether one match is left alone.
func (a *allowlist) allowsMatch(path, secret, match, line string) bool {
	target := secret
	switch a.target {
	case "match":
		target = match
	case "line":
		target = line
	}
	if !a.all {
		return target != "" && a.regexes.match(target) || a.stopword(secret)
	}
	return !a.commits &&
		(a.paths == nil || a.paths.match(path)) &&
		(a.regexes == nil || target != "" && a.regexes.match(target)) &&
		(len(a.stopwords) == 0 || a.stopword(secret))
}

func (a *allowlist) stopword(secret string) bool {
	if len(a.stopwords) == 0 || secret == "" {
		return false
	}
	secret = strings.ToLower(secret)
	for _, w := range a.stopwords {
		if strings.Contains(secret, w) {
			return true
		}
	}
	return false
}

// A pattern is a regular expression that is compiled when first needed: few of the 222 are needed in one scan.
type pattern struct {
	source  string
	compile func() (*regexp.Regexp, error)
}

func newPattern(source string) *pattern {
	if source == "" {
		return nil
	}
	return &pattern{source, sync.OnceValues(func() (*regexp.Regexp, error) { return regexp.Compile(source) })}
}

func (p *pattern) check() error {
	if p == nil {
		return nil
	}
	_, err := p.compile()
	return err
}

// re gives the compiled pattern; nil when it can't be compiled, which check has said before.
func (p *pattern) re() *regexp.Regexp {
	if p == nil {
		return nil
	}
	re, err := p.compile()
	if err != nil {
		return nil
	}
	return re
}

func (p *pattern) match(s string) bool {
	re := p.re()
	return re != nil && re.MatchString(s)
}
