package derive

import (
	"fmt"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/random"
)

// broken is a rule that a case breaks, for inputs at random that break it too.
type broken struct {
	at   string // the key of a parameter, or a JSON pointer into the body
	rule random.Rule
	id   string // the requirement that it is judged by
}

// varied are the rules that are broken by more than one value: inputs at random show more of them
// than cases do.
var varied = []random.Rule{
	random.Type, random.Coerced, random.Enum, random.Long, random.Short, random.Pattern,
	random.Format, random.Low, random.High, random.Many, random.Few, random.Multiple,
	random.Unknown, random.Refused,
}

// breaks notes a rule that a case breaks, and how that is refused.
func (o *operationSkeleton) breaks(at string, rule random.Rule, id string, refusals []string) {
	if !slices.Contains(varied, rule) {
		return
	}
	o.broken = append(o.broken, broken{at, rule, id})
	for _, status := range slices.Concat(refusals, malformed) {
		if !slices.Contains(o.refusing, status) {
			o.refusing = append(o.refusing, status)
		}
	}
}

// fuzzed are the fuzz cases of the operation, as YAML; empty: there are none.
func (o *operationSkeleton) fuzzed() string {
	if !o.likely || o.shared() {
		return ""
	}
	var b strings.Builder
	if o.varies() {
		fmt.Fprintf(&b, "    - id: %s.fuzz\n      text: Inputs at random that the document "+
			"allows\n      like: %s.documented\n      checks:\n", o.name, o.name)
		for _, check := range slices.Concat(o.tolerated(), o.answerChecks(o.op.Statuses())) {
			fmt.Fprintf(&b, "        - {%s}\n", check)
		}
	}
	if len(o.broken) > 0 {
		fmt.Fprintf(&b, "    - id: %s.fuzz-broken\n      text: Inputs at random that break one "+
			"rule\n      like: %s.documented\n      refused: [%s]\n      breaks:\n", o.name, o.name,
			strings.Join(o.refusing, ", "))
		for _, one := range o.broken {
			fmt.Fprintf(&b, "        - {at: %s, rule: %s, id: %s}\n", quoted(one.at), one.rule,
				one.id)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "  fuzz:\n" + b.String()
}

// varies reports whether a request has something beside ids that differs from input to input.
func (o *operationSkeleton) varies() bool {
	media := o.bodyMedia()
	return media.Schema != nil && (openapi.IsJSON(media.Type) ||
		strings.HasPrefix(media.Type, "application/x-www-form")) ||
		slices.ContainsFunc(o.op.Parameters, func(p openapi.Parameter) bool {
			return !isID(p) && !isCondition(p) && p.Schema != nil
		})
}

// anyTime are statuses that depend on the state of a service, or on the size of a request.
var anyTime = []string{"409", "412", "413", "414", "429", "431"}

// tolerated are the checks of an input that the schemas take: a service may have reasons of its
// own to refuse it, as it documents, but it does not fail.
func (o *operationSkeleton) tolerated() []string {
	if o.has("default") || !o.succeed {
		return []string{fmt.Sprintf("id: %s-OK, notStatus: 5XX", o.name)}
	}
	success := append(slices.Concat(o.statuses("2"), o.statuses("3")), "4XX")
	checks := []string{
		fmt.Sprintf("id: %s-OK, status: [%s]", o.name, strings.Join(success, ", ")),
	}
	if o.stated && len(o.documentedOf("400", "422", "4XX")) > 0 {
		all := o.op.Statuses()
		for _, status := range anyTime {
			if !slices.Contains(all, status) {
				all = append(all, status)
			}
		}
		checks = append(checks, fmt.Sprintf("id: %s-STATUS, status: [%s], when: {notStatus: 5XX}",
			o.name, strings.Join(all, ", ")))
	}
	return checks
}
