package compare

import (
	"regexp"
	"unicode/utf8"
)

// finite compares the values of an enumeration with a schema one by one. decided is false where a
// value is an array or an object that the schema looks into.
func (c *comparer) finite(values []any, inner, outer *schema) (gaps []gap, decided bool) {
	for _, v := range values {
		if typeOf(v)&inner.types() == 0 {
			continue // its type refuses it
		}
		if typeOf(v)&(typeArray|typeObject) != 0 {
			return nil, false
		}
		for _, n := range outer.nodes {
			keyword, ok := c.takes(n, v, 0)
			if ok {
				continue
			}
			m, _ := n.member(keyword)
			gaps = append(gaps, gap{
				keyword: keyword, inner: inner.place("enum"), outer: m,
				text: "the value " + shown(v) + " (" + keyword + ")",
			})
			break
		}
	}
	return gaps, true
}

// takes reports whether a schema itself allows a value that is not an array and no object, and else
// the keyword that refuses it.
func (c *comparer) takes(n node, value any, depth int) (keyword string, ok bool) {
	if typesOf(n)&typeOf(value) == 0 {
		return "type", false
	}
	if !enumeration(n).has(value) {
		return "enum", false
	}
	switch v := value.(type) {
	case string:
		if keyword := refusesText(n, v); keyword != "" {
			return keyword, false
		}
	case int:
		if keyword := refusesNumber(n, float64(v)); keyword != "" {
			return keyword, false
		}
	case float64:
		if keyword := refusesNumber(n, v); keyword != "" {
			return keyword, false
		}
	}
	for _, keyword := range []string{"anyOf", "oneOf"} {
		group, given := n.member(keyword)
		if given && !c.someTakes(group.items(), value, depth) {
			return keyword, false
		}
	}
	return "", true
}

// someTakes reports whether one of some schemas allows a value.
func (c *comparer) someTakes(branches []node, value any, depth int) bool {
	if depth >= maxReferences {
		return true
	}
	for _, branch := range branches {
		all := true
		flat := flatten(response, []node{branch})
		for _, n := range flat.nodes {
			if c.pairs++; c.pairs > maxPairs {
				return true
			}
			_, ok := c.takes(n, value, depth+1)
			all = all && ok
		}
		if all && !flat.never {
			return true
		}
	}
	return false
}

func refusesText(n node, text string) string {
	length := float64(utf8.RuneCountInString(text))
	if low, ok := number(n, "minLength"); ok && length < low {
		return "minLength"
	}
	if high, ok := number(n, "maxLength"); ok && length > high {
		return "maxLength"
	}
	if pattern := n.text("pattern"); pattern != "" && !n.side.matches(pattern, text) {
		return "pattern"
	}
	return ""
}

func refusesNumber(n node, v float64) string {
	if low, ok := lower(n); ok && (v < low.at || v == low.at && low.exclusive) {
		return "minimum"
	}
	if high, ok := upper(n); ok && (v > high.at || v == high.at && high.exclusive) {
		return "maximum"
	}
	return ""
}

// matches reports whether a regular expression matches a text. One that Go does not read matches
// nothing.
func (s *side) matches(pattern, text string) bool {
	re, known := s.patterns[pattern]
	if !known {
		re, _ = regexp.Compile(pattern)
		s.patterns[pattern] = re
	}
	return re != nil && re.MatchString(text)
}
