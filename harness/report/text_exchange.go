package report

import (
	"fmt"
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
// < is received, ! is what went wrong. What follows = is a client's own word.
func (p *page) exchange(e *result.Exchange) {
	if e == nil {
		return
	}
	p.quoted(">", e.Request.Method+" "+e.Request.Target)
	var fields []result.Field
	for _, f := range e.Request.Header {
		if f.Name != "Accept" && f.Name != "User-Agent" { // the same in every request
			fields = append(fields, f)
		}
	}
	p.fields(">", fields)
	p.content(">", e.Request.Content)
	if e.Response != nil {
		p.response(e.Response)
	}
	if e.Fault != nil {
		p.quoted("!", string(e.Fault.Kind)+": "+e.Fault.Detail)
		if e.Response == nil {
			p.content("<", e.Raw)
		}
	}
}

// note writes what a client said itself, behind a mark of its own.
func (p *page) note(c *result.Case) {
	for i, text := range c.Note {
		if i == shownLines {
			p.quoted("=", fmt.Sprintf("… %d more lines", len(c.Note)-i))
			return
		}
		p.quoted("=", text)
	}
}

func (p *page) response(res *result.Response) {
	for _, status := range res.Interim {
		p.quoted("<", fmt.Sprintf("HTTP/1.1 %d", status))
	}
	p.quoted("<", strings.TrimSpace(fmt.Sprintf("%s %d %s", res.Proto, res.Status, res.Reason)))
	p.fields("<", res.Header)
	p.content("<", res.Content)
	if res.Surplus != nil {
		p.quoted("!", fmt.Sprintf("%d bytes after the end of the message:", res.Surplus.Size))
		p.content("<", res.Surplus)
	}
}

func (p *page) fields(mark string, all []result.Field) {
	for i, f := range all {
		if i == shownFields {
			p.quoted(mark, fmt.Sprintf("… %d more header fields", len(all)-i))
			return
		}
		p.quoted(mark, f.Name+": "+f.Value)
	}
}

// content writes the beginning of a content, after an empty line.
func (p *page) content(mark string, c *result.Content) {
	if c == nil {
		return
	}
	p.quoted(mark, "")
	kept := c.Bytes()
	if len(kept) > shownBytes {
		kept = text.WholeRunes(kept[:shownBytes])
	}
	lines := visibleLines(strings.TrimSuffix(string(kept), "\n"))
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
