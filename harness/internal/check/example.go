package check

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

// lintExample reports a check whose example, or place in it, does not exist, and returns the
// example's value there.
func lintExample(s *spec.Scope, c *spec.Check) (any, bool) {
	if c.Example == "" {
		return nil, false // the structure of the check has been reported
	}
	example, ok := s.Doc.Example(c.Example)
	if !ok {
		s.Unknown(c.Pos, ".example", "example of a response", c.Example, s.Doc.Examples())
		return nil, false
	}
	where := c.Pointer()
	if !isPointer(where) {
		s.Problem(c.Pos, "", notPointer(where))
		return nil, false
	}
	value, ok := jsonpointer.Lookup(example, where)
	if !ok {
		message := fmt.Sprintf("example %q has nothing at %q", c.Example, where)
		s.Suggest(c.Pos, "", message, strict.Suggest(where, pointersOf(example, "")))
	}
	return value, ok
}

func isPointer(p string) bool { return p == "" || strings.HasPrefix(p, "/") }

// pointersOf returns the places of a JSON value.
func pointersOf(value any, at string) []string {
	all := []string{at}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			all = append(all, pointersOf(v[name], at+jsonpointer.Join([]string{name}))...)
		}
	case []any:
		for i, item := range v {
			all = append(all, pointersOf(item, at+"/"+strconv.Itoa(i))...)
		}
	}
	return all
}

// example returns the value of the example and that of the response, where there is something
// to compare. A value that is missing is the finding of a rule that demands it, or of the
// status; else it is one here.
func (j *judge) example(c *spec.Check, id string) (wanted, got any, ok bool) {
	if j.isHead() || j.unread(id) {
		return nil, nil, false
	}
	where := c.Pointer()
	example, _ := j.in.Doc.Example(c.Example)
	wanted, _ = jsonpointer.Lookup(example, where)
	if j.hides(where, id) {
		return nil, nil, false
	}
	if got, ok = j.lookup(where); ok {
		return wanted, got, true
	}
	switch {
	case j.has(whereStatus, id):
		// The wrong status explains it.
	case c.Differ.Pointer != "":
		// What is not there is not the example's either.
		j.hold(id)
	default:
		if text, isText := wanted.(string); isText && c.Template != "" {
			wanted, _ = j.fill(text, c.With, "")
		}
		j.found(result.Finding{
			Requirement: id, Reason: "missing", Where: where,
			Expected: show(wanted), Got: j.absence(),
		})
	}
	return nil, nil, false
}
