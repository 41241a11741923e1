package check

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

// lintValue reports what is wrong with a rule on a value.
func lintValue(s *spec.Scope, r spec.ValueRule, pos strict.Pos, at string) {
	if r == (spec.ValueRule{}) {
		s.Problem(pos, at, "asserts nothing: give one of present, type, schema, pattern, equal, "+
			"among, calendar, near, lists")
	}
	if r.Present != nil && !*r.Present && r != (spec.ValueRule{Present: r.Present}) {
		s.Problem(pos, at, "present: false forbids the value, so nothing else can be said of it")
	}
	if _, err := regexp.Compile(r.Pattern); err != nil {
		s.Problem(pos, at+".pattern", "no regular expression: "+err.Error())
	}
	if _, ok := s.Doc.Schema(r.Schema); r.Schema != "" && !ok {
		s.Unknown(pos, at+".schema", "component schema", r.Schema, s.Doc.Schemas())
	}
	if r.Fold && r.Equal.Kind == spec.RefNone {
		s.Problem(pos, at+".fold", "fold goes with equal")
	}
	if r.Near < 0 {
		s.Problem(pos, at+".near", "a time below zero")
	}
	lintRef(s, r.Equal, pos, at+".equal")
	lintAmong(s, r.Among, pos, at+".among")
}

// value judges a value that is there. One finding says what is wrong; a schema
// may find several members.
func (j *judge) value(r spec.ValueRule, value any, where, id string) {
	wrong := func(reason, got string) {
		j.found(result.Finding{
			Requirement: id, Reason: reason, Where: where, Expected: j.describe(r), Got: got,
		})
	}
	if got := typeOf(value); r.Type != "" && string(r.Type) != got {
		wrong("wrong type", got+" "+show(value))
		return
	}
	if r.Schema != "" && !j.schema(r, value, where, id) {
		return
	}
	text, isText := value.(string)
	if !isText && r.Equal.Kind != spec.RefNone && !r.NeedsText() {
		text, isText = spec.TextOf(value)
	}
	if !isText && (r.NeedsText() || r.Equal.Kind != spec.RefNone) {
		wrong("wrong type", typeOf(value)+" "+show(value))
		return
	}
	j.text(r, value, text, where, id)
}

// text judges what a rule demands of a text.
func (j *judge) text(r spec.ValueRule, value any, text, where, id string) {
	wrong := func(reason, got string) {
		j.found(result.Finding{
			Requirement: id, Reason: reason, Where: where, Expected: j.describe(r), Got: got,
		})
	}
	var moment time.Time
	var timeErr error
	if r.Calendar || r.Near != 0 {
		moment, timeErr = parseTime(text)
	}
	away := moment.Sub(j.answered).Abs()
	switch {
	case r.Pattern != "" && !j.in.Doc.Regexp(r.Pattern).MatchString(text):
		wrong("wrong form", show(value))
	case r.Calendar && timeErr != nil:
		wrong("no such date", show(value))
	case r.Near != 0 && timeErr == nil && away > r.Near:
		wrong("far from now", fmt.Sprintf("%s, %s from %s",
			show(value), away.Round(time.Second), j.answered.UTC().Format(time.RFC3339)))
	case r.Lists != "" && !listHas(text, r.Lists):
		wrong("missing in the list", show(value))
	case r.Among.Kind != spec.RefNone:
		j.among(r, value, where, id)
	case r.Equal.Kind != spec.RefNone:
		j.equalRef(r, text, where, id)
	case r.Near != 0 && timeErr != nil:
		// Text that is not a date is the finding of another rule.
		j.hidden(id, "the text that it is about is not a date and time")
	default:
		j.hold(id)
	}
}

func (j *judge) schema(r spec.ValueRule, value any, where, id string) bool {
	schema, ok := j.in.Doc.Schema(r.Schema)
	if !ok {
		return true // lint refuses such a contract
	}
	violations, err := schema.Judge(value)
	if err != nil {
		return false // neither a finding, nor that the rule holds
	}
	for _, v := range violations {
		at := where
		if strings.HasPrefix(where, "/") || where == "" {
			at += v.Pointer
		}
		got := "nothing"
		if member, ok := jsonpointer.Lookup(value, v.Pointer); ok {
			got = typeOf(member) + " " + show(member)
		}
		j.found(result.Finding{
			Requirement: id, Reason: result.SchemaReason + r.Schema, Where: at,
			Expected: v.Expected, Got: got,
		})
	}
	return len(violations) == 0
}

func listHas(list, member string) bool {
	for item := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(item) == member {
			return true
		}
	}
	return false
}

// describe returns what a rule allows.
func (j *judge) describe(r spec.ValueRule) string {
	var parts []string
	add := func(on bool, format string, args ...any) {
		if on {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	if r.Type != "" {
		add(true, "%s", withArticle(string(r.Type)))
	}
	if schema, ok := j.in.Doc.Schema(r.Schema); ok {
		if pattern := schema.Pattern(); pattern != "" {
			add(true, "%s (%s)", withArticle(r.Schema), pattern)
		} else {
			add(true, "%s", withArticle(r.Schema))
		}
	}
	add(r.Pattern != "", "text that matches %s", r.Pattern)
	add(r.Calendar, "a date and time that exist")
	add(r.Near != 0, "a time at most %s from now", r.Near)
	add(r.Lists != "", "a list with %s", r.Lists)
	if r.Among.Kind != spec.RefNone {
		array, _ := j.array(r.Among)
		add(true, "one of %s, as in %s", show(array), describeRef(r.Among))
	}
	if r.Equal.Kind != spec.RefNone {
		wanted, _ := j.resolve(r.Equal)
		add(true, "%q, as %s", wanted, describeRef(r.Equal))
	}
	if len(parts) == 0 {
		return "to be there"
	}
	return strings.Join(parts, ", ")
}

func withArticle(noun string) string {
	switch {
	case noun == "null":
		return noun
	case strings.ContainsRune("aeiouAEIO", rune(noun[0])):
		return "an " + noun
	}
	return "a " + noun
}
