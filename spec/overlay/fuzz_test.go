package overlay

import (
	"errors"
	"testing"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/strict"
)

// FuzzEffective holds that no overlay crashes, and that every mistake has a file.
func FuzzEffective(f *testing.F) {
	for _, actions := range []string{
		"[{target: $, update: {info: {x-a: [1]}}}]", "[{target: '$..[?@.name]', remove: true}]",
		"[{target: '$.paths[?@.get[''x-internal'] == true]', copy: $.info}]",
		"[{target: \"$.tags[-1:0:-1]\", update: {a: 1}}, {target: $.tags, copy: $.tags}]",
	} {
		f.Add(head + actions)
	}
	f.Fuzz(func(t *testing.T, text string) {
		source, err := Effective(openapi.Source{File: "openapi.yaml", Data: []byte(plain)},
			Text{"o.yaml", []byte(text)})
		if err == nil {
			if source.Root == nil {
				t.Fatal("no tree, and no error")
			}
			return
		}
		var problems strict.Problems
		if !errors.As(err, &problems) || len(problems) == 0 || problems[0].In() != "o.yaml" {
			t.Errorf("an error without its place: %v", err)
		}
	})
}
