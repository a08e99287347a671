//go:build !linux

package source

import (
	"io/fs"
	"os"
)

type beneath struct{ root *os.Root }

func openBeneath(root *os.Root) (beneath, error) { return beneath{root}, nil }

func (b beneath) Close() {}

func (b beneath) open(name string) (file, int64, error) { return openPortable(b.root, name) }

func (b beneath) readDir(name string) ([]fs.DirEntry, error) { return readDirPortable(b.root, name) }
