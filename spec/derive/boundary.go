package derive

import (
	"fmt"
	"maps"
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

// boundaryRequest is a request with one value at a bound.
type boundaryRequest struct {
	id, slug, text, request string
	level                   spec.Level
	inPath                  bool
}

// notOfBounds are statuses that say nothing of a value at a bound: they depend on who asks, on the
// state of a service, or on the size of a request.
var notOfBounds = []string{
	"401", "403", "404", "409", "410", "412", "413", "414", "424", "428", "429", "431", "507",
}

// boundaries asks for success with each value at a bound that the schemas state, one a request.
// Where values are made up, the request as it is documented is sent first: one that is refused
// says nothing of bounds.
func (o *operationSkeleton) boundaries() {
	if !o.succeed || !o.likely || o.shared() || o.isAction() || o.way.guessed ||
		o.isUnreached() || !o.readOnly() && o.way.found {
		return
	}
	all := append(o.parameterBoundaries(), o.bodyBoundaries()...)
	if len(all) == 0 {
		return
	}
	if o.readOnly() && len(o.way.steps) == 0 && !o.madeUp() {
		for _, b := range all {
			o.scenario("boundary-"+b.slug, b.text, o.way)
			o.boundaryStep(chain{}, "", b.request, o.atBoundary(b))
		}
		return
	}
	before, saves := o.way, make([]string, len(all))
	if o.madeUp() {
		saves = append(saves, "") // of the request as it is documented
	}
	for _, r := range o.createdBy(o.op) {
		if r.removal != nil {
			o.removesEach(&before, r, saves)
		}
	}
	o.scenario("boundaries", "Values at the bounds of the schemas, one a request", before)
	if o.madeUp() {
		o.guesses = true
		o.boundaryStep(before, saves[len(all)], o.request("known"), fmt.Sprintf(
			"id: %s-TAKES, status: [%s]", o.name, strings.Join(o.successes(), ", ")))
	}
	for i, b := range all {
		o.boundaryStep(before, saves[i], b.request, o.atBoundary(b))
	}
}

// isAction reports whether the operation may be done once alone with what its path names: it
// removes that, or does something else with it than to add to it, or to change its members.
func (o *operationSkeleton) isAction() bool {
	return o.op.Method == http.MethodDelete || o.op.Method == http.MethodPost &&
		o.namesSomething() && len(o.createdBy(o.op)) == 0
}

func (o *operationSkeleton) successes() []string {
	return slices.Concat(o.statuses("2"), o.statuses("3"))
}

// removesEach adds what removes each resource that the requests create, and fills in what saves
// its id.
func (o *operationSkeleton) removesEach(c *chain, r *resource, saves []string) {
	for i := range saves {
		name := fmt.Sprintf("made_%d", i+1)
		save, ok := r.saves(name)
		if !ok {
			return
		}
		saves[i] = strings.TrimSuffix(save, "}") + ", optional: true}"
		o.removeLast(c, r, with(c.ids, r.path, "saved."+name))
	}
}

// boundaryStep writes a request with its check, after the one that reads the entity tag which it
// must have.
func (o *operationSkeleton) boundaryStep(c chain, save, request, check string) {
	if read, _ := o.tagged(o.op, c.ids); read != "" {
		o.then(read)
	}
	o.then(o.doing(o.sends(request), some(save)...), check)
}

// atBoundary makes the requirement of a value at a bound, and returns its check.
func (o *operationSkeleton) atBoundary(b boundaryRequest) string {
	o.require(b.id, b.level, spec.Stated, b.text+" is taken.", o.source())
	taken, unless := o.successes(), slices.Clone(notOfBounds)
	if b.inPath { // it may name nothing
		taken = append(taken, "404")
		unless = slices.DeleteFunc(unless, func(s string) bool { return s == "404" })
	}
	return fmt.Sprintf("id: %s, status: [%s], when: {notStatus: [%s]}", b.id,
		strings.Join(taken, ", "), strings.Join(unless, ", "))
}

// parameterBoundaries are requests with a parameter at a bound. What is allowed in the path may
// name nothing.
func (o *operationSkeleton) parameterBoundaries() []boundaryRequest {
	var all []boundaryRequest
	for _, p := range o.op.Parameters {
		if p.Schema == nil || p.ContentType != "" || isCondition(p) || isKey(p) || o.full() ||
			p.In == "path" && !o.mayNameNothing(p) ||
			p.In != "path" && (names.IsSemantic(p.Name) || p.Required && names.IsOfRange(p.Name)) {
			continue
		}
		for _, b := range values.Bounds(p.Schema, mostInParameter) {
			if len(p.Schema.ValidateRequest(b.Value)) > 0 {
				continue
			}
			word, level := o.word(p.Key), spec.Should
			if !o.readOnly() || b.Most && names.IsPlace(p.Name) || p.In == "path" {
				level = spec.May
			}
			all = append(all, boundaryRequest{
				inPath: p.In == "path", level: level,
				id:      o.name + "-PARAM-" + word + "-" + b.Name(),
				slug:    word + "-" + b.Name(),
				text:    "A request with " + b.Describe(p.Name),
				request: joined(append(o.values("known", p.Key), given(p, b.Value)), o.body()),
			})
		}
	}
	return all
}

// isUnreached reports whether it is not known what the path names.
func (o *operationSkeleton) isUnreached() bool { return o.namesSomething() && !o.reached }

// mayNameNothing reports whether a value of a parameter in the path is answered as one that names
// nothing where it does: a number, of an operation that only reads.
func (o *operationSkeleton) mayNameNothing(p openapi.Parameter) bool {
	kind := values.Chosen(p.Schema).Shape().Type
	return o.readOnly() && (kind == "integer" || kind == "number")
}

// mostInParameter and mostInBody bound the characters of texts at a bound.
const mostInParameter, mostInBody = 1000, 1<<16 - 1

// bodyBoundaries are requests with a member of a JSON body at a bound.
func (o *operationSkeleton) bodyBoundaries() []boundaryRequest {
	media := o.bodyMedia()
	if !openapi.IsJSON(media.Type) || media.Schema == nil {
		return nil
	}
	value, good := sample.Body(media, sample.Request)
	if _, isObject := value.(map[string]any); !good || !isObject {
		return nil
	}
	var all []boundaryRequest
	for _, b := range o.memberBoundaries(media.Schema, value, 0) {
		if o.full() {
			break
		}
		o.tried += len(jsonText(b.Value))
		if len(media.Schema.ValidateRequest(b.Value)) > 0 {
			continue // another part of the schema refuses it
		}
		name := strings.Join(b.At, ".")
		word := o.word(name)
		set := strings.TrimPrefix(o.set(media.Schema, b.Value, b.At[0]), ", set: {")
		if b.Fresh != "" {
			set = quoted(jsonpointer.Join(b.At)) + ": " + b.Fresh + ", " + set
		}
		if set = strings.TrimSuffix(strings.TrimSuffix(set, "}"), ", "); set != "" {
			set = ", set: {" + set + "}"
		}
		all = append(all, boundaryRequest{
			// A service may have reasons of its own not to change something.
			level: spec.May, id: o.name + "-BODY-" + word + "-" + b.Name(),
			text: "A body with " + b.Describe(name),
			request: joined(o.values("known", ""),
				fmt.Sprintf("body: {mediaType: %s, value: %s%s}", quoted(media.Type),
					jsonText(b.Value), set)),
		})
	}
	return all
}

// memberBoundaries lists bodies with one member at a bound: of the members that are scalars or
// lists, and of those of objects that are given.
func (o *operationSkeleton) memberBoundaries(
	schema *openapi.Schema, value any, depth int,
) []values.Bound {
	members, isObject := value.(map[string]any)
	schema = values.Chosen(schema)
	if list, isList := value.([]any); isList && depth < values.MaxDepth {
		if len(list) == 0 {
			item, _ := sample.Of(schema.Shape().Items, sample.Request)
			list = []any{item}
		}
		return inFirst(o.memberBoundaries(schema.Shape().Items, list[0], depth+1), list)
	}
	if !isObject || depth == values.MaxDepth {
		return nil
	}
	var all []values.Bound
	for _, name := range schema.Properties() {
		p, _ := schema.Property(name)
		if depth == 0 && !p.Shape().ReadOnly && o.mayBeNull(p) {
			nulled := maps.Clone(members)
			nulled[name] = nil
			all = append(all, values.Bound{At: []string{name}, Value: nulled, Null: true})
		}
		if p.Shape().ReadOnly || names.IsSemantic(name) || names.IsOfRange(name) ||
			depth == 0 && o.isOwnID(jsonpointer.Join([]string{name})) ||
			o.ids[linkKey(o.op, name)] != "" ||
			o.idInPath(openapi.Member{Name: name, Schema: p}) != "" {
			continue
		}
		inner, isGiven := members[name]
		if !isGiven {
			inner, _ = sample.Of(p, sample.Request)
		}
		for _, b := range append(values.Bounds(p, mostInBody),
			o.memberBoundaries(p, inner, depth+1)...) {
			if len(b.At) == 0 && !o.mayRepeat(&b, name, p, depth) {
				continue
			}
			changed := maps.Clone(members)
			changed[name] = b.Value
			b.At, b.Value = append([]string{name}, b.At...), changed
			all = append(all, b)
		}
	}
	return all
}

// mayBeNull reports whether what is created may have null in a member, as the schema says. Of what
// is changed a service often takes null for what is left out.
func (o *operationSkeleton) mayBeNull(p *openapi.Schema) bool {
	return o.op.Method == http.MethodPost && len(p.ValidateRequest(nil)) == 0 &&
		(!p.Shape().Untyped || p.OnlyChoice() != nil)
}

// inFirst are values at bounds in the first item of a list.
func inFirst(inside []values.Bound, list []any) []values.Bound {
	for i, b := range inside {
		inside[i].At = append([]string{"0"}, b.At...)
		inside[i].Value = append([]any{b.Value}, list[1:]...)
	}
	return inside
}

// mayRepeat reports whether a text at a bound can be sent in every run: a new one is made where it
// is likely to have to be unique, and there are enough of its length.
func (o *operationSkeleton) mayRepeat(
	b *values.Bound, name string, p *openapi.Schema, depth int,
) bool {
	text, isText := b.Value.(string)
	if !isText || freshKind(name, values.Chosen(p), o.has("409")) == "" {
		return true
	}
	if n := len(text); depth == 0 && n >= 6 && n <= 1000 {
		b.Fresh = fmt.Sprintf("{fresh: {pattern: %s}}", quoted(fmt.Sprintf("^[a-z]{%d}$", n)))
		return true
	}
	return o.has("409") || names.Among([]string{"title", "subject"}, name)
}
