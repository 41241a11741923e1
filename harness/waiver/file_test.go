package waiver_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/harness/waiver"
)

// files are waiver files with the problem of each; empty: it is valid.
var files = map[string]struct{ text, problem string }{
	"none": {"waivers: []\nversion: 2", ""},
	"a requirement": {
		"waivers: [{requirement: ERA-NF-3, reason: r, owner: o, fingerprints: any}]\nversion: 2",
		"",
	},
	"everything": {"waivers:\n  - requirement: [A, B-*]\n    case: a.**\n    " +
		"target: http://127.0.0.1:*/beta\n    reason: r\n    owner: o\n    link: https://x/1\n   " +
		" expires: 2026-12-31\n    flaky: true\n    fingerprints: [2:ab, 2:cd]\nversion: 2\n", ""},
	"no list": {
		"waivers: {}\nversion: 2", "known.yaml:1:10: waivers: a list is wanted",
	},
	"no key": {
		"waiver: []\nversion: 2", `unknown key "waiver" (did you mean "waivers"?)`,
	},
	"a typo": {
		"waivers:\n  - requirement: X\n    reason: r\n    owner: o\n    expire: 2026-12-31\n    " +
			"fingerprints: any\nversion: 2\n",
		`known.yaml:5:5: waivers[0]: unknown key "expire" (did you mean "expires"?)`,
	},
	"no reason": {
		"waivers: [{case: a, owner: o, fingerprints: any}]\nversion: 2", `missing key "reason"`,
	},
	"no owner": {
		"waivers: [{case: a, reason: r, fingerprints: any}]\nversion: 2", `missing key "owner"`,
	},
	"an empty reason": {
		"waivers: [{case: a, owner: o, reason: ' ', fingerprints: any}]\nversion: 2",
		"is empty: a waiver says why",
	},
	"nobody filled in": {
		"waivers: [{case: a, owner: 'FILL IN', reason: r, fingerprints: any}]\nversion: 2",
		"waivers[0].owner: this is not filled in yet",
	},
	"names nothing": {
		"waivers: [{reason: r, owner: o, fingerprints: any}]\nversion: 2",
		"names nothing that is waived",
	},
	"an empty list": {
		"waivers: [{case: [], reason: r, owner: o, fingerprints: any}]\nversion: 2",
		"is empty: name at least one id",
	},
	"a wrong pattern": {
		"waivers: [{case: a..b, reason: r, owner: o, fingerprints: any}]\nversion: 2",
		`pattern "a..b"`,
	},
	"an id twice": {
		"waivers: [{case: [a, a], reason: r, owner: o, fingerprints: any}]\nversion: 2",
		`"a" is here twice`,
	},
	"no day": {"waivers: [{case: a, reason: r, owner: o, expires: " +
		"2026-02-30, fingerprints: any}]\nversion: 2", `waivers[0].expires: is not a day`},
	"no link": {
		"waivers: [{case: a, reason: r, owner: o, link: JIRA-1, fingerprints: any}]\nversion: 2",
		`is not a link`,
	},
	"no target": {"waivers: [{case: a, reason: r, owner: o, target: " +
		"localhost, fingerprints: any}]\nversion: 2", `matches no base URL`},
	"no version": {
		"waivers: [{case: a, reason: r, owner: o}]",
		"version: is missing, as in files of version 1; this one reads version 2",
	},
	"another version": {
		"version: 3\nwaivers: []", "waivers of version 3); this one reads version 2",
	},
	"no fingerprints": {
		"waivers: [{case: a, reason: r, owner: o}]\nversion: 2", `missing key "fingerprints"`,
	},
	"an empty list of fingerprints": {
		"waivers: [{case: a, reason: r, owner: o, fingerprints: []}]\nversion: 2",
		"is empty: it waives nothing",
	},
	"an old fingerprint": {
		"waivers: [{case: a, reason: r, owner: o, fingerprints: ['1:ab']}]\nversion: 2",
		"was made by another version of toeline (this one compares fingerprints of version 2)",
	},
	"no fingerprint": {
		"waivers: [{case: a, reason: r, owner: o, fingerprints: [x]}]\nversion: 2",
		"it is not a valid fingerprint",
	},
	"a fingerprint twice": {
		"waivers: [{case: a, reason: r, owner: o, fingerprints: ['2:a', '2:a']}]\nversion: 2",
		`"2:a" is there twice`,
	},
	"another word": {
		"waivers: [{case: a, reason: r, owner: o, fingerprints: all}]\nversion: 2",
		`is neither "any" nor a list`,
	},
	"not a yes": {
		"waivers: [{case: a, reason: r, owner: o, flaky: yes, fingerprints: any}]\nversion: 2",
		"true or false is wanted",
	},
}

// An empty file, as touch makes it, waives nothing. (A schema has no word for it.)
func TestEmptyFileWaivesNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "\n \n"} {
		f, err := waiver.Load("known.yaml", []byte(text))
		if err != nil || len(f.Waivers) > 0 || f.Version != waiver.Version {
			t.Errorf("%q: %+v, %v", text, f, err)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	for name, tt := range files {
		f, err := waiver.Load("known.yaml", []byte(tt.text))
		switch {
		case tt.problem == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.problem != "" && (err == nil || f != nil):
			t.Errorf("%s is taken", name)
		case tt.problem != "":
			has(t, name, err.Error(), tt.problem)
		}
	}
	_, err := waiver.Load("known.yaml", []byte("waivers:\n  - {case: a, reason: r, owner: o, "+
		"fingerprints: any}\n  - {case: a, reason: s, owner: p, fingerprints: any}\nversion: 2\n"))
	if err == nil || !strings.Contains(err.Error(),
		"known.yaml:3:5: waivers[1]: waives the same as the entry on line 2") {
		t.Errorf("got %v", err)
	}
}

// The schema takes and refuses what Load does.
func TestSchemaAgreesWithLoad(t *testing.T) {
	t.Parallel()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(waiver.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("waivers.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("waivers.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range files {
		var value any
		if err := yaml.Unmarshal([]byte(strings.ReplaceAll(tt.text, "expires: 2026-12-31",
			"expires: '2026-12-31'")), &value); err != nil {
			t.Fatal(err)
		}
		if name == "not a yes" || name == "no day" {
			continue // YAML 1.1 of this decoder reads them as true, and as no date
		}
		if err := schema.Validate(value); (err == nil) != (tt.problem == "") {
			t.Errorf("%s: the schema says %v, and Load %q", name, err, tt.problem)
		}
	}
}

// The schema has every key of the Go type, and no other.
func TestSchemaHasEveryKey(t *testing.T) {
	t.Parallel()
	var schema struct {
		Defs map[string]struct {
			Properties map[string]any
			Required   []string
		} `json:"$defs"`
	}
	if err := json.Unmarshal(waiver.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	known := schema.Defs["waiver"]
	kind := reflect.TypeFor[waiver.Entry]()
	keys, required := 0, 0
	for i := range kind.NumField() {
		name, options, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ",")
		if name == "" {
			continue
		}
		keys++
		if _, ok := known.Properties[name]; !ok {
			t.Errorf("the schema lacks %s", name)
		}
		if options == "required" {
			required++
			if !strings.Contains(strings.Join(known.Required, " "), name) {
				t.Errorf("the schema does not require %s", name)
			}
		}
	}
	if keys < 8 || keys != len(known.Properties) || required != len(known.Required) {
		t.Errorf("%d keys, %d required; the schema has %d and %d", keys, required,
			len(known.Properties), len(known.Required))
	}
}

func TestLoadIsBounded(t *testing.T) {
	text := "version: 2\nwaivers:\n" + strings.Repeat(
		"  - {requirement: R-1, fingerprints: any, reason: r, owner: o}\n", 10_001)
	_, err := waiver.Load("known.yaml", []byte(text))
	if want := "known.yaml:10003:5: waivers: 10001 entries, of which 10000 can be applied"; err ==
		nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}
