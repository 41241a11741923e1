package report_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/toeline/harness/report"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// runs are reports of every kind.
func runs(t *testing.T) map[string]*result.Report {
	t.Helper()
	return map[string]*result.Report{
		"green":        run(t, target{}),
		"red":          run(t, target{change: wrongCode, facts: facts()}),
		"hostile":      run(t, target{change: hostile, facts: facts()}),
		"inconclusive": run(t, target{change: throttled, facts: facts()}),
		"narrow": run(t, target{options: func(o *verify.Config) {
			o.Only, o.Skip, o.Level, o.RequireAll = []string{
				"not-found.**",
			}, []string{
				"ERA-NF-3",
			}, "must", true
		}}),
		"alike": run(
			t,
			target{
				facts: invoked{Invocation: result.Invocation{Target: "x"}},
				change: func(_ *http.Request, a *answer) {
					a.status, a.body = 200, []byte("{}")
				},
			},
		),
		"preflight": unreached(t, "nothing answers at http://127.0.0.1:8765/beta: connection "+
			"refused"),
	}
}

func TestSchemaHoldsForReports(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	for name, r := range runs(t) {
		t.Run(name, func(t *testing.T) {
			text := write(t, report.JSON{}, r)
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%#v", err)
			}
			read, err := report.Read(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(text, write(t, report.JSON{}, read)); diff != "" {
				t.Errorf("what is read differs from what was written (-want +got):\n%s", diff)
			}
			if size := len(text); size > 8<<20 {
				t.Errorf("%d bytes", size)
			}
		})
	}
}

// A field that one of the two does not know fails here.
func TestSchemaKnowsEveryField(t *testing.T) {
	t.Parallel()
	var schema map[string]any
	if err := json.Unmarshal(report.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	compare(t, "", reflect.TypeFor[result.Report](), schema, schema["$defs"].(map[string]any))
}

func compare(t *testing.T, at string, kind reflect.Type, schema, defs map[string]any) {
	t.Helper()
	if ref, ok := schema["$ref"].(string); ok {
		schema = defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	switch {
	case kind == reflect.TypeFor[time.Time]() || kind == reflect.TypeFor[[]byte]():
		return
	case kind.Kind() == reflect.Slice:
		items, ok := schema["items"].(map[string]any)
		if !ok {
			t.Fatalf("%s: the schema has no items", at)
		}
		compare(t, at+"[]", kind.Elem(), items, defs)
		return
	case kind.Kind() != reflect.Struct:
		return
	}
	properties, _ := schema["properties"].(map[string]any)
	if schema["additionalProperties"] != false {
		t.Errorf("%s: the schema takes any further field", at)
	}
	var required []string
	for i := range kind.NumField() {
		if !kind.Field(i).IsExported() {
			continue // no format writes it
		}
		name, options, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if options != "omitempty" {
			required = append(required, name)
		}
		property, ok := properties[name].(map[string]any)
		if !ok {
			t.Errorf("%s.%s is not in the schema", at, name)
			continue
		}
		compare(t, at+"."+name, kind.Field(i).Type, property, defs)
	}
	for name := range properties {
		if !slices.ContainsFunc(reflect.VisibleFields(kind), func(f reflect.StructField) bool {
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			return tag == name
		}) {
			t.Errorf("%s.%s is in the schema and not in the report", at, name)
		}
	}
	var stated []string
	for _, name := range schema["required"].([]any) {
		stated = append(stated, name.(string))
	}
	slices.Sort(required)
	slices.Sort(stated)
	if diff := cmp.Diff(required, stated); diff != "" {
		t.Errorf("%s: required (-struct +schema):\n%s", at, diff)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := write(t, report.JSON{},
		run(t, target{change: wrongCode, options: only("not-found.absent-guid")}))
	change := func(old, new string) string {
		if !strings.Contains(whole, old) {
			t.Fatalf("no %s", old)
		}
		return strings.Replace(whole, old, new, 1)
	}
	tests := map[string]struct{ text, want string }{
		"empty":                 {"", "it is empty, not a report of toeline"},
		"other JSON":            {"{}", "no schemaVersion"},
		"nothing but a version": {`{"schemaVersion": 3}`, "this is not a report of a run"},
		"a list": {
			"[]",
			"line 1, column 2: it is an array, not a report of toeline, " +
				"as verify --report json=FILE writes it",
		},
		"no JSON": {"<html>", "line 1, column 2: it is not JSON, and so not a report"},
		"another version": {
			change(`"schemaVersion": 3`, `"schemaVersion": 2`),
			"made by toeline (devel), with schemaVersion 2; this toeline reads 3: make it again",
		},
		"cut":            {whole[:len(whole)/2], "ends too early"},
		"cut at the end": {whole[:len(whole)-3], "ends too early"},
		"two reports":    {whole + whole, "it is not JSON, and so not a report of toeline"},
		"unknown field": {
			change(`"seed":`, `"sede":`), `it has a key that this version does not know`,
		},
		"wrong type": {
			change(`"seed": 0`, `"seed": "0"`),
			"run.seed is a string, which the schema does not allow",
		},
		"wrong verdict": {
			change(`"verdict": "failed"`, `"verdict": "waived"`),
			`cases/0: no verdict`,
		},
		"wrong status": {change(`"status": "failed"`, `"status": "ok"`), `no status`},
		"wrong totals": {change(`"failed": 1`, `"failed": 0`), "totals"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := report.Read(strings.NewReader("\ufeff" + tt.text)); err == nil ||
				strings.Contains(err.Error(), "ï") {
				t.Errorf("with a byte order mark: %v", err)
			}
			_, err := report.Read(strings.NewReader(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want … %s …", err, tt.want)
			}
		})
	}
}
