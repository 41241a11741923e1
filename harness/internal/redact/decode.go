package redact

import (
	"bytes"
	"html"
	"iter"
	"strconv"
	"unicode/utf8"
)

const (
	// maxLevels is how often escapes are undone: what was encoded as JSON in a
	// string of JSON, or redirected with its query twice.
	maxLevels = 4
	// widestEscape is how many bytes one byte of a secret may take, escaped
	// several times.
	widestEscape = 12

	escapes = `%\&=`
)

// view is a text with its escapes undone.
type view struct {
	text []byte
	at   []uint32 // where in the source each byte begins, and the last ends; nil: at itself
}

func (v view) source(i int) int {
	if v.at == nil {
		return i
	}
	return int(v.at[i])
}

// decodings yields b, and what is left of it each time that its escapes are
// undone once more.
func decodings(b []byte) iter.Seq[view] {
	return func(yield func(view) bool) {
		v, more := view{text: b}, true
		for level := 0; more && yield(v) && level < maxLevels; level++ {
			v, more = v.decoded()
		}
	}
}

// decoded decodes every escape once; more is false if the view has none.
func (v view) decoded() (out view, more bool) {
	first := bytes.IndexAny(v.text, escapes)
	if first < 0 {
		return v, false
	}
	out.text = append(make([]byte, 0, len(v.text)), v.text[:first]...)
	out.at = make([]uint32, 0, len(v.text)+1)
	for i := range first {
		out.at = append(out.at, uint32(v.source(i)))
	}
	for i := first; i < len(v.text); {
		start, before := uint32(v.source(i)), len(out.text)
		width := 0
		switch v.text[i] {
		case '%', '\\', '&', '=':
			out.text, width = unescape(out.text, v.text[i:])
		}
		if width == 0 {
			out.text, width = append(out.text, v.text[i]), 1
		} else {
			more = true
		}
		for range len(out.text) - before {
			out.at = append(out.at, start)
		}
		i += width
	}
	out.at = append(out.at, uint32(v.source(len(v.text))))
	return out, more
}

// unescape appends the decoded escape at the start of s, and returns its width; 0: s does not
// begin with an escape.
func unescape(out, s []byte) ([]byte, int) {
	s = s[:min(len(s), widestEscape)]
	switch s[0] {
	case '%', '=': // of quoted-printable, which folds lines too
		switch {
		case len(s) >= 3 && isHex(s[1]) && isHex(s[2]):
			return append(out, fromHex(s[1])<<4|fromHex(s[2])), 3
		case s[0] == '=' && bytes.HasPrefix(s[1:], []byte("\r\n")):
			return out, 3
		case s[0] == '=' && bytes.HasPrefix(s[1:], []byte("\n")):
			return out, 2
		}
	case '\\':
		if len(s) >= 2 && (s[1] == '/' || s[1] == '"' || s[1] == '\'') {
			return append(out, s[1]), 2
		}
		if r, wide, tail, err := strconv.UnquoteChar(string(s), 0); err == nil {
			if wide {
				return utf8.AppendRune(out, r), len(s) - len(tail)
			}
			return append(out, byte(r)), len(s) - len(tail)
		}
	case '&':
		if end := bytes.IndexByte(s, ';') + 1; end > 0 {
			if plain := html.UnescapeString(string(s[:end])); plain != string(s[:end]) {
				return append(out, plain...), end
			}
		}
	}
	return out, 0
}
