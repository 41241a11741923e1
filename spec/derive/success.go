package derive

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// documented asks for success, where the document says what that is. What is optional is given in
// one request, and left out in another.
func (o *operationSkeleton) documented() {
	success := slices.Concat(o.statuses("2"), o.statuses("3"))
	if len(success) == 0 && !o.has("default") || o.wholeCollection() {
		return
	}
	effect := spec.Executes
	if o.readOnly() {
		effect = spec.None
	}
	checks := []string{fmt.Sprintf("id: %s-OK, notStatus: 5XX", o.name)}
	if len(success) == 0 {
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
		checks = append(o.succeeding(o.madeUp()), o.documentedHeaders()...)
		checks = append(checks, o.ofParentAlone()...)
	}
	o.succeeds("documented", "A request as the document describes it", effect, checks...)
	o.documentedOptions(effect)
	if o.bodyMedia().Type != "" && !o.op.Body.Required {
		o.require(o.name+"-NO-BODY", spec.May, spec.Inferred,
			"A request without the body, which is not required, is not an error of the server.",
			o.source())
		o.bare = true
		o.succeeds("documented-bare", "A request without the body, which is not required", effect,
			fmt.Sprintf("id: %s-NO-BODY, notStatus: 5XX", o.name))
		o.bare = false
	}
}

// documentedHeaders are the checks that a success has the headers that are documented for it, of
// those that are rarely left out.
func (o *operationSkeleton) documentedHeaders() (checks []string) {
	id := o.name + "-HEADER"
	for _, response := range o.op.Responses {
		for _, h := range response.Headers {
			if h.Required || !strings.HasPrefix(response.Status, "2") || !names.IsExpected(h.Name) {
				continue
			}
			checks = append(checks, fmt.Sprintf("id: %s, header: {name: %s, present: true}, "+
				"when: {%s}", id, quoted(h.Name), strings.Join(o.when(response.Status, nil), ", ")))
		}
	}
	if len(checks) > 0 {
		o.require(id, spec.May, spec.Inferred, "A success has the Location, ETag or count that is "+
			"documented for it.", o.source())
	}
	return checks
}

// ofParentAlone are the checks that each item of a list below one resource names that, where it has
// a member for it.
func (o *operationSkeleton) ofParentAlone() []string {
	above := inPath(o.op)
	media, _ := successJSON(o.op)
	if !o.readOnly() || len(above) == 0 || media.Schema == nil ||
		strings.HasSuffix(unslashed(o.op.Path), "}") {
		return nil
	}
	at, item, isList := listIn(media.Schema)
	last := above[len(above)-1]
	r := o.resources[idKey(o.op, last)]
	if !isList || r == nil {
		return nil
	}
	for _, m := range values.Members(item) {
		if !names.Among([]string{names.Item(r.collection) + "id"}, m.Name) ||
			!sameType(m.Schema.Shape(), last.Schema.Shape()) {
			continue
		}
		id := o.name + "-BELONGS"
		o.require(id, spec.May, spec.Inferred, "Each item of a list below one resource names it.",
			o.source())
		return []string{fmt.Sprintf("id: %s, eachItem: {pointer: %s, at: %s, equal: request.%s}, "+
			"when: {status: 2XX}", id, quoted(at), quoted(jsonpointer.Join([]string{m.Name})),
			last.Key)}
	}
	return nil
}

// succeeds writes a case of a request that is right.
func (o *operationSkeleton) succeeds(slug, text string, effect spec.Effect, checks ...string) {
	checks = append(slices.Clip(checks), o.answerChecks(o.op.Statuses())...)
	if len(checks) == 0 {
		return
	}
	o.often = slug == "documented" && o.readOnly()
	o.open(slug, text, o.request("known"), effect)
	o.often = false
	for _, check := range checks {
		o.checkLine("%s", check)
	}
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

// otherAlternatives asks for success with each object that a body may be beside the first.
func (o *operationSkeleton) otherAlternatives() {
	media := o.bodyMedia()
	if !openapi.IsJSON(media.Type) || media.Schema == nil || !o.succeed || !o.likely ||
		o.shared() || o.isAction() || !o.reached || o.way.found || o.way.guessed {
		return
	}
	value, _ := sample.Body(media, sample.Request)
	members, _ := value.(map[string]any)
	for _, one := range values.Alternatives(values.Chosen(media.Schema), members) {
		if openapi.SameJSON(one.Members, value) {
			continue
		}
		effect := spec.Executes
		if o.readOnly() {
			effect = spec.None
		}
		inside := openapi.Media{Type: media.Type, Schema: one.Schema}
		o.open("documented-"+o.word(one.Name), "A body that is the alternative "+one.Name,
			joined(o.values("known", ""), o.bodyOf(inside, one.Members)), effect)
		for _, check := range append(o.succeeding(true), o.answerChecks(o.op.Statuses())...) {
			o.checkLine("%s", check)
		}
	}
}
