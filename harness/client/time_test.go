package client

import (
	"context"
	"io"
	"strings"
	"testing"

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
