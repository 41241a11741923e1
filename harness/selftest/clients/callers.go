package clients

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/lint"
	"example.com/toeline/spec/clients"
)

//go:embed todo.yaml
var todoText []byte

// derived returns the contract of clients of an operation of todo.yaml.
func derived(operation string) (*clients.Contract, error) {
	doc, err := lint.Load("todo.yaml", todoText)
	if err != nil {
		return nil, err
	}
	return clients.Derive(doc, operation)
}

// caller is a client of the operations of todo.yaml, written by hand. Its zero value is right.
type caller struct {
	model
	// segment writes the list in the path, plain a text of the query; nil: percent-encoded.
	segment, plain func(string) string
	// pairs changes the query, which is not escaped any more; nil: nothing.
	pairs func(query []string, given map[string]any) []string
	// body writes the content; nil: as JSON.
	body func(value any) []byte
	// sent changes the lines before the content; nil: nothing.
	sent func(lines []string, given map[string]any) []string
	// strict refuses errors with members that it does not know.
	strict bool
	// succeeds says what counts as success; nil: 200 and 201.
	succeeds func(status int) bool
	// takes says that a success without a result is one all the same; nil: none is.
	takes func(*reply) bool
	// outcome changes what the client reports; nil: nothing.
	outcome func(*driver.Answer)
}

func (c caller) driver() driver.Driver {
	return together(
		func(ctx context.Context, server driver.Server, call driver.Call) driver.Answer {
			a, err := c.call(ctx, server, call)
			if err != nil {
				a = driver.Answer{Outcome: driver.Failure, Detail: err.Error()}
			}
			a.Case = call.Case
			if c.outcome != nil {
				c.outcome(&a)
			}
			return a
		},
	)
}

// call makes one call, and again where a server is busy.
func (c caller) call(
	ctx context.Context, server driver.Server, call driver.Call,
) (a driver.Answer, err error) {
	base, err := url.Parse(server.URL)
	if err != nil {
		return a, err
	}
	lines, content, err := c.request(base, server.Token, call)
	if err != nil {
		return a, err
	}
	c.content = string(content)
	for attempt := 0; ; attempt++ {
		r, err := c.send(ctx, server, base, lines)
		if err != nil {
			if attempt < c.lost {
				continue
			}
			return a, err
		}
		if !c.retries(r.status, attempt) {
			return c.conclusion(ctx, server, base, r)
		}
		if err := sleep(ctx, c.wait(r.header.Get("Retry-After"), attempt)); err != nil {
			return a, err
		}
	}
}

// conclusion makes an outcome of the last response, or of the page that it leads to.
func (c caller) conclusion(
	ctx context.Context, server driver.Server, base *url.URL, r *reply,
) (a driver.Answer, err error) {
	to, err := base.Parse(r.header.Get("Location"))
	if err != nil || c.page == nil || r.header.Get("Location") == "" || r.status/100 != 3 ||
		to.Host != base.Host {
		return c.read(r), nil
	}
	c.content = ""
	page, err := c.send(ctx, server, to, []string{
		"GET " + to.RequestURI() + " HTTP/1.1", "Host: " + to.Host, "X-Api-Key: " + server.Token,
	})
	if err != nil {
		return a, err
	}
	a = c.read(page)
	if c.page(page.status) {
		a.Outcome = driver.Success
	}
	return a, nil
}

// request returns the lines and the content of a request.
func (c caller) request(
	base *url.URL, token string, call driver.Call,
) (lines []string, content []byte, err error) {
	given := call.Parameters
	list, _ := given["list"].(string)
	escape := url.PathEscape
	if c.segment != nil {
		escape = c.segment
	}
	method, target := http.MethodPost, base.Path+"/lists/"+escape(list)+"/todos"
	if call.Operation == "getTodo" {
		method = http.MethodGet
		target += "/" + textOf(given["id"])
		if query := c.query(given); query != "" {
			target += "?" + query
		}
	}
	lines = []string{
		method + " " + target + " HTTP/1.1", "Host: " + base.Host, "X-Api-Key: " + token,
		"Accept: application/json",
	}
	for _, name := range []string{"X-Trace", "X-Session"} {
		if text, ok := given[name].(string); ok {
			lines = append(lines, name+": "+text)
		}
	}
	if call.MediaType != "" {
		if content, err = json.Marshal(call.Body); err != nil {
			return nil, nil, err
		}
		if c.body != nil {
			content = c.body(call.Body)
		}
		lines = append(lines, "Content-Type: "+call.MediaType,
			"Content-Length: "+strconv.Itoa(len(content)))
	}
	if c.sent != nil {
		lines = c.sent(lines, given)
	}
	return lines, content, nil
}

// query writes the parameters that are given.
func (c caller) query(given map[string]any) string {
	escape := func(text string) string {
		return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
	}
	if c.plain != nil {
		escape = c.plain
	}
	var pairs []string
	for _, name := range []string{"q", "fields", "done", "since", "limit"} {
		value, ok := given[name]
		list, isList := value.([]any)
		if !isList && ok {
			list = []any{value}
		}
		for _, item := range list {
			pairs = append(pairs, name+"="+escape(textOf(item)))
		}
	}
	if c.pairs != nil {
		pairs = c.pairs(pairs, given)
	}
	return strings.Join(pairs, "&")
}

func textOf(value any) string {
	if number, ok := value.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// read makes an outcome of a response.
func (c caller) read(r *reply) driver.Answer {
	a := driver.Answer{Outcome: driver.Failure, Status: r.status}
	succeeds := r.status == http.StatusOK || r.status == http.StatusCreated
	if c.succeeds != nil {
		succeeds = c.succeeds(r.status)
	}
	var failure struct{ Code, Message string }
	if c.strict && bytes.Contains(r.content, []byte("toelineAnother")) {
		r.content = nil
	}
	switch {
	case succeeds && r.cut == nil && json.Valid(r.content):
		a.Outcome, a.Result = driver.Success, r.content
		a.Headers = map[string]any{}
		for name := range maps.Keys(r.header) {
			a.Headers[name] = r.header.Get(name)
		}
	case succeeds && c.takes != nil && c.takes(r):
		a.Outcome = driver.Success
	case succeeds:
		a.Detail = "not JSON"
	case json.Unmarshal(bytes.TrimPrefix(r.content, []byte("\ufeff")), &failure) == nil:
		a.Code, a.Message = failure.Code, failure.Message
	}
	return a
}

// together is a driver that makes each call by itself, several at a time.
func together(
	call func(context.Context, driver.Server, driver.Call) driver.Answer,
) driver.Driver {
	return func(
		ctx context.Context, env map[string]string, stdin io.Reader, stdout, _ io.Writer,
	) error {
		answers := make(chan driver.Answer)
		asked := 0
		failed := make(chan error, 1)
		ended := make(chan int, 1)
		go func() {
			err := eachCall(stdin, func(one driver.Call) error {
				asked++
				go func() { answers <- call(ctx, serverOf(env), one) }()
				return nil
			})
			ended <- asked
			failed <- err
		}()
		for written, all := 0, -1; written != all; {
			select {
			case a := <-answers:
				if err := report(stdout, a); err != nil {
					return err
				}
				written++
			case all = <-ended:
			}
		}
		return <-failed
	}
}

// called is a client of an operation of todo.yaml that is right but for what it names.
// It keeps connections, unless it says otherwise.
func called(operation, name string, breaks []string, c caller) wrongClient {
	c.connections.idle = &idle{}
	return wrongClient{
		name: "client/" + operation + "/" + name, breaks: breaks, program: c.driver(),
		operation: operation, skip: []string{"odd.large"},
	}
}

// withoutPair takes out the pairs of a name.
func withoutPair(name string) func([]string, map[string]any) []string {
	return func(query []string, _ map[string]any) []string {
		return slices.DeleteFunc(query, func(pair string) bool {
			return strings.HasPrefix(pair, name+"=")
		})
	}
}

// lines changes lines as functions of the other model do.
func lines(change func([]string, int) []string) func([]string, map[string]any) []string {
	return func(lines []string, _ map[string]any) []string { return change(lines, 0) }
}

// pair adds a pair where a parameter is not given.
func pair(name, text string) func([]string, map[string]any) []string {
	return func(query []string, given map[string]any) []string {
		if _, ok := given[name]; ok {
			return query
		}
		return append(query, text)
	}
}

// reports changes what a client reports.
func reports(change func(*driver.Answer)) caller { return caller{outcome: change} }

// member changes a member of the result that is reported.
func member(change func(map[string]any)) caller {
	return reports(func(a *driver.Answer) {
		var members map[string]any
		if json.Unmarshal(a.Result, &members) == nil && members != nil {
			change(members)
			a.Result, _ = json.Marshal(members)
		}
	})
}
