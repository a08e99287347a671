package cmd

import "github.com/spf13/cobra"

// vulnerabilityChild is the hidden command that runs Go's analysis in a process of its own.
const vulnerabilityChild = "vulnerability-child"

func newVulnerabilityChild() *cobra.Command {
	return &cobra.Command{Use: vulnerabilityChild, Hidden: true, DisableFlagParsing: true, RunE: func(*cobra.Command, []string) error { return nil }}
}
