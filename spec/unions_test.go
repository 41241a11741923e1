package spec

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/spec/strict"
)

func TestParseStatus(t *testing.T) {
	for text, want := range map[string]StatusMatch{
		"100": {Code: 100}, "404": {Code: 404}, "599": {Code: 599}, "1XX": {Class: 1},
		"5XX": {Class: 5}, "4xx": {Class: 4}, "4xX": {Class: 4},
	} {
		if got, ok := ParseStatus(text); got != want || !ok {
			t.Errorf("%q: %v, %t", text, got, ok)
		}
	}
	for _, text := range []string{
		"", "0", "99", "099", "600", "6XX", "0XX", "40", "4040", "4X", "X04", "40X", "4X4", "XXX",
		"4XXX", " 404", "4 4", "+40", "4-4", "default", "４04",
	} {
		if got, ok := ParseStatus(text); ok {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

func TestStatusMatch(t *testing.T) {
	for _, test := range []struct {
		match       StatusMatch
		text        string
		has, hasNot []int
	}{
		{StatusMatch{Code: 404}, "404", []int{404}, []int{403, 405, 4, 0}},
		{StatusMatch{Class: 4}, "4XX", []int{400, 404, 499}, []int{399, 500, 4, 40, 4000, 0}},
	} {
		if got := test.match.String(); got != test.text {
			t.Errorf("String() = %s, want %s", got, test.text)
		}
		for _, status := range test.has {
			if !test.match.Has(status) {
				t.Errorf("%s has not %d", test.text, status)
			}
		}
		for _, status := range test.hasNot {
			if test.match.Has(status) {
				t.Errorf("%s has %d", test.text, status)
			}
		}
	}
	all := Statuses{{Code: 404}, {Class: 2}}
	if all.String() != "404 or 2XX" || !all.Has(404) || !all.Has(204) || all.Has(400) ||
		(Statuses{}).Has(0) {
		t.Errorf("Statuses %s", all)
	}
}

func TestWhen(t *testing.T) {
	four, found := Statuses{{Class: 4}}, Statuses{{Code: 404}}
	for _, test := range []struct {
		when   When
		status int
		want   bool
	}{
		{When{}, 200, true},
		{When{Status: four}, 400, true},
		{When{Status: four}, 500, false},
		{When{NotStatus: found}, 404, false},
		{When{NotStatus: found}, 400, true},
		{When{Status: four, NotStatus: found}, 400, true},
		{When{Status: four, NotStatus: found}, 404, false},
		{When{Status: four, NotStatus: found}, 500, false},
	} {
		if got := test.when.Holds(test.status); got != test.want {
			t.Errorf("%+v holds for %d: %t", test.when, test.status, got)
		}
	}
}

func TestParseRef(t *testing.T) {
	for text, want := range map[string]Ref{
		"request.id":                {Kind: RefParameter, Name: "id"},
		"request./a/b.c":            {Kind: RefParameter, Name: "/a/b.c"},
		"request.id.actionType":     {Kind: RefProperty, Name: "id", Property: "actionType"},
		"request.id.a.b":            {Kind: RefProperty, Name: "id", Property: "a.b"},
		"request.header.request-id": {Kind: RefRequestHeader, Name: "request-id"},
		"header.request-id":         {Kind: RefHeader, Name: "request-id"},
		"header.a.b":                {Kind: RefHeader, Name: "a.b"},
		"body./a/b":                 {Kind: RefBody, Name: "/a/b"},
		"body./a.b":                 {Kind: RefBody, Name: "/a.b"},
	} {
		got, ok := parseRef(text)
		if !ok || got != want {
			t.Errorf("%q: %+v, %t", text, got, ok)
		}
		if got.String() != text {
			t.Errorf("%q is written as %q", text, got)
		}
	}
	for _, text := range []string{
		"", "request", "request.", "header", "header.", "body", "body.", "body.a", "id",
		"Request.id", "response.id", "request..x", "request.id.", ".id",
	} {
		if got, ok := parseRef(text); ok {
			t.Errorf("%q is taken for %+v", text, got)
		}
	}
	if got := (Ref{}).String(); got != "" {
		t.Errorf("the zero value is written as %q", got)
	}
}

func TestOneOrMany(t *testing.T) {
	type all struct {
		Text   Strings  `yaml:"text"`
		Status Statuses `yaml:"status"`
		Fill   Fill     `yaml:"fill"`
		Folded Fill     `yaml:"folded"`
	}
	var got all
	if problems := strict.Unmarshal("f",
		[]byte("text: a\nstatus: 404\nfill: request.id\nfolded: {value: header.x, fold: true}\n"),
		&got); len(problems) > 0 {
		t.Fatal(problems)
	}
	want := all{
		Strings{"a"},
		Statuses{{Code: 404}},
		Fill{Value: Ref{Kind: RefParameter, Name: "id"}},
		Fill{Ref{Kind: RefHeader, Name: "x"}, true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("one (-want +got):\n%s", diff)
	}
	got = all{}
	if problems := strict.Unmarshal("f", []byte("text: [a, b]\nstatus: [404, 5XX]\n"),
		&got); len(problems) > 0 {
		t.Fatal(problems)
	}
	if got.Text.String() != "a; b" || got.Status.String() != "404 or 5XX" {
		t.Errorf("many: %+v", got)
	}
	problems := strict.Unmarshal("f", []byte("fill: {fold: true}\ntext: [a, 1]\nstatus: '['\n"),
		&all{})
	wrong := `f:1:7: fill: missing key "value"
f:2:11: text[1]: text is wanted, got a number: put it in quotes
f:3:9: status: "[" is not a status; write a code from 100 to 599, or a class as 4XX`
	if diff := cmp.Diff(wrong, problems.Error()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestLevels(t *testing.T) {
	order := []Level{May, Should, Must}
	for i, a := range order {
		for j, b := range order {
			if got := a.AtLeast(b); got != (i >= j) {
				t.Errorf("%s at least %s: %t", a, b, got)
			}
		}
	}
}

func TestAuth(t *testing.T) {
	needs := map[Auth]bool{"": true, ValidToken: true, LowerCaseScheme: true}
	for _, name := range append(Auth("").Allowed(), "") {
		if a := Auth(name); a.NeedsToken() != needs[a] {
			t.Errorf("%q needs the token: %t", a, a.NeedsToken())
		}
	}
}

func TestNeedsText(t *testing.T) {
	yes := true
	for _, r := range []ValueRule{{Pattern: "a"}, {Calendar: true}, {Near: 1}, {Lists: "x"}} {
		if !r.NeedsText() {
			t.Errorf("%+v takes more than text", r)
		}
	}
	for _, r := range []ValueRule{
		{},
		{Present: &yes},
		{Type: "number"},
		{Schema: "S"},
		{Fold: true},
		{Equal: Ref{Kind: RefHeader}},
	} {
		if r.NeedsText() {
			t.Errorf("%+v needs text", r)
		}
	}
}

func TestOperatorsKnowTheirCheck(t *testing.T) {
	checks := map[Operator]Check{
		OpHTTP: {HTTP: WellFormed}, OpStatus: {Status: Statuses{{}}},
		OpNotStatus: {NotStatus: Statuses{{}}}, OpMediaType: {MediaType: Strings{""}},
		OpContent: {Content: JSON}, OpBody: {Body: &BodyRule{}}, OpHeader: {Header: &HeaderRule{}},
		OpEqual: {Equal: "/"}, OpDiffer: {Differ: Differ{Pointer: "/"}},
		OpTemplate: {Template: "/"}, OpUnique: {Unique: &UniqueRule{}},
		OpSame: {Same: &Compare{}}, OpConst: {Const: &ConstRule{}},
		OpLength:   {Length: &LengthRule{}},
		OpEachItem: {EachItem: &ItemsRule{}}, OpSomeItem: {SomeItem: &ItemsRule{}},
		OpNoItem: {NoItem: &ItemsRule{}},
	}
	for _, op := range Operators() {
		c, ok := checks[op]
		if !ok {
			t.Errorf("no check of %s in this test", op)
			continue
		}
		if got := c.operators(); !reflect.DeepEqual(got, []Operator{op}) || c.Operator() != op {
			t.Errorf("operators of a check of %s: %v", op, got)
		}
	}
	if len(checks) != len(Operators()) || (&Check{}).Operator() != "" {
		t.Error("there are checks without an operator")
	}
}

func TestSameJSON(t *testing.T) {
	for _, test := range []struct {
		a, b any
		want bool
	}{
		{nil, nil, true},
		{nil, false, false},
		{"1", 1.0, false},
		{json.Number("1"), 1.0, true},
		{json.Number("1.0"), json.Number("1"), true},
		{json.Number("1e999"), json.Number("1e9999"), false},
		{json.Number("-1e999"), json.Number("1e999"), false},
		{[]any{json.Number("1")}, []any{1.0}, true},
		{[]any{1.0}, []any{1.0, 2.0}, false},
		{map[string]any{"a": json.Number("1")}, map[string]any{"a": 1.0}, true},
		{map[string]any{"a": nil}, map[string]any{}, false},
	} {
		if got := SameJSON(test.a, test.b); got != test.want {
			t.Errorf("%v, %v: %t", test.a, test.b, got)
		}
	}
}
