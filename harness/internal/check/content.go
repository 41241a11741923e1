package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// content is what an answer carries, read once for all checks.
type content struct {
	raw      []byte
	readable bool   // a complete message came
	utf8     string // what is wrong with the encoding; empty: nothing
	garbled  bool   // it is no UTF-8, whatever it begins with
	value    any    // the first JSON value; json.Number for numbers
	json     string // what keeps the content from being JSON; empty: nothing
	trailing string // what follows the value; empty: nothing but white space
}

var byteOrderMark = []byte("\xef\xbb\xbf")

func readContent(e *exchange.Exchange) content {
	if e.Response == nil || e.Fault != nil {
		return content{json: "no complete content"}
	}
	c := content{raw: e.Response.Body, readable: true}
	text, marked := bytes.CutPrefix(c.raw, byteOrderMark)
	c.garbled = !utf8.Valid(text)
	switch {
	case marked:
		c.utf8 = "a byte order mark"
	case c.garbled:
		c.utf8 = fmt.Sprintf("no UTF-8 at byte %d", firstInvalid(text))
	}
	c.value, c.json, c.trailing = readJSON(text)
	return c
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

// readJSON reads the first JSON value, and says what is wrong with it or what
// follows it.
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

// wholeContent judges a rule on the content as a whole.
func (j *judge) wholeContent(rule spec.ContentRule, id string) {
	if rule == spec.NoContent {
		j.noContent(id)
		return
	}
	if !j.content.readable || j.in.Exchange.Request.Method == "HEAD" {
		return
	}
	switch rule {
	case spec.UTF8:
		j.hold(id)
		if j.content.utf8 != "" {
			j.found(result.Finding{Requirement: id, Reason: "wrong encoding", Where: whereEncoding, Expected: "valid UTF-8 without a byte order mark", Got: j.content.utf8})
		}
	case spec.JSON:
		j.oneJSONValue(id)
	case spec.UniqueNames:
		j.uniqueNames(id)
	}
}

// noContent looks at the connection too: clients hide what follows a 204.
func (j *judge) noContent(id string) {
	e := j.in.Exchange
	if extra := len(e.Response.Body) + len(e.Response.Surplus); extra > 0 {
		got := append(bytes.Clone(e.Response.Body), e.Response.Surplus...)
		j.found(result.Finding{Requirement: id, Reason: "content where none belongs", Where: whereContent, Expected: "no byte of content", Got: fmt.Sprintf("%d bytes: %s", extra, clip(string(got)))})
		return
	}
	switch {
	case e.Fault != nil: // what would have followed is not known
	case !e.Raw:
		j.unseen(id)
	default:
		j.hold(id)
	}
}

func (j *judge) oneJSONValue(id string) {
	c := j.content
	switch {
	case c.json != "" && c.garbled && j.broken.has(whereEncoding, j.level(id)):
		// Bytes of another encoding are no JSON; the encoding is the finding,
		// where a rule on it has made one.
		j.broken.add(whereContent, j.level(id))
	case c.json != "":
		j.found(result.Finding{Requirement: id, Reason: "not JSON", Where: whereContent, Expected: "one JSON value", Got: c.json + shown(c.raw)})
	case c.trailing != "":
		j.found(result.Finding{Requirement: id, Reason: "more than one value", Where: whereMessage + " end", Expected: "one JSON value, then white space only", Got: c.trailing})
	default:
		j.hold(id)
	}
}

func shown(raw []byte) string {
	if len(raw) == 0 {
		return ""
	}
	return ": " + clip(string(raw))
}

func (j *judge) uniqueNames(id string) {
	if j.content.json != "" {
		return
	}
	j.hold(id)
	text := bytes.TrimPrefix(j.content.raw, byteOrderMark)
	if colons(text) == members(j.content.value) {
		return // as many as were kept: none was lost to another of its name
	}
	if pointer, twice := duplicateName(text); twice {
		// The place is left open for other findings: which of the two values
		// counts is up to the reader.
		j.found(result.Finding{Requirement: id, Reason: "a name twice", Where: whereMessage + " names", Expected: "members of different names", Got: "two members " + pointer})
	}
}
