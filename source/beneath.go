package source

import (
	"errors"
	"io/fs"
	"os"
)

// A file is one open regular file.
type file interface {
	ReadAt(b []byte, offset int64) (int, error)
	Close() error
}

// openPortable opens a regular file below root with package os. It returns the file's size.
func openPortable(root *os.Root, name string) (file, int64, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() { // opening a FIFO would block
		return nil, 0, ErrNotRegular
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, 0, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = ErrNotRegular
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// readDirPortable lists a folder below root with package os.
func readDirPortable(root *os.Root, name string) ([]fs.DirEntry, error) {
	d, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}
