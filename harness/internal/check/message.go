package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"example.com/toeline/harness/internal/exchange"
)

// content is what a response carries, read once for all checks.
type content struct {
	raw      []byte
	readable bool   // the message is complete
	utf8     string // what is wrong with the encoding; empty: nothing
	garbled  bool   // it is not UTF-8, whatever it begins with
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
