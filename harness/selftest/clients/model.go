package clients

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"example.com/toeline/harness/client/driver"
	"github.com/google/uuid"
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
	// leak changes the lines behind a redirect, given the token; nil: nothing.
	leak func(lines []string, token string) []string
	// page says what counts as success behind a redirect; nil: nothing.
	page func(status int) bool
	// lost says what to do when no answer comes: ask again so many times.
	lost int
	// patience bounds an attempt; zero: a minute.
	patience time.Duration
	// unreadable says of a Retry-After that the client stops there; nil: none.
	unreadable func(retryAfter string) bool
	// tell changes what the client reports of an error.
	tell func(*driver.Reported, *envelope)
	// tls changes the trust.
	tls func(*tls.Config)
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
	for attempt := 0; ; attempt++ {
		response, err := m.hedged(ctx, server, base,
			m.lines(base.Host, target, server.Token, correlation, attempt))
		if err != nil {
			if attempt < m.lost {
				continue
			}
			return err
		}
		retryAfter := response.header.Get("Retry-After")
		if stops := m.unreadable != nil && m.unreadable(retryAfter); !stops &&
			m.retries(response.status, attempt) {
			if err := sleep(ctx, m.wait(retryAfter, attempt)); err != nil {
				return err
			}
			continue
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

// send sends a request on a connection of its own.
func (m *model) send(ctx context.Context, server driver.Server, base *url.URL,
	lines []string,
) (*reply, error) {
	patience := m.patience
	if patience == 0 {
		patience = time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := m.dial(ctx, server, base)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if _, err := io.WriteString(conn,
		strings.Join(append(lines, "", m.content), cmp.Or(m.lineEnd, "\r\n"))); err != nil {
		return nil, err
	}
	method, _, _ := strings.Cut(lines[0], " ")
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	made := &reply{status: response.StatusCode, header: response.Header}
	// An error is an error, however much of it can be read.
	made.content, made.cut = io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return made, nil
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
	return (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", base.Host)
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
	if succeeds {
		return nil
	}
	if location := r.header.Get("Location"); location != "" && m.follow != nil {
		if to, err := base.Parse(location); err == nil {
			if follows, withToken := m.follow(base, to); follows {
				return m.followTo(ctx, server, to, withToken, correlation)
			}
		}
	}
	return m.failure(r)
}

// followTo asks for the page that a redirect names.
func (m *model) followTo(ctx context.Context, server driver.Server, to *url.URL, withToken bool,
	correlation string,
) error {
	lines := []string{
		"GET " + to.RequestURI() + " HTTP/1.1", "Host: " + to.Host,
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
	if m.page != nil && m.page(r.status) {
		return nil
	}
	return m.failure(r)
}

// failure returns the error of a reply.
func (m *model) failure(r *reply) error {
	e := &envelope{raw: r.content, header: r.header}
	e.readErr = json.Unmarshal(bytes.TrimPrefix(r.content, []byte("\ufeff")), e)
	told := &driver.Reported{
		Status: r.status, Code: e.Error.Code, Message: e.Error.Message,
		RequestID: r.header.Get("request-id"), Err: r.cut,
	}
	if m.tell != nil {
		m.tell(told, e)
	}
	return told
}

// ModelCall makes a call as the right client does.
func ModelCall(ctx context.Context, server driver.Server, id string) error {
	return (&model{}).call(ctx, server, id)
}
