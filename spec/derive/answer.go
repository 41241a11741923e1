package derive

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec/derive/names"
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

// when lists the conditions under which a response is the one that a status documents, and has
// none of some others.
func (o *operationSkeleton) when(status string, but []string) []string {
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
		class, isClass := strings.CutSuffix(status, "XX")
		if !isClass {
			others = nil
		}
		for _, s := range o.op.Statuses() { // one of its own goes before that of its class
			if isClass && s != status && strings.HasPrefix(s, class) &&
				!slices.Contains(others, s) {
				others = append(others, s)
			}
		}
	}
	if len(others) > 0 {
		said = append(said, fmt.Sprintf("notStatus: [%s]", strings.Join(others, ", ")))
	}
	return said
}

// underWhen writes conditions behind a check.
func underWhen(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return ", when: {" + strings.Join(conditions, ", ") + "}"
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
	when := o.when(response.Status, but)
	checks := o.headers(response, when)
	if len(content) > 0 && o.op.Method != http.MethodHead && response.Status != "204" &&
		response.Status != "304" {
		checks = append(checks, mediaTypes(content, when)...)
		checks = append(checks, o.bodies(response, content, when)...)
	}
	o.answered = o.answered || len(checks) > 0
	for i, check := range checks {
		checks[i] = fmt.Sprintf("id: %s-ANSWER, %s", o.name, check)
	}
	return checks
}

// mediaTypes returns the check of the media type of a response; none: it may have any.
func mediaTypes(content []openapi.Media, when []string) []string {
	names := make([]string, len(content))
	for i, m := range content {
		base, _, _ := strings.Cut(m.Type, ";")
		if base = strings.TrimSpace(base); base == "*/*" {
			return nil
		}
		names[i] = quoted(base)
	}
	return []string{"mediaType: [" + strings.Join(names, ", ") + "]" + underWhen(when)}
}

// bodies returns the checks of the representations of a response: one check where all are to have
// the same schema, else one for each.
func (o *operationSkeleton) bodies(
	response openapi.Response, content []openapi.Media, when []string,
) []string {
	first, same := content[0], true
	for _, m := range content {
		same = same && !isRange(m) && m.Items == first.Items && (m.Schema == first.Schema ||
			first.SchemaComponent != "" && m.SchemaComponent == first.SchemaComponent)
	}
	if same {
		return o.representation(response, first, o.schemaName(first, response), when)
	}
	var checks []string
	for _, m := range content {
		types := []string{m.Type}
		if isRange(m) {
			if types = o.judgedIn(response, m, content); len(types) == 0 {
				continue
			}
		}
		for i, t := range types {
			types[i] = quoted(t)
		}
		own := append(slices.Clone(when), "mediaType: ["+strings.Join(types, ", ")+"]")
		if isRange(m) && m.Type != "text/*" {
			m.Type = "application/json"
		}
		checks = append(checks, o.representation(response, m, o.schemaName(m, response), own)...)
	}
	return checks
}

func isRange(m openapi.Media) bool { return strings.Contains(m.Type, "*") }

// judgedIn lists the media types of a range whose content is judged by its schema: texts, and JSON
// by a schema of more than a text, which a server may write in other ways.
func (o *operationSkeleton) judgedIn(
	response openapi.Response, m openapi.Media, content []openapi.Media,
) []string {
	nearer := slices.ContainsFunc(content, func(other openapi.Media) bool {
		return other.Type != m.Type && isRange(other) && openapi.InRange(m.Type, other.Type)
	})
	switch {
	case m.Schema == nil || nearer:
		return nil
	case m.Type == "text/*" && m.Schema.IsScalar():
		return []string{m.Type}
	case openapi.InRange(m.Type, "application/json") && !m.Schema.IsScalar():
		return []string{"application/json", "*/*+json"}
	}
	o.notJudged(response, "it is "+m.Type)
	return nil
}

// representation returns the checks of content by its schema, and notes a schema that says
// something that is not judged.
func (o *operationSkeleton) representation(
	response openapi.Response, m openapi.Media, schema string, when []string,
) []string {
	switch base, _, _ := strings.Cut(m.Type, ";"); {
	case m.Items != nil:
		own := append(slices.Clone(when), "mediaType: ["+quoted(m.Type)+"]")
		return []string{fmt.Sprintf("eachItem: {pointer: \"\", schema: %s}%s", quoted(schema),
			underWhen(own))}
	case m.Schema == nil && openapi.IsJSON(base):
		own := append(slices.Clone(when), "mediaType: ["+quoted(m.Type)+"]")
		return []string{"content: json" + underWhen(own)}
	case m.Schema == nil:
		return nil
	case openapi.IsJSON(base):
	case openapi.IsXML(base) && !xmlvalue.Says(m.Schema):
		o.notJudged(response, "a text may be the XML itself")
		return nil
	case openapi.IsXML(base):
	case !m.Schema.IsScalar():
		o.notJudged(response, "it is "+m.Type)
		return nil
	}
	return []string{
		fmt.Sprintf("body: {pointer: \"\", schema: %s}%s", quoted(schema), underWhen(when)),
	}
}

func (o *operationSkeleton) notJudged(response openapi.Response, why string) {
	o.api.NotJudged(o.op.Pos,
		fmt.Sprintf("%s %s: the content of %s is not judged by its schema: %s", o.op.Method,
			o.op.Path, response.Status, why))
}

// headers returns the checks of the headers of a response: that those which it must have are
// there, and of their values.
func (o *operationSkeleton) headers(response openapi.Response, when []string) []string {
	var checks []string
	for _, h := range response.Headers {
		if !h.Required && h.Schema == nil {
			continue
		}
		rule := "present: true"
		if h.Schema != nil {
			name := fmt.Sprintf(OwnSchemas+"%s_%s_%s", o.name, response.Status, names.Word(h.Name))
			at := append(o.op.ResponseAt(response), "headers", h.Name)
			rule = "schema: " + quoted(o.named(name, append(at, h.SchemaAt...), h.Schema))
		}
		if !h.Required {
			rule += ", optional: true"
		}
		checks = append(checks,
			fmt.Sprintf("header: {name: %s, %s}%s", quoted(h.Name), rule, underWhen(when)))
	}
	return checks
}

// schemaName returns the component that the schema of a representation is, or is made; empty: it
// has none.
func (o *operationSkeleton) schemaName(media openapi.Media, response openapi.Response) string {
	key, schema := "schema", media.Schema
	if media.Items != nil {
		key, schema = "itemSchema", media.Items
	}
	if schema == nil || media.SchemaComponent != "" && media.Items == nil {
		return media.SchemaComponent
	}
	name := fmt.Sprintf(OwnSchemas+"%s_%s", o.name, response.Status)
	if media.Type != response.Content[0].Type {
		name += "_" + names.Word(media.Type)
	}
	return o.named(name, append(o.op.ResponseAt(response), "content", media.Type, key), schema)
}
