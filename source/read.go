package source

import (
	"errors"
	"io"
	"path"
)

// A Reader reads the files of one tree into a buffer it uses again. It belongs to one goroutine.
type Reader struct {
	tree   *Tree
	buffer []byte
	dir    *directory
	name   string // of dir
	store  *objectStore
}

// NewReader makes a Reader. Close it when done.
func (t *Tree) NewReader() *Reader { return &Reader{tree: t, name: "\x00"} }

// Close releases what the reader holds open.
func (r *Reader) Close() {
	if r.dir != nil {
		r.dir.Close()
	}
	if r.store != nil {
		r.store.Close()
	}
}

// Read gives a file's bytes, which are good until the next call. Links, FIFOs and devices give ErrNotRegular, files
// over the limit ErrTooLarge with their first bytes, from which a binary can be told.
func (r *Reader) Read(e Entry) ([]byte, error) {
	if e.blob != nil {
		return r.readBlob(e)
	}
	dir := path.Dir(e.Path)
	if dir != r.name {
		if r.dir != nil {
			r.dir.Close()
		}
		r.dir, r.name = nil, "\x00"
		d, err := openDirectory(r.tree.root, dir)
		if err != nil {
			return nil, err
		}
		r.dir, r.name = d, dir
	}
	f, err := r.dir.open(path.Base(e.Path))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size, regular, err := f.stat()
	switch {
	case err != nil:
		return nil, err
	case !regular:
		return nil, ErrNotRegular
	case size > r.tree.options.MaxSize:
		text, err := r.fill(f, 8000)
		return text, errors.Join(ErrTooLarge, err)
	}
	text, err := r.fill(f, size+1)
	if int64(len(text)) > size && err == nil {
		text, err = r.fill(f, r.tree.options.MaxSize+1) // it grew since
		if int64(len(text)) > r.tree.options.MaxSize {
			err = ErrTooLarge
		}
	}
	return text, err
}

// fill reads up to limit bytes from the start.
func (r *Reader) fill(f file, limit int64) ([]byte, error) {
	if int64(cap(r.buffer)) < limit {
		r.buffer = make([]byte, limit+limit/2)
	}
	n := int64(0)
	for n < limit {
		got, err := f.readAt(r.buffer[n:limit], n)
		n += int64(got)
		if errors.Is(err, io.EOF) || err == nil && got == 0 {
			break
		}
		if err != nil {
			return r.buffer[:n], err
		}
	}
	return r.buffer[:n:n], nil
}

func (r *Reader) readBlob(e Entry) ([]byte, error) {
	if r.store == nil {
		r.store = r.tree.git.objects(r.tree.options.MaxSize)
	}
	_, text, err := r.store.read(e.blob)
	return text, err
}

// TextFrom gives a file's bytes from the start of a line on; ok is false when it can't be read again.
func (t *Tree) TextFrom(name string, line int) (text string, ok bool) {
	if t.options.Staged {
		return "", false // the work tree may say something else
	}
	if t.last.name != name {
		reader := t.NewReader()
		defer reader.Close()
		content, err := reader.Read(Entry{Path: name})
		if err != nil {
			return "", false
		}
		t.last.name, t.last.lines, t.last.text = name, NewLines(content), content
	}
	if line < 1 || line > t.last.lines.Count() {
		return "", false
	}
	_, start := t.last.lines.Line(line)
	return string(t.last.text[start:min(len(t.last.text), start+lookAhead)]), true
}

// lookAhead is how much TextFrom gives at most.
const lookAhead = 4096
