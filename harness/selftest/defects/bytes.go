package defects

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"unicode/utf16"
)

// The bytes of an error's content.
func byteDefects() []Defect {
	const encoding, form = "ERA-ENV-2", "ERA-ENV-3"
	one := plain(In(Absent))
	rewrite := func(f func([]byte) []byte) Wrap { return Answers(one, Rewritten(f)) }
	appended := func(text string) Wrap {
		return rewrite(func(b []byte) []byte { return append(b, text...) })
	}
	return []Defect{
		{"bytes/empty", IDs(form), Answers(AnyError, Content(""))},
		row("bytes/empty-without-a-type", IDs(form),
			Answers(one, Content(""), NoHeader("Content-Type"))),
		row("bytes/truncated", IDs(form),
			Answers(AnyError, Rewritten(func(b []byte) []byte { return b[:len(b)-1] }))),
		row("bytes/twice", IDs(form),
			Answers(AnyError, Rewritten(func(b []byte) []byte { return append(b, b...) }))),
		{"bytes/trailing-word", IDs(form), appended(" ok")},
		{"bytes/trailing-nul", IDs(form), appended("\x00")},
		row("bytes/html", IDs(form), Answers(AnyError,
			Content("<html><body><h1>404</h1></body></html>"))),
		row("bytes/html-of-a-proxy", IDs("ERA-ENV-1"),
			Answers(AnyError, Content("<html><h1>Bad Request</h1></html>"),
				Header("Content-Type", "text/html"))),
		row("bytes/xml", IDs(form), Answers(AnyError,
			Content(`<?xml version="1.0"?><error><code>NotFound</code></error>`))),
		row("bytes/byte-order-mark", IDs(encoding),
			Answers(AnyError,
				Rewritten(func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }))),
		row("bytes/latin-1", IDs(encoding),
			rewrite(func(b []byte) []byte {
				return insertBefore(b, `"error"`,
					"\"author\":\"Andr\xe9\",")
			})),
		row("bytes/utf-16", IDs(encoding),
			rewrite(func(b []byte) []byte {
				return utf16Bytes(binary.LittleEndian,
					"\ufeff"+string(b))
			})),
		row("bytes/gzip-that-is-not-named", IDs(encoding),
			Answers(one, func(a *Answer) { a.Body = Gzipped(a.Body) })),
	}
}

func utf16Bytes(order binary.AppendByteOrder, text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}

// Gzipped returns bytes in gzip coding.
func Gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
