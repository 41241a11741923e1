package values

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi/schematest"
	"example.com/toeline/spec/sample"
)

// TestBreaches holds that each rule of a body is broken once, alone, and that what is made breaks
// the schema.
func TestBreaches(t *testing.T) {
	schema := schematest.Of(t, "{type: object, required: [title, owner], additionalProperties: "+
		"false, properties: {id: {type: string, readOnly: true}, title: {type: string, "+
		"minLength: 1, maxLength: 3}, kind: {type: string, enum: [a, b]}, size: {type: integer, "+
		"minimum: 0, maximum: 9}, tags: {type: array, maxItems: 1, items: {type: string}}, "+
		"owner: {type: object, required: [name], properties: {name: {type: string, pattern: "+
		"\"^[a-z]+$\"}}}, note: {anyOf: [{type: string, maxLength: 2}, {type: \"null\"}]}}}")
	value, good := sample.Of(schema, sample.Request)
	if !good {
		t.Fatalf("no sample: %v", value)
	}
	var got []string
	for _, b := range Breaking(schema, value) {
		got = append(got, strings.Trim(strings.Join(b.At, ".")+" "+b.Rule, " "))
		if len(schema.ValidateRequest(b.Value)) == 0 {
			t.Errorf("%s %s: %v breaks nothing", b.At, b.Rule, b.Value)
		}
	}
	slices.Sort(got)
	want := []string{
		"kind enum", "kind null", "kind type", "note coerced", "note long",
		"note type", "owner required", "owner.name null", "owner.name pattern",
		"owner.name required", "owner.name type", "size coerced", "size high", "size low",
		"size null", "size type", "tags items", "tags null", "tags type", "title coerced",
		"title long", "title null", "title required", "title short", "title type", "unknown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
