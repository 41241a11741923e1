package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/exchange"
)

// content is what a response carries, read once for all checks.
type content struct {
	raw      []byte
	unread   string // why it was not read whole, or not decoded; empty: it was
	utf8     string // what is wrong with the encoding; empty: nothing
	garbled  bool   // it is not UTF-8, whatever it begins with
	value    any    // the first JSON value; json.Number for numbers
	json     string // what keeps the content from being JSON; empty: nothing
	trailing string // what follows the value; empty: nothing but white space

	xml *xmlContent // nil: it was not asked for
}

var byteOrderMark = []byte("\xef\xbb\xbf")

func readContent(e *exchange.Exchange) content {
	if why := whyUnread(e); why != "" {
		return content{json: "no complete content", unread: why}
	}
	c := content{raw: e.Response.Body}
	text, marked := bytes.CutPrefix(c.raw, byteOrderMark)
	c.garbled = !utf8.Valid(text)
	switch {
	case marked:
		c.utf8 = "a byte order mark"
	case c.garbled:
		c.utf8 = fmt.Sprintf("no UTF-8 at byte %d", firstInvalid(text))
	}
	c.value, c.json, c.trailing = readJSON(text)
	if c.json+c.trailing != "" && len(c.raw) > 0 {
		c.notJSON(e.Response.Header)
	}
	return c
}

// whyUnread says why content cannot be looked at; empty: it can.
func whyUnread(e *exchange.Exchange) string {
	switch {
	case e.Response == nil:
		return "no response came"
	case e.Fault != nil && e.Fault.Kind == exchange.Limit:
		return "the content was not read whole: " + e.Fault.Detail + "; --max-body raises the limit"
	case e.Fault != nil:
		return "the content was not read whole: " + e.Fault.Detail
	case len(e.Response.Body) == 0 || exchange.IsGzip(e.Response.Header):
		return ""
	}
	if codings := exchange.ContentCodings(e.Response.Header); len(codings) > 0 {
		return "the content was not decoded: its content coding is " +
			clip(strings.Join(codings, ", ")) + ", which no request asked for"
	}
	return ""
}

// notJSON says what content is that is not one JSON value. What begins like one, as a text that
// begins with a number does, is one only if its media type says so.
func (c *content) notJSON(h exchange.Header) {
	field, given := h.Get("Content-Type")
	switch {
	case given && !isJSONType(field):
		c.json, c.value, c.trailing = clip(field)+c.sample(), nil, ""
	case c.json != "":
		c.json += ": " + clip(string(c.raw))
	}
}

// sample returns the beginning of the content; empty: it has no content.
func (c *content) sample() string {
	if len(c.raw) == 0 {
		return ""
	}
	return fmt.Sprintf(", %d bytes: %s", len(c.raw), clip(string(c.raw)))
}

// isJSONType reports whether content of a media type is JSON.
func isJSONType(field string) bool {
	name, _, _ := strings.Cut(field, ";")
	name = strings.ToLower(strings.TrimSpace(name))
	return name == "application/json" || name == "text/json" || strings.HasSuffix(name, "+json")
}

func firstInvalid(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// readJSON reads the first JSON value, and returns what is wrong with it or what follows it.
func readJSON(text []byte) (value any, wrong, trailing string) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, jsonProblem(err, len(text)), ""
	}
	rest := bytes.TrimLeft(text[decoder.InputOffset():], " \t\r\n")
	if len(rest) > 0 {
		return value, "", fmt.Sprintf("%d bytes after the value: %s", len(rest), clip(string(rest)))
	}
	return value, "", ""
}

func jsonProblem(err error, length int) string {
	switch {
	case length == 0, errors.Is(err, io.EOF):
		return "no content"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Sprintf("JSON that ends too early, after %d bytes", length)
	}
	return "no JSON: " + err.Error()
}
