package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// hopByHop are fields that an http.RoundTripper takes away: without the bytes
// of the connection their absence tells nothing.
var hopByHop = []string{"Content-Length", "Transfer-Encoding", "Connection", "Trailer"}

func (j *judge) header(rule *spec.HeaderRule, id string) {
	where := whereHeader(rule.Name)
	values := j.in.Exchange.Response.Header.Values(rule.Name)
	if rule.Present != nil && !*rule.Present {
		j.forbiddenHeader(rule.Name, values, id)
		return
	}
	if j.broken.has(where, j.level(id)) {
		return
	}
	if len(values) == 0 {
		j.found(result.Finding{Requirement: id, Reason: "missing", Where: where, Expected: j.describe(rule.ValueRule), Got: "no " + rule.Name + " header"})
		return
	}
	// A list may stand on several lines (RFC 9110 5.3).
	j.value(rule.ValueRule, strings.Join(values, ", "), where, id)
}

func (j *judge) forbiddenHeader(name string, values []string, id string) {
	switch {
	case len(values) > 0:
		j.found(result.Finding{Requirement: id, Reason: "forbidden header", Where: whereHeader(name), Expected: "no " + name, Got: clip(strings.Join(values, ", "))})
	case !j.in.Exchange.Raw && containsFold(hopByHop, name):
		j.unseen(id)
	default:
		j.hold(id)
	}
}

func (j *judge) body(rule *spec.BodyRule, id string) {
	if !j.content.readable || j.in.Exchange.Request.Method == "HEAD" {
		return
	}
	if rule.Present != nil && !*rule.Present {
		if value, ok := spec.Lookup(j.content.value, rule.Pointer); ok {
			j.found(result.Finding{Requirement: id, Reason: "forbidden member", Where: rule.Pointer, Expected: "no such member", Got: show(value)})
		} else {
			j.hold(id)
		}
		return
	}
	if j.broken.hides(rule.Pointer, j.level(id)) {
		return
	}
	value, ok := j.lookup(rule.Pointer)
	if !ok {
		j.found(result.Finding{Requirement: id, Reason: "missing", Where: rule.Pointer, Expected: j.describe(rule.ValueRule), Got: j.absence()})
		return
	}
	j.value(rule.ValueRule, value, rule.Pointer, id)
}

func (j *judge) lookup(pointer string) (any, bool) {
	if j.content.json != "" {
		return nil, false
	}
	return spec.Lookup(j.content.value, pointer)
}

func (j *judge) absence() string {
	if j.content.json != "" {
		return j.content.json
	}
	return "nothing"
}

// value judges a value that is there. One finding says what is wrong; a schema
// may find several members.
func (j *judge) value(r spec.ValueRule, value any, where, id string) {
	wrong := func(reason, got string) {
		j.found(result.Finding{Requirement: id, Reason: reason, Where: where, Expected: j.describe(r), Got: got})
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
	moment, timeErr := parseTime(text)
	switch {
	case r.Pattern != "" && !regexp.MustCompile(r.Pattern).MatchString(text):
		wrong("wrong form", show(value))
	case r.Calendar && timeErr != nil:
		wrong("no such date", show(value))
	case r.Near != 0 && timeErr == nil && moment.Sub(j.answered).Abs() > r.Near:
		wrong("far from now", fmt.Sprintf("%s, %s from %s", show(value), moment.Sub(j.answered).Abs().Round(time.Second), j.answered.UTC().Format(time.RFC3339)))
	case r.Lists != "" && !listHas(text, r.Lists):
		wrong("missing in the list", show(value))
	case r.Among.Kind != spec.RefNone:
		j.among(r, value, where, id)
	case r.Equal.Kind != spec.RefNone:
		j.equalRef(r, text, where, id)
	case r.Near != 0 && timeErr != nil:
		// What is no date is another rule's finding.
	default:
		j.hold(id)
	}
}

func (j *judge) schema(r spec.ValueRule, value any, where, id string) bool {
	schema, ok := j.in.Doc.Schema(r.Schema)
	if !ok {
		return true // lint refuses such a document
	}
	violations := schema.Validate(value)
	for _, v := range violations {
		at := where
		if strings.HasPrefix(where, "/") || where == "" {
			at += v.Pointer
		}
		got := "nothing"
		if member, ok := spec.Lookup(value, v.Pointer); ok {
			got = typeOf(member) + " " + show(member)
		}
		j.found(result.Finding{Requirement: id, Reason: "breaks the schema " + r.Schema, Where: at, Expected: v.Reason, Got: got})
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

// equalRef compares with another place of the exchange. Where that place is
// empty or broken there is nothing to compare with, and another rule says so.
func (j *judge) equalRef(r spec.ValueRule, text, where, id string) {
	wanted, ok := j.resolve(r.Equal)
	if !ok {
		return
	}
	if text == wanted || r.Fold && strings.EqualFold(text, wanted) {
		j.hold(id)
		return
	}
	j.found(result.Finding{Requirement: id, Reason: "not equal", Where: where, Expected: fmt.Sprintf("%s, as %s", show(wanted), describeRef(r.Equal)), Got: show(text)})
}

// resolve returns the text that a reference names.
func (j *judge) resolve(r spec.Ref) (string, bool) {
	switch r.Kind {
	case spec.RefParameter:
		if b, ok := j.in.Bound[r.Name]; ok {
			return b.Value, true
		}
		return spec.TextOf(j.sent(r.Name))
	case spec.RefProperty:
		value, ok := j.in.Bound[r.Name].Properties[r.Property]
		return value, ok
	case spec.RefRequestHeader:
		return j.in.Exchange.Request.Header.Get(r.Name)
	case spec.RefHeader:
		if j.broken.has(whereHeader(r.Name), spec.May) {
			return "", false
		}
		return j.in.Exchange.Response.Header.Get(r.Name)
	case spec.RefBody:
		value, _ := j.lookup(r.Name)
		text, ok := spec.TextOf(value)
		return text, ok && !j.broken.hides(r.Name, spec.May)
	}
	return "", false
}

// sent is the value at a JSON pointer of the request's content; nil: none.
func (j *judge) sent(pointer string) any {
	if !strings.HasPrefix(pointer, "/") {
		return nil
	}
	content, _, _ := readJSON(j.in.Exchange.Request.Body)
	value, _ := spec.Lookup(content, pointer)
	return value
}

// among compares with the items of an array. Where there is no array, another
// rule says so.
func (j *judge) among(r spec.ValueRule, value any, where, id string) {
	array, ok := j.array(r.Among)
	switch {
	case !ok:
	case slices.ContainsFunc(array, func(item any) bool { return spec.SameJSON(item, value) }):
		j.hold(id)
	default:
		j.found(result.Finding{Requirement: id, Reason: "not among", Where: where, Expected: j.describe(r), Got: show(value)})
	}
}

func (j *judge) array(r spec.Ref) ([]any, bool) {
	if r.Kind == spec.RefBody {
		value, _ := j.lookup(r.Name)
		array, ok := value.([]any)
		return array, ok
	}
	array, ok := j.sent(r.Name).([]any)
	return array, ok
}

func describeRef(r spec.Ref) string {
	switch r.Kind {
	case spec.RefRequestHeader:
		return "the request's " + r.Name + " header"
	case spec.RefHeader:
		return "the " + r.Name + " header"
	case spec.RefBody:
		return r.Name + " of the content"
	}
	return "the request's " + r.Name
}

// describe says what a rule allows.
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
