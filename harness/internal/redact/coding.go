package redact

import (
	"bytes"

	"example.com/toeline/harness/internal/exchange"
)

const gzipMagic = "\x1f\x8b"

// isCoded reports whether there is content in a coding: one that the header
// names, or one that it looks like.
func isCoded(h exchange.Header, content []byte) bool {
	return len(content) > 0 && (len(exchange.ContentCodings(h)) > 0 || looksCoded(content))
}

// looksCoded reports whether content begins as gzip (RFC 1952), zlib (RFC 1950)
// or Zstandard (RFC 8878) does, whatever its header says.
func looksCoded(content []byte) bool {
	const zlib, zstd = "\x78", "\x28\xb5\x2f\xfd"
	for _, magic := range []string{
		gzipMagic, zlib + "\x01", zlib + "\x5e", zlib + "\x9c", zlib + "\xda", zstd,
	} {
		if bytes.HasPrefix(content, []byte(magic)) {
			return true
		}
	}
	return false
}

// namesCoding reports whether bytes that could not be read as a response name a
// content coding, or hold what looks like gzip.
func namesCoding(raw []byte) bool {
	return bytes.Contains(raw, []byte(gzipMagic)) ||
		bytes.Contains(bytes.ToLower(raw), []byte("content-encoding"))
}
