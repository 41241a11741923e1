package report_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/toeline/harness/internal/exchange"
	rec "example.com/toeline/harness/internal/recording"
	"example.com/toeline/harness/report/har"
	"example.com/toeline/harness/result"
)

// harSchema is the published schema of the format, which knows nothing of us.
func harSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	files := os.DirFS("testdata/har-schema")
	names, err := fs.Glob(files, "*.json")
	if err != nil || len(names) < 15 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		// The package names its files without a scheme, and its own keyword
		// for what may be absent was never one of JSON Schema.
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		delete(value.(map[string]any), "$id")
		if err := c.AddResource("har:///"+name, value); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile("har:///" + "har.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestHARKeepsToItsSchema(t *testing.T) {
	t.Parallel()
	schema := harSchema(t)
	for name, r := range runs(t) {
		if name == "preflight" {
			continue // made without a run
		}
		t.Run(name, func(t *testing.T) {
			text := write(t, har.Writer{}, r)
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%#v", err)
			}
			read, err := har.Read(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			sent := 0
			for _, e := range read.Run.(*rec.Recording).Entries {
				if e.Exchange != nil && !e.Exchange.Start.IsZero() {
					sent++
				}
			}
			if sent != r.Run.Requests || sent == 0 {
				t.Errorf("%d entries of %d requests", sent, r.Run.Requests)
			}
		})
	}
	// A schema that takes everything would prove nothing.
	if err := schema.Validate(map[string]any{"log": map[string]any{"version": "1.2"}}); err == nil {
		t.Error("the schema takes a log without creator and entries")
	}
}

// TestHARKeepsEveryByte holds what is read against what came, for responses that
// JSON has no characters for.
func TestHARKeepsEveryByte(t *testing.T) {
	t.Parallel()
	odd := string([]byte{0, 1, 0x7f, 0x80, 0xff, '"', '<', '\\'}) + "é\u2028"
	r := run(
		t,
		target{
			options: only("not-found.**", "success.**"),
			change: func(_ *http.Request, a *answer) {
				a.header.Set("X-Odd", "caf\xe9 \xff")
				a.header.Set("Set-Cookie", "a=b; Path=/")
				a.header.Set("Location", "/elsewhere")
				if len(a.body) > 0 {
					a.body = append(a.body, odd...)
				}
			},
		},
	)
	text := write(t, har.Writer{}, r)
	read, err := har.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	bodies, odds := 0, 0
	for _, e := range read.Run.(*rec.Recording).Entries {
		res := e.Exchange.Response
		if value, _ := res.Header.Get("X-Odd"); value == "caf\xe9 \xff" {
			odds++
		}
		if strings.HasSuffix(string(res.Body), odd) {
			bodies++
		}
		if raw := string(e.Exchange.RawResponse); !strings.HasSuffix(raw, string(res.Body)) ||
			!strings.Contains(raw, "caf\xe9 \xff") {
			t.Errorf("%s: the raw bytes are %q", e.Case, raw)
		}
	}
	if odds != len(read.Run.(*rec.Recording).Entries) || bodies < 10 {
		t.Errorf("of %d entries %d have the header and %d the content",
			len(read.Run.(*rec.Recording).Entries), odds, bodies)
	}
	// What was read and written again is the same.
	var har struct {
		Log struct {
			Entries []struct {
				Request  struct{ URL string }
				Response struct {
					RedirectURL string
					Cookies     []struct{ Name, Value string }
					Content     struct{ Encoding string }
				}
				Comment string
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &har); err != nil {
		t.Fatal(err)
	}
	first := har.Log.Entries[0]
	if first.Response.RedirectURL != "/elsewhere" || len(first.Response.Cookies) != 1 ||
		first.Response.Cookies[0].Value != "b" ||
		!strings.HasPrefix(first.Request.URL, "http://127.0.0.1:") ||
		!strings.Contains(first.Comment, "request ") {
		t.Errorf("got %+v", first)
	}
}

// TestReadHARRefuses: each error says what and where.
func TestReadHARRefuses(t *testing.T) {
	t.Parallel()
	whole := write(t, har.Writer{}, run(t, target{options: only("not-found.**")}))
	if _, err := har.Read(strings.NewReader(whole)); err != nil {
		t.Fatal(err)
	}
	changed := func(old, new string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("the recording does not hold %q", old)
		}
		return strings.Replace(whole, old, new, 1)
	}
	for name, test := range map[string]struct{ text, want string }{
		"cut in half": {
			whole[:len(whole)/2], "the recording ends too early; it was cut off",
		},
		"cut behind a line": {
			whole[:strings.LastIndex(whole, "\n{\"pageref")], "line 21, column 2",
		},
		"empty":        {"", "it is empty, not a recording of toeline"},
		"no JSON":      {"<html>", "line 1, column 2: it is not JSON, and so not a recording"},
		"another JSON": {`{"schemaVersion": 3}`, "it has no log"},
		"of a browser": {`{"log": {"version": "1.2", "creator": {"name": "WebInspector", ` +
			`"version": "537.36"}, "entries": []}}`, `made by "WebInspector"`},
		"another HAR version": {
			changed(`"version": "1.2"`, `"version": "1.1"`),
			"log/version: another HAR than the 1.2",
		},
		"another version": {
			changed(`"schemaVersion":3`, `"schemaVersion":7`),
			"schemaVersion is 7, and this one reads 3",
		},
		"a foreign entry": {
			changed(`"case":"not-found`, `"cse":"not-found`), "log/entries/0: _toeline/case",
		},
		"an entry twice": {changed(`"instance":1,`, `"instance":0,`), "occurs twice"},
		"a wrong type": {
			changed(`"status":404`, `"status":"404"`), "log/entries/0: line 1, column",
		},
		"no response": {
			changed(`"status":404`, `"status":0`),
			"log/entries/0/response/status: there is no response",
		},
		"no fixtures of ours": {
			changed(`"fixtures":{"file":`, `"fixtures":{"file":7,"name":`),
			"log/_toeline: line 1, column",
		},
		"no document": {
			changed(`"document":{"file"`, `"doc":{"file"`), "started or document is missing",
		},
		"an unknown encoding": {changed(
			`"mimeType":"application/json",`, `"mimeType":"application/json","encoding":"gzip",`,
		), "log/entries/0/response/content/encoding"},
	} {
		_, err := har.Read(strings.NewReader(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v\nwant … %s", name, err, test.want)
		}
	}
}

// TestHARRoundTrip holds whole exchanges, faults included.
func TestHARRoundTrip(t *testing.T) {
	t.Parallel()
	exchanges := map[string]*exchange.Exchange{
		"no connection": {
			Origin: "https://h:1",
			Fault:  &exchange.Fault{Kind: exchange.Unreachable, Detail: "refused"},
			Raw:    true,
			Total:  1234567,
		},
		"broken half-way": {
			Origin:      "http://h",
			Start:       started,
			FirstByte:   1_000_001,
			Total:       2_000_003,
			Raw:         true,
			RawResponse: []byte("HTTP/1.1 200 OK\r\n"),
			Response:    &exchange.Response{Proto: "HTTP/1.1", Status: 200, Reason: "OK"},
			Fault:       &exchange.Fault{Kind: exchange.Malformed, Detail: "ends"},
		},
		"behind interim": {
			Origin:     "http://h",
			Start:      started,
			FirstByte:  3,
			Total:      333_333_333,
			Raw:        true,
			RawRequest: []byte("POST / HTTP/1.1\r\nHost: h\r\n\r\n"),
			Response: &exchange.Response{
				Proto:   "HTTP/1.0",
				Status:  204,
				Interim: []int{100, 103},
				Surplus: []byte("\xff{}"),
				Header:  exchange.Header{{Name: "a", Value: ""}, {Name: "A", Value: "\xe9"}},
			},
		},
		"hidden bytes": {
			Origin:    "http://h",
			Start:     started,
			Total:     5,
			FirstByte: 5,
			Response: &exchange.Response{
				Proto:  "HTTP/1.1",
				Status: 404,
				Body:   []byte("\xff\x00"),
			},
		},
	}
	made := &rec.Recording{
		Document: rec.RecordedDocument{File: "d", SHA256: "0"}, Started: started,
		Facts: rec.Facts{
			Target: facts().Target, Variables: result.Variables{TokenEnv: "MY_TOKEN"},
		},
	}
	for name, e := range exchanges {
		made.Entries = append(made.Entries,
			rec.Recorded{Case: "a." + name, Request: "r", Exchange: e})
	}
	made.Entries = append(made.Entries,
		rec.Recorded{Case: "b", Request: "r", Unsent: "the run was interrupted"})
	text := write(t, har.Writer{}, &result.Report{Recording: made})
	read, err := har.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	byCase := cmpopts.SortSlices(func(a, b rec.Recorded) bool { return a.Case < b.Case })
	if diff := cmp.Diff(made, read.Run.(*rec.Recording), byCase,
		cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	if f := read.Invocation; f.TokenEnv != "MY_TOKEN" || f.Target != facts().Target {
		t.Errorf("the invocation became %+v", f)
	}
}
