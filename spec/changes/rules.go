package changes

import (
	"fmt"
	"slices"

	"example.com/toeline/spec"
)

// loosened returns why a check allows more than the same check did before; empty: it does not, as
// far as its rules say.
func loosened(was, now spec.Check) string {
	for _, mediaType := range now.MediaType {
		if len(was.MediaType) > 0 && !slices.Contains(was.MediaType, mediaType) {
			return "allows the media type " + mediaType + " too"
		}
	}
	if was.Unique != nil && canonical(was.Unique) != canonical(now.Unique) {
		return "compares another value"
	}
	for name, fill := range now.With {
		if before, ok := was.With[name]; ok && fill.Fold && !before.Fold {
			return "leaves the letter case of {" + name + "} free"
		}
	}
	before, after := valueRule(&was), valueRule(&now)
	if before == nil || after == nil {
		return ""
	}
	return looserValue(before, after)
}

// valueRule returns the rule on a value of a check; nil: it has none.
func valueRule(c *spec.Check) *spec.ValueRule {
	switch {
	case c.Body != nil:
		return &c.Body.ValueRule
	case c.Header != nil:
		return &c.Header.ValueRule
	}
	return nil
}

// looserValue returns what now allows that r did not; empty: nothing. Schemas of two names are
// compared elsewhere.
func looserValue(r, now *spec.ValueRule) string {
	forbids := func(r *spec.ValueRule) bool { return r.Present != nil && !*r.Present }
	switch {
	case forbids(r) != forbids(now):
		return "demands the value, and forbade it, or the reverse"
	case r.Type != "" && r.Type != now.Type && (now.Type != "" || now.Schema == ""):
		return fmt.Sprintf("allows another type: %q, was %q", now.Type, r.Type)
	case r.Schema != "" && now.Schema == "":
		return "no longer compares with schema " + r.Schema
	case r.Pattern != "" && r.Pattern != now.Pattern:
		return fmt.Sprintf("allows what another pattern matches: %q, was %q", now.Pattern,
			r.Pattern)
	case r.Equal.Kind != spec.RefNone && r.Equal != now.Equal:
		return "no longer compares with the same value"
	case r.Equal.Kind != spec.RefNone && now.Fold && !r.Fold:
		return "leaves the letter case free"
	case r.Among.Kind != spec.RefNone && r.Among != now.Among:
		return "no longer compares with the same items"
	case r.Calendar && !now.Calendar && now.Near == 0:
		return "no longer demands a date and time that exist"
	case r.Near != 0 && (now.Near == 0 || now.Near > r.Near):
		return fmt.Sprintf("allows times that are further away: %s, was %s", now.Near, r.Near)
	case r.Lists != "" && r.Lists != now.Lists:
		return fmt.Sprintf("no longer demands %q in the list", r.Lists)
	}
	return ""
}
