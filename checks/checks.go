// Package checks lists the checks, in the order a reader meets them.
package checks

import (
	"time"

	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
)

// Options are what checks may know beside the rules.
type Options struct {
	Read       func(name string) ([]byte, error) // a settings file at the root of the tree
	Public     []string                          // endpoints declared public: "POST /login"
	Root       string                            // absolute path of the tree
	AllowExec  bool                              // foreign programs may run
	VulnDB     string
	Executable string // of seaworthy itself
	Now        func() time.Time
}

// All builds the checks that runs wants.
func All(set *rules.Set, o Options, runs func(id string) bool) ([]scan.Check, error) {
	return nil, nil
}
