package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/toeline/harness/internal/exchange"
	"example.com/toeline/harness/result"
	"example.com/toeline/spec"
)

// TestUniqueReadsAll: a response whose content was not read may have the value of another.
func TestUniqueReadsAll(t *testing.T) {
	c := &spec.Check{ID: "A", Unique: &spec.UniqueRule{Pointer: "/id"}}
	whole := []Sample{
		{Response: answer(200, `{"id":"a"}`).Response},
		{Response: answer(200, `{"id":"b"}`).Response},
	}
	cut := Sample{
		Response: answer(200, `{"id":`).Response,
		Fault:    &exchange.Fault{Kind: exchange.Malformed, Detail: "it broke"},
	}
	for _, tt := range []struct {
		check     *spec.Check
		run       []Sample
		exercised bool
		unread    string
	}{
		{c, whole, true, ""},
		{c, append(whole[:2:2], cut), false, "the content was not read whole: it broke"},
		{&spec.Check{Unique: &spec.UniqueRule{Header: "X"}}, append(whole[:2:2], cut), false, ""},
	} {
		_, exercised, unread := Unique(tt.check, tt.run)
		if exercised != tt.exercised || unread != tt.unread {
			t.Errorf("%+v: exercised %t, unread %q", tt.check.Unique, exercised, unread)
		}
	}
}

func TestUnique(t *testing.T) {
	responses := func(values ...string) []Sample {
		var all []Sample
		for _, v := range values {
			r := answer(200, `{"id":"`+v+`"}`, "X", v).Response
			all = append(all, Sample{Response: r})
		}
		return all
	}
	redacted := responses("(redacted)", "(redacted)")
	redacted[0].Values = map[string]int{"header x": 1}
	redacted[1].Values = map[string]int{"header x": 2}
	header := &spec.Check{ID: "A", Unique: &spec.UniqueRule{Header: "X"}}
	member := &spec.Check{ID: "A", Unique: &spec.UniqueRule{Pointer: "/id"}}
	failures := &spec.Check{ID: "A", Unique: header.Unique}
	failures.When.NotStatus = spec.Statuses{{Code: 200}}
	found := func(where, expected, got string) *result.Finding {
		return &result.Finding{
			Requirement: "A", Reason: "not unique", Where: where, Expected: expected, Got: got,
		}
	}
	const ofThree = "a value of its own in each of 3 responses"
	tests := []struct {
		name      string
		check     *spec.Check
		run       []Sample
		want      *result.Finding
		exercised bool
	}{
		{"nothing", header, nil, nil, false},
		{"one response", header, responses("a"), nil, false},
		{"no response, and no value", header, append(responses("a", ""), Sample{}), nil, false},
		{"of another status", failures, responses("a", "a"), nil, false},
		{"different", header, responses("a", "b"), nil, true},
		{
			"the same, letter case aside", header, responses("a", "b", "A"),
			found("header x", ofThree, "1 answers with a value that another has, as A"), true,
		},
		{
			"members", member, responses("a", "a", "a"),
			found("/id", ofThree, "2 answers with a value that another has, as a"), true,
		},
		{"redacted, and different", header, redacted, nil, true},
		{
			"no JSON", member,
			[]Sample{{Response: &exchange.Response{Body: []byte("x")}}},
			nil, false,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.want != nil {
				test.want.Shape = "a value that another has"
			}
			got, exercised, _ := Unique(test.check, test.run)
			if diff := cmp.Diff(test.want, got); diff != "" || exercised != test.exercised {
				t.Errorf("exercised %t; finding (-want +got):\n%s", exercised, diff)
			}
		})
	}
}
