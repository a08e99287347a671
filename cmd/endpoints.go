package cmd

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/seaworthy-dev/seaworthy/checks"
	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/report"
	"github.com/seaworthy-dev/seaworthy/rules"
	"github.com/seaworthy-dev/seaworthy/scan"
	"github.com/seaworthy-dev/seaworthy/source"
)

func newEndpoints() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "endpoints [DIR]",
		Short: "List every HTTP endpoint and the controls that cover it",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			write, err := report.EndpointFormat(format)
			if err != nil {
				return fmt.Errorf("--format: %w", err)
			}
			q := scanRequest{dir: ".", maxSize: source.DefaultMaxSize, screen: readScreen(c.OutOrStdout(), c.ErrOrStderr()), user: readUserFiles(), now: time.Now}
			if len(args) == 1 {
				q.dir = args[0]
			}
			return runEndpoints(c, q, write)
		},
	}
	c.Flags().StringVarP(&format, "format", "f", "text", "text, json or markdown")
	return c
}

func runEndpoints(c *cobra.Command, q scanRequest, write func(io.Writer, []finding.Endpoint) error) error {
	set, err := rules.Load()
	if err != nil {
		return err
	}
	tree, err := source.Open(q.dir, q.sourceOptions())
	if err != nil {
		return err
	}
	defer tree.Close()
	settings, err := loadConfig(tree, "", set, q.now())
	if err != nil {
		return err
	}
	tree.Exclude(settings.Exclude)
	selected, err := checks.All(set, q.checkOptions(tree, settings), func(check string) bool { return check == "endpoints" })
	if err != nil {
		return err
	}
	result, _, err := scan.Run(c.Context(), tree, selected, scan.Options{Now: q.now})
	if err != nil {
		return err
	}
	if err := report.EndpointGaps(c.ErrOrStderr(), result.Gaps); err != nil {
		return err
	}
	return report.WriteFile("-", c.OutOrStdout(), func(w io.Writer) error { return write(w, result.Endpoints) })
}
