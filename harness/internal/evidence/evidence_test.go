package evidence

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
)

// TestKeep: what is kept is the beginning, a text where it is one, and never half a character.
func TestKeep(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, content string
		want          *result.Content
	}{
		{"nothing", "", nil},
		{"a text", "añ", &result.Content{Size: 3, Text: "añ"}},
		{"bytes", "\xff\x00", &result.Content{Size: 2, Base64: []byte("\xff\x00")}},
		{"the limit", "12345678", &result.Content{Size: 8, Text: "12345678"}},
		{"too much", "123456789", &result.Content{Size: 9, Text: "12345678"}},
		{"half a character", "1234567éé", &result.Content{Size: 11, Text: "1234567"}},
		{"too many bytes", "\xff23456789", &result.Content{Size: 9, Base64: []byte("\xff2345678")}},
	} {
		if diff := cmp.Diff(tt.want, keep([]byte(tt.content), 8)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestFrom: a report has what was sent and what came, each within its bound.
func TestFrom(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 1, 13, 0, 0, 0, time.FixedZone("", 3600))
	utc := start.UTC()
	request := exchange.Request{
		Method: "POST", Target: "/a?b", Header: exchange.Header{{Name: "X", Value: "1"}},
		Body: []byte("sent"),
	}
	sent := result.Request{
		Method: "POST", Target: "/a?b", Header: []result.Field{{Name: "X", Value: "1"}},
		Content: &result.Content{Size: 4, Text: "sent"},
	}
	for _, tt := range []struct {
		name string
		e    exchange.Exchange
		want result.Exchange
	}{
		{
			"a response", exchange.Exchange{
				Request: request, Origin: "http://t", Start: start,
				Total: 1500*time.Microsecond + 400, RawResponse: []byte("HTTP/1.1 200 Fine"),
				Response: &exchange.Response{
					Proto: "HTTP/1.1", Status: 200, Reason: "Fine", Body: []byte("came"),
					Surplus: []byte("more"), Interim: []int{103},
					Header: exchange.Header{{Name: "Y", Value: "2"}},
				},
			}, result.Exchange{
				Instance: 3, Origin: "http://t", Milliseconds: 1.5, Started: &utc, Request: sent,
				Response: &result.Response{
					Proto: "HTTP/1.1", Status: 200, Reason: "Fine",
					Header:  []result.Field{{Name: "Y", Value: "2"}},
					Content: &result.Content{Size: 4, Text: "came"},
					Surplus: &result.Content{Size: 4, Text: "more"}, Interim: []int{103},
				},
			},
		},
		{
			"a fault", exchange.Exchange{
				Request:     request,
				Fault:       &exchange.Fault{Kind: exchange.Malformed, Detail: "no status line"},
				RawResponse: []byte("hello"),
			}, result.Exchange{
				Instance: 3, Request: sent,
				Fault: &result.Fault{Kind: "malformed", Detail: "no status line"},
				Raw:   &result.Content{Size: 5, Text: "hello"},
			},
		},
		{"never sent", exchange.Exchange{Request: request}, result.Exchange{
			Instance: 3, Request: sent,
		}},
	} {
		if diff := cmp.Diff(tt.want, From(3, &tt.e)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestFromIsBounded: whatever a target sends, a report stays small.
func TestFromIsBounded(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("a", 1<<20)
	var header exchange.Header
	for range 1000 {
		header = append(header, exchange.Field{Name: large, Value: large})
	}
	got := From(0, &exchange.Exchange{
		RawResponse: []byte(large), Fault: &exchange.Fault{Kind: exchange.Limit, Detail: large},
		Response: &exchange.Response{
			Proto: large, Reason: large, Header: header, Body: []byte(large),
			Surplus: []byte(large),
		},
	})
	const sign = 8 // that something was cut off
	r := got.Response
	for what, size := range map[string][2]int{
		"fields": {len(r.Header), maxFields}, "name": {len(r.Header[0].Name), MaxField + sign},
		"value":   {len(r.Header[0].Value), MaxField + sign},
		"proto":   {len(r.Proto), MaxField + sign},
		"reason":  {len(r.Reason), MaxField + sign},
		"detail":  {len(got.Fault.Detail), MaxField + sign},
		"content": {len(r.Content.Text), maxContent}, "surplus": {len(r.Surplus.Text), maxRaw},
		"raw": {len(got.Raw.Text), maxRaw},
	} {
		if size[0] > size[1] || size[0] < size[1]-sign {
			t.Errorf("%s has %d, want %d", what, size[0], size[1])
		}
	}
	if r.Content.Size != len(large) || got.Raw.Size != len(large) {
		t.Errorf("sizes %d and %d", r.Content.Size, got.Raw.Size)
	}
}
