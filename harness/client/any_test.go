package client

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
	"example.com/toeline/spec/openapi"
)

// anyClient is a right client of any operation: it writes values as the description says.
type anyClient struct {
	op *openapi.Operation
	// spoil changes content before it is sent; nil: nothing.
	spoil func([]byte) []byte
	// given changes a call, sent its request, reported what is reported of the response (nil: none
	// came), uses the HTTP client; nil: nothing.
	given    func(*driver.Call)
	sent     func(*http.Request)
	reported func(*driver.Answer, *http.Response)
	uses     func(*http.Client)
}

// request makes the request of a call.
func (a anyClient) request(
	ctx context.Context, server driver.Server, call driver.Call,
) (*http.Request, error) {
	path := a.op.Path
	var query, cookies []string
	header := http.Header{"Accept": {"application/json"}}
	for _, media := range clients.ContentOf(a.op) {
		header.Set("Accept", media.Type)
	}
	for _, p := range a.op.Parameters {
		value, given := call.Parameters[p.Key]
		if !given {
			continue
		}
		switch p.In {
		case "path":
			text := style.Path(p, value, style.EscapeSegment)
			path = strings.ReplaceAll(path, "{"+p.Name+"}", text)
		case "query":
			query = append(query, style.Query(p, value)...)
		case "cookie":
			cookies = append(cookies, style.Query(p, value)...)
		case "header":
			header.Set(p.Name, style.Header(p, value))
		}
	}
	a.present(server.Token, header, &query, &cookies)
	if len(cookies) > 0 {
		header.Set("Cookie", strings.Join(cookies, "; "))
	}
	target := server.URL + path
	if len(query) > 0 {
		target += "?" + strings.Join(query, "&")
	}
	var content io.Reader
	if call.MediaType != "" {
		media := a.op.Body.Preferred()
		media.Type = call.MediaType
		data, err := style.Body(media, call.Body)
		if err != nil {
			return nil, err
		}
		if a.spoil != nil {
			data = a.spoil(data)
		}
		content = bytes.NewReader(data)
		header.Set("Content-Type", style.ContentType(call.MediaType))
	}
	r, err := http.NewRequestWithContext(ctx, a.op.Method, target, content)
	if err != nil {
		return nil, err
	}
	r.Header = header
	return r, nil
}

// present adds the credentials of the first alternative.
func (a anyClient) present(token string, header http.Header, query, cookies *[]string) {
	for _, alternative := range a.op.Security[:min(1, len(a.op.Security))] {
		for _, s := range alternative {
			in, name := s.Place()
			switch {
			case s.Bearer():
				header.Set("Authorization", "Bearer "+token)
			case s.Basic():
				header.Set("Authorization",
					"Basic "+base64.StdEncoding.EncodeToString([]byte(token)))
			case in == "query":
				*query = append(*query, name+"="+token)
			case in == "cookie":
				*cookies = append(*cookies, name+"="+token)
			case in == "header":
				header.Set(name, token)
			}
		}
	}
}

// drive makes calls one after another.
func (a anyClient) drive(
	ctx context.Context, env map[string]string, stdin io.Reader, stdout, _ io.Writer,
) error {
	server := driver.Server{URL: env[driver.EnvBaseURL], Token: env[driver.EnvToken]}
	transport, err := server.Client()
	if err != nil {
		return err
	}
	defer transport.CloseIdleConnections()
	if a.uses != nil {
		a.uses(transport)
	}
	calls, answers := json.NewDecoder(stdin), json.NewEncoder(stdout)
	calls.UseNumber()
	for {
		var call driver.Call
		if err := calls.Decode(&call); err != nil {
			return nil // the end
		}
		answer := driver.Answer{Case: call.Case, Outcome: driver.Failure}
		if err := a.make(ctx, server, transport, call, &answer); err != nil {
			answer.Detail = err.Error()
		}
		if err := answers.Encode(answer); err != nil {
			return err
		}
	}
}

func (a anyClient) make(
	ctx context.Context, server driver.Server, transport *http.Client, call driver.Call,
	answer *driver.Answer,
) error {
	var response *http.Response
	defer func() {
		if a.reported != nil {
			a.reported(answer, response)
		}
	}()
	if a.given != nil {
		a.given(&call)
	}
	r, err := a.request(ctx, server, call)
	if err != nil {
		return err
	}
	if a.sent != nil {
		a.sent(r)
	}
	response, err = transport.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	answer.Status = response.StatusCode
	if response.StatusCode/100 == 2 && err == nil {
		answer.Outcome = driver.Success
		if json.Valid(content) {
			answer.Result = content
		} else if strings.HasPrefix(response.Header.Get("Content-Type"), "text/") {
			answer.Result, _ = json.Marshal(string(content))
		}
		answer.Headers = map[string]any{}
		for name := range response.Header {
			answer.Headers[name] = response.Header.Get(name)
		}
		return nil
	}
	var e struct {
		Code    any
		Message string
		Error   struct{ Code, Message string }
	}
	_ = json.Unmarshal(content, &e)
	if answer.Code, _ = spec.TextOf(e.Code); answer.Code == "" {
		answer.Code = e.Error.Code
	}
	answer.Message = string(content)
	return err
}

// called are descriptions whose operations are called rightly: of styles, content, and of other
// people.
var called = []string{
	"../mock/testdata/bodies.yaml", "../mock/testdata/styles-path.yaml",
	"../mock/testdata/styles-query.yaml", "../mock/testdata/security.yaml",
	"../mock/testdata/xml.yaml", "../../fixtures/documents/petstore.yaml",
	"../../fixtures/documents/aws-sam.yaml", "../../fixtures/documents/stripe.yaml",
}

// A right client of any operation breaks nothing, whatever the description has.
func TestARightClientOfAnyOperation(t *testing.T) {
	t.Parallel()
	judged := 0
	for _, name := range called {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := lint.Load(name, data)
		if err != nil {
			t.Fatal(err)
		}
		operations := doc.Description().Operations
		for i := range operations {
			contract, err := clients.Derive(doc, operations[i].Method+" "+operations[i].Key)
			if err != nil {
				t.Logf("left out: %v", err)
				continue
			}
			judged++
			holdsOf(t, contract)
		}
	}
	if judged < 35 {
		t.Errorf("%d operations judged", judged)
	}
}

// deleting has operations whose successes have no content, so that a client may accept anything.
const deleting = `openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    delete: {responses: {"204": {description: gone}, "404": {$ref: "#/components/responses/no"}}}
    head: {responses: {"200": {description: there}, "404": {$ref: "#/components/responses/no"}}}
components:
  responses:
    no:
      description: no such thing
      content: {application/problem+json: {example: {code: none, title: There is none.}}}
`

func TestARightClientOfSuccessWithoutContent(t *testing.T) {
	t.Parallel()
	doc, err := lint.Load("deleting.yaml", []byte(deleting))
	if err != nil {
		t.Fatal(err)
	}
	for _, operation := range []string{"DELETE /things/{id}", "HEAD /things/{id}"} {
		contract, err := clients.Derive(doc, operation)
		if err != nil {
			t.Fatal(err)
		}
		holdsOf(t, contract)
	}
}

// holdsOf judges a right client of an operation by what depends on the operation.
func holdsOf(t *testing.T, contract *clients.Contract) {
	t.Helper()
	op := contract.Described
	report, err := Judge(t.Context(), Options{
		Doc: contract, Program: driver.Driver(anyClient{op: op}.drive), Plain: true,
		Only: derivedCases(contract), Concurrency: 4,
	})
	if err != nil {
		t.Fatalf("%s %s: %v", contract.File, op.Path, err)
	}
	for _, c := range report.Cases {
		for _, f := range c.Findings {
			t.Errorf("%s: %s %s: %s: %s %s: %s\nexpected %s\ngot      %s", contract.File, op.Method,
				op.Path, c.ID, f.Requirement, f.Where, f.Reason, f.Expected, f.Got)
		}
		if c.Verdict == result.Inconclusive {
			t.Errorf("%s: %s %s: %s: %s", contract.File, op.Method, op.Path, c.ID, c.Reason)
		}
	}
}

// derivedCases are the patterns of the cases that depend on the operation.
func derivedCases(contract *clients.Contract) (only []string) {
	for _, situation := range []string{"success", "error", "call"} {
		if slices.ContainsFunc(contract.Cases, func(c clients.Case) bool {
			return spec.SituationOf(c.ID) == situation
		}) {
			only = append(only, situation+".**")
		}
	}
	return only
}
