package clients

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/client/driver"
)

// statusOf returns the status of an error; 0: it has none.
func statusOf(err error) int {
	var reported *driver.Reported
	if errors.As(err, &reported) {
		return reported.Status
	}
	return 0
}

// swallows makes errors of these statuses successes.
func swallows(statuses ...int) func(error) bool {
	return func(err error) bool { return slices.Contains(statuses, statusOf(err)) }
}

// asksAgain retries these statuses, so many times, beside what is right.
func asksAgain(times int, statuses ...int) func(status, attempt int) bool {
	return func(status, attempt int) bool {
		return slices.Contains(statuses, status) && attempt < times || (&model{}).retries(status,
			attempt)
	}
}

func class(c int) func(int) bool {
	return func(status int) bool { return status == 204 || status/100 == c }
}

func wrongSuccess() []wrongClient {
	return []wrongClient{
		made("success-is-an-error", ids("ERC-OK-1"),
			model{success: func(int) bool { return false }}),
		made("success-asked-for-twice", ids("ERC-OK-2"), model{again: asksAgain(1, 204)}),
		made("success-after-throttling-asked-for-twice", ids("ERC-THR-6"),
			model{again: func(status, attempt int) bool {
				return status == 204 && attempt == 1 || (&model{}).retries(status, attempt)
			}}),
		made("other-2xx-is-success", ids("ERC-STS-1"), model{success: class(2)}),
		made("202-is-success", ids("ERC-STS-1"),
			model{success: func(status int) bool { return status == 204 || status == 202 }}),
		made("304-is-success", ids("ERC-STS-2"),
			model{success: func(status int) bool { return status == 204 || status == 304 }}),
		made("3xx-is-success", ids("ERC-STS-2"), model{success: class(3)}),
		made("below-400-is-success", ids("ERC-STS-1", "ERC-STS-2"),
			model{success: func(status int) bool { return status < 400 }}),
	}
}

// loses removes something from what the client reports.
func loses(change func(*driver.Reported)) func(*driver.Reported, *envelope) {
	return func(reported *driver.Reported, _ *envelope) { change(reported) }
}

func wrongErrors() []wrongClient {
	return []wrongClient{
		made("404-swallowed", ids("ERC-ERR-1"), model{quiet: swallows(404)}),
		made("400-swallowed", ids("ERC-ERR-1"), model{quiet: swallows(400)}),
		made("status-lost", ids("ERC-ERR-2"),
			model{report: loses(func(reported *driver.Reported) { reported.Status = 0 })}),
		made("status-always-500", ids("ERC-ERR-2"),
			model{report: loses(func(reported *driver.Reported) { reported.Status = 500 })}),
		{
			name: "client/status-made-up", breaks: ids("ERC-ERR-8"),
			program: reporting(func(err error, _ string) error {
				if err != nil && statusOf(err) == 0 {
					return &driver.Reported{Status: 500, Err: err}
				}
				return err
			}),
		},
		made("inner-code-told", ids("ERC-ODD-1"), model{
			report: func(r *driver.Reported, e *envelope) {
				var inner struct{ Code string }
				_ = json.Unmarshal(e.Error.InnerError, &inner)
				if inner.Code != "" && bytes.Contains(e.raw, []byte(`"innerError"`)) {
					r.Code = inner.Code
				}
			},
		}),
		made("code-lost", ids("ERC-ERR-3"),
			model{report: loses(func(reported *driver.Reported) { reported.Code = "" })}),
		made("code-in-lower-case", ids("ERC-ERR-3"),
			model{
				report: loses(
					func(r *driver.Reported) { r.Code = strings.ToLower(r.Code) },
				),
			}),
		made("message-lost", ids("ERC-ERR-4"),
			model{report: loses(func(reported *driver.Reported) { reported.Message = "" })}),
		made("message-cut", ids("ERC-ERR-4"),
			model{report: loses(func(reported *driver.Reported) {
				reported.Message = reported.Message[:min(len(reported.Message), 8)]
			})}),
		made("message-read-as-latin-1", ids("ERC-ERR-4"),
			model{report: loses(func(reported *driver.Reported) {
				var latin []rune
				for _, b := range []byte(reported.Message) {
					latin = append(latin, rune(b))
				}
				reported.Message = string(latin)
			})}),
		made("client-request-id-told-as-request-id", ids("ERC-ERR-5"),
			model{report: func(reported *driver.Reported, e *envelope) {
				reported.RequestID = e.header.Get("client-request-id")
			}}),
		made("request-id-lost", ids("ERC-ERR-5"),
			model{report: loses(func(reported *driver.Reported) { reported.RequestID = "" })}),
		made("400-asked-for-again", ids("ERC-ERR-6"), model{again: asksAgain(2, 400)}),
		made("404-asked-for-again", ids("ERC-ERR-6"), model{again: asksAgain(1, 404)}),
		made("403-swallowed", ids("ERC-ERR-7"), model{quiet: swallows(403)}),
		made("401-asked-for-again-and-again", ids("ERC-ERR-7"), model{again: asksAgain(3, 401)}),
		made("invalid-id-ignored", ids("ERC-ID-2"), model{
			refuse: func(id string) bool {
				return strings.Trim(id,
					"0123456789abcdefABCDEF-") != "" || len(id) != 36
			},
			quiet: func(err error) bool { return strings.Contains(err.Error(), "is no id") },
		}),
	}
}

func wrongRedirects() []wrongClient {
	return []wrongClient{
		made("redirect-followed-with-the-token", ids("ERC-RED-1"),
			model{follow: func(_, _ *url.URL) (bool, bool) { return true, true }}),
		made("redirect-followed-with-the-token-in-the-query", ids("ERC-RED-1"), model{
			follow: func(_, _ *url.URL) (bool, bool) { return true, false },
			leak: func(lines []string, token string) []string {
				lines[0] = strings.Replace(lines[0], " HTTP", "?access_token="+token+" HTTP", 1)
				return lines
			},
		}),
		made("redirect-followed-with-the-token-in-a-cookie", ids("ERC-RED-1"), model{
			follow: func(_, _ *url.URL) (bool, bool) { return true, false },
			leak: func(lines []string,
				token string,
			) []string {
				return append(lines, "Cookie: token="+token)
			},
		}),
		made("redirect-to-a-port-with-the-token", ids("ERC-RED-2"),
			model{follow: func(from, to *url.URL) (bool, bool) {
				return true,
					from.Hostname() == to.Hostname()
			}}),
		made("redirect-to-a-page-is-success", ids("ERC-RED-3"), model{
			follow: func(from, to *url.URL) (bool, bool) { return true, from.Host == to.Host },
			page:   func(status int) bool { return status == 200 },
		}),
	}
}

func wrongRetries() []wrongClient {
	short := leastWait
	number := func(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
	return []wrongClient{
		byTheClock(made("retry-after-ignored", ids("ERC-THR-1", "ERC-THR-2"),
			model{pause: func(string, int) time.Duration { return short }})),
		made("retry-after-cut-short", ids("ERC-THR-1"),
			model{pause: func(after string, _ int) time.Duration {
				return politeWait(after) * 3 / 4
			}}),
		byTheClock(made("retry-after-in-milliseconds", ids("ERC-THR-1"),
			model{pause: func(after string, _ int) time.Duration {
				if number(after) {
					return short
				}
				return politeWait(after)
			}})),
		byTheClock(made("retry-after-date-ignored", ids("ERC-THR-2"),
			model{pause: func(after string, _ int) time.Duration {
				if number(after) {
					return politeWait(after)
				}
				return short
			}})),
		byTheClock(made("retried-at-once", ids("ERC-THR-3"),
			model{pause: func(after string, _ int) time.Duration {
				if wait := politeWait(after); wait > short || after == "0" {
					return wait
				}
				return 0
			}})),
		byTheClock(made("retried-at-once-after-0", ids("ERC-THR-7"),
			model{pause: func(after string, _ int) time.Duration {
				if after == "0" {
					return 0
				}
				return politeWait(after)
			}})),
		made("second-retry-after-ignored", ids("ERC-THR-1"),
			model{pause: func(after string, attempt int) time.Duration {
				if attempt > 0 {
					return short
				}
				return politeWait(after)
			}}),
		made("retried-for-ever-where-no-time-is-told", ids("ERC-THR-4"), model{
			again:      func(status, _ int) bool { return status == 429 || status == 503 },
			unreadable: func(after string) bool { return after != "" && after != "0" },
		}),
		made("retried-for-ever", ids("ERC-THR-4"),
			model{again: func(status, _ int) bool { return status == 429 || status == 503 }}),
		made("throttling-swallowed", ids("ERC-THR-5"), model{quiet: swallows(429, 503)}),
		made("retry-after-unreadable-loses-the-status", ids("ERC-THR-5"), model{
			report: func(reported *driver.Reported, e *envelope) {
				if reported.Status == 429 && !number(e.header.Get("Retry-After")) {
					reported.Status = 0
				}
			},
			unreadable: func(after string) bool { return after == "soon" },
		}),
		made("500-asked-for-again", ids("ERC-EXE-1"), model{again: asksAgain(2, 500)}),
		made("504-asked-for-again", ids("ERC-EXE-1"), model{again: asksAgain(3, 504)}),
		made("cut-header-asked-for-again", ids("ERC-EXE-2"),
			model{cut: 1, reader: &reader{}}),
		made("lost-connection-asked-for-again", ids("ERC-EXE-2"), model{lost: 2}),
	}
}

// dateOf is the date of an inner error; empty: none.
func dateOf(e *envelope) string {
	var inner struct {
		Date string `json:"date"`
	}
	_ = json.Unmarshal(e.Error.InnerError, &inner)
	return inner.Date
}

func readsDate(layouts ...string) func(string) bool {
	return func(date string) bool {
		return slices.ContainsFunc(layouts, func(layout string) bool {
			_, err := time.Parse(layout, date)
			return err == nil
		})
	}
}

// unless removes something from the report of an error that the condition does not accept.
func unless(pleases func(*envelope) bool, lost func(*driver.Reported)) func(*driver.Reported,
	*envelope) {
	return func(reported *driver.Reported, e *envelope) {
		if !pleases(e) {
			lost(reported)
		}
	}
}

func noStatus(reported *driver.Reported)  { reported.Status = 0 }
func noCode(reported *driver.Reported)    { reported.Code = "" }
func noMessage(reported *driver.Reported) { reported.Message = "" }

// hasDate says whether an error has a date that a reader takes; an error
// without one pleases.
func hasDate(reads func(string) bool) func(*envelope) bool {
	return func(e *envelope) bool {
		return !bytes.Contains(e.raw,
			[]byte(`"date"`)) || reads(dateOf(e))
	}
}

func wrongReaders() []wrongClient {
	local := "2006-01-02T15:04:05"
	return []wrongClient{
		made("unknown-members-lose-the-code", ids("ERC-ODD-1"),
			model{report: unless(func(e *envelope) bool {
				return len(e.Error.Details) != 1 || len(e.raw) > 1000
			}, noCode)}),
		made("inner-error-needed", ids("ERC-ODD-2"),
			model{report: unless(func(e *envelope) bool { return e.Error.InnerError != nil },
				noMessage)}),
		made("date-without-offset-only", ids("ERC-ODD-3", "ERC-ODD-4"),
			model{report: unless(hasDate(readsDate(local)), noCode)}),
		made("date-with-an-offset-refused", ids("ERC-ODD-3"),
			model{report: unless(hasDate(func(date string) bool {
				return !strings.Contains(date,
					"+")
			}), noStatus)}),
		made("date-that-is-none-refused", ids("ERC-ODD-4"),
			model{report: unless(hasDate(readsDate(local, time.RFC3339)), noCode)}),
		made("html-loses-the-status", ids("ERC-ODD-5"),
			model{report: unless(func(e *envelope) bool {
				return !bytes.Contains(e.raw,
					[]byte("<html"))
			}, noStatus)}),
		made("empty-content-loses-the-status", ids("ERC-ODD-5"),
			model{report: unless(func(e *envelope) bool {
				return len(e.raw) > 0 || !strings.HasPrefix(e.header.Get("Content-Type"),
					"application/json")
			}, noStatus)}),
		made("unreadable-content-loses-the-status", ids("ERC-ODD-5", "ERC-ODD-6"),
			model{report: unless(func(e *envelope) bool {
				return e.readErr == nil || e.header.Get("Content-Type") == "" ||
					e.header.Get("Retry-After") != ""
			}, noStatus)}),
		made("large-content-loses-the-status", ids("ERC-ODD-6"),
			model{report: unless(func(e *envelope) bool { return len(e.raw) < 5000 }, noStatus)}),
	}
}

func wrongConnections() []wrongClient {
	return []wrongClient{
		// A large answer takes the lab a while, which would try its patience too.
		byTheClock(without("odd.large",
			made("impatient", ids("ERC-SLOW-1"), model{patience: 1800 * time.Millisecond}))),
		byTheClock(without("odd.large",
			made("asked-for-again-after-a-time-out", ids("ERC-EXE-3"),
				model{patience: 4 * time.Second, late: 1}))),
		made("lost-connection-is-success", ids("ERC-CON-1"), model{quiet: func(err error) bool {
			return statusOf(err) == 0 && (errors.Is(err, io.EOF) || errors.Is(err,
				io.ErrUnexpectedEOF))
		}}),
		made("cut-content-is-success", ids("ERC-CON-2"), model{quiet: func(err error) bool {
			var reported *driver.Reported
			return errors.As(err, &reported) && reported.Err != nil
		}}),
		overTLS(made("certificate-not-verified", ids("ERC-TLS-1"), model{tls: insecure})),
		overTLS(made("certificate-trouble-is-success", ids("ERC-TLS-1"),
			model{quiet: func(err error) bool {
				return strings.Contains(err.Error(),
					"certificate")
			}})),
	}
}
