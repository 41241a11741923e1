package openapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/openapi/swagger"
	"example.com/toeline/spec/strict"
)

// Source is the text of a description, with its tree as strict.Parse returns it.
type Source struct {
	File string
	Data []byte
	Root *yaml.Node
	// Changed reports whether Root is no longer what Data says: overlays were applied, and Data is
	// the text of all of them.
	Changed bool
	// Blemishes are what the parser found, as duplicate keys, and what the description is read in
	// spite of.
	Blemishes strict.Problems
	// Open returns another file that the description refers to, by its location from the folder
	// of File, or its URL; nil: a description is one file.
	Open func(location string) ([]byte, error)
	// Moved returns where a file is that Open returned, after redirects; nil: where it was sought.
	Moved func(location string) string
	// Base is the URL that references count from; empty: they count from the folder of File.
	Base string
	// Anywhere reports whether Open itself refuses locations outside of the folder of File.
	Anywhere bool

	converted bool       // Root is what Convert made
	former    *yaml.Node // of what
}

// text returns the text that Root is the tree of.
func (s *Source) text() []byte {
	if !s.converted {
		return s.Data
	}
	data, _ := strict.Marshal(s.Root) // empty: it is refused
	return data
}

func (s *Source) moved(location string) string {
	if s.Moved == nil {
		return location
	}
	return s.Moved(location)
}

// formerStyles are those that OpenAPI 2.0 has in places where 3.0 has none.
var formerStyles = regexp.MustCompile(`(?m)^\s*style: (tab|space|pipe)Delimited\n`)

// written is a reference as the file has it.
func (s *Source) written(ref string) string {
	if s.converted {
		return swagger.Written(ref)
	}
	return ref
}

// Result is what Read found out.
type Result struct {
	// Description is nil when the text is too broken to be looked at further.
	Description *Description
	// Problems make the description unusable; Tolerated are what OpenAPI forbids and what
	// changes nothing that is sent or judged.
	Problems, Tolerated strict.Problems
	// Version is the value of the key openapi or swagger, as far as it could be read.
	Version string
}

// Read reads a description of OpenAPI 2.0, which is converted, 3.0, 3.1 or 3.2. It does not look at
// whether OpenAPI allows all that it says: what one operation cannot be used for leaves that
// operation out.
func Read(source Source) Result { return read(source, false) }

// Validate reads a description and reports everything that OpenAPI does not allow, each with
// its place.
func Validate(source Source) Result { return read(source, true) }

func read(source Source, validate bool) Result {
	source = Convert(source)
	r := &reader{file: source.File, root: source.Root, written: source.written}
	version, root := versionOf(source.Root)
	switch {
	case version == "":
		r.problem(strict.PosOf(source.Root), "",
			"no OpenAPI document: it has no key openapi or swagger", "")
		return Result{Problems: r.problems}
	case !known(version):
		key := "openapi"
		if _, ok := (part{node: source.Root}).get(key); !ok {
			key = "swagger"
		}
		r.problem(r.pos(key), key,
			shownVersion(version)+" is not known: 2.0, 3.0, 3.1 and 3.2 are read", "")
		return Result{Problems: r.problems, Version: version}
	}
	var refused *strict.Problem
	if validate {
		if root, refused = r.validate(source, version, root); root == nil {
			return Result{Problems: r.problems, Version: version}
		}
	}
	t := newTree(root)
	t.strict = validate
	t.siblings = !strings.HasPrefix(version, "3.0")
	t.tracks = bytes.Contains(source.Data, []byte("unevaluated"))
	t.open, t.written, t.main.base = opener(source, t), source.written, source.Base
	t.moved = source.moved
	t.misspell = sync.OnceFunc(func() { t.misspelt(&source) })
	made := t.describe(part{t.main, root})
	r.elsewhere(t)
	r.skipped(made, refused)
	return Result{
		Description: made, Problems: r.problems, Tolerated: r.tolerated, Version: version,
	}
}

// versionOf returns the version that a description says, and its tree as OpenAPI 3.
func versionOf(root *yaml.Node) (string, *yaml.Node) {
	at := part{node: root}
	if version := at.text("swagger"); version != "" {
		return version, root
	}
	return at.text("openapi"), root
}

func known(version string) bool {
	for _, read := range []string{"3.0", "3.1", "3.2"} {
		if version == read || strings.HasPrefix(version, read+".") {
			return true
		}
	}
	return false
}

// opener returns how other files of a description are read.
// Locations outside of the description's folder are refused.
func opener(source Source, t *tree) func(string) (*yaml.Node, error) {
	if source.Open == nil {
		return nil
	}
	return func(location string) (*yaml.Node, error) {
		outside := !isURL(location) && (path.IsAbs(location) || !localPath(location))
		if outside && !source.Anywhere {
			return nil, fmt.Errorf("%s is outside of the folder of %s", location, source.File)
		}
		data, err := source.Open(location)
		if err != nil {
			return nil, err
		}
		root, problems := strict.Parse(location, data)
		if root == nil {
			return nil, problems.Err()
		}
		t.tracks = t.tracks || bytes.Contains(data, []byte("unevaluated"))
		return root, nil
	}
}

func localPath(location string) bool {
	clean := path.Clean(location)
	return clean != ".." && !strings.HasPrefix(clean, "../")
}

// reader is a description that is being validated.
type reader struct {
	file                string
	root                *yaml.Node
	problems, tolerated strict.Problems
	several             bool         // whether references lead to other files
	others              []*yaml.Node // the references that do
	written             func(ref string) string
}

// validate reports what OpenAPI does not allow, and returns the tree with stubs in the place of
// references that lead nowhere; nil: the rest cannot be read. What the OpenAPI parser refuses as
// a whole is refused.
func (r *reader) validate(
	source Source, version string, root *yaml.Node,
) (mended *yaml.Node, refused *strict.Problem) {
	r.several = source.Open != nil
	// The parser fills in merge keys and aliases.
	data, mended := r.resolve(source.text())
	if source.converted {
		data = formerStyles.ReplaceAll(data, nil)
	}
	switch {
	case data == nil:
		return nil, nil
	case !strings.HasPrefix(version, "3.0"):
		return mended, nil
	}
	loader := openapi3.NewLoader()
	api, err := loader.LoadFromData(data)
	if err != nil {
		problem := r.notOpenAPI(err)
		return mended, &problem
	}
	for _, err := range flatten(api.Validate(context.Background(), openapi3.EnableMultiError(),
		openapi3.DisableExamplesValidation(), openapi3.DisableSchemaPatternValidation())) {
		r.invalidOpenAPI(err)
	}
	return mended, nil
}

// skipped reports the operations that are left out. What the OpenAPI parser refuses is a hint
// where all operations can be read nevertheless.
func (r *reader) skipped(d *Description, refused *strict.Problem) {
	for _, s := range d.Skipped {
		r.tolerated = append(r.tolerated, s.Problem(r.file))
	}
	switch {
	case refused == nil:
	case len(d.Skipped) == 0 && len(d.Operations) > 0:
		r.tolerated = append(r.tolerated, *refused)
	default:
		r.problems = append(r.problems, *refused)
	}
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
