package derive

import (
	"fmt"
	"slices"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/openapi"
)

// furtherValues are cases of values of a parameter that its schema refuses beside those of
// refusedValue, and of a cookie that is left out.
func (o *operationSkeleton) furtherValues(p openapi.Parameter, refusals []string) {
	if p.Schema == nil || p.ContentType != "" || isCondition(p) || isKey(p) {
		return
	}
	known := map[string]bool{} // alternatives may break in the same way
	for _, b := range values.OfParameter(p) {
		if !known[b.Rule] && !takes(p, b.Value) {
			known[b.Rule] = true
			o.refusedBroken(p, b, refusals)
		}
	}
	if p.In == "cookie" && p.Required {
		o.without(p, refusals, "401", "403")
	}
}

// takes reports whether a parameter may have a value, as a request has it.
func takes(p openapi.Parameter, value any) bool {
	if text, isScalar := openapi.TextOf(value); isScalar {
		return p.Schema.TakesText(text)
	}
	return len(p.Schema.ValidateRequest(value)) == 0
}

// refusedBroken is a case of a value of a parameter that breaks one rule.
func (o *operationSkeleton) refusedBroken(p openapi.Parameter, b values.Broken, refusals []string) {
	word := o.word(p.Key)
	if b.Rule != "" {
		word += "-" + b.Rule
	}
	id := o.name + "-PARAM-" + word
	level, basis := o.bound()
	if b.Level != "" {
		level, basis = b.Level, spec.Inferred
	}
	o.require(id, level, basis, fmt.Sprintf("A value of %s that %s is refused.", p.Name, b.Text),
		o.source())
	role, effect, but := o.subject()
	if p.In == "path" {
		role, effect, but = spec.Absent, o.ifBroken(), []string{"404"}
	}
	o.open("refused-"+word, "A value of "+p.Name+" that "+b.Text,
		joined(append(o.values(role, p.Key), given(p, b.Value)), o.body()), effect)
	if p.In == "cookie" { // it may be of a session
		but = append(slices.Clone(but), "401", "403")
	}
	o.refusedBy(id, refusals, but...)
}
