package source

import (
	"errors"
	"io"
)

// A Reader reads the files of one tree into a buffer it uses again. It belongs to one goroutine.
type Reader struct {
	tree   *Tree
	buffer []byte
	store  *objectStore
}

// NewReader makes a Reader. Close it when done.
func (t *Tree) NewReader() *Reader { return &Reader{tree: t} }

// Close releases what the reader holds open.
func (r *Reader) Close() {
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
	f, size, err := r.tree.beneath.open(e.Path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	limit := r.tree.options.MaxSize
	if size > limit {
		text, err := r.fill(f, 8000)
		return text, errors.Join(ErrTooLarge, err)
	}
	text, err := r.fill(f, size+1)
	if int64(len(text)) > size && err == nil {
		text, err = r.fill(f, limit+1) // it grew since
		if int64(len(text)) > limit {
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
		got, err := f.ReadAt(r.buffer[n:limit], n)
		n += int64(got)
		if err != nil && !errors.Is(err, io.EOF) {
			return r.buffer[:n], err
		}
		if n < limit { // a regular file gives less than it was asked for only at its end
			break
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
