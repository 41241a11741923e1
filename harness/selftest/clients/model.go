package clients

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"example.com/toeline/harness/client/driver"
)

// model is a client of the contract, written by hand over a bare connection so
// that it can be wrong in any way. Its zero value is right.
type model struct {
	// target is the request target for an id; nil: the operation's path.
	target func(basePath, id string) string
	// refuse says that an id is not sent at all; nil: none is.
	refuse func(id string) bool
	// head changes the lines before the content, the request line first.
	head func(lines []string, attempt int) []string
	// lineEnd ends the lines of a request; empty: as HTTP has it.
	lineEnd string
	// hedge sends a second request beside each.
	hedge bool
	// content is sent with a request.
	content string
	// success says what counts as success; nil: 204.
	success func(status int) bool
	// again says whether to ask again; nil: up to three times after 429 and 503.
	again func(status, attempt int) bool
	// pause is the time before the next attempt; nil: what Retry-After says,
	// or a fifth of a second.
	pause func(retryAfter string, attempt int) time.Duration
	// follow says whether to follow a redirect, and with the token or not; nil:
	// none is followed.
	follow func(from, to *url.URL) (follows, withToken bool)
	// posts says after which statuses a redirect is followed with POST; nil: 307 and 308.
	posts func(status int) bool
	// redirects is how many are followed; zero: one.
	redirects int
	// leak changes the lines behind a redirect, given the token; nil: nothing.
	leak func(lines []string, token string) []string
	// page says what counts as success behind a redirect; nil: nothing.
	page func(status int) bool
	// lost says what to do when no answer comes: ask again so many times.
	lost int
	// cut is the same where the connection ended inside a header.
	cut int
	// late is the same where an attempt was not answered in time.
	late int
	// patience bounds an attempt; zero: a minute.
	patience time.Duration
	// unreadable says of a Retry-After that the client stops there; nil: none.
	unreadable func(retryAfter string) bool
	// report changes what the client reports of an error.
	report func(*driver.Reported, *envelope)
	// leads follows the Location of a success too.
	leads bool
	// tls changes the trust; insecure sends by http what cannot be sent by https.
	tls      func(*tls.Config)
	insecure bool
	// continues is how long a request that expects 100 (Continue) waits for it.
	continues time.Duration
	// insists sends the content after any response that comes in its place.
	insists bool
	// connections are those that are kept, and how; the zero value keeps what can be kept.
	connections connections
	// takes says what a response is to the client that reads one; nil: interim ones are skipped.
	takes func(*http.Response) bool
	// reader reads responses; nil: net/http does.
	reader *reader
	// firstError reports the error of the first response, not of the last.
	firstError bool
	// undecoded leaves content in the coding in which it came.
	undecoded bool
	// quiet makes errors of a kind nil: what the client swallows.
	quiet func(error) bool
}

// envelope is the content of an error.
type envelope struct {
	raw   []byte
	Error struct {
		Code       string          `json:"code"`
		Message    string          `json:"message"`
		InnerError json.RawMessage `json:"innerError"`
		Details    []any           `json:"details"`
	} `json:"error"`
	readErr error // why the content could not be read
	header  http.Header
}

// call makes one call, as a driver.Func.
func (m *model) call(ctx context.Context, server driver.Server, id string) error {
	err := m.attempts(ctx, server, id)
	if err != nil && m.quiet != nil && m.quiet(err) {
		return nil
	}
	return err
}

func (m *model) attempts(ctx context.Context, server driver.Server, id string) error {
	base, err := url.Parse(server.URL)
	if err != nil {
		return err
	}
	if m.refuse != nil && m.refuse(id) {
		return fmt.Errorf("%q is no id", id)
	}
	target := base.EscapedPath() + "/security/incidentTasks/" + segment(id) +
		"/executeResponseAction"
	if m.target != nil {
		target = m.target(base.EscapedPath(), id)
	}
	correlation := uuid.NewString()
	var first *reply
	for attempt := 0; ; attempt++ {
		response, err := m.hedged(ctx, server, base,
			m.lines(base.Host, target, server.Token, correlation, attempt))
		if err != nil {
			if attempt < m.lost || attempt < m.cut && errors.Is(err, io.ErrUnexpectedEOF) ||
				attempt < m.late && errors.Is(err, os.ErrDeadlineExceeded) {
				continue
			}
			return err
		}
		if first == nil {
			first = response
		}
		retryAfter := response.header.Get("Retry-After")
		if stops := m.unreadable != nil && m.unreadable(retryAfter); !stops &&
			m.retries(response.status, attempt) {
			if err := sleep(ctx, m.wait(retryAfter, attempt)); err != nil {
				return err
			}
			continue
		}
		if m.firstError && response.status/100 != 2 {
			response = first
		}
		return m.conclude(ctx, server, base, response, correlation)
	}
}

// segment encodes an id so that it stays one segment, dots alone included.
func segment(id string) string {
	if id == "." || id == ".." {
		return strings.ReplaceAll(id, ".", "%2E")
	}
	return url.PathEscape(id)
}

func (m *model) lines(host, target, token, correlation string, attempt int) []string {
	lines := []string{
		"POST " + target + " HTTP/1.1",
		"Host: " + host,
		"Authorization: Bearer " + token,
		"Accept: application/json",
		"client-request-id: " + correlation,
		"Content-Length: " + strconv.Itoa(len(m.content)),
	}
	if m.head != nil {
		lines = m.head(lines, attempt)
	}
	return lines
}

func (m *model) retries(status, attempt int) bool {
	if m.again != nil {
		return m.again(status, attempt)
	}
	return (status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable) &&
		attempt < 3
}

func (m *model) wait(retryAfter string, attempt int) time.Duration {
	if m.pause != nil {
		return m.pause(retryAfter, attempt)
	}
	return politeWait(retryAfter)
}

// leastWait is a wait that no response requires.
const leastWait = 200 * time.Millisecond

// politeWait is what Retry-After asks for, and else a fifth of a second.
func politeWait(retryAfter string) time.Duration {
	if seconds, err := strconv.Atoi(retryAfter); err == nil && seconds >= 0 {
		return max(leastWait, time.Duration(seconds)*time.Second)
	}
	if date, err := http.ParseTime(retryAfter); err == nil {
		return max(leastWait, time.Until(date))
	}
	return leastWait
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// conclude makes an error of all that is no success.
func (m *model) conclude(ctx context.Context, server driver.Server, base *url.URL, r *reply,
	correlation string,
) error {
	succeeds := r.status == http.StatusNoContent
	if m.success != nil {
		succeeds = m.success(r.status)
	}
	location := r.header.Get("Location")
	if succeeds && (location == "" || !m.leads) {
		return nil
	}
	if location != "" && m.follow != nil {
		if to, err := base.Parse(location); err == nil {
			if follows, withToken := m.follow(base, to); follows {
				return m.followTo(ctx, server, r.status, to, withToken, correlation,
					m.redirects-1)
			}
		}
	}
	return m.failure(r)
}

// keepsMethod reports whether a redirect is followed with POST.
func (m *model) keepsMethod(status int) bool {
	if m.posts != nil {
		return m.posts(status)
	}
	return status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
}

// followTo asks for the page that a redirect names.
func (m *model) followTo(ctx context.Context, server driver.Server, from int, to *url.URL,
	withToken bool, correlation string, more int,
) error {
	method := http.MethodGet
	if m.keepsMethod(from) {
		method = http.MethodPost
	}
	lines := []string{
		method + " " + to.RequestURI() + " HTTP/1.1", "Host: " + to.Host, "Content-Length: 0",
		"client-request-id: " + correlation,
	}
	if withToken {
		lines = append(lines, "Authorization: Bearer "+server.Token)
	}
	if m.leak != nil {
		lines = m.leak(lines, server.Token)
	}
	r, err := m.send(ctx, server, to, lines)
	if err != nil {
		return err
	}
	if next, err := to.Parse(r.header.Get("Location")); err == nil && more > 0 &&
		r.status/100 == 3 {
		return m.followTo(ctx, server, r.status, next, withToken, correlation, more-1)
	}
	if m.page != nil && m.page(r.status) || method == http.MethodPost && r.status == 204 {
		return nil
	}
	return m.failure(r)
}

// failure returns the error of a reply.
func (m *model) failure(r *reply) error {
	e := &envelope{raw: r.content, header: r.header}
	e.readErr = json.Unmarshal(bytes.TrimPrefix(r.content, []byte("\ufeff")), e)
	reported := &driver.Reported{
		Status: r.status, Code: e.Error.Code, Message: e.Error.Message,
		RequestID: r.header.Get("request-id"), Err: r.cut,
	}
	if m.report != nil {
		m.report(reported, e)
	}
	return reported
}

// ModelCall makes a call as the right client does.
func ModelCall(ctx context.Context, server driver.Server, id string) error {
	return (&model{}).call(ctx, server, id)
}
