package client

import (
	"context"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/toeline/harness/client/driver"
)

// eager is a client whose request is answered before the lab knows that it was
// started.
type eager struct{ status string }

// Start implements Program.
func (e *eager) Start(ctx context.Context, env []string) (*driver.Process, error) {
	set := map[string]string{}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		set[name] = value
	}
	var err error
	if e.status, err = post(Server{URL: set[driver.EnvBaseURL]},
		set[driver.EnvTaskID]); err != nil {
		return nil, err
	}
	return driver.Driver(func(
		context.Context, map[string]string, io.Reader, io.Writer, io.Writer,
	) error {
		return nil
	}).Start(ctx, env)
}

func TestARequestBeforeTheStartIsKnown(t *testing.T) {
	t.Parallel()
	client := &eager{}
	report := judged(t,
		Options{Program: client, Plain: true, PerCase: true, Only: []string{"success.task"}})
	if !strings.HasPrefix(client.status, "204") || len(found(report, "ERC-OK-1")) > 0 ||
		len(report.Cases[0].Exchanges) != 1 {
		t.Errorf("answered %s, %+v", client.status, report.Cases[0])
	}
}

// TestABusyMachineIsNoWait: a wait that may be the machine's is measured again, so that a client
// that does not wait is found however late its first retry was.
func TestABusyMachineIsNoWait(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	late := Func(func(_ context.Context, server Server, id string) error {
		status, err := post(server, id)
		if err != nil || !strings.HasPrefix(status, "429") {
			return err
		}
		if calls.Add(1) == 1 {
			time.Sleep(300 * time.Millisecond) // as a busy machine does
		}
		_, err = post(server, id)
		return err
	})
	report := judged(t, Options{Program: late, Plain: true, Only: []string{"throttled.zero"}})
	if len(found(report, "ERC-THR-7")) == 0 || calls.Load() < 2 {
		t.Errorf("%d calls, %+v", calls.Load(), report.Cases[0].Findings)
	}
}
