package scan

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// sniff is how much of a file's start tells whether it is binary, as git does.
const sniff = 8000

// decode gives a file's text as UTF-8 without a byte order mark; binary is true when it is no text.
func decode(raw []byte) (text []byte, binary bool) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xEF, 0xBB, 0xBF}):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE, 0, 0}):
		return nil, true // UTF-32
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return decodeUTF16(raw[2:], littleEndian), false
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return decodeUTF16(raw[2:], bigEndian), false
	}
	return raw, bytes.IndexByte(raw[:min(len(raw), sniff)], 0) >= 0
}

var (
	littleEndian binary.ByteOrder = binary.LittleEndian
	bigEndian    binary.ByteOrder = binary.BigEndian
)

func decodeUTF16(raw []byte, order binary.ByteOrder) []byte {
	text := make([]byte, 0, len(raw))
	for ; len(raw) >= 2; raw = raw[2:] {
		r := rune(order.Uint16(raw))
		if utf16.IsSurrogate(r) && len(raw) >= 4 {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(raw[2:]))); pair != utf8.RuneError {
				r, raw = pair, raw[2:]
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return text
}

var lfsPrefix = []byte("version https://git-lfs.github.com/spec/")

// isPointer tells whether a file is only a pointer to content that Git LFS keeps elsewhere.
func isPointer(text []byte) bool { return len(text) < 1024 && bytes.HasPrefix(text, lfsPrefix) }
