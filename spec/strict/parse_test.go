package strict_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

func TestParseProblems(t *testing.T) {
	tests := []struct {
		name, text, want string
		tree             bool // whether there is one to go on with
	}{
		{name: "empty", text: "", want: "f:1:1: the file is empty"},
		{name: "comments only", text: "# nothing\n", want: "f:1:1: the file is empty"},
		{name: "null", text: "---\n~\n", want: "f:2:1: the file is empty"},
		{
			name: "two documents", text: "a: 1\n---\nb: 2\n",
			want: "f:2:1: a second YAML document begins here: one file holds one", tree: true,
		},
		{
			name: "duplicate", text: "a: 1\nb:\n  - {c: 1}\n  - c: 1\n    d: 2\n    c: 3\n",
			want: `f:6:5: b[1]: duplicate key, first given on line 4`, tree: true,
		},
		{
			name: "duplicate by value", text: "{200: a, \"200\": b}",
			want: `f:1:10: duplicate key, first given on line 1`, tree: true,
		},
		{
			name: "mapping as key", text: "a: {{id}}",
			want: "f:1:5: a: a key must be text, got a mapping: put it in quotes if text was meant",
			tree: true,
		},
		{
			name: "null as key", text: "a: {~: 1}",
			want: "f:1:5: a: a key must be text, got nothing: put null in quotes if text was meant",
			tree: true,
		},
		{
			name: "unknown tag", text: "a: !secret x",
			want: "f:1:4: a: a tag that is not known here", tree: true,
		},
		{
			name: "tag of another kind", text: "a: !!map x",
			want: "f:1:4: a: a tag that is not known here", tree: true,
		},
		{name: "not UTF-8", text: "a: 1\nb: é\xff", want: "f:2:5: not UTF-8 text: byte 0xFF"},
		{
			name: "control character", text: "a: \x07",
			want: "f:1:4: the character U+0007 is not allowed in YAML: escape it in double quotes",
		},
		{
			name: "alias of nothing", text: "a: 1\nb: *c",
			want: "f:2:4: not valid YAML: an alias names no anchor before it",
		},
		{
			name: "alias in itself", text: "a: &a\n  b: [1, *a]",
			want: "f:2:10: a.b[1]: an alias is inside what it names",
		},
		{
			name: "merge of a scalar", text: "a: {<<: 1}",
			want: "f:1:5: a: the merge key << takes mappings, got a number", tree: true,
		},
		{
			name: "bad indentation", text: "x: 1\ncases:\n  - id: a\n    level: b\n   method: c\n",
			want: "f:3: not valid YAML: expected '-' indicator at line 5, as what begins " +
				"here goes " +
				"on until there",
		},
		{
			name: "flow never closed", text: "a: [1, 2\n",
			want: "f:1: not valid YAML: expected ',' or ']'",
		},
		{
			name: "JSON without a comma", text: "{\"a\": 1,\n \"b\": 2 \"c\": 3}",
			want: "f:2:9: not valid JSON: invalid character '\"' after object key:value pair",
		},
		{
			name: "JSON cut off", text: "{\"a\": [1,\n",
			want: "f:1:10: not valid JSON: unexpected end of JSON input",
		},
		{
			name: "reserved character", text: "a: 1\nb: @c",
			want: "f:2: not valid YAML: a value begins with a character that YAML reserves: put " +
				"it in quotes",
		},
		{
			name: "tab", text: "a:\n\tb: 1",
			want: "f:2:1: not valid YAML: a tab in the indentation: write spaces",
		},
		{
			name: "first line", text: "a: b: c",
			want: "f:1: not valid YAML: mapping values are not allowed in this context",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, problems := strict.Parse("f", []byte(test.text))
			if diff := cmp.Diff(test.want, problems.Error()); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if (root != nil) != test.tree {
				t.Errorf("a tree: %v, want %v", root != nil, test.tree)
			}
		})
	}
}

func TestParseAccepts(t *testing.T) {
	tests := []struct {
		name, text string
		want       any
	}{
		{
			"json", "\ufeff{\"a\":\t[1, \"\\u00e9\\/\", null]}\n",
			map[string]any{"a": []any{1, "é/", nil}},
		},
		{
			"json escapes", `{"a\/b": "\ud83D\uDe00\\/\"", "c": 1}`,
			map[string]any{"a/b": "😀\\/\"", "c": 1},
		},
		{
			"json with characters that YAML forbids or folds",
			"{\"a\": \"\u007f \u0085 \u2028 \ufeff \uffff é \\ud83d\\ude00\", \"b\": 1}",
			map[string]any{"a": "\u007f \u0085 \u2028 \ufeff \uffff é 😀", "b": 1},
		},
		{
			"json with a long key", `{"` + strings.Repeat("k", 3000) + `": 1}`,
			map[string]any{strings.Repeat("k", 3000): 1},
		},
		{
			"json by an odd printer", "{\n\t\"a\"\n\t:\n\t[\n\t\t{\"b\"\r\n:1}\n\t,\"c\"]\n}",
			map[string]any{"a": []any{map[string]any{"b": 1}, "c"}},
		},
		{"alias", "a: &x [1]\nb: *x", map[string]any{"a": []any{1}, "b": []any{1}}},
		{"alias as key", "a: &x k\n*x : 1", map[string]any{"a": "k", "k": 1}},
		{
			"merge", "a: &a {x: 1, y: 2}\nb: &b {<<: *a, x: 3}\nc: {<<: [*b, {y: 5, z: 4}], w: 0}",
			map[string]any{
				"a": map[string]any{"x": 1, "y": 2},
				"b": map[string]any{"x": 3, "y": 2},
				"c": map[string]any{"x": 3, "y": 2, "z": 4, "w": 0},
			},
		},
		{"quoted merge sign", `{"<<": 1}`, map[string]any{"<<": 1}},
		{"one document, marked", "---\na: 1\n...\n", map[string]any{"a": 1}},
		{
			"text of YAML 1.2", "[yes, no, 2026-01-02, !!str 1]",
			[]any{"yes", "no", "2026-01-02", "1"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got any
			if err := strict.Unmarshal("f", []byte(test.text), &got).Err(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseLimits(t *testing.T) {
	var bomb, merges strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	merges.WriteString("a0: &a0 {k: v}\n")
	for i := 1; i <= 1100; i++ {
		if i <= 40 {
			ref := fmt.Sprintf("*a%d, ", i-1)
			fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.Repeat(ref, 10))
		}
		fmt.Fprintf(&merges, "a%d: &a%d {<<: *a%d, k%d: v}\n", i, i, i-1, i)
	}
	tests := []struct{ name, text, want string }{
		{
			"size", strings.Repeat("#", strict.MaxBytes+1),
			"f: the file has 33554433 bytes, more than the limit of 33554432",
		},
		{
			"depth", strings.Repeat("[", 1001) + strings.Repeat("]", 1001),
			"nested more than 1000 deep",
		},
		{
			"depth by aliases", "a: &a " + nested(600, "1") + "\nb: " + nested(500, "*a"),
			"nested more than 1000 deep",
		},
		{
			"depth of the parser", strings.Repeat("[", 100_000),
			"not valid YAML: exceeded max depth of 10000",
		},
		{
			"alias bomb", bomb.String(),
			"stand for more than 100000 nodes: write it out, or say less",
		},
		{
			"merge bomb", merges.String(),
			"stand for more than 100000 nodes: write it out, or say less",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, problems := strict.Parse("f", []byte(test.text))
			if root != nil || len(problems) != 1 ||
				!strings.HasSuffix(problems.Error(), test.want) {
				t.Errorf("got a tree: %v, and %.300q, want none and one problem ending in %q",
					root != nil, problems.Error(), test.want)
			}
		})
	}
	var into any
	if problems := strict.Unmarshal("f", []byte(nested(1000, "")), &into); problems != nil {
		t.Errorf("1000 deep: %.300s", problems)
	}
}

func nested(depth int, inner string) string {
	return strings.Repeat("[", depth) + inner + strings.Repeat("]", depth)
}

// TestJSONPositions holds what is behind escapes to the positions of the text.
func TestJSONPositions(t *testing.T) {
	for _, text := range []string{
		`{"a\/": "\/\/ \ud83d\ude00", "b": 1}`, `{"abc": "xxxx xxxxxxxxxxxx", "b": 1}`,
	} {
		root, problems := strict.Parse("f", []byte(text))
		if problems != nil {
			t.Fatal(problems)
		}
		got, _ := strict.Locate(root, "b")
		if want := (strict.Pos{Line: 1, Column: strings.Index(text, "1}") + 1}); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	const lone = `["\ud83d\ude00 � é", {"a": "\ude00"}, "\\ud83d", "\ud83dx\ude00"]`
	want := "f:1:28: half of a surrogate pair, which is no character\n" +
		"f:1:50: half of a surrogate pair, which is no character"
	if _, problems := strict.Parse("f", []byte(lone)); problems.Error() != want {
		t.Errorf("%s: got %v, want %s", lone, problems, want)
	}
}

// TestNumbers are numbers, however large.
func TestNumbers(t *testing.T) {
	root, problems := strict.Parse("f", []byte(
		`[1, -0, 123456789012345678901234567890, 1.5, 1e5, 1E400, -1e-400]`))
	if problems != nil || len(root.Content) != 7 {
		t.Fatal(problems)
	}
	for _, n := range root.Content {
		if n.Tag != "!!int" && n.Tag != "!!float" {
			t.Errorf("%s is %s", n.Value, n.Tag)
		}
	}
}

// TestJSONIsReadInPlace: a tree of JSON takes no more memory on the way than in the end.
func TestJSONIsReadInPlace(t *testing.T) {
	const item = `{"type": "string", "maxLength": 10},`
	text := []byte(`{"a": [` + strings.Repeat(item, 20_000) + `{}]}`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	root, problems := strict.Parse("f", text)
	runtime.ReadMemStats(&after)
	if problems != nil {
		t.Fatal(problems)
	}
	nodes := uint64(20_001*5 + 3)
	if taken := (after.TotalAlloc - before.TotalAlloc) / nodes; taken > 500 {
		t.Errorf("a node took %d bytes of the heap, want about 300", taken)
	}
	runtime.KeepAlive(root)
}

// TestParseVersions holds that the directive of any YAML 1 is read, and that places count it.
func TestParseVersions(t *testing.T) {
	for _, text := range []string{
		"%YAML 1.2\n---\na: b\n", "# c\n%YAML 1.1\n---\na: b\n",
		"\ufeff%YAML 1.2\r\n---\r\na: b\r\n",
	} {
		root, problems := strict.Parse("f", []byte(text))
		if root == nil || len(problems) > 0 ||
			strict.PosOf(root.Content[0]).Line != strings.Count(text, "\n") {
			t.Errorf("%q: %v", text, problems)
		}
	}
}

// TestMarshalLeavesTheTree: what is read of a tree is the same after it was written.
func TestMarshalLeavesTheTree(t *testing.T) {
	t.Parallel()
	const text = "a: &a {n: 404, t: '7', f: 1.5}\nb: *a\nc: [true]\n"
	root, problems := strict.Parse("f", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tags := func() (all []string) {
		var walk func(n *yaml.Node)
		walk = func(n *yaml.Node) {
			all = append(all, n.Tag)
			for _, child := range n.Content {
				walk(child)
			}
		}
		walk(root)
		return all
	}
	before := tags()
	written, err := strict.Marshal(root)
	if err != nil || !strings.Contains(string(written), "404") {
		t.Fatalf("%q, %v", written, err)
	}
	if diff := cmp.Diff(before, tags()); diff != "" {
		t.Errorf("tags (-before +after):\n%s", diff)
	}
}
