package clients

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"example.com/toeline/harness/client/driver"
)

// pipeline sends all requests on one connection, and waits for no response before the next.
type pipeline struct {
	mu      sync.Mutex
	conn    net.Conn
	waiting chan chan piped
}

// piped is a response in a pipeline.
type piped struct {
	reply *reply
	err   error
}

// pipelining is a client that pipelines.
func pipelining() driver.Func {
	all := map[string]*pipeline{}
	var mu sync.Mutex
	return func(ctx context.Context, server driver.Server, id string) error {
		mu.Lock()
		p := all[server.URL]
		if p == nil {
			p = &pipeline{}
			all[server.URL] = p
		}
		mu.Unlock()
		return p.call(ctx, server, id)
	}
}

func (p *pipeline) call(ctx context.Context, server driver.Server, id string) error {
	base, err := url.Parse(server.URL)
	if err != nil {
		return err
	}
	m := &model{}
	lines := m.lines(base.Host, path(base.EscapedPath(), segment(id)), server.Token,
		"7c1bfae6-94a3-4b6f-8d52-0f3e5ad9c7b1", 0)
	lines = change("client-request-id:", "")(lines, 0)
	waits, err := p.write(ctx, base, strings.Join(append(lines, "", ""), "\r\n"))
	if err != nil {
		return err
	}
	got, ok := <-waits
	switch {
	case !ok:
		return errors.New("the connection ended")
	case got.err != nil:
		return got.err
	case got.reply.status == http.StatusNoContent:
		return nil
	}
	return m.failure(got.reply)
}

// write sends a request, and returns where its response comes.
func (p *pipeline) write(ctx context.Context, base *url.URL, text string) (chan piped, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn == nil {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", base.Host)
		if err != nil {
			return nil, err
		}
		p.conn, p.waiting = conn, make(chan chan piped, 100)
		go p.read(conn, p.waiting)
	}
	mine := make(chan piped, 1)
	p.waiting <- mine
	_, err := io.WriteString(p.conn, text)
	return mine, err
}

// read reads responses until the connection ends.
func (p *pipeline) read(conn net.Conn, waiting chan chan piped) {
	in := bufio.NewReader(conn)
	for next := range waiting {
		made, _, err := (&reader{}).read(in, http.MethodPost)
		next <- piped{made, err}
		if err != nil {
			conn.Close()
			p.mu.Lock()
			p.conn = nil
			p.mu.Unlock()
			return
		}
	}
}
