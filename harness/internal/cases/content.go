package cases

import (
	"cmp"

	"example.com/toeline/harness/internal/check"
	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec"
	"example.com/toeline/spec/jsonpointer"
)

// body makes the content from the example and what the case sets in it.
func (d *builder) body(bound map[string]check.Binding, late *Values) ([]byte, error) {
	from := d.from.Request.Body
	var value any
	switch {
	case from == nil:
		return nil, nil
	case from.Each:
		return []byte(bound[spec.WholeBody].Value), nil
	case from.Text != nil:
		text, err := late.fill(*from.Text)
		return []byte(text), err
	case from.Saved.Name != "":
		saved, err := late.content(from)
		if text, ok := saved.(string); ok || err != nil {
			return []byte(text), err
		}
		value = saved
	case from.Value != nil:
		value = from.JSON
	default:
		value = d.Operation().BodyExamples[from.Example]
	}
	input := late.input()
	if input != nil && input.hasBody {
		value = input.body
	}
	for _, e := range from.Set.Entries {
		if v := e.Value; input != nil {
			if v.Parameter = e.Key; input.replaces(v) {
				continue
			}
		}
		to := any(bound[e.Key].Value)
		switch {
		case e.Value.Given:
			to = e.Value.Literal
		case e.Value.Late():
			to = bound[e.Key].JSON
		}
		var err error
		if value, err = jsonpointer.Set(value, e.Key, to); err != nil {
			return nil, err
		}
	}
	for _, pointer := range from.Remove {
		value = jsonpointer.Remove(value, pointer)
	}
	return style.Body(d.Operation().BodyMedia(d.mediaType()), value)
}

// mediaType is that of the content of a request.
func (d *builder) mediaType() string {
	return cmp.Or(d.from.Request.Body.MediaType, d.Operation().BodyType, "application/json")
}
