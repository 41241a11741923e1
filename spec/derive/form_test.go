package derive

import (
	"slices"
	"strings"
	"testing"
)

// TestForms holds that forms of OpenAPI 3 and of 2.0 are refused by the same rules, of which those
// are left out that texts cannot break.
func TestForms(t *testing.T) {
	t.Parallel()
	const head = "info: {title: T, version: v}\npaths:\n  /f:\n    post:\n      operationId: f\n" +
		"      responses: {\"200\": {description: d}, \"400\": {description: d}}\n"
	const fields = "n: {type: integer, minimum: 3}, s: {type: string, maxLength: 5}"
	for _, document := range []string{
		"openapi: 3.0.3\n" + head + "      requestBody: {required: true, content: " +
			"{application/x-www-form-urlencoded: {schema: {type: object, required: [n], " +
			"properties: {" + fields + "}}}}}\n",
		"openapi: 3.1.0\n" + head + "      requestBody: {required: true, content: " +
			"{multipart/form-data: {schema: {type: object, required: [n], properties: {" +
			fields + ", file: {type: string, format: binary}}}}}}\n",
		"swagger: \"2.0\"\n" + head + "      consumes: [multipart/form-data]\n      parameters:\n" +
			"        - {name: n, in: formData, required: true, type: integer, minimum: 3}\n" +
			"        - {name: s, in: formData, type: string, maxLength: 5}\n",
	} {
		doc, err := Contract(source(t, document, nil), nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range doc.Operations[0].Cases {
			if _, slug, ok := strings.Cut(c.ID, "refused-body-"); ok {
				got = append(got, slug)
			}
		}
		slices.Sort(got)
		if all := strings.Join(got, " "); all != "n-low n-required n-type s-long" {
			t.Errorf("%s\nrefused: %s", document, all)
		}
	}
}
