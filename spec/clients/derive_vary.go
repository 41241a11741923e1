package clients

import (
	"encoding/json"
	"fmt"
	"slices"

	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// variation is a value with the name that its case has.
type variation struct {
	name  string
	value any
}

// texts are what is easily sent wrongly in a path, a query or content.
var texts = []variation{
	{"space", "a b"},
	{"slash", "a/b"},
	{"plus", "a+b"},
	{"percent", "100%"},
	{"encoded", "a%2Fb"},
	{"ampersand", "a&b=c"},
	{"question", "a?b"},
	{"hash", "a#b"},
	{"not-latin", "é e\u0301 日本 😀"},
	{"quote", `'"<>`},
	{"comma", "a,b;c"},
	{"around", "  a  b  "},
}

// inHeaders are what is easily sent wrongly in a header.
var inHeaders = []variation{{"space", "a b"}, {"comma", "a, b"}, {"quoted", `"a"`}}

// inCookies are what a cookie has only if it is encoded.
var inCookies = []variation{{"semicolon", "a;b"}}

// inContent are what is easily written wrongly as JSON, too.
var inContent = []variation{
	{"not-latin", "é e\u0301 日本 😀"},
	{"quote", "'\"\\<>&"},
	{"plus", "a+b c%20d"},
	{"lines", "first\nsecond\tthird"},
	{"returns", "first\r\nsecond"},
	{"around", "  a  b  "},
	{"empty", ""},
}

// numbers are what is easily written wrongly: a number that a float of 32 bits has not, and the
// largest integer that a float of 64 bits has.
var numbers = []variation{
	{"zero", json.Number("0")},
	{"fraction", json.Number("1.5")},
	{"long", json.Number("1234567.891")},
	{"large", json.Number("9007199254740991")},
}

// times are what is easily written wrongly as a time: a plus sign is a space in a query.
var times = []variation{
	{"fraction", "2025-05-07T10:11:12.345Z"},
	{"offset", "2025-05-08T01:11:12+02:00"},
}

// dates are what another format, or another zone, makes another date of.
var dates = []variation{{"date", "2025-01-31"}}

// maxVaried bounds how many parameters, and how many members of content, get all variations, beside
// the first of each kind.
const maxVaried = 4

// vary adds cases of calls: each parameter with values that are easily sent wrongly, all optional
// parameters together, and content.
func (d *derivation) vary() {
	whole := d.base
	varied := map[string]int{}
	for _, p := range d.parameters() {
		kind := p.In
		if p.Schema != nil {
			kind = p.In + " " + kindOf(p.Schema.Shape())
		}
		value, good := valueOf(p)
		if p.MayBeEmpty() {
			value, good = membersOf(p)
		}
		if _, given := d.base.Parameters[p.Key]; !given && good {
			whole = whole.with(p.Key, value)
		}
		if p.ContentType != "" || p.Schema == nil || p.In == "querystring" {
			continue
		}
		varied[p.In]++
		if varied[kind]++; varied[p.In] <= maxVaried || varied[kind] == 1 {
			d.varyParameter(p)
		}
	}
	if d.op.Body != nil {
		d.varyBody()
		schema := d.op.Body.Preferred().Schema
		if value, good := sample.Whole(schema); good && whole.Body != nil {
			if _, isObject := value.(map[string]any); isObject {
				whole = whole.withBody(d.marked(value))
				odd := d.marked(fitting(takes).oddly(schema, value))
				if openapi.IsJSON(whole.MediaType) && takes(schema, odd) {
					d.calling("call", "call.odd", "All content that can be given, with odd values",
						d.base.withBody(odd))
				}
			}
		}
	}
	d.calling("call", "call.whole", "All that can be given", whole)
}

// marked is content with the mark of the base call.
func (d *derivation) marked(value any) any {
	base, _ := d.base.Body.(map[string]any)
	made, _ := value.(map[string]any)
	for name, member := range base {
		if (&Call{Body: member}).isMarked() {
			made[name] = member
		}
	}
	return made
}

// calling adds a case of a call that is answered with success.
func (d *derivation) calling(about, id, text string, call *Call) {
	d.derive(&d.varied, about, Case{ID: id, Text: text, Play: []Play{d.own}, Call: call})
}

// varyParameter adds a case for each value that the parameter's schema takes.
func (d *derivation) varyParameter(p openapi.Parameter) {
	about := "call"
	if p.In == "path" || p.In == "query" {
		about = p.In
	}
	id := "call." + idPart(p.Key) + "."
	say := func(value any) string {
		return fmt.Sprintf("The %s parameter %s is %s", p.In, p.Name,
			jsonOf(value))
	}
	if p.Schema.Shape().Format == "int64" && takes(p.Schema, long) {
		d.calling("long", id+"long", say(long), d.base.with(p.Key, long))
	}
	for _, v := range valuesFor(p) {
		if marked := besideMark(d.base.Parameters[p.Key], v.value); takes(p.Schema, marked) {
			d.calling(about, id+v.name, say(v.value), d.base.with(p.Key, marked))
		}
	}
	_, base := d.base.Parameters[p.Key].(string)
	if p.In == "query" && takesText(p.Schema) && takes(p.Schema, "") &&
		!(base && (&Call{Body: d.base.Parameters[p.Key]}).isMarked()) {
		d.facts["texts"] = true
		d.calling("empty", id+"empty", say(""), d.base.with(p.Key, ""))
	}
}

// besideMark is a text with the mark that another has in its place.
func besideMark(marked, value any) any {
	text, isText := value.(string)
	if isText && marked == guidText {
		return guidText + " " + text
	}
	return value
}

// kindOf is what decides how a value is varied.
func kindOf(s openapi.Shape) string {
	return fmt.Sprint(s.Type, " ", s.Format, " ", len(s.Enum) > 0)
}

func takesText(s *openapi.Schema) bool {
	types := s.Types()
	return len(types) == 0 || slices.Contains(types, "string")
}

// valuesFor are the values of a parameter that are easily sent wrongly.
func valuesFor(p openapi.Parameter) (all []variation) {
	shape := p.Schema.Shape()
	switch {
	case len(shape.Enum) > 0:
		for _, value := range shape.Enum[:min(len(shape.Enum), maxVaried)] {
			all = append(all, variation{idPart(jsonOf(value)), value})
		}
	case shape.Type == "boolean":
		all = []variation{{"true", true}, {"false", false}}
	case shape.Type == "integer", shape.Type == "number":
		all = append([]variation{{"negative", json.Number("-1")}}, numbers...)
	case shape.Type == "array":
		all = listsFor(p, shape.Items)
	case p.MayBeEmpty() && p.In == "query":
		if members, ok := membersOf(p); ok {
			all = []variation{{"members", fitting(takes).oddly(p.Schema, members)}}
		}
	case shape.Format == "date-time":
		all = times
	case shape.Format == "date":
		all = dates
	case takesText(p.Schema) && p.In == "cookie":
		all = inCookies
	case takesText(p.Schema) && (p.In == "path" || p.In == "query"):
		all = texts
	case takesText(p.Schema) && p.In == "header":
		all = inHeaders
	}
	return all
}

// listsFor are lists of one item, of two, and of items that are easily taken apart.
func listsFor(p openapi.Parameter, items *openapi.Schema) []variation {
	if items == nil {
		return nil
	}
	if !takesText(items) || len(items.Enum()) > 0 {
		one, good := sample.Of(items, sample.Request)
		if !good {
			return nil
		}
		all := []variation{{"one", []any{one}}, {"two", []any{one, one}}}
		if enum := items.Enum(); len(enum) > 1 {
			all[1].value = []any{enum[1], enum[0]}
			all = append(all, variation{"same", []any{enum[1], enum[1]}})
		}
		return all
	}
	all := []variation{
		{"one", []any{"a"}}, {"two", []any{"b", "a"}}, {"same", []any{"a", "a"}},
	}
	if (p.Style == "form" || p.Style == "simple") && p.In != "header" {
		all = append(all, variation{"odd", []any{"a b", "c,d", "e&f", "é"}})
	}
	return all
}

// varyBody adds a case for each text, boolean and number of the content with a value that is
// easily written wrongly, and for each example.
func (d *derivation) varyBody() {
	media := d.op.Body.Preferred()
	if !d.op.Body.Required {
		without := *d.base
		without.Body, without.MediaType = nil, ""
		d.calling("call", "call.body.none", "No content is given", &without)
	}
	if _, isText := d.base.Body.(string); isText {
		if openapi.IsXML(media.Type) {
			return // a document as a text is sent as it is
		}
		for _, v := range inContent[:5] {
			if made := guidText + v.value.(string); takes(media.Schema, made) {
				d.calling("call", "call.body."+v.name, "The content is "+jsonOf(v.value),
					d.base.withBody(made))
			}
		}
		return
	}
	for _, example := range media.Examples {
		if members, ok := example.Value.(map[string]any); ok &&
			takes(media.Schema, any(members)) {
			d.calling("call", "call.body.example."+idPart(example.Name), "An example of content",
				d.base.withBody(members))
		}
	}
	if media.Schema == nil {
		return
	}
	varied := map[string]int{}
	for _, name := range media.Schema.Properties() {
		member, _ := media.Schema.Property(name)
		if made, ok := d.setMember(name, long); ok && member.Shape().Format == "int64" {
			d.calling("long", "call.body."+idPart(name)+".long",
				fmt.Sprintf("The member %s is %s", name, long), d.base.withBody(made))
		}
		kind, all := valuesIn(member)
		if member.Shape().Nullable {
			kind += " or null"
		}
		if varied[kind]++; varied[kind] > 2 {
			continue
		}
		for _, v := range all {
			base, _ := d.base.Body.(map[string]any)
			if !hasForm(media.Type, v.value) || v.value == "" && base[name] == guidText {
				continue
			}
			value := besideMark(base[name], v.value)
			if made, ok := d.setMember(name, value); ok {
				d.calling("call", "call.body."+idPart(name)+"."+v.name,
					fmt.Sprintf("The member %s is %s", name, jsonOf(v.value)),
					d.base.withBody(made))
			}
		}
	}
}

// valuesIn are the values of a member of content that are easily written wrongly.
func valuesIn(member *openapi.Schema) (kind string, all []variation) {
	shape := member.Shape()
	if shape.Nullable {
		all = append(all, variation{"null", nil})
	}
	switch {
	case len(shape.Enum) > 0:
		return "enum", append(all, variation{"last", shape.Enum[len(shape.Enum)-1]})
	case shape.Type == "boolean":
		return "boolean", append(all, variation{"false", false}, variation{"true", true})
	case shape.Type == "integer", shape.Type == "number":
		return shape.Type, append(all, numbers...)
	case shape.Type == "array":
		return "array", append(append(all, variation{"no-items", []any{}}),
			listsIn(shape.Items)...)
	case shape.Format == "date-time":
		return "time", append(all, times...)
	case shape.Format == "date":
		return "date", append(all, dates...)
	case shape.Type == "string":
		return "string", append(all, inContent...)
	}
	return "other", all
}

// listsIn are lists of two items of content, of which one is another and one the same.
func listsIn(items *openapi.Schema) []variation {
	first, good := sample.Of(items, sample.Request)
	second, other := sample.Whole(items)
	if items != nil && takesText(items) && takes(items, "b") && takes(items, "a") {
		first, second, good, other = "b", "a", true, true
	}
	if !good || !other {
		return nil
	}
	return []variation{{"two", []any{second, first}}, {"same", []any{first, first}}}
}

// jsonOf shows a value.
func jsonOf(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}
