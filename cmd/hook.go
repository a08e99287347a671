package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/seaworthy-dev/seaworthy/source"
)

// hookMark tells our hook from other people's.
const hookMark = "# installed by seaworthy hook install"

const hookScript = "#!/bin/sh\n" + hookMark + "\nexec seaworthy scan --staged\n"

func newHook() *cobra.Command {
	hook := &cobra.Command{Use: "hook", Short: "Check every commit before it is made"}
	var force bool
	install := &cobra.Command{
		Use:   "install",
		Short: "Make git run `seaworthy scan --staged` before each commit of this repository",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			name, err := hookPath(".")
			if err != nil {
				return err
			}
			if err := installHook(name, force); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "installed %s\n", name)
			return nil
		},
	}
	install.Flags().BoolVar(&force, "force", false, "replace a hook that is there already")
	uninstall := &cobra.Command{
		Use:   "uninstall",
		Short: "Remove the hook that install wrote",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			name, err := hookPath(".")
			if err != nil {
				return err
			}
			if err := uninstallHook(name); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "removed %s\n", name)
			return nil
		},
	}
	hook.AddCommand(install, uninstall)
	return hook
}

func hookPath(dir string) (string, error) {
	hooks, err := source.HooksDir(dir)
	if err != nil {
		return "", err
	}
	return filepath.Join(hooks, "pre-commit"), nil
}

func installHook(name string, force bool) error {
	old, err := os.ReadFile(name)
	switch {
	case err == nil && !bytes.Contains(old, []byte(hookMark)) && !force:
		return fmt.Errorf("%s is there already: add `seaworthy scan --staged` to it, or use --force to replace it", name)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // as git makes it
		return err
	}
	if err := os.WriteFile(name, []byte(hookScript), 0o755); err != nil { //nolint:gosec // git must be able to run it
		return err
	}
	return os.Chmod(name, 0o755) //nolint:gosec // WriteFile keeps an old file's mode
}

func uninstallHook(name string) error {
	old, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: no hook is installed", name)
	}
	if err != nil {
		return err
	}
	if !bytes.Contains(old, []byte(hookMark)) {
		return fmt.Errorf("%s was not written by seaworthy: left alone", name)
	}
	return os.Remove(name)
}
