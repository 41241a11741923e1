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
	maxWire     = 8 << 20 // bytes of all exchanges
)

type exchange struct {
	Line, Answer string
	Open         bool
	Findings     []finding
	Wire         *wire
	Repeat       string
}

type finding struct {
	*result.Finding
	State         string
	Expected, Got summary.Marked
}

// wire is the bytes of an exchange, as text.
type wire struct {
	Sent, Came, Fault, Took string
	Omitted                 bool
}

// exchange makes the entry of a request with its findings; e is nil where the
// report did not keep the exchange.
func (m *maker) exchange(e *result.Exchange, findings []result.Finding) exchange {
	made := exchange{Wire: m.wire(e)}
	if e != nil {
		made.Line = text.Visible(e.Request.Method + " " + e.Request.Target)
		made.Answer = answerOf(e)
	}
	for i := range findings {
		f := finding{Finding: &findings[i]}
		f.State, _ = findingState(f.Gating, f.Waiver > 0)
		f.Expected, f.Got = summary.Difference(f.Finding.Expected, f.Finding.Got)
		made.Findings = append(made.Findings, f)
		made.Repeat = f.Reproduce
		if e == nil {
			made.Line = text.Visible(f.Request)
		}
	}
	return made
}

// answerOf returns the response, or the fault, in a few words.
func answerOf(e *result.Exchange) string {
	switch {
	case e.Response != nil:
		return text.Visible(
			strings.TrimSpace(fmt.Sprintf("%d %s", e.Response.Status, e.Response.Reason)),
		)
	case e.Fault != nil:
		return text.Visible(string(e.Fault.Kind))
	}
	return "nothing"
}

// wire writes an exchange as long as the page takes more.
func (m *maker) wire(e *result.Exchange) *wire {
	if e == nil {
		return nil
	}
	if m.left <= 0 {
		return &wire{Omitted: true}
	}
	sent := e.Request.Method + " " + e.Request.Target
	w := &wire{Sent: message(sent, e.Request.Header, e.Request.Content)}
	if e.Milliseconds > 0 {
		w.Took = summary.Took(e.Milliseconds).String()
	}
	if res := e.Response; res != nil {
		for _, status := range res.Interim {
			w.Came += fmt.Sprintf("HTTP/1.1 %d\n\n", status)
		}
		status := fmt.Sprintf("%s %d %s", res.Proto, res.Status, res.Reason)
		w.Came += message(status, res.Header, res.Content)
		if res.Surplus != nil {
			w.Came += fmt.Sprintf(
				"\n\n[%d bytes after the end of the message]\n",
				res.Surplus.Size,
			) +
				shownContent(
					res.Surplus,
				)
		}
	} else {
		w.Came = shownContent(e.Raw)
	}
	if e.Fault != nil {
		w.Fault = text.Visible(string(e.Fault.Kind) + ": " + e.Fault.Detail)
	}
	m.left -= len(w.Sent) + len(w.Came) + len(w.Fault)
	return w
}

// message returns an HTTP message as text.
func message(first string, fields []result.Field, c *result.Content) string {
	lines := []string{text.Visible(text.Cut(strings.TrimSpace(first), wireContent))}
	for i, f := range fields {
		if i == wireFields {
			lines = append(lines, fmt.Sprintf("[%d more header fields]", len(fields)-i))
			break
		}
		lines = append(lines, text.Visible(text.Cut(f.Name+": "+f.Value, wireField)))
	}
	message := strings.Join(lines, "\n")
	if c != nil {
		message += "\n\n" + shownContent(c)
	}
	return message
}

func shownContent(c *result.Content) string {
	kept := c.Bytes()
	if len(kept) > wireContent {
		kept = text.WholeRunes(kept[:wireContent])
	}
	shown := strings.Join(text.VisibleLines(string(kept)), "\n")
	if c != nil && len(kept) < c.Size {
		shown += fmt.Sprintf("\n[cut: %d bytes in all]", c.Size)
	}
	return shown
}
