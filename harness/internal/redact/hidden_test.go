package redact

import (
	"testing"

	"example.com/toeline/harness/internal/exchange"
)

// Where a search could not find a secret, the bytes are left out.
func TestRedactHiddenContent(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n"
	tests := []struct {
		name, field, value, body string
		raw, wantBody, wantRaw   string
	}{
		{"gzip", "Content-Encoding", "gzip", "hello", "\x1f\x8b…", "hello", Mark},
		{"unknown coding", "Content-Encoding", "br", "\x0b\x02", "\x0b\x02", Mark, Mark},
		{
			"chunks that split it", "Transfer-Encoding", "chunked", "s3cret-token",
			"6\r\ns3cret\r\n6\r\n-token\r\n0\r\n\r\n", Mark, Mark,
		},
		{
			"chunks without", "Transfer-Encoding", "chunked", "hello", "5\r\nhello\r\n0\r\n\r\n",
			"hello", "5\r\nhello\r\n0\r\n\r\n",
		},
		{"no content", "Content-Encoding", "gzip", "", "", "", ""},
		{
			"gzip that is not named", "Content-Type", "text/plain", "\x1f\x8b…", "\x1f\x8b…", Mark,
			Mark,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ex := &exchange.Exchange{Raw: true, RawResponse: []byte(head +
				tt.raw), Response: &exchange.Response{
				Status: 200, Header: exchange.Header{{Name: tt.field, Value: tt.value}},
				Body: []byte(tt.body),
			}}
			got := New("s3cret-token").Exchange(ex)
			if string(got.Response.Body) != tt.wantBody ||
				string(got.RawResponse) != head+tt.wantRaw {
				t.Errorf("body %q, raw %q", got.Response.Body, got.RawResponse)
			}
		})
	}
}

// Content where none belongs, as after the answer to HEAD, stays as it came.
func TestRedactHiddenSurplus(t *testing.T) {
	const plain = "5\r\nhello\r\n0\r\n\r\n"
	for _, tt := range []struct{ name, field, value, surplus, want string }{
		{"gzip", "Content-Encoding", "gzip", "\x1f\x8b…", Mark},
		{"another coding", "Content-Encoding", "br", "\x0b\x02", Mark},
		{"gzip that is not named", "Content-Type", "text/plain", "\x1f\x8b…", Mark},
		{
			"chunks that split it", "Transfer-Encoding", "chunked",
			"6\r\ns3cret\r\n6\r\n-token\r\n0\r\n\r\n", Mark,
		},
		{"chunks without", "Transfer-Encoding", "chunked", plain, plain},
		{"none", "Content-Encoding", "gzip", "", ""},
	} {
		head := "HTTP/1.1 204 No Content\r\n" + tt.field + ": " + tt.value + "\r\n\r\n"
		ex := &exchange.Exchange{Raw: true, RawResponse: []byte(head +
			tt.surplus), Response: &exchange.Response{
			Status: 204, Header: exchange.Header{{Name: tt.field, Value: tt.value}},
			Surplus: []byte(tt.surplus),
		}}
		got := New("s3cret-token").Exchange(ex)
		if string(got.Response.Surplus) != tt.want || string(got.RawResponse) != head+tt.want {
			t.Errorf("%s: surplus %q, raw %q", tt.name, got.Response.Surplus, got.RawResponse)
		}
	}
}

// A client may code the content of its request.
func TestRedactHiddenRequest(t *testing.T) {
	const head = "POST /x HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\n"
	ex := &exchange.Exchange{RawRequest: []byte(head + "\x1f\x8b…"), Request: exchange.Request{
		Method: "POST", Target: "/x",
		Header: exchange.Header{{Name: "Content-Encoding", Value: "gzip"}},
		Body:   []byte("\x1f\x8b…"),
	}}
	got := New("s3cret-token").Exchange(ex)
	if string(got.Request.Body) != Mark || string(got.RawRequest) != head+Mark {
		t.Errorf("body %q, raw %q", got.Request.Body, got.RawRequest)
	}
}

// The header of what is not a response was not read, so its coding was not decoded.
func TestRedactHiddenInWhatIsNoAnswer(t *testing.T) {
	const head = "HTTP/1.1 40x No\r\n"
	r := New("s3cret-token")
	for raw, want := range map[string]string{
		head + "content-encoding: br\r\n\r\n\x0b\x02": head + "content-encoding: br\r\n\r\n" + Mark,
		head + "\r\n\x1f\x8b…":                        head + "\r\n" + Mark,
		head + "\r\nhello":                            head + "\r\nhello",
	} {
		if got := string(r.Exchange(&exchange.Exchange{
			RawResponse: []byte(raw),
		}).RawResponse); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
}
