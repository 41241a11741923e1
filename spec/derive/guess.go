package derive

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// guessed reports whether a value of a schema is made up: a text or a number that the description
// neither shows nor lists. A service may refuse it for what no schema says.
func guessed(schema *openapi.Schema, value any) bool {
	schema = values.Chosen(schema)
	s := schema.Shape()
	for _, shown := range append([]any{s.Example, s.Default}, s.Enum...) {
		if shown != nil && openapi.SameJSON(shown, value) {
			return false
		}
	}
	switch value := value.(type) {
	case map[string]any:
		if len(value) == 0 {
			return true
		}
		for name, inner := range value {
			if p, ok := values.Member(schema, name); !ok || guessed(p, inner) {
				return true
			}
		}
		return false
	case []any:
		return slices.ContainsFunc(value, func(item any) bool {
			return s.Items == nil || guessed(s.Items, item)
		})
	case bool, nil:
		return false
	}
	return true
}

// isGuess reports whether the value that a request gives a parameter is made up.
func isGuess(p openapi.Parameter) bool {
	value, _ := sample.Parameter(p)
	for _, shown := range append([]openapi.Example{{Value: p.Example}}, p.Examples...) {
		if shown.Value != nil && openapi.SameJSON(shown.Value, value) {
			return false
		}
	}
	return p.Schema == nil || guessed(p.Schema, value)
}

// isOptional reports whether a parameter may be left out, and a value for it is known.
func isOptional(p openapi.Parameter) bool {
	if p.Required || isID(p) || isCondition(p) {
		return false
	}
	_, good := sample.Parameter(p)
	return good
}

// madeUp reports whether a value of a request as it is documented is made up.
func (o *operationSkeleton) madeUp() bool {
	for _, p := range o.op.Parameters {
		if p.Required && !isID(p) && !isCondition(p) && isGuess(p) {
			return true
		}
	}
	media := o.bodyMedia()
	if media.Type == "" || o.bare {
		return false
	}
	value, _ := sample.Body(media, sample.Request)
	for _, shown := range append([]openapi.Example{{Value: media.Example}}, media.Examples...) {
		if shown.Value != nil && openapi.SameJSON(shown.Value, value) {
			return false
		}
	}
	return media.Schema != nil && guessed(media.Schema, value)
}

// conflicting are the statuses by which a service refuses a request that its schemas allow, where
// they are documented; unasked also where they are not.
var (
	conflicting = []string{"404", "4XX", "501"}
	unasked     = []string{"400", "403", "409", "412", "422", "424", "428"}
)

// mayRefuse are the statuses by which a service may refuse a request that its schemas allow: one
// without credentials that it may want, one with made-up values, and an action, which the state of
// what was created just now may not allow, as documented.
func (o *operationSkeleton) mayRefuse(madeUp bool) []string {
	var all []string
	if !o.op.Secured() {
		all = o.documentedOf("401", "403")
	}
	switch {
	case madeUp && o.has("default"):
		return []string{"4XX"}
	case madeUp:
		all = slices.Concat(all, unasked, o.documentedOf(conflicting...))
	case o.op.Method == http.MethodPost && o.isAction():
		all = slices.Concat(all, o.documentedOf(unasked...), o.documentedOf(conflicting...))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// succeeding are the checks that a request succeeds. What may be refused breaks nothing that is
// stated, and by a status that is not documented no more than that.
func (o *operationSkeleton) succeeding(madeUp bool) []string {
	if !o.succeed {
		return nil
	}
	all := slices.Concat(o.statuses("2"), o.statuses("3"))
	if len(all) == 0 {
		all = []string{"2XX"}
	}
	check := fmt.Sprintf("id: %s-OK, status: [%s]", o.name, strings.Join(all, ", "))
	refusals := o.mayRefuse(madeUp)
	if len(refusals) == 0 {
		return []string{check}
	}
	o.guesses = true
	taken := fmt.Sprintf("id: %s-TAKES, status: [%s]", o.name, strings.Join(all, ", "))
	if o.dependsOnState() {
		taken += ", when: {notStatus: 409}"
	}
	return append([]string{
		fmt.Sprintf("%s, when: {notStatus: [%s]}", check, strings.Join(refusals, ", ")), taken,
	}, o.statusKnown()...)
}

// dependsOnState reports whether an operation may be refused with the documented conflict because
// of the state of what is above it in the path.
func (o *operationSkeleton) dependsOnState() bool {
	path := nameless(o.op.Path)
	r := o.resources[path[:max(strings.LastIndex(path, "/"), 0)]]
	if r == nil || r.read == nil || !o.has("409") {
		return false
	}
	_, inside := wrapped(readSchema(r.read), r)
	state, _ := stateOf(inside)
	return state != ""
}

// wholeCollection reports whether the operation removes all that a collection has, which the run
// did not make.
func (o *operationSkeleton) wholeCollection() bool {
	if o.op.Method != http.MethodDelete {
		return false
	}
	for _, r := range o.resources {
		if r.collection == nameless(o.op.Path) {
			o.api.NotJudged(o.op.Pos, fmt.Sprintf("%s %s removes all that is there: success is "+
				"not asked for", o.op.Method, o.op.Path))
			return true
		}
	}
	return false
}

// documentedOptions asks for success with what is optional: with the values that the description
// shows, and with others, which a service may refuse.
func (o *operationSkeleton) documentedOptions(effect spec.Effect) {
	shown, other := 0, 0
	for _, p := range o.op.Parameters {
		switch {
		case !isOptional(p):
		case isGuess(p):
			other++
		default:
			shown++
		}
	}
	noError := fmt.Sprintf("id: %s-OK, notStatus: 5XX", o.name)
	if shown > 0 {
		o.options = withShown
		checks := o.succeeding(o.madeUp())
		if !o.succeed {
			checks = []string{noError}
		}
		o.succeeds("documented-optional", "A request with the optional parameters of which a "+
			"value is shown", effect, checks...)
	}
	if other > 0 {
		o.options = withAll
		o.succeeds("documented-options", "A request with every optional parameter", effect,
			append(o.statusKnown(), noError)...)
	}
	o.options = withNone
}

// options say which optional parameters requests have.
type options int

const (
	withNone  options = iota
	withShown         // those of which the description shows a value
	withAll
)

// has reports whether requests have a parameter that is optional.
func (w options) has(p openapi.Parameter) bool {
	return w == withAll || w == withShown && !isGuess(p)
}
