package exchange

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHeader(t *testing.T) {
	h := Header{{Name: "A", Value: "1"}, {Name: "b", Value: ""}, {Name: "a", Value: "2"}}
	tests := []struct {
		name   string
		first  string
		has    bool
		values []string
	}{
		{"a", "1", true, []string{"1", "2"}},
		{"B", "", true, []string{""}},
		{"c", "", false, nil},
	}
	for _, tt := range tests {
		if first, has := h.Get(tt.name); first != tt.first || has != tt.has {
			t.Errorf("Get(%s) = %q, %v; want %q, %v", tt.name, first, has, tt.first, tt.has)
		}
		if diff := cmp.Diff(tt.values, h.Values(tt.name)); diff != "" {
			t.Errorf("Values(%s) (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestContentCodings(t *testing.T) {
	h := func(values ...string) (h Header) {
		for _, v := range values {
			h = append(h, Field{Name: "content-ENCODING", Value: v})
		}
		return h
	}
	tests := []struct {
		h    Header
		want []string
		gzip bool
	}{
		{nil, nil, false},
		{h("identity", ""), nil, false},
		{h("GZIP"), []string{"gzip"}, true},
		{h(" identity ,x-gzip"), []string{"x-gzip"}, true},
		{h("gzip", "br"), []string{"gzip", "br"}, false},
		{h("gzip, gzip"), []string{"gzip", "gzip"}, false},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, ContentCodings(tt.h)); diff != "" || IsGzip(tt.h) != tt.gzip {
			t.Errorf("%v: gzip %v, want %v; codings (-want +got):\n%s", tt.h, IsGzip(tt.h), tt.gzip,
				diff)
		}
	}
}
