package defects

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/toeline/harness/internal/text"
	"example.com/toeline/harness/reference"
	"example.com/toeline/spec/strict"
)

// Defective returns the reference server with one defect, for people who want
// to see what a failure looks like.
func Defective(name string, o reference.Options) (http.Handler, error) {
	var known []string
	for _, d := range Defects() {
		if d.Name == name {
			base, err := NewBase(o)
			if err != nil {
				return nil, err
			}
			return d.Wrap(base), nil
		}
		known = append(known, d.Name)
	}
	if near := strict.Suggest(name, known); near != "" {
		return nil, fmt.Errorf("no defect %q (did you mean %q?)", name, near)
	}
	begin := slices.DeleteFunc(known, func(d string) bool { return !strings.HasPrefix(d, name) })
	if len(begin) > 0 {
		return nil, fmt.Errorf("no defect %q (did you mean one of %s?)", name, text.Some(begin, 3))
	}
	return nil, fmt.Errorf("no defect %q; toeline selftest lists them", name)
}
