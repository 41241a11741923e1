package selftest

import (
	"bytes"
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
		{"bytes/empty", inErrors(form), answers(anyError, content(""))},
		{"bytes/empty-without-a-type", ids(form), answers(one, content(""), noHeader("Content-Type"))},
		{"bytes/white-space-only", ids(form), answers(one, content(" \r\n"))},
		{"bytes/truncated", inErrors(form), answers(anyError, rewritten(func(b []byte) []byte { return b[:len(b)-1] }))},
		{"bytes/half", ids(form), rewrite(func(b []byte) []byte { return b[:len(b)/2] })},
		{"bytes/one-byte", ids(form), answers(one, content("{"))},
		{"bytes/twice", inErrors(form), answers(anyError, rewritten(func(b []byte) []byte { return append(b, b...) }))},
		{"bytes/trailing-brace", ids(form), appended("}")},
		{"bytes/trailing-word", ids(form), appended(" ok")},
		{"bytes/trailing-comma", ids(form), appended(",")},
		{"bytes/trailing-nul", ids(form), appended("\x00")},
		{"bytes/trailing-html", ids(form), appended("\n<!-- served in 3 ms -->")},
		{"bytes/trailing-form-feed", ids(form), appended("\f")},
		{"bytes/trailing-no-break-space", ids(form), appended("\u00a0")},
		{"bytes/leading-word", ids(form), rewrite(func(b []byte) []byte { return append([]byte("error: "), b...) })},
		{"bytes/anti-hijacking-prefix", ids(form), rewrite(func(b []byte) []byte { return append([]byte(")]}',\n"), b...) })},
		{"bytes/jsonp", ids(form), rewrite(func(b []byte) []byte { return append(append([]byte("callback("), b...), ");"...) })},
		{"bytes/html", inErrors(form), answers(anyError, content("<html><body><h1>404</h1></body></html>"))},
		{"bytes/html-of-a-proxy", inErrors("ERA-ENV-1", form), answers(anyError, content("<html><h1>Bad Request</h1></html>"), header("Content-Type", "text/html"))},
		{"bytes/xml", inErrors(form), answers(anyError, content(`<?xml version="1.0"?><error><code>NotFound</code></error>`))},
		{"bytes/plain-text", ids(form), answers(one, content("not found"))},
		{"bytes/single-quotes", ids(form), answers(one, content("{'error':{'code':'NotFound'}}"))},
		{"bytes/comment", ids(form), rewrite(func(b []byte) []byte { return append([]byte("/* error */"), b...) })},
		{"bytes/comma-before-brace", ids(form), rewrite(func(b []byte) []byte { return append(b[:len(b)-1], ",}"...) })},
		{"bytes/raw-line-end-in-a-string", ids(form), rewrite(func(b []byte) []byte { return bytes.Replace(b, []byte("taskId "), []byte("taskId\n"), 1) })},
		{"bytes/nan", ids(form), rewrite(func(b []byte) []byte { return insertBefore(b, `"error"`, `"cost":NaN,`) })},
		{"bytes/byte-order-mark", inErrors(encoding), answers(anyError, rewritten(func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }))},
		{"bytes/latin-1", ids(encoding), rewrite(func(b []byte) []byte { return insertBefore(b, `"error"`, "\"author\":\"Andr\xe9\",") })},
		{"bytes/lone-continuation", ids(encoding), rewrite(func(b []byte) []byte { return insertBefore(b, `"error"`, "\"x\":\"\x80\",") })},
		{"bytes/surrogate-in-utf-8", ids(encoding), rewrite(func(b []byte) []byte { return insertBefore(b, `"error"`, "\"x\":\"\xed\xa0\x80\",") })},
		{"bytes/overlong-utf-8", ids(encoding), rewrite(func(b []byte) []byte { return insertBefore(b, `"error"`, "\"x\":\"\xc0\xaf\",") })},
		{"bytes/utf-16", ids(encoding), rewrite(func(b []byte) []byte { return utf16Bytes(binary.LittleEndian, "\ufeff"+string(b)) })},
		{"bytes/utf-16-big-endian", ids(encoding), rewrite(func(b []byte) []byte { return utf16Bytes(binary.BigEndian, "\ufeff"+string(b)) })},
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
