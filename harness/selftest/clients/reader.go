package clients

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// reader reads responses by hand, as a client does that has no library for it. Its zero value
// reads what RFC 9112 allows.
type reader struct {
	// plainChunks fails at extensions of chunks, and leavesTrailer leaves the trailer unread.
	plainChunks, leavesTrailer bool
	// exact finds a field by its name as servers usually write it, spaced after a colon and a space
	// alone.
	exact, spaced bool
	// literal sees no coding that has white space around it.
	literal bool
	// reasoned wants a reason phrase, and version11 the version 1.1.
	reasoned, version11 bool
	// endless takes the end of the connection for the end of a header.
	endless bool
	// interim is how many interim responses are skipped, but for 100; zero: all; below: those
	// behind a 100.
	interim int
	// whole leaves the content of an error on the connection.
	leavesContent bool
}

// read reads a response, and reports whether the connection can be kept.
func (r *reader) read(in *bufio.Reader, method string) (*reply, bool, error) {
	reads := r.interim
	for ; ; reads-- {
		made, version, err := r.head(in)
		if err != nil {
			return nil, false, err
		}
		if made.status == 100 && r.interim < 0 {
			reads = 9
		}
		if made.status == 100 || made.status/100 == 1 && (r.interim == 0 || reads > 0) {
			continue
		}
		keeps := version == "HTTP/1.1" && made.status/100 != 1 &&
			!strings.EqualFold(made.header.Get("Connection"), "close")
		if method == http.MethodHead || made.status == 204 || made.status == 304 ||
			made.status/100 == 1 || r.leavesContent && made.status == 404 {
			return made, keeps, nil
		}
		var ends bool
		made.content, ends, made.cut = r.content(in, made.header)
		return made, keeps && !ends && made.cut == nil, nil
	}
}

// head reads a status line and a header.
func (r *reader) head(in *bufio.Reader) (*reply, string, error) {
	line, err := in.ReadString('\n')
	if err != nil {
		return nil, "", err
	}
	words := strings.SplitN(strings.TrimRight(line, "\r\n"), " ", 3)
	status, err := strconv.Atoi(words[min(1, len(words)-1)])
	made := &reply{status: status, header: http.Header{}}
	switch {
	case err != nil || !strings.HasPrefix(words[0], "HTTP/1."):
		return nil, "", fmt.Errorf("no status line: %q", line)
	case r.version11 && words[0] != "HTTP/1.1":
		return nil, "", fmt.Errorf("another version: %q", line)
	case r.reasoned && (len(words) < 3 || words[2] == ""):
		return nil, "", fmt.Errorf("no reason phrase: %q", line)
	}
	for {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) && r.endless {
			return made, words[0], nil
		}
		if err != nil {
			return nil, "", io.ErrUnexpectedEOF
		}
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return made, words[0], nil
		}
		r.field(made.header, line)
	}
}

// field adds a line of a header.
func (r *reader) field(header http.Header, line string) {
	name, value, _ := strings.Cut(line, ":")
	usual := map[string]string{"request-id": "request-id", "retry-after": "Retry-After"}
	if known, ok := usual[strings.ToLower(name)]; ok && r.exact && name != known {
		return
	}
	if r.spaced {
		if trimmed, ok := strings.CutPrefix(value, " "); ok {
			value = trimmed
		}
	} else {
		value = strings.Trim(value, " \t")
	}
	header.Add(name, value)
}

// content reads content, and reports whether the end of the connection ends it.
func (r *reader) content(in *bufio.Reader, header http.Header) (read []byte, ends bool, err error) {
	coding := header.Get("Transfer-Encoding")
	if !r.literal {
		coding = strings.TrimSpace(coding)
	}
	if strings.EqualFold(coding, "chunked") {
		read, err = r.chunks(in)
		return read, false, err
	}
	length, err := strconv.Atoi(strings.TrimSpace(header.Get("Content-Length")))
	if err != nil {
		read, err = io.ReadAll(in)
		return read, true, err
	}
	read = make([]byte, length)
	n, err := io.ReadFull(in, read)
	return read[:n], false, err
}

// chunks reads chunks and the trailer.
func (r *reader) chunks(in *bufio.Reader) (read []byte, err error) {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return read, io.ErrUnexpectedEOF
		}
		size, extension, _ := strings.Cut(strings.TrimSpace(line), ";")
		if r.plainChunks && extension != "" {
			return read, fmt.Errorf("no size of a chunk: %q", line)
		}
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		if err != nil {
			return read, err
		}
		if n == 0 {
			return read, r.trailer(in)
		}
		part := make([]byte, n+2)
		got, err := io.ReadFull(in, part)
		read = append(read, part[:max(0, min(got, int(n)))]...)
		if err != nil {
			return read, err
		}
	}
}

// trailer reads the lines behind the last chunk.
func (r *reader) trailer(in *bufio.Reader) error {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return io.ErrUnexpectedEOF
		}
		if strings.TrimRight(line, "\r\n") == "" || r.leavesTrailer {
			return nil
		}
	}
}
