package check

import "testing"

func TestEqualToExample(t *testing.T) {
	wrong := func(where, want, got string) []string {
		return []string{"A: wrong value at " + where + ": want " + want + "; got " + got}
	}
	runOperatorTests(t, []operatorTest{
		{"text", "example: gone, equal: /code", answer(404, `{"code":"Gone"}`), heldA},
		{"escaped", "example: gone, equal: /code", answer(404, `{"code":"\u0047one"}`), heldA},
		{
			"letter case", "example: gone, equal: /code", answer(404, `{"code":"gone"}`),
			wrong("/code", `"Gone"`, `"gone"`),
		},
		{
			"trailing space", "example: gone, equal: /code", answer(404, `{"code":"Gone "}`),
			wrong("/code", `"Gone"`, `"Gone "`),
		},
		{
			"another type", "example: gone, equal: /code", answer(404, `{"code":{"a":1}}`),
			wrong("/code", `"Gone"`, `{"a":1}`),
		},
		{
			"null", "example: gone, equal: /code", answer(404, `{"code":null}`),
			wrong("/code", `"Gone"`, "null"),
		},
		{
			"missing", "example: gone, equal: /code", answer(404, `{}`),
			[]string{`A: missing at /code: want "Gone"; got nothing`},
		},
		{"no JSON", "example: gone, equal: /code", answer(404, `{`), []string{
			`A: missing at /code: want "Gone"; got JSON that ends too early, after 1 bytes: {`,
		}},
		{"number", "example: gone, equal: /count", answer(404, `{"count":3.0}`), heldA},
		{
			"another number", "example: gone, equal: /count", answer(404, `{"count":4}`),
			wrong("/count", "3", "4"),
		},
		{
			"number as text", "example: gone, equal: /count", answer(404, `{"count":"3"}`),
			wrong("/count", "3", `"3"`),
		},
		{
			"number beyond float64", "example: gone, equal: /count", answer(404, `{"count":1e999}`),
			wrong("/count", "3", "1e999"),
		},
		{"wanted null", "example: gone, equal: /none", answer(404, `{"none":null}`), heldA},
		{
			"wanted null, missing", "example: gone, equal: /none", answer(404, `{}`),
			[]string{`A: missing at /none: want null; got nothing`},
		},
		{"list", "example: gone, equal: /list", answer(404, `{"list":[1,{"a":"b"}]}`), heldA},
		{
			"list, another order", "example: gone, equal: /list",
			answer(404, `{"list":[{"a":"b"},1]}`), wrong("/list", `[1,{"a":"b"}]`, `[{"a":"b"},1]`),
		},
		{
			"deep", "example: gone, equal: /nest/deep/code",
			answer(404, `{"nest":{"deep":{"code":"X"}}}`), heldA,
		},
		{"HEAD", "example: gone, equal: /code", method("HEAD", answer(404, `{"code":"x"}`)), nil},
		{
			"a fault", "example: gone, equal: /code",
			broken("malformed", answer(404, `{"code":"x"}`)), nil,
		},
		{
			"another status", "example: gone, equal: /code, when: {status: 404}",
			answer(400, `{"code":"x"}`), nil,
		},
	})
}

func TestDifferFromExample(t *testing.T) {
	runOperatorTests(t, []operatorTest{
		{"another", "example: gone, differ: /code", answer(404, `{"code":"gone"}`), heldA},
		{"another type", "example: gone, differ: /count", answer(404, `{"count":"3"}`), heldA},
		{"missing", "example: gone, differ: /code", answer(404, `{}`), heldA},
		{
			"same", "example: gone, differ: /code", answer(404, `{"code":"Gone"}`),
			[]string{`A: value of another response at /code: want not "Gone"; got "Gone"`},
		},
		{
			"same number", "example: gone, differ: /count", answer(404, `{"count":3.0}`),
			[]string{`A: value of another response at /count: want not 3; got 3.0`},
		},
		{
			"HEAD", "example: gone, differ: /code", method("HEAD", answer(404, `{"code":"Gone"}`)),
			nil,
		},
		{
			"a fault", "example: gone, differ: /code",
			broken("limit", answer(404, `{"code":"Gone"}`)), nil,
		},
	})
}

func TestTemplate(t *testing.T) {
	const fill = "example: gone, template: /message, with: {id: request.id, state: " +
		"request.id.state, who: {value: request.header.X-Sent, fold: true}}"
	text := func(s string) string { return `{"message":"` + s + `"}` }
	wrong := func(got string) []string {
		return []string{
			`A: wrong wording at /message: want "thing Ab is open, says Sent-1"; got ` + got,
		}
	}
	bad := func(name, s string) operatorTest {
		return operatorTest{name, fill, answer(404, text(s)), wrong(`"` + s + `"`)}
	}
	runOperatorTests(t, []operatorTest{
		{"filled in", fill, answer(404, text("thing Ab is open, says Sent-1")), heldA},
		{"escaped", fill, answer(404, text(`thing\u0020Ab is open, says Sent-1`)), heldA},
		{
			"letter case where it is free", fill,
			answer(404, text("thing Ab is open, says sENT-1")), heldA,
		},
		bad("letter case of another value", "thing ab is open, says Sent-1"),
		bad("letter case of the wording", "Thing Ab is open, says Sent-1"),
		bad("placeholder left in", "thing {id} is open, says Sent-1"),
		bad("another value", "thing Ab is shut, says Sent-1"),
		bad("another value where letter case is free", "thing Ab is open, says Sent-2"),
		bad("shorter", "thing Ab is open, says Sent-"),
		bad("a period more", "thing Ab is open, says Sent-1."),
		bad("something in front", " thing Ab is open, says Sent-1"),
		bad("swapped", "thing open is Ab, says Sent-1"),
		bad("empty", ""),
		{"no text", fill, answer(404, `{"message":["thing"]}`), wrong(`["thing"]`)},
		{
			"no text, and a template that is empty of it", fill, answer(404, `{"message":null}`),
			wrong("null"),
		},
		{
			"missing", fill, answer(404, `{}`),
			[]string{`A: missing at /message: want "thing Ab is open, says Sent-1"; got nothing`},
		},
		{
			"no placeholder", "example: gone, template: /plain", answer(404, `{"plain":"Gone."}`),
			heldA,
		},
		{"no placeholder, wrong", "example: gone, template: /plain", answer(404,
			`{"plain":"Gone"}`), []string{`A: wrong wording at /plain: want "Gone."; got "Gone"`}},
		{"a value that is not there", "example: gone, template: /message, with: {id: request.id, " +
			"state: header.x, who: request.id}", answer(404, text("thing Ab is , says Ab")), heldA},
		{"HEAD", fill, method("HEAD", answer(404, text(""))), nil},
		{"a fault", fill, broken("limit", answer(404, text(""))), nil},
	})
}

// TestTemplateTakesValuesAsTheyAre: what is filled in is not a template itself.
func TestTemplateTakesValuesAsTheyAre(t *testing.T) {
	doc := contract(t, "", "{id: A, example: gone, template: /message, with: {id: request.id, "+
		"state: request.id.state, who: {value: request.id, fold: true}}}")
	for value, want := range map[string]bool{
		"{state}": true, "%s": true, "": true, "ÄÖ": true, "a, says a": true,
	} {
		in := input(doc, answer(404, ""))
		in.Bound["id"] = Binding{Value: value, Properties: map[string]string{"state": "{id}"}}
		in.Exchange.Response.Body = []byte(`{"message":"thing ` + value + ` is {id}, says ` +
			value + `"}`)
		if j := Judge(in); (len(j.Findings) == 0) != want {
			t.Errorf("%q: %v", value, summary(j))
		}
	}
	in := input(doc, answer(404, `{"message":"thing ÄÖ is open, says äö"}`))
	in.Bound["id"] = Binding{Value: "ÄÖ", Properties: map[string]string{"state": "open"}}
	if j := Judge(in); len(j.Findings) != 0 {
		t.Errorf("letter case beyond ASCII: %v", summary(j))
	}
}
