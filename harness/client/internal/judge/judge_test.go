package judge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/client/internal/lab"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// TestInventedSuccess: a success without a request is never explained by a connection that has
// ended, as an error without one is.
func TestInventedSuccess(t *testing.T) {
	t.Parallel()
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		t.Fatal(err)
	}
	for outcome, want := range map[driver.Outcome]string{
		driver.Success: "success without a request", driver.Failure: "no request ERC-CON-3",
	} {
		call := &lab.Call{
			Case: &clients.Case{}, TaskID: "a", GUID: "a",
			Answer: &driver.Answer{Outcome: outcome},
		}
		got := ""
		for _, f := range (Contract{Doc: doc}).call(call).Findings {
			if f.Requirement == "ERC-REQ-23" {
				got = strings.TrimSpace(f.Reason + " " + f.PartOf)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", outcome, got, want)
		}
	}
}

// TestOperators has a satisfied, a broken and an untested call for the operators
// that need no contract.
func TestOperators(t *testing.T) {
	t.Parallel()
	doc, err := clients.Embedded(clients.Default)
	if err != nil {
		t.Fatal(err)
	}
	doc = &clients.Contract{Contract: doc.Contract, Operations: doc.Operations}
	one, none := 1, 0
	token := exchange.Header{{Name: "Authorization", Value: "Bearer t"}}
	sent := func(r lab.Request) *lab.Request {
		if r.Answer == nil {
			r.Answer = &lab.Response{Status: 404, Code: "c", Message: "m", RequestID: "r"}
		}
		return &r
	}
	plain, failed := sent(lab.Request{Method: "POST"}), &driver.Answer{Outcome: driver.Failure}
	filled := sent(lab.Request{Method: "POST", Body: []byte("{}")})
	signed := sent(lab.Request{Method: "POST", Header: token})
	reports := &driver.Answer{Outcome: driver.Failure, Status: 404, Message: "it said: m"}
	away := func(h exchange.Header) *lab.Request {
		return sent(lab.Request{Kind: lab.Elsewhere, Header: h})
	}
	refused := clients.Case{TLS: clients.UnknownAuthority}
	for _, test := range []struct {
		name  string
		check clients.Check
		call  lab.Call
		want  string // where and got of the finding, held, or empty: untested
	}{
		{"reported", clients.Check{Outcome: clients.AnyReported}, lab.Call{Answer: failed}, "held"},
		{
			"hung",
			clients.Check{Outcome: clients.AnyReported},
			lab.Call{Failure: "hung: x"},
			"driver: hung: x",
		},
		{"nothing reported", clients.Check{Outcome: clients.AnyReported}, lab.Call{}, ""},
		{
			"error",
			clients.Check{Outcome: clients.Failure},
			lab.Call{Answer: failed, Requests: []*lab.Request{plain}},
			"held",
		},
		{
			"no success",
			clients.Check{Outcome: clients.Success},
			lab.Call{Answer: failed, Requests: []*lab.Request{plain}},
			"outcome: error",
		},
		{"no outcome", clients.Check{Outcome: clients.Success}, lab.Call{}, ""},
		{
			"status",
			clients.Check{Reported: clients.ReportedStatus},
			lab.Call{Answer: reports, Requests: []*lab.Request{plain}},
			"held",
		},
		{
			"message",
			clients.Check{Reported: clients.ReportedMessage},
			lab.Call{Answer: reports, Requests: []*lab.Request{plain}},
			"held",
		},
		{
			"no code",
			clients.Check{Reported: clients.ReportedCode},
			lab.Call{Answer: failed, Requests: []*lab.Request{plain}},
			"reported code: nothing; the answer is error",
		},
		{"nothing to report", clients.Check{Reported: clients.ReportedCode}, lab.Call{}, ""},
		{"driver", clients.Check{Driver: clients.Keeps}, lab.Call{Answer: failed}, "held"},
		{
			"violations",
			clients.Check{Driver: clients.Keeps},
			lab.Call{Violations: []string{"a", "b"}},
			"driver: a; b",
		},
		{
			"well formed",
			clients.Check{Request: clients.WellFormed},
			lab.Call{Requests: []*lab.Request{plain}},
			"held",
		},
		{
			"malformed",
			clients.Check{Request: clients.WellFormed},
			lab.Call{Requests: []*lab.Request{plain, sent(lab.Request{Malformed: "x"})}},
			"request: x in request 2 of 2",
		},
		{"no request", clients.Check{Request: clients.WellFormed}, lab.Call{}, ""},
		{
			"content",
			clients.Check{Request: clients.NoContent},
			lab.Call{Requests: []*lab.Request{filled}},
			`content: 2 bytes: "{}"`,
		},
		{
			"no length",
			clients.Check{Request: clients.LengthZero},
			lab.Call{Requests: []*lab.Request{plain}},
			"header content-length: no Content-Length",
		},
		{
			"token",
			clients.Check{Header: &clients.Header{Name: "Authorization", Token: true}},
			lab.Call{Requests: []*lab.Request{signed}},
			"held",
		},
		{
			"token missing",
			clients.Check{Header: &clients.Header{Name: "Authorization", Token: true}},
			lab.Call{Requests: []*lab.Request{plain}},
			"header authorization: no Authorization",
		},
		{
			"token elsewhere",
			clients.Check{Elsewhere: &clients.Header{Name: "X", Optional: true, Lines: 1}},
			lab.Call{Requests: []*lab.Request{away(token)}},
			"header authorization at another origin: Authorization: Bearer (token)",
		},
		{
			"nothing elsewhere",
			clients.Check{Elsewhere: &clients.Header{Name: "X", Optional: true}},
			lab.Call{Requests: []*lab.Request{away(nil)}},
			"held",
		},
		{
			"same",
			clients.Check{Same: "Authorization"},
			lab.Call{Requests: []*lab.Request{plain, plain}},
			"held",
		},
		{
			"not the same",
			clients.Check{Same: "Authorization"},
			lab.Call{Requests: []*lab.Request{plain, signed}},
			"header authorization: Bearer t in request 2 of 2",
		},
		{
			"one request",
			clients.Check{Requests: &clients.Range{AtLeast: 1, AtMost: &one}},
			lab.Call{Requests: []*lab.Request{plain}},
			"held",
		},
		{
			"two requests",
			clients.Check{Requests: &clients.Range{AtMost: &one}},
			lab.Call{Requests: []*lab.Request{plain, plain}},
			"requests: 2",
		},
		{
			"executed",
			clients.Check{Executed: &clients.Range{AtMost: &none}},
			lab.Call{
				Requests: []*lab.Request{sent(lab.Request{Answer: &lab.Response{Carries: true}})},
			},
			"executions: 1: each of these requests carries the action out",
		},
		{
			"refused",
			clients.Check{Handshake: clients.Refused},
			lab.Call{Case: &refused, Handshakes: 1},
			"held",
		},
		{
			"not refused",
			clients.Check{Handshake: clients.Refused},
			lab.Call{
				Case:     &refused,
				Requests: []*lab.Request{sent(lab.Request{Method: "POST", Target: "/"})},
			},
			"TLS handshake: POST /",
		},
		{"no handshake", clients.Check{Handshake: clients.Refused}, lab.Call{Case: &refused}, ""},
	} {
		c := clients.Case{}
		if test.call.Case != nil {
			c = *test.call.Case
		}
		test.check.ID = "A"
		c.Checks = []clients.Check{test.check}
		test.call.Case = &c
		j := Contract{Doc: doc, Token: "t"}.call(&test.call)
		got := ""
		if j.Held["A"] {
			got = "held"
		}
		for _, f := range j.Findings {
			got += f.Where + ": " + f.Got
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestUnique: the first call that shares a value has the finding.
func TestUnique(t *testing.T) {
	t.Parallel()
	const guid = "5d0c1a2b-0000-4000-8000-00000000abcd"
	call := func(id, value string) *lab.Call {
		return &lab.Call{Case: &clients.Case{ID: id}, GUID: guid, Requests: []*lab.Request{{
			Target: "/" + guid, Answer: &lab.Response{},
			Header: exchange.Header{{Name: "X", Value: value}},
		}}}
	}
	k := Contract{Doc: &clients.Contract{Always: []clients.Check{{ID: "A", Unique: "X"}}}}
	got := k.All([]*lab.Call{call("a", "1v"), call("b", "1V"), call("c", "2")})
	want := []result.Finding{{
		Requirement: "A", Reason: "not unique", Where: "header x", With: []string{"a"},
		Expected: "a value of its own in each of 3 calls",
		Got:      "1 calls with a value that another has, as 1V, which a has too",
	}}
	if diff := cmp.Diff(want, got[1].Findings); diff != "" || len(got[0].Findings) > 0 {
		t.Errorf("%v (-want +got):\n%s", got[0].Findings, diff)
	}
	for _, j := range k.All([]*lab.Call{call("a", "1"), call("b", "2")}) {
		if !j.Held["A"] {
			t.Error("values of their own are not held")
		}
	}
}
