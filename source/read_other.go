//go:build !linux

package source

import (
	"os"
	"path"
)

type directory struct {
	root *os.Root
	name string
}

func openDirectory(root *os.Root, name string) (*directory, error) {
	return &directory{root, name}, nil
}

func (d *directory) Close() {}

func (d *directory) open(base string) (file, error) {
	name := path.Join(d.name, base)
	info, err := d.root.Lstat(name)
	if err != nil {
		return file{}, err
	}
	if !info.Mode().IsRegular() { // opening a FIFO would block
		return file{}, ErrNotRegular
	}
	f, err := d.root.Open(name)
	return file{f}, err
}

type file struct{ f *os.File }

func (f file) Close() { f.f.Close() }

func (f file) stat() (size int64, regular bool, err error) {
	info, err := f.f.Stat()
	if err != nil {
		return 0, false, err
	}
	return info.Size(), info.Mode().IsRegular(), nil
}

func (f file) readAt(b []byte, offset int64) (int, error) { return f.f.ReadAt(b, offset) }
