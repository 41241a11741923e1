//go:build unix

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// decoy is sent beside each secret, in the same spelling. It is not a secret: reports that show
// it prove that the secret would be visible there too.
const decoy = "dEc0Y-n0thing/5ecret~1c+77aa.Q9wV=="

// echoServer is a target that repeats the credentials of each request, each time in
// another way.
type echoServer struct {
	url       string
	elsewhere net.Listener // where its redirects lead: no request may come

	mu      sync.Mutex
	asked   int
	known   map[string]bool     // secrets that it was sent
	made    map[string][][]byte // the ways, by what they repeat
	strayed int                 // connections to elsewhere
	only    *int                // the way that is always taken; nil: in turn
	hangs   bool                // requests without credentials have no response
	large   bool                // it also fills the limits of a run and of the wire
}

func newEchoServer(t *testing.T) *echoServer {
	t.Helper()
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := listen()
	p := &echoServer{
		url: "http://" + l.Addr().String() + "/beta", elsewhere: listen(), known: map[string]bool{},
		made: map[string][][]byte{},
	}
	var work sync.WaitGroup
	work.Go(func() {
		for {
			c, err := p.elsewhere.Accept()
			if err != nil {
				return
			}
			p.mu.Lock()
			p.strayed++
			p.mu.Unlock()
			_ = c.Close()
		}
	})
	work.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			work.Go(func() { p.answer(c) })
		}
	})
	t.Cleanup(func() { _, _ = l.Close(), p.elsewhere.Close(); work.Wait() })
	return p
}

func (p *echoServer) answer(c net.Conn) {
	defer c.Close()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, r.Body)
	var heard []string
	for _, name := range []string{"Authorization", "Proxy-Authorization", "X-Gateway-Key"} {
		credentials := r.Header.Get(name)
		if name != "X-Gateway-Key" {
			_, credentials, _ = strings.Cut(credentials, " ")
		}
		if credentials != "" {
			heard = append(heard, credentials)
		}
	}
	p.mu.Lock()
	turn := p.asked
	if p.only != nil {
		turn = *p.only
	}
	p.asked++
	hangs, large := p.hangs, p.large
	for _, s := range heard {
		p.known[s] = true
	}
	p.mu.Unlock()
	if len(heard) == 0 && hangs {
		_, _ = io.Copy(io.Discard, c)
		return
	}
	ways := p.waysOf(append([]string{decoy}, heard...))
	if !large {
		ways = ways[:len(ways)-largeWays]
	}
	_, _ = c.Write(ways[turn%len(ways)])
}

// waysOf returns the ways to repeat what was heard, which are large, and made once.
func (p *echoServer) waysOf(heard []string) [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := strings.Join(heard, "\x00")
	if p.made[key] == nil {
		p.made[key] = p.ways(heard)
	}
	return p.made[key]
}

// largeWays are the last of the ways, the large ones.
const largeWays = 5

// ways are its responses. The last but one of what it repeats is cut where the
// answer is.
func (p *echoServer) ways(heard []string) [][]byte {
	say := func(of func(string) string) string {
		var all []string
		for _, s := range heard {
			all = append(all, of(s))
		}
		return strings.Join(all, " ")
	}
	raw := say(func(s string) string { return s })
	last := heard[len(heard)-1]
	answer := func(head, body string) []byte {
		return fmt.Appendf(nil, "HTTP/1.1 %s\r\nContent-Type: "+
			"application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", head,
			len(body), body)
	}
	message := func(text string) string {
		return `{"error":{"code":"NotFound","message":"` + text + `"}}`
	}
	var all [][]byte
	for _, s := range spellings() {
		all = append(all,
			answer("404 Not Found", message(say(s.of))),
			answer("404 Not Found\r\nrequest-id: "+say(s.of)+"\r\nX-Echo: "+say(s.of),
				message("x")),
			answer("302 Found\r\nLocation: http://"+p.elsewhere.Addr().String()+"/?t="+
				strings.ReplaceAll(say(s.of), " ", "&u="), ""),
		)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(w, message(raw))
	_ = w.Close()
	half := len(last) / 2
	chunks := fmt.Sprintf("%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", len(raw)-half, raw[:len(raw)-half],
		half, raw[len(raw)-half:])
	cutAt := func(size int) string { // the last of it is across the limit
		return message(raw + strings.Repeat("-", max(0, size-len(raw)-len(message(""))-20)) + last +
			last + strings.Repeat("-", 100))
	}
	all = append(all,
		answer("404 Not Found", `{"error":{"`+raw+`":{"`+raw+`":1}}}`),
		answer("404 "+raw, message("x")),
		answer("404 Not Found\r\nX-"+hex.EncodeToString([]byte(raw))+": x\r\nSet-Cookie: t="+
			url.QueryEscape(raw)+"; Path=/", message("x")),
		answer("401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\""+raw+"\"",
			message("Invalid token "+raw)),
		answer("404 Not Found\r\nContent-Encoding: gzip", zipped.String()),
		answer("404 Not Found\r\nContent-Encoding: br", raw),
		answer("404 Not Found", "<!doctype html><title>"+raw+"</title>"),
		// The target itself cuts it.
		answer("404 Not Found",
			message(raw[:len(decoy)]+" token "+last[:len(last)*2/3]+"... is not known")),
		answer("404 Not Found",
			message(raw[:len(decoy)]+" token ..."+last[len(last)/3:]+" is not known")),
		answer("404 Not Found", message(raw[:len(decoy)]+" token "+
			perByte(last[:len(last)*2/3], `\u%04x`)+"... is not known")),
		// Its message ends in the midst of it, or before.
		fmt.Appendf(nil,
			"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
			len(raw)+500, raw[:len(raw)-10]),
		fmt.Appendf(nil,
			"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
			len(raw)-half, raw),
		fmt.Appendf(nil,
			"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n%s",
			chunks),
		fmt.Appendf(nil, "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\nConnection: "+
			"close\r\n\r\nx%s\r\n", raw),
		fmt.Appendf(nil, "HTTP/1.1 103 Early Hints\r\nX-Echo: %s\r\n\r\nHTTP/1.1 404 Not "+
			"Found\r\nX-Echo: %s\r\nConnection: close\r\n\r\n%s", raw, raw, raw),
		fmt.Appendf(nil, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n%s", raw),
		fmt.Appendf(nil, "HTTP/1.1 40x %s\r\n\r\n", raw),
		fmt.Appendf(nil, "HTTP/1.1 40x %s\r\n\r\n", last),
		fmt.Appendf(nil, "HTTP/1.1 404 Not Found\r\nno colon %s\r\n\r\n", last),
		fmt.Appendf(nil, "HTTP/1.1 404 Not Found\r\nX-Echo: %s\r\n %s\r\n\r\n", raw[:len(raw)-half],
			raw[len(raw)-half:]),
		fmt.Appendf(nil, "HTTP/1.1 404 Not Found\r\nContent-Length: %s\r\n\r\n", last),
		[]byte(last), []byte(raw),
		// Limits: of a report, of a run, of the wire.
		answer("404 Not Found", cutAt(4<<10)),
		answer("404 Not Found\r\nX-Echo: "+raw+strings.Repeat("-", 4<<10-len(raw)-20)+last,
			message("x")),
		answer("404 "+raw+strings.Repeat("-", 1<<10-len(raw)-20)+last, message("x")),
		answer("404 Not Found", cutAt(16<<10)),
		answer("404 Not Found", cutAt(80<<10)),
		answer("404 Not Found", message(raw+strings.Repeat("-", 16<<10-len(raw)-60)+last+last+
			strings.Repeat("-", 80<<10))),
		answer("404 Not Found", cutAt(1<<20)),
		fmt.Appendf(nil, "HTTP/1.1 404 Not Found\r\nX-Echo: %s%s\r\n\r\n",
			strings.Repeat("-", 256<<10-60), last),
	)
	return all
}
