package diagnose

import (
	"net/http"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
)

// answers is what a target answers to a request of a step.
type answers func(s *cases.Step, r *cases.Request) *exchange.Response

// planned returns the requests of the embedded contract to a target on loopback, without a
// response.
func planned(t *testing.T, basePath string, only ...string) ([]Answered, *cases.Set) {
	t.Helper()
	contract, err := spec.Embedded(spec.Default)
	if err != nil {
		t.Fatal(err)
	}
	held, err := fixtures.Embedded(contract.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	set, err := cases.New(cases.Options{
		Contract: contract, Fixtures: held, Only: only, Target: cases.Target{
			URL: "http://127.0.0.1" + basePath, BasePath: basePath, OnLoopback: true,
			Credentials: cases.Credentials{Token: "t"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []Answered
	for _, c := range set.Cases {
		for i := range c.Instances {
			for j := range c.Instances[i].Requests {
				r := &c.Instances[i].Requests[j]
				id, _ := r.Header.Get(contract.Correlation.Request)
				all = append(all, Answered{Step: c.Steps[j], Request: r, ID: id})
			}
		}
	}
	return all, set
}

// by returns requests with the responses of a target, which has no content for HEAD.
func by(target answers, all []Answered) []Answered {
	made := make([]Answered, len(all))
	for i, a := range all {
		response := target(a.Step, a.Request)
		if a.Request.Method == http.MethodHead {
			response.Body = nil
		}
		a.Exchange = &exchange.Exchange{Request: a.Request.Request, Response: response}
		made[i] = a
	}
	return made
}

// response is one of a status and a content; fields are name, value, …
func response(status int, body string, fields ...string) *exchange.Response {
	made := &exchange.Response{Proto: "HTTP/1.1", Status: status, Body: []byte(body)}
	for i := 0; i < len(fields); i += 2 {
		made.Header = append(made.Header, exchange.Field{Name: fields[i], Value: fields[i+1]})
	}
	return made
}

// always answers every request with one response.
func always(status int, body string, fields ...string) answers {
	return func(*cases.Step, *cases.Request) *exchange.Response {
		return response(status, body, fields...)
	}
}

// right responses as the step asks for, with another content each time.
func right(s *cases.Step, r *cases.Request) *exchange.Response {
	for status := 200; status < 600; status++ {
		if s.Allows(status) {
			return response(status, r.Target)
		}
	}
	return response(http.StatusBadRequest, r.Target)
}

// page is the error page of a framework, which repeats the request.
func page(_ *cases.Step, r *cases.Request) *exchange.Response {
	return response(http.StatusNotFound,
		"<!DOCTYPE html>\n<title>Error</title>\n<pre>Cannot "+r.Method+" "+r.Target+"</pre>")
}

// hasToken reports whether a request presents credentials in its header.
func hasToken(r *cases.Request) bool {
	field, _ := r.Header.Get("Authorization")
	return field != ""
}

func unredacted(e *exchange.Exchange) *exchange.Exchange { return e }
