package cmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// starter is the settings file that init writes. Every line of it works when uncommented.
const starter = `# Settings of seaworthy for this repository. What loosens the scan is listed in every report.

# The checklist to answer: deployment, amplify, fastapi, recurring or full.
profile: deployment

# The lowest severity of a failure that fails the build: low, medium, high or critical.
fail-on: low

# Files to leave out, in .gitignore notation.
exclude: []

# Endpoints that are meant to be public: "METHOD /path" or "/path/*".
public: []

# Findings you accept. Each needs a reason, and better an end.
suppress: []
#  - rule: wildcard-cors
#    path: services/status/**
#    reason: the status page is public and has no session
#    expires: 2027-06-30

# Your word for what no tool can see. It answers items that need a person, until it expires.
attest: []
#  - control: task-annual-pentest
#    by: security lead
#    date: 2026-09-01
#    expires: 2027-09-01
#    evidence: https://wiki.example.org/pentest-2026
`

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a commented " + configName + " to start from",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			name := filepath.Join(dir, configName)
			f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // meant to be read by everyone
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s is there already", name)
			}
			if err != nil {
				return err
			}
			_, err = f.WriteString(starter)
			if err := errors.Join(err, f.Close()); err != nil {
				return fmt.Errorf("write %s: %w", name, err)
			}
			fmt.Fprintf(c.OutOrStdout(), "wrote %s\n", name)
			return nil
		},
	}
}
