package source

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An objectStore reads git objects from loose files and packs (gitformat-pack(5)), without running git.
type objectStore struct {
	size  int
	dirs  []string // objects folders: the repository's and its alternates
	limit int64    // larger objects are not unpacked
	packs []*pack  // opened on the first miss among loose objects
	open  bool
}

var errNoObject = errors.New("object is not in this repository (shallow or partial clone?)")

const maxDeltaChain = 4096

func (r *repository) objects(limit int64) *objectStore {
	s := &objectStore{size: r.size, limit: limit, dirs: []string{filepath.Join(r.common, "objects")}}
	text, err := readSmall(filepath.Join(r.common, "objects", "info", "alternates"))
	if err != nil {
		return s
	}
	for line := range strings.Lines(string(text)) {
		dir := strings.TrimSpace(line)
		if dir == "" || len(s.dirs) > 8 {
			continue
		}
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(r.common, "objects", dir)
		}
		s.dirs = append(s.dirs, dir)
	}
	return s
}

// Close releases the packs.
func (s *objectStore) Close() {
	for _, p := range s.packs {
		p.file.Close()
	}
}

// read gives an object's type ("commit", "tree", "blob", "tag") and content.
func (s *objectStore) read(id hash) (kind string, content []byte, err error) {
	name := hex.EncodeToString(id)
	for _, dir := range s.dirs {
		f, err := os.Open(filepath.Join(dir, name[:2], name[2:]))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		defer f.Close()
		return s.readLoose(f)
	}
	if err := s.openPacks(); err != nil {
		return "", nil, err
	}
	for _, p := range s.packs {
		if offset, ok := p.find(id); ok {
			return s.readPacked(p, offset, 0)
		}
	}
	return "", nil, errNoObject
}

func (s *objectStore) readLoose(f io.Reader) (string, []byte, error) {
	z, err := zlib.NewReader(f)
	if err != nil {
		return "", nil, err
	}
	text, err := io.ReadAll(io.LimitReader(z, s.limit+64))
	if err != nil {
		return "", nil, err
	}
	header, content, ok := bytes.Cut(text, []byte{0})
	kind, _, ok2 := strings.Cut(string(header), " ")
	if !ok || !ok2 {
		return "", nil, errors.New("broken loose object")
	}
	if int64(len(content)) > s.limit {
		return "", nil, ErrTooLarge
	}
	return kind, content, nil
}

func (s *objectStore) openPacks() error {
	if s.open {
		return nil
	}
	s.open = true
	for _, dir := range s.dirs {
		names, err := filepath.Glob(filepath.Join(dir, "pack", "*.idx"))
		if err != nil {
			return err
		}
		for _, name := range names {
			p, err := openPack(name, s.size)
			if err != nil {
				return fmt.Errorf("%s: %w", filepath.Base(name), err)
			}
			s.packs = append(s.packs, p)
		}
	}
	return nil
}

// A pack is one pack file with its version 2 index.
type pack struct {
	file  *os.File
	index []byte
	count int
	size  int
}

const maxPackIndex = 1 << 30

func openPack(indexName string, size int) (*pack, error) {
	index, err := readRegular(indexName, maxPackIndex)
	if err != nil {
		return nil, err
	}
	if len(index) < 8+1024 || string(index[:4]) != "\xfftOc" || binary.BigEndian.Uint32(index[4:]) != 2 {
		return nil, errors.New("not a version 2 pack index")
	}
	p := &pack{index: index, count: int(binary.BigEndian.Uint32(index[8+255*4:])), size: size}
	if p.count < 0 || len(index) < 8+1024+p.count*(size+8) {
		return nil, errShort
	}
	p.file, err = os.Open(strings.TrimSuffix(indexName, ".idx") + ".pack")
	return p, err
}

func (p *pack) find(id hash) (offset int64, ok bool) {
	low, fan := 0, p.index[8:]
	if id[0] > 0 {
		low = int(binary.BigEndian.Uint32(fan[4*(int(id[0])-1):]))
	}
	high := int(binary.BigEndian.Uint32(fan[4*int(id[0]):]))
	if low > high || high > p.count {
		return 0, false
	}
	names := p.index[8+1024:]
	for low < high {
		middle := (low + high) / 2
		switch c := bytes.Compare(names[middle*p.size:(middle+1)*p.size], id); {
		case c == 0:
			return p.offset(middle)
		case c < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0, false
}

func (p *pack) offset(i int) (int64, bool) {
	offsets := p.index[8+1024+p.count*(p.size+4):]
	small := binary.BigEndian.Uint32(offsets[4*i:])
	if small&0x80000000 == 0 {
		return int64(small), true
	}
	at := p.count*4 + int(small&0x7fffffff)*8
	if at+8 > len(offsets) {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(offsets[at:])), true
}

var packedKinds = map[byte]string{1: "commit", 2: "tree", 3: "blob", 4: "tag"}

const (
	offsetDelta = 6
	refDelta    = 7
)

func (s *objectStore) readPacked(p *pack, offset int64, depth int) (string, []byte, error) {
	if depth > maxDeltaChain {
		return "", nil, errors.New("deltas point in a circle")
	}
	header := make([]byte, 64)
	n, err := p.file.ReadAt(header, offset)
	if n == 0 {
		return "", nil, err
	}
	header = header[:n]
	kind, length, used, err := packedHeader(header)
	if err != nil {
		return "", nil, err
	}
	if length > s.limit {
		return "", nil, ErrTooLarge
	}
	var base []byte
	var baseKind string
	switch kind {
	case offsetDelta:
		back, n := offsetVarint(header[used:])
		if n == 0 || back <= 0 || int64(back) > offset {
			return "", nil, errShort
		}
		used += n
		baseKind, base, err = s.readPacked(p, offset-int64(back), depth+1)
	case refDelta:
		if used+s.size > len(header) {
			return "", nil, errShort
		}
		id := hash(slices.Clone(header[used : used+s.size]))
		used += s.size
		if at, ok := p.find(id); ok {
			baseKind, base, err = s.readPacked(p, at, depth+1)
		} else {
			err = errNoObject
		}
	}
	if err != nil {
		return "", nil, err
	}
	content, err := s.inflate(p, offset+int64(used), length)
	if err != nil {
		return "", nil, err
	}
	if kind == offsetDelta || kind == refDelta {
		content, err = applyDelta(base, content, s.limit)
		return baseKind, content, err
	}
	name, ok := packedKinds[kind]
	if !ok {
		return "", nil, fmt.Errorf("unknown object type %d", kind)
	}
	return name, content, nil
}

func packedHeader(header []byte) (kind byte, length int64, used int, err error) {
	kind = header[0] >> 4 & 7
	length = int64(header[0] & 15)
	shift := 4
	for used = 1; header[used-1]&0x80 != 0; used++ {
		if used >= len(header) || shift > 56 {
			return 0, 0, 0, errShort
		}
		length |= int64(header[used]&0x7f) << shift
		shift += 7
	}
	return kind, length, used, nil
}

func (s *objectStore) inflate(p *pack, offset, length int64) ([]byte, error) {
	z, err := zlib.NewReader(io.NewSectionReader(p.file, offset, 1<<62-offset))
	if err != nil {
		return nil, err
	}
	content := make([]byte, length)
	_, err = io.ReadFull(z, content)
	return content, err
}

// applyDelta builds an object from its base: copies of stretches of it, and new bytes.
func applyDelta(base, delta []byte, limit int64) ([]byte, error) {
	baseSize, n := binary.Uvarint(delta)
	size, m := binary.Uvarint(delta[max(n, 0):])
	if n <= 0 || m <= 0 || baseSize != uint64(len(base)) {
		return nil, errors.New("broken delta")
	}
	if size > uint64(limit) {
		return nil, ErrTooLarge
	}
	delta = delta[n+m:]
	out := make([]byte, 0, size)
	for len(delta) > 0 {
		op := delta[0]
		delta = delta[1:]
		if op&0x80 == 0 {
			if op == 0 || int(op) > len(delta) {
				return nil, errShort
			}
			out, delta = append(out, delta[:op]...), delta[op:]
			continue
		}
		var at, length uint32
		for i := range 4 {
			if op&(1<<i) != 0 {
				if len(delta) == 0 {
					return nil, errShort
				}
				at, delta = at|uint32(delta[0])<<(8*i), delta[1:]
			}
		}
		for i := range 3 {
			if op&(0x10<<i) != 0 {
				if len(delta) == 0 {
					return nil, errShort
				}
				length, delta = length|uint32(delta[0])<<(8*i), delta[1:]
			}
		}
		if length == 0 {
			length = 0x10000
		}
		if uint64(at)+uint64(length) > uint64(len(base)) || uint64(len(out))+uint64(length) > size {
			return nil, errors.New("delta copies past the end")
		}
		out = append(out, base[at:at+length]...)
	}
	if uint64(len(out)) != size {
		return nil, errShort
	}
	return out, nil
}
