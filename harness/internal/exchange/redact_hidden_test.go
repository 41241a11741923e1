package exchange

import "testing"

// Where a search could not find a secret, the bytes are left out.
func TestRedactHiddenContent(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n"
	tests := []struct {
		name, field, value, body string
		raw, wantBody, wantRaw   string
	}{
		{"gzip", "Content-Encoding", "gzip", "hello", "\x1f\x8b…", "hello", Redacted},
		{"unknown coding", "Content-Encoding", "br", "\x0b\x02", "\x0b\x02", Redacted, Redacted},
		{"chunks that split it", "Transfer-Encoding", "chunked", "s3cret-token", "6\r\ns3cret\r\n6\r\n-token\r\n0\r\n\r\n", Redacted, Redacted},
		{"chunks without", "Transfer-Encoding", "chunked", "hello", "5\r\nhello\r\n0\r\n\r\n", "hello", "5\r\nhello\r\n0\r\n\r\n"},
		{"no content", "Content-Encoding", "gzip", "", "", "", ""},
		{"gzip that is not named", "Content-Type", "text/plain", "\x1f\x8b…", "\x1f\x8b…", Redacted, Redacted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ex := &Exchange{Raw: true, RawResponse: []byte(head + tt.raw), Response: &Response{
				Status: 200, Header: Header{{Name: tt.field, Value: tt.value}}, Body: []byte(tt.body),
			}}
			got := NewRedactor("s3cret-token").Exchange(ex)
			if string(got.Response.Body) != tt.wantBody || string(got.RawResponse) != head+tt.wantRaw {
				t.Errorf("body %q, raw %q", got.Response.Body, got.RawResponse)
			}
		})
	}
}

// Content where none belongs, as after the answer to HEAD, stays as it came.
func TestRedactHiddenSurplus(t *testing.T) {
	const plain = "5\r\nhello\r\n0\r\n\r\n"
	for _, tt := range []struct{ name, field, value, surplus, want string }{
		{"gzip", "Content-Encoding", "gzip", "\x1f\x8b…", Redacted},
		{"another coding", "Content-Encoding", "br", "\x0b\x02", Redacted},
		{"gzip that is not named", "Content-Type", "text/plain", "\x1f\x8b…", Redacted},
		{"chunks that split it", "Transfer-Encoding", "chunked", "6\r\ns3cret\r\n6\r\n-token\r\n0\r\n\r\n", Redacted},
		{"chunks without", "Transfer-Encoding", "chunked", plain, plain},
		{"none", "Content-Encoding", "gzip", "", ""},
	} {
		head := "HTTP/1.1 204 No Content\r\n" + tt.field + ": " + tt.value + "\r\n\r\n"
		ex := &Exchange{Raw: true, RawResponse: []byte(head + tt.surplus), Response: &Response{
			Status: 204, Header: Header{{Name: tt.field, Value: tt.value}}, Surplus: []byte(tt.surplus),
		}}
		got := NewRedactor("s3cret-token").Exchange(ex)
		if string(got.Response.Surplus) != tt.want || string(got.RawResponse) != head+tt.want {
			t.Errorf("%s: surplus %q, raw %q", tt.name, got.Response.Surplus, got.RawResponse)
		}
	}
}

// A client may code the content of its request.
func TestRedactHiddenRequest(t *testing.T) {
	const head = "POST /x HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\n"
	ex := &Exchange{RawRequest: []byte(head + "\x1f\x8b…"), Request: Request{
		Method: "POST", Target: "/x", Header: Header{{Name: "Content-Encoding", Value: "gzip"}}, Body: []byte("\x1f\x8b…"),
	}}
	got := NewRedactor("s3cret-token").Exchange(ex)
	if string(got.Request.Body) != Redacted || string(got.RawRequest) != head+Redacted {
		t.Errorf("body %q, raw %q", got.Request.Body, got.RawRequest)
	}
}

// Nobody read the header of what is no answer, and so nobody undid its coding.
func TestRedactHiddenInWhatIsNoAnswer(t *testing.T) {
	const head = "HTTP/1.1 40x No\r\n"
	r := NewRedactor("s3cret-token")
	for raw, want := range map[string]string{
		head + "content-encoding: br\r\n\r\n\x0b\x02": head + "content-encoding: br\r\n\r\n" + Redacted,
		head + "\r\n\x1f\x8b…":                        head + "\r\n" + Redacted,
		head + "\r\nhello":                            head + "\r\nhello",
	} {
		if got := string(r.Exchange(&Exchange{RawResponse: []byte(raw)}).RawResponse); got != want {
			t.Errorf("%q became %q, want %q", raw, got, want)
		}
	}
}
