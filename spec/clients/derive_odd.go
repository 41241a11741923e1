package clients

import (
	"encoding/json"
	"maps"
	"strings"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// oddText is what is easily written or read wrongly, all of it in one text.
const oddText = "é \"a\"  \\b <&> 日本 😀"

// oddName is a name of a member that no schema gives.
const oddName = "a-B é"

// oddNumbers are what a number becomes, the first that its schema takes.
var oddNumbers = []any{json.Number("1234567.891"), json.Number("1.5"), json.Number("42")}

// long is the least integer of 64 bits that a floating-point number has not.
var long = json.Number("9007199254740993")

// fitting reports whether a schema takes a value, in a request or in a response.
type fitting func(s *openapi.Schema, value any) bool

// oddly is a value whose texts and numbers, at any depth, are replaced by some that are easily
// written or read wrongly, where their schemas take them. Lists get a second item, and objects
// without members one. It is only as valid as its parts.
func (fits fitting) oddly(s *openapi.Schema, value any) any {
	if s == nil {
		return value
	}
	shape := s.Shape()
	try := func(all ...any) any {
		for _, made := range all {
			if fits(s, made) {
				return made
			}
		}
		return value
	}
	switch v := value.(type) {
	case map[string]any:
		made := maps.Clone(v)
		for name, member := range v {
			if of, ok := s.Property(name); ok {
				made[name] = fits.oddly(of, member)
			}
		}
		if len(v) == 0 && shape.Additional != nil {
			if more, ok := fits.oddMember(shape.Additional); ok {
				made[oddName] = more
			}
		}
		return try(made)
	case []any:
		if len(v) == 0 {
			return value
		}
		odd := fits.oddly(shape.Items, v[0])
		return try([]any{odd, v[0]}, []any{odd})
	case string:
		if shape.Format == "date-time" {
			return try(times[0].value)
		}
		return try(oddText)
	}
	if len(shape.Enum) == 0 && (shape.Type == "number" || shape.Type == "integer") {
		return try(oddNumbers...)
	}
	return value
}

// oddMember is a value of a member that an object takes beside those that it names.
func (fits fitting) oddMember(s *openapi.Schema) (any, bool) {
	for _, made := range append([]any{oddText}, oddNumbers...) {
		if fits(s, made) {
			return made, true
		}
	}
	return nil, false
}

// membersOf is a value with members for an object that needs none: false where a member is no
// plain value, for which there is no style.
func membersOf(p openapi.Parameter) (any, bool) {
	value, good := sample.Whole(p.Schema)
	members, isObject := value.(map[string]any)
	for _, member := range members {
		switch member.(type) {
		case map[string]any, []any, nil:
			return nil, false
		}
	}
	return value, good && isObject && len(members) > 0
}

// hasForm reports whether content of a media type can have a value: null and lists are JSON's
// alone, but that a form repeats the names of lists.
func hasForm(mediaType string, value any) bool {
	if openapi.IsJSON(concrete(mediaType)) {
		return true
	}
	list, isList := value.([]any)
	return value != nil && (!isList || len(list) > 0 &&
		strings.HasPrefix(mediaType, "application/x-www-form-urlencoded"))
}
