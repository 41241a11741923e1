package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/client/driver"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec/clients"
)

// wrongCall is a client of an operation of orders.yaml that is right but for what it names.
type wrongCall struct {
	operation, name string
	breaks          []string
	client          anyClient
}

// each changes the values of JSON, at any depth.
func each(value any, change func(any) any) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = each(v[name], change)
		}
	case []any:
		for i := range v {
			v[i] = each(v[i], change)
		}
	}
	return change(value)
}

// sends is a client that gives other values than it is given.
func sends(change func(any) any) anyClient {
	return anyClient{given: func(call *driver.Call) {
		for name := range call.Parameters {
			call.Parameters[name] = each(call.Parameters[name], change)
		}
		call.Body = each(call.Body, change)
	}}
}

// gets is a client that reads other values than it gets.
func gets(change func(any) any) anyClient {
	return reports(func(a *driver.Answer) {
		if value, ok := decodedResult(a); ok {
			a.Result, _ = json.Marshal(each(value, change))
		}
	})
}

func decodedResult(a *driver.Answer) (value any, ok bool) {
	d := json.NewDecoder(strings.NewReader(string(a.Result)))
	d.UseNumber()
	return value, len(a.Result) > 0 && d.Decode(&value) == nil
}

func reports(change func(*driver.Answer)) anyClient {
	return anyClient{reported: func(a *driver.Answer, _ *http.Response) { change(a) }}
}

// queries is a client that writes another query.
func queries(change func(string) string) anyClient {
	return anyClient{sent: func(r *http.Request) { r.URL.RawQuery = change(r.URL.RawQuery) }}
}

// texts changes texts alone.
func texts(change func(string) string) func(any) any {
	return func(value any) any {
		if text, ok := value.(string); ok {
			return change(text)
		}
		return value
	}
}

// rounded has integers as floating-point numbers of 64 bits, and others of 32 bits.
func rounded(integers bool) func(any) any {
	return func(value any) any {
		n, ok := value.(json.Number)
		f, err := n.Float64()
		if !ok || err != nil || integers == strings.Contains(n.String(), ".") {
			return value
		}
		if !integers {
			f = float64(float32(f))
		}
		return json.Number(strconv.FormatFloat(f, 'f', -1, 64))
	}
}

var (
	date     = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)$`)
	escape   = regexp.MustCompile(`%[0-9A-F]{2}`)
	deepName = regexp.MustCompile(`filter%5B(\w+)%5D`)
)

func wrongRequests() []wrongCall {
	slashed := texts(func(s string) string { return date.ReplaceAllString(s, "$3/$2/$1") })
	query := func(name string, c anyClient) wrongCall {
		return wrongCall{"listOrders", name, []string{"CLI-REQ-14"}, c}
	}
	return []wrongCall{
		query("members-with-dots", queries(func(q string) string {
			return deepName.ReplaceAllString(q, "filter.$1")
		})),
		query("members-alone", queries(func(q string) string {
			return deepName.ReplaceAllString(q, "$1")
		})),
		query("query-escaped-twice", queries(func(q string) string {
			return escape.ReplaceAllStringFunc(q, func(e string) string { return "%25" + e[1:] })
		})),
		query("numbers-in-quotes", queries(func(q string) string {
			return regexp.MustCompile(`page=(\d{1,15})\b`).ReplaceAllString(q, "page=%22$1%22")
		})),
		query("dates-with-slashes", sends(slashed)),
		query("texts-trimmed", sends(texts(strings.TrimSpace))),
		{"listOrders", "long-integer-rounded", []string{"CLI-REQ-26"}, sends(rounded(true))},
		{"listOrders", "cookies-in-lines", []string{"CLI-REQ-12"}, anyClient{
			sent: func(r *http.Request) {
				r.Header["Cookie"] = strings.Split(r.Header.Get("Cookie"), "; ")
			},
		}},
		{"listOrders", "cookie-not-encoded", []string{"CLI-REQ-16"}, anyClient{
			sent: func(r *http.Request) {
				r.Header.Set("Cookie", strings.ReplaceAll(r.Header.Get("Cookie"), "%3B", ";"))
			},
		}},
		{"listOrders", "cookies-kept", []string{"CLI-COO-1"}, anyClient{
			uses: func(c *http.Client) { c.Jar, _ = cookiejar.New(nil) },
		}},
		{"addOrder", "float-of-32-bits", []string{"CLI-REQ-18"}, sends(rounded(false))},
		{"addOrder", "labels-in-small-letters", []string{"CLI-REQ-18"}, sends(func(v any) any {
			members, _ := v.(map[string]any)
			for name, member := range members {
				if small := strings.ToLower(name); small != name {
					delete(members, name)
					members[small] = member
				}
			}
			return v
		})},
		{"addOrder", "offset-dropped", []string{"CLI-REQ-18"}, sends(texts(func(s string) string {
			return strings.ReplaceAll(s, "+02:00", "Z")
		}))},
		{"addOrder", "dates-with-slashes", []string{"CLI-REQ-18"}, sends(slashed)},
		{"addOrder", "long-integer-rounded", []string{"CLI-REQ-26"}, sends(rounded(true))},
		{"addOrder", "redirected-without-content", []string{"CLI-RED-4"}, anyClient{
			uses: func(c *http.Client) {
				c.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
					r.Body, r.ContentLength = http.NoBody, 0
					return nil
				}
			},
		}},
		{"changeOrder", "null-left-out", []string{"CLI-REQ-18"}, sends(func(v any) any {
			members, _ := v.(map[string]any)
			for name, member := range members {
				if member == nil {
					delete(members, name)
				}
			}
			return v
		})},
		{"changeOrder", "quotes-taken-off", []string{"CLI-REQ-15"}, anyClient{
			sent: func(r *http.Request) {
				r.Header.Set("If-Match", strings.Trim(r.Header.Get("If-Match"), `"`))
			},
		}},
		{
			"addFile",
			"lines-of-a-file-changed",
			[]string{"CLI-REQ-18"},
			sends(texts(func(s string) string {
				return strings.ReplaceAll(s, "\n", "\r\n")
			})),
		},
	}
}

func wrongAnswers() []wrongCall {
	list := func(name string, change func([]any) []any) wrongCall {
		return wrongCall{"listOrders", name, []string{"CLI-OK-3"}, gets(func(v any) any {
			if items, ok := v.([]any); ok {
				return change(items)
			}
			return v
		})}
	}
	text := func(name string, change func(string) string) wrongCall {
		return wrongCall{"exportOrder", name, []string{"CLI-OK-3"}, gets(texts(change))}
	}
	message := func(name string, change func(string) string) wrongCall {
		return wrongCall{"addOrder", name, []string{"CLI-ERR-4"}, reports(func(a *driver.Answer) {
			a.Message = change(a.Message)
		})}
	}
	stale := map[string]any{}
	return []wrongCall{
		list("first-item-alone", func(items []any) []any { return items[:1] }),
		list("items-turned-around", func(items []any) []any {
			slices.Reverse(items)
			return items
		}),
		{"addOrder", "float-of-32-bits-read", []string{"CLI-OK-3"}, gets(rounded(false))},
		{"listOrders", "long-integer-rounded-read", []string{"CLI-OK-5"}, gets(rounded(true))},
		text(
			"lines-changed",
			func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		),
		text("white-space-around-dropped", strings.TrimSpace),
		text("another-charset", func(s string) string {
			return strings.ToValidUTF8(strings.ReplaceAll(s, "é", "Ã©"), "?")
		}),
		message("message-in-latin", func(s string) string {
			return strings.ReplaceAll(s, "é", "?")
		}),
		message("message-on-one-line", func(s string) string {
			return strings.Join(strings.Fields(s), " ")
		}),
		{
			"addOrder",
			"code-in-small-letters",
			[]string{"CLI-ERR-3"},
			reports(func(a *driver.Answer) {
				a.Code = strings.ToLower(a.Code)
			}),
		},
		{"addOrder", "problems-not-read", []string{"CLI-ERR-3"}, anyClient{
			reported: func(a *driver.Answer, r *http.Response) {
				if r != nil && r.Header.Get("Content-Type") == "application/problem+json" {
					a.Code = ""
				}
			},
		}},
		{"addOrder", "member-added", []string{"CLI-REQ-18"}, anyClient{given: func(
			call *driver.Call,
		) {
			if members, ok := call.Body.(map[string]any); ok {
				members["source"] = "sdk" // in every call, one with a long integer too
			}
		}}},
		{"addFile", "title-of-a-problem", nil, reports(func(a *driver.Answer) {
			var problem struct{ Title string }
			if json.Unmarshal([]byte(a.Message), &problem) == nil && problem.Title != "" {
				a.Message = problem.Title // as good as its detail
			}
		})},
		{"exportOrder", "cut-text-taken", []string{"CLI-CON-8"}, reports(func(a *driver.Answer) {
			if a.Status/100 == 2 {
				a.Outcome = driver.Success
			}
		})},
		{"addOrder", "status-made-up", []string{"CLI-ERR-8"}, reports(func(a *driver.Answer) {
			if a.Status == 0 {
				a.Status = http.StatusInternalServerError
			}
		})},
		{"listOrders", "quotes-of-a-header-taken-off", []string{"CLI-OK-4"}, headers(
			func(all map[string]any) { all["Etag"] = strings.Trim(fmt.Sprint(all["Etag"]), `"`) },
		)},
		{
			"addOrder",
			"header-of-another-call",
			[]string{"CLI-OK-4"},
			headers(func(all map[string]any) {
				all["Location"], stale["Location"] = stale["Location"], all["Location"]
			}),
		},
		{"listOrders", "header-made-up", []string{"CLI-OK-4"}, headers(func(all map[string]any) {
			if _, ok := all["X-Total"]; !ok {
				all["X-Total"] = "0"
			}
		})},
	}
}

// headers is a client that reports other headers of a success.
func headers(change func(map[string]any)) anyClient {
	return reports(func(a *driver.Answer) {
		if a.Headers != nil {
			change(a.Headers)
		}
	})
}

// TestWrongClientsOfAnyOperation: each breaks exactly what it names, by the description alone.
func TestWrongClientsOfAnyOperation(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/orders.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := lint.Load("orders.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	all := append(wrongRequests(), wrongAnswers()...)
	for _, operation := range []string{
		"addOrder", "listOrders", "changeOrder", "exportOrder", "addFile",
	} {
		all = append(all, wrongCall{operation: operation, name: "right"})
	}
	for _, w := range all {
		t.Run(w.operation+"/"+w.name, func(t *testing.T) {
			t.Parallel()
			contract, err := clients.Derive(doc, w.operation)
			if err != nil {
				t.Fatal(err)
			}
			w.client.op = contract.Described
			only := append(derivedCases(contract), "cookie.**", "redirect.method.*",
				"connection.inside-status")
			if _, ok := contract.Requirement("CLI-CON-8"); ok {
				only = append(only, "connection.inside-success", "connection.inside-success-chunks")
			}
			report, err := Judge(t.Context(), Options{
				Doc: contract, Program: driver.Driver(w.client.drive), Plain: true, Concurrency: 4,
				Only: only,
			})
			if err != nil {
				t.Fatal(err)
			}
			var broken []string
			for _, r := range report.Requirements {
				if r.Status == result.Failed {
					broken = append(broken, r.ID)
				}
			}
			if diff := cmp.Diff(w.breaks, broken); diff != "" {
				t.Errorf("broken (-want +got):\n%s", diff)
			}
		})
	}
}
