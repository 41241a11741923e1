package clients

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"example.com/toeline/harness/client/driver"
)

// standard is a client of net/http. Its zero value is right: it follows no redirect, keeps
// connections, and asks for gzip.
type standard struct {
	http2, closes, plain bool
	// follows follows redirects on the same origin.
	follows bool
	// retries asks again after 429 and 503, as Retry-After says.
	retries bool
	// single reads the first response alone that comes by HTTP/2.
	single bool
	// report changes what is reported of an error.
	report func(*http.Response, *driver.Reported)

	used   atomic.Bool
	once   sync.Once
	client *http.Client
	failed error
}

// program returns the client as a program.
func (s *standard) program() driver.Program { return driver.Func(s.call) }

func (s *standard) open(server driver.Server) (*http.Client, error) {
	s.once.Do(func() { s.client, s.failed = server.Client() })
	if s.failed != nil {
		return nil, s.failed
	}
	transport := s.client.Transport.(*http.Transport)
	transport.ForceAttemptHTTP2 = s.http2
	transport.DisableKeepAlives, transport.DisableCompression = s.closes, s.plain
	s.client.CheckRedirect = func(to *http.Request, via []*http.Request) error {
		if !s.follows || to.URL.Host != via[0].URL.Host || to.Method != http.MethodPost ||
			len(via) > 5 {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return s.client, nil
}

// call makes one call, as a driver.Func.
func (s *standard) call(ctx context.Context, server driver.Server, id string) error {
	client, err := s.open(server)
	if err != nil {
		return err
	}
	correlation := uuid.NewString()
	for attempt := 0; ; attempt++ {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost,
			server.URL+pathBefore+segment(id)+pathAfter, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+server.Token)
		request.Header.Set("Accept", "application/json")
		request.Header.Set("client-request-id", correlation)
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		content, cut := io.ReadAll(response.Body)
		response.Body.Close()
		if s.single && response.ProtoMajor == 2 && s.used.Swap(true) {
			return errors.New("the stream has no frames")
		}
		throttled := response.StatusCode == 429 || response.StatusCode == 503
		switch {
		case response.StatusCode == http.StatusNoContent:
			return nil
		case s.retries && throttled && attempt < 2:
			wait := min(politeWait(response.Header.Get("Retry-After")), time.Minute)
			if err := sleep(ctx, wait); err != nil {
				return err
			}
			continue
		}
		e := &envelope{}
		_ = json.Unmarshal(content, e) // what cannot be read is an error all the same
		reported := &driver.Reported{
			Status: response.StatusCode, Code: e.Error.Code, Message: e.Error.Message,
			RequestID: response.Header.Get("request-id"), Err: cut,
		}
		if s.report != nil {
			s.report(response, reported)
		}
		return reported
	}
}

// rightStyles are right clients that are made in other ways.
func rightStyles() []wrongClient {
	all := []wrongClient{
		made("keeps-no-connection", nil, model{connections: connections{never: true}}),
		made("two-spaces-before-the-token", nil, model{head: func(l []string, _ int) []string {
			l[2] = strings.Replace(l[2], "Bearer ", "Bearer  ", 1)
			return l
		}}),
		made("says-that-it-closes", nil, model{head: add("Connection: close")}),
		made("reads-by-hand", nil, model{reader: &reader{}}),
		made("reads-by-hand-on-fresh-connections", nil,
			model{reader: &reader{}, connections: connections{never: true}}),
		made("asks-for-codings", nil,
			model{head: add("Accept-Encoding: deflate, gzip;q=0.5, *;q=0")}),
		made("redirects-followed-on-the-origin", nil, model{follow: sameOrigin, redirects: 10}),
	}
	for name, s := range map[string]*standard{
		"net-http": {}, "net-http-closing": {closes: true}, "net-http-plain": {plain: true},
		"net-http-following": {follows: true}, "net-http-retrying": {retries: true},
	} {
		all = append(all, wrongClient{name: "client/" + name, program: s.program()})
	}
	return append(all,
		overTLS(wrongClient{name: "client/net-http-1.1-tls", program: (&standard{}).program()}),
		overTLS(wrongClient{
			name:    "client/net-http-2",
			program: (&standard{http2: true}).program(),
		}))
}
