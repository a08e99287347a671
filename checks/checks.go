// Package checks lists the checks, in the order a reader meets them.
package checks

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	"github.com/seaworthy-dev/seaworthy/checks/code"
	"github.com/seaworthy-dev/seaworthy/checks/dependencies"
	"github.com/seaworthy-dev/seaworthy/checks/deployment"
	"github.com/seaworthy-dev/seaworthy/checks/endpoints"
	"github.com/seaworthy-dev/seaworthy/checks/secrets"
	"github.com/seaworthy-dev/seaworthy/checks/vulnerabilities"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// Options are what checks may know beside the rules.
type Options struct {
	Read       func(name string) ([]byte, error) // a settings file at the root of the tree
	Public     []string                          // endpoints declared public: "POST /login"
	Root       string                            // absolute path of the tree
	AllowExec  bool                              // foreign programs may run
	VulnDB     string                            // vulnerability database, a URL; empty: the default one
	Executable string                            // of seaworthy itself
	Now        func() time.Time
}

// list is every check: the folder of its rules, and how it is made.
var list = []struct {
	id   string
	make func(*rules.Set, Options) (scan.Check, error)
}{
	{"secrets", newSecrets},
	{"code", func(set *rules.Set, _ Options) (scan.Check, error) { return code.New(set) }},
	{"deployment", func(set *rules.Set, _ Options) (scan.Check, error) { return deployment.New(set.Of("deployment")) }},
	{"dependencies", func(set *rules.Set, _ Options) (scan.Check, error) {
		return dependencies.New(set.Of("dependencies")), nil
	}},
	{"endpoints", func(set *rules.Set, o Options) (scan.Check, error) { return endpoints.New(set, o.Public), nil }},
	{"vulnerabilities", newVulnerabilities},
}

// All makes the checks that runs wants. They are made side by side: compiling rules is most of a start.
func All(set *rules.Set, o Options, runs func(id string) bool) ([]scan.Check, error) {
	made := make([]scan.Check, len(list))
	failed := make([]error, len(list))
	var wg sync.WaitGroup
	for i, known := range list {
		if !runs(known.id) {
			continue
		}
		wg.Go(func() {
			if made[i], failed[i] = known.make(set, o); failed[i] != nil {
				failed[i] = fmt.Errorf("%s: %w", known.id, failed[i])
			}
		})
	}
	wg.Wait()
	return slices.DeleteFunc(made, func(c scan.Check) bool { return c == nil }), errors.Join(failed...)
}

// newSecrets hands over gitleaks's settings of the scanned tree, if it has any.
func newSecrets(set *rules.Set, o Options) (scan.Check, error) {
	config, err := optional(o.Read, ".gitleaks.toml")
	if err != nil {
		return nil, err
	}
	ignore, err := optional(o.Read, ".gitleaksignore")
	if err != nil {
		return nil, err
	}
	return secrets.New(set, config, ignore)
}

func newVulnerabilities(set *rules.Set, o Options) (scan.Check, error) {
	return vulnerabilities.New(set, vulnerabilities.Options{AllowExec: o.AllowExec, DB: o.VulnDB, Now: o.Now, Executable: o.Executable, Root: o.Root}), nil
}

// optional reads a file that need not exist.
func optional(read func(string) ([]byte, error), name string) ([]byte, error) {
	text, err := read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}
