package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/result"
)

// Schema is the JSON Schema (2020-12) of the JSON report.
//
//go:embed report.schema.json
var Schema []byte

// JSON is the report for programs. Its form is that of Schema.
type JSON struct{}

// Write implements Handler.
func (JSON) Write(w io.Writer, r *result.Report) error { return EncodeJSON(w, r) }

// EncodeJSON writes a value as indented JSON, in which <, > and & stay as they are.
func EncodeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// Read reads a JSON report, and only one of this version that is whole: a
// gate that guesses what a report meant is none. The error says what is wrong
// and where; the caller adds the file's name.
func Read(in io.Reader) (*result.Report, error) {
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	data = unmarked(data)
	if err := checkVersion(data); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	var r result.Report
	if err := decoder.Decode(&r); err != nil {
		return nil, readError("report", data, err)
	}
	if err := r.Check(); err != nil {
		return nil, err
	}
	return &r, nil
}

// checkVersion comes before all else: of another version, every other mistake
// is only a consequence.
func checkVersion(data []byte) error {
	var head struct {
		SchemaVersion *int `json:"schemaVersion"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return readError("report", data, err)
	}
	switch {
	case head.SchemaVersion == nil:
		return errors.New("no toeline report: it has no schemaVersion; make one with toeline verify --report json=FILE")
	case *head.SchemaVersion != result.SchemaVersion:
		return fmt.Errorf("schemaVersion %d is not known; this toeline reads %d: make the report again with this version", *head.SchemaVersion, result.SchemaVersion)
	}
	return nil
}

// readError gives a decoding error its place.
func readError(what string, data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case len(strings.TrimSpace(string(data))) == 0:
		return fmt.Errorf("no %s of toeline: it is empty", what)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && strings.Contains(syntax.Error(), "unexpected end"):
		return fmt.Errorf("%s: the %s ends too early; it was cut off", place(data, len(data)), what)
	case errors.As(err, &syntax):
		return fmt.Errorf("%s: no JSON: %w", place(data, int(syntax.Offset)), err)
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("%s: no %s of toeline: it is no object but %s", place(data, int(kind.Offset)), what, article(kind.Value))
	case errors.As(err, &kind):
		return fmt.Errorf("%s: %s is %s, which the schema does not allow", place(data, int(kind.Offset)), kind.Field, article(kind.Value))
	}
	return fmt.Errorf("no %s of this version: %s", what, strings.TrimPrefix(err.Error(), "json: "))
}

// article names a kind of JSON value in a sentence.
func article(kind string) string {
	if kind == "array" || kind == "object" {
		return "an " + kind
	}
	return "a " + kind
}

// unmarked takes the mark off that editors on Windows begin a file with
// (RFC 8259 8.1 lets a reader do so).
func unmarked(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }

func place(data []byte, offset int) string {
	before := string(data[:min(offset, len(data))])
	line := strings.Count(before, "\n") + 1
	return fmt.Sprintf("line %d, column %d", line, len(before)-strings.LastIndex(before, "\n"))
}
