package lab

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/spec/clients"
)

func TestGUIDIn(t *testing.T) {
	t.Parallel()
	const id = "5d0c1a2b-0000-4000-8000-00000000abcd"
	for target, want := range map[string]string{
		"/beta/x/" + id + "/y":                      id,
		"/5D0C1A2B-0000-4000-8000-00000000ABCD":     id,
		"/5d0c1a2b%2D0000%2D4000-8000-00000000abcd": id,
		"/5d0c1a2b%252D0000-4000-8000-00000000abcd": id,
		"/5d0c1a2b": "",
		"/%zz":      "",
		"/..%2F5d0c1a2b-0000-4000-8000-00000000abcd?x": id,
	} {
		if got := guidIn(target); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
}

// Requests that name no call go to calls that were open and have none, so that
// each gets its own where there are as many.
func TestAttributeRest(t *testing.T) {
	t.Parallel()
	start := time.Now()
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	of := func(id string, opened, closed int) *Call {
		return &Call{Case: &clients.Case{ID: id}, Opened: at(opened), Closed: at(closed)}
	}
	slow, quick, later := of("slow", 0, 50), of("quick", 1, 20), of("later", 60, 70)
	l := &Lab{calls: []*Call{slow, quick, of("next", 15, 25), later}}
	// The second is read before the first, as on a busy machine.
	for _, ms := range []int{18, 10, 30, 65, 99} {
		l.unattributed = append(l.unattributed, &Request{At: at(ms)})
	}
	l.AttributeRest()
	got := map[string][]time.Duration{}
	for _, c := range l.calls {
		for _, r := range c.Requests {
			got[c.ID] = append(got[c.ID], r.At.Sub(start))
		}
	}
	want := map[string][]time.Duration{
		"quick": {10 * time.Millisecond}, "slow": {30 * time.Millisecond},
		"later": {65 * time.Millisecond}, "next": {18 * time.Millisecond},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("attributed (-want +got):\n%s", diff)
	}
}

// A client whose every request names the call before is seen in each call: none has a request of
// its own, and each gets that which came while it was open.
func TestAttributeRequestsOfTheCallBefore(t *testing.T) {
	t.Parallel()
	start := time.Now()
	l := &Lab{}
	for i := range 4 {
		c := &Call{
			Case: &clients.Case{}, TaskID: "a", GUID: "a", Answer: &driver.Answer{},
			Opened: start, Closed: start.Add(time.Duration(10*i+5) * time.Millisecond),
		}
		if i > 0 {
			before := l.calls[i-1]
			before.Requests = append(before.Requests, &Request{
				At: start.Add(time.Duration(10*i) * time.Millisecond), Late: true,
			})
		} else {
			c.Requests = []*Request{{At: start}}
		}
		l.calls = append(l.calls, c)
	}
	l.AttributeRest()
	for i, c := range l.calls {
		at := start.Add(time.Duration(10*i) * time.Millisecond)
		if len(c.Requests) != 1 || !c.Requests[0].At.Equal(at) {
			t.Errorf("call %d has %d requests", i, len(c.Requests))
		}
	}
}

// The examples of RFC 7396, appendix A, as far as patches are objects.
func TestMerge(t *testing.T) {
	t.Parallel()
	for _, test := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		var value, patch, want any
		for i, into := range []*any{&value, &patch, &want} {
			if err := json.Unmarshal([]byte(test[i]), into); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, merge(value, patch)); diff != "" {
			t.Errorf("%s merged with %s (-want +got):\n%s", test[0], test[1], diff)
		}
	}
}
