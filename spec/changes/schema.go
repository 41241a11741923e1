package changes

import (
	"fmt"

	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi/compare"
)

// descriptions compares what the operations of two documents demand, and what schemas allow.
func (c *comparison) descriptions(old, now *spec.Contract) {
	for _, diff := range compare.Descriptions(c.was, c.now) {
		pos := now.Locate(diff.At)
		what := "changed"
		if diff.Gone {
			what, pos = "removed", old.Locate(diff.At)
		}
		c.add(what, diff.Of, diff.Text, pos, weakerOf(diff.Effect))
	}
}

// weakerOf returns the level that a difference makes weaker: what a server is allowed to answer or
// to refuse is demanded, what it is expected to refuse is advised.
func weakerOf(effect compare.Effect) spec.Level {
	switch effect {
	case compare.Less:
		return spec.Must
	case compare.Laxer:
		return spec.Should
	}
	return ""
}

// schema compares what the schemas allow that a check of a requirement names before and now.
func (c *comparison) schema(r spec.Requirement, where string, check spec.Check, was, now string) {
	key := r.ID + " " + was + " " + now
	if was == "" || now == "" || c.compared[key] {
		return
	}
	c.compared[key] = true
	at := func(name string) string { return "/components/schemas/" + jsonpointer.Escape(name) }
	for _, diff := range compare.Schemas(c.was, at(was), c.now, at(now)) {
		text := fmt.Sprintf("%s checks %s by schema %s, which %s", where, looksAt(check), now,
			diff.Text)
		weaker := spec.Level("")
		if diff.Effect == compare.Less {
			weaker = r.Level
		}
		c.add("changed", r.ID, text, check.Pos, weaker)
	}
}
