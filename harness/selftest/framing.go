package selftest

import (
	"bytes"
	"fmt"
	"strings"
)

// The HTTP message: what a 204 must not have, and what is no HTTP at all.
func framingDefects() []Defect {
	const wellFormed = "ERA-REQ-5"
	one := plain(in(absent))
	rest := []Defect{
		{"framing/204-with-content", ids("ERA-OK-2"), answers(in(success), behind(`{}`))},
		{"framing/204-with-content-of-one-type", ids("ERA-OK-2"), answers(ofType(in(success), "isolateDevice"), behind(`{"status":"started"}`))},
		{"framing/204-with-content-and-length", ids("ERA-OK-2", "ERA-HDR-8"), answers(in(success), raw(func(m []byte) []byte {
			return append(bytes.Replace(m, []byte("\r\n\r\n"), []byte("\r\nContent-Length: 2\r\n\r\n"), 1), "{}"...)
		}))},
		{"framing/204-with-length-0", ids("ERA-HDR-8"), answers(in(success), line("Content-Length: 0"))},
		{"framing/204-with-transfer-encoding", ids("ERA-HDR-9"), answers(in(success), line("Transfer-Encoding: chunked"))},
		{"framing/204-in-chunks", ids("ERA-OK-2", "ERA-HDR-9"), answers(in(success), raw(func(m []byte) []byte {
			return append(bytes.Replace(m, []byte("\r\n\r\n"), []byte("\r\nTransfer-Encoding: chunked\r\n\r\n"), 1), "0\r\n\r\n"...)
		}))},
		{"framing/length-too-long-everywhere", ids(wellFormed), answers(anyError, raw(func(m []byte) []byte { return m[:len(m)-1] }))},
		{"framing/length-no-number", ids(wellFormed), answers(one, replaced("Content-Length: ", "Content-Length: x"))},
		{"framing/length-and-chunks", ids(wellFormed), answers(one, line("Transfer-Encoding: chunked"))},
		{"framing/chunk-without-a-size", ids(wellFormed), answers(one, chunks("no size\r\n%s\r\n0\r\n\r\n"))},
		{"framing/chunks-without-an-end", ids(wellFormed), answers(one, chunks("%[2]x\r\n%[1]s\r\n"))},
		{"framing/header-without-colon", ids(wellFormed), answers(one, line("no colon here"))},
		{"framing/header-with-space-before-colon", ids(wellFormed), answers(one, line("X-Note : value"))},
		{"framing/status-line-of-another-protocol", ids(wellFormed), answers(one, replaced("HTTP/1.1", "ICY"))},
		{"framing/no-status-line", ids(wellFormed), answers(one, raw(func(m []byte) []byte { return m[bytes.Index(m, []byte("\r\n"))+2:] }))},
		{"framing/content-over-the-limit", ids(wellFormed), answers(one, rewritten(func(b []byte) []byte { return append(b, strings.Repeat(" ", 2<<20)...) }))},
		{"framing/gzip-garbage", ids(wellFormed), answers(one, header("Content-Encoding", "gzip"))},
		{"framing/malformed-success", ids(wellFormed), answers(in(success), line("no colon here"))},
		{"framing/malformed-401", ids(wellFormed), answers(in(unauthorized), line("no colon here"))},
		{"framing/malformed-unsupported", ids(wellFormed), answers(in(unsupported), replaced("Content-Length: ", "Content-Length: 1e"))},
	}
	return rest
}

// chunks sends the content in the framing of a format: %[1]s is the content,
// %[2]x its length.
func chunks(format string) edit {
	return raw(func(m []byte) []byte {
		head, body, _ := bytes.Cut(m, []byte("\r\n\r\n"))
		lines := strings.Split(string(head), "\r\n")
		for i, l := range lines {
			if strings.HasPrefix(l, "Content-Length:") {
				lines[i] = "Transfer-Encoding: chunked"
			}
		}
		framed := fmt.Sprintf(strings.ReplaceAll(format, "%s", "%[1]s"), body, len(body))
		framed, _, _ = strings.Cut(framed, "%!(EXTRA")
		return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + framed)
	})
}
