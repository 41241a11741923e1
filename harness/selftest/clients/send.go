package clients

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/client/driver"
)

// reply is an answer as a client sees it.
type reply struct {
	status  int
	header  http.Header
	content []byte
	cut     error // the content ended before its time
}

// hedged sends a request, and another beside it where that is meant to be.
func (m *model) hedged(ctx context.Context, server driver.Server, base *url.URL,
	lines []string,
) (*reply, error) {
	var second sync.WaitGroup
	if m.hedge {
		lines := slices.Clone(lines)
		second.Go(func() { _, _ = m.send(ctx, server, base, lines) })
	}
	defer second.Wait()
	return m.send(ctx, server, base, lines)
}

// send sends a request on a kept connection, or a fresh one.
func (m *model) send(ctx context.Context, server driver.Server, base *url.URL,
	lines []string,
) (*reply, error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(m.patience, time.Minute))
	defer cancel()
	k := m.connections.take(base.Scheme + base.Host)
	if k == nil {
		conn, err := m.dial(ctx, server, base)
		if err != nil {
			return nil, err
		}
		k = &kept{conn: conn, in: bufio.NewReader(conn)}
	}
	defer context.AfterFunc(ctx, func() { k.conn.Close() })()
	kept := k.ended != nil
	made, keeps, err := m.exchange(k, lines)
	if err != nil && ctx.Err() != nil {
		k.conn.Close()
		return nil, os.ErrDeadlineExceeded
	}
	if err != nil && kept && m.connections.again {
		k.conn.Close()
		return m.send(ctx, server, base, lines)
	}
	if keeps && ctx.Err() == nil {
		m.connections.keep(base.Scheme+base.Host, k)
	} else {
		k.conn.Close()
	}
	return made, err
}

// interim begins an interim response.
const interim = "HTTP/1.1 1"

// exchange sends a request and reads the response, and reports whether the connection can be kept.
func (m *model) exchange(k *kept, lines []string) (made *reply, keeps bool, err error) {
	end := cmp.Or(m.lineEnd, "\r\n")
	head, content := strings.Join(append(lines, "", ""), end), m.content
	if m.continues > 0 && m.content != "" {
		if _, err := io.WriteString(k.conn, head); err != nil {
			return nil, false, err
		}
		head = ""
		_ = k.conn.SetReadDeadline(time.Now().Add(m.continues))
		next, _ := k.in.Peek(len(interim))
		_ = k.conn.SetReadDeadline(time.Time{})
		if len(next) > 0 && string(next) != interim && !m.insists {
			content = ""
		}
	}
	if _, err := io.WriteString(k.conn, head+content); err != nil {
		return nil, false, err
	}
	method, _, _ := strings.Cut(lines[0], " ")
	if m.reader != nil {
		return m.reader.read(k.in, method)
	}
	takes := m.takes
	if takes == nil {
		takes = func(r *http.Response) bool { return r.StatusCode/100 != 1 }
	}
	var response *http.Response
	for response == nil || !takes(response) {
		response, err = http.ReadResponse(k.in, &http.Request{Method: method})
		if err != nil {
			return nil, false, err
		}
	}
	defer response.Body.Close()
	made = &reply{status: response.StatusCode, header: response.Header}
	// An error is an error, however much of it can be read.
	const most = 1 << 20
	made.content, made.cut = io.ReadAll(io.LimitReader(response.Body, most))
	keeps = response.StatusCode/100 != 1 && made.cut == nil && len(made.content) < most &&
		(!response.Close || m.connections.careless)
	if decoded, err := decode(made.content, response.Header.Get("Content-Encoding")); err == nil &&
		!m.undecoded {
		made.content = decoded
	}
	return made, keeps, nil
}

func (m *model) dial(ctx context.Context, server driver.Server, base *url.URL) (net.Conn, error) {
	if base.Scheme == "http" {
		return (&net.Dialer{}).DialContext(ctx, "tcp", base.Host)
	}
	config, err := server.TLS()
	if err != nil {
		return nil, err
	}
	if m.tls != nil {
		m.tls(config)
	}
	conn, err := (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", base.Host)
	if err != nil && m.insecure {
		return (&net.Dialer{}).DialContext(ctx, "tcp", base.Host)
	}
	return conn, err
}
