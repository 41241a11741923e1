package derive

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// operationSkeleton makes the cases of one operation.
type operationSkeleton struct {
	*skeleton
	name     string
	op       *openapi.Operation
	text     strings.Builder
	marks    []string // what is to be filled in of the case under way
	answered bool     // a check of a response's content was written
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

// values are the parameters of a request, ids by role, the others by example,
// without one of them.
func (o *operationSkeleton) values(role, without string) []string {
	var parts []string
	for _, p := range o.op.Parameters {
		switch {
		case p.Name == without:
		case isID(p):
			o.kind(p)
			parts = append(parts, fmt.Sprintf("%s: %s.%s", quoted(p.Name), roleName(p.Name), role))
		case p.Required && p.In != "cookie":
			text, good := sampleText(p)
			if !good {
				o.mark("a value of " + p.Name + " that the operation takes")
			}
			parts = append(parts, given(p, text))
		}
	}
	return parts
}

// isID says whether a parameter names something that the target holds: one in
// the path that the document does not list the values of.
func isID(p openapi.Parameter) bool {
	return p.In == "path" && len(p.Schema.Shape().Enum) == 0
}

func given(p openapi.Parameter, text string) string {
	return fmt.Sprintf("%s: {literal: %s}", quoted(p.Name), quoted(text))
}

// body is an example of the document where it names one, else a sample of the
// schema as a text.
func (o *operationSkeleton) body() string {
	media := o.bodyMedia()
	if media.Type == "" {
		return ""
	}
	for _, example := range media.Examples {
		if media.Schema == nil || len(media.Schema.ValidateRequest(example.Value)) == 0 {
			return fmt.Sprintf("body: {example: %q}", example.Name)
		}
	}
	text, good := sampleBody(media)
	if !good {
		o.mark("a body that the operation takes")
	}
	return fmt.Sprintf("body: {text: %s}", quoted(text))
}

// bodyMedia returns what a body must be; without a type: none is demanded.
func (o *operationSkeleton) bodyMedia() openapi.Media {
	if o.op.Body == nil || !o.op.Body.Required || len(o.op.Body.Content) == 0 {
		return openapi.Media{}
	}
	return o.op.Body.Content[0]
}

// mark notes what of the case under way a person has to fill in.
func (o *operationSkeleton) mark(what string) {
	if !slices.Contains(o.marks, what) {
		o.marks = append(o.marks, what)
	}
}

// quoted writes a text as YAML takes it in flow style: JSON is YAML.
func quoted(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		return strconv.Quote(text)
	}
	return string(data)
}

func (o *operationSkeleton) namesSomething() bool {
	return slices.ContainsFunc(o.op.Parameters, isID)
}

// documented asks for success, where the document says what that is.
func (o *operationSkeleton) documented() {
	success := o.statuses("2")
	if len(success) == 0 {
		return
	}
	effect := spec.Executes
	if o.readOnly() {
		effect = spec.None
	}
	o.require(o.name+"-OK", spec.Must, spec.Stated,
		"A request that keeps to the document is answered with a documented success.", o.source())
	o.open("documented", "A request that keeps to the document", o.request("known"), effect)
	o.checkLine("id: %s-OK, status: [%s]", o.name, strings.Join(success, ", "))
	o.answers(success)
}

// answers writes what the document says of the content of answers with these
// statuses.
func (o *operationSkeleton) answers(statuses []string) {
	for _, status := range statuses {
		response, documented := o.op.Response(status)
		if _, ok := spec.ParseStatus(status); ok && documented {
			o.answer(response)
		}
	}
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
	if len(content) == 0 || o.op.Method == http.MethodHead ||
		slices.ContainsFunc(content, anything) {
		return
	}
	o.answered = true
	names := make([]string, len(content))
	for i, m := range content {
		names[i] = quoted(strings.TrimSpace(strings.SplitN(m.Type, ";", 2)[0]))
	}
	o.checkLine("id: %s-ANSWER, mediaType: [%s], when: {status: %s}",
		o.name, strings.Join(names, ", "), response.Status)
	if media := content[0]; isJSON(media) && media.Schema != nil {
		o.checkLine("id: %s-ANSWER, body: {pointer: \"\", schema: %s}, when: {status: %s}",
			o.name, quoted(o.schemaName(media, response)), response.Status)
	}
}

// schemaName returns the component that a response's schema is, or is made.
func (o *operationSkeleton) schemaName(media openapi.Media, response openapi.Response) string {
	if media.SchemaComponent != "" {
		return media.SchemaComponent
	}
	at := append(o.op.At(), "responses", response.Status)
	if response.Component != "" {
		at = []string{"components", "responses", response.Component}
	}
	return o.named(fmt.Sprintf("Toeline_%s_%s", o.name, response.Status),
		append(at, "content", media.Type, "schema"), media.Schema)
}

func (o *operationSkeleton) noCredentials() {
	if !o.op.Secured() {
		return
	}
	if !o.op.TakesBearer() {
		o.exclude("Credentials are demanded.", o.source(), "A request is sent a bearer token or "+
			"none; other credentials are given by --header-env, and then with every request.")
		return
	}
	level, basis := spec.Should, spec.Inferred
	if o.has("401") {
		level, basis = spec.Must, spec.Stated
	}
	o.require(o.name+"-AUTH", level, basis, "A request without credentials is answered 401.",
		o.source())
	o.open("no-credentials", "No credentials", o.request(spec.Absent, "auth: none"), o.harmless())
	o.checkLine("id: %s-AUTH, status: 401", o.name)
	o.answers([]string{"401"})
}

// harmless is the effect of a request that ought to be refused.
func (o *operationSkeleton) harmless() spec.Effect {
	if o.readOnly() || o.namesSomething() {
		return spec.None
	}
	return spec.IfBroken
}

func (o *operationSkeleton) unknownIDs() {
	if !o.namesSomething() || !o.has("404") {
		return
	}
	o.require(o.name+"-NF", spec.Must, spec.Stated, "An id that names nothing is answered 404.",
		o.source())
	o.open("unknown-id", "An id that names nothing", o.request(spec.Absent), spec.None)
	o.checkLine("id: %s-NF, status: 404", o.name)
	o.answers([]string{"404"})
}
