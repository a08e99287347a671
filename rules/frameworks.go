package rules

import (
	"embed"
	"io/fs"
)

//go:embed frameworks/*.yaml
var frameworks embed.FS

// Frameworks gives the files under rules/frameworks, for the check that knows their shape.
func Frameworks() fs.FS {
	sub, err := fs.Sub(frameworks, "frameworks")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}
