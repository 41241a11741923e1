package values

import (
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
)

// TestRefusedText holds that a text that should be refused breaks the schema.
func TestRefusedText(t *testing.T) {
	for text, want := range map[string]string{
		"{type: integer}": Odd, "{type: boolean}": Odd,
		"{type: string, enum: [a]}":    Odd,
		"{type: string, format: uuid}": Odd, "{pattern: \"^[0-9]+$\"}": Odd,
		"{type: string, maxLength: 3}": "xxxx", "{type: string}": "",
		"{type: string, pattern: \"~\"}": "",
	} {
		if got := RefusedText(openapi.Parameter{
			In: "query", Schema: schematest.Of(t, text),
		}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := RefusedText(openapi.Parameter{
		In: "cookie", Schema: schematest.Of(t, "{type: integer}"),
	}); got != "" {
		t.Errorf("of a cookie: %q", got)
	}
	if got := RefusedText(openapi.Parameter{In: "query"}); got != "" {
		t.Errorf("without a schema: %q", got)
	}
}
