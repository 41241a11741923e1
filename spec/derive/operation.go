package derive

import (
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
	"example.com/toeline/spec/strict"
)

// operationSkeleton makes the cases of one operation.
type operationSkeleton struct {
	*skeleton
	name     string
	op       *openapi.Operation
	text     strings.Builder
	marks    []string          // what is to be filled in of the case under way
	answered bool              // a check of a response's content was written
	optional bool              // requests have the optional parameters too
	bare     bool              // requests have no body
	words    map[string]string // what stands for a name in ids, and the name
}

func (o *operationSkeleton) source() string {
	return path.Base(filepath.ToSlash(o.file)) + ": " + o.op.Method + " " + o.op.Path
}

// cases returns the operation's x-conformance as YAML; empty: nothing to check.
func (o *operationSkeleton) cases() string {
	o.documented()
	o.noCredentials()
	o.unknownIDs()
	o.refused()
	if o.text.Len() == 0 {
		return ""
	}
	if o.answered {
		o.require(o.name+"-ANSWER", spec.Must, spec.Stated,
			"An answer has the documented media type and keeps to the documented schema.",
			o.source())
	}
	return spec.Extension + ":\n  cases:\n" + o.text.String()
}

// statuses lists the documented ones that begin with a digit.
func (o *operationSkeleton) statuses(digit string) []string {
	return slices.DeleteFunc(o.op.Statuses(),
		func(s string) bool { return !strings.HasPrefix(s, digit) })
}

// documentedOf returns those of some statuses that are documented, sorted.
func (o *operationSkeleton) documentedOf(some ...string) []string {
	return slices.DeleteFunc(o.op.Statuses(),
		func(s string) bool { return !slices.Contains(some, s) })
}

func (o *operationSkeleton) has(status string) bool {
	return slices.Contains(o.op.Statuses(), status)
}

func (o *operationSkeleton) readOnly() bool {
	return o.op.Method == http.MethodGet || o.op.Method == http.MethodHead ||
		o.op.Method == http.MethodOptions
}

// open begins a case. What a person must fill in is written above its request.
func (o *operationSkeleton) open(slug, text, request string, effect spec.Effect) {
	fmt.Fprintf(&o.text, "    - id: %s.%s\n      text: %s\n", o.name, slug, quoted(text))
	for _, what := range o.marks {
		fmt.Fprintf(&o.text, "      # EDIT: give %s\n", what)
		o.edits++
	}
	o.marks = nil
	fmt.Fprintf(&o.text, "      request: {%s}\n      effect: %s\n", request, effect)
	if effect != spec.Executes {
		o.text.WriteString("      repeat: 3\n")
	}
	o.text.WriteString("      checks:\n")
}

func (o *operationSkeleton) checkLine(format string, args ...any) {
	fmt.Fprintf(&o.text, "        - {"+format+"}\n", args...)
}

// request gives every required parameter a value, and the body. More are
// further keys.
func (o *operationSkeleton) request(role string, more ...string) string {
	return joined(o.values(role, ""), o.body(), more...)
}

func joined(values []string, body string, more ...string) string {
	if body != "" {
		values = append(values, body)
	}
	return strings.Join(append(values, more...), ", ")
}

// values are the parameters of a request, ids by role, the others by example, without one of them.
func (o *operationSkeleton) values(role, without string) []string {
	var parts []string
	for _, p := range o.op.Parameters {
		switch {
		case p.Key == without:
		case isID(p):
			parts = append(
				parts,
				fmt.Sprintf("%s: %s.%s", quoted(p.Key), roleName(o.kind(o.op, p)), role),
			)
		case p.Required || o.optional:
			value, good := sample.Parameter(p)
			if !good && !p.Required {
				continue
			}
			if !good {
				o.mark("a value of " + p.Name + " that the operation takes")
			}
			parts = append(parts, given(p, value))
		}
	}
	return parts
}

// isID reports whether a parameter names something that the target holds: one in the path that
// the document does not list the values of. Of a list each item does.
func isID(p openapi.Parameter) bool {
	s := p.Schema.Shape()
	if s.Items != nil {
		return p.In == "path" && s.MinItems <= 1 && len(s.Items.Shape().Enum) == 0
	}
	return p.In == "path" && len(s.Enum) == 0 && s.Type != "object"
}

func given(p openapi.Parameter, value any) string {
	return fmt.Sprintf("%s: {literal: %s}", quoted(p.Key), jsonText(value))
}

// jsonText writes a value as JSON, which YAML reads.
func jsonText(value any) string {
	text, err := strict.QuoteJSON(value)
	if err != nil {
		return "null"
	}
	return text
}

// body is an example of the document where it names one, else a value as it shows it, or a sample.
func (o *operationSkeleton) body() string {
	media := o.bodyMedia()
	if media.Type == "" || o.bare {
		return ""
	}
	if openapi.IsJSON(media.Type) {
		for _, example := range media.Examples {
			if media.Schema == nil || len(media.Schema.ValidateRequest(example.Value)) == 0 {
				return fmt.Sprintf("body: {example: %s}", quoted(example.Name))
			}
		}
	}
	value, good := sample.Body(media, sample.Request)
	if !good {
		o.mark("a body that the operation takes")
	}
	return fmt.Sprintf("body: {mediaType: %s, value: %s}", quoted(media.Type), jsonText(value))
}

// bodyMedia returns what a body is; without a type: none is documented.
func (o *operationSkeleton) bodyMedia() openapi.Media {
	if o.op.Body == nil {
		return openapi.Media{}
	}
	return o.op.Body.Preferred()
}

// mark notes what of the case under way a person has to fill in.
func (o *operationSkeleton) mark(what string) {
	if !slices.Contains(o.marks, what) {
		o.marks = append(o.marks, what)
	}
}

// quoted writes a text as YAML takes it in flow style: JSON is YAML.
func quoted(text string) string { return jsonText(text) }

func (o *operationSkeleton) namesSomething() bool {
	return slices.ContainsFunc(o.op.Parameters, isID)
}

// answers writes what the document says of the content of the responses with these statuses.
func (o *operationSkeleton) answers(statuses []string) {
	for _, status := range statuses {
		response, documented := o.op.Response(status)
		if documented {
			o.answer(response)
		}
	}
	if response, ok := o.op.Response("default"); ok && !slices.Contains(statuses, "default") {
		o.answer(response)
	}
}

// when is the condition under which a response is the one that a status documents.
func (o *operationSkeleton) when(status string) string {
	if status != "default" {
		return fmt.Sprintf("when: {status: %s}", status)
	}
	others := slices.DeleteFunc(o.op.Statuses(), func(s string) bool { return s == "default" })
	if len(others) == 0 {
		return ""
	}
	return fmt.Sprintf("when: {notStatus: [%s]}", strings.Join(others, ", "))
}

// answer writes the checks of one documented response. Cases ask for JSON, so where a response
// can be that, it is.
func (o *operationSkeleton) answer(response openapi.Response) {
	isJSON := func(m openapi.Media) bool {
		return strings.Contains(m.Type, "json") && !strings.Contains(m.Type, "*")
	}
	content := response.Content
	if slices.ContainsFunc(content, isJSON) {
		content = slices.DeleteFunc(slices.Clone(content),
			func(m openapi.Media) bool { return !isJSON(m) })
	}
	anything := func(m openapi.Media) bool { return strings.Contains(m.Type, "*") }
	when := o.when(response.Status)
	if when != "" {
		when = ", " + when
	}
	o.headers(response, when)
	if len(content) == 0 || o.op.Method == http.MethodHead || response.Status == "204" ||
		response.Status == "304" ||
		slices.ContainsFunc(content, anything) {
		return
	}
	o.answered = true
	names := make([]string, len(content))
	for i, m := range content {
		names[i] = quoted(strings.TrimSpace(strings.SplitN(m.Type, ";", 2)[0]))
	}
	o.checkLine("id: %s-ANSWER, mediaType: [%s]%s", o.name, strings.Join(names, ", "), when)
	if media := content[0]; isJSON(media) && media.Schema != nil {
		o.checkLine("id: %s-ANSWER, body: {pointer: \"\", schema: %s}%s",
			o.name, quoted(o.schemaName(media, response)), when)
	}
}

// headers writes the checks of the headers that a response must have.
func (o *operationSkeleton) headers(response openapi.Response, when string) {
	for _, h := range response.Headers {
		if !h.Required {
			continue
		}
		o.answered = true
		rule := "present: true"
		if h.Schema != nil {
			name := fmt.Sprintf("Toeline_%s_%s_%s", o.name, response.Status, roleName(h.Name))
			at := o.op.ResponseAt(response)
			rule = "schema: " + quoted(
				o.named(name, append(at, "headers", h.Name, "schema"), h.Schema),
			)
		}
		o.checkLine("id: %s-ANSWER, header: {name: %s, %s}%s", o.name, quoted(h.Name), rule, when)
	}
}

// schemaName returns the component that a response's schema is, or is made.
func (o *operationSkeleton) schemaName(media openapi.Media, response openapi.Response) string {
	if media.SchemaComponent != "" {
		return media.SchemaComponent
	}
	return o.named(fmt.Sprintf("Toeline_%s_%s", o.name, response.Status),
		append(o.op.ResponseAt(response), "content", media.Type, "schema"), media.Schema)
}

func (o *operationSkeleton) noCredentials() {
	if !o.op.Secured() || !o.op.Presents() {
		return
	}
	level, basis := spec.Should, spec.Inferred
	status, refused := "401", "401"
	switch {
	case o.has("401"):
		level, basis = spec.Must, spec.Stated
	case o.has("403"):
		status, refused = "403", "[401, 403]" // HTTP has 401 for it
	}
	o.require(o.name+"-AUTH", level, basis,
		"A request without credentials is answered "+status+".", o.source())
	o.require(o.name+"-TOKEN", spec.Should, spec.Inferred,
		"A request with wrong credentials is answered "+status+".", o.source())
	o.open("wrong-credentials", "Wrong credentials", o.request(spec.Absent, "auth: wrongToken"),
		o.harmless())
	o.checkLine("id: %s-TOKEN, status: %s", o.name, refused)
	o.answers([]string{status})
	o.open("no-credentials", "No credentials", o.request(spec.Absent, "auth: none"), o.harmless())
	o.checkLine("id: %s-AUTH, status: %s", o.name, refused)
	o.answers([]string{status})
}

// harmless is the effect of a request that ought to be refused.
func (o *operationSkeleton) harmless() spec.Effect {
	if o.readOnly() || o.namesSomething() {
		return spec.None
	}
	return spec.IfBroken
}

// creates reports whether the operation creates what its path names, where nothing else in the path
// names something: then no id is unknown to it.
func (o *operationSkeleton) creates() bool {
	ids := 0
	for _, p := range o.op.Parameters {
		if isID(p) {
			ids++
		}
	}
	return o.op.Method == http.MethodPut && o.has("201") && ids == 1
}

func (o *operationSkeleton) unknownIDs() {
	level, basis, statuses := spec.Must, spec.Stated, []string{"404"}
	switch {
	case !o.namesSomething(), o.creates():
		return
	case o.has("404"):
	case len(o.statuses("4")) == 0 && o.has("default"):
		level, basis, statuses = spec.Should, spec.Inferred, []string{"4XX"}
	default:
		return
	}
	o.require(o.name+"-NF", level, basis,
		"An id that names nothing is answered "+statuses[0]+".", o.source())
	o.open("unknown-id", "An id that names nothing", o.request(spec.Absent), spec.None)
	o.checkLine("id: %s-NF, status: %s", o.name, statuses[0])
	o.answers(statuses)
}
