package derive

import (
	"slices"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/random"
	"example.com/toeline/spec/sample"
)

// brokenBodies writes a case for each rule of the schema of a JSON body, which it breaks alone, on
// a resource that exists.
func (o *operationSkeleton) brokenBodies() { o.breakBody(values.Breaking) }

// breakBody writes a case for each breach of a JSON body.
func (o *operationSkeleton) breakBody(
	breaches func(schema *openapi.Schema, value any) []values.Broken,
) {
	refusals := o.refusalsOf("400", "415", "422", "4XX")
	media := o.bodyMedia()
	if len(refusals) == 0 || media.Schema == nil ||
		!openapi.IsJSON(media.Type) && !isForm(media.Type) {
		return
	}
	value, good := sample.Body(media, sample.Request)
	if !good {
		return
	}
	if o.brokenIDs == nil {
		o.brokenIDs = map[string]bool{}
	}
	for _, b := range breaches(media.Schema, value) {
		if o.full() {
			return
		}
		if isForm(media.Type) {
			var can bool
			if b, can = values.InForm(media.Schema, b); !can {
				continue
			}
		}
		if len(media.Schema.ValidateRequest(b.Value)) == 0 {
			o.tried += len(jsonText(b.Value))
			continue // another part of the schema allows it
		}
		if b.Rule == "coerced" && o.isOwnID(jsonpointer.Join(b.At)) {
			continue // what takes it has two things of one id
		}
		name := o.word(b.Name()) + "-" + b.Rule
		id := o.name + "-BODY-" + name
		if o.brokenIDs[id] {
			continue // by another alternative
		}
		o.brokenIDs[id] = true
		level, basis := o.bound()
		if b.Rule == "null" && len(b.At) == 0 && !o.op.Body.Required {
			b.Level = spec.Should
		}
		if b.Level != "" {
			level, basis = b.Level, spec.Inferred
		}
		o.require(id, level, basis, "A body with "+b.Text+" is refused.", o.source())
		o.open("refused-body-"+name, "A body with "+b.Text, joined(o.values("known", ""),
			o.bodyOf(media, b.Value, b.At[:min(1, len(b.At))]...)), spec.IfBroken)
		o.refusedBy(id, refusals)
		if b.Of == "" && openapi.IsJSON(media.Type) {
			o.breaks(jsonpointer.Join(b.At), random.Rule(b.Rule), id, refusals)
		}
	}
}

// isOwnID reports whether a member is the id of what the operation creates.
func (o *operationSkeleton) isOwnID(pointer string) bool {
	return slices.ContainsFunc(o.createdBy(o.op),
		func(r *resource) bool { return r.id == pointer })
}
