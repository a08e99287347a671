package rules

import "io/fs"

// Frameworks gives the files under rules/frameworks, for the check that knows their shape.
func Frameworks() fs.FS {
	sub, err := fs.Sub(embedded, "frameworks")
	if err != nil {
		panic(err) // the name is a constant and valid
	}
	return sub
}
