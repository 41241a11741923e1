package derive

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/random"
)

// refused writes a case for each parameter that some text breaks.
func (o *operationSkeleton) refused() {
	if o.shared() {
		return
	}
	refusals := o.refusals()
	if len(refusals) > 0 {
		for _, p := range o.op.Parameters {
			if o.full() {
				break
			}
			o.refusedValue(p, refusals)
			o.omitted(p, refusals)
		}
	}
	o.refusedBody()
	o.refusedType()
	o.brokenBodies()
}

// refusals are the statuses that refuse a value; where a default response is documented too, any
// of the client's.
func (o *operationSkeleton) refusals() []string {
	return o.refusalsOf("400", "404", "422", "4XX")
}

// refusalsOf are those of some statuses that are documented, or any of the client's where a default
// response documents them.
func (o *operationSkeleton) refusalsOf(some ...string) []string {
	all := o.documentedOf(some...)
	if o.has("default") && (len(all) > 0 || len(o.statuses("4")) == 0) {
		return []string{"4XX"}
	}
	return all
}

// malformed are the statuses that HTTP has for a request with something wrong in it. A document
// often leaves one of them to the framework.
var malformed = []string{"400", "422"}

// refusedBy writes the checks of a refusal: by a status that is documented, or that HTTP has for
// it, and that it is documented. What has one of some statuses is the router's, of which nothing is
// documented.
func (o *operationSkeleton) refusedBy(id string, refusals []string, but ...string) {
	wide := slices.Clone(refusals)
	if !slices.Contains(wide, "4XX") {
		for _, status := range slices.Concat(malformed, but) {
			if !slices.Contains(wide, status) {
				wide = append(wide, status)
			}
		}
		slices.Sort(wide)
	}
	o.checkLine("id: %s, status: [%s]", id, strings.Join(wide, ", "))
	for _, check := range o.statusKnown(but...) {
		o.checkLine("%s", check)
	}
	o.answers(refusals, but...)
}

// statusKnown is the check that a response has a documented status, or one of some others; none
// where every status is documented.
func (o *operationSkeleton) statusKnown(but ...string) []string {
	if o.has("default") {
		return nil
	}
	o.stated = true
	known := slices.Clone(o.op.Statuses())
	for _, status := range but {
		if !slices.Contains(known, status) {
			known = append(known, status)
		}
	}
	slices.Sort(known)
	return []string{fmt.Sprintf("id: %s-STATUS, status: [%s], when: {notStatus: 5XX}", o.name,
		strings.Join(known, ", "))}
}

// shared reports whether another operation has the same method and path, but for a fragment: what
// one refuses may be a request of the other.
func (o *operationSkeleton) shared() bool {
	if o.op.Key == o.op.Path {
		return false
	}
	n := 0
	for i := range o.api.Operations {
		if op := &o.api.Operations[i]; op.Method == o.op.Method && op.Path == o.op.Path {
			n++
		}
	}
	return n > 1
}

// bound returns how strongly the description says that a value is refused: a status for what is
// wrong with a request says so, a 404 or a default response leaves it open.
func (o *operationSkeleton) bound() (spec.Level, spec.Basis) {
	if o.has("400") || o.has("422") || o.has("4XX") {
		return spec.Must, spec.Stated
	}
	return spec.Should, spec.Inferred
}

// refusedValue is a case of a text that the schema of a parameter refuses, where
// there is one.
func (o *operationSkeleton) refusedValue(p openapi.Parameter, refusals []string) {
	if bad := values.RefusedText(p); bad != "" {
		o.refusedAs("", p, bad, refusals)
	}
	if p.Schema == nil || p.In == "cookie" {
		return
	}
	s := p.Schema.Shape()
	for _, beyond := range []struct {
		suffix string
		limit  *float64
		by     float64
	}{{"-low", s.Min, -1}, {"-high", s.Max, 1}} {
		if beyond.limit == nil {
			continue
		}
		if text := jsonText(*beyond.limit + beyond.by); !p.Schema.TakesText(text) {
			o.refusedAs(beyond.suffix, p, text, refusals)
		}
	}
}

// refusedAs is a case of one text that is refused.
func (o *operationSkeleton) refusedAs(
	suffix string, p openapi.Parameter, bad string, refusals []string,
) {
	id, what := o.name+"-PARAM-"+o.word(p.Key)+suffix, "its schema refuses"
	switch suffix {
	case "-low":
		what = "is too small"
	case "-high":
		what = "is too large"
	}
	level, basis := o.bound()
	o.require(id, level, basis,
		fmt.Sprintf("A value of %s that %s is refused.", p.Name, what), o.source())
	role, effect, but := o.subject()
	if p.In == "path" {
		// The router of a service answers for what matches none of its paths.
		role, effect, but = spec.Absent, o.ifBroken(), []string{"404"}
	}
	o.open("refused-"+o.word(p.Key)+suffix, "A value of "+p.Name+" that "+what,
		joined(append(o.values(role, p.Key), given(p, bad)), o.body()), effect)
	rule := random.Refused
	if suffix != "" {
		rule = random.Rule(suffix[1:])
	}
	if !isID(p) || o.readOnly() {
		o.breaks(p.Key, rule, id, slices.Concat(refusals, but))
	}
	o.refusedBy(id, refusals, but...)
}

// noRefusals are statuses of the client's that say nothing of what is in a request.
var noRefusals = []string{"401", "403", "404", "405", "406", "407", "408", "409", "410", "429"}

// omitted is a case without a parameter that is required, in a query or a header. A path is not
// without one.
func (o *operationSkeleton) omitted(p openapi.Parameter, refusals []string) {
	needed := p.Required || isIfMatch(p) && o.has("428") // which says what is missing
	if needed && (p.In == "query" || p.In == "header") && !p.MayBeEmpty() {
		o.without(p, refusals)
	}
}

// without is a case without a parameter, which some other statuses may refuse too.
func (o *operationSkeleton) without(p openapi.Parameter, refusals []string, but ...string) {
	// What is documented says how what is missing is refused, as 428 does.
	refusals = slices.Concat(refusals, slices.DeleteFunc(o.statuses("4"), func(s string) bool {
		return slices.Contains(refusals, s) || slices.Contains(noRefusals, s)
	}))
	id := o.name + "-NEEDS-" + o.word(p.Key)
	level, basis := o.bound()
	if p.In == "cookie" || !p.Required {
		level, basis = spec.Should, spec.Inferred
	}
	o.require(id, level, basis, fmt.Sprintf("A request without %s is refused.", p.Name),
		o.source())
	role, effect := spec.Absent, o.ifBroken()
	if o.namesSomething() && (o.has("400") || o.has("422")) {
		// On a resource that exists nothing but what is missing is a reason to refuse.
		role, refusals = "known", slices.DeleteFunc(slices.Clone(refusals),
			func(s string) bool { return s == "404" })
		if !o.readOnly() {
			effect = spec.IfBroken
		}
	}
	o.open("omitted-"+o.word(p.Key), "A request without "+p.Name,
		joined(append(o.values(role, p.Key), quoted(p.Key)+": "+spec.Omitted), o.body()), effect)
	o.refusedBy(id, refusals, but...)
}

// refusedBody is a body that is not JSON, where a JSON body is demanded.
func (o *operationSkeleton) refusedBody() {
	refusals := o.refusalsOf("400", "415", "422", "4XX")
	if len(refusals) == 0 || !openapi.IsJSON(o.bodyMedia().Type) {
		return
	}
	id := o.name + "-BODY"
	o.require(id, spec.Must, spec.Inferred, "A body that is not JSON is refused.", o.source())
	role, effect, but := o.subject()
	o.open("refused-body", "A body that is not JSON",
		joined(o.values(role, ""), `body: {text: "{"}`), effect)
	o.refusedBy(id, refusals, but...)
}

// refusedType is content of a type that is not described, where 415 is documented.
func (o *operationSkeleton) refusedType() {
	if !o.has("415") || o.bodyMedia().Type == "" || o.before != nil && o.before.found {
		return
	}
	id := o.name + "-TYPE"
	o.require(id, spec.Must, spec.Stated, "Content of a type that is not documented is answered "+
		"415.", o.source())
	o.open("refused-type", "Content of a type that is not documented",
		joined(o.values("known", ""), `body: {mediaType: application/x-toeline, text: "x"}`),
		spec.IfBroken)
	o.checkLine("id: %s, status: 415", id)
	o.answers([]string{"415"})
}
