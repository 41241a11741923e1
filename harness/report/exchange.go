package report

import (
	"slices"
	"time"
	"unicode/utf8"

	"example.com/toeline/harness/exchange"
)

// What a report keeps of one exchange. A target may send a megabyte to each of
// a thousand requests; nobody reads that, and a report must stay portable.
const (
	maxContent = 16 << 10 // bytes of content
	maxFields  = 100      // header fields of a message
	maxField   = 4 << 10  // bytes of a field's value
	maxRaw     = 4 << 10  // bytes of an answer that is not HTTP
)

// Exchange is a redacted request and what came back.
type Exchange struct {
	// Probe is the request's number in its case, counted from 0.
	Probe    int             `json:"probe"`
	Origin   string          `json:"origin"` // scheme://host:port
	Request  Request         `json:"request"`
	Response *Response       `json:"response,omitempty"`
	Fault    *exchange.Fault `json:"fault,omitempty"`
	// Raw is what came, where it is no complete HTTP message.
	Raw *Content `json:"raw,omitempty"`
	// Started is absent when nothing was sent.
	Started      *time.Time `json:"started,omitempty"`
	Milliseconds float64    `json:"milliseconds"`
}

// Request is what was sent.
type Request struct {
	Method  string           `json:"method"`
	Target  string           `json:"target"`
	Header  []exchange.Field `json:"header,omitempty"`
	Content *Content         `json:"content,omitempty"`
}

// Response is what came. Content has its codings removed; Surplus followed the
// end of the message.
type Response struct {
	Proto   string           `json:"proto"`
	Status  int              `json:"status"`
	Reason  string           `json:"reason,omitempty"`
	Header  []exchange.Field `json:"header,omitempty"`
	Content *Content         `json:"content,omitempty"`
	Surplus *Content         `json:"surplus,omitempty"`
	Interim []int            `json:"interim,omitempty"`
}

// Content is bytes: as text where they are UTF-8, else in base64.
type Content struct {
	Text   string `json:"text,omitempty"`
	Base64 []byte `json:"base64,omitempty"`
	// Size is that of the whole in bytes, of which a report may keep the
	// beginning only.
	Size int `json:"size"`
}

// Bytes returns what the report keeps.
func (c *Content) Bytes() []byte {
	switch {
	case c == nil:
		return nil
	case c.Base64 != nil:
		return c.Base64
	}
	return []byte(c.Text)
}

// Cut is how many bytes the report left out.
func (c *Content) Cut() int {
	if c == nil {
		return 0
	}
	return c.Size - len(c.Bytes())
}

// keep takes the beginning of what a target sent, nil when it sent nothing.
func keep(b []byte, limit int) *Content {
	if len(b) == 0 {
		return nil
	}
	c := &Content{Size: len(b)}
	kept := b[:min(len(b), limit)]
	if len(kept) < len(b) {
		kept = wholeRunes(kept)
	}
	if utf8.Valid(kept) {
		c.Text = string(kept)
	} else {
		c.Base64 = slices.Clone(kept)
	}
	return c
}

// wholeRunes drops a character that a cut left half of.
func wholeRunes(b []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if start := len(b) - n; utf8.RuneStart(b[start]) {
			if !utf8.FullRune(b[start:]) {
				return b[:start]
			}
			return b
		}
	}
	return b
}

func keepFields(h exchange.Header) []exchange.Field {
	var all []exchange.Field
	for i, f := range h {
		if i == maxFields {
			break
		}
		all = append(all, exchange.Field{Name: cutText(f.Name, maxField), Value: cutText(f.Value, maxField)})
	}
	return all
}

// cutText keeps at most so many bytes, and valid UTF-8 only: JSON carries no
// other, and a report must read back as it was written.
func cutText(s string, limit int) string {
	if len(s) > limit {
		s = string(wholeRunes([]byte(s[:limit]))) + "…"
	}
	if utf8.ValidString(s) {
		return s
	}
	return visible(s)
}

// record makes what a report keeps of a redacted exchange.
func record(probe int, e *exchange.Exchange) Exchange {
	made := Exchange{
		Probe: probe, Origin: e.Origin, Milliseconds: milliseconds(e.Total),
		Request: Request{Method: e.Request.Method, Target: e.Request.Target, Header: keepFields(e.Request.Header), Content: keep(e.Request.Body, maxContent)},
	}
	if !e.Start.IsZero() {
		started := e.Start.UTC()
		made.Started = &started
	}
	if e.Fault != nil {
		made.Fault = &exchange.Fault{Kind: e.Fault.Kind, Detail: cutText(e.Fault.Detail, maxField)}
		made.Raw = keep(e.RawResponse, maxRaw)
	}
	if res := e.Response; res != nil {
		made.Response = &Response{
			Proto: cutText(res.Proto, maxField), Status: res.Status, Reason: cutText(res.Reason, maxField),
			Header: keepFields(res.Header), Content: keep(res.Body, maxContent),
			Surplus: keep(res.Surplus, maxRaw), Interim: slices.Clone(res.Interim),
		}
	}
	return made
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Round(time.Microsecond)) / float64(time.Millisecond)
}
