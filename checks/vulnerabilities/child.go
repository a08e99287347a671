package vulnerabilities

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"

	vuln "golang.org/x/vuln/scan"
)

// ChildCommand is the hidden first argument that makes seaworthy run Child instead of a scan.
const ChildCommand = "child-govulncheck"

const childTime = 15 * time.Minute

// Child is the analysis itself, in a process of its own: it takes up to 2 GB and runs the go command, and neither its
// memory nor its death should be ours. It gives the exit code.
func Child(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	cmd := vuln.Command(ctx, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(nil), stdout, stderr
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	err := cmd.Wait()
	if err == nil {
		return 0
	}
	if coded, ok := errors.AsType[interface {
		error
		ExitCode() int
	}](err); ok {
		fmt.Fprintln(stderr, err)
		return coded.ExitCode()
	}
	fmt.Fprintln(stderr, err)
	return 1
}

// An analysis is what the child said.
type analysis struct {
	modified time.Time
	level    string
	modules  int
	entries  map[string]entry
	found    []hit
	err      error
}

// An entry is a known vulnerability, as far as we show it.
type entry struct {
	ID      string   `json:"id"`
	Summary string   `json:"summary"`
	Aliases []string `json:"aliases"`
}

// A hit is one way in which a vulnerability touches the code.
type hit struct {
	OSV   string  `json:"osv"`
	Fixed string  `json:"fixed_version"`
	Trace []frame `json:"trace"`
}

// A frame is one step from the vulnerable symbol back to the scanned code.
type frame struct {
	Module   string `json:"module"`
	Version  string `json:"version"`
	Package  string `json:"package"`
	Function string `json:"function"`
	Receiver string `json:"receiver"`
	Position *struct {
		Filename string `json:"filename"`
		Line     int    `json:"line"`
		Column   int    `json:"column"`
	} `json:"position"`
}

// A message is one object of the child's output stream.
type message struct {
	Config *struct {
		Modified *time.Time `json:"db_last_modified"`
	} `json:"config"`
	SBOM *struct {
		Modules []struct{} `json:"modules"`
	} `json:"SBOM"`
	OSV     *entry `json:"osv"`
	Finding *hit   `json:"finding"`
}

// run starts the child on one module. Nothing is downloaded: a dependency that isn't on this machine is an error.
func (c *Check) run(ctx context.Context, dir, level string) analysis {
	ctx, cancel := context.WithTimeout(ctx, childTime)
	defer cancel()
	args := []string{ChildCommand, "-C", filepath.Join(c.options.Root, filepath.FromSlash(dir)), "-db", c.options.DB, "-format", "json", "-scan", level}
	if level != "module" {
		args = append(args, "./...")
	}
	cmd := exec.CommandContext(ctx, c.options.Executable, args...) //nolint:gosec // ourselves, and only with --allow-exec
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=readonly", "GOPROXY=off", "GOTOOLCHAIN=local", "CGO_ENABLED=0", "GOTELEMETRY=off", "GOWORK=off")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	a := read(&stdout)
	a.level = level
	if err != nil {
		a.err = fmt.Errorf("%s", firstLine(stderr.String(), err))
	}
	return a
}

func firstLine(text string, err error) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return err.Error()
}

func read(r io.Reader) analysis {
	a := analysis{entries: map[string]entry{}}
	decoder := json.NewDecoder(r)
	for {
		var m message
		if err := decoder.Decode(&m); errors.Is(err, io.EOF) {
			return a
		} else if err != nil {
			a.err = fmt.Errorf("its answer can't be read: %w", err)
			return a
		}
		switch {
		case m.Config != nil && m.Config.Modified != nil:
			a.modified = *m.Config.Modified
		case m.SBOM != nil:
			a.modules = len(m.SBOM.Modules)
		case m.OSV != nil:
			a.entries[m.OSV.ID] = *m.OSV
		case m.Finding != nil && len(m.Finding.Trace) > 0:
			a.found = append(a.found, *m.Finding)
		}
	}
}

// place names a frame's file relative to the tree, when it is part of it.
func (f frame) place(dir string) (file string, line, column int) {
	if f.Position == nil || f.Position.Line == 0 || path.IsAbs(f.Position.Filename) {
		return "", 0, 0
	}
	return path.Join(dir, f.Position.Filename), f.Position.Line, f.Position.Column
}
