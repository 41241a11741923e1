package strict_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

func TestDecodeWrongTarget(t *testing.T) {
	root, _ := strict.Parse("f", []byte("{a: 1}"))
	tests := []struct {
		name string
		into any
		want string
	}{
		{"nil", nil, "f:1:1: cannot decode into <nil>: a pointer is needed"},
		{"value", check{}, "f:1:1: cannot decode into strict_test.check: a pointer is needed"},
		{"key twice", &struct {
			A int `yaml:"a"`
			B int `yaml:"a"`
		}{}, `field B: key "a" is there twice`},
		{"inline scalar", &struct {
			A int `yaml:",inline"`
		}{}, "field A: inline takes a struct"},
		{"extra of wrong type", &struct {
			A map[string]any `yaml:",extra"`
		}{}, "field A: extra takes one map[string]*yaml.Node"},
		{"unknown option", &struct {
			A int `yaml:"a,requierd"`
		}{}, `field A: option "requierd" is not known`},
		{
			"number keys", &map[int]any{},
			"cannot decode into the Go type map[int]interface {}: keys must be strings",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := strict.Decode("f", root, test.into)
			if len(got) != 1 || !strings.HasSuffix(got.Error(), test.want) {
				t.Errorf("got %q, want one problem ending in %q", got.Error(), test.want)
			}
		})
	}
	if got := strict.Decode("f", nil, &check{}).Error(); got != "f: there is nothing to decode" {
		t.Errorf("nil node: got %q", got)
	}
	if got := strict.Decode("f", &yaml.Node{Kind: yaml.AliasNode, Line: 3},
		&check{}).Error(); !strings.HasPrefix(got, "f:3: not a value") {
		t.Errorf("alias node: got %q", got)
	}
}

func TestDecodeBelowTheRoot(t *testing.T) {
	root, problems := strict.Parse("f", []byte("x-conformance:\n  cases: [{id: a, tires: 1}]"))
	if problems != nil {
		t.Fatal(problems)
	}
	n, _ := strict.Find(root, "x-conformance")
	var into file
	got := strict.Decode("f", n, &into, "x-conformance").Error()
	want := `f:2:19: x-conformance.cases[0]: unknown key "tires" (did you mean "tries"?)`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problem (-want +got):\n%s", diff)
	}
}

func TestFormerKeysNameTheNewOnes(t *testing.T) {
	t.Parallel()
	var into struct {
		Rules []string `yaml:"rules"`
	}
	got := strict.Unmarshal("f", []byte("always: [a]\n"), &into).Error()
	if want := `f:1:1: unknown key "always", which is called "rules" now`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
