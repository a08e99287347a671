package source

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// On Linux files are opened with openat relative to a folder that os.Root has opened, so a folder's path is checked
// once for all its files. O_NOFOLLOW keeps links out, O_NONBLOCK keeps FIFOs from blocking.

type directory struct{ f *os.File }

func openDirectory(root *os.Root, name string) (*directory, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	return &directory{f}, nil
}

func (d *directory) Close() { d.f.Close() }

func (d *directory) open(base string) (file, error) {
	for {
		fd, err := unix.Openat(int(d.f.Fd()), base, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
		switch err {
		case nil:
			return file{fd}, nil
		case unix.EINTR:
		case unix.ELOOP, unix.ENXIO: // a link; a socket or a device without a driver
			return file{}, ErrNotRegular
		default:
			return file{}, &fs.PathError{Op: "open", Path: base, Err: err}
		}
	}
}

type file struct{ fd int }

func (f file) Close() { unix.Close(f.fd) }

func (f file) stat() (size int64, regular bool, err error) {
	var s unix.Stat_t
	err = unix.Fstat(f.fd, &s)
	return s.Size, s.Mode&unix.S_IFMT == unix.S_IFREG, err
}

func (f file) readAt(b []byte, offset int64) (int, error) {
	for {
		n, err := unix.Pread(f.fd, b, offset)
		if err != unix.EINTR {
			return max(n, 0), err
		}
	}
}
