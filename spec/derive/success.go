package derive

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// documented asks for success, where the document says what that is. What is optional is given in
// one request, and left out in another.
func (o *operationSkeleton) documented() {
	success := slices.Concat(o.statuses("2"), o.statuses("3"))
	if len(success) == 0 && !o.has("default") {
		return
	}
	effect := spec.Executes
	if o.readOnly() {
		effect = spec.None
	}
	check := fmt.Sprintf("id: %s-OK, status: [%s]", o.name, strings.Join(success, ", "))
	if len(success) == 0 {
		check = fmt.Sprintf("id: %s-OK, notStatus: 5XX", o.name)
		o.require(o.name+"-OK", spec.Should, spec.Inferred,
			"A request as the document describes it is not an error of the server.", o.source())
	} else {
		o.succeed = true
		level, basis := spec.Must, spec.Stated
		if o.before != nil && o.before.guessed {
			level, basis = spec.May, spec.Inferred
		}
		o.require(o.name+"-OK", level, basis,
			"A request as the document describes it is answered with a documented success.",
			o.source())
	}
	o.succeeds("documented", "A request as the document describes it", effect, check)
	if o.hasOptional() {
		o.optional = true
		o.succeeds(
			"documented-optional",
			"A request with every optional parameter",
			effect,
			check,
		)
		o.optional = false
	}
	if o.bodyMedia().Type != "" && !o.op.Body.Required {
		o.require(
			o.name+"-NO-BODY",
			spec.May,
			spec.Inferred,
			"A request without the body, which is not required, is not an error of the server.",
			o.source(),
		)
		o.bare = true
		o.succeeds("documented-bare", "A request without the body, which is not required", effect,
			fmt.Sprintf("id: %s-NO-BODY, notStatus: 5XX", o.name))
		o.bare = false
	}
}

// succeeds writes a case of a request that is right.
func (o *operationSkeleton) succeeds(slug, text string, effect spec.Effect, check string) {
	o.often = slug == "documented" && o.readOnly()
	o.open(slug, text, o.request("known"), effect)
	o.often = false
	o.checkLine("%s", check)
	o.answers(o.op.Statuses())
}

// hasOptional reports whether a parameter may be left out, and a value for it is known.
func (o *operationSkeleton) hasOptional() bool {
	return slices.ContainsFunc(o.op.Parameters, func(p openapi.Parameter) bool {
		if p.Required || isID(p) || isCondition(p) {
			return false
		}
		_, good := sample.Parameter(p)
		return good
	})
}

// conditions are headers of which a value that was made up changes what a request means (RFC 9110,
// 13 and 14).
var conditions = []string{
	"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range",
}

func isIfMatch(p openapi.Parameter) bool {
	return p.In == "header" && strings.EqualFold(p.Name, "If-Match")
}

func isCondition(p openapi.Parameter) bool {
	return p.In == "header" && slices.Contains(conditions, http.CanonicalHeaderKey(p.Name))
}
