package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"example.com/toeline/harness/internal/infile"
	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/report/internal/input"
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
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(text.JSON(b.Bytes()))
	return err
}

// Read reads a whole JSON report of this version: a gate must not guess what
// another meant. The error says what is wrong and where; the caller adds the
// file's name.
func Read(in io.Reader) (*result.Report, error) {
	data, err := infile.All(in, infile.Record)
	if err != nil {
		return nil, fmt.Errorf("no report of toeline: %w", err)
	}
	data = input.WithoutMark(data)
	if err := input.Bounded("report", data); err != nil {
		return nil, err
	}
	if err := checkVersion(data); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	var r result.Report
	if err := decoder.Decode(&r); err != nil {
		return nil, input.Error("report", data, err)
	}
	if r.Run.Document.File == "" {
		return nil, errors.New("run.document: no file is named: this is not a report of a run")
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
		SchemaVersion *int        `json:"schemaVersion"`
		Tool          result.Tool `json:"tool"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return input.Error("report", data, err)
	}
	switch {
	case head.SchemaVersion == nil:
		return errors.New("not a report of toeline: it has no schemaVersion;" +
			" make one with toeline verify --report json=FILE")
	case *head.SchemaVersion != result.SchemaVersion:
		return fmt.Errorf("made by %s, with schemaVersion %d; this toeline reads %d: make it again",
			madeBy(head.Tool), *head.SchemaVersion, result.SchemaVersion)
	}
	return nil
}

// madeBy names what made a report, as its file says.
func madeBy(t result.Tool) string {
	if t.Name == "" && t.Version == "" {
		return "another version of toeline"
	}
	return text.Visible(text.Cut(t.Name+" "+t.Version, 80))
}
