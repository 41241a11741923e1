package report

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/result"
)

// How much the page shows of an exchange, and of all of them. The JSON report
// has more; a page of a run in which everything is wrong must still scroll.
const (
	wireContent = 4 << 10 // bytes of a content
	wireFields  = 40      // header fields of a message
	wireField   = 1 << 10 // bytes of a field's value
	maxWire     = 8 << 20 // bytes of all exchanges
)

type htmlExchange struct {
	Line, Answer string
	Open         bool
	Findings     []htmlFinding
	Wire         *htmlWire
	Repeat       string
}

type htmlFinding struct {
	*result.Finding
	State         string
	Expected, Got markedText
}

// htmlWire is what went over the wire, as text.
type htmlWire struct {
	Sent, Came, Fault, Took string
	Omitted                 bool
}

// exchange tells one request of a case with what was found in it. The report
// may not have kept the exchange itself.
func (m *htmlMaker) exchange(e *result.Exchange, findings []result.Finding) htmlExchange {
	made := htmlExchange{Wire: m.wire(e)}
	if e != nil {
		made.Line = visible(e.Request.Method + " " + e.Request.Target)
		made.Answer = answerOf(e)
	}
	for i := range findings {
		f := htmlFinding{Finding: &findings[i]}
		f.State, _ = findingState(f.Gating, f.Waiver > 0)
		f.Expected, f.Got = difference(f.Finding.Expected, f.Finding.Got)
		made.Findings = append(made.Findings, f)
		made.Repeat = f.Reproduce
		if e == nil {
			made.Line = visible(f.Request)
		}
	}
	return made
}

// answerOf is an answer in a few words.
func answerOf(e *result.Exchange) string {
	switch {
	case e.Response != nil:
		return visible(strings.TrimSpace(fmt.Sprintf("%d %s", e.Response.Status, e.Response.Reason)))
	case e.Fault != nil:
		return visible(string(e.Fault.Kind))
	}
	return "nothing"
}

// wire writes an exchange as long as the page takes more.
func (m *htmlMaker) wire(e *result.Exchange) *htmlWire {
	if e == nil {
		return nil
	}
	if m.left <= 0 {
		return &htmlWire{Omitted: true}
	}
	w := &htmlWire{Sent: message(e.Request.Method+" "+e.Request.Target, e.Request.Header, e.Request.Content)}
	if e.Milliseconds > 0 {
		w.Took = rounded(time.Duration(e.Milliseconds * float64(time.Millisecond))).String()
	}
	if res := e.Response; res != nil {
		for _, status := range res.Interim {
			w.Came += fmt.Sprintf("HTTP/1.1 %d\n\n", status)
		}
		w.Came += message(fmt.Sprintf("%s %d %s", res.Proto, res.Status, res.Reason), res.Header, res.Content)
		if res.Surplus != nil {
			w.Came += fmt.Sprintf("\n\n[%d bytes after the end of the message]\n", res.Surplus.Size) + shownContent(res.Surplus)
		}
	} else {
		w.Came = shownContent(e.Raw)
	}
	if e.Fault != nil {
		w.Fault = visible(string(e.Fault.Kind) + ": " + e.Fault.Detail)
	}
	m.left -= len(w.Sent) + len(w.Came) + len(w.Fault)
	return w
}

// message is the text of an HTTP message.
func message(first string, fields []result.Field, c *result.Content) string {
	lines := []string{visible(text.Cut(strings.TrimSpace(first), wireContent))}
	for i, f := range fields {
		if i == wireFields {
			lines = append(lines, fmt.Sprintf("[%d more header fields]", len(fields)-i))
			break
		}
		lines = append(lines, visible(text.Cut(f.Name+": "+f.Value, wireField)))
	}
	text := strings.Join(lines, "\n")
	if c != nil {
		text += "\n\n" + shownContent(c)
	}
	return text
}

func shownContent(c *result.Content) string {
	kept := c.Bytes()
	if len(kept) > wireContent {
		kept = text.WholeRunes(kept[:wireContent])
	}
	text := strings.Join(visibleLines(string(kept)), "\n")
	if c != nil && len(kept) < c.Size {
		text += fmt.Sprintf("\n[cut: %d bytes in all]", c.Size)
	}
	return text
}

// markedText is a text in which the part is marked that differs from another.
type markedText struct{ Before, Mark, After string }

// difference marks where two quoted texts differ. It marks nothing where they
// have little in common: then all of it differs, which needs no mark.
func difference(a, b string) (markedText, markedText) {
	a, b = visible(a), visible(b)
	if !strings.HasPrefix(a, `"`) || !strings.HasPrefix(b, `"`) || a == b {
		return markedText{Before: a}, markedText{Before: b}
	}
	before := 0
	for before < len(a) && before < len(b) && a[before] == b[before] {
		before++
	}
	after := 0
	for after < len(a)-before && after < len(b)-before && a[len(a)-1-after] == b[len(b)-1-after] {
		after++
	}
	for before > 0 && !(runeStarts(a, before) && runeStarts(b, before)) {
		before--
	}
	for after > 0 && !(runeStarts(a, len(a)-after) && runeStarts(b, len(b)-after)) {
		after--
	}
	if common := before + after; common < 6 || common*3 < min(len(a), len(b)) {
		return markedText{Before: a}, markedText{Before: b}
	}
	return markedText{a[:before], a[before : len(a)-after], a[len(a)-after:]}, markedText{b[:before], b[before : len(b)-after], b[len(b)-after:]}
}

func runeStarts(s string, at int) bool { return at == len(s) || utf8.RuneStart(s[at]) }
