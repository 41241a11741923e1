package defects

import (
	"bytes"
	"fmt"
	"strings"
)

// The HTTP message: what a 204 must not have, and what is not HTTP at all.
func framingDefects() []Defect {
	const wellFormed = "ERA-REQ-5"
	one := plain(In(Absent))
	rest := []Defect{
		{"framing/204-with-content", IDs("ERA-OK-2"), Answers(In(Success), behind(`{}`))},
		row("framing/204-with-content-of-one-type", IDs("ERA-OK-2"),
			Answers(ofType(In(Success), "isolateDevice"), behind(`{"status":"started"}`))),
		row("framing/204-with-content-and-length", IDs("ERA-OK-2", "ERA-HDR-8"),
			Answers(In(Success), Raw(func(m []byte) []byte {
				return append(bytes.Replace(m, []byte("\r\n\r\n"),
					[]byte("\r\nContent-Length: 2\r\n\r\n"), 1), "{}"...)
			}))),
		row("framing/204-with-length-0", IDs("ERA-HDR-8"),
			Answers(In(Success), Line("Content-Length: 0"))),
		row("framing/204-with-transfer-encoding", IDs("ERA-HDR-9"),
			Answers(In(Success), Line("Transfer-Encoding: chunked"))),
		row("framing/204-in-chunks", IDs("ERA-OK-2", "ERA-HDR-9"),
			Answers(In(Success), Raw(func(m []byte) []byte {
				return append(bytes.Replace(m, []byte("\r\n\r\n"),
					[]byte("\r\nTransfer-Encoding: chunked\r\n\r\n"), 1), "0\r\n\r\n"...)
			}))),
		row("framing/length-too-long-everywhere", IDs(wellFormed),
			Answers(AnyError, Raw(func(m []byte) []byte { return m[:len(m)-1] }))),
		row("framing/length-no-number", IDs(wellFormed),
			Answers(one, Replaced("Content-Length: ", "Content-Length: x"))),
		row("framing/length-and-chunks", IDs(wellFormed),
			Answers(one, Line("Transfer-Encoding: chunked"))),
		row("framing/chunk-without-a-size", IDs(wellFormed),
			Answers(one, Chunks("no size\r\n%s\r\n0\r\n\r\n"))),
		row("framing/chunks-without-an-end", IDs(wellFormed),
			Answers(one, Chunks("%[2]x\r\n%[1]s\r\n"))),
		{"framing/header-without-colon", IDs(wellFormed), Answers(one, Line("no colon here"))},
		row("framing/header-with-space-before-colon", IDs(wellFormed),
			Answers(one, Line("X-Note : value"))),
		row("framing/status-line-of-another-protocol", IDs(wellFormed),
			Answers(one, Replaced("HTTP/1.1", "ICY"))),
		row("framing/another-answer-behind", IDs(wellFormed),
			Answers(one, Raw(func(m []byte) []byte {
				return append(m, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"...)
			}))),
		row("framing/no-status-line", IDs(wellFormed),
			Answers(one, Raw(func(m []byte) []byte {
				return m[bytes.Index(m,
					[]byte("\r\n"))+2:]
			}))),
		row("framing/content-over-the-limit", IDs(wellFormed),
			Answers(one, Chunks("%[2]x;x="+strings.Repeat("x", 8<<10)+
				"\r\n%[1]s\r\n0\r\n\r\n"))),
		{"framing/gzip-garbage", IDs(wellFormed), Answers(one, Header("Content-Encoding", "gzip"))},
		{"framing/malformed-success", IDs(wellFormed), Answers(In(Success), Line("no colon here"))},
		row("framing/malformed-401", IDs(wellFormed),
			Answers(In(Unauthorized), Line("no colon here"))),
		row("framing/malformed-unsupported", IDs(wellFormed),
			Answers(In(Unsupported), Replaced("Content-Length: ", "Content-Length: 1e"))),
	}
	return rest
}

// chunks sends the content in the framing of a format: %[1]s is the content,
// %[2]x its length.
func Chunks(format string) Edit {
	return Raw(func(m []byte) []byte {
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
