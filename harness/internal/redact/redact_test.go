package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
)

// secret has what every encoding treats differently.
const secret = `eyJ0.X-y_z/+=?"<é>'~\%41end`

// each applies f to every byte.
func each(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

func quoted(t *testing.T, s string) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b[1 : len(b)-1])
}

func TestRedactEncodings(t *testing.T) {
	utf16 := strings.ReplaceAll(each(secret, `\u00%02x`), `\u00c3\u00a9`, `\u00e9`)
	tests := map[string]string{
		"raw":                     secret,
		"query":                   url.QueryEscape(secret),
		"path":                    url.PathEscape(secret),
		"path, lower hex":         strings.ToLower(url.PathEscape(secret)),
		"every byte, lower hex":   each(secret, "%%%02x"),
		"every byte, upper hex":   each(secret, "%%%02X"),
		"percent-encoded twice":   url.QueryEscape(url.QueryEscape(secret)),
		"percent-encoded 3 times": url.PathEscape(url.PathEscape(url.PathEscape(secret))),
		"json":                    quoted(t, secret),
		"json in json":            quoted(t, quoted(t, secret)),
		"every character, json":   utf16,
		"every character, JSON":   strings.ReplaceAll(strings.ToUpper(utf16), `\U`, `\u`),
		"javascript":              strings.ReplaceAll(each(secret, `\x%02x`), `\xc3\xa9`, "é"),
		"html":                    html.EscapeString(secret),
		"html, hex": strings.ReplaceAll(each(secret, "&#x%x;"), "&#xc3;&#xa9;",
			"&#xe9;"),
		"hex":                hex.EncodeToString([]byte(secret)),
		"HEX":                strings.ToUpper(hex.EncodeToString([]byte(secret))),
		"base64":             base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64, raw":        base64.RawStdEncoding.EncodeToString([]byte(secret)),
		"base64, url":        base64.URLEncoding.EncodeToString([]byte(secret)),
		"base64, raw url":    base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"base64, lower case": strings.ToLower(base64.StdEncoding.EncodeToString([]byte(secret))),
		"base64, percent-encoded": url.QueryEscape(
			base64.StdEncoding.EncodeToString([]byte(secret)),
		),
		"base64, slashes escaped": strings.ReplaceAll(
			base64.StdEncoding.EncodeToString([]byte(secret)), "/", `\/`,
		),
		"base64, lines": wrapped(base64.StdEncoding.EncodeToString([]byte(secret)),
			"\r\n"),
		"base64, lines within json": wrapped(base64.StdEncoding.EncodeToString([]byte(secret)),
			`\r\n`),
	}
	r := New("another-secret", " "+secret+"\n")
	for name, enc := range tests {
		t.Run(name, func(t *testing.T) {
			got := r.String(`{"a":"` + enc + `"}`)
			if want := `{"a":"` + Mark + `"}`; got != want {
				t.Errorf("%q became %q, want %q", enc, got, want)
			}
			if got := string(r.Bytes([]byte(enc + enc))); got != Mark+Mark {
				t.Errorf("twice in bytes: %q", got)
			}
		})
	}
	if got := New("eyJhbGci").String("x EYJHBGCI y"); got != "x [redacted] y" {
		t.Errorf("other letter case: %q", got)
	}
}

// wrapped breaks lines as MIME does, only sooner.
func wrapped(s, end string) string {
	var b strings.Builder
	for len(s) > 16 {
		b.WriteString(s[:16] + end)
		s = s[16:]
	}
	return b.String() + s
}

// If a secret is inside base64, no character is left from which some of its bits could be read.
func TestRedactInsideBase64(t *testing.T) {
	for _, enc := range []*base64.Encoding{
		base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding,
	} {
		for size := shortSecret; size < shortSecret+6; size++ {
			s := "s3~?\xff_>K9x"[:size]
			r := New(s)
			for before := range 7 {
				for after := range 7 {
					prefix, suffix := "Bearer:"[:before], "; more."[:after]
					got := r.String(enc.EncodeToString([]byte(prefix + s + suffix)))
					left, right, found := strings.Cut(got, Mark)
					if !found {
						t.Fatalf("%q + secret + %q: %q is not redacted", prefix, suffix, got)
					}
					if len(left) > before*8/6 || len(right) > (after*8+5)/6+2 {
						t.Errorf("%q + secret + %q: %q shows bits of the secret", prefix, suffix,
							got)
					}
				}
			}
		}
	}
}

func TestRedactLeavesTheRest(t *testing.T) {
	r := New("s3cret-token", "ab")
	for _, s := range []string{
		"", "nothing % here \\u00zz &#x; &amp; %2", "s3cret", "ab is short", "c2VjcmV0",
	} {
		if got := r.String(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
		b := []byte(s)
		if got := r.Bytes(b); len(b) > 0 && &got[0] != &b[0] {
			t.Errorf("%q was copied", s)
		}
	}
	var none *Redactor
	for _, r := range []*Redactor{none, New(), New("", " ")} {
		if got := r.String("a b"); got != "a b" {
			t.Errorf("without secrets: %q", got)
		}
		ex := &exchange.Exchange{RawRequest: []byte("x")}
		if got := r.Exchange(ex); string(got.RawRequest) != "x" ||
			&got.RawRequest[0] == &ex.RawRequest[0] {
			t.Errorf("without secrets: %+v", got)
		}
	}
	if r.Exchange(nil) != nil {
		t.Error("no exchange became one")
	}
}

func TestRedactValue(t *testing.T) {
	r := New("s3cret-token", "pw")
	basic := func(s string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(s))
	}
	tests := []struct{ name, value, want string }{
		{"Authorization", "Bearer s3cret-token", "Bearer [redacted]"},
		{"authorization", "bearer  x.s3cret-token.y", "bearer [redacted]"},
		{"Authorization", "s3cret-token", "[redacted]"},
		{"Authorization", "s3cret-token tail", "[redacted]"},
		{"Authorization", basic("user:s3cret-token"), "Basic [redacted]"},
		{"Authorization", basic("user:pw"), "Basic [redacted]"},
		{"Authorization", basic("user:guess"), basic("user:guess")},
		{"Authorization", "Bearer made-up", "Bearer made-up"},
		{"Authorization", "Bearer", "Bearer"},
		{"Authorization", "", ""},
		{"Proxy-Authorization", basic("s3cret-token"), "Basic [redacted]"},
		{"Cookie", "a=b; sid=s3cret-token; c=d", "a=b; sid=[redacted]; c=d"},
		{"Set-Cookie", "sid=s3cret%2Dtoken; Path=/", "sid=[redacted]; Path=/"},
		{"X-Key", "pw", "[redacted]"},
		{"X-Key", "a,PW;b", "a,[redacted];b"},
		{"X-Key", "pwx xpw", "pwx xpw"},
	}
	for _, tt := range tests {
		if got := r.value(tt.name, tt.value); got != tt.want {
			t.Errorf("%s: %s became %q, want %q", tt.name, tt.value, got, tt.want)
		}
	}
}

func leaky() *exchange.Exchange {
	return &exchange.Exchange{
		Origin: "http://a:80",
		Request: exchange.Request{
			Method: "POST", Target: "/x?t=s3cret%2dtoken", Alone: true,
			Body: []byte("s3cret-token"),
			Header: exchange.Header{
				{Name: "Authorization", Value: "Bearer s3cret-token"}, {Name: "X-Key", Value: "pw"},
			},
		},
		Response: &exchange.Response{
			Proto: "HTTP/1.1", Status: 400, Reason: "no s3cret-token", Interim: []int{103},
			Header: exchange.Header{{Name: "X-Echo", Value: "s3cret-token"}},
			Body:   []byte("pw s3cret-token"), Surplus: []byte("s3cret-token"),
		},
		Fault: &exchange.Fault{
			Kind: exchange.Malformed, Detail: `header line "s3cret-token"`,
		},
		Raw: true,
		RawRequest: []byte("POST /x?t=s3cret%2dtoken HTTP/1.1\r\nAuthorization: Bearer " +
			"s3cret-token\r\nX-Key:  pw \r\n\r\ns3cret-token"),
		RawResponse: []byte("HTTP/1.1 103 Early\r\nX-Key: pw\r\n\r\nHTTP/1.1 400 no " +
			"s3cret-token\r\nX-Echo: s3cret-token\r\nK: pw\r\n\r\npw s3cret-tokens3cret-token"),
		Start: time.Unix(1, 0), FirstByte: 1, Total: 2,
	}
}

func TestRedactExchange(t *testing.T) {
	in := leaky()
	got := New("s3cret-token", "pw").Exchange(in)
	want := &exchange.Exchange{
		Origin: "http://a:80",
		Request: exchange.Request{
			Method: "POST", Target: "/x?t=[redacted]", Alone: true, Body: []byte("[redacted]"),
			Header: exchange.Header{
				{Name: "Authorization", Value: "Bearer [redacted]"},
				{Name: "X-Key", Value: "[redacted]"},
			},
		},
		Response: &exchange.Response{
			Proto: "HTTP/1.1", Status: 400, Reason: "no [redacted]", Interim: []int{103},
			Header: exchange.Header{{Name: "X-Echo", Value: "[redacted]"}},
			Body:   []byte("pw [redacted]"), Surplus: []byte("[redacted]"),
		},
		Fault: &exchange.Fault{Kind: exchange.Malformed, Detail: `header line "[redacted]"`},
		Raw:   true,
		RawRequest: []byte("POST /x?t=[redacted] HTTP/1.1\r\nAuthorization: Bearer " +
			"[redacted]\r\nX-Key:  [redacted] \r\n\r\n[redacted]"),
		RawResponse: []byte("HTTP/1.1 103 Early\r\nX-Key: [redacted]\r\n\r\nHTTP/1.1 400 no " +
			"[redacted]\r\nX-Echo: [redacted]\r\nK: [redacted]\r\n\r\npw [redacted][redacted]"),
		Start: time.Unix(1, 0), FirstByte: 1, Total: 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(leaky(), in); diff != "" {
		t.Errorf("the original changed:\n%s", diff)
	}
}

func TestRedactCopiesDeeply(t *testing.T) {
	in := leaky()
	got := New("not in there").Exchange(in)
	if diff := cmp.Diff(in, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	for _, b := range [][]byte{
		got.Request.Body, got.Response.Body, got.Response.Surplus, got.RawRequest, got.RawResponse,
	} {
		clear(b)
	}
	got.Request.Header[0].Value, got.Response.Header[0].Value = "", ""
	got.Response.Interim[0], got.Fault.Detail = 0, ""
	if diff := cmp.Diff(leaky(), in); diff != "" {
		t.Errorf("the copy shares memory:\n%s", diff)
	}
}

// TestRedactWithoutLongSecrets holds that a search for nothing ends, also in content that was left
// out before, and that a short secret is left out of headers.
func TestRedactWithoutLongSecrets(t *testing.T) {
	again := New().Exchange(&exchange.Exchange{Request: exchange.Request{Body: []byte(Mark)}})
	if string(again.Request.Body) != Mark {
		t.Errorf("content that was left out: %q", again.Request.Body)
	}
	got := New("pw").Exchange(&exchange.Exchange{
		Request: exchange.Request{Method: "GET", Target: "/a"},
		Response: &exchange.Response{
			Status: 200, Header: exchange.Header{{Name: "X-A", Value: "pw pwd"}},
			Body: []byte("some content of pw"),
		},
	})
	if v, _ := got.Response.Header.Get("X-A"); v != Mark+" pwd" {
		t.Errorf("the header: %q", v)
	}
	if string(got.Response.Body) != "some content of pw" {
		t.Errorf("the content: %q", got.Response.Body)
	}
}

func TestRedactBytesThatAreNoHTTP(t *testing.T) {
	enc := base64.StdEncoding.EncodeToString([]byte("s3cret-token"))
	r := New("s3cret-token")
	got := r.Exchange(&exchange.Exchange{
		RawResponse: []byte("hello s3cret-token\n" + enc[:6] + "\r\n" + enc[6:]),
	})
	if want := "hello [redacted]\n[redacted]"; string(got.RawResponse) != want {
		t.Errorf("got %q, want %q", got.RawResponse, want)
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("s3cret", "a%2", "\\u00")
	f.Add(`%25%2`, "%25%25%25", "&#x25;")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		r := New(secret)
		plain := strings.TrimSpace(secret)
		r.Exchange(&exchange.Exchange{
			RawResponse: []byte(before + secret + after),
			Response:    &exchange.Response{Body: []byte(after)},
		})
		if len(plain) < shortSecret || strings.Contains(Mark, plain) {
			return
		}
		if out := r.String(before + plain + after); !strings.Contains(out, Mark) {
			t.Errorf("%q + %q + %q: %q", before, plain, after, out)
		}
	})
}

func BenchmarkRedactWithout(b *testing.B) {
	r := New("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl")
	body := bytes.Repeat(
		[]byte(`{"error":{"code":"NotFound","message":"The task was not found %20."}}`), 30,
	)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		r.Bytes(body)
	}
}

// What most targets send: ids, a date, no escape.
func BenchmarkRedactUsual(b *testing.B) {
	r := New("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl")
	body := []byte(`{"error":{"code":"NotFound","message":"taskId ` +
		`0b6f3a3e-1d5c-4c8e-9d62-6f1a6b1f6a01 not found",` +
		`"innerError":{"date":"2026-11-28T07:11:11","request-id":"43067534-c43a-4df8-a4d1-30660b99ac76",` +
		`"client-request-id":"b041e97f-24d2-bf6a-1731-7e0de686464c"}}}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		r.Bytes(body)
	}
}

// A target chooses the text: none may make the search slow.
func BenchmarkRedactHostile(b *testing.B) {
	r := New("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl")
	for name, unit := range map[string]string{
		"backslashes": `\`, "percents": "%", "percents encoded": "%25", "first byte": "e",
		"plus": "+", "amp": "&", "first byte and lines": "Z\n\n\n\n",
		"half": "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.",
	} {
		b.Run(name, func(b *testing.B) {
			body := []byte(strings.Repeat(unit, (1<<20)/len(unit)))
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				r.Bytes(body)
			}
		})
	}
}
