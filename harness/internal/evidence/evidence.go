// Package evidence makes of an exchange what a report keeps of it: plain data,
// bounded in size. It never redacts; what it is given is redacted already.
package evidence

import (
	"slices"
	"time"
	"unicode/utf8"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// What a report keeps of one exchange. A target may send a megabyte to each of a thousand
// requests; a report must stay small enough to read and to send.
const (
	maxContent = 16 << 10 // bytes of content
	maxFields  = 100      // header fields of a message
	MaxField   = 4 << 10  // bytes of a field's value
	maxRaw     = 4 << 10  // bytes of a response that is not HTTP
)

// keep takes the beginning of what a target sent, nil when it sent nothing.
func keep(b []byte, limit int) *result.Content {
	if len(b) == 0 {
		return nil
	}
	c := &result.Content{Size: len(b)}
	kept := b[:min(len(b), limit)]
	if len(kept) < len(b) {
		kept = text.WholeRunes(kept)
	}
	if utf8.Valid(kept) {
		c.Text = string(kept)
	} else {
		c.Base64 = slices.Clone(kept)
	}
	return c
}

func keepFields(h exchange.Header) []result.Field {
	var all []result.Field
	for i, f := range h {
		if i == maxFields {
			break
		}
		all = append(all,
			result.Field{Name: text.Cut(f.Name, MaxField), Value: text.Cut(f.Value, MaxField)})
	}
	return all
}

// From returns what a report keeps of a redacted exchange: the request of an
// instance, and its response.
func From(instance int, e *exchange.Exchange) result.Exchange {
	made := result.Exchange{
		Instance: instance, Origin: e.Origin, Milliseconds: Milliseconds(e.Total),
		Request: result.Request{
			Method: e.Request.Method, Target: e.Request.Target,
			Header: keepFields(e.Request.Header), Content: keep(e.Request.Body, maxContent),
		},
	}
	if !e.Start.IsZero() {
		started := e.Start.UTC()
		made.Started = &started
	}
	if e.Fault != nil {
		made.Fault = &result.Fault{
			Kind: string(e.Fault.Kind), Detail: text.Cut(e.Fault.Detail, MaxField),
		}
		made.Raw = keep(e.RawResponse, maxRaw)
	}
	if res := e.Response; res != nil {
		made.Response = &result.Response{
			Proto: text.Cut(res.Proto, MaxField), Status: res.Status,
			Reason: text.Cut(res.Reason, MaxField),
			Header: keepFields(res.Header), Content: keep(res.Body, maxContent),
			Surplus: keep(res.Surplus, maxRaw), Interim: slices.Clone(res.Interim),
		}
	}
	return made
}

// Milliseconds returns a duration as reports write it.
func Milliseconds(d time.Duration) float64 {
	return float64(d.Round(time.Microsecond)) / float64(time.Millisecond)
}
