// Package cmd is the command line: flags, settings and the pipeline that every command runs.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/seaworthy-dev/seaworthy/checks/vulnerabilities"
)

// Exit codes.
const (
	exitClean       = 0
	exitFailed      = 1   // something failed at --fail-on
	exitTrouble     = 2   // seaworthy could not do its work
	exitInterrupted = 130 // as shells report SIGINT
	exitPipe        = 141 // as shells report SIGPIPE
)

// version is set by the release build; see Version.
var version string

// Version is what this binary calls itself.
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "0.0.0-dev"
}

// An exitError ends the program with a code and, if Err is set, a message.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// Main runs seaworthy and gives its exit code.
func Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	root := newRoot()
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	root.SetArgs(withDefault(root, args))
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var exit exitError
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, syscall.EPIPE):
		return exitPipe
	case errors.As(err, &exit):
		if exit.err != nil {
			fmt.Fprintf(stderr, "seaworthy: %v\n", exit.err)
		}
		return exit.code
	}
	fmt.Fprintf(stderr, "seaworthy: %v\n", err)
	return exitTrouble
}

// withDefault puts `scan` in front of arguments that name no command: `seaworthy` is `seaworthy scan .`.
func withDefault(root *cobra.Command, args []string) []string {
	for _, arg := range args {
		switch {
		case arg == "-h", arg == "--help", arg == "--version", arg == "-v":
			return args
		case strings.HasPrefix(arg, "-"):
			continue
		}
		if strings.HasPrefix(arg, "__complete") || arg == vulnerabilities.ChildCommand {
			return args
		}
		for _, c := range root.Commands() {
			if c.Name() == arg || c.HasAlias(arg) {
				return args
			}
		}
		break
	}
	return append([]string{"scan"}, args...)
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "seaworthy",
		Short:         "Fill in the deployment security checklist of a repository",
		Long:          "Seaworthy reads a repository and its deployment config and answers the deployment security checklist:\nevery item pass, fail, not applicable or needs-a-human, with file and line. Without a command it runs `scan .`.",
		Version:       Version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(
		newScan(),
		newEndpoints(),
		newRules(),
		newExplain(),
		newInit(),
		newHook(),
		newVulnerabilityChild(),
	)
	return root
}
