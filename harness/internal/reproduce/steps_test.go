package reproduce

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/cases"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
	"example.com/toeline/spec/strict"
)

// shows is a request that was made of values which are known when it is sent.
func shows(
	c *cases.Case, step int, made func(value func(string, any) any) *cases.Request,
) cases.Sent {
	plain := func(_ string, value any) any { return value }
	return cases.Sent{
		Case: c, Step: step, Request: made(plain),
		Show: func(text func(string, *spec.Fresh, any) any) (cases.Request, bool) {
			return *made(func(name string, value any) any {
				if kind, isFresh := strings.CutPrefix(name, "fresh."); isFresh {
					return text(name, &spec.Fresh{Kind: spec.FreshKind(kind)}, value)
				}
				return text(name, nil, value)
			}), true
		},
	}
}

// TestSteps: what is fresh is made again, and what a response gave is taken from the new one.
func TestSteps(t *testing.T) {
	t.Parallel()
	id, deep := "/id", "/items/0/a~1b"
	entry := func(key string, save spec.Save) strict.Entry[spec.Save] {
		return strict.Entry[spec.Save]{Key: key, Value: save}
	}
	c := &cases.Case{Steps: []*cases.Step{{Save: []strict.Entry[spec.Save]{
		entry("id", spec.Save{Pointer: &id}), entry("deep", spec.Save{Pointer: &deep}),
		entry("tag", spec.Save{Header: "ETag"}), entry("node", spec.Save{XPath: "//a/b"}),
		entry("part", spec.Save{Header: "Location", Match: "[0-9]+"}),
		entry("all", spec.Save{Pointer: &id, Append: true}),
	}}, {}, {}}}
	first := shows(c, 0, func(value func(string, any) any) *cases.Request {
		return one("POST", "/things", fmt.Sprintf(`{"name":%q}`, value("fresh.word", "abc")))
	})
	second := shows(c, 1, func(value func(string, any) any) *cases.Request {
		return one("GET", fmt.Sprint("/things/", value("node", "n")), "", "X",
			fmt.Sprint(value("part", "12"), value("all", "w"), value("fresh.word", "abc")))
	})
	third := shows(c, 2, func(value func(string, any) any) *cases.Request {
		text := func(value any) string {
			data, _ := json.Marshal(value)
			return string(data)
		}
		return one("PUT", fmt.Sprint("/things/", value("id", json.Number("7"))),
			fmt.Sprintf(`{"n":%s,"d":%s,"e":%s,"l":%s}`, text(value("id", json.Number("7"))),
				text(value("deep", "x")), text(value("deep", "")),
				text(value("all", []any{"a"}))),
			"If-Match", fmt.Sprint(value("tag", `"1"`)))
	})
	const none = "-H Accept: -H User-Agent: "
	take := func(how string) string {
		return `$(printf '%s\n' "$response_1" | tr -d '\r' | ` + how + ")"
	}
	want := []string{
		"fresh_1=$(echo 1$(date +%s)$$ | tr 0-9 a-j)",
		"response_1=$(curl -sSi " + none + `--data-binary '{"name":"'"$fresh_1"'"}' ` +
			"-H Content-Type: http://t/things)",
		`printf '%s\n' "$response_1"`,
		"saved_id=" + take(`sed '1,/^$/d' | jq -r 'getpath(["id"])'`),
		"saved_deep=" + take(`sed '1,/^$/d' | jq -r 'getpath(["items",0,"a/b"])'`),
		"saved_tag=" + take("grep -i '^ETag:' | head -n 1 | sed 's/^[^:]*: *//'"),
		"saved_node=" + take(`sed -e '1,/^$/d' -e 's/ xmlns="[^"]*"//g' | `+
			"xmllint --xpath 'string(//a/b)' -"),
		`curl -sSi -H 'X: 12w'"$fresh_1" ` + none + `'http://t/things/'"$saved_node"`,
		`curl -sSi -X PUT -H 'If-Match: '"$saved_tag" ` + none +
			`--data-binary '{"n":'"$saved_id"',"d":"'"$saved_deep"'","e":"","l":["a"]}' ` +
			`-H Content-Type: 'http://t/things/'"$saved_id"`,
	}
	lines := sentTo("http://t", result.Invocation{}, first, second, third)
	request, got := lines.Finding("c", &result.Finding{}, nil)
	if diff := cmp.Diff(want, strings.Split(got, " && ")); diff != "" ||
		request != "PUT /things/7" {
		t.Errorf("%s (-want +got):\n%s", request, diff)
	}
}

// TestFilledIsBounded: what is beyond the marks that there are is shown as it was.
func TestFilledIsBounded(t *testing.T) {
	t.Parallel()
	l := &later{saved: map[string]string{"v": "saved_v"}}
	for i := range maxFilled {
		if got := l.text("v", nil, "x"); got != markOf(i) {
			t.Fatalf("value %d: %v", i, got)
		}
	}
	if got := l.text("v", nil, "x"); got != "x" {
		t.Errorf("beyond: %v", got)
	}
	if got := freshWord("", 1); got != "" {
		t.Errorf("of an unknown kind: %s", got)
	}
}
