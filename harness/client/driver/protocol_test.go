package driver

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func driverSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().
		Compile("../../../fixtures/clients/driver.schema.json#/$defs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func plain(t *testing.T, text string) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// What is taken, and what the schema allows, are the same.
func TestParseAnswer(t *testing.T) {
	t.Parallel()
	schema := driverSchema(t, "answer")
	for _, test := range []struct {
		line string
		want Answer
		err  string
	}{
		{line: `{"case":"a","outcome":"success"}`, want: Answer{Case: "a", Outcome: Success}},
		{
			line: `{"case":"a","outcome":"error","status":404,"code":"c","message":"m","requestId":"r","detail":"d"}`,
			want: Answer{
				Case: "a", Outcome: Failure, Status: 404, Code: "c", Message: "m", RequestID: "r",
				Detail: "d",
			},
		},
		{
			line: `{"case":"a","outcome":"success","result":{"id":1},"headers":{"ETag":"x"}}`,
			want: Answer{
				Case: "a", Outcome: Success, Result: json.RawMessage(`{"id":1}`),
				Headers: map[string]any{"ETag": "x"},
			},
		},
		{
			line: `{"case":"a","outcome":"success","headers":"x"}`,
			err:  "headers is a string, and must be a JSON object",
		},
		{
			line: `{"case":"a","outcome":"error","status":null,"code":null}`,
			want: Answer{Case: "a", Outcome: Failure},
		},
		{
			line: `{"case":"a","outcome":"failed"}`,
			err:  `outcome is "failed", and must be "success" or "error"`,
		},
		{line: `{"case":"a"}`, err: `outcome is "", and must be "success" or "error"`},
		{
			line: `{"case":"a","outcome":"error","requestid":"r"}`,
			err:  `no member is named "requestid" (did you mean "requestId"?)`,
		},
		{line: `{"case":"a","outcome":"error","zzz":1}`, err: `no member is named "zzz": use ` +
			`case, outcome, status, code, message, requestId, detail, result, headers`},
		{
			line: `{"case":"a","outcome":"error","status":"404"}`,
			err:  "status is a string, and must be a whole number",
		},
		{line: `[]`, err: "no JSON object"},
		{line: `null`, err: "no JSON object"},
	} {
		got, err := ParseAnswer([]byte(test.line))
		if schemaErr := schema.Validate(plain(t,
			test.line)); (schemaErr == nil) != (test.err == "") {
			t.Errorf("%s: the schema says %v", test.line, schemaErr)
		}
		if test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("%s: error %v, want %s", test.line, err, test.err)
			}
			continue
		}
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.line, err, diff)
		}
	}
	for _, line := range []string{
		"", "Starting…", "\ufeff{\"case\":\"a\",\"outcome\":\"error\"}", `{"case":"a"`,
		`{"case":"a","outcome":"error"} {}`,
	} {
		if got, err := ParseAnswer([]byte(line)); err == nil {
			t.Errorf("%q is taken as %+v", line, got)
		}
	}
}

func TestLinesKeepToTheSchema(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", "a b", "../x?y#z", "<&>", "\u00e9\n"} {
		line := string(Call{Case: "a.b", TaskID: id}.Line())
		if err := driverSchema(t, "call").Validate(plain(t, line)); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if strings.Count(line, "\n") != 1 || strings.Contains(line, `\u003c`) {
			t.Errorf("%q is not a plain line", line)
		}
	}
	line := Call{
		Case: "a", Operation: "addTodo", Parameters: map[string]any{"q": "<&>"},
		Body: map[string]any{"title": "x"}, MediaType: "application/json",
	}
	for _, call := range []Call{line, {Case: "a", Operation: "GET /a"}} {
		if err := driverSchema(t, "call").Validate(plain(t, string(call.Line()))); err != nil {
			t.Errorf("%s: %v", call.Line(), err)
		}
	}
	made, err := json.Marshal(Answer{Case: "a", Outcome: Success})
	if err != nil {
		t.Fatal(err)
	}
	if err := driverSchema(t, "answer").Validate(plain(t, string(made))); err != nil {
		t.Errorf("%s: %v", made, err)
	}
}
