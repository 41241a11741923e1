package defects

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// answer is one of the reference's, to be spoilt and sent.
type Answer struct {
	Request    *http.Request
	Situation  situation
	ID         string // as sent, decoded
	actionType string // of the task that the id names; empty: of none
	qualified  bool   // the path was the qualified spelling

	status int
	Header http.Header
	Body   []byte
	// wire, when not nil, makes the bytes that are sent from those of the
	// message: for what net/http would not send.
	wire func(message []byte) []byte
}

// situation is what the reference's answer is about.
type situation int

const (
	Success situation = iota
	Unsupported
	Invalid
	Absent
	Unauthorized
	OtherMethod
	otherPath
)

// classify returns the situation of a response that has not been changed yet.
func classify(a *Answer) situation {
	switch {
	case a.status == http.StatusNoContent:
		return Success
	case a.status == http.StatusUnauthorized:
		return Unauthorized
	case a.status == http.StatusMethodNotAllowed:
		return OtherMethod
	case a.status == http.StatusBadRequest && a.actionType != "":
		return Unsupported
	case a.status == http.StatusBadRequest:
		return Invalid
	case bytes.Contains(a.Body, []byte(`"NotFound"`)):
		return Absent
	}
	return otherPath
}

// send writes the answer with its changes.
func (a *Answer) send(w http.ResponseWriter) {
	if a.wire != nil {
		a.sendRaw(w)
		return
	}
	header := w.Header()
	for name, values := range a.Header {
		header[name] = values
	}
	if len(a.Header["Content-Type"]) == 0 {
		header["Content-Type"] = nil // net/http would guess one
	}
	w.WriteHeader(a.status)
	if a.Request.Method != http.MethodHead {
		_, _ = w.Write(a.Body) // a status without content refuses it
	}
}

// sendRaw takes the connection over, writes what wire makes of the message,
// and closes it.
func (a *Answer) sendRaw(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(fmt.Sprintf("selftest: a defect needs the connection: %v", err))
	}
	defer connection.Close()
	_, _ = connection.Write(a.wire(a.message())) // the client has closed the connection
}

// message returns the response as the bytes of an HTTP message.
func (a *Answer) message() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	header := a.Header.Clone()
	header.Set("Connection", "close")
	if a.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(a.Body)))
	}
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range header[name] {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	b.WriteString("\r\n")
	if a.Request.Method != http.MethodHead {
		b.Write(a.Body)
	}
	return b.Bytes()
}

// Envelope returns the content as a JSON object; nil if it is not one.
func (a *Answer) Envelope() map[string]any {
	var all map[string]any
	if json.Unmarshal(a.Body, &all) != nil {
		return nil
	}
	return all
}

// setBody makes a JSON value the content.
func (a *Answer) setBody(value any) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Sprintf("selftest: a defect makes no JSON: %v", err))
	}
	a.Body = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// where chooses answers.
type where func(*Answer) bool

func In(all ...situation) where {
	return func(a *Answer) bool { return slices.Contains(all, a.Situation) }
}

// anyError takes the responses whose envelope the document describes.
func AnyError(a *Answer) bool {
	return a.Situation == Unsupported || a.Situation == Invalid || a.Situation == Absent
}

// documented are the responses whose headers Graph describes.
func documented(a *Answer) bool {
	return AnyError(a) || a.Situation == Success || a.Situation == Unauthorized
}

func Every(*Answer) bool { return true }

// plain leaves the qualified spelling, a Content-Type without content and an
// unusual scheme name out: the document judges each by itself.
func plain(w where) where {
	return func(a *Answer) bool {
		return w(a) && !a.qualified && a.Request.Header.Get("Content-Type") == "" &&
			!strings.HasPrefix(a.Request.Header.Get("Authorization"), "bearer ")
	}
}

func ofType(w where, actionType string) where {
	return func(a *Answer) bool { return w(a) && a.actionType == actionType }
}
