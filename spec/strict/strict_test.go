package strict_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

type method string

func (method) Allowed() []string { return []string{"GET", "POST", "DELETE"} }

// statuses is a union: one number, or a list of them.
type statuses []int

func (s *statuses) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	switch n.Kind {
	case yaml.SequenceNode:
		d.Decode(n, (*[]int)(s))
	case yaml.ScalarNode:
		var one int
		if d.Decode(n, &one) {
			*s = statuses{one}
		}
	default:
		d.Problem(n, "a status or a list of statuses is wanted")
	}
}

// forever decodes itself by decoding itself.
type forever struct{}

func (f *forever) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) { d.Decode(n, f) }

type check struct {
	strict.Pos `         yaml:"-"`
	Status     statuses `yaml:"status"`
	Template   string   `yaml:"template"`
}

type common struct {
	ID    string `yaml:"id,required"`
	Level string `yaml:"level"`
}

type testCase struct {
	common `yaml:",inline"`
	Where  strict.Pos
	Method method        `yaml:"method"`
	Checks []check       `yaml:"checks"`
	Wait   time.Duration `yaml:"wait"`
	Tries  int           `yaml:"tries"`
	Share  float64       `yaml:"share"`
	Gate   *bool         `yaml:"gate"`
	Hidden string        `yaml:"-"`
}

type file struct {
	Cases  []testCase             `yaml:"cases,required"`
	Roles  strict.Ordered[string] `yaml:"roles"`
	Levels map[string]int         `yaml:"levels"`
	Allow  map[method]bool        `yaml:"allow"`
	Body   any                    `yaml:"body"`
	Raw    *yaml.Node             `yaml:"raw"`
	Small  int8                   `yaml:"small"`
	Open   *open                  `yaml:"open"`
	Loop   *forever               `yaml:"loop"`
	Bad    chan int               `yaml:"bad"`
}

type open struct {
	Name  string                `yaml:"name"`
	Extra map[string]*yaml.Node `yaml:",extra"`
}

const fullFile = `
cases:
  - id: "0123"
    level: 2026-01-02
    method: GET
    wait: 1m30s
    tries: 0x10
    share: 3
    gate: false
    checks:
      - {status: 404, template: no}
      - status: [400, 404]
roles: {zeta: z, alpha: a}
levels: {200: 1, must: 2}
allow: {POST: true}
body: {a: [1, 1.5, true, null, x, 99999999999999999999]}
raw: null
open: {name: n, x-more: [1]}
`

func TestDecode(t *testing.T) {
	var got file
	if problems := strict.Unmarshal("f.yaml", []byte(fullFile), &got); problems.Err() != nil {
		t.Fatal(problems)
	}
	no := false
	want := file{
		Cases: []testCase{{
			common: common{ID: "0123", Level: "2026-01-02"},
			Where:  strict.Pos{Line: 3, Column: 5},
			Method: "GET", Wait: 90 * time.Second, Tries: 16, Share: 3, Gate: &no,
			Checks: []check{
				{Pos: strict.Pos{Line: 11, Column: 9}, Status: statuses{404}, Template: "no"},
				{Pos: strict.Pos{Line: 12, Column: 9}, Status: statuses{400, 404}},
			},
		}},
		Roles: strict.Ordered[string]{
			Pos: strict.Pos{Line: 13, Column: 8},
			Entries: []strict.Entry[string]{
				{Key: "zeta", Pos: strict.Pos{Line: 13, Column: 9}, Value: "z"},
				{Key: "alpha", Pos: strict.Pos{Line: 13, Column: 18}, Value: "a"},
			},
		},
		Levels: map[string]int{"200": 1, "must": 2},
		Allow:  map[method]bool{"POST": true},
		Body:   map[string]any{"a": []any{1, 1.5, true, nil, "x", 99999999999999999999.0}},
	}
	opts := cmp.Options{
		cmp.AllowUnexported(testCase{}), cmpopts.IgnoreFields(file{}, "Raw", "Open", "Bad"),
	}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Errorf("decoded (-want +got):\n%s", diff)
	}
	if got.Raw == nil || got.Raw.Line != 17 {
		t.Errorf("raw node = %+v, want the one on line 17", got.Raw)
	}
	if got.Open.Extra["x-more"].Kind != yaml.SequenceNode {
		t.Errorf("extra = %v, want the list", got.Open.Extra)
	}
	if v, ok := got.Roles.Get("alpha"); v != "a" || !ok {
		t.Errorf("Get(alpha) = %q, %v", v, ok)
	}
	if diff := cmp.Diff([]string{"zeta", "alpha"}, got.Roles.Keys()); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

func TestDefaultsStay(t *testing.T) {
	got := testCase{Tries: 3, Method: "GET"}
	if err := strict.Unmarshal("f", []byte("{id: a, method: POST}"), &got).Err(); err != nil {
		t.Fatal(err)
	}
	if got.Tries != 3 || got.Method != "POST" {
		t.Errorf("got tries %d and method %s, want the default 3 and the read POST", got.Tries,
			got.Method)
	}
}

func TestTenMistakes(t *testing.T) {
	const text = `cases:
  - id: 0123
    sttaus: 400
    method: POTS
    checks:
      - {status: many, tmplate: x}
    wait: 10
    tries: 1.5
  - level: must
    gate: yes
    checks: all
rolls: {}
roles:
  a:
levels: {must: 1, must: 2}
`
	want := `f.yaml:2:9: cases[0].id: text is wanted, got a number: put it in quotes
f.yaml:3:5: cases[0]: unknown key […] (known here: id, level, method, checks, wait, tries, share, gate)
f.yaml:4:13: cases[0].method: "POTS" is not allowed (did you mean "POST"?)
f.yaml:6:18: cases[0].checks[0].status: a whole number is wanted, got text
f.yaml:6:24: cases[0].checks[0]: unknown key "tmplate" (did you mean "template"?)
f.yaml:7:11: cases[0].wait: a duration such as 10s or 1m30s is wanted, got a number: write its unit too
f.yaml:8:12: cases[0].tries: a whole number is wanted, got a number
f.yaml:9:5: cases[1]: missing key "id"
f.yaml:10:11: cases[1].gate: true or false is wanted, got text (did you mean "true"?)
f.yaml:11:13: cases[1].checks: a list is wanted, got text
f.yaml:12:1: unknown key "rolls" (did you mean "roles"?)
f.yaml:14:5: roles.a: is empty, text is wanted
f.yaml:15:19: levels: duplicate key, first given on line 15`
	var into file
	got := strict.Unmarshal("f.yaml", []byte(text), &into)
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got.Error(), "\n")); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestProblemFields(t *testing.T) {
	var into check
	got := strict.Unmarshal("f", []byte("\nstatus: 1\ntempalte: x"), &into)
	want := strict.Problems{{
		File: "f", Pos: strict.Pos{Line: 3, Column: 1}, Message: `unknown key "tempalte"`,
		Suggestion: "template",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestDecodeProblems(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"missing", "{}", `f:1:1: missing key "cases"`},
		{
			"slip in a required key", "{case: []}",
			`f:1:2: unknown key "case" (did you mean "cases"?)`,
		},
		{"root of wrong kind", "[]", `f:1:1: a mapping is wanted, got a list`},
		{"null list", "cases:", `f:1:7: cases: is empty, a list is wanted`},
		{"null item", "cases: [~]", `f:1:9: cases[0]: is empty, a mapping is wanted`},
		{
			"null pointer", "cases: [{id: a, gate: null}]",
			`f:1:23: cases[0].gate: is empty, true or false is wanted`,
		},
		{"null ordered", "{cases: [], roles: }", `f:1:20: roles: is empty, a mapping is wanted`},
		{
			"ordered of wrong kind", "{cases: [], roles: x}",
			`f:1:20: roles: a mapping is wanted, got text`,
		},
		{"boolean as text", "cases: [{id: true}]", `f:1:14: cases[0].id: text is wanted, got a ` +
			`boolean: put it in quotes`},
		{"list as text", "cases: [{id: [a]}]", `f:1:14: cases[0].id: text is wanted, got a list`},
		{
			"text as boolean", "cases: [{id: a, gate: maybe}]",
			`f:1:23: cases[0].gate: true or false is wanted, got text`,
		},
		{
			"list as boolean", "cases: [{id: a, gate: []}]",
			`f:1:23: cases[0].gate: true or false is wanted, got a list`,
		},
		{
			"text as number", "cases: [{id: a, share: half}]",
			`f:1:24: cases[0].share: a number is wanted, got text`,
		},
		{
			"infinite", "cases: [{id: a, share: .inf}]",
			`f:1:24: cases[0].share: a finite number is wanted`,
		},
		{"odd number", "cases: [{id: a, tries: 010}]", `f:1:24: cases[0].tries: YAML 1.1 ` +
			`and 1.2 read this number differently: write it in plain decimal, or in quotes if ` +
			`text was meant`},
		{"odd number as any", "{cases: [], body: [1_000]}", `f:1:20: body[0]: YAML 1.1 ` +
			`and 1.2 read this number differently: write it in plain decimal, or in quotes if ` +
			`text was meant`},
		{
			"falsely tagged number", "{cases: [], body: !!int x}",
			`f:1:19: body: a finite number is wanted`,
		},
		{
			"overflow", "{cases: [], small: 128}",
			`f:1:20: small: a whole number is wanted, this one does not fit 8 bits`,
		},
		{"wrong duration", "cases: [{id: a, wait: 1 fortnight}]", `f:1:23: cases[0].wait: a ` +
			`duration such as 10s or 1m30s is wanted, got text`},
		{
			"map of wrong kind", "{cases: [], levels: 1}",
			`f:1:21: levels: a mapping is wanted, got a number`,
		},
		{
			"enum as key", "{cases: [], allow: {GOT: true}}",
			`f:1:21: allow: "GOT" is not allowed (did you mean "GET"?)`,
		},
		{
			"enum, nothing near", "cases: [{id: a, method: frobnicate}]",
			`f:1:25: cases[0].method: […] is not allowed (known here: GET, POST, DELETE)`,
		},
		{
			"union", "cases: [{id: a, checks: [{status: {}}]}]",
			`f:1:35: cases[0].checks[0].status: a status or a list of statuses is wanted`,
		},
		{
			"odd key in the path", "{cases: [], levels: {/a b: x}}",
			`f:1:28: levels["/a b"]: a whole number is wanted, got text`,
		},
		{"skipped field", "cases: [{id: a, Hidden: x}]", `f:1:17: cases[0]: unknown key […] ` +
			`(known here: id, level, method, checks, wait, tries, share, gate)`},
		{
			"type that never ends", "{cases: [], loop: 1}",
			`f:1:19: loop: nested more than 1000 deep`,
		},
		{
			"type that cannot be", "{cases: [], bad: 1}",
			`f:1:18: bad: cannot decode into the Go type chan int`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var into file
			got := strict.Unmarshal("f", []byte(test.text), &into)
			if diff := cmp.Diff(test.want, got.Error()); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnless: a required key may be left out where the one that stands in for it is there.
func TestUnless(t *testing.T) {
	type either struct {
		A int `yaml:"a,required,unless b"`
		B int `yaml:"b"`
	}
	for text, want := range map[string]string{
		"{a: 1}": "", "{b: 1}": "", "{a: 1, b: 1}": "", "{}": `f:1:1: missing key "a"`,
	} {
		root, problems := strict.Parse("f", []byte(text))
		problems = append(problems, strict.Decode("f", root, &either{})...)
		if problems.Error() != want {
			t.Errorf("%s: %q", text, problems.Error())
		}
	}
}
