package exchange

import (
	"bytes"
	"strings"
	"testing"
)

// TestShortened holds that a shortened exchange keeps the beginning of each part, says how long it
// was, and shares no memory with the whole.
func TestShortened(t *testing.T) {
	t.Parallel()
	body := bytes.Repeat([]byte("a"), ShortPart+1)
	whole := &Exchange{
		RawResponse: []byte("HTTP/1.1 200 OK"),
		Response: &Response{
			Reason: strings.Repeat("r", 2000), Body: body, Surplus: []byte("more"),
			Header: Header{{Name: "A", Value: "1"}},
		},
	}
	for range 40 {
		whole.Response.Header = append(whole.Response.Header,
			Field{Name: "B", Value: strings.Repeat("v", 2000)})
	}
	short := whole.Shortened()
	if got := string(short.Response.Body[ShortPart:]); got != "… [cut: 16385 bytes in all]" {
		t.Errorf("the end of the body: %q", got)
	}
	if got := short.Response.Reason[1024:]; got != "… [cut: 2000 bytes in all]" {
		t.Errorf("the end of the reason: %q", got)
	}
	if n := len(short.Response.Header); n < 2 || n > 20 || short.Response.Header[0].Value != "1" {
		t.Errorf("%d fields are kept of %d", n, len(whole.Response.Header))
	}
	if whole.Size() < ShortPart || short.Size() > 3*ShortPart {
		t.Errorf("%d bytes, %d when shortened", whole.Size(), short.Size())
	}
	body[0], whole.RawResponse[0] = 'b', 'X'
	if short.Response.Body[0] != 'a' || string(short.RawResponse) != "HTTP/1.1 200 OK" ||
		string(short.Response.Surplus) != "more" {
		t.Error("memory of the whole exchange is shared, or a short part is changed")
	}
	if none := (&Exchange{}).Shortened(); none.Response != nil || none.Size() != 0 {
		t.Errorf("an exchange without a response: %+v", none)
	}
}

// TestCodings holds the codings of content, as they were applied.
func TestCodings(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		h    Header
		want string
		gzip bool
	}{
		{nil, "", false},
		{Header{{Name: "content-encoding", Value: "GZIP"}}, "gzip", true},
		{Header{{Name: "Content-Encoding", Value: "identity, x-gzip"}}, "x-gzip", true},
		{Header{{Name: "Vary", Value: "gzip"}}, "", false},
		{Header{
			{Name: "Content-Encoding", Value: "br"}, {Name: "Content-Encoding", Value: "gzip"},
		}, "br gzip", false},
	} {
		if got := strings.Join(ContentCodings(test.h), " "); got != test.want {
			t.Errorf("%v: %s", test.h, got)
		}
		if IsGzip(test.h) != test.gzip {
			t.Errorf("%v is gzip alone: %t", test.h, !test.gzip)
		}
	}
	for kind, judged := range map[FaultKind]bool{
		Malformed: true, Limit: true, Unread: true, "": false,
	} {
		if kind.Judged() != judged {
			t.Errorf("%q is judged: %t", kind, !judged)
		}
	}
}
