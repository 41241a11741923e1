package selftest

import (
	"encoding/binary"
	"unicode/utf16"
)

// The bytes of an error's content.
func byteDefects() []Defect {
	const encoding, form = "ERA-ENV-2", "ERA-ENV-3"
	one := plain(in(absent))
	rewrite := func(f func([]byte) []byte) wrap { return answers(one, rewritten(f)) }
	appended := func(text string) wrap {
		return rewrite(func(b []byte) []byte { return append(b, text...) })
	}
	return []Defect{
		{"bytes/empty", ids(form), answers(anyError, content(""))},
		{"bytes/empty-without-a-type", ids(form), answers(one, content(""), noHeader("Content-Type"))},
		{"bytes/truncated", ids(form), answers(anyError, rewritten(func(b []byte) []byte { return b[:len(b)-1] }))},
		{"bytes/twice", ids(form), answers(anyError, rewritten(func(b []byte) []byte { return append(b, b...) }))},
		{"bytes/trailing-word", ids(form), appended(" ok")},
		{"bytes/trailing-nul", ids(form), appended("\x00")},
		{"bytes/html", ids(form), answers(anyError, content("<html><body><h1>404</h1></body></html>"))},
		{"bytes/html-of-a-proxy", ids("ERA-ENV-1", form), answers(anyError, content("<html><h1>Bad Request</h1></html>"), header("Content-Type", "text/html"))},
		{"bytes/xml", ids(form), answers(anyError, content(`<?xml version="1.0"?><error><code>NotFound</code></error>`))},
		{"bytes/byte-order-mark", ids(encoding), answers(anyError, rewritten(func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }))},
		{"bytes/latin-1", ids(encoding), rewrite(func(b []byte) []byte { return insertBefore(b, `"error"`, "\"author\":\"Andr\xe9\",") })},
		{"bytes/utf-16", ids(encoding), rewrite(func(b []byte) []byte { return utf16Bytes(binary.LittleEndian, "\ufeff"+string(b)) })},
		{"bytes/gzip-that-is-not-named", ids(encoding), answers(one, func(a *answer) { a.body = gzipped(a.body) })},
	}
}

func utf16Bytes(order binary.AppendByteOrder, text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}
