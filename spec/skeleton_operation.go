package spec

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// operationSkeleton makes the cases of one operation.
type operationSkeleton struct {
	*skeleton
	method, path, name string
	op                 *openapi3.Operation
	parameters         []*openapi3.Parameter
	text               strings.Builder
	marks              []string // what is to be filled in of the case under way
	answered           bool     // a check of an answer's content was written
}

func (o *operationSkeleton) source() string {
	return path.Base(filepath.ToSlash(o.file)) + ": " + o.method + " " + o.path
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
		o.require(o.name+"-ANSWER", Must, Stated, "An answer has the documented media type and keeps to the documented schema.", o.source())
	}
	return extension + ":\n  cases:\n" + o.text.String()
}

// statuses lists the documented ones that begin with a digit.
func (o *operationSkeleton) statuses(digit string) []string {
	return slices.DeleteFunc(sortedKeys(o.op.Responses.Map()), func(s string) bool { return !strings.HasPrefix(s, digit) })
}

func (o *operationSkeleton) has(status string) bool {
	return slices.Contains(sortedKeys(o.op.Responses.Map()), status)
}

func (o *operationSkeleton) readOnly() bool {
	return o.method == http.MethodGet || o.method == http.MethodHead || o.method == http.MethodOptions
}

// open begins a case. What a person must fill in stands above its request.
func (o *operationSkeleton) open(slug, text, request string, effect Effect) {
	fmt.Fprintf(&o.text, "    - id: %s.%s\n      text: %s\n", o.name, slug, quoted(text))
	for _, what := range o.marks {
		fmt.Fprintf(&o.text, "      # EDIT: give %s\n", what)
		o.edits++
	}
	o.marks = nil
	fmt.Fprintf(&o.text, "      request: {%s}\n      effect: %s\n", request, effect)
	if effect != Executes {
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
	for _, p := range o.parameters {
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
func isID(p *openapi3.Parameter) bool {
	return p.In == "path" && (p.Schema == nil || p.Schema.Value == nil || len(p.Schema.Value.Enum) == 0)
}

func given(p *openapi3.Parameter, text string) string {
	return fmt.Sprintf("%s: {literal: %s}", quoted(p.Name), quoted(text))
}

// body is an example of the document where it names one, else a sample of the
// schema as a text.
func (o *operationSkeleton) body() string {
	mediaType, media := o.bodyMedia()
	if mediaType == "" {
		return ""
	}
	if media != nil && len(media.Examples) > 0 {
		return fmt.Sprintf("body: {example: %q}", sortedKeys(media.Examples)[0])
	}
	text, good := sampleBody(mediaType, media)
	if !good {
		o.mark("a body that the operation takes")
	}
	return fmt.Sprintf("body: {text: %s}", quoted(text))
}

// bodyMedia is what a body must be; empty: none is demanded.
func (o *operationSkeleton) bodyMedia() (string, *openapi3.MediaType) {
	if o.op.RequestBody == nil || o.op.RequestBody.Value == nil || !o.op.RequestBody.Value.Required {
		return "", nil
	}
	content := o.op.RequestBody.Value.Content
	for _, mediaType := range sortedKeys(content)[:min(1, len(content))] {
		return mediaType, content[mediaType]
	}
	return "", nil
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
	return slices.ContainsFunc(o.parameters, isID)
}

// documented asks for success, where the document says what that is.
func (o *operationSkeleton) documented() {
	success := o.statuses("2")
	if len(success) == 0 {
		return
	}
	effect := Executes
	if o.readOnly() {
		effect = None
	}
	o.require(o.name+"-OK", Must, Stated, "A request that keeps to the document is answered with a documented success.", o.source())
	o.open("documented", "A request that keeps to the document", o.request("known"), effect)
	o.checkLine("id: %s-OK, status: [%s]", o.name, strings.Join(success, ", "))
	o.answers(success)
}

// answers writes what the document says of the content of answers with these
// statuses.
func (o *operationSkeleton) answers(statuses []string) {
	responses := o.op.Responses.Map()
	for _, status := range statuses {
		if _, ok := ParseStatus(status); ok && responses[status] != nil && responses[status].Value != nil {
			o.answer(status, responses[status].Value.Content)
		}
	}
}

// answer writes the checks of one documented answer. Cases ask for JSON, so
// where an answer can be that, it is.
func (o *operationSkeleton) answer(status string, content openapi3.Content) {
	types := sortedKeys(content)
	isJSON := func(t string) bool { return strings.Contains(t, "json") && !strings.Contains(t, "*") }
	if json := slices.DeleteFunc(slices.Clone(types), func(t string) bool { return !isJSON(t) }); len(json) > 0 {
		types = json
	}
	if len(types) == 0 || o.method == http.MethodHead || slices.ContainsFunc(types, func(t string) bool { return strings.Contains(t, "*") }) {
		return
	}
	o.answered = true
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = quoted(strings.TrimSpace(strings.SplitN(t, ";", 2)[0]))
	}
	o.checkLine("id: %s-ANSWER, mediaType: [%s], when: {status: %s}", o.name, strings.Join(names, ", "), status)
	if media := content[types[0]]; isJSON(types[0]) && media != nil && media.Schema != nil {
		o.checkLine("id: %s-ANSWER, body: {pointer: \"\", schema: %s}, when: {status: %s}", o.name, quoted(o.schemaName(media.Schema, status, types[0])), status)
	}
}

// schemaName is the component that an answer's schema is, or is made.
func (o *operationSkeleton) schemaName(ref *openapi3.SchemaRef, status, mediaType string) string {
	if name, ok := strings.CutPrefix(ref.Ref, "#/components/schemas/"); ok && !strings.Contains(name, "/") {
		return name
	}
	at := []string{"paths", o.path, strings.ToLower(o.method), "responses", status}
	if name, ok := strings.CutPrefix(o.op.Responses.Value(status).Ref, "#/components/responses/"); ok {
		at = []string{"components", "responses", name}
	}
	return o.named(fmt.Sprintf("Toeline_%s_%s", o.name, status), append(at, "content", mediaType, "schema"))
}

func (o *operationSkeleton) noCredentials() {
	if !secured(o.api, o.op) {
		return
	}
	if !bearerNeeded(o.api, o.op) {
		o.exclude("Credentials are demanded.", o.source(), "A request is sent a bearer token or none; other credentials are given by --header-env, and then with every request.")
		return
	}
	level, basis := Should, Inferred
	if o.has("401") {
		level, basis = Must, Stated
	}
	o.require(o.name+"-AUTH", level, basis, "A request without credentials is answered 401.", o.source())
	o.open("no-credentials", "No credentials", o.request(Absent, "auth: none"), o.harmless())
	o.checkLine("id: %s-AUTH, status: 401", o.name)
	o.answers([]string{"401"})
}

// harmless is the effect of a request that ought to be refused.
func (o *operationSkeleton) harmless() Effect {
	if o.readOnly() || o.namesSomething() {
		return None
	}
	return IfBroken
}

func (o *operationSkeleton) unknownIDs() {
	if !o.namesSomething() || !o.has("404") {
		return
	}
	o.require(o.name+"-NF", Must, Stated, "An id that names nothing is answered 404.", o.source())
	o.open("unknown-id", "An id that names nothing", o.request(Absent), None)
	o.checkLine("id: %s-NF, status: 404", o.name)
	o.answers([]string{"404"})
}
