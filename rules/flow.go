package rules

import (
	"embed"
	"io/fs"
)

//go:embed flow/*.yaml
var flows embed.FS

// Flows gives the files under rules/flow: for each language where data comes from, what passes it on and what cleans it.
func Flows() fs.FS {
	sub, err := fs.Sub(flows, "flow")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}
