package clients

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// Call is what a caller gives an operation. Texts have {guid} and {number}, by which the requests
// of the call are known.
type Call struct {
	Operation  string         // NameOf
	Parameters map[string]any // by openapi.Parameter.Key
	// Body is the content as JSON has it, of the media type; nil: there is none.
	Body      any
	MediaType string
}

// PlaceNumber is a number that no other call has, where a text would not do.
const PlaceNumber = "number"

// For returns the call with the values of one run.
func (c *Call) For(guid string, number int) *Call {
	fill := func(value any) any { return filledFor(value, guid, number) }
	made := *c
	made.Parameters, made.Body = map[string]any{}, fill(c.Body)
	for name, value := range c.Parameters {
		made.Parameters[name] = fill(value)
	}
	return &made
}

// sampleGUID is one that is filled in.
const sampleGUID = "11f9ad5e-0b5d-4ba5-8b3a-9c2f8c0e4a01"

const (
	guidText   = "{" + PlaceGUID + "}"
	numberText = "{" + PlaceNumber + "}"
)

// filledFor fills in a value.
func filledFor(value any, guid string, number int) any {
	if value == numberText {
		return json.Number(fmt.Sprint(number))
	}
	switch v := value.(type) {
	case map[string]any:
		made := make(map[string]any, len(v))
		for name, member := range v {
			made[name] = filledFor(member, guid, number)
		}
		return made
	case []any:
		made := make([]any, len(v))
		for i, item := range v {
			made[i] = filledFor(item, guid, number)
		}
		return made
	case string:
		return strings.ReplaceAll(v, guidText, guid)
	}
	return value
}

// isMarked reports whether a value of the call is new in every call.
func (c *Call) isMarked() bool {
	marked := false
	look := func(s string) string {
		marked = marked || strings.Contains(s, guidText) || s == numberText
		return s
	}
	for _, value := range c.Parameters {
		filledValue(value, look)
	}
	filledValue(c.Body, look)
	return marked
}

// with is the call with another value of a parameter.
func (c *Call) with(key string, value any) *Call {
	made := *c
	made.Parameters = maps.Clone(c.Parameters)
	made.Parameters[key] = value
	return &made
}

// call makes the call with what is required, and a value by which its requests are known.
func (d *derivation) call() error {
	d.base = &Call{Operation: NameOf(d.op), Parameters: map[string]any{}}
	for _, p := range d.parameters() {
		if !p.Required || p.MayBeEmpty() {
			continue
		}
		value, good := valueOf(p)
		if !good {
			return fmt.Errorf("no value is known that the %s parameter %s takes: give it an "+
				"example", p.In, p.Name)
		}
		d.base.Parameters[p.Key] = value
	}
	if body := d.op.Body; body != nil && (body.Required || d.op.Method != "GET") {
		media := body.Preferred()
		value, good := sample.Body(media, sample.Request)
		if !good || value == nil {
			return errors.New("no content is known that its schema takes: give it an example")
		}
		d.base.Body, d.base.MediaType = value, concrete(media.Type)
	}
	d.mark()
	d.alone = !d.base.isMarked()
	return nil
}

// parameters are those of the operation, without what its path has no place for.
func (d *derivation) parameters() []openapi.Parameter {
	inPath := spec.PathParameters(d.op.Path)
	return slices.DeleteFunc(slices.Clone(d.op.Parameters), func(p openapi.Parameter) bool {
		return p.In == "path" && !slices.Contains(inPath, p.Name)
	})
}

// valueOf is a value for a parameter. One in the path of which nothing is said is a text.
func valueOf(p openapi.Parameter) (value any, good bool) {
	value, good = sample.Parameter(p)
	_, isObject := value.(map[string]any)
	if isObject && p.In == "path" && (p.Schema == nil || len(p.Schema.Types()) == 0) {
		return "x", true
	}
	return value, good
}

// mark gives a parameter, or a member of the content, a value that no other call has: in the path
// first, and one that is required rather than another.
func (d *derivation) mark() {
	d.markHeaders()
	places := []string{"path", "query", "content", "header", "any query"}
	for _, in := range places {
		if in == "content" && d.markBody() {
			return
		}
		for _, p := range d.parameters() {
			if p.In != strings.TrimPrefix(in, "any ") || p.ContentType != "" ||
				!p.Required && !strings.HasPrefix(in, "any ") {
				continue
			}
			if mark, ok := markFor(p.Schema); ok {
				d.base.Parameters[p.Key] = mark
				return
			}
		}
	}
}

// markHeaders gives the parameters of the header that take any text values that no other call has,
// so that those of another call are seen.
func (d *derivation) markHeaders() {
	for _, p := range d.parameters() {
		_, given := d.base.Parameters[p.Key]
		if !given || p.In != "header" || p.ContentType != "" || p.Schema == nil {
			continue
		}
		s := p.Schema.Shape()
		if s.Example == nil && s.Default == nil && len(s.Enum) == 0 &&
			p.Example == nil && len(p.Examples) == 0 &&
			takesText(p.Schema) && takes(p.Schema, guidText) {
			d.base.Parameters[p.Key] = guidText
		}
	}
}

// markFor is a value that differs from call to call, where a schema takes any.
func markFor(s *openapi.Schema) (string, bool) {
	switch {
	case takes(s, guidText):
		return guidText, true
	case takes(s, numberText):
		return numberText, true
	}
	return "", false
}

// takes reports whether a schema takes a value in a request, whatever its marks become.
func takes(s *openapi.Schema, value any) bool {
	if s == nil {
		return value != numberText
	}
	const other = "e7c1d2b3-0f6a-4c8d-9e5f-1a2b3c4d5e6f"
	return len(s.ValidateRequest(filledFor(value, sampleGUID, MinNumber))) == 0 &&
		len(s.ValidateRequest(filledFor(value, other, MaxNumber))) == 0
}

// Bounds of the numbers by which calls are known: so long that no other number is taken for one.
const (
	MinNumber = 100_000_000
	MaxNumber = 999_999_999
)

// markBody marks a text, or a member of the content.
func (d *derivation) markBody() bool {
	if d.base.Body == nil {
		return false
	}
	media := d.op.Body.Preferred()
	if _, ok := d.base.Body.(string); ok && !openapi.IsXML(media.Type) &&
		takes(media.Schema, "Text of "+guidText) {
		d.base.Body = "Text of " + guidText
		return true
	}
	members, ok := d.base.Body.(map[string]any)
	if !ok || media.Schema == nil {
		return false
	}
	names := slices.Sorted(maps.Keys(members))
	for _, name := range append(names, media.Schema.Properties()...) {
		for _, mark := range []string{guidText, numberText} {
			made := maps.Clone(members)
			made[name] = mark
			if _, known := media.Schema.Property(name); known && takes(media.Schema, made) &&
				!takesAnything(media.Schema, name) {
				d.base.Body = made
				return true
			}
		}
	}
	return false
}

// takesAnything reports whether a member says nothing of its value, so that a number there is no
// better than a text.
func takesAnything(s *openapi.Schema, name string) bool {
	member, ok := s.Property(name)
	return !ok || len(member.Types()) == 0
}

var notInIDs = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// idPart is a name as a component of an id.
func idPart(name string) string {
	if part := strings.Trim(notInIDs.ReplaceAllString(name, "-"), "-"); part != "" {
		return part
	}
	return "unnamed"
}

// conditions are what the operation's description says of requests.
func (d *derivation) conditions() map[string]bool {
	facts := map[string]bool{"knownQuery": true}
	for _, p := range d.parameters() {
		facts[p.In+"Parameters"] = true
	}
	content := d.op.Body != nil
	facts["content"], facts["noContent"] = content, !content
	method := d.op.Method
	facts["lengthExpected"] = !content &&
		slices.Contains([]string{"POST", "PUT", "PATCH"}, method)
	facts["notIdempotent"] = method == "POST" || method == "PATCH"
	facts["credentials"] = d.op.Secured() && d.op.Presents()
	facts["responseContent"] = len(ContentOf(d.op)) > 0
	return facts
}

// ContentOf are the representations of an operation's successes.
func ContentOf(op *openapi.Operation) (all []openapi.Media) {
	for _, r := range op.Responses {
		if r.Status[0] == '2' || r.Status == "default" && len(op.Responses) == 1 {
			all = append(all, r.Content...)
		}
	}
	return all
}

// withBody is the call with other content.
func (c *Call) withBody(value any) *Call {
	made := *c
	made.Body = value
	return &made
}

// setMember is the content of the base call with another value of a member.
func (d *derivation) setMember(name string, value any) (any, bool) {
	members, ok := d.base.Body.(map[string]any)
	if !ok {
		return nil, false
	}
	made := maps.Clone(members)
	made[name] = value
	schema := d.op.Body.Preferred().Schema
	return made, schema != nil && takes(schema, any(made))
}
