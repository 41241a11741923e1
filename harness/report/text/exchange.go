package text

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/report/page"
	"example.com/toeline/harness/result"
)

// How much of an exchange the text shows.
const (
	shownFields = 16
	shownLines  = 12
	shownBytes  = 600
	shownJSON   = 64 << 10 // bytes, of which shownLines are shown
)

// exchange writes what went over the wire, as curl -v marks it: > is sent,
// < is received, ! is what is wrong of it. What follows = is a note of a client itself.
// where is the place of the finding. It reports whether header fields were left out.
func (p writer) exchange(e *result.Exchange, where string) (omitted bool) {
	if e == nil {
		return false
	}
	p.quoted(">", e.Request.Method+" "+e.Request.Target)
	sent := p.relevant(e.Request.Header, false, where)
	p.fields(">", sent, "")
	p.content(">", e.Request.Content, "")
	omitted = len(sent) < len(e.Request.Header)
	if res := e.Response; res != nil {
		came := p.relevant(res.Header, true, where)
		omitted = omitted || len(came) < len(res.Header)
		p.response(res, came, where)
	}
	if e.Fault != nil {
		p.quoted("!", string(e.Fault.Kind)+": "+e.Fault.Detail)
		if e.Response == nil {
			p.content("<", e.Raw, "")
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

func (p writer) response(res *result.Response, fields []result.Field, where string) {
	for _, status := range res.Interim {
		p.quoted("<", fmt.Sprintf("HTTP/1.1 %d", status))
	}
	p.marking("<", summary.Line{
		Text: strings.TrimSpace(fmt.Sprintf("%s %d %s", res.Proto, res.Status, res.Reason)),
		Mark: where == "status",
	})
	p.fields("<", fields, where)
	p.content("<", res.Content, where)
	if res.Surplus != nil {
		p.quoted("!", fmt.Sprintf("%d bytes after the end of the message:", res.Surplus.Size))
		p.content("<", res.Surplus, "")
	}
}

func (p writer) fields(mark string, all []result.Field, where string) {
	for i, f := range all {
		if i == shownFields {
			p.quoted(mark, fmt.Sprintf("… %d more header fields", len(all)-i))
			return
		}
		p.marking(mark, summary.Line{
			Text: f.Name + ": " + f.Value, Mark: strings.EqualFold(where, "header "+f.Name),
		})
	}
}

// marking writes a line of an exchange, with another mark where it is what is wrong.
func (p writer) marking(mark string, l summary.Line) {
	if l.Mark {
		p.QuotedAs(4, page.Red, "!", l.Text)
		return
	}
	p.quoted(mark, l.Text)
}

// content writes the beginning of a content, after an empty line; JSON is indented, and what is
// wrong of it is shown wherever it is.
func (p writer) content(mark string, c *result.Content, where string) {
	if c == nil {
		return
	}
	p.quoted(mark, "")
	if lines := summary.JSONLines(c, summary.Places{where}, shownJSON); lines != nil {
		p.json(mark, lines)
		return
	}
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

// json writes lines of JSON: the first, and those around what is wrong.
func (p writer) json(mark string, lines []summary.Line) {
	const around = 2
	at := slices.IndexFunc(lines, func(l summary.Line) bool { return l.Mark })
	first := shownLines
	if at >= shownLines {
		first = shownLines - 2*around - 1
	}
	omitted := 0
	for i, l := range lines {
		near := at >= shownLines && i >= at-around && i <= at+around
		if len(lines) > shownLines && i >= first && !near {
			omitted++
			continue
		}
		p.omitted(mark, &omitted)
		l.Text = page.Clip(l.Text, shownBytes)
		p.marking(mark, l)
	}
	p.omitted(mark, &omitted)
}

// omitted says how many lines are left out.
func (p writer) omitted(mark string, n *int) {
	if *n > 0 {
		p.quoted(mark, "… "+text.Plural(*n, "more line"))
	}
	*n = 0
}
