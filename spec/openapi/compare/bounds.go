package compare

import (
	"math"
	"strconv"
)

func itoa(i int) string { return strconv.Itoa(i) }

// number returns a keyword's number.
func number(n node, keyword string) (float64, bool) {
	m, ok := n.member(keyword)
	if !ok {
		return 0, false
	}
	switch v := m.value.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// bound is an end of a range of numbers.
type bound struct {
	at        float64
	exclusive bool
}

// lower returns the lower end that a schema itself gives, in the words of OpenAPI 3.0 or of JSON
// Schema.
func lower(n node) (bound, bool) {
	at, ok := number(n, "minimum")
	b := bound{at, n.flag("exclusiveMinimum")}
	if other, given := number(n, "exclusiveMinimum"); given && (!ok || other >= at) {
		return bound{other, true}, true
	}
	return b, ok
}

// upper is lower of the other end.
func upper(n node) (bound, bool) {
	at, ok := number(n, "maximum")
	b := bound{at, n.flag("exclusiveMaximum")}
	if other, given := number(n, "exclusiveMaximum"); given && (!ok || other <= at) {
		return bound{other, true}, true
	}
	return b, ok
}

// atLeast is the rule of minimum and exclusiveMinimum.
func atLeast(_ *comparer, inner *schema, of, value node) []gap {
	wanted, ok := lower(of)
	if !ok || inner.types()&typeNumber == 0 {
		return nil
	}
	best, given := bound{math.Inf(-1), false}, false
	for _, n := range inner.nodes {
		if b, has := lower(n); has && (b.at > best.at || b.at == best.at && b.exclusive) {
			best, given = b, true
		}
	}
	if given &&
		(best.at > wanted.at || best.at == wanted.at && (best.exclusive || !wanted.exclusive)) {
		return nil
	}
	return []gap{bounds("minimum", inner, value, best, given, wanted)}
}

// atMost is the rule of maximum and exclusiveMaximum.
func atMost(_ *comparer, inner *schema, of, value node) []gap {
	wanted, ok := upper(of)
	if !ok || inner.types()&typeNumber == 0 {
		return nil
	}
	best, given := bound{math.Inf(1), false}, false
	for _, n := range inner.nodes {
		if b, has := upper(n); has && (b.at < best.at || b.at == best.at && b.exclusive) {
			best, given = b, true
		}
	}
	if given &&
		(best.at < wanted.at || best.at == wanted.at && (best.exclusive || !wanted.exclusive)) {
		return nil
	}
	return []gap{bounds("maximum", inner, value, best, given, wanted)}
}

func bounds(keyword string, inner *schema, value node, best bound, given bool, wanted bound) gap {
	g := gap{
		keyword: keyword, inner: inner.place(keyword), outer: value, outerValue: wanted.String(),
	}
	if given {
		g.innerValue = best.String()
	}
	return g
}

// String returns the bound as a text has it.
func (b bound) String() string {
	text := strconv.FormatFloat(b.at, 'g', -1, 64)
	if b.exclusive {
		text += " (exclusive)"
	}
	return text
}

// counted is the rule of a count of at least, or at most, so many; it is for some types.
func counted(keyword string, of types, atLeast bool) rule {
	return func(_ *comparer, inner *schema, n, value node) []gap {
		wanted, ok := number(n, keyword)
		if !ok || inner.types()&of == 0 || atLeast && wanted <= 0 {
			return nil
		}
		g := gap{
			keyword: keyword, inner: inner.place(keyword), outer: value,
			outerValue: shown(value.value),
		}
		for _, m := range inner.nodes {
			v, given := number(m, keyword)
			if given && (atLeast && v >= wanted || !atLeast && v <= wanted) {
				return nil
			}
			if given {
				g.innerValue = strconv.FormatFloat(v, 'g', -1, 64)
			}
		}
		return []gap{g}
	}
}

// multiples is the rule of multipleOf.
func multiples(_ *comparer, inner *schema, of, value node) []gap {
	wanted, ok := number(of, "multipleOf")
	if !ok || wanted <= 0 || inner.types()&typeNumber == 0 {
		return nil
	}
	if wanted == 1 && inner.types()&typeFraction == 0 {
		return nil
	}
	g := gap{
		keyword: "multipleOf", inner: inner.place("multipleOf"), outer: value,
		outerValue: shown(value.value),
	}
	for _, n := range inner.nodes {
		v, given := number(n, "multipleOf")
		if given && math.Abs(math.Mod(v, wanted)) < 1e-9*wanted {
			return nil
		}
		if given {
			g.innerValue = strconv.FormatFloat(v, 'g', -1, 64)
		}
	}
	return []gap{g}
}
