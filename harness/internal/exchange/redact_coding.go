package exchange

import (
	"bytes"
	"strings"
)

// ContentCodings returns the codings of the content in the order in which they
// were applied (RFC 9110 8.4), in lower case; identity, which is none, is left
// out. Nil: the content is as it is.
func ContentCodings(h Header) []string {
	var all []string
	for _, f := range h {
		if !strings.EqualFold(f.Name, "Content-Encoding") {
			continue
		}
		for one := range strings.SplitSeq(f.Value, ",") {
			if one = strings.ToLower(strings.Trim(one, " \t")); one != "" && one != "identity" {
				all = append(all, one)
			}
		}
	}
	return all
}

// IsGzip reports whether the content is coded in gzip and in nothing else: the
// one coding that senders undo.
func IsGzip(h Header) bool {
	all := ContentCodings(h)
	return len(all) == 1 && (all[0] == "gzip" || all[0] == "x-gzip")
}

// isCoded reports whether there is content, and in a coding: one that the header
// names, or one that it looks like.
func isCoded(h Header, content []byte) bool {
	return len(content) > 0 && (len(ContentCodings(h)) > 0 || looksCoded(content))
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
