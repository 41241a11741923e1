package wire

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/internal/exchange"
)

// RoundTripper sends through somebody's http.RoundTripper: gock, a recorder, a
// client's own transport. It cannot see the bytes of a connection, so its
// exchanges have Raw false, and no Surplus. Make one with NewRoundTripper.
type RoundTripper struct {
	opt    Options
	origin origin
	rt     http.RoundTripper
}

var _ Sender = (*RoundTripper)(nil)

// NewRoundTripper returns a sender for the origin of base. Of o, Timeout,
// MaxHeader and MaxBody count; TLS and proxies are rt's own affair.
func NewRoundTripper(base *url.URL, rt http.RoundTripper, o Options) (*RoundTripper, error) {
	if rt == nil {
		return nil, errors.New("wire: no http.RoundTripper")
	}
	opt, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	or, err := parseOrigin(base)
	if err != nil {
		return nil, err
	}
	return &RoundTripper{opt: opt, origin: or, rt: rt}, nil
}

// Close implements Sender.
func (s *RoundTripper) Close() {
	if c, ok := s.rt.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// Send implements Sender. A RoundTripper that ignores its context is left
// behind when the time is up: it cannot be stopped, but it cannot stop a run.
func (s *RoundTripper) Send(ctx context.Context, req exchange.Request) *exchange.Exchange {
	ex := &exchange.Exchange{Origin: s.origin.String(), Request: req}
	fail := func(kind exchange.FaultKind, detail string) *exchange.Exchange {
		ex.Fault = &exchange.Fault{Kind: kind, Detail: oneLine(detail)}
		return ex
	}
	hreq, err := s.request(req)
	if err != nil {
		return fail(exchange.Transport, "request not sent: "+err.Error())
	}
	if ctx.Err() != nil {
		ex.Fault = canceled(ctx, "before anything was sent")
		return ex
	}
	ex.Start = time.Now()
	limited, cancel := context.WithTimeout(ctx, s.opt.Timeout)
	defer cancel()
	done := make(chan tripped, 1)
	go s.trip(limited, hreq, done)
	var got tripped
	select {
	case got = <-done:
	case <-limited.Done():
	}
	ex.Total = time.Since(ex.Start)
	ex.Response = got.res
	if !got.first.IsZero() {
		ex.FirstByte = got.first.Sub(ex.Start)
	}
	switch {
	case got.fault != nil:
		ex.Fault = got.fault
	case got.res != nil && got.err == nil:
	case ctx.Err() != nil:
		ex.Fault = canceled(ctx, "no complete response yet")
	case limited.Err() != nil:
		return fail(exchange.Timeout, fmt.Sprintf("no complete response within %s", s.opt.Timeout))
	default:
		return fail(exchange.Transport, got.err.Error())
	}
	return ex
}

// tripped is what came of one round trip: a response with a fault beside it
// where it broke, or an error.
type tripped struct {
	res   *exchange.Response
	fault *exchange.Fault
	err   error
	first time.Time
}

// trip runs in a goroutine of its own and always sends exactly one result,
// after a panic and after runtime.Goexit (t.FailNow in a handler) too.
func (s *RoundTripper) trip(ctx context.Context, hreq *http.Request, done chan<- tripped) {
	out := tripped{err: errors.New("the round tripper ended its goroutine")}
	defer func() {
		if v := recover(); v != nil {
			out = tripped{err: fmt.Errorf("panic in the round tripper: %v (%s)", v, panicPlace())}
		}
		done <- out
	}()
	var interim interims
	hres, err := s.rt.RoundTrip(hreq.WithContext(httptrace.WithClientTrace(ctx, interim.trace())))
	switch {
	case err != nil:
		out = tripped{err: err}
		return
	case hres == nil:
		out = tripped{err: errors.New("neither a response nor an error")}
		return
	}
	first := time.Now()
	if hres.Body != nil {
		defer hres.Body.Close()
	}
	res, fault, err := s.response(hres)
	res.Interim = interim.seen()
	out = tripped{res: res, fault: fault, err: err, first: first}
}

// panicPlace is the function that panicked, without paths of this machine.
func panicPlace() string {
	lines := strings.Split(string(debug.Stack()), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "panic(") && i+2 < len(lines) {
			name, _, _ := strings.Cut(lines[i+2], "(0x")
			return strings.TrimSuffix(name, "(...)")
		}
	}
	return "place unknown"
}

// request builds what RoundTrip gets. Path and RawPath are as a server would
// have parsed them, so that mocks match; where net/http would encode the
// target in another way, Opaque holds it exactly.
func (s *RoundTripper) request(req exchange.Request) (*http.Request, error) {
	if err := checkRequest(req); err != nil {
		return nil, err
	}
	u := &url.URL{Scheme: s.origin.scheme, Host: s.origin.host}
	path, query, asked := strings.Cut(req.Target, "?")
	u.RawQuery, u.ForceQuery = query, asked && query == ""
	if decoded, err := url.PathUnescape(path); err == nil {
		u.Path = decoded
	} else {
		u.Path = path
	}
	if u.EscapedPath() != path {
		u.RawPath = path
	}
	if u.RequestURI() != req.Target {
		if u.Opaque = path; u.RequestURI() != req.Target {
			return nil,
				fmt.Errorf("target %q: net/http cannot carry it as it is", shorten(req.Target))
		}
	}
	hreq := &http.Request{
		Method: req.Method, URL: u, Host: s.origin.host, Header: http.Header{},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: http.NoBody, ContentLength: int64(len(req.Body)), Close: req.Alone,
	}
	if len(req.Body) > 0 {
		hreq.Body = io.NopCloser(strings.NewReader(string(req.Body)))
	}
	hreq.Header["User-Agent"] = nil // or net/http adds its own
	for _, f := range req.Header {
		if strings.EqualFold(f.Name, "Host") {
			hreq.Host = f.Value
			continue
		}
		hreq.Header.Add(f.Name, f.Value)
	}
	return hreq, nil
}

// response copies a response, its fields sorted by name: a map has no order.
func (s *RoundTripper) response(hres *http.Response) (*exchange.Response, *exchange.Fault, error) {
	code := fmt.Sprintf("%03d", hres.StatusCode)
	res := &exchange.Response{
		Proto: hres.Proto, Status: hres.StatusCode,
		Reason: strings.TrimPrefix(strings.TrimPrefix(hres.Status, code), " "),
	}
	size := 0
	for _, name := range slices.Sorted(maps.Keys(hres.Header)) {
		for _, v := range hres.Header[name] {
			size += len(name) + len(v) + 4
			res.Header = append(res.Header, exchange.Field{Name: name, Value: v})
		}
	}
	switch {
	case hres.StatusCode < 100 || hres.StatusCode > 999:
		return res, malformed("status %d", hres.StatusCode).Fault(), nil
	case size > s.opt.MaxHeader:
		return res, overLimit("header section over %d bytes", s.opt.MaxHeader).Fault(), nil
	case hres.Body == nil:
		return res, nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(hres.Body, int64(s.opt.MaxBody)+1))
	if len(body) > s.opt.MaxBody {
		res.Body = body[:s.opt.MaxBody]
		return res, tooLong("content over %d bytes", s.opt.MaxBody).Fault(), nil
	}
	res.Body = body
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return res, malformed("connection closed %d bytes into the content", len(body)).Fault(), nil
	}
	if err != nil || len(body) == 0 {
		return res, nil, err
	}
	if exchange.IsGzip(res.Header) {
		var fault *exchange.Fault
		res.Body, fault = unzip(new(gzip.Reader), body, s.opt.MaxBody)
		return res, fault, nil
	}
	return res, nil, nil
}

// interims collects 1xx answers, where the RoundTripper is net/http's own.
type interims struct {
	mu    sync.Mutex
	codes []int
}

func (i *interims) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{Got1xxResponse: func(code int, _ textproto.MIMEHeader) error {
		i.mu.Lock()
		defer i.mu.Unlock()
		if len(i.codes) == maxInterim {
			return fmt.Errorf("over %d interim responses", maxInterim)
		}
		i.codes = append(i.codes, code)
		return nil
	}}
}

func (i *interims) seen() []int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.codes)
}
