package client

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestTheTokenIsInNoReport: a client that repeats its token, in what it reports and in what it
// prints, does not bring it into a report, however it writes it.
func TestTheTokenIsInNoReport(t *testing.T) {
	t.Parallel()
	spelled := func(token string) []string {
		once := base64.StdEncoding.EncodeToString([]byte(token))
		return []string{
			token, once, base64.StdEncoding.EncodeToString([]byte(once)),
			hex.EncodeToString([]byte(token)),
			strings.ToUpper(token),
		}
	}
	var mu sync.Mutex
	token, calls := "", 0
	program := Func(func(_ context.Context, server Server, id string) error {
		_, err := post(server, id)
		mu.Lock()
		defer mu.Unlock()
		token = server.Token
		all := spelled(token)
		if calls++; calls%4 == 0 {
			panic("with " + all[calls/4%len(all)])
		}
		return fmt.Errorf("%w: sent with %s", err, all[calls%len(all)])
	})
	report := judged(t,
		Options{Program: program, Plain: true, Only: []string{"error.**", "status.**"}})
	data, err := json.Marshal(report)
	if err != nil || token == "" || calls < 10 {
		t.Fatalf("%d calls with the token %q: %v", calls, token, err)
	}
	for _, spelling := range spelled(token) {
		if at := strings.Index(string(data), spelling); at >= 0 {
			t.Errorf("the report has %q: %s", spelling, data[max(0, at-200):at+len(spelling)])
		}
	}
	if !strings.Contains(string(data), "sent with") ||
		!strings.Contains(string(data), "[redacted]") {
		t.Error("the report has nothing of what the client said")
	}
}
