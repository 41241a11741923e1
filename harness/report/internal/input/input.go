// Package input reads what toeline wrote before: its errors say what is wrong, and where.
package input

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// written says how the files are made.
var written = map[string]string{
	"report":    "as verify --report json=FILE writes it",
	"recording": "as verify --report har=FILE writes it",
}

// Error gives a decoding error its place. It quotes nothing: what is not a file of toeline may hold
// secrets.
func Error(what string, data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case len(strings.TrimSpace(string(data))) == 0:
		return fmt.Errorf("it is empty, not a %s of toeline, %s", what, written[what])
	case errors.Is(err, io.ErrUnexpectedEOF),
		errors.As(err, &syntax) && strings.Contains(syntax.Error(), "unexpected end"):
		return fmt.Errorf(
			"%s: the %s ends too early; it was cut off",
			place(data, len(data)),
			what,
		)
	case errors.As(err, &syntax):
		return fmt.Errorf("%s: it is not JSON, and so not a %s of toeline, %s: %w",
			place(data, int(syntax.Offset)), what, written[what], err)
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("%s: it is %s, not a %s of toeline, %s",
			place(data, int(kind.Offset)), article(kind.Value), what, written[what])
	case errors.As(err, &kind):
		return fmt.Errorf("%s: %s is %s, which the schema does not allow",
			place(data, int(kind.Offset)), kind.Field, article(kind.Value))
	}
	if _, name, unknown := strings.Cut(err.Error(), "json: unknown field "); unknown {
		at := place(data, max(0, bytes.Index(data, []byte(name)))+1)
		return fmt.Errorf(
			"%s: no %s of this version: it has a key that this version does not know",
			at,
			what,
		)
	}
	return fmt.Errorf("no %s of this version", what)
}

// maxValues is how many values a file of toeline has at most: in memory each takes many times the
// bytes that it takes in JSON.
const maxValues = 2_000_000

// Bounded refuses JSON of more values than a run makes, before they are decoded.
func Bounded(what string, data []byte) error {
	values, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++
		case !quoted && (c == ',' || c == '{' || c == '['):
			if values++; values > maxValues {
				return fmt.Errorf("%s: no %s of toeline: it has over %d values", place(data, i),
					what, maxValues)
			}
		}
	}
	return nil
}

// article names a kind of JSON value in a sentence, and not the value, which may follow.
func article(kind string) string {
	kind, _, _ = strings.Cut(kind, " ")
	if kind == "array" || kind == "object" {
		return "an " + kind
	}
	return "a " + kind
}

// WithoutMark removes the mark that editors on Windows begin a file with
// (RFC 8259 8.1 lets a reader do so).
func WithoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }

func place(data []byte, offset int) string {
	before := string(data[:min(offset, len(data))])
	line := strings.Count(before, "\n") + 1
	return fmt.Sprintf("line %d, column %d", line, len(before)-strings.LastIndex(before, "\n"))
}
