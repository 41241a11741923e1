package report

import (
	"slices"
	"time"
	"unicode/utf8"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
)

// What a report keeps of one exchange. A target may send a megabyte to each of
// a thousand requests; nobody reads that, and a report must stay portable.
const (
	maxContent = 16 << 10 // bytes of content
	maxFields  = 100      // header fields of a message
	maxField   = 4 << 10  // bytes of a field's value
	maxRaw     = 4 << 10  // bytes of an answer that is not HTTP
)

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

func keepFields(h exchange.Header) []result.Field {
	var all []result.Field
	for i, f := range h {
		if i == maxFields {
			break
		}
		all = append(all, result.Field{Name: cutText(f.Name, maxField), Value: cutText(f.Value, maxField)})
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
		made.Fault = &result.Fault{Kind: string(e.Fault.Kind), Detail: cutText(e.Fault.Detail, maxField)}
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
