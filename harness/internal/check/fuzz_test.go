package check

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

func embedded(t testing.TB) *spec.Contract {
	t.Helper()
	doc, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func allCases(doc *spec.Contract) []spec.Case {
	var all []spec.Case
	for _, op := range doc.Operations {
		all = append(all, op.Cases...)
	}
	return all
}

// faithful returns a response to an unknown id that conforms to the contract.
func faithful(doc *spec.Contract, id string) *exchange.Exchange {
	example, _ := doc.Example("taskNotFound")
	requestID, _ := jsonpointer.Lookup(example, "/error/innerError/request-id")
	clientID, _ := jsonpointer.Lookup(example, "/error/innerError/client-request-id")
	code, _ := jsonpointer.Lookup(example, "/error/code")
	body := `{"error":{"code":"` + code.(string) + `","message":"taskId ` + id +
		` not found","innerError":{"date":"2026-03-01T11:59:59","request-id":"` +
		requestID.(string) + `","client-request-id":"` + clientID.(string) + `"}}}`
	e := answer(404, body, "Content-Type", "application/json", "request-id", requestID.(string),
		"client-request-id", clientID.(string))
	e.Request.Header = exchange.Header{{Name: "client-request-id", Value: clientID.(string)}}
	return e
}

func TestFaithfulAnswerOfTheEmbeddedDocument(t *testing.T) {
	doc := embedded(t)
	j := Judge(Input{
		Doc: doc, Checks: allCases(doc)[0].Checks, Rules: doc.Operations[0].Always,
		Exchange: faithful(doc, "x"), Bound: map[string]Binding{"incidentTaskId": {Value: "X"}},
	})
	if len(j.Findings) > 0 || len(j.Unseen) > 0 || len(j.Exercised) < 15 {
		t.Errorf("judgement %q", summary(j))
	}
}

// FuzzJudge checks that no response makes a judgement fail, take long, differ between calls, or
// name a requirement that the contract does not have.
func FuzzJudge(f *testing.F) {
	doc := embedded(f)
	cases := allCases(doc)
	known := map[string]bool{}
	for _, r := range doc.Requirements {
		known[r.ID] = true
	}
	good := faithful(doc, "x").Response.Body
	for i, body := range [][]byte{
		good, nil, []byte("{}"), []byte("[]"), []byte("null"), []byte("<html>"),
		[]byte("\xef\xbb\xbf{}"), []byte("\xff\xfe{\x00"),
		[]byte(`{"error":{"code":1e999,"message":{},"innerError":[]}}`),
		bytes.Repeat([]byte("["), 20_000), good[:len(good)-2],
		[]byte(`{"error":{},"error":{"innerError":{"date":"2026-02-30T00:00:00"}}}`),
	} {
		f.Add(uint8(i), 404, "Content-Type", "application/json", body, []byte(nil), uint8(0))
		f.Add(uint8(i*3), 400, "request-id", "\x1b", body, body, uint8(i))
	}
	f.Fuzz(func(
		t *testing.T, which uint8, status int, name, value string, body, surplus []byte,
		shape uint8,
	) {
		c := cases[int(which)%len(cases)]
		e := answer(status, string(body), name, value, "client-request-id", value)
		e.Response.Surplus = surplus
		e.Raw = shape&1 == 0
		if shape&2 != 0 {
			e.Request.Method = "HEAD"
		}
		if shape&4 != 0 {
			e.Fault = &exchange.Fault{Kind: exchange.Malformed, Detail: value}
			if shape&8 != 0 {
				e.Response = nil
			}
		}
		in := Input{
			Doc: doc, Checks: c.Checks, Rules: doc.Operations[0].Always, Always: c.Always,
			Exchange: e,
			Bound: map[string]Binding{
				"incidentTaskId": {Value: value, Properties: map[string]string{"actionType": name}},
			},
		}
		start := time.Now()
		j := Judge(in)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("took %s for %d bytes", d, len(body))
		}
		for _, finding := range j.Findings {
			if !known[finding.Requirement] || !j.Exercised[finding.Requirement] {
				t.Errorf("%q is not a requirement, or not exercised", finding.Requirement)
			}
			if finding.Reason == "" || finding.Expected == "" ||
				len([]rune(finding.Got)) > 3*maxShown && e.Fault == nil {
				t.Errorf("invalid for people: %+v", finding)
			}
		}
		for id := range j.Exercised {
			if !known[id] {
				t.Errorf("%q is not a requirement", id)
			}
		}
		if e.Response != nil && string(e.Response.Body) != string(body) {
			t.Error("the content was changed")
		}
		if diff := cmp.Diff(j, Judge(in)); diff != "" {
			t.Errorf("judged again (-first +second):\n%s", diff)
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	doc := embedded(b)
	checks := allCases(doc)[0].Checks
	wrong := faithful(doc, "x")
	wrong.Response.Body = []byte(`{"error":{"code":1,"message":"no","innerError":{"date":"soon"}}}`)
	for _, test := range []struct {
		name string
		e    *exchange.Exchange
	}{{"conforming", faithful(doc, "x")}, {"broken", wrong}} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			in := Input{
				Doc: doc, Checks: checks, Rules: doc.Operations[0].Always, Exchange: test.e,
				Bound: map[string]Binding{"incidentTaskId": {Value: "x"}},
			}
			for b.Loop() {
				Judge(in)
			}
		})
	}
}
