package client

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

// answered is what was played to a request.
type answered struct {
	status int
	header exchange.Header
	body   []byte // what was sent of it
	// code, message and requestID are what a client can tell of it.
	code, message, requestID string
	// carries says that the action counts as carried out.
	carries bool
	// fault says how the connection was broken; empty: it was not.
	fault clients.Fault
	call  *call // whose it is; nil: nobody's
	// due is when it is to go out, by which its dates are told: no client has
	// it earlier, however long the lab then takes to write it.
	due time.Time
	// begun is when the first byte of it was written, or the connection closed.
	begun time.Time
	took  time.Duration

	wire []byte // all of it, until it is sent
	drip time.Duration
	// ends says that the connection is closed after it.
	ends bool
}

// stage is what placeholders of an answer stand for.
type stage struct {
	id, guid                   string
	base, otherHost, otherPort string
	request                    *received
	due                        time.Time
}

// value implements the placeholders of the document.
func (s *stage) value(doc *clients.Document, requestID string, play *clients.Play) func(string, time.Duration) (string, bool) {
	clientID, sent := s.request.header.Get(doc.ClientRequestID)
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
			clients.PlaceID: s.id, clients.PlaceGUID: s.guid,
			clients.PlaceRequestID: requestID, clients.PlaceClientRequestID: clientID,
			clients.PlaceDate: s.due.UTC().Format("2006-01-02T15:04:05"),
			clients.PlaceBase: s.base, clients.PlaceOtherHost: s.otherHost, clients.PlaceOtherPort: s.otherPort,
		}[name]
		if name == clients.PlaceHTTPDate {
			return s.due.Add(plus).UTC().Format(http.TimeFormat), true
		}
		return text, ok
	}
}

// compose makes an answer of what the document says.
func compose(doc *clients.Document, play *clients.Play, s *stage) *answered {
	requestID := uuid.NewString()
	a := &answered{status: play.Status.Code, carries: play.Carries(), fault: play.Fault, due: s.due, drip: play.Drip}
	value := s.value(doc, requestID, play)
	fill := func(text string) string {
		return clients.Placeholders(text, func(name string, plus time.Duration) (string, bool) {
			if name == clients.PlaceRequestID {
				a.requestID = requestID
			}
			return value(name, plus)
		})
	}
	content := a.content(doc, play, fill)
	if play.Keep != nil {
		content = content[:min(len(content), *play.Keep)]
	}
	a.header = headers(doc, play, fill)
	a.frame(play, content, s.request.method == http.MethodHead)
	return a
}

// content fills in the example or the text, and notes what it tells.
func (a *answered) content(doc *clients.Document, play *clients.Play, fill func(string) string) []byte {
	if play.Text != nil {
		return []byte(fill(*play.Text))
	}
	if !play.HasContent() {
		return nil
	}
	value, _ := doc.Contract.Example(play.Example)
	if a.status/100 >= 4 {
		value = merge(value, doc.Envelope)
	}
	value = clients.Fill(merge(value, play.Merge), fill)
	a.code = textAt(value, doc.Pointers.Code)
	a.message = textAt(value, doc.Pointers.Message)
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // it came from JSON or YAML: it always encodes
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// textAt is the text at a pointer; empty: there is none, or no pointer.
func textAt(value any, pointer string) string {
	if pointer == "" {
		return ""
	}
	member, _ := spec.Lookup(value, pointer)
	text, _ := member.(string)
	return text
}

// merge applies a merge patch (RFC 7396); a patch of nil is none.
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

// headers are the document's, and the answer's own instead of them. A media
// type goes with content alone.
func headers(doc *clients.Document, play *clients.Play, fill func(string) string) exchange.Header {
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

// frame writes the message as it goes over the wire.
func (a *answered) frame(play *clients.Play, content []byte, headOnly bool) {
	none := a.status == http.StatusNoContent || a.status == http.StatusNotModified
	tell := func(name, value string) { a.header = append(a.header, exchange.Field{Name: name, Value: value}) }
	var body bytes.Buffer
	switch {
	case none:
	case play.Framing == clients.Chunked:
		tell("Transfer-Encoding", "chunked")
		writeChunks(&body, content)
	case play.Framing == clients.ByClose:
		tell("Connection", "close")
		a.ends = true
		body.Write(content)
	default:
		tell("Content-Length", fmt.Sprint(len(content)))
		body.Write(content)
	}
	if none || headOnly {
		body.Reset()
	}
	var head bytes.Buffer
	fmt.Fprintf(&head, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	for _, f := range a.header {
		fmt.Fprintf(&head, "%s: %s\r\n", f.Name, f.Value)
	}
	head.WriteString("\r\n")
	kept := content
	switch a.fault {
	case clients.CloseBefore:
		a.wire, kept = nil, nil
	case clients.CloseInHeader:
		a.wire, kept = head.Bytes()[:head.Len()/2], nil
	case clients.CloseInside:
		a.wire, kept = append(head.Bytes(), body.Bytes()[:body.Len()/2]...), content[:len(content)/2]
	default:
		a.wire = append(head.Bytes(), body.Bytes()...)
	}
	a.ends = a.ends || a.fault != ""
	a.body = bytes.Clone(kept[:min(len(kept), keptContent)])
	if len(kept) > keptContent {
		a.body = fmt.Appendf(a.body, "… [cut: %d bytes in all]", len(kept))
	}
}

// keptContent is what a record keeps of a content, in bytes.
const keptContent = 2 << 10

func writeChunks(b *bytes.Buffer, content []byte) {
	if half := len(content) / 2; half > 0 {
		fmt.Fprintf(b, "%x\r\n%s\r\n%x\r\n%s\r\n", half, content[:half], len(content)-half, content[half:])
	} else if len(content) > 0 {
		fmt.Fprintf(b, "%x\r\n%s\r\n", len(content), content)
	}
	b.WriteString("0\r\n\r\n")
}
