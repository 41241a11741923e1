package derive

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/xmlvalue"
)

// answers writes what the document says of the content of the responses with these statuses, but
// for some.
func (o *operationSkeleton) answers(statuses []string, but ...string) {
	for _, check := range o.answerChecks(statuses, but...) {
		o.checkLine("%s", check)
	}
}

// answerChecks are what the document says of the content of the responses with these statuses, but
// for some.
func (o *operationSkeleton) answerChecks(statuses []string, but ...string) []string {
	var all []string
	for _, status := range statuses {
		response, documented := o.op.Response(status)
		if documented && !slices.Contains(but, response.Status) {
			all = append(all, o.answer(response, but)...)
		}
	}
	if response, ok := o.op.Response("default"); ok && !slices.Contains(statuses, "default") {
		all = append(all, o.answer(response, but)...)
	}
	return all
}

// when is the condition under which a response is the one that a status documents, and has none of
// some others.
func (o *operationSkeleton) when(status string, but []string) string {
	var said []string
	others := slices.Clone(but)
	switch {
	case status == "default":
		for _, s := range o.op.Statuses() {
			if s != "default" && !slices.Contains(others, s) {
				others = append(others, s)
			}
		}
	default:
		said = append(said, "status: "+status)
		if !strings.HasSuffix(status, "XX") {
			others = nil
		}
	}
	if len(others) > 0 {
		said = append(said, fmt.Sprintf("notStatus: [%s]", strings.Join(others, ", ")))
	}
	if len(said) == 0 {
		return ""
	}
	return "when: {" + strings.Join(said, ", ") + "}"
}

// answer returns the checks of one documented response. Cases ask for JSON, so where a response
// can be that, it is.
func (o *operationSkeleton) answer(response openapi.Response, but []string) []string {
	isJSON := func(m openapi.Media) bool {
		return openapi.IsJSON(m.Type) && !strings.Contains(m.Type, "*")
	}
	content := response.Content
	if slices.ContainsFunc(content, isJSON) {
		content = slices.DeleteFunc(slices.Clone(content),
			func(m openapi.Media) bool { return !isJSON(m) })
	}
	anything := func(m openapi.Media) bool { return strings.Contains(m.Type, "*") }
	when := o.when(response.Status, but)
	if when != "" {
		when = ", " + when
	}
	checks := o.headers(response, when)
	if len(content) == 0 || o.op.Method == http.MethodHead || response.Status == "204" ||
		response.Status == "304" ||
		slices.ContainsFunc(content, anything) {
		return checks
	}
	o.answered = true
	names := make([]string, len(content))
	for i, m := range content {
		names[i] = quoted(strings.TrimSpace(strings.SplitN(m.Type, ";", 2)[0]))
	}
	checks = append(checks, fmt.Sprintf("id: %s-ANSWER, mediaType: [%s]%s", o.name,
		strings.Join(names, ", "), when))
	if o.judges(response, content) {
		checks = append(checks, fmt.Sprintf("id: %s-ANSWER, body: {pointer: \"\", schema: %s}%s",
			o.name, quoted(o.schemaName(content[0], response)), when))
	}
	return checks
}

// judges reports whether content of a response is judged by the schema of its representations,
// and notes where one says something that is not judged.
func (o *operationSkeleton) judges(response openapi.Response, content []openapi.Media) bool {
	note := func(format string, args ...any) bool {
		o.api.NotJudged(
			o.op.Pos,
			fmt.Sprintf("%s %s: the content of %s is not judged by its schema: %s",
				o.op.Method, o.op.Path, response.Status, fmt.Sprintf(format, args...)),
		)
		return false
	}
	first := content[0]
	for _, other := range content[1:] {
		if other.Schema != first.Schema && (first.SchemaComponent == "" ||
			other.SchemaComponent != first.SchemaComponent) {
			return note("%s and %s have different ones", first.Type, other.Type)
		}
	}
	base, _, _ := strings.Cut(first.Type, ";")
	switch {
	case first.Schema == nil:
		return false
	case openapi.IsJSON(base):
		return true
	case openapi.IsXML(base) && !xmlvalue.Says(first.Schema):
		return note("a text may be the XML itself")
	case openapi.IsXML(base):
		return true
	case !first.Schema.IsScalar():
		return note("it is %s", first.Type)
	}
	return true
}

// headers returns the checks of the headers that a response must have.
func (o *operationSkeleton) headers(response openapi.Response, when string) []string {
	var checks []string
	for _, h := range response.Headers {
		if !h.Required {
			continue
		}
		o.answered = true
		rule := "present: true"
		if h.Schema != nil {
			name := fmt.Sprintf(OwnSchemas+"%s_%s_%s", o.name, response.Status, roleName(h.Name))
			at := o.op.ResponseAt(response)
			rule = "schema: " + quoted(
				o.named(name, append(at, "headers", h.Name, "schema"), h.Schema),
			)
		}
		checks = append(checks, fmt.Sprintf("id: %s-ANSWER, header: {name: %s, %s}%s", o.name,
			quoted(h.Name), rule, when))
	}
	return checks
}

// schemaName returns the component that a response's schema is, or is made.
func (o *operationSkeleton) schemaName(media openapi.Media, response openapi.Response) string {
	if media.SchemaComponent != "" {
		return media.SchemaComponent
	}
	return o.named(fmt.Sprintf(OwnSchemas+"%s_%s", o.name, response.Status),
		append(o.op.ResponseAt(response), "content", media.Type, "schema"), media.Schema)
}
