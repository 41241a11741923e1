package spec

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestMocksOfTheContract: what mocks and code generators make of the description alone. Prism 5
// answers by the first example, and by the example of a header; Specmatic 2 pairs the examples of
// parameters and of responses by name; openapi-generator's Java has no anyOf of enumerations.
func TestMocksOfTheContract(t *testing.T) {
	t.Parallel()
	source, err := Source(Default)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths      map[string]map[string]yaml.Node
		Components struct {
			Parameters map[string]struct{ Examples yaml.Node }
			Responses  map[string]struct {
				Headers map[string]map[string]any
				Content map[string]struct{ Examples yaml.Node }
			}
			Headers map[string]map[string]any
			Schemas map[string]any
		}
	}
	if err := yaml.Unmarshal(source, &doc); err != nil {
		t.Fatal(err)
	}
	names := func(examples yaml.Node) []string {
		var all []string
		for i := 0; i < len(examples.Content); i += 2 {
			all = append(all, examples.Content[i].Value)
		}
		return all
	}
	responses := doc.Components.Responses
	refused := names(responses["badRequest"].Content["application/json"].Examples)
	if len(refused) != 2 || refused[0] != "invalidTaskId" {
		t.Errorf("the examples of a 400 are %q: a static mock answers by the first", refused)
	}
	shown := append(refused, names(responses["notFound"].Content["application/json"].Examples)...)
	for _, name := range names(doc.Components.Parameters["incidentTaskId"].Examples) {
		if !slices.Contains(shown, name) {
			t.Errorf("the example %s of the id is of no response", name)
		}
	}
	if responses["unauthorized"].Headers["WWW-Authenticate"]["example"] == nil {
		t.Error("a 401 has no example of its challenge")
	}
	if len(responses["unauthorized"].Content) > 0 {
		t.Error("a 401 demands content, which the page leaves open")
	}
	for _, name := range []string{"done", "badRequest", "unauthorized", "notFound"} {
		for _, header := range []string{"request-id", "client-request-id"} {
			if responses[name].Headers[header] == nil {
				t.Errorf("%s does not declare %s", name, header)
			}
		}
	}
	for name, header := range doc.Components.Headers {
		if header["example"] == nil {
			t.Errorf("the header %s has no example", name)
		}
	}
	if strings.Contains(string(source), "anyOf:") {
		t.Error("an anyOf of enumerations does not compile in generated Java")
	}
	for path, item := range doc.Paths {
		var post struct{ Responses map[string]any }
		if node := item["post"]; node.Decode(&post) != nil || post.Responses["default"] == nil {
			t.Errorf("%s has no default error", path)
		}
	}
}
