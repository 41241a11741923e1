package content

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/spec/openapi"
)

// Content is what a response carries, read once for all checks.
type Content struct {
	Raw      []byte
	Unread   string // why it was not read whole, or not decoded; empty: it was
	UTF8     string // what is wrong with the encoding; empty: nothing
	Garbled  bool   // it is not UTF-8, whatever it begins with
	Value    any    // the first JSON value; json.Number for numbers
	NotJSON  string // what keeps the content from being JSON; empty: nothing
	Trailing string // what follows the value; empty: nothing but white space

	xml *XML // nil: it was not asked for
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Of reads the content of a response.
func Of(e *exchange.Exchange) Content {
	if why := WhyUnread(e); why != "" {
		return Content{NotJSON: "no complete content", Unread: why}
	}
	c := Content{Raw: e.Response.Body}
	text, marked := bytes.CutPrefix(c.Raw, byteOrderMark)
	c.Garbled = !utf8.Valid(text)
	switch {
	case marked:
		c.UTF8 = "a byte order mark"
	case c.Garbled:
		c.UTF8 = fmt.Sprintf("no UTF-8 at byte %d", firstInvalid(text))
	}
	if field, _ := e.Response.Header.Get("Content-Type"); openapi.IsSequence(field) {
		c.Value, c.NotJSON = readSequence(text)
		return c
	}
	c.Value, c.NotJSON, c.Trailing = ReadJSON(text)
	if c.NotJSON+c.Trailing != "" && len(c.Raw) > 0 {
		c.notJSON(e.Response.Header)
	}
	return c
}

// WhyUnread says why content cannot be looked at; empty: it can.
func WhyUnread(e *exchange.Exchange) string {
	switch {
	case e.Response == nil:
		return "no response came"
	case e.Fault != nil && e.Fault.Kind == exchange.Unread:
		return "the content was not read whole: " + e.Fault.Detail + "; --max-body raises the limit"
	case e.Fault != nil:
		return "the content was not read whole: " + e.Fault.Detail
	case len(e.Response.Body) == 0 || exchange.IsGzip(e.Response.Header):
		return ""
	}
	if codings := exchange.ContentCodings(e.Response.Header); len(codings) > 0 {
		return "the content was not decoded: its content coding is " +
			Clip(strings.Join(codings, ", ")) + ", which no request asked for"
	}
	return ""
}

// notJSON says what content is that is not one JSON value. What begins like one, as a text that
// begins with a number does, is one only if its media type says so.
func (c *Content) notJSON(h exchange.Header) {
	field, given := h.Get("Content-Type")
	switch {
	case given && !IsJSONType(field):
		c.NotJSON, c.Value, c.Trailing = Clip(field)+c.sample(), nil, ""
	case c.NotJSON != "":
		c.NotJSON += ": " + Clip(string(c.Raw))
	}
}

// sample returns the beginning of the content; empty: it has no content.
func (c *Content) sample() string {
	if len(c.Raw) == 0 {
		return ""
	}
	return fmt.Sprintf(", %d bytes: %s", len(c.Raw), Clip(string(c.Raw)))
}

// IsJSONType reports whether content of a media type is JSON.
func IsJSONType(field string) bool {
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

// ReadJSON reads the first JSON value, and returns what is wrong with it or what follows it.
func ReadJSON(text []byte) (value any, wrong, trailing string) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, jsonProblem(err, len(text)), ""
	}
	rest := bytes.TrimLeft(text[decoder.InputOffset():], " \t\r\n")
	if len(rest) > 0 {
		return value, "", fmt.Sprintf("%d bytes after the value: %s", len(rest), Clip(string(rest)))
	}
	return value, "", ""
}

// readSequence reads JSON values, one a line or each after a record separator, as a list.
func readSequence(text []byte) (value any, wrong string) {
	separator := "\n"
	if bytes.HasPrefix(text, []byte(recordSeparator)) {
		separator = recordSeparator
	}
	items := []any{}
	for part := range bytes.SplitSeq(text, []byte(separator)) {
		if len(bytes.TrimSpace(part)) == 0 {
			continue
		}
		item, wrong, trailing := ReadJSON(part)
		if wrong += trailing; wrong != "" {
			return nil, fmt.Sprintf("item %d: %s", len(items)+1, wrong)
		}
		items = append(items, item)
	}
	return items, ""
}

// recordSeparator begins each value of a JSON text sequence (RFC 7464).
const recordSeparator = "\x1e"

func jsonProblem(err error, length int) string {
	switch {
	case length == 0, errors.Is(err, io.EOF):
		return "no content"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Sprintf("JSON that ends too early, after %d bytes", length)
	}
	return "no JSON: " + err.Error()
}
