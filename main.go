// Seaworthy fills in the deployment security checklist of a repository.
package main

import (
	"os"

	"github.com/seaworthy-dev/seaworthy/cmd"
)

//go:generate go run ./generate

func main() { os.Exit(cmd.Main(os.Args[1:], os.Stdout, os.Stderr)) }
