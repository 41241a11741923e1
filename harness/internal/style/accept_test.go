package style

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/openapi/schematest"
)

// TestQuality holds that the nearest range counts (RFC 9110, 12.5.1).
func TestQuality(t *testing.T) {
	t.Parallel()
	const accept = "text/*;q=0.3, text/plain;q=0.7, */*;q=0.5, bad;;, a/b;q=x"
	for _, test := range []struct {
		accept, mediaType string
		want              float64
	}{
		{accept, "text/plain", 0.7},
		{accept, "text/html", 0.3},
		{accept, "image/png", 0.5},
		{"text/html", "application/json", 0},
		{"application/json;q=0", "application/json", 0},
		{"", "application/json", 0},
	} {
		if got := Quality(test.accept, test.mediaType); got != test.want {
			t.Errorf("%s by %q: %v, want %v", test.mediaType, test.accept, got, test.want)
		}
	}
}

// TestDeepObjects holds objects within objects of a query, and names that are there twice.
func TestDeepObjects(t *testing.T) {
	t.Parallel()
	p := openapi.Parameter{
		Name: "f", In: "query", Style: "deepObject", Explode: true,
		Schema: schematest.Of(t, "{type: object, properties: {a: {type: object, properties: "+
			"{b: {type: string}}}, l: {type: array, items: {type: string}}, s: {type: string}}}"),
	}
	got, ok := readDeep(p, []Pair{
		{"f[a][b]", "x"},
		{"f[l]", "1"},
		{"f[l]", "2"},
		{"f[s]", "p"},
		{"f[s]", "q"},
		{"f[open", "y"},
		{"g[a]", "z"},
	})
	want := map[string]any{
		"a": map[string]any{"b": "x"}, "l": []any{"1", "2"}, "s": []any{"p", "q"},
	}
	if diff := cmp.Diff(any(want), got); diff != "" || !ok {
		t.Errorf("%t (-want +got):\n%s", ok, diff)
	}
	if _, ok := readDeep(p, []Pair{{"g[a]", "z"}}); ok {
		t.Error("another name is read")
	}
}
