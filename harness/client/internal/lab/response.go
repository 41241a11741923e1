package lab

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec"
	"example.com/toeline/spec/clients"
	"example.com/toeline/spec/jsonpointer"
)

// Response is what was played to a request.
type Response struct {
	Status int
	Header exchange.Header
	Body   []byte // as far as it was sent, and cut
	// Code, Message and RequestID are what a client can report of it.
	Code, Message, RequestID string
	// Value is the content as JSON has it; nil: it is not JSON, or it is not compared.
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

	call *Call // nil: unknown
	// wire is all of it, and content its content, until it is sent.
	wire, content []byte
	drip          time.Duration
	// ends says that the connection is closed after it, announced that it says so.
	ends, announced bool
}

// values are the values of the placeholders in a response.
type values struct {
	id, guid                             string
	base, otherHost, otherPort, insecure string
	request                              *Request
	due                                  time.Time
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
			clients.PlaceInsecure: v.insecure,
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
		Status: play.Status.Code, Carries: play.Carries() && v.request.HasMethod(doc),
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
	content := a.fill(doc, play, fill)
	if play.Keep != nil {
		content = content[:min(len(content), *play.Keep)]
	}
	a.Header = headers(doc, play, fill)
	if v.request.closes() && play.Framing != clients.ByClose {
		a.Header = append(a.Header, exchange.Field{Name: "Connection", Value: "close"})
	}
	sent := content
	if coding := play.Coding; coding != "" && asksFor(v.request, coding) {
		a.Header = append(a.Header, exchange.Field{Name: "Content-Encoding", Value: string(coding)})
		sent = encode(content, coding)
	}
	a.frame(play, sent, v.request.Method == http.MethodHead)
	a.keep(content)
	return a
}

// fill fills in the example or the text, and records what a client can report
// of it.
func (a *Response) fill(
	doc *clients.Contract, play *clients.Play, fill func(string) string,
) []byte {
	if play.Text != nil {
		text := []byte(fill(*play.Text))
		var value any
		if len(text) < maxContent && json.Unmarshal(text, &value) == nil {
			a.reports(doc, play, value)
		}
		kind, _ := play.Headers.Get("Content-Type")
		if a.Status/100 == 2 && play.Keep == nil && strings.HasPrefix(kind, "text/") {
			a.Value = string(text)
		}
		return text
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
	a.reports(doc, play, value)
	if play.Value != nil && play.Keep == nil {
		a.Value = value
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // it came from JSON or YAML: it always encodes
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// reports records what a client can report of content.
func (a *Response) reports(doc *clients.Contract, play *clients.Play, value any) {
	a.Code = textAt(value, cmp.Or(play.Pointers.Code, doc.Pointers.Code))
	a.Message = textAt(value, cmp.Or(play.Pointers.Message, doc.Pointers.Message))
}

// textAt returns the text at a pointer; empty if the pointer is empty, or has no text.
func textAt(value any, pointer string) string {
	if pointer == "" {
		return ""
	}
	member, _ := jsonpointer.Lookup(value, pointer)
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
func headers(
	doc *clients.Contract,
	play *clients.Play,
	fill func(string) string,
) exchange.Header {
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
