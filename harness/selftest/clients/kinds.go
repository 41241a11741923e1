package clients

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"

	"example.com/toeline/harness/client/driver"
)

// onBoth judges a client that keeps connections, and one that keeps none.
func onBoth(name string, breaks []string, m model) []wrongClient {
	alone := m
	alone.connections.never = true
	return []wrongClient{made(name, breaks, m), made(name+"-on-fresh-connections", breaks, alone)}
}

// isGUID reports whether an id is a GUID.
var isGUID = regexp.MustCompile(`^(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString

// path is the target of the operation for an id that is encoded already.
func path(base, encoded string) string { return base + pathBefore + encoded + pathAfter }

// withID is a target with the id changed before it is encoded.
func withID(change func(string) string) func(base, id string) string {
	return func(base, id string) string { return path(base, segment(change(id))) }
}

// drops is a target without some characters of the id.
func drops(characters string) func(base, id string) string {
	return withID(func(id string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(characters, r) {
				return -1
			}
			return r
		}, id)
	})
}

func wrongIDs() []wrongClient {
	var all []wrongClient
	for name, target := range map[string]func(base, id string) string{
		"tabs-and-line-breaks-dropped": drops("\t\r\n"),
		"line-feeds-dropped":           drops("\n"),
		"control-characters-dropped":   drops("\u0001\u007f"),
		"cut-at-255-bytes": withID(func(id string) string {
			return id[:min(len(id), 255)]
		}),
		"urn-taken-off": withID(func(id string) string {
			return strings.TrimPrefix(id, "urn:uuid:")
		}),
		"braces-taken-off": withID(func(id string) string {
			if bare := strings.Trim(id, "{}"); isGUID(bare) {
				return bare
			}
			return id
		}),
		"dots-before-dropped": withID(func(id string) string {
			if bare := strings.TrimLeft(id, "."); bare != "" && !strings.Contains(id, "/") {
				return bare
			}
			return id
		}),
		"no-break-spaces-dropped": drops("\u00a0"),
		"emoji-dropped":           drops("\U0001F600"),
		"accents-composed": withID(func(id string) string {
			return strings.ReplaceAll(id, "e\u0301", "\u00e9")
		}),
		"spaces-behind-dropped": withID(func(id string) string {
			if strings.TrimSpace(id) == "" {
				return id
			}
			return strings.TrimRight(id, " ")
		}),
	} {
		all = append(all, made("id-"+name, ids("ERC-ID-1"), model{target: target}))
	}
	return append(all,
		made("id-of-dots-not-encoded", ids("ERC-ID-3"), model{
			target: func(base, id string) string { return path(base, url.PathEscape(id)) },
		}),
		made("id-in-lower-case", ids("ERC-ID-4"), model{target: withID(func(id string) string {
			if isGUID(id) {
				return strings.ToLower(id)
			}
			return id
		})}),
		made("id-in-upper-case-refused", ids("ERC-ID-4"), model{refuse: func(id string) bool {
			return isGUID(id) && strings.ToLower(id) != id
		}}),
		wrongClient{
			name: "client/id-of-an-earlier-call", breaks: ids("ERC-REQ-3"),
			program: earlierID(),
		},
	)
}

// earlierID is a client that now and then uses the id of its first call, which has ended long ago:
// a call that has just ended may still be open to the lab.
func earlierID() driver.Func {
	m := &model{connections: connections{idle: &idle{}}}
	var calls atomic.Int64
	var first atomic.Value
	return func(ctx context.Context, server driver.Server, id string) error {
		if !isGUID(id) {
			return m.call(ctx, server, id)
		}
		if old, ok := first.Load().(string); ok && calls.Add(1)%9 == 0 {
			return m.call(ctx, server, old)
		}
		err := m.call(ctx, server, id)
		if err == nil {
			first.CompareAndSwap(nil, id)
		}
		return err
	}
}

func wrongMessages() []wrongClient {
	field := func(line string) model { return model{head: add(line)} }
	var all []wrongClient
	for name, m := range map[string]model{
		"empty-line-behind": {
			content: "\r\n", head: change("Content-Length:", "Content-Length: 0"),
		},
		"empty-line-before": {head: func(lines []string, _ int) []string {
			return append([]string{""}, lines...)
		}},
		"content-without-a-length": {content: "{}", head: change("Content-Length:", "")},
		"line-folded":              field("X-Note: a\r\n b"),
		"space-before-a-colon":     field("X-Note : a"),
		"name-with-a-slash":        field("X/Note: a"),
		"value-with-a-null":        field("X-Note: \x00"),
		"host-without-a-port":      {head: change("Host:", "Host: 127.0.0.1")},
		"host-missing":             {head: change("Host:", "")},
		"two-lengths":              field("Content-Length: 7"),
		"length-and-chunks":        {content: "0\r\n\r\n", head: add("Transfer-Encoding: chunked")},
	} {
		all = append(all, made(name, ids("ERC-REQ-12"), m))
	}
	token := func(write func(token string) string) model {
		return model{head: func(lines []string, _ int) []string {
			for _, line := range lines {
				if value, ok := strings.CutPrefix(line, "Authorization: Bearer "); ok {
					return append(lines, write(value))
				}
			}
			return lines
		}}
	}
	return append(all,
		made("token-in-another-field-too", ids("ERC-REQ-21"),
			token(func(token string) string { return "X-Access-Token: " + token })),
		made("token-in-a-cookie-too", ids("ERC-REQ-21"),
			token(func(token string) string { return "Cookie: token=" + token })),
		made("expects-100", ids("ERC-REQ-22"), field("Expect: 100-continue")),
		wrongClient{
			name: "client/asks-with-head-first", breaks: ids("ERC-REQ-1"),
			program: asksFirst(http.MethodHead),
		},
		wrongClient{
			name: "client/asks-with-get-first", breaks: ids("ERC-REQ-1"),
			program: asksFirst(http.MethodGet),
		},
		wrongClient{
			name: "client/refuses-calls-after-failures", breaks: ids("ERC-REQ-23"),
			program: refusing(),
			skip:    []string{"connection.ended", "connection.ipv6", "valid-id.*"},
		},
		wrongClient{
			name: "client/pipelines", breaks: ids("ERC-REQ-24"), program: pipelining(),
			skip: []string{
				"executed.connection-lost", "executed.kept-connection-lost", "connection.*",
				"odd.empty-until-close", "odd.version",
			},
		},
		wrongClient{
			name: "client/token-in-the-error", breaks: ids("ERC-REQ-25"),
			program: reporting(func(err error, token string) error {
				var reported *driver.Reported
				if errors.As(err, &reported) {
					reported.Err = fmt.Errorf("POST, Authorization: Bearer %s: %d", token,
						reported.Status)
				}
				return err
			}),
		},
		wrongClient{
			name: "client/token-in-the-log", breaks: ids("ERC-REQ-25"),
			program: driver.Driver(func(ctx context.Context, env map[string]string,
				stdin io.Reader, stdout, log io.Writer,
			) error {
				m := &model{connections: connections{idle: &idle{}}}
				server := serverOf(env)
				return eachCall(stdin, func(call driver.Call) error {
					fmt.Fprintln(log, "> authorization: bearer", server.Token)
					return report(stdout, m.answer(ctx, server, call))
				})
			}),
		})
}

// asksFirst is a client that sends a request with another method before each.
func asksFirst(method string) driver.Func {
	idle := &idle{}
	first := &model{
		connections: connections{idle: idle}, again: func(int, int) bool { return false },
		head: func(lines []string, _ int) []string {
			lines[0] = strings.Replace(lines[0], http.MethodPost, method, 1)
			return change("Content-Length:", "")(lines, 0)
		},
	}
	m := &model{connections: connections{idle: idle}}
	return func(ctx context.Context, server driver.Server, id string) error {
		if isGUID(id) {
			_ = first.call(ctx, server, id)
		}
		return m.call(ctx, server, id)
	}
}

// reporting is a client whose errors are changed.
func reporting(change func(err error, token string) error) driver.Func {
	m := &model{connections: connections{idle: &idle{}}}
	return func(ctx context.Context, server driver.Server, id string) error {
		return change(m.call(ctx, server, id), server.Token)
	}
}

// refusing is a client that, once some calls have failed, refuses one in seven without a request.
func refusing() driver.Func {
	m := &model{connections: connections{idle: &idle{}}}
	var failures, calls atomic.Int64
	return func(ctx context.Context, server driver.Server, id string) error {
		if failures.Load() > 2 && calls.Add(1)%7 == 0 {
			return errors.New("the circuit is open")
		}
		err := m.call(ctx, server, id)
		if err != nil && (statusOf(err) == 0 || statusOf(err) >= 500) {
			failures.Add(1)
		}
		return err
	}
}

func wrongStatuses() []wrongClient {
	at := func(status int, lost func(*driver.Reported)) func(*driver.Reported, *envelope) {
		return loses(func(reported *driver.Reported) {
			if reported.Status == status {
				lost(reported)
			}
		})
	}
	html := func(status int) func(*driver.Reported, *envelope) {
		return func(reported *driver.Reported, e *envelope) {
			if reported.Status == status && bytes.Contains(e.raw, []byte("<html")) {
				noStatus(reported)
			}
		}
	}
	var all []wrongClient
	for status, lost := range map[int]func(*driver.Reported){
		405: noMessage, 409: noCode, 412: noCode, 423: noStatus,
	} {
		all = append(all, made(fmt.Sprintf("%d-told-in-part", status), ids("ERC-STS-3"),
			model{report: at(status, lost)}))
	}
	for _, status := range []int{410, 415, 422} {
		all = append(all, made(fmt.Sprintf("%d-swallowed", status), ids("ERC-STS-3"),
			model{quiet: swallows(status)}))
	}
	for _, status := range []int{502, 503, 504} {
		all = append(all, made(fmt.Sprintf("page-with-%d-loses-the-status", status),
			ids("ERC-ODD-5"), model{report: html(status)}))
	}
	return append(all,
		made("406-asked-for-again", ids("ERC-STS-4"), model{again: asksAgain(2, 406)}),
		made("422-asked-for-again", ids("ERC-STS-4"), model{again: asksAgain(2, 422)}),
		made("first-error-told", ids("ERC-THR-8"), model{firstError: true}),
		made("inner-date-needed", ids("ERC-ODD-2"), model{
			report: unless(func(e *envelope) bool {
				return len(e.Error.InnerError) == 0 ||
					!bytes.Contains(e.raw, []byte("request-id")) ||
					bytes.Contains(e.raw, []byte(`"date"`))
			}, noCode),
		}))
}
