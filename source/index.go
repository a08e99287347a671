package source

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
)

// A hash is a git object id.
type hash []byte

func (r *repository) parseHash(text string) (hash, error) {
	id, err := hex.DecodeString(text)
	if err != nil || len(id) != r.size {
		return nil, fmt.Errorf("%q is no object id", text)
	}
	return id, nil
}

// An indexEntry is one path of the git index, in the format of gitformat-index(5).
type indexEntry struct {
	path  string
	mode  uint32
	id    hash
	stage int  // 0, or 1 to 3 while a merge is unresolved
	later bool // intent to add: no content is staged yet
}

func (e *indexEntry) isFile() bool { return e.mode&0o170000 == 0o100000 }

const maxIndex = 512 << 20

// readIndex reads the index; none is an empty one, as in a repository without commits.
func (r *repository) readIndex() ([]indexEntry, error) {
	entries, _, err := r.readIndexTrees()
	return entries, err
}

// readIndexTrees also gives the tree ids that the index's cache still knows to be true, by folder ("" the top).
func (r *repository) readIndexTrees() ([]indexEntry, map[string]hash, error) {
	text, err := readRegular(filepath.Join(r.dir, "index"), maxIndex)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	d := indexReader{text: text, size: r.size}
	entries, err := d.entries()
	if err != nil {
		return nil, nil, fmt.Errorf("git index: %w", err)
	}
	trees, err := d.extensions()
	if err != nil {
		return nil, nil, fmt.Errorf("git index: %w", err)
	}
	return entries, trees, nil
}

var errShort = errors.New("ends too early")

type indexReader struct {
	text []byte
	at   int
	size int
}

func (d *indexReader) entries() ([]indexEntry, error) {
	if len(d.text) < 12 || string(d.text[:4]) != "DIRC" {
		return nil, errors.New("not an index file")
	}
	version := binary.BigEndian.Uint32(d.text[4:])
	count := int(binary.BigEndian.Uint32(d.text[8:]))
	if version < 2 || version > 4 {
		return nil, fmt.Errorf("version %d is unknown", version)
	}
	d.at = 12
	entries := make([]indexEntry, 0, min(count, len(d.text)/(42+d.size)))
	previous := ""
	for range count {
		e, err := d.entry(version, previous)
		if err != nil {
			return nil, err
		}
		previous = e.path
		entries = append(entries, e)
	}
	return entries, nil
}

func (d *indexReader) entry(version uint32, previous string) (indexEntry, error) {
	start, fixed := d.at, 40+d.size+2
	if d.at+fixed > len(d.text) {
		return indexEntry{}, errShort
	}
	e := indexEntry{mode: binary.BigEndian.Uint32(d.text[start+24:]), id: d.text[start+40 : start+40+d.size]}
	flags := binary.BigEndian.Uint16(d.text[start+40+d.size:])
	e.stage = int(flags >> 12 & 3)
	d.at += fixed
	if flags&0x4000 != 0 {
		if d.at+2 > len(d.text) {
			return indexEntry{}, errShort
		}
		e.later = binary.BigEndian.Uint16(d.text[d.at:])&0x2000 != 0
		d.at += 2
	}
	if version == 4 {
		drop, n := offsetVarint(d.text[d.at:])
		if n == 0 || drop > len(previous) {
			return indexEntry{}, errShort
		}
		d.at += n
		previous = previous[:len(previous)-drop]
	} else {
		previous = ""
	}
	end := bytes.IndexByte(d.text[d.at:], 0)
	if end < 0 {
		return indexEntry{}, errShort
	}
	e.path = previous + string(d.text[d.at:d.at+end])
	d.at += end + 1
	if version < 4 {
		d.at = start + (d.at-1-start+8)&^7 // padded with at least one NUL to a multiple of eight
		if d.at > len(d.text) {
			return indexEntry{}, errShort
		}
	}
	return e, nil
}

// extensions reads what follows the entries. A split index keeps the entries elsewhere, which this reader can't follow.
func (d *indexReader) extensions() (map[string]hash, error) {
	trees := map[string]hash{}
	for d.at+8+d.size <= len(d.text) {
		name, length := string(d.text[d.at:d.at+4]), int(binary.BigEndian.Uint32(d.text[d.at+4:]))
		d.at += 8
		if length < 0 || d.at+length > len(d.text) {
			return trees, errShort
		}
		body := d.text[d.at : d.at+length]
		d.at += length
		switch name {
		case "link":
			return nil, errors.New("split index: run `git update-index --no-split-index`")
		case "TREE":
			d.cachedTrees(body, trees)
		}
	}
	return trees, nil
}

func (d *indexReader) cachedTrees(body []byte, trees map[string]hash) {
	type level struct {
		path string
		left int
	}
	stack := []level{{"", 1}}
	for len(body) > 0 && len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.left == 0 {
			stack = stack[:len(stack)-1]
			continue
		}
		top.left--
		name, rest, ok := bytes.Cut(body, []byte{0})
		line, after, ok2 := bytes.Cut(rest, []byte{'\n'})
		count, below, ok3 := bytes.Cut(line, []byte{' '})
		if !ok || !ok2 || !ok3 {
			return
		}
		entries, err1 := strconv.Atoi(string(count))
		subtrees, err2 := strconv.Atoi(string(below))
		if err1 != nil || err2 != nil || subtrees < 0 {
			return
		}
		full := string(name)
		if top.path != "" {
			full = top.path + "/" + full
		}
		body = after
		if entries >= 0 {
			if len(body) < d.size {
				return
			}
			trees[full] = body[:d.size]
			body = body[d.size:]
		}
		stack = append(stack, level{full, subtrees})
	}
}

// offsetVarint reads git's variable-length number in which every continued byte adds one. n is 0 when it doesn't end.
func offsetVarint(text []byte) (value, n int) {
	for i, c := range text {
		if i > 8 {
			return 0, 0
		}
		if i > 0 {
			value++
		}
		value = value<<7 | int(c&0x7f)
		if c&0x80 == 0 {
			return value, i + 1
		}
	}
	return 0, 0
}
