//go:build linux || darwin

package main

import (
	"os"
	"runtime"
	"syscall"
)

func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "linux" {
		return usage.Maxrss << 10 // kilobytes there, bytes elsewhere
	}
	return usage.Maxrss
}
