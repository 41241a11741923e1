package derive

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Contract derives the same requirements and cases in memory. The rule lints each check; nil:
// there is none. Resources of the given kinds are those of fixtures; others are created, or found
// in lists, by steps.
func Contract(source openapi.Source, rule spec.CheckRule, given ...string) (*spec.Contract, error) {
	s, err := derive(source, nil, given...)
	if err != nil {
		return nil, err
	}
	s.leaveUnknown()
	if len(s.parts) == 0 {
		return nil, nothingToJudge(source, s.skipped)
	}
	for {
		doc, err := s.contract(source, rule)
		var problems strict.Problems
		if err == nil || !errors.As(err, &problems) || !s.drop(problems) {
			return doc, err
		}
	}
}

// leaveUnknown leaves out the operations of which no request is known that their schemas allow:
// what comes of another one shows nothing.
func (s *skeleton) leaveUnknown() {
	s.parts = slices.DeleteFunc(s.parts, func(part operationPart) bool {
		if part.unknown != "" {
			s.skip(part.op, "no "+part.unknown+" is known: give an example of it that fits its "+
				"schema")
		}
		return part.unknown != ""
	})
}

// drop leaves out the operations whose cases cannot be used, and reports whether there are any.
func (s *skeleton) drop(problems strict.Problems) bool {
	before := len(s.parts)
	s.parts = slices.DeleteFunc(s.parts, func(part operationPart) bool {
		for _, p := range problems {
			if p.Pos == part.op.Pos {
				s.skip(part.op, "its cases cannot be used: "+p.Message)
				return true
			}
		}
		return false
	})
	return len(s.parts) < before && len(s.parts) > 0
}

// contract makes the contract in memory.
func (s *skeleton) contract(source openapi.Source, rule spec.CheckRule) (*spec.Contract, error) {
	root, err := parsed(s.rootText(), strict.PosOf(source.Root))
	if err != nil {
		return nil, err
	}
	s.placeRequirements(root)
	texts := make(map[*openapi.Operation]string, len(s.parts))
	for _, part := range s.parts {
		texts[part.op] = part.text
	}
	var broken error
	made := &spec.Derived{Root: root, Skipped: s.skipped}
	made.Operation = func(op *openapi.Operation) (*yaml.Node, bool) {
		text, ok := texts[op]
		if !ok {
			return nil, false
		}
		node, err := parsed(text, op.Pos)
		if broken == nil {
			broken = err
		}
		return node, err == nil
	}
	for _, name := range s.order {
		text := s.itemSchemaText(name)
		root, err := parsed(text, strict.Pos{})
		if err != nil {
			return nil, err
		}
		s.api.Name(itemSchema(name), openapi.NewSchema(itemSchema(name), root))
	}
	for _, named := range s.schemas {
		s.api.Name(named.name, named.schema)
	}
	doc, err := spec.LoadDerived(source, s.api, made, rule)
	if broken != nil {
		return nil, broken
	}
	return doc, err
}

// placeRequirements puts each requirement at its operation in the description, so that reports lead
// there. They are in the order of rootText: the first is that of no operation.
func (s *skeleton) placeRequirements(root *yaml.Node) {
	key := slices.IndexFunc(root.Content, func(n *yaml.Node) bool {
		return n.Value == "requirements"
	})
	list := root.Content[key+1].Content[1:]
	for _, part := range s.parts {
		for _, requirement := range list[:len(part.requirements)] {
			strict.Place(requirement, part.op.Pos)
		}
		list = list[len(part.requirements):]
	}
}

// parsed reads YAML that has one key, and returns its value, every node of it at a place of the
// description.
func parsed(text string, pos strict.Pos) (*yaml.Node, error) {
	var made yaml.Node
	if err := yaml.Unmarshal([]byte(text), &made); err != nil {
		return nil, fmt.Errorf("deriving cases: %w", err)
	}
	value := made.Content[0].Content[1]
	strict.Place(value, pos)
	return value, nil
}

// derive makes the requirements and cases of a plain description. Kinds that were named before,
// with their collections, have their names again.
func derive(source openapi.Source, before map[string]string, given ...string) (*skeleton, error) {
	read := openapi.Read(source)
	if len(read.Problems) > 0 {
		return nil, read.Problems.Err()
	}
	s := &skeleton{
		file: source.File, api: read.Description, skipped: read.Description.Skipped,
		kinds: map[string]openapi.Shape{}, collections: map[string]string{},
		used: map[string]bool{}, hasSchema: map[string]bool{}, before: before,
		given: map[string]bool{}, making: map[*resource]bool{},
		absents: map[string]openapi.Shape{}, shown: map[string]string{},
		most: mostText + mostPerByte*len(source.Data),
	}
	for _, kind := range given {
		s.given[kind] = true
	}
	s.resources, s.places = resources(read.Description), places(read.Description)
	s.index()
	s.indexLinks()
	for i := range read.Description.Operations {
		s.operation(&read.Description.Operations[i])
	}
	if len(s.parts) == 0 {
		return nil, nothingToJudge(source, read.Description.Skipped)
	}
	return s, nil
}

// nothingToJudge says why no operation can be used, each at its place.
func nothingToJudge(source openapi.Source, left []openapi.Skipped) strict.Problems {
	all := make(strict.Problems, 0, len(left)+1)
	for _, skipped := range left {
		all = append(all, skipped.Problem(source.File))
	}
	if len(all) > 0 {
		return all
	}
	none := strict.Problem{
		File: source.File, Pos: strict.PosOf(source.Root),
		Message: "describes no operation: there is none under paths to make cases for",
	}
	for i := 0; i < len(source.Root.Content); i += 2 {
		key := source.Root.Content[i]
		if key.Value != "paths" && strict.Suggest(key.Value, []string{"paths"}) != "" {
			none.Pos, none.Path, none.Suggestion = strict.PosOf(key), key.Value, "paths"
		}
	}
	return append(all, none)
}

// skeleton is one in the making. YAML is written as text and read back, which
// shows its layout better than nodes do.
type skeleton struct {
	file         string
	requirements []string
	kinds        map[string]openapi.Shape // path parameters, by name
	collections  map[string]string        // what comes before them, by name
	order        []string                 // their names
	before       map[string]string        // collections, by the names of an earlier start
	used         map[string]bool          // requirement prefixes
	schemas      []namedSchema
	hasSchema    map[string]bool // their names
	parts        []operationPart
	api          *openapi.Description
	skipped      []openapi.Skipped
	edits        int                  // places that a person must fill in
	left         []openapi.Note       // what there are too many cases of
	written      int                  // bytes of the cases so far
	furtherText  int                  // bytes of those that are not in it: the further cases
	most         int                  // of each
	resources    map[string]*resource // by item path
	itemPaths    []string             // of the resources, sorted
	byIDName     map[string][]*resource
	linked       map[string][]linked      // by idKey
	places       map[string]*resource     // by path
	given        map[string]bool          // kinds that fixtures give
	absents      map[string]openapi.Shape // what their ids look like in responses, by name
	making       map[*resource]bool       // whose creation is being written
	shown        map[string]string        // ids that parameters show as examples, by name
}

func (s *skeleton) operation(op *openapi.Operation) {
	if s.filled() {
		s.skip(op, "the cases of the operations before it are as many as are made of one "+
			"description")
		return
	}
	made := &operationSkeleton{skeleton: s, op: op, name: s.name(op)}
	before := len(s.requirements)
	cases := made.cases()
	if cases == "" {
		s.skip(op, "nothing that it documents can be judged")
		return
	}
	s.written += len(cases) - made.more
	added := s.requirements[before:len(s.requirements):len(s.requirements)]
	s.parts = append(s.parts, operationPart{op, cases, added, made.unknown})
}

func (s *skeleton) skip(op *openapi.Operation, reason string) {
	s.skipped = append(s.skipped, openapi.Skipped{
		Method: op.Method, Path: op.Key, Pos: op.Pos, Reason: reason,
	})
}

// operationPart is the x-conformance of an operation, as YAML with that key.
type operationPart struct {
	op           *openapi.Operation
	text         string
	requirements []string
	unknown      string // what of its requests is not known; empty: nothing
}

// namedSchema is a schema that checks name, and the path to its place.
type namedSchema struct {
	name   string
	at     []string
	schema *openapi.Schema
}

// name is a requirement prefix for an operation, used once.
func (s *skeleton) name(op *openapi.Operation) string {
	name := cmp.Or(names.Hyphenated(op.ID),
		names.Hyphenated(strings.ToLower(op.Method)+"-"+op.Path), "operation")
	for base, i := name, 2; s.used[name]; i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	s.used[name] = true
	return name
}

func (s *skeleton) require(id string, level spec.Level, basis spec.Basis, text, source string) {
	s.requirements = append(s.requirements, fmt.Sprintf("- {id: %s, level: %s, basis: %s, text: "+
		"%s, source: %s}", id, level, basis, quoted(text), quoted(source)))
}
