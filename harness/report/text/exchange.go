package text

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// How much of an exchange the text shows.
const (
	shownFields = 16
	shownLines  = 12
	shownBytes  = 600
)

// exchange writes what went over the wire, as curl -v marks it: > is sent,
// < is received, ! is what went wrong. What follows = is a note of a client itself.
// where is the place of the finding. It reports whether header fields were left out.
func (p writer) exchange(e *result.Exchange, where string) (omitted bool) {
	if e == nil {
		return false
	}
	p.quoted(">", e.Request.Method+" "+e.Request.Target)
	sent := p.relevant(e.Request.Header, false, where)
	p.fields(">", sent)
	p.content(">", e.Request.Content)
	omitted = len(sent) < len(e.Request.Header)
	if res := e.Response; res != nil {
		came := p.relevant(res.Header, true, where)
		omitted = omitted || len(came) < len(res.Header)
		p.response(res, came)
	}
	if e.Fault != nil {
		p.quoted("!", string(e.Fault.Kind)+": "+e.Fault.Detail)
		if e.Response == nil {
			p.content("<", e.Raw)
		}
	}
	return omitted
}

// chain writes the other exchanges of a case, a line each, in their order: those before the one
// that shows the finding, or those after it.
func (p writer) chain(c *result.Case, shown *result.Exchange, after bool) {
	if c == nil || shown == nil {
		return
	}
	passed := false
	for i := range c.Exchanges {
		e := &c.Exchanges[i]
		if e == shown {
			passed = true
			continue
		}
		if passed != after || !p.client && e.Instance != shown.Instance {
			continue
		}
		outcome := "no response"
		if res := e.Response; res != nil {
			outcome = strings.TrimSpace(fmt.Sprintf("%d %s", res.Status, res.Reason))
		}
		if e.Fault != nil {
			outcome += ", " + string(e.Fault.Kind)
		}
		when := "before"
		if after {
			when = "after"
		}
		p.quoted(when, e.Request.Method+" "+e.Request.Target+": "+outcome)
	}
}

// quoted writes a line of an exchange.
func (p writer) quoted(mark, line string) { p.Quoted(4, mark, line) }

// responseFields are those on which the meaning of a response depends (RFC 9110). Others are
// shown where the finding is about them.
var responseFields = []string{
	"allow", "content-encoding", "content-location", "content-range", "content-type", "deprecation",
	"etag", "link", "location", "preference-applied", "retry-after", "sunset", "transfer-encoding",
	"vary", "warning", "www-authenticate",
}

// requestFields are those that every request has, whatever the case.
var requestFields = []string{"accept", "connection", "content-length", "host", "user-agent"}

// relevant returns the header fields that bear on a finding; all, if that was asked for.
func (p writer) relevant(all []result.Field, isResponse bool, where string) []result.Field {
	if p.verbose {
		return all
	}
	about := strings.TrimPrefix(strings.ToLower(where), "header ")
	var kept []result.Field
	for _, f := range all {
		name := strings.ToLower(f.Name)
		known := slices.Contains(requestFields, name)
		if p.client && (name == "accept" || name == "user-agent") { // they name what is judged
			known = false
		}
		if isResponse {
			known = !slices.Contains(responseFields, name)
		}
		if !known || strings.HasPrefix(about, name) {
			kept = append(kept, f)
		}
	}
	return kept
}

// note writes the notes of a client.
func (p writer) note(c *result.Case) {
	if c == nil {
		return
	}
	for i, line := range c.Note {
		if i == shownLines {
			p.quoted("=", fmt.Sprintf("… %d more lines", len(c.Note)-i))
			return
		}
		p.quoted("=", line)
	}
}

func (p writer) response(res *result.Response, fields []result.Field) {
	for _, status := range res.Interim {
		p.quoted("<", fmt.Sprintf("HTTP/1.1 %d", status))
	}
	p.quoted("<", strings.TrimSpace(fmt.Sprintf("%s %d %s", res.Proto, res.Status, res.Reason)))
	p.fields("<", fields)
	p.content("<", res.Content)
	if res.Surplus != nil {
		p.quoted("!", fmt.Sprintf("%d bytes after the end of the message:", res.Surplus.Size))
		p.content("<", res.Surplus)
	}
}

func (p writer) fields(mark string, all []result.Field) {
	for i, f := range all {
		if i == shownFields {
			p.quoted(mark, fmt.Sprintf("… %d more header fields", len(all)-i))
			return
		}
		p.quoted(mark, f.Name+": "+f.Value)
	}
}

// content writes the beginning of a content, after an empty line.
func (p writer) content(mark string, c *result.Content) {
	if c == nil {
		return
	}
	p.quoted(mark, "")
	kept := c.Bytes()
	if len(kept) > shownBytes {
		kept = text.WholeRunes(kept[:shownBytes])
	}
	lines := text.VisibleLines(strings.TrimSuffix(string(kept), "\n"))
	for i, line := range lines {
		if i == shownLines {
			kept = kept[:0]
			break
		}
		p.quoted(mark, line)
	}
	if len(kept) < c.Size {
		p.quoted(mark, fmt.Sprintf("… cut: %d bytes in all", c.Size))
	}
}
