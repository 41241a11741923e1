package clients

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"example.com/toeline/harness/client/driver"
)

func insecure(c *tls.Config) { c.InsecureSkipVerify = true }

func serverOf(env map[string]string) driver.Server {
	return driver.Server{
		URL: env[driver.EnvBaseURL], Token: env[driver.EnvToken],
		CAFile: env[driver.EnvCAFile],
	}
}

// eachCall is the simplest of drivers: one call after the other.
func eachCall(stdin io.Reader, do func(driver.Call) error) error {
	lines := bufio.NewScanner(stdin)
	for lines.Scan() {
		var call driver.Call
		if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
			return err
		}
		if err := do(call); err != nil {
			return err
		}
	}
	return lines.Err()
}

func (m *model) answer(ctx context.Context, server driver.Server, call driver.Call) driver.Answer {
	a := driver.Answer{Case: call.Case, Outcome: driver.Success}
	if err := m.call(ctx, server, call.TaskID); err != nil {
		a.Outcome, a.Detail = driver.Failure, err.Error()
		var reported *driver.Reported
		if errors.As(err, &reported) {
			a.Status, a.Code = reported.Status, reported.Code
			a.Message, a.RequestID = reported.Message, reported.RequestID
		}
	}
	return a
}

func report(w io.Writer, a driver.Answer) error { return json.NewEncoder(w).Encode(a) }

// driven is the model behind a driver of its own.
func driven(drive func(ctx context.Context, stdin io.Reader, stdout io.Writer,
	answer func(driver.Call) driver.Answer) error,
) driver.Program {
	return driver.Driver(func(ctx context.Context, env map[string]string, stdin io.Reader, stdout,
		_ io.Writer,
	) error {
		m := &model{connections: connections{idle: &idle{}}}
		return drive(ctx, stdin, stdout, func(call driver.Call) driver.Answer {
			return m.answer(ctx, serverOf(env), call)
		})
	})
}

// withLine prints something more beside each answer.
func withLine(line func(driver.Answer) string) driver.Program {
	return driven(func(_ context.Context, stdin io.Reader, stdout io.Writer,
		answer func(driver.Call) driver.Answer,
	) error {
		return eachCall(stdin, func(call driver.Call) error {
			a := answer(call)
			if err := report(stdout, a); err != nil {
				return err
			}
			_, err := io.WriteString(stdout, line(a))
			return err
		})
	})
}

func wrongDrivers() []wrongClient {
	return []wrongClient{
		{
			name: "client/crashes-at-html", breaks: ids("ERC-RUN-1"),
			program: driven(func(_ context.Context, stdin io.Reader, stdout io.Writer,
				answer func(driver.Call) driver.Answer,
			) error {
				return eachCall(stdin, func(call driver.Call) error {
					if call.Case == "odd.html.500" {
						panic("no JSON")
					}
					return report(stdout, answer(call))
				})
			}),
		},
		{
			name: "client/hangs-at-206", breaks: ids("ERC-RUN-1"), timed: true, timeout: timeToHang,
			program: driver.Func(func(ctx context.Context, s driver.Server, id string) error {
				err := (&model{}).call(ctx, s, id)
				if statusOf(err) == 206 {
					<-ctx.Done()
				}
				return err
			}),
		},
		{
			name: "client/ends-before-its-time", breaks: ids("ERC-RUN-1"),
			program: driven(func(_ context.Context, stdin io.Reader, stdout io.Writer,
				answer func(driver.Call) driver.Answer,
			) error {
				return eachCall(stdin, func(call driver.Call) error {
					if call.Case == "status.other-2xx.206" {
						return io.EOF
					}
					return report(stdout, answer(call))
				})
			}),
		},
		{
			name: "client/asks-again-beside-a-slow-answer", breaks: ids("ERC-OK-2"),
			program: driver.Driver(
				func(ctx context.Context, env map[string]string, stdin io.Reader,
					stdout, _ io.Writer,
				) error {
					return eachCall(stdin, func(call driver.Call) error {
						return report(stdout, (&model{hedge: call.Case == "slow.start"}).answer(ctx,
							serverOf(env), call))
					})
				},
			),
		},
		{
			name: "client/prints-progress", breaks: ids("ERC-RUN-2"),
			program: withLine(
				func(a driver.Answer) string { return "done with " + a.Case + "\n" },
			),
		},
		{
			name: "client/answers-twice", breaks: ids("ERC-RUN-2"),
			program: withLine(func(a driver.Answer) string {
				return fmt.Sprintf("{\"case\":%q,\"outcome\":\"success\"}\n", a.Case)
			}),
		},
		{
			name: "client/answers-what-nobody-asked", breaks: ids("ERC-RUN-2"),
			program: withLine(func(driver.Answer) string {
				return "{\"case\":\"another\",\"outcome\":\"success\"}\n"
			}),
		},
		{
			name: "client/prints-a-line-without-end", breaks: ids("ERC-RUN-2"),
			program: withLine(func(a driver.Answer) string {
				if a.Case != "success.task" {
					return ""
				}
				return strings.Repeat("x", driver.MaxLine+1) + "\n"
			}),
		},
		{
			name: "client/exits-with-1", breaks: ids("ERC-RUN-2"),
			program: driven(func(_ context.Context, stdin io.Reader, stdout io.Writer,
				answer func(driver.Call) driver.Answer,
			) error {
				return errors.Join(eachCall(stdin,
					func(call driver.Call) error { return report(stdout, answer(call)) }),
					errors.New("exit code 1"))
			}),
		},
		{
			name: "client/outlives-its-input", breaks: ids("ERC-RUN-2"), timeout: timeToHang,
			program: driven(func(ctx context.Context, stdin io.Reader, stdout io.Writer,
				answer func(driver.Call) driver.Answer,
			) error {
				err := eachCall(stdin, func(call driver.Call) error {
					return report(stdout,
						answer(call))
				})
				<-ctx.Done()
				return err
			}),
		},
	}
}

// timeToHang is what a client gets that is ended for taking too long: three
// times what any other call takes.
const timeToHang = 10 * time.Second

// rounded is how much earlier than it was set a timer may fire: node's by a
// millisecond, some systems' by more.
const rounded = 5 * time.Millisecond

// harmlessClients differ from the model in what is free.
func harmlessClients() []wrongClient {
	return []wrongClient{
		made("qualified-path", nil, model{target: func(base, id string) string {
			return base + pathBefore + segment(id) +
				"/microsoft.graph.security.executeResponseAction"
		}}),
		made("id-all-encoded", nil, model{target: func(base, id string) string {
			var b strings.Builder
			for i := range len(id) {
				fmt.Fprintf(&b, "%%%02x", id[i])
			}
			return base + pathBefore + b.String() + pathAfter
		}}),
		made("invalid-id-refused-at-once", nil,
			model{refuse: func(id string) bool {
				return strings.Trim(id,
					"0123456789abcdefABCDEF-") != "" || len(id) != 36
			}}),
		made("gives-up-at-once", nil, model{again: func(int, int) bool { return false }}),
		made("waits-longer", nil, model{pause: func(after string,
			_ int,
		) time.Duration {
			return politeWait(after) + 300*time.Millisecond
		}}),
		made("timers-round-down", nil,
			model{pause: func(after string,
				_ int,
			) time.Duration {
				return politeWait(after) - rounded
			}}),
		made(
			"whole-seconds-of-a-date",
			nil,
			model{pause: func(after string, _ int) time.Duration {
				return max(time.Second, politeWait(after).Truncate(time.Second)) - rounded
			}},
		),
		made("a-tenth-of-a-second", nil, model{pause: func(after string, _ int) time.Duration {
			if wait := politeWait(after); wait > leastWait {
				return wait
			}
			return leastWait/2 - rounded
		}}),
		{
			name: "client/waits-however-long-it-is-told", timed: true, timeout: timeToHang,
			program: driver.Func((&model{pause: func(after string, _ int) time.Duration {
				if len(after) > 9 && strings.Trim(after, "0123456789") == "" {
					return time.Hour
				}
				return politeWait(after)
			}}).call),
		},
		made("no-client-request-id-and-no-accept", nil,
			model{head: func(lines []string, attempt int) []string {
				return change("client-request-id:", "")(change("Accept:", "")(lines, attempt),
					attempt)
			}}),
		made("accepts-anything", nil,
			model{head: change("Accept:", "Accept: text/html, */*;q=0.1")}),
		made("accepts-json-with-parameters", nil,
			model{head: change("Accept:",
				"Accept: text/html;level=1, application/json; odata.metadata=minimal ;q=0.05 , "+
					"*/*;q=0")}),
		made("header-names-in-capitals", nil, model{head: func(lines []string, _ int) []string {
			for i, line := range lines[1:] {
				name, value, _ := strings.Cut(line, ":")
				lines[i+1] = strings.ToUpper(name) + ":" + value
			}
			return lines
		}}),
		made("one-more-with-a-fresh-token", nil, model{again: asksAgain(1, 401)}),
		made("redirect-followed-without-the-token", nil,
			model{follow: func(_, _ *url.URL) (bool, bool) { return true, false }}),
		{
			name:    "client/one-call-after-the-other",
			program: withLine(func(driver.Answer) string { return "\n" }),
		},
	}
}
