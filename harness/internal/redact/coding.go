package redact

import (
	"bytes"

	"example.com/toeline/harness/internal/exchange"
)

// isCoded reports whether there is content, and in a coding: one that the header
// names, or one that it looks like.
func isCoded(h exchange.Header, content []byte) bool {
	return len(content) > 0 && (len(exchange.ContentCodings(h)) > 0 || looksCoded(content))
}

// looksCoded reports whether content begins as gzip (RFC 1952), zlib (RFC 1950)
// or Zstandard (RFC 8878) does, whatever its header says.
func looksCoded(content []byte) bool {
	for _, magic := range []string{"\x1f\x8b", "\x78\x01", "\x78\x5e", "\x78\x9c", "\x78\xda", "\x28\xb5\x2f\xfd"} {
		if bytes.HasPrefix(content, []byte(magic)) {
			return true
		}
	}
	return false
}

// namesCoding reports whether bytes that could not be read as an answer name a
// content coding, or hold what looks like gzip.
func namesCoding(raw []byte) bool {
	return bytes.Contains(raw, []byte("\x1f\x8b")) || bytes.Contains(bytes.ToLower(raw), []byte("content-encoding"))
}
