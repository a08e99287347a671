package secrets

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A corpus file with its hits, which in a scan come from the prefilter.
type benchFile struct {
	name string
	text []byte
	hits []hit
}

func benchTree(b *testing.B, d *detector, tree string) (files []benchFile, size int64) {
	skip := newSkipper(d.global)
	err := filepath.WalkDir(tree, func(file string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() && e.Name() == ".git" {
			return filepath.SkipDir
		}
		name, _ := filepath.Rel(tree, file)
		if !e.Type().IsRegular() || skip.skips(name) != nil {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		files = append(files, benchFile{name, text, d.finder().find(text)})
		size += int64(len(text))
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return files, size
}

// BenchmarkTrees measures the matcher alone, on one core, over the checkouts in SEAWORTHY_TREE.
func BenchmarkTrees(b *testing.B) {
	for _, tree := range filepath.SplitList(os.Getenv("SEAWORTHY_TREE")) {
		b.Run(filepath.Base(tree), func(b *testing.B) {
			d, _, err := newDetector(nil)
			if err != nil {
				b.Fatal(err)
			}
			files, size := benchTree(b, d, tree)
			b.SetBytes(size)
			for b.Loop() {
				for _, f := range files {
					d.file(f.name, f.text, f.hits, longRuns(f.text))
				}
			}
		})
	}
}

// BenchmarkGenerated measures the matcher over 10 MB of text with a keyword every few lines.
func BenchmarkGenerated(b *testing.B) {
	d, _, err := newDetector(nil)
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("const order = price ( item ) ; return function key : token api = { } if name user the of import from secret")
	var out strings.Builder
	for out.Len() < 10<<20 {
		out.WriteString(words[random.IntN(len(words))])
		out.WriteByte(" \n"[random.IntN(12)/11])
	}
	text := []byte(out.String())
	hits := d.finder().find(text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		d.file("a.txt", text, hits, longRuns(text))
	}
}

// BenchmarkLoad measures what every start pays.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, _, err := newDetector(nil); err != nil {
			b.Fatal(err)
		}
	}
}
