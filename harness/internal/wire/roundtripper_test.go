package wire

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/h2non/gock"

	"example.com/toeline/harness/internal/exchange"
)

type tripFunc func(*http.Request) (*http.Response, error)

func (f tripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func tripper(t *testing.T, rt http.RoundTripper, o Options) *RoundTripper {
	t.Helper()
	s, err := NewRoundTripper(&url.URL{Scheme: "https", Host: "target.example", Path: "/beta"}, rt,
		o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func reply(status int, header http.Header, body io.Reader) *http.Response {
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1",
		Header: header, Body: io.NopCloser(body),
	}
}

func TestRoundTripper(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Set("X-Target", r.RequestURI)
		w.Header().Set("X-Got", r.Method+" "+r.Header.Get("A")+" "+r.Header.Get("Content-Length")+
			" "+string(body)+r.UserAgent())
		w.Header().Set("Location", "/elsewhere")
		w.Header()["Date"], w.Header()["Content-Type"] = nil, nil
		w.WriteHeader(302)
		io.WriteString(w, "hi")
	}))
	defer srv.Close()
	base, _ := url.Parse(srv.URL)
	rt := &http.Transport{}
	s, err := NewRoundTripper(base, rt, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, target := range []string{"/a", "/a%2Fb?c=%20"} {
		ex := send(t, s, exchange.Request{
			Method: "POST", Target: target, Header: exchange.Header{{Name: "a", Value: "b"}},
			Body: []byte("c"),
		})
		res := whole(t, ex, 302)
		want := &exchange.Response{
			Proto: "HTTP/1.1", Status: 302, Reason: "Found",
			Interim: []int{103}, Body: []byte("hi"), Header: exchange.Header{
				{Name: "Content-Length", Value: "2"},
				{Name: "Location", Value: "/elsewhere"},
				{Name: "X-Got", Value: "POST b 1 c"},
				{Name: "X-Target", Value: target},
			},
		}
		if diff := cmp.Diff(want, res); diff != "" {
			t.Errorf("%s (-want +got):\n%s", target, diff)
		}
		if ex.Raw || ex.FirstByte <= 0 || ex.Total < ex.FirstByte {
			t.Errorf("raw %v, first byte %s, total %s", ex.Raw, ex.FirstByte, ex.Total)
		}
	}
}

func TestRoundTripperTarget(t *testing.T) {
	for _, want := range []string{
		"/a%2fb", "/%41", "/a'b(c)", "/a%zz", "/a\"<b>", "/ä", "/a?", "/a?b?c", "//a", "/a//b",
		"/%2e%2e/c", "/../c", "/a;b=c", "/a#b",
	} {
		var line string
		tg := listen(t, func(c net.Conn) {
			got, _ := readRequest(bufio.NewReader(c))
			line, _, _ = strings.Cut(got, "\r\n")
			io.WriteString(c, ok204)
			half(c)
		})
		s, err := NewRoundTripper(tg.url, &http.Transport{}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		whole(t, send(t, s, exchange.Request{Method: "GET", Target: want, Alone: true}), 204)
		if line != "GET "+want+" HTTP/1.1" {
			t.Errorf("sent %q, want target %q", line, want)
		}
	}
}

func TestRoundTripperRequest(t *testing.T) {
	var got *http.Request
	s := tripper(t, tripFunc(func(r *http.Request) (*http.Response, error) {
		got = r
		return reply(204, nil, strings.NewReader("")), nil
	}), Options{})
	req := exchange.Request{
		Method: "POST", Target: "/beta/x/a%2Fb/y?q", Alone: true,
		Header: exchange.Header{{Name: "host", Value: "other"}},
	}
	whole(t, send(t, s, req), 204)
	if got.URL.Host != "target.example" || got.URL.Path != "/beta/x/a/b/y" ||
		got.URL.RawPath != "/beta/x/a%2Fb/y" || got.URL.RawQuery != "q" ||
		got.Host != "other" || !got.Close || got.Body != http.NoBody || got.ContentLength != 0 {
		t.Errorf("request = %+v, url = %+v", got, got.URL)
	}
}

func TestRoundTripperGock(t *testing.T) {
	defer gock.Off()
	gock.New("https://target.example").Post("^/beta/security/x$").MatchHeader("Authorization",
		"^Bearer t$").
		Reply(404).JSON(map[string]string{"a": "b"})
	s := tripper(t, gock.DefaultTransport, Options{})
	ex := send(t, s, exchange.Request{
		Method: "POST", Target: "/beta/security/x",
		Header: exchange.Header{{Name: "authorization", Value: "Bearer t"}},
	})
	if res := whole(t, ex, 404); strings.TrimSpace(string(res.Body)) != `{"a":"b"}` {
		t.Errorf("body = %q", res.Body)
	}
	faulty(t, send(t, s, get("/beta/other")), exchange.Transport, "gock")
}

func TestRoundTripperFaults(t *testing.T) {
	body := func(r io.Reader) tripFunc {
		return func(*http.Request) (*http.Response, error) { return reply(200, nil, r), nil }
	}
	gz := http.Header{"Content-Encoding": {"gzip"}}
	tests := []struct {
		name   string
		rt     tripFunc
		kind   exchange.FaultKind
		detail string
	}{
		{"error", func(*http.Request) (*http.Response, error) {
			return nil, errors.New("two\nlines")
		}, exchange.Transport, "two lines"},
		{"neither", func(*http.Request) (*http.Response, error) {
			return nil, nil
		}, exchange.Transport, "neither"},
		{
			"panic", func(*http.Request) (*http.Response, error) { panic("oh no") },
			exchange.Transport,
			"panic in the round tripper: oh no " +
				"(example.com/toeline/harness/internal/wire.TestRoundTripperFaults",
		},
		{"goexit", func(*http.Request) (*http.Response, error) {
			runtime.Goexit()
			return nil, nil
		}, exchange.Transport, "goroutine"},
		{"endless", body(endless{}), exchange.Unread, "content over 1048576 bytes"},
		{"header", func(*http.Request) (*http.Response, error) {
			return reply(200, http.Header{"A": {strings.Repeat("x", 300<<10)}},
				strings.NewReader("")), nil
		}, exchange.Limit, "header section over 262144 bytes"},
		{"status", func(*http.Request) (*http.Response, error) {
			return reply(7, nil, strings.NewReader("")), nil
		}, exchange.Malformed, "status 7"},
		{
			"cut off", body(io.MultiReader(strings.NewReader("hi"), broken{io.ErrUnexpectedEOF})),
			exchange.Malformed, "2 bytes into the content",
		},
		{"broken", body(broken{errors.New("broken")}), exchange.Transport, "broken"},
		{"no gzip", func(*http.Request) (*http.Response, error) {
			return reply(200, gz, strings.NewReader("hello")), nil
		}, exchange.Malformed, "gzip"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			faulty(t, send(t, tripper(t, tt.rt, Options{}), get("/")), tt.kind, tt.detail)
		})
	}
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

func TestRoundTripperIsBoundedInTime(t *testing.T) {
	release := make(chan bool)
	defer close(release)
	deaf := tripFunc(func(*http.Request) (*http.Response, error) {
		<-release
		return nil, errors.New("late")
	})
	faulty(t, send(t, tripper(t, deaf, Options{Timeout: 20 * time.Millisecond}), get("/")),
		exchange.Timeout, "within 20ms")
	ctx, cancel := context.WithCancel(t.Context())
	polite := tripFunc(func(r *http.Request) (*http.Response, error) {
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	faulty(t, tripper(t, polite, Options{}).Send(ctx, get("/")), exchange.Canceled,
		"the run ended first")
	faulty(t, tripper(t, polite, Options{}).Send(ctx, get("/")), exchange.Canceled,
		"before anything was sent")
}

func TestRoundTripperRefuses(t *testing.T) {
	if _, err := NewRoundTripper(&url.URL{Scheme: "http", Host: "a"}, nil, Options{}); err == nil {
		t.Error("no round tripper: no error")
	}
	none := tripFunc(func(*http.Request) (*http.Response, error) { panic("sent") })
	faulty(t, send(t, tripper(t, none, Options{}), get("/\r\n")), exchange.Transport,
		"request not sent")
}
