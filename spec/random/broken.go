package random

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// Rule is what a value breaks of a schema.
type Rule string

// The rules.
const (
	Required Rule = "required" // the member is left out
	Null     Rule = "null"
	Type     Rule = "type"    // a value of another type
	Coerced  Rule = "coerced" // one of another type that is written as one of the type is
	Enum     Rule = "enum"
	Long     Rule = "long"
	Short    Rule = "short"
	Pattern  Rule = "pattern"
	Format   Rule = "format"
	Low      Rule = "low"
	High     Rule = "high"
	Multiple Rule = "multiple"
	Few      Rule = "few"
	Many     Rule = "items"
	Twice    Rule = "unique"
	Unknown  Rule = "unknown" // a member that is not known
	Refused  Rule = "refused" // of a parameter: any text that its schema refuses
)

// Rules lists all rules.
func Rules() []Rule {
	return []Rule{
		Required, Null, Type, Coerced, Enum, Long, Short, Pattern, Format, Low, High, Multiple,
		Few, Many, Twice, Unknown, Refused,
	}
}

// Broken makes a value from one that a schema takes, that breaks one rule in a place of it: the
// steps to the place are members of objects, and "-" is an item of a list. It is false where none
// is known.
func Broken(
	schema *openapi.Schema, known any, steps []string, rule Rule, p Place, s *Source,
) (any, bool) {
	for i := range maxTries {
		at := s
		if i > 0 {
			at = s.At("again " + strconv.Itoa(i))
		}
		made, ok := broken(schema, known, steps, rule, p, at)
		if ok && !takes(schema, made) {
			return made, true
		}
	}
	made, ok := broken(schema, known, steps, rule, p, Replay(nil))
	return made, ok && !takes(schema, made)
}

func broken(
	schema *openapi.Schema, known any, steps []string, rule Rule, p Place, s *Source,
) (any, bool) {
	if only := schema.OnlyChoice(); only != nil {
		if !takes(only, known) {
			var good bool
			if known, good = sample.Of(only, sample.Request); !good {
				return nil, false
			}
		}
		schema = only
	}
	if len(steps) == 0 {
		return breaking{schema.Shape(), schema, p, s}.value(known, rule)
	}
	if steps[0] == "-" {
		return brokenItem(schema, known, steps, rule, p, s)
	}
	members := schema.Members(maxDepth)
	at := slices.IndexFunc(members, func(m openapi.Member) bool { return m.Name == steps[0] })
	if at < 0 {
		return nil, false
	}
	of := members[at].Schema
	object, _ := known.(map[string]any)
	made := maps.Clone(object)
	if made == nil {
		made = map[string]any{}
	}
	if rule == Required && len(steps) == 1 {
		delete(made, steps[0])
		return made, true
	}
	inner, given := made[steps[0]]
	if !given {
		var good bool
		if inner, good = sample.Of(of, sample.Request); !good {
			return nil, false
		}
	}
	value, ok := broken(of, inner, steps[1:], rule, p, s)
	made[steps[0]] = value
	return made, ok
}

// brokenItem breaks a rule of the first item of a list.
func brokenItem(
	schema *openapi.Schema, known any, steps []string, rule Rule, p Place, s *Source,
) (any, bool) {
	items := schema.Shape().Items
	list, _ := known.([]any)
	if items == nil {
		return nil, false
	}
	var inner any
	if len(list) > 0 {
		inner = list[0]
	} else {
		var good bool
		if inner, good = sample.Of(items, sample.Request); !good {
			return nil, false
		}
	}
	value, ok := broken(items, inner, steps[1:], rule, p, s)
	made := append([]any{value}, list[min(1, len(list)):]...)
	return made, ok
}

// breaking breaks the rules of one place.
type breaking struct {
	shape  openapi.Shape
	schema *openapi.Schema
	place  Place
	s      *Source
}

func (b breaking) value(known any, rule Rule) (any, bool) {
	text, _ := known.(string)
	list, isList := known.([]any)
	switch rule {
	case Null:
		return nil, true
	case Type:
		all := []any{
			map[string]any{"x": []any{}}, []any{}, []any{map[string]any{}}, map[string]any{},
		}
		return all[b.s.Below(len(all))], true
	case Coerced:
		return b.coerced(known)
	case Enum, Pattern:
		return b.nearText(text), true
	case Format:
		return b.misshapen(text), true
	case Long:
		if b.shape.MaxLength == nil || *b.shape.MaxLength > mostBounded {
			return nil, false
		}
		return b.longer(text, *b.shape.MaxLength), true
	case Short:
		n := b.shape.MinLength
		if n == 0 {
			return nil, false
		}
		kept := []rune(text)
		return string(kept[:min(uint64(b.s.UpTo(n-1)), uint64(len(kept)))]), true
	case Low, High:
		return b.beyond(rule)
	case Multiple:
		return b.between()
	case Few, Many, Twice:
		return b.otherItems(list, isList, rule)
	case Unknown:
		members, isObject := known.(map[string]any)
		made := maps.Clone(members)
		if !isObject || made == nil {
			return nil, false
		}
		made["toelineUnknown"+plainText(b.s.At("name"), Cookie, 0, upTo(20))] = "x"
		return made, true
	}
	return nil, false
}

func upTo(n uint64) *uint64 { return &n }

// coerced is a value of another type that is written as one of the type is.
func (b breaking) coerced(known any) (any, bool) {
	text, ok := openapi.TextOf(known)
	switch {
	case !ok || len(b.shape.Enum) > 0:
		return nil, false
	case b.shape.Type == "integer", b.shape.Type == "number", b.shape.Type == "boolean":
		return []string{text, " " + text, text + " "}[b.s.Below(3)], true
	case b.shape.Type == "string" && b.shape.Format == "" && b.shape.Pattern == "":
		return json.Number(strconv.Itoa(7 + b.s.Below(1000))), true
	}
	return nil, false
}

// RefusedText makes a text of a parameter that its schema refuses, from one that it takes. It is
// false where none is known.
func RefusedText(p openapi.Parameter, known string, s *Source) (string, bool) {
	if p.Schema == nil {
		return "", false
	}
	b := breaking{p.Schema.Shape(), p.Schema, Place(p.In), s}
	var made string
	switch shape := b.shape; {
	case len(shape.Enum) > 0 || shape.Pattern != "":
		made = b.nearText(known)
	case shape.Type == "integer", shape.Type == "number", shape.Type == "boolean":
		made = "~" + plainText(s.At("text"), Cookie, 0, upTo(12))
	case shape.Format != "":
		made = b.misshapen(known)
	case shape.MaxLength != nil && *shape.MaxLength < mostBounded:
		made = b.longer(known, *shape.MaxLength)
	}
	if made == "" || p.Schema.TakesText(made) {
		made = "~no~such~value~"
	}
	return made, !p.Schema.TakesText(made)
}
