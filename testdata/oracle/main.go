// Command oracle compares parse/syntax with official tree-sitter on the source files of whole folders. It is a module
// of its own because tree-sitter needs cgo, which never reaches the seaworthy binary.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seaworthy-dev/seaworthy/parse/syntax"
)

func main() {
	verbose := flag.Bool("v", false, "print the first differences of each file")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: oracle [-v] DIR...")
		os.Exit(2)
	}
	var total totals
	for _, dir := range flag.Args() {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git") {
				return filepath.SkipDir
			}
			if language := syntax.LanguageOf(path); language != syntax.None && entry.Type().IsRegular() {
				return total.file(path, language, *verbose)
			}
			return nil
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, "oracle:", err)
			os.Exit(2)
		}
	}
	total.print()
}
