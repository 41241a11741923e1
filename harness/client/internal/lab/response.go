package lab

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
)

// Response is what was played to a request.
type Response struct {
	Status int
	Header exchange.Header
	Body   []byte // as far as it was sent, and cut
	// Code, Message and RequestID are what a client can report of it.
	Code, Message, RequestID string
	// Value is the content as JSON has it; nil: it is not JSON, or nobody compares it.
	Value any
	// Carries says that the action counts as carried out.
	Carries bool
	// Fault says how the connection was broken; empty: it was not.
	Fault clients.Fault
	// Due is when it is to be sent, on which its dates are based: no client has
	// it earlier, however long the lab then takes to write it.
	Due time.Time
	// Begun is when its first byte was written, or the connection closed.
	Begun time.Time
	Took  time.Duration

	call *Call  // nil: unknown
	wire []byte // all of it, until it is sent
	drip time.Duration
	// ends says that the connection is closed after it.
	ends bool
}

// values are the values of the placeholders in a response.
type values struct {
	id, guid                   string
	base, otherHost, otherPort string
	request                    *Request
	due                        time.Time
}

// lookup returns the function that replaces placeholders by values.
func (v *values) lookup(
	doc *clients.Contract, requestID string, play *clients.Play,
) func(string, time.Duration) (string, bool) {
	clientID, sent := v.request.Header.Get(doc.ClientRequestID)
	if _, err := uuid.Parse(clientID); !sent || err != nil {
		clientID = requestID
	}
	return func(name string, plus time.Duration) (string, bool) {
		if repeat, ok := play.Repeat[name]; ok {
			return strings.Repeat(repeat.Text, repeat.Times), true
		}
		if text, ok := play.Fill[name]; ok {
			return text, true
		}
		text, ok := map[string]string{
			clients.PlaceID: v.id, clients.PlaceGUID: v.guid,
			clients.PlaceRequestID: requestID, clients.PlaceClientRequestID: clientID,
			clients.PlaceDate:      v.due.UTC().Format("2006-01-02T15:04:05"),
			clients.PlaceBase:      v.base,
			clients.PlaceOtherHost: v.otherHost, clients.PlaceOtherPort: v.otherPort,
		}[name]
		if name == clients.PlaceHTTPDate {
			return v.due.Add(plus).UTC().Format(http.TimeFormat), true
		}
		return text, ok
	}
}

// compose makes a response as the contract describes it.
func compose(doc *clients.Contract, play *clients.Play, v *values) *Response {
	requestID := uuid.NewString()
	a := &Response{
		Status: play.Status.Code, Carries: play.Carries(),
		Fault: play.Fault, Due: v.due, drip: play.Drip,
	}
	value := v.lookup(doc, requestID, play)
	fill := func(text string) string {
		return clients.Placeholders(text, func(name string, plus time.Duration) (string, bool) {
			if name == clients.PlaceRequestID {
				a.RequestID = requestID
			}
			return value(name, plus)
		})
	}
	content := a.content(doc, play, fill)
	if play.Keep != nil {
		content = content[:min(len(content), *play.Keep)]
	}
	a.Header = headers(doc, play, fill)
	a.frame(play, content, v.request.Method == http.MethodHead)
	return a
}

// content fills in the example or the text, and records what a client can report
// of it.
func (a *Response) content(
	doc *clients.Contract, play *clients.Play, fill func(string) string,
) []byte {
	if play.Text != nil {
		return []byte(fill(*play.Text))
	}
	if !play.HasContent() {
		return nil
	}
	value, _ := doc.Contract.Example(play.Example)
	if play.Value != nil {
		value = play.Value
	}
	if a.Status/100 >= 4 {
		value = merge(value, doc.Envelope)
	}
	value = clients.Fill(merge(value, play.Merge), fill)
	a.Code = textAt(value, doc.Pointers.Code)
	a.Message = textAt(value, doc.Pointers.Message)
	if play.Value != nil && play.Keep == nil {
		a.Value = value
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // it came from JSON or YAML: it always encodes
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// textAt returns the text at a pointer; empty if the pointer is empty, or has no text.
func textAt(value any, pointer string) string {
	if pointer == "" {
		return ""
	}
	member, _ := spec.Lookup(value, pointer)
	text, _ := spec.TextOf(member)
	return text
}

// merge applies a merge patch (RFC 7396); a nil patch changes nothing.
func merge(value, patch any) any {
	members, ok := patch.(map[string]any)
	if patch == nil {
		return value
	}
	if !ok {
		return patch
	}
	made := map[string]any{}
	if old, ok := value.(map[string]any); ok {
		for name, member := range old {
			made[name] = member
		}
	}
	for name, member := range members {
		if member == nil {
			delete(made, name)
			continue
		}
		made[name] = merge(made[name], member)
	}
	return made
}

// headers returns the contract's headers, replaced by the response's own. A media
// type is only sent with content.
func headers(doc *clients.Contract, play *clients.Play, fill func(string) string) exchange.Header {
	var all exchange.Header
	add := func(name, value string) {
		if value != "" {
			all = append(all, exchange.Field{Name: name, Value: fill(value)})
		}
	}
	own := map[string]bool{}
	for _, h := range play.Headers.Entries {
		own[strings.ToLower(h.Key)] = true
	}
	for _, h := range doc.Headers.Entries {
		name := strings.ToLower(h.Key)
		if !own[name] && (name != "content-type" || play.HasContent()) {
			add(h.Key, h.Value)
		}
	}
	for _, h := range play.Headers.Entries {
		add(h.Key, h.Value)
	}
	return all
}

// frame writes the message as it is sent.
func (a *Response) frame(play *clients.Play, content []byte, headOnly bool) {
	none := a.Status == http.StatusNoContent || a.Status == http.StatusNotModified
	add := func(name, value string) {
		a.Header = append(a.Header, exchange.Field{Name: name, Value: value})
	}
	var body bytes.Buffer
	switch {
	case none:
	case play.Framing == clients.Chunked:
		add("Transfer-Encoding", "chunked")
		writeChunks(&body, content)
	case play.Framing == clients.ByClose:
		add("Connection", "close")
		a.ends = true
		body.Write(content)
	default:
		add("Content-Length", fmt.Sprint(len(content)))
		body.Write(content)
	}
	if none || headOnly {
		body.Reset()
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "HTTP/1.1 %d %s\r\n", a.Status, http.StatusText(a.Status))
	for _, f := range a.Header {
		fmt.Fprintf(&head, "%s: %s\r\n", f.Name, f.Value)
	}
	head.WriteString("\r\n")
	kept := content
	switch a.Fault {
	case clients.CloseBefore:
		a.wire, kept = nil, nil
	case clients.CloseInHeader:
		a.wire, kept = head.Bytes()[:head.Len()/2], nil
	case clients.CloseInside:
		a.wire, kept = append(head.Bytes(), body.Bytes()[:body.Len()/2]...),
			content[:len(content)/2]
	default:
		a.wire = append(head.Bytes(), body.Bytes()...)
	}
	a.ends = a.ends || a.Fault != ""
	a.Body = bytes.Clone(kept[:min(len(kept), keptContent)])
	if len(kept) > keptContent {
		a.Body = fmt.Appendf(a.Body, "… [cut: %d bytes in all]", len(kept))
	}
}

// keptContent is how much of a content is recorded, in bytes.
const keptContent = 2 << 10

func writeChunks(b *bytes.Buffer, content []byte) {
	if half := len(content) / 2; half > 0 {
		fmt.Fprintf(b, "%x\r\n%s\r\n", half, content[:half])
		fmt.Fprintf(b, "%x\r\n%s\r\n", len(content)-half, content[half:])
	} else if len(content) > 0 {
		fmt.Fprintf(b, "%x\r\n%s\r\n", len(content), content)
	}
	b.WriteString("0\r\n\r\n")
}
