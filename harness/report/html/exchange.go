package html

import (
	"fmt"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/summary"
	"example.com/toeline/harness/result"
)

// How much the page shows of an exchange, and of all of them. The JSON report
// has more; a page of a run in which everything fails must still scroll.
const (
	wireContent = 4 << 10 // bytes of a content
	wireFields  = 40      // header fields of a message
	wireField   = 1 << 10 // bytes of a field's value
	maxWire     = 2 << 20 // bytes of all exchanges
)

type exchange struct {
	Line, Answer string
	Open         bool
	Findings     []finding
	Wire         *wire
	Repeat       string
	// As is a case of the situation in which the same findings are written in full; empty: they are
	// here.
	As string
}

type finding struct {
	*result.Finding
	State, Anchor string
	Expected, Got summary.Marked
	// AsCause says that what came is what the entry of the cause shows.
	AsCause bool
}

// wire is the bytes of an exchange, as text.
type wire struct {
	Sent, Came  []line
	Fault, Took string
	Omitted     bool
}

// shownAlike is how many exchanges with the same findings a situation has in full.
const shownAlike = 2

// exchange makes the entry of a request with its findings; e is nil where the report did not keep
// the exchange. Where enough exchanges of the situation have the same findings, it is brief:
// without what went over the wire.
func (m *maker) exchange(c *result.Case, e *result.Exchange, findings []result.Finding) exchange {
	var made exchange
	if e != nil {
		made.Line = text.Visible(e.Request.Method + " " + e.Request.Target)
		made.Answer = answerOf(e)
	}
	same, wrong := c.Situation, places{}
	for i := range findings {
		same += "\x00" + causeKey(&findings[i])
		wrong = append(wrong, findings[i].Where)
	}
	if m.identical[same] = append(m.identical[same], c.ID); len(findings) > 0 &&
		len(m.identical[same]) > shownAlike {
		made.As = m.identical[same][0]
	}
	for i := range findings {
		f := finding{Finding: &findings[i]}
		f.State, _ = findingState(f.Gating, f.Waiver > 0)
		c := m.causeOf[causeKey(f.Finding)]
		if c != nil {
			f.Anchor, f.AsCause = c.Anchor, c.Example.Got == f.Finding.Got
		}
		f.Expected, f.Got = summary.Difference(f.Finding.Expected, f.Finding.Got)
		made.Findings = append(made.Findings, f)
		made.Repeat = f.Reproduce
		if e == nil {
			made.Line = text.Visible(f.Request)
		}
	}
	if made.As == "" {
		made.Wire = m.wire(e, wrong)
	}
	return made
}

// answerOf returns the response, or the fault, in a few words.
func answerOf(e *result.Exchange) string {
	switch {
	case e.Response != nil:
		return text.Visible(strings.TrimSpace(fmt.Sprintf("%d %s", e.Response.Status,
			e.Response.Reason)))
	case e.Fault != nil:
		return text.Visible(string(e.Fault.Kind))
	}
	return "nothing"
}

// wire writes an exchange as long as the page takes more; wrong are the places of its findings.
func (m *maker) wire(e *result.Exchange, wrong places) *wire {
	if e == nil {
		return nil
	}
	if m.left <= 0 {
		return &wire{Omitted: true}
	}
	sent := e.Request.Method + " " + e.Request.Target
	w := &wire{Sent: message(sent, e.Request.Header, e.Request.Content, nil)}
	if e.Milliseconds > 0 {
		w.Took = summary.Took(e.Milliseconds).String()
	}
	if res := e.Response; res != nil {
		for _, status := range res.Interim {
			w.Came = append(w.Came, line{Text: fmt.Sprintf("HTTP/1.1 %d", status)}, line{})
		}
		status := fmt.Sprintf("%s %d %s", res.Proto, res.Status, res.Reason)
		w.Came = append(w.Came, message(status, res.Header, res.Content, wrong)...)
		if res.Surplus != nil {
			w.Came = append(w.Came, line{}, line{
				Text: fmt.Sprintf("[%d bytes after the end of the message]", res.Surplus.Size),
			})
			w.Came = append(w.Came, summary.ContentLines(res.Surplus, nil, wireContent)...)
		}
	} else if e.Raw != nil {
		w.Came = summary.ContentLines(e.Raw, nil, wireContent)
	}
	if e.Fault != nil {
		w.Fault = text.Visible(string(e.Fault.Kind) + ": " + e.Fault.Detail)
	}
	for _, one := range append(w.Sent, w.Came...) {
		m.left -= len(one.Text) + 1
	}
	return w
}
