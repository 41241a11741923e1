package derive

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/random"
	"example.com/toeline/spec/sample"
)

// maxBodyDepth bounds how deep in a body rules are broken.
const maxBodyDepth = 3

// breach is a value that breaks one rule of a schema.
type breach struct {
	at    []string // the steps to it; none: the value itself
	rule  string   // required, type, enum, …
	text  string   // what it is, for people
	value any
	// level is how strongly it binds; empty: as a rule of a parameter does.
	level spec.Level
	// of is the alternative of a schema that the rule is of; empty: it has none.
	of string
}

// name is what the breach is called in ids.
func (b breach) name() string {
	return strings.Join(append(slices.Clip(b.at), strings.Fields(b.of)...), ".")
}

// brokenBodies writes a case for each rule of the schema of a JSON body, which it breaks alone, on
// a resource that exists.
func (o *operationSkeleton) brokenBodies() { o.breakBody(breachesOf) }

// breakBody writes a case for each breach of a JSON body.
func (o *operationSkeleton) breakBody(
	breaches func(schema *openapi.Schema, value any, depth int) []breach,
) {
	refusals := o.refusalsOf("400", "415", "422", "4XX")
	media := o.bodyMedia()
	if len(refusals) == 0 || !openapi.IsJSON(media.Type) || media.Schema == nil {
		return
	}
	value, good := sample.Body(media, sample.Request)
	if !good {
		return
	}
	if o.brokenIDs == nil {
		o.brokenIDs = map[string]bool{}
	}
	for _, b := range breaches(media.Schema, value, 0) {
		if o.full() {
			return
		}
		if len(media.Schema.ValidateRequest(b.value)) == 0 {
			o.tried += len(jsonText(b.value))
			continue // another part of the schema allows it
		}
		if b.rule == "coerced" && o.isOwnID(openapi.Pointer(b.at)) {
			continue // what takes it has two things of one id
		}
		name := o.word(b.name()) + "-" + b.rule
		id := o.name + "-BODY-" + name
		if o.brokenIDs[id] {
			continue // by another alternative
		}
		o.brokenIDs[id] = true
		level, basis := o.bound()
		if b.rule == "null" && len(b.at) == 0 && !o.op.Body.Required {
			b.level = spec.Should
		}
		if b.level != "" {
			level, basis = b.level, spec.Inferred
		}
		o.require(id, level, basis, "A body with "+b.text+" is refused.", o.source())
		o.open("refused-body-"+name, "A body with "+b.text, joined(o.values("known", ""),
			o.bodyOf(media, b.value, b.at[:min(1, len(b.at))]...)), spec.IfBroken)
		o.refusedBy(id, refusals)
		if b.of == "" {
			o.breaks(openapi.Pointer(b.at), random.Rule(b.rule), id, refusals)
		}
	}
}

// isOwnID reports whether a member is the id of what the operation creates.
func (o *operationSkeleton) isOwnID(pointer string) bool {
	for _, r := range o.resources {
		if r.create == o.op && r.id == pointer {
			return true
		}
	}
	return false
}

// breachesOf lists values that break one rule of a schema each, made from one that breaks none.
func breachesOf(schema *openapi.Schema, value any, depth int) []breach {
	s := schema.Shape()
	if only := onlyChoice(s); only != nil {
		inner, good := sample.Of(only, sample.Request)
		if !good {
			return nil
		}
		return slices.DeleteFunc(breachesOf(only, inner, depth),
			func(b breach) bool { return b.rule == "null" && len(b.at) == 0 })
	}
	members, isObject := value.(map[string]any)
	parts := partsOf(schema)
	if !isObject || depth == maxBodyDepth {
		return eachPart(parts, func(s openapi.Shape) []breach { return scalarBreaches(s, value) })
	}
	required := requiredOf(parts)
	answered := map[string]bool{} // members of responses alone
	for _, m := range membersOf(schema) {
		answered[m.Name] = m.Schema.Shape().ReadOnly
	}
	var all []breach
	for _, name := range required {
		if answered[name] {
			continue
		}
		left := maps.Clone(members)
		delete(left, name)
		all = append(all, breach{
			at: []string{name}, rule: "required", text: "no " + name, value: left,
		})
	}
	all = append(all, ofMembers(schema, members, func(
		name string, p *openapi.Schema, inner any,
	) []breach {
		broken := breachesOf(p, inner, depth+1)
		for i, b := range broken {
			if b.rule == "null" && len(b.at) == 0 && !slices.Contains(required, name) {
				broken[i].level = spec.Should // to many null is what is left out
			}
		}
		return broken
	})...)
	if slices.ContainsFunc(parts, func(p *openapi.Schema) bool { return p.Shape().Closed }) {
		more := maps.Clone(members)
		more["toelineUnknown"] = "x"
		all = append(all, breach{
			rule: "unknown", text: "a member that is not known", value: more,
		})
	}
	return append(all, ofAlternatives(schema, members, depth, breachesOf)...)
}

// ofMembers lists the breaches of the members of an object, each in a copy of the object. A member
// that the object lacks is broken from a sample.
func ofMembers(
	schema *openapi.Schema, members map[string]any,
	breaches func(name string, p *openapi.Schema, inner any) []breach,
) []breach {
	var all []breach
	for _, m := range membersOf(schema) {
		name, p := m.Name, m.Schema
		if p.Shape().ReadOnly {
			continue
		}
		inner, given := members[name]
		if !given {
			var good bool
			if inner, good = sample.Of(p, sample.Request); !good {
				continue
			}
		}
		for _, b := range breaches(name, p, inner) {
			changed := maps.Clone(members)
			changed[name] = b.value
			b.at, b.value = append([]string{name}, b.at...), changed
			if !strings.Contains(b.text, " of ") {
				b.text += " of " + name
			}
			all = append(all, b)
		}
	}
	return all
}

// chosen returns the alternative beside null of a schema that says nothing else, or the only part
// of its allOf, and else the schema.
func chosen(schema *openapi.Schema) *openapi.Schema {
	for range maxBodyDepth {
		s := schema.Shape()
		only := onlyChoice(s)
		if only == nil && s.Untyped && len(s.AllOf) == 1 &&
			len(s.Enum)+len(s.AnyOf)+len(s.OneOf)+len(schema.Properties()) == 0 {
			only = s.AllOf[0]
		}
		if only == nil {
			break
		}
		schema = only
	}
	return schema
}

// onlyChoice returns the alternative beside null of a schema that says nothing else; nil: there are
// more, or none.
func onlyChoice(s openapi.Shape) *openapi.Schema {
	var found *openapi.Schema
	if !s.Untyped {
		return nil
	}
	for _, choice := range slices.Concat(s.AnyOf, s.OneOf) {
		shape := choice.Shape()
		switch {
		case shape.Nullable && shape.Type == "":
		case found != nil:
			return nil
		default:
			found = choice
		}
	}
	return found
}

// scalarBreaches breaks the rules of a value that is not an object.
func scalarBreaches(s openapi.Shape, value any) []breach {
	var all []breach
	add := func(on bool, rule, text string, made any) {
		if on {
			all = append(all, breach{rule: rule, text: text, value: made})
		}
	}
	number := func(f float64) any { return json.Number(jsonText(f)) }
	text, isText := value.(string)
	isText = isText && s.Type == "string"
	add(s.Type != "" && s.Type != "object", "type", "a wrong type", map[string]any{"x": []any{}})
	add(s.Type != "" && !s.Nullable, "null", "null", nil)
	if made := coerced(s, value); made != nil { // many frameworks take it
		all = append(all, breach{
			rule: "coerced", text: "a value of another type with the same text", value: made,
			level: spec.May,
		})
	}
	add(len(s.Enum) > 0, "enum", "a value that is not listed", unlisted(s))
	add(isText && s.MaxLength != nil && *s.MaxLength < 1<<16 && len(s.Enum) == 0, "long",
		"a text that is too long", text+strings.Repeat("x", longer(s.MaxLength, text)))
	add(isText && s.MinLength > 0 && len(s.Enum) == 0, "short", "a text that is too short", "")
	add(isText && s.Pattern != "", "pattern", "a text that breaks the pattern", oddText)
	if isText && s.Pattern == "" &&
		slices.Contains(slices.Concat(oddFormats, laxFormats), s.Format) {
		all = append(all, breach{
			rule: "format", text: "a text that breaks the format", value: oddText,
			level: spec.Should,
		})
	}
	if s.Min != nil {
		add(true, "low", "a number that is too small", number(*s.Min-1))
	}
	if s.Max != nil {
		add(true, "high", "a number that is too large", number(*s.Max+1))
	}
	if list, ok := value.([]any); ok && s.MaxItems != nil && *s.MaxItems < 1000 && s.Items != nil {
		item, good := sample.Of(s.Items, sample.Request)
		for good && uint64(len(list)) <= *s.MaxItems {
			list = append(slices.Clip(list), item)
		}
		add(good && !s.Unique, "items", "too many items", list)
	}
	if s.Unique && s.Items != nil {
		item, good := sample.Of(s.Items, sample.Request)
		add(good, "unique", "an item twice", []any{item, item})
	}
	return all
}

// coerced is a value of another type that is written as one of the type is; nil: there is none.
func coerced(s openapi.Shape, value any) any {
	switch text, ok := openapi.TextOf(value); {
	case !ok || len(s.Enum) > 0:
	case s.Type == "integer", s.Type == "number", s.Type == "boolean":
		return text
	case s.Type == "string" && s.Format == "" && s.Pattern == "":
		return json.Number("7")
	}
	return nil
}

func longer(most *uint64, text string) int {
	if most == nil {
		return 0
	}
	return max(int(*most)+1-len([]rune(text)), 0)
}
