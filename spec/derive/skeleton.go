package derive

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// Start is a document that was made from a plain one.
type Start struct {
	// Text is the document, as YAML.
	Text []byte
	// Edits is in how many places a person must fill something in; each is
	// marked by a comment that begins with EDIT.
	Edits int
	// Kinds are what fixtures must name for success to be seen.
	Kinds []string
}

// Skeleton makes an OpenAPI document with requirements and cases for what a
// plain one documents already: success, media types and schemas of answers,
// credentials, ids that name nothing, parameters and bodies that must be
// refused. It is a start, to be edited. The error says why the document cannot
// be read, or that it has conformance already.
func Skeleton(file string, data []byte) (*Start, error) {
	checked, problems := strict.Parse(file, data)
	if checked == nil {
		return nil, problems.Err()
	}
	if _, ok := strict.Find(checked, spec.Extension); ok {
		return nil, fmt.Errorf("%s: has %s already; edit that", file, spec.Extension)
	}
	read := openapi.Read(openapi.Source{File: file, Data: data, Root: checked})
	if problems = append(problems, read.Problems...); len(problems) > 0 {
		return nil, problems.Err()
	}
	var document yaml.Node // keeps comments, which the checked tree need not
	if err := yaml.Unmarshal(data, &document); err != nil || len(document.Content) == 0 {
		return nil, fmt.Errorf("%s: no YAML: %w", file, err)
	}
	s := &skeleton{file: file, kinds: map[string]openapi.Shape{}, used: map[string]bool{}}
	root := document.Content[0]
	for i := range read.Description.Operations {
		s.operation(&read.Description.Operations[i], root)
	}
	if len(s.requirements) == 0 {
		return nil, nothingToJudge(file, read.Description)
	}
	if err := s.finish(root); err != nil {
		return nil, err
	}
	blockStyle(root)
	text, err := yaml.Marshal(&document)
	made := &Start{Text: text, Edits: s.edits}
	for _, name := range s.order {
		made.Kinds = append(made.Kinds, kindName(name))
	}
	return made, err
}

// nothingToJudge says why no operation can be used, each at its place.
func nothingToJudge(file string, d *openapi.Description) error {
	all := make(strict.Problems, 0, len(d.Skipped))
	for _, skipped := range d.Skipped {
		all = append(all, strict.Problem{
			File: file, Pos: skipped.Pos,
			Path:    strings.TrimSpace(skipped.Method + " " + skipped.Path),
			Message: "left out: " + skipped.Reason,
		})
	}
	if len(all) == 0 {
		return fmt.Errorf("%s: no operation to make cases for", file)
	}
	return all
}

// skeleton is one in the making. YAML is written as text and read back, which
// shows its layout better than nodes do.
type skeleton struct {
	file         string
	requirements []string
	kinds        map[string]openapi.Shape // path parameters, by name
	order        []string                 // their names
	used         map[string]bool          // requirement prefixes
	excluded     []string
	schemas      []string // components that name the schemas of answers
	edits        int      // places that a person must fill in
	errs         []error
}

func (s *skeleton) operation(op *openapi.Operation, root *yaml.Node) {
	made := &operationSkeleton{skeleton: s, op: op, name: s.name(op)}
	if name := namedTwice(op.Parameters); name != "" {
		s.exclude("The operation.", made.source(),
			fmt.Sprintf("Two of its parameters are named %s, and a case gives both one value.",
				name))
		return
	}
	if cases := made.cases(); cases != "" {
		s.attach(root, op.At(), cases)
	}
}

// namedTwice is a name that two parameters have, in the path and the query say;
// empty: each has its own.
func namedTwice(all []openapi.Parameter) string {
	seen := map[string]bool{}
	for _, p := range all {
		if seen[p.Name] {
			return p.Name
		}
		seen[p.Name] = true
	}
	return ""
}

func (s *skeleton) exclude(text, source, reason string) {
	s.excluded = append(s.excluded, fmt.Sprintf("- {text: %s, source: %s, reason: %s}",
		quoted(text), quoted(source), quoted(reason)))
}

var notInName = regexp.MustCompile(`[^A-Za-z0-9]+`)

// name is a requirement prefix for an operation, used once.
func (s *skeleton) name(op *openapi.Operation) string {
	name := op.ID
	if name == "" {
		name = strings.ToLower(op.Method) + "-" + op.Path
	}
	name = strings.Trim(notInName.ReplaceAllString(name, "-"), "-")
	for base, i := name, 2; s.used[name]; i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	s.used[name] = true
	return name
}

func (s *skeleton) require(id string, level spec.Level, basis spec.Basis, text, source string) {
	s.requirements = append(s.requirements, fmt.Sprintf(
		"- {id: %s, level: %s, basis: %s, text: %q, source: %q}", id, level, basis, text, source,
	))
}

// attach puts x-conformance, given as YAML, at a place of the document.
func (s *skeleton) attach(root *yaml.Node, at []string, text string) {
	place, ok := strict.Find(root, at...)
	if !ok {
		s.errs = append(s.errs, fmt.Errorf("%s: nothing at %s", s.file, strings.Join(at, ".")))
		return
	}
	var made yaml.Node
	if err := yaml.Unmarshal([]byte(text), &made); err != nil {
		s.errs = append(s.errs, fmt.Errorf("%s: making %s: %w", s.file, strings.Join(at, "."), err))
		return
	}
	place.Content = append(place.Content, made.Content[0].Content...)
}

// finish adds the requirements, the world and its schemas at the root.
func (s *skeleton) finish(root *yaml.Node) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n  version: %d\n", spec.Extension, spec.FormatVersion)
	if len(s.order) > 0 {
		b.WriteString("  fixtures:\n")
	}
	for _, name := range s.order {
		fmt.Fprintf(&b, "    %s:\n      role: %s\n      schema: %s\n      id: id\n      absent: "+
			"%q\n      roles:\n        known: {}\n",
			kindName(name), roleName(name), itemSchema(name), absentPattern(s.kinds[name]))
	}
	fmt.Fprintf(&b, "  requirements:\n    - {id: HTTP-1, level: must, basis: stated, text: "+
		"\"Every answer is well-formed HTTP and ends within the limits of a run.\", source: RFC "+
		"9112}\n")
	for _, r := range s.requirements {
		b.WriteString("    " + r + "\n")
	}
	if len(s.excluded) > 0 {
		b.WriteString("  excluded:\n    " + strings.Join(s.excluded, "\n    ") + "\n")
	}
	b.WriteString("  rules:\n    - {id: HTTP-1, http: wellFormed}\n")
	s.attach(root, nil, b.String())
	s.addSchemas(root)
	return errors.Join(s.errs...)
}

// named makes a component of the schema at a place of the document, since checks name
// components.
func (s *skeleton) named(name string, at []string) string {
	pointer := "#" + openapi.Pointer(at)
	line := fmt.Sprintf("%s: {$ref: %s}\n", name, quoted(pointer))
	if !slices.Contains(s.schemas, line) {
		s.schemas = append(s.schemas, line)
	}
	return name
}

func (s *skeleton) addSchemas(root *yaml.Node) {
	if len(s.order)+len(s.schemas) == 0 {
		return
	}
	for _, at := range [][]string{{"components"}, {"components", "schemas"}} {
		if _, ok := strict.Find(root, at...); !ok {
			s.attach(root, at[:len(at)-1], at[len(at)-1]+": {}\n")
		}
	}
	for _, line := range s.schemas {
		s.attach(root, []string{"components", "schemas"}, line)
	}
	for _, name := range s.order {
		s.attach(root, []string{"components", "schemas"}, fmt.Sprintf("%s:\n  type: object\n  "+
			"description: What a target holds, by its id.\n  required: [id]\n  "+
			"additionalProperties: false\n  properties:\n    id: {type: string, pattern: %q}\n",
			itemSchema(name), idPattern(s.kinds[name])))
	}
}

// kind notes a path parameter as the id of something that a target holds.
func (s *skeleton) kind(p openapi.Parameter) {
	if _, ok := s.kinds[p.Name]; ok {
		return
	}
	s.kinds[p.Name] = p.Schema.Shape()
	s.order = append(s.order, p.Name)
}

func roleName(parameter string) string   { return notInName.ReplaceAllString(parameter, "_") }
func kindName(parameter string) string   { return roleName(parameter) + "s" }
func itemSchema(parameter string) string { return "Toeline_" + roleName(parameter) }

const guidPattern = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

// idPattern is a rule for ids as texts, as far as the schema gives one.
func idPattern(s openapi.Shape) string {
	switch {
	case s.Pattern != "" && compiles(s.Pattern):
		return s.Pattern
	case s.Format == "uuid":
		return "^" + guidPattern + "$"
	case s.Type == "integer":
		return "^-?[0-9]+$"
	}
	return "."
}

// absentPattern makes ids that most likely name nothing.
func absentPattern(s openapi.Shape) string {
	switch {
	case s.Pattern != "" && compiles(s.Pattern):
		return strings.TrimSuffix(strings.TrimPrefix(s.Pattern, "^"), "$")
	case s.Format == "uuid":
		return "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
	case s.Type == "integer" && s.Max != nil && *s.Max < 9e8 && *s.Max >= 0:
		return strconv.Itoa(int(*s.Max))
	case s.Type == "integer":
		return "9[0-9]{8}"
	}
	return "[a-z]{24}"
}

func compiles(pattern string) bool {
	_, err := regexp.Compile(pattern)
	return err == nil
}

// blockStyle lays a document that was JSON out as YAML.
func blockStyle(n *yaml.Node) {
	if n.Kind == yaml.MappingNode && n.Style == yaml.FlowStyle && n.Line < 3 && slices.ContainsFunc(
		n.Content, func(c *yaml.Node) bool { return c.Style == yaml.DoubleQuotedStyle },
	) {
		unflow(n)
	}
}

func unflow(n *yaml.Node) {
	n.Style = 0
	for _, c := range n.Content {
		unflow(c)
	}
}
