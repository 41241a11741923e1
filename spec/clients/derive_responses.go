package clients

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
	"example.com/toeline/spec/strict"
	"example.com/toeline/spec/xmlvalue"
)

// answered is a documented response that can be played.
type answered struct {
	name string // of its case: status, and name of the example
	play Play
}

// responses adds a case for each documented success and error, and finds out what is documented.
func (d *derivation) responses() {
	d.facts = d.conditions()
	d.failure = problem(http.StatusNotFound)
	var successes, failures []answered
	for _, response := range d.op.Responses {
		for _, a := range d.played(response) {
			switch code := a.play.Status.Code; {
			case code/100 == 2:
				successes = append(successes, a)
			case code >= 400:
				failures = append(failures, a)
			}
		}
	}
	if len(successes) == 0 {
		successes = []answered{{"undocumented", Play{Status: statusOf(http.StatusOK)}}}
	}
	d.success, d.own = successes[0].play, successes[0].play
	if at := slices.IndexFunc(failures, isRefusal); at >= 0 {
		d.failure = failures[at].play
		d.facts["documentedErrors"] = true
	}
	d.pointers = pointersIn(failures)
	d.facts["code"], d.facts["message"] = d.pointers.Code != "", d.pointers.Message != ""
	_, d.facts["members"] = d.failure.Value.(map[string]any)
	d.facts["json"] = d.success.Value != nil
	d.facts["result"], d.facts["successContent"] = d.facts["json"], d.success.HasContent()
	for i, a := range successes {
		d.facts["results"] = d.facts["results"] || a.play.Value != nil || a.play.Text != nil
		d.facts["headers"] = d.facts["headers"] || len(headersOf(a.play)) > 0
		d.succeeds("success."+a.name, a.play)
		if i == 0 && a.play.HasContent() {
			d.chunks("chunked", "success.chunked", a.play)
		}
	}
	d.leaveOutHeaders()
	d.varySuccess()
	chunked := false
	for _, a := range failures {
		d.fails("error."+a.name, a.play)
		if isRefusal(a) && a.play.HasContent() && !chunked {
			chunked = true
			d.chunks("chunkedError", "error.chunked", a.play)
			d.varyError(a.play)
		}
	}
}

// leaveOutHeaders adds a case of a success without the headers that need not be there.
func (d *derivation) leaveOutHeaders() {
	p := d.success
	p.Headers.Entries = slices.DeleteFunc(slices.Clone(p.Headers.Entries),
		func(e strict.Entry[string]) bool {
			return slices.ContainsFunc(d.responseOf(p).Headers, func(h openapi.Header) bool {
				return h.Name == e.Key && !h.Required
			})
		})
	if len(p.Headers.Entries) < len(d.success.Headers.Entries) {
		d.succeeds("success.no-headers", p)
	}
}

// responseOf is the documented response that is played.
func (d *derivation) responseOf(p Play) openapi.Response {
	for _, response := range d.op.Responses {
		if d.codeOf(response.Status) == p.Status.Code {
			return response
		}
	}
	return openapi.Response{}
}

// isRefusal reports whether a response says that a request is wrong, and that asking again is no
// use.
func isRefusal(a answered) bool {
	again := []int{
		http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired,
		http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
	}
	return a.play.Status.Code/100 == 4 && !slices.Contains(again, a.play.Status.Code)
}

func (d *derivation) succeeds(id string, p Play) {
	d.derive(&d.documented, "success", Case{ID: id, Text: described(p), Play: []Play{p}})
}

func (d *derivation) fails(id string, p Play) {
	about := "error"
	if isRefusal(answered{play: p}) {
		about = "refusal"
	}
	d.derive(&d.documented, about, Case{ID: id, Text: described(p), Play: []Play{p}})
}

// chunks adds a case of a response in chunks.
func (d *derivation) chunks(about, id string, p Play) {
	p.Framing = Chunked
	text := described(p) + ", in chunks"
	d.derive(&d.documented, about, Case{ID: id, Text: text, Play: []Play{p}})
}

func described(p Play) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s, as documented", p.Status.Code,
		http.StatusText(p.Status.Code)))
}

// played are the responses of a documented one: one for each example.
func (d *derivation) played(response openapi.Response) (all []answered) {
	code := d.codeOf(response.Status)
	p := Play{Status: statusOf(code)}
	name := strconv.Itoa(code)
	for _, h := range response.Headers {
		if strings.EqualFold(h.Name, "Location") && code/100 != 2 {
			continue // that would be a redirect
		}
		if value, ok := headerValue(h); ok {
			setHeader(&p, h.Name, value)
		}
	}
	if code == http.StatusUnauthorized && !slices.Contains(headersOf(p), "WWW-Authenticate") {
		setHeader(&p, "WWW-Authenticate", `Bearer realm="toeline"`)
	}
	media, ok := readable(response.Content)
	bare := []int{http.StatusNoContent, http.StatusResetContent, http.StatusNotModified}
	if !ok || d.op.Method == http.MethodHead || slices.Contains(bare, code) {
		return []answered{{name, p}}
	}
	setHeader(&p, "Content-Type", concrete(media.Type))
	for _, example := range media.Examples {
		if made := p; made.show(media, example.Value) {
			all = append(all, answered{name + "." + idPart(example.Name), made})
		}
	}
	if value, good := sample.Body(media, sample.Response); good && len(all) == 0 {
		if p.show(media, value) {
			all = append(all, answered{name, p})
		}
	}
	if len(all) == 0 {
		p.Headers.Entries = slices.DeleteFunc(p.Headers.Entries,
			func(e strict.Entry[string]) bool { return e.Key == "Content-Type" })
		all = append(all, answered{name, p})
	}
	return all
}

// show gives a response content, and reports whether it can be written.
func (p *Play) show(media openapi.Media, value any) bool {
	if openapi.IsJSON(concrete(media.Type)) {
		p.Value = value
		p.Pointers = pointersIn([]answered{{play: *p}})
		return value != nil
	}
	text, ok := value.(string)
	if !ok && openapi.IsXML(media.Type) {
		data, err := xmlvalue.Write(media, value)
		text, ok = string(data), err == nil
	}
	p.Text = &text
	return ok
}

// codeOf is a status of a key of responses, which no other key names.
func (d *derivation) codeOf(key string) int {
	if code, err := strconv.Atoi(key); err == nil {
		return code
	}
	from := map[string][]int{
		"2XX": {200, 201, 202}, "3XX": {302, 303}, "4XX": {404, 400, 409, 422, 418},
		"5XX": {500, 502, 501},
	}[strings.ToUpper(key)]
	if key == "default" {
		from = []int{404, 400, 409, 422, 418, 500, 502}
		if !slices.ContainsFunc(d.op.Statuses(), func(s string) bool { return s[0] == '2' }) {
			from = []int{200}
		}
	}
	documented := func(status string) bool { return slices.Contains(d.op.Statuses(), status) }
	for _, code := range from {
		exact := strconv.Itoa(code)
		if !documented(exact) && (key != "default" || !documented(exact[:1]+"XX")) {
			return code
		}
	}
	return 0
}

// documents reports whether a status is one of the operation's, and not by default.
func (d *derivation) documents(status int) bool {
	return slices.ContainsFunc(d.op.Statuses(), func(key string) bool {
		m, ok := spec.ParseStatus(key)
		return ok && m.Has(status)
	})
}

// response is what a general case uses: the documented response of the status, where there is one.
func (d *derivation) response(name string, status int) Play {
	switch {
	case name == "success":
		return d.success
	case name == "error":
		return d.failure
	}
	for _, key := range []string{strconv.Itoa(status), fmt.Sprintf("%dXX", status/100), "default"} {
		if r, ok := d.op.Response(key); ok && (key != "default" || status >= 400) {
			p := d.played(r)[0].play
			p.Status = statusOf(status)
			return p
		}
	}
	return problem(status)
}

// problem is an error that no document has: in the form that HTTP has for all (RFC 9457).
func problem(status int) Play {
	p := Play{Status: statusOf(status), Value: map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status,
	}}
	setHeader(&p, "Content-Type", "application/problem+json")
	return p
}

func statusOf(code int) Status { return Status{Code: code, text: strconv.Itoa(code)} }

func setHeader(p *Play, name, value string) {
	entries := slices.Clone(p.Headers.Entries)
	p.Headers.Entries = append(entries, strict.Entry[string]{Key: name, Value: value})
}

// headersOf are the names of the headers of a response, but for that of its content.
func headersOf(p Play) []string {
	return slices.DeleteFunc(p.Headers.Keys(), func(name string) bool {
		return strings.EqualFold(name, "Content-Type")
	})
}

// ofMessage are headers that describe the message as it is sent.
var ofMessage = []string{
	"content-type", "content-length", "transfer-encoding", "connection", "date", "trailer",
	"content-encoding", "retry-after", "set-cookie", "keep-alive", "upgrade",
}

// headerText is a value of a header that no other response has, and whose letter case counts.
const headerText = "Aa-" + guidText

// headerValue is a value of a documented header, as a text.
func headerValue(h openapi.Header) (string, bool) {
	if h.Schema == nil || slices.Contains(ofMessage, strings.ToLower(h.Name)) {
		return "", false
	}
	name, shape := strings.ToLower(h.Name), h.Schema.Shape()
	marked := map[string]string{
		"etag":     `"` + headerText + `"`,
		"location": "{base}/" + headerText,
	}
	if own := cmp.Or(marked[name], headerText); shape.Example == nil && shape.Default == nil &&
		len(shape.Enum) == 0 && takesText(h.Schema) &&
		takes(h.Schema, strings.ReplaceAll(own, "{base}", "https://example.com")) {
		return own, true
	}
	value, good := sample.Of(h.Schema, sample.Response)
	text, isText := spec.TextOf(value)
	return text, good && isText && text != "" && !strings.ContainsAny(text, "\r\n")
}

// readable is the representation of a response that is played: JSON where there is any.
func readable(content []openapi.Media) (openapi.Media, bool) {
	for _, suits := range []func(string) bool{openapi.IsJSON, isText, openapi.IsXML, isBytes} {
		for _, media := range content {
			if suits(concrete(media.Type)) {
				return media, true
			}
		}
	}
	return openapi.Media{}, false
}

// isText reports whether content of a media type is a text as it is.
func isText(mediaType string) bool { return strings.HasPrefix(mediaType, "text/") }

// isBytes reports whether any bytes are content of a media type. Others are not made up.
func isBytes(mediaType string) bool { return mediaType == "application/octet-stream" }

// concrete is a media type of a range.
func concrete(mediaType string) string {
	switch base, _, _ := strings.Cut(mediaType, ";"); strings.TrimSpace(base) {
	case "*/*", "application/*":
		return "application/json"
	case "text/*":
		return "text/plain"
	case "image/*":
		return "image/png"
	}
	return mediaType
}

// codePointers and messagePointers are where errors usually have a code and a message.
var (
	codePointers    = []string{"/error/code", "/code", "/errorCode", "/error_code"}
	messagePointers = []string{
		"/error/message", "/message", "/detail", "/title", "/error_description",
	}
)

// pointersIn finds where documented errors have what is called a code and a message.
func pointersIn(failures []answered) (p Pointers) {
	first := func(pointers ...string) string {
		for _, a := range failures {
			for _, pointer := range pointers {
				text, ok := jsonpointer.Lookup(a.play.Value, pointer)
				if ok && a.play.Value != nil {
					if _, plain := spec.TextOf(text); plain {
						return pointer
					}
				}
			}
		}
		return ""
	}
	p.Code = first(codePointers...)
	p.Message = first(messagePointers...)
	return p
}
