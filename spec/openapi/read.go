package openapi

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"

	"example.com/toeline/spec/strict"
)

// Source is the text of a description, with its tree as strict.Parse returns it.
type Source struct {
	File string
	Data []byte
	Root *yaml.Node
}

// Result is what Read found out.
type Result struct {
	// Description is nil when the text is too broken to be looked at further.
	Description *Description
	// Problems make the description unusable; Tolerated are what OpenAPI forbids and what
	// changes nothing that is sent or judged.
	Problems, Tolerated strict.Problems
	// Version is the value of the key openapi, as far as it could be read.
	Version string
}

// Read reads a description without looking at whether OpenAPI allows all that it says:
// broken references and syntax errors are reported. A description is one file.
func Read(source Source) Result { return read(source, false) }

// Validate reads a description and reports everything that OpenAPI does not allow, each with
// its place.
func Validate(source Source) Result { return read(source, true) }

func read(source Source, validate bool) Result {
	r := &reader{file: source.File, root: source.Root}
	// The parser fills in merge keys and aliases; references to other files stay refused.
	data := r.resolve(source.Data)
	if data == nil || len(r.problems) > 0 && !validate {
		return Result{Problems: r.problems}
	}
	api, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		r.notOpenAPI(err)
		return Result{Problems: r.problems}
	}
	if !strings.HasPrefix(api.OpenAPI, "3.0") {
		if validate {
			r.problem(r.pos("openapi"), "openapi",
				"version "+api.OpenAPI+" is not read yet; write the document as 3.0.3", "")
		}
		return Result{Problems: r.problems, Version: api.OpenAPI}
	}
	if validate {
		for _, err := range flatten(api.Validate(context.Background(), openapi3.EnableMultiError(),
			openapi3.DisableExamplesValidation())) {
			r.invalidOpenAPI(err)
		}
	}
	return Result{
		Description: r.describe(api), Problems: r.problems, Tolerated: r.tolerated, Version: api.OpenAPI,
	}
}

// reader is a description that is being read.
type reader struct {
	file                string
	root                *yaml.Node
	problems, tolerated strict.Problems
}

func (r *reader) problem(pos strict.Pos, path, message, suggestion string) {
	r.problems = append(r.problems, strict.Problem{
		File: r.file, Pos: pos, Path: path, Message: message, Suggestion: suggestion,
	})
}

func (r *reader) pos(path ...string) strict.Pos {
	pos, _ := strict.Locate(r.root, path...)
	return pos
}

func flatten(err error) []error {
	var many openapi3.MultiError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &many):
		return many
	}
	return []error{err}
}

func oneLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// AsJSON turns what a YAML parser made into what a JSON parser would make.
func AsJSON(value any) any {
	data, err := json.Marshal(value)
	if err != nil {
		return value
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		return value
	}
	return plain
}
