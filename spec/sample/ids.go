package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/toeline/spec/openapi"
)

// maxTries bounds how many texts are tried for one id.
const maxTries = 20

// IDs makes up to n different texts for a path parameter that names something: what the
// description shows, then texts that its schema takes. There are fewer where the schema takes few,
// and none where none is known. Of a list the ids are its items.
func IDs(p openapi.Parameter, n int) []string {
	if items := p.Schema.Shape().Items; items != nil {
		p = openapi.Parameter{Name: p.Name, Schema: items}
	}
	var all []string
	add := func(value any) {
		text, ok := openapi.TextOf(value)
		if ok && text != "" && len(all) < n && !slices.Contains(all, text) &&
			(p.Schema == nil || p.Schema.TakesText(text)) {
			all = append(all, text)
		}
	}
	for _, shown := range append([]any{p.Example}, exampleValues(p.Examples)...) {
		add(shown)
	}
	value, _ := Parameter(p)
	add(value)
	s := p.Schema.Shape()
	random := rand.New(rand.NewPCG(3, 4))
	for i := 1; len(all) < n && i <= n*maxTries; i++ {
		add(another(s, p.Name, i, random))
	}
	return all
}

// another is an id of a number, as most schemas take it.
func another(s openapi.Shape, name string, i int, random *rand.Rand) string {
	switch {
	case s.Pattern != "":
		text, err := ofPattern(s.Pattern, random)
		if err != nil {
			return ""
		}
		return text
	case s.Type == "integer" || s.Type == "number":
		if n := number(s, "integer", i); n > number(s, "integer", 0) {
			return fmt.Sprintf("%.0f", n)
		}
		return ""
	case s.Format == "uuid":
		return fmt.Sprintf("3b0c6a5e-77d1-4b5e-9f0a-%012x", i)
	case s.Format == "date":
		return fmt.Sprintf("2026-%02d-%02d", 1+i/28%12, 1+i%28)
	case s.Format == "date-time":
		return fmt.Sprintf("2026-01-02T03:%02d:%02dZ", i/60%60, i%60)
	case s.Format == "email":
		return fmt.Sprintf("someone%d@example.com", i)
	}
	text := fmt.Sprintf("%s-%d", name, i)
	if s.MaxLength != nil && uint64(len(text)) > *s.MaxLength {
		text = fmt.Sprintf("%0*d", min(*s.MaxLength, 20), i)
	}
	if missing := int(s.MinLength) - len(text); missing > 0 && missing < 4096 {
		text += strings.Repeat("x", missing)
	}
	return text
}
