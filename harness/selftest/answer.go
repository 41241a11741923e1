package selftest

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
type answer struct {
	request    *http.Request
	situation  situation
	id         string // as sent, decoded
	actionType string // of the task that the id names; empty: of none
	qualified  bool   // the path was the qualified spelling

	status int
	header http.Header
	body   []byte
	// wire, when not nil, makes the bytes that are sent from those of the
	// message: for what net/http would not send.
	wire func(message []byte) []byte
}

// situation is what the reference's answer is about.
type situation int

const (
	success situation = iota
	unsupported
	invalid
	absent
	unauthorized
	otherMethod
	otherPath
)

// classify reads the situation from an answer that nobody has spoilt yet.
func classify(a *answer) situation {
	switch {
	case a.status == http.StatusNoContent:
		return success
	case a.status == http.StatusUnauthorized:
		return unauthorized
	case a.status == http.StatusMethodNotAllowed:
		return otherMethod
	case a.status == http.StatusBadRequest && a.actionType != "":
		return unsupported
	case a.status == http.StatusBadRequest:
		return invalid
	case bytes.Contains(a.body, []byte(`"NotFound"`)):
		return absent
	}
	return otherPath
}

// send writes the answer as it stands now.
func (a *answer) send(w http.ResponseWriter) {
	if a.wire != nil {
		a.sendRaw(w)
		return
	}
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	if len(a.header["Content-Type"]) == 0 {
		header["Content-Type"] = nil // net/http would guess one
	}
	w.WriteHeader(a.status)
	if a.request.Method != http.MethodHead {
		_, _ = w.Write(a.body) // a status without content refuses it
	}
}

// sendRaw takes the connection over, writes what wire makes of the message,
// and closes it.
func (a *answer) sendRaw(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(fmt.Sprintf("selftest: a defect needs the connection: %v", err))
	}
	defer connection.Close()
	_, _ = connection.Write(a.wire(a.message())) // the caller has gone: nobody left to tell
}

// message is the answer as it should stand on the wire.
func (a *answer) message() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	header := a.header.Clone()
	header.Set("Connection", "close")
	if a.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
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
	if a.request.Method != http.MethodHead {
		b.Write(a.body)
	}
	return b.Bytes()
}

// envelope is the content as a JSON object; nil when it is none.
func (a *answer) envelope() map[string]any {
	var all map[string]any
	if json.Unmarshal(a.body, &all) != nil {
		return nil
	}
	return all
}

// setBody makes a JSON value the content.
func (a *answer) setBody(value any) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Sprintf("selftest: a defect makes no JSON: %v", err))
	}
	a.body = bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// where chooses answers.
type where func(*answer) bool

func in(all ...situation) where {
	return func(a *answer) bool { return slices.Contains(all, a.situation) }
}

// anyError takes the answers whose envelope the document describes.
func anyError(a *answer) bool {
	return a.situation == unsupported || a.situation == invalid || a.situation == absent
}

// documented are the answers whose headers Graph describes.
func documented(a *answer) bool {
	return anyError(a) || a.situation == success || a.situation == unauthorized
}

func every(*answer) bool { return true }

// plain leaves the qualified spelling, a Content-Type without content and an
// unusual scheme name out: the document judges each by itself.
func plain(w where) where {
	return func(a *answer) bool {
		return w(a) && !a.qualified && a.request.Header.Get("Content-Type") == "" &&
			!strings.HasPrefix(a.request.Header.Get("Authorization"), "bearer ")
	}
}

func ofType(w where, actionType string) where {
	return func(a *answer) bool { return w(a) && a.actionType == actionType }
}
