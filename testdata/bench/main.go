// Bench times whole scans of real trees against ripgrep and gitleaks, in turn and in one run, and prints ratios.
//
//	go run ./testdata/bench [-n ROUNDS] DIR...
//
// It needs `rg` and `gitleaks` on PATH (go install github.com/zricethezav/gitleaks/v8@v8.30.1); what is missing is left
// out. ripgrep is given one fixed string that occurs nowhere, so that it reads every file and prints nothing: the floor
// for any tool that reads the tree.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"
)

// A tool is one command line to time.
type tool struct {
	name string
	args []string
}

// A sample is what one run cost.
type sample struct {
	wall, cpu time.Duration
	memory    int64 // peak resident set, bytes
}

func main() {
	rounds := flag.Int("n", 5, "counted rounds after one that warms the caches")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: go run ./testdata/bench [-n ROUNDS] DIR...")
		os.Exit(2)
	}
	if err := bench(context.Background(), *rounds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, rounds int, dirs []string) error {
	temp, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	binary := filepath.Join(temp, "seaworthy")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build: %w", err)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "tree\ttool\twall ms\tcpu ms\tpeak MB\twall against seaworthy\t")
	start, err := measure(ctx, rounds, []tool{{"start-up", []string{binary, "--version"}}})
	if err != nil {
		return err
	}
	row(w, "-", "seaworthy --version", start[0], nil)
	for _, dir := range dirs {
		tools := []tool{{"seaworthy", []string{binary, "scan", dir, "--fail-on", "none", "--format", "json=" + os.DevNull}}}
		if path, err := exec.LookPath("rg"); err == nil {
			tools = append(tools, tool{"rg -c -F", []string{path, "-c", "-F", "--hidden", "no such text anywhere 7e1f", dir}})
		}
		if path, err := exec.LookPath("gitleaks"); err == nil {
			tools = append(tools, tool{"gitleaks dir", []string{path, "dir", "--no-banner", "--exit-code", "0", dir}})
		}
		samples, err := measure(ctx, rounds, tools)
		if err != nil {
			return err
		}
		for i, t := range tools {
			row(w, filepath.Base(dir), t.name, samples[i], samples[0])
		}
	}
	return w.Flush()
}

// measure runs the tools in turn, so that a machine that slows down slows all of them.
func measure(ctx context.Context, rounds int, tools []tool) ([][]sample, error) {
	samples := make([][]sample, len(tools))
	for round := range rounds + 1 {
		for i, t := range tools {
			cmd := exec.CommandContext(ctx, t.args[0], t.args[1:]...) //nolint:gosec // the commands are named above
			start := time.Now()
			err := cmd.Run()
			wall := time.Since(start)
			if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() > 1 {
				return nil, fmt.Errorf("%s: %w", t.name, err)
			}
			if round > 0 {
				samples[i] = append(samples[i], sample{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak(cmd.ProcessState)})
			}
		}
	}
	return samples, nil
}

func row(w *tabwriter.Writer, tree, name string, own, base []sample) {
	ratio := "1.0"
	if base != nil {
		ratio = fmt.Sprintf("%.2f", median(own, wall)/median(base, wall))
	}
	fmt.Fprintf(w, "%s\t%s\t%.0f\t%.0f\t%.0f\t%s\t\n", tree, name, median(own, wall)*1e3, median(own, func(s sample) float64 { return s.cpu.Seconds() })*1e3,
		median(own, func(s sample) float64 { return float64(s.memory) / (1 << 20) }), ratio)
}

func wall(s sample) float64 { return s.wall.Seconds() }

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
