package spec

import (
	"fmt"
	"net/http"
	"slices"
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
}

func (o *operationSkeleton) source() string { return o.file + ": " + o.method + " " + o.path }

// cases returns the operation's x-conformance as YAML; empty: nothing to check.
func (o *operationSkeleton) cases() string {
	success := o.statuses("2")
	if len(success) == 0 {
		return ""
	}
	o.text.WriteString(extension + ":\n  cases:\n")
	o.documented(success)
	o.noCredentials()
	o.unknownIDs()
	o.refused()
	return o.text.String()
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

func (o *operationSkeleton) open(slug, text, request string, effect Effect) {
	fmt.Fprintf(&o.text, "    - id: %s.%s\n      text: %q\n      request: {%s}\n      effect: %s\n", o.name, slug, text, request, effect)
	if effect != Executes {
		o.text.WriteString("      repeat: 3\n")
	}
	o.text.WriteString("      checks:\n")
}

func (o *operationSkeleton) checkLine(format string, args ...any) {
	fmt.Fprintf(&o.text, "        - {"+format+"}\n", args...)
}

// request gives every required parameter a value: ids by role, the others by
// example. More are further keys.
func (o *operationSkeleton) request(role string, more ...string) string {
	return strings.Join(append(o.values(role, ""), more...), ", ")
}

// values are the keys of a request, without that of one parameter.
func (o *operationSkeleton) values(role, without string) []string {
	var parts []string
	for _, p := range o.parameters {
		switch {
		case p.Name == without:
		case p.In == "path":
			o.kind(p)
			parts = append(parts, fmt.Sprintf("%q: %s.%s", p.Name, roleName(p.Name), role))
		case p.Required && (p.In == "query" || p.In == "header"):
			parts = append(parts, given(p, sample(p)))
		}
	}
	if body := o.body(); body != "" {
		parts = append(parts, body)
	}
	return parts
}

func given(p *openapi3.Parameter, text string) string {
	return fmt.Sprintf("%q: {literal: %q}", p.Name, text)
}

func (o *operationSkeleton) body() string {
	if o.op.RequestBody == nil || o.op.RequestBody.Value == nil || !o.op.RequestBody.Value.Required {
		return ""
	}
	content := o.op.RequestBody.Value.Content
	for _, mediaType := range sortedKeys(content)[:min(1, len(content))] {
		if media := content[mediaType]; media != nil && len(media.Examples) > 0 {
			names := sortedKeys(media.Examples)
			return fmt.Sprintf("body: {example: %q}", names[0])
		}
	}
	return `body: {text: "{}"}` // to be replaced by one that the operation takes
}

// sample is a text that a parameter most likely takes.
func sample(p *openapi3.Parameter) string {
	if p.Example != nil {
		return fmt.Sprint(p.Example)
	}
	if p.Schema == nil || p.Schema.Value == nil {
		return "x"
	}
	s := p.Schema.Value
	switch {
	case s.Example != nil:
		return fmt.Sprint(s.Example)
	case s.Default != nil:
		return fmt.Sprint(s.Default)
	case len(s.Enum) > 0:
		return fmt.Sprint(s.Enum[0])
	case s.Type.Is("integer") || s.Type.Is("number"):
		return "1"
	case s.Type.Is("boolean"):
		return "true"
	}
	return "x"
}

func (o *operationSkeleton) hasPathParameter() bool {
	return slices.ContainsFunc(o.parameters, func(p *openapi3.Parameter) bool { return p.In == "path" })
}

func (o *operationSkeleton) documented(success []string) {
	effect := Executes
	switch {
	case o.readOnly() && o.hasPathParameter():
		effect = IfBroken
	case o.readOnly():
		effect = None
	}
	o.require(o.name+"-OK", Must, Stated, "A request that keeps to the document is answered with a documented success.", o.source())
	o.open("documented", "A request that keeps to the document", o.request("known"), effect)
	o.checkLine("id: %s-OK, status: [%s]", o.name, strings.Join(success, ", "))
	answers := 0
	responses := o.op.Responses.Map()
	for _, status := range sortedKeys(responses) {
		if _, ok := ParseStatus(status); !ok || responses[status].Value == nil {
			continue
		}
		answers += o.answer(status, responses[status].Value.Content)
	}
	if answers > 0 {
		o.require(o.name+"-ANSWER", Must, Stated, "An answer has the documented media type and keeps to the documented schema.", o.source())
	}
}

// answer writes the checks of one documented answer and returns how many.
func (o *operationSkeleton) answer(status string, content openapi3.Content) int {
	types := sortedKeys(content)
	if len(types) == 0 || o.method == http.MethodHead || slices.ContainsFunc(types, func(t string) bool { return strings.Contains(t, "*") }) {
		return 0
	}
	quoted := make([]string, len(types))
	for i, t := range types {
		quoted[i] = fmt.Sprintf("%q", strings.TrimSpace(strings.SplitN(t, ";", 2)[0]))
	}
	o.checkLine("id: %s-ANSWER, mediaType: [%s], when: {status: %s}", o.name, strings.Join(quoted, ", "), status)
	media := content[types[0]]
	if len(types) == 1 && strings.Contains(types[0], "json") && media != nil && media.Schema != nil {
		if name, ok := strings.CutPrefix(media.Schema.Ref, "#/components/schemas/"); ok {
			o.checkLine("id: %s-ANSWER, body: {pointer: \"\", schema: %q}, when: {status: %s}", o.name, name, status)
			return 2
		}
	}
	return 1
}

func (o *operationSkeleton) noCredentials() {
	if !secured(o.api, o.op) {
		return
	}
	level, basis := Should, Inferred
	if o.has("401") {
		level, basis = Must, Stated
	}
	o.require(o.name+"-AUTH", level, basis, "A request without credentials is answered 401.", o.source())
	o.open("no-credentials", "No credentials", o.request(Absent, "auth: none"), o.harmless())
	o.checkLine("id: %s-AUTH, status: 401", o.name)
}

// harmless is the effect of a request that ought to be refused.
func (o *operationSkeleton) harmless() Effect {
	if o.readOnly() || o.hasPathParameter() {
		return None
	}
	return IfBroken
}

func (o *operationSkeleton) unknownIDs() {
	if !o.hasPathParameter() || !o.has("404") {
		return
	}
	o.require(o.name+"-NF", Must, Stated, "An id that names nothing is answered 404.", o.source())
	o.open("unknown-id", "An id that names nothing", o.request(Absent), None)
	o.checkLine("id: %s-NF, status: 404", o.name)
}

// refused writes a case for each parameter that some text breaks.
func (o *operationSkeleton) refused() {
	refusals := slices.DeleteFunc(o.statuses("4"), func(s string) bool { return !slices.Contains([]string{"400", "404", "422", "4XX"}, s) })
	if len(refusals) == 0 {
		return
	}
	for _, p := range o.parameters {
		bad := refusedText(p)
		if bad == "" {
			continue
		}
		id := o.name + "-PARAM-" + roleName(p.Name)
		o.require(id, Must, Stated, fmt.Sprintf("A value of %s that its schema refuses is refused.", p.Name), o.source())
		o.open("refused-"+roleName(p.Name), "A value of "+p.Name+" that its schema refuses", o.requestWith(p, bad), o.harmless())
		o.checkLine("id: %s, status: [%s]", id, strings.Join(refusals, ", "))
	}
}

// requestWith is a request with ids that name nothing and one value given.
func (o *operationSkeleton) requestWith(p *openapi3.Parameter, value string) string {
	return strings.Join(append(o.values(Absent, p.Name), given(p, value)), ", ")
}

// refusedText is a text that breaks a parameter's schema; empty: none is known.
func refusedText(p *openapi3.Parameter) string {
	if p.Schema == nil || p.Schema.Value == nil || p.In == "cookie" {
		return ""
	}
	s := p.Schema.Value
	const odd = "~no~such~value~"
	switch {
	case s.Type.Is("integer"), s.Type.Is("number"), s.Type.Is("boolean"), len(s.Enum) > 0, s.Format == "uuid":
		return odd
	case s.Pattern != "" && len((&Schema{api: s}).Validate(odd)) > 0:
		return odd
	}
	return ""
}
