package cmd

import (
	"github.com/spf13/cobra"

	"github.com/seaworthy-dev/seaworthy/checks/vulnerabilities"
)

// newVulnerabilityChild is the hidden command with which seaworthy starts itself under --allow-exec, so that Go's
// analysis has a process, and its two gigabytes, to itself.
func newVulnerabilityChild() *cobra.Command {
	return &cobra.Command{
		Use: vulnerabilities.ChildCommand, Hidden: true, DisableFlagParsing: true,
		RunE: func(c *cobra.Command, args []string) error {
			if code := vulnerabilities.Child(c.Context(), args, c.OutOrStdout(), c.ErrOrStderr()); code != 0 {
				return exitError{code: code}
			}
			return nil
		},
	}
}
