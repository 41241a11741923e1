package reference

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestLog(t *testing.T) {
	var entries []Entry
	o := held()
	tick := noon
	o.Now = func() time.Time { tick = tick.Add(time.Second); return tick }
	o.Log = func(e Entry) { entries = append(entries, e) }
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{idIsolate, idText, idAbsent, "a%2Fb"} {
		handle(t, h, path(id)+"?access_token=toeline")
	}
	handle(t, h, "/nowhere")
	want := []Entry{
		{Path: path(idIsolate), Status: 204, Why: "executed isolateDevice", Duration: time.Second},
		{
			Path: path(idText), Status: 400, Why: "unsupported action type text",
			Duration: 2 * time.Second,
		},
		{Path: path(idAbsent), Status: 404, Why: "no such task", Duration: 2 * time.Second},
		{Path: path("a%2Fb"), Status: 400, Why: "the id is not a GUID", Duration: 2 * time.Second},
		{Path: "/nowhere", Status: 404, Why: "unknown path", Duration: 2 * time.Second},
	}
	for i := range want {
		want[i].Method, want[i].RequestID = "POST", numbered(int64(i+1))
	}
	if diff := cmp.Diff(want, entries, cmpopts.IgnoreFields(Entry{}, "Time")); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if got, want := entries[0].Time, noon.Add(time.Second); !got.Equal(want) {
		t.Errorf("time %v, want %v", got, want)
	}
}

func TestEntryString(t *testing.T) {
	e := Entry{
		Time: noon, Method: "POST", Path: "/a\"\n" + strings.Repeat("é", 400), Status: 400,
		Why:       "the id is not a GUID",
		RequestID: numbered(1), Duration: 1234567 * time.Nanosecond,
	}
	want := `2026-11-24T10:00:00Z 400 "POST" "/a\"\n` + strings.Repeat("é",
		254) + `…" ` + numbered(1) + ": the id is not a GUID (1.235ms)"
	if diff := cmp.Diff(want, e.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLogNeverTellsTheToken(t *testing.T) {
	const secret = "Kq7-secret-token"
	var lines strings.Builder
	o := held()
	o.Token, o.Log = secret, LogTo(&lines)
	_, s := NewTestServer(t, o)
	for _, target := range []string{
		"/" + secret, path(secret), path("%4Bq7-secret-token"),
		"/?t=" + secret,
	} {
		raw(t, s, "POST", "POST "+target+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+secret+
			"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	}
	raw(t, s, secret, secret+" / HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "+secret+
		"\r\nConnection: close\r\n\r\n")
	got := strings.Split(strings.TrimSuffix(lines.String(), "\n"), "\n")
	if len(got) != 5 || strings.Count(lines.String(), withheld) != 4 {
		t.Errorf("lines:\n%s", &lines)
	}
	if s := strings.ToLower(lines.String()); strings.Contains(s, "q7-secret") {
		t.Errorf("the token is reported:\n%s", s)
	}
}

func TestLogToConcurrently(t *testing.T) {
	var b strings.Builder
	log := LogTo(&b)
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() { log(Entry{Path: "/"}) })
	}
	wg.Wait()
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != 10 || lines[0] != lines[9] {
		t.Errorf("lines:\n%s", &b)
	}
}
