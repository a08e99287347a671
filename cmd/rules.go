package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seaworthy-dev/seaworthy/report"
	"github.com/seaworthy-dev/seaworthy/rules"
)

func newRules() *cobra.Command {
	c := &cobra.Command{
		Use:   "rules [CHECK]",
		Short: "List the rules, or those of one check",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			set, err := rules.Load()
			if err != nil {
				return err
			}
			if len(args) == 1 && len(set.Of(args[0])) == 0 {
				return fmt.Errorf("unknown check %q", args[0])
			}
			for _, r := range set.Rules {
				if len(args) == 0 || r.Check == args[0] {
					fmt.Fprintf(c.OutOrStdout(), "%-40s %-9s %-15s %s\n", r.ID, r.Severity, r.Check, r.Title)
				}
			}
			return nil
		},
	}
	c.AddCommand(newRulesTest())
	return c
}

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:     "explain RULE|CONTROL",
		Short:   "Say what a rule or control looks for, why, and what to do",
		Example: "  seaworthy explain cors-any-origin\n  seaworthy explain rate-limit-endpoints",
		Args:    cobra.ExactArgs(1),
		ValidArgsFunction: func(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return names(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			set, err := rules.Load()
			if err != nil {
				return err
			}
			page := ""
			if r, ok := set.Rule(args[0]); ok {
				page = report.RulePage(set, r)
			} else if control, ok := set.Control(args[0]); ok {
				page = report.ControlPage(set, control)
			} else {
				return fmt.Errorf("unknown rule or control %q%s", args[0], didYouMean(args[0]))
			}
			fmt.Fprint(c.OutOrStdout(), page)
			return nil
		},
	}
}

func names() []string {
	set, err := rules.Load()
	if err != nil {
		return nil
	}
	var out []string
	for _, r := range set.Rules {
		out = append(out, r.ID)
	}
	for _, c := range set.Controls {
		out = append(out, c.ID)
	}
	return out
}

// didYouMean offers names that share a word with the one asked for.
func didYouMean(name string) string {
	var near []string
	for _, known := range names() {
		for word := range strings.SplitSeq(name, "-") {
			if len(word) > 3 && strings.Contains(known, word) {
				near = append(near, known)
				break
			}
		}
	}
	if len(near) == 0 {
		return ": `seaworthy rules` lists them"
	}
	return ": did you mean " + strings.Join(near[:min(len(near), 5)], ", ") + "?"
}
