package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seaworthy-dev/seaworthy/source"
)

// BenchmarkTree lists and reads a made-up tree of 4,000 small files, seven folders deep.
func BenchmarkTree(b *testing.B) {
	dir := b.TempDir()
	text := strings.Repeat("const x = 1\n", 200)
	for i := range 400 {
		for j := range 10 {
			writeFile(b, dir, fmt.Sprintf("packages/p%d/src/api/admin/r%d/f%d.ts", i%20, i, j), text)
		}
	}
	writeFile(b, dir, ".git/HEAD", "ref: refs/heads/main\n")
	writeFile(b, dir, ".gitignore", "node_modules\n*.log\n/dist\n**/coverage/\n")
	b.ResetTimer()
	for b.Loop() {
		tree, err := source.Open(dir, source.Options{})
		if err != nil {
			b.Fatal(err)
		}
		listing, err := tree.List(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		reader := tree.NewReader()
		for _, e := range listing.Files {
			if _, err := reader.Read(e); err != nil {
				b.Fatal(err)
			}
		}
		reader.Close()
		tree.Close()
	}
}
