package redact

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

func TestRedactPart(t *testing.T) {
	const secret = "s3cret-token/of+forty~characters.and=more"
	r := New(secret)
	for name, encode := range map[string]func(string) string{
		"raw":        func(s string) string { return s },
		"upper case": strings.ToUpper,
		"json":       func(s string) string { return each(s, `\u%04x`) },
		"json twice": func(s string) string { return each(s, `\\u%04x`) },
		"percent":    func(s string) string { return each(s, "%%%02x") },
		"twice":      func(s string) string { return each(s, "%%25%02x") },
		"query":      url.QueryEscape,
		"html":       func(s string) string { return each(s, "&#x%x;") },
		"hex":        func(s string) string { return hex.EncodeToString([]byte(s)) },
	} {
		for _, part := range []string{
			secret[:longPart], secret[:30], secret[7:25], secret[len(secret)-longPart:],
		} {
			got := r.String(`token "` + encode(part) + `..." is wrong`)
			if want := `token "` + Mark + `..." is wrong`; got != want {
				t.Errorf("%s: %q of %q: %q", name, encode(part), part, got)
			}
		}
		if text := "token " + encode(secret[5:5+longPart-1]) +
			"~ is wrong"; r.String(text) != text {
			t.Errorf("%s: a short part shows nothing: %q", name, r.String(text))
		}
	}
	for shift := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte("xxx"[:shift] + secret))
		if got := r.String("basic " + encoded[:32] +
			"..."); len(got) > len("basic [redacted]...")+3 || !strings.Contains(got, Mark) {
			t.Errorf("base64, behind %d: %q", shift, got)
		}
		if got := r.String("basic " + encoded[8:] + " again"); !strings.HasPrefix(got,
			"basic "+Mark) {
			t.Errorf("the end of base64, behind %d: %q", shift, got)
		}
	}
}

// A response's content may end in the midst of a secret, and the rest follow it.
func TestRedactPartsOfAnExchange(t *testing.T) {
	const secret = "s3cret-token/of+forty~characters.and=more"
	ex := &exchange.Exchange{RawResponse: []byte("HTTP/1.1 404 x\r\nContent-Length: 20\r\n\r\n" +
		secret), Response: &exchange.Response{
		Status: 404, Body: []byte(secret[:20]), Surplus: []byte(secret[20:]),
		Header: exchange.Header{{Name: "X", Value: secret[3:30]}},
	}}
	got := New(secret).Exchange(ex)
	if string(got.Response.Body) != Mark || string(got.Response.Surplus) != Mark ||
		got.Response.Header[0].Value != Mark {
		t.Errorf("got %q, %q, %q", got.Response.Body, got.Response.Surplus,
			got.Response.Header[0].Value)
	}
}
