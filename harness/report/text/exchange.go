package text

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
// < is received, ! is what went wrong. What follows = is a note of a client itself.
func (p writer) exchange(e *result.Exchange) {
	if e == nil {
		return
	}
	p.Quoted(">", e.Request.Method+" "+e.Request.Target)
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
		p.Quoted("!", string(e.Fault.Kind)+": "+e.Fault.Detail)
		if e.Response == nil {
			p.content("<", e.Raw)
		}
	}
}

// note writes the notes of a client.
func (p writer) note(c *result.Case) {
	for i, line := range c.Note {
		if i == shownLines {
			p.Quoted("=", fmt.Sprintf("… %d more lines", len(c.Note)-i))
			return
		}
		p.Quoted("=", line)
	}
}

func (p writer) response(res *result.Response) {
	for _, status := range res.Interim {
		p.Quoted("<", fmt.Sprintf("HTTP/1.1 %d", status))
	}
	p.Quoted("<", strings.TrimSpace(fmt.Sprintf("%s %d %s", res.Proto, res.Status, res.Reason)))
	p.fields("<", res.Header)
	p.content("<", res.Content)
	if res.Surplus != nil {
		p.Quoted("!", fmt.Sprintf("%d bytes after the end of the message:", res.Surplus.Size))
		p.content("<", res.Surplus)
	}
}

func (p writer) fields(mark string, all []result.Field) {
	for i, f := range all {
		if i == shownFields {
			p.Quoted(mark, fmt.Sprintf("… %d more header fields", len(all)-i))
			return
		}
		p.Quoted(mark, f.Name+": "+f.Value)
	}
}

// content writes the beginning of a content, after an empty line.
func (p writer) content(mark string, c *result.Content) {
	if c == nil {
		return
	}
	p.Quoted(mark, "")
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
		p.Quoted(mark, line)
	}
	if len(kept) < c.Size {
		p.Quoted(mark, fmt.Sprintf("… cut: %d bytes in all", c.Size))
	}
}
