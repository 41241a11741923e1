package har

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/toeline/harness/internal/exchange"
	rec "example.com/toeline/harness/internal/recording"
)

// harEntry is one exchange. What the format has a place for is only there, and is read from
// there.
type harEntry struct {
	Page     string      `json:"pageref"`
	Started  time.Time   `json:"startedDateTime"`
	Time     float64     `json:"time"` // milliseconds, like all timings
	Request  harRequest  `json:"request"`
	Response harResponse `json:"response"`
	Cache    struct{}    `json:"cache"`
	Timings  harTimings  `json:"timings"`
	Comment  string      `json:"comment"`
	Own      *harOwn     `json:"_toeline"`
}

// harOwn is what the format has no place for.
type harOwn struct {
	rec.Recorded
	// NotSent says that no byte of the request left: startedDateTime is the
	// run's.
	NotSent bool               `json:"notSent,omitempty"`
	Fault   exchange.FaultKind `json:"fault,omitempty"`
	// Raw are the bytes of the connection, in base64; absent where the transport
	// hides them.
	Raw *harRaw `json:"raw,omitempty"`
	// Latin1 means that the texts of the status line and header were not UTF-8, and are written
	// here with a character for each byte.
	Latin1  bool   `json:"latin1,omitempty"`
	Interim []int  `json:"interim,omitempty"`
	Surplus []byte `json:"surplus,omitempty"`
}

type harRaw struct {
	Request  []byte `json:"request"`
	Response []byte `json:"response"`
}

type harRequest struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	Version     string    `json:"httpVersion"`
	Cookies     []harPair `json:"cookies"`
	Headers     []harPair `json:"headers"`
	Query       []harPair `json:"queryString"`
	Post        *harPost  `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

type harPost struct {
	MediaType string `json:"mimeType"`
	Text      string `json:"text"`
}

type harResponse struct {
	Status      int        `json:"status"` // 0: none came
	Reason      string     `json:"statusText"`
	Version     string     `json:"httpVersion"`
	Cookies     []harPair  `json:"cookies"`
	Headers     []harPair  `json:"headers"`
	Content     harContent `json:"content"`
	Redirect    string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
	// Error is what browsers show of a request that failed.
	Error string `json:"_error,omitempty"`
}

type harContent struct {
	Size      int    `json:"size"`
	MediaType string `json:"mimeType"`
	Text      string `json:"text,omitempty"`
	Encoding  string `json:"encoding,omitempty"` // base64, or none
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

// unknownSize is the format's word for a size that is not known.
const unknownSize = -1

func newEntry(from rec.Recorded, started time.Time) harEntry {
	e := from.Exchange
	own := &harOwn{Recorded: from, NotSent: e.Start.IsZero()}
	if e.Raw {
		own.Raw = &harRaw{e.RawRequest, e.RawResponse}
	}
	entry := harEntry{
		Page: situationOf(from.Case), Started: started, Time: inMilliseconds(e.Total), Own: own,
		Timings: harTimings{
			Wait: inMilliseconds(e.FirstByte), Receive: inMilliseconds(e.Total - e.FirstByte),
		},
		Comment: fmt.Sprintf("%s, request %d: %s", from.Case, from.Instance,
			cmp.Or(strings.Join(from.Requirements, ", "), "the rules on every response")),
		Request: newHARRequest(e), Response: newHARResponse(e, own),
	}
	if e.FirstByte == 0 { // nothing came: all of it was waiting
		entry.Timings = harTimings{Wait: entry.Time}
	}
	return entry
}

// inMilliseconds keeps every nanosecond.
func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func newHARRequest(e *exchange.Exchange) harRequest {
	sent := e.Request.Header
	size := unknownSize
	if head, _, found := bytes.Cut(e.RawRequest, []byte("\r\n\r\n")); found {
		size = len(head) + len("\r\n\r\n")
		sent = fieldsOf(head)
	}
	r := harRequest{
		Method: e.Request.Method, URL: e.Origin + e.Request.Target, Version: "HTTP/1.1",
		Cookies: []harPair{}, Headers: pairs(sent, strings.Clone), Query: queryOf(e.Request.Target),
		HeadersSize: size, BodySize: len(e.Request.Body),
	}
	if value, ok := e.Request.Header.Get("Cookie"); ok {
		cookies, _ := http.ParseCookie(value) // an invalid cookie is still a header
		for _, c := range cookies {
			r.Cookies = append(r.Cookies, harPair{c.Name, c.Value})
		}
	}
	if len(e.Request.Body) > 0 {
		mediaType, _ := e.Request.Header.Get("Content-Type")
		r.Post = &harPost{mediaType, strings.ToValidUTF8(string(e.Request.Body), "\uFFFD")}
	}
	return r
}

// escapes is how many bytes a text takes more in JSON than by itself: a control character takes
// six, and a response of them would take six times what a recording is bounded at.
func escapes(text []byte) (more int) {
	for _, b := range text {
		switch {
		case b == '\n', b == '\r', b == '\t', b == '"', b == '\\':
			more++
		case b < ' ':
			more += 5
		}
	}
	return more
}

// fieldsOf reads a head that toeline wrote itself.
func fieldsOf(head []byte) exchange.Header {
	var all exchange.Header
	for i, line := range strings.Split(string(head), "\r\n") {
		if name, value, is := strings.Cut(line, ":"); is && i > 0 {
			all = append(all, exchange.Field{Name: name, Value: strings.TrimSpace(value)})
		}
	}
	return all
}

func queryOf(target string) []harPair {
	all := []harPair{}
	_, query, _ := strings.Cut(target, "?")
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		all = append(all, harPair{unescaped(name), unescaped(value)})
	}
	return all
}

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil && utf8.ValidString(plain) {
		return plain
	}
	return text
}

func pairs(h exchange.Header, text func(string) string) []harPair {
	all := make([]harPair, 0, len(h))
	for _, f := range h {
		all = append(all, harPair{text(f.Name), text(f.Value)})
	}
	return all
}

func newHARResponse(e *exchange.Exchange, own *harOwn) harResponse {
	r := harResponse{
		Cookies: []harPair{}, Headers: []harPair{}, Content: harContent{MediaType: "x-unknown"},
		HeadersSize: unknownSize, BodySize: unknownSize,
	}
	if e.Fault != nil {
		own.Fault, r.Error = e.Fault.Kind, e.Fault.Detail
	}
	res := e.Response
	if res == nil {
		return r
	}
	text := strings.Clone
	if own.Latin1 = !inUTF8(res); own.Latin1 {
		text = latin1
	}
	own.Interim, own.Surplus = res.Interim, res.Surplus
	r.Status, r.Reason, r.Version, r.Headers = res.Status,
		text(res.Reason), text(res.Proto), pairs(res.Header, text)
	r.Content = harContent{Size: len(res.Body), MediaType: "x-unknown"}
	if mediaType, ok := res.Header.Get("Content-Type"); ok {
		r.Content.MediaType = text(mediaType)
	}
	if utf8.Valid(res.Body) && escapes(res.Body) <= len(res.Body)/3 {
		r.Content.Text = string(res.Body)
	} else {
		r.Content.Text, r.Content.Encoding = base64.StdEncoding.EncodeToString(res.Body), "base64"
	}
	if location, ok := res.Header.Get("Location"); ok {
		r.Redirect = text(location)
	}
	for _, value := range res.Header.Values("Set-Cookie") {
		if c, err := http.ParseSetCookie(value); err == nil {
			r.Cookies = append(r.Cookies, harPair{text(c.Name), text(c.Value)})
		}
	}
	if head, _, found := bytes.Cut(e.RawResponse, []byte("\r\n\r\n")); found &&
		len(res.Interim) == 0 {
		r.HeadersSize = len(head) + len("\r\n\r\n")
	}
	if _, chunked := res.Header.Get("Transfer-Encoding"); !chunked &&
		len(exchange.ContentCodings(res.Header)) == 0 {
		r.BodySize = len(res.Body)
	}
	return r
}

func inUTF8(res *exchange.Response) bool {
	for _, f := range res.Header {
		if !utf8.ValidString(f.Name) || !utf8.ValidString(f.Value) {
			return false
		}
	}
	return utf8.ValidString(res.Proto) && utf8.ValidString(res.Reason)
}

// latin1 makes a character of each byte.
func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// fromLatin1 makes a byte of each character.
func fromLatin1(s string) string {
	out := make([]byte, 0, len(s))
	for _, c := range s {
		out = append(out, byte(c))
	}
	return string(out)
}
