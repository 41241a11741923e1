package lab

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec/clients"
)

// asksFor reports whether a request names a content coding that it accepts.
func asksFor(r *Request, coding clients.Coding) bool {
	for _, line := range r.Header.Values("Accept-Encoding") {
		for part := range strings.SplitSeq(line, ",") {
			name, parameter, _ := strings.Cut(part, ";")
			_, weight, _ := strings.Cut(parameter, "=")
			q, err := strconv.ParseFloat(strings.TrimSpace(cmp.Or(weight, "1")), 64)
			if strings.EqualFold(strings.TrimSpace(name), string(coding)) && err == nil && q > 0 {
				return true
			}
		}
	}
	return false
}

// encode applies a content coding.
func encode(content []byte, coding clients.Coding) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case clients.Gzip:
		w = gzip.NewWriter(&b)
	case clients.Deflate:
		w = zlib.NewWriter(&b)
	case clients.Brotli:
		return brotliStream(content)
	case clients.Zstd:
		return zstdFrame(content)
	}
	_, _ = w.Write(content) // into memory
	_ = w.Close()
	return b.Bytes()
}

// zstdFrame returns a zstd frame (RFC 8878) of blocks that are not compressed: an encoder would add
// 344 kB to the command.
func zstdFrame(content []byte) []byte {
	const window, block = 7 << 3, 128 << 10 // both 128 KiB
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0, window}
	for {
		part := content[:min(len(content), block)]
		content = content[len(part):]
		header := uint32(len(part)) << 3 // of a raw block
		if len(content) == 0 {
			header |= 1 // the last
		}
		frame = append(frame, byte(header), byte(header>>8), byte(header>>16))
		if frame = append(frame, part...); len(content) == 0 {
			return frame
		}
	}
}

// brotliStream returns a brotli stream (RFC 7932) of meta-blocks that are not compressed, as an
// encoder would add 80 kB.
func brotliStream(content []byte) []byte {
	const block = 64 << 10 // also the window, which is the lowest bit of a stream: 0
	stream, bits := []byte{}, 1
	for len(content) > 0 {
		part := content[:min(len(content), block)]
		content = content[len(part):]
		// Not the last; a length of four nibbles, less one; not compressed; the rest of a byte.
		header := (uint32(len(part)-1)<<3 | 1<<19) << bits
		stream = append(stream, byte(header), byte(header>>8), byte(header>>16))
		stream, bits = append(stream, part...), 0
	}
	return append(stream, 0b11<<bits) // the last, and empty
}

// frame writes the message as it is sent.
func (a *Response) frame(play *clients.Play, content []byte, headOnly bool) {
	none := a.Status == http.StatusNoContent || a.Status == http.StatusNotModified
	add := func(name, value string) {
		a.Header = append(a.Header, exchange.Field{Name: name, Value: value})
	}
	body := content
	switch {
	case none:
	case play.Framing == clients.Chunked:
		add("Transfer-Encoding", "chunked")
		body = chunks(content)
	case play.Framing == clients.ManyChunks:
		add("Trailer", "Expires")
		add("Transfer-Encoding", "chunked")
		body = manyChunks(content)
	case play.Framing == clients.ByClose:
		add("Connection", "close")
		a.ends = true
	default:
		add("Content-Length", fmt.Sprint(len(content)))
	}
	if none || headOnly {
		body = nil
	}
	connection, _ := a.Header.Get("Connection")
	a.announced = strings.EqualFold(connection, "close")
	a.ends = a.ends || play.Ends || play.Version != ""
	a.content = body
	if headOnly || none {
		a.content = nil
	}
	head := a.head(play)
	switch a.Fault {
	case clients.CloseBefore:
	case clients.CloseInStatus:
		a.wire = head[:len("HTTP/1.1 2")]
	case clients.CloseInHeader:
		a.wire = head[:len(head)/2]
	case clients.CloseAfterField:
		a.wire = head[:bytes.LastIndex(head[:len(head)-4], []byte("\r\n"))+2]
	case clients.CloseInside:
		a.wire = append(head, body[:len(body)/2]...)
	default:
		a.wire = append(head, body...)
	}
	a.ends = a.ends || a.Fault != ""
}

// head returns the header as it is sent, behind interim responses.
func (a *Response) head(play *clients.Play) []byte {
	var b bytes.Buffer
	for _, status := range play.Interim {
		fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
		if status == http.StatusEarlyHints {
			b.WriteString("Link: </style.css>; rel=preload; as=style\r\n")
		}
		b.WriteString("\r\n")
	}
	reason := http.StatusText(a.Status)
	if play.Reason != nil {
		reason = *play.Reason
	}
	fmt.Fprintf(&b, "HTTP/%s %d %s\r\n", cmp.Or(play.Version, "1.1"), a.Status, reason)
	for _, f := range a.Header {
		switch play.Fields {
		case clients.Small:
			fmt.Fprintf(&b, "%s:%s\r\n", strings.ToLower(f.Name), f.Value)
		case clients.Capitals:
			fmt.Fprintf(&b, "%s: %s\r\n", strings.ToUpper(f.Name), f.Value)
		case clients.Spaced:
			fmt.Fprintf(&b, "%s: \t %s \t\r\n", f.Name, f.Value)
		default:
			fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
		}
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// keep records the content that is sent, before any coding.
func (a *Response) keep(content []byte) {
	switch a.Fault {
	case "":
	case clients.CloseInside:
		content = content[:len(content)/2]
	default:
		content = nil
	}
	a.Body = bytes.Clone(content[:min(len(content), keptContent)])
	if len(content) > keptContent {
		a.Body = fmt.Appendf(a.Body, "… [cut: %d bytes in all]", len(content))
	}
}

// keptContent is how much of a content is recorded, in bytes.
const keptContent = 2 << 10

// chunks writes content in two chunks.
func chunks(content []byte) []byte {
	var b bytes.Buffer
	for _, part := range [][]byte{content[:len(content)/2], content[len(content)/2:]} {
		if len(part) > 0 {
			fmt.Fprintf(&b, "%x\r\n%s\r\n", len(part), part)
		}
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}

// manyChunks writes content in chunks of a few bytes, which cut characters too, with all that RFC
// 9112 7.1 allows: sizes with zeros before them and in capitals, extensions, and a trailer.
func manyChunks(content []byte) []byte {
	var b bytes.Buffer
	for i := 0; len(content) > 0; i++ {
		part := content[:min(len(content), 1+i%13)]
		content = content[len(part):]
		fmt.Fprintf(&b, "%0*X%s\r\n%s\r\n", 1+i%3, len(part),
			[]string{"", ";n=1", `;name="a;b"`, ";flag"}[i%4], part)
	}
	b.WriteString("0;last\r\nExpires: 0\r\nX-Checksum: none\r\n\r\n")
	return b.Bytes()
}
