package derive

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/toeline/spec/derive/names"
	"example.com/toeline/spec/derive/values"
	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/pattern"
	"example.com/toeline/spec/sample"
)

// wholeBody is a body with every member that can be given, and the value of it; nil: it is no
// JSON object.
func (o *operationSkeleton) wholeBody() (body string, sent map[string]any) {
	media := o.bodyMedia()
	if !openapi.IsJSON(media.Type) && !isForm(media.Type) || media.Schema == nil {
		if isPlain(media.Type) && (media.Schema == nil ||
			len(media.Schema.ValidateRequest(longText)) == 0) {
			return o.bodyOf(media, longText), nil
		}
		return o.body(), nil
	}
	value, good := sample.Whole(media.Schema)
	sent, isObject := value.(map[string]any)
	if !good || !isObject {
		return o.body(), nil
	}
	var odd []string
	required := media.Schema.Shape().Required
	for _, m := range values.Members(media.Schema) {
		other := maps.Clone(sent)
		text, isText := sent[m.Name].(string)
		s := values.Chosen(m.Schema).Shape()
		switch {
		case isText && sample.NamedFormat(m.Name, s) != "":
			other[m.Name] = candidates(m.Name, s)[0] // not what a mock makes up
		case isText && isFreeText(m):
			other[m.Name] = text + oddLetters
		case isOne(sent[m.Name]) && mayBeSeveral(m):
			other[m.Name] = values.Several(s.Items) // a service may keep but the first
		case s.Default != nil && len(enumOf(m.Schema)) > 1 && !names.IsSemantic(m.Name):
			for _, value := range enumOf(m.Schema) {
				if jsonText(value) != jsonText(s.Default) {
					other[m.Name] = value
				}
			}
		case s.Default != nil && (s.Type == "number" || s.Type == "integer"):
			other[m.Name] = beside(s.Default) // what is lost does not look as if it were there
		default:
			continue
		}
		if len(media.Schema.ValidateRequest(other)) > 0 {
			continue
		}
		sent = other
		if isText && !slices.Contains(required, m.Name) { // what must be unique is required
			odd = append(odd, m.Name)
		}
	}
	return o.bodyOf(media, sent, odd...), sent
}

// isOne reports whether a value is a list of one item.
func isOne(value any) bool {
	list, isList := value.([]any)
	return isList && len(list) == 1
}

// mayBeSeveral reports whether two items for a list are known which a service most likely takes.
func mayBeSeveral(m openapi.Member) bool {
	s := values.Chosen(m.Schema).Shape()
	return s.Items != nil && s.Example == nil && s.Default == nil &&
		s.Items.Shape().Example == nil && len(values.Several(s.Items)) == 2 &&
		(len(s.Items.Shape().Enum) > 0 || !names.IsSemantic(m.Name))
}

// beside is a number other than a default.
func beside(fallback any) any {
	text, _ := openapi.TextOf(fallback)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fallback
	}
	return n + 1
}

// oddLetters are such as services lose or fail on that take a text for ASCII, or for a part of SQL.
const oddLetters = " äß漢 '%"

// isFreeText reports whether a member is a text in which nothing but its length is bounded.
func isFreeText(m openapi.Member) bool {
	s := values.Chosen(m.Schema).Shape()
	return s.Type == "string" && s.Format == "" && s.Pattern == "" && len(s.Enum) == 0 &&
		s.Default == nil && s.Example == nil && !names.IsSemantic(m.Name)
}

// longText is content that shows where some of it is lost or written otherwise.
var longText = "  " + strings.Repeat("A line of text, with ümlauts.\n", 50) + " "

// isPlain reports whether content of a media type is any text or bytes.
func isPlain(mediaType string) bool {
	base := strings.TrimSpace(strings.SplitN(mediaType, ";", 2)[0])
	return base == "text/plain" || base == "application/octet-stream"
}

// bodyOf writes a body. Members that a service is likely to want unique are new in every run, and
// those that name what a step created have its id; but for one.
func (o *operationSkeleton) bodyOf(media openapi.Media, value any, but ...string) string {
	return fmt.Sprintf("body: {mediaType: %s, value: %s%s}", quoted(media.Type), jsonText(value),
		o.set(media.Schema, value, but...))
}

// set is the key that changes the members of a body that differ from run to run.
func (o *operationSkeleton) set(schema *openapi.Schema, value any, but ...string) string {
	members, _ := value.(map[string]any)
	var all []string
	for _, m := range values.Members(schema) {
		if _, given := members[m.Name]; !given || slices.Contains(but, m.Name) {
			continue
		}
		pointer := quoted(jsonpointer.Join([]string{m.Name}))
		if id := cmp.Or(o.ids[linkKey(o.op, m.Name)], o.idInPath(m)); id != "" {
			all = append(all, pointer+": "+id)
			continue
		}
		if kind := freshKind(m.Name, values.Chosen(m.Schema), o.has("409")); kind != "" {
			all = append(all, fmt.Sprintf("%s: {fresh: %s}", pointer, kind))
		}
	}
	if len(all) == 0 {
		return ""
	}
	return ", set: {" + strings.Join(all, ", ") + "}"
}

// idInPath is the value of a parameter in the path that a member repeats; empty: it repeats none,
// or one that fixtures give.
func (o *operationSkeleton) idInPath(m openapi.Member) string {
	for _, p := range inPath(o.op) {
		id := o.ids[idKey(o.op, p)]
		isSame := names.Same(p.Name, m.Name) || o.isItemID(p, m.Name)
		if isSame && sameType(m.Schema.Shape(), p.Schema.Shape()) &&
			!strings.HasSuffix(id, ".known") {
			return id
		}
	}
	return ""
}

// isItemID reports whether a member is the id of the item that a parameter in the path names.
func (o *operationSkeleton) isItemID(p openapi.Parameter, member string) bool {
	r := o.resources[nameless(o.op.Path)]
	return r != nil && r.parameter.Name == p.Name &&
		strings.HasSuffix(cmp.Or(r.id, r.itemID), jsonpointer.Join([]string{member}))
}

// freshKind is how a new value for a member is made; empty: it is not. Where a conflict is
// documented, each text without a form of its own may be what must be unique.
func freshKind(name string, of *openapi.Schema, conflicts bool) string {
	s := of.Shape()
	isUnique := names.Among(names.Unique, name) ||
		conflicts && (s.Format == "" || s.Format == "email") &&
			!strings.HasSuffix(names.Plain(name), "id")
	switch {
	case s.Type != "string" || len(s.Enum) > 0 || !isUnique:
		return ""
	case s.Pattern != "" && (!pattern.Compiles(s.Pattern) || !strings.HasPrefix(s.Pattern, "^") ||
		s.MinLength > 0 || s.MaxLength != nil):
		return ""
	case s.Pattern != "":
		return fmt.Sprintf("{pattern: %s}", quoted(s.Pattern))
	}
	kind, like := "word", "abcdefghijkl"
	if s.Format == "email" || sample.NamedFormat(name, s) == "email" {
		kind, like = "email", "abcdefghijkl@example.com"
	}
	if len(of.ValidateRequest(like)) > 0 {
		return ""
	}
	return kind
}

// freshID is how a new id is made that a caller may give; empty: it is not known how.
func freshID(of *openapi.Schema) string {
	s := of.Shape()
	switch {
	case s.Format == "uuid":
		return "uuid"
	case s.Type == "string" && s.Format == "" && s.Pattern == "" && of.TakesText("abcdefghijkl"):
		return "word"
	}
	return ""
}

// sameAs is the check that what is read of a resource has the members that this operation sends;
// empty: none of them is returned as it was sent. Some are left out.
func (o *operationSkeleton) sameAs(
	as string, sent map[string]any, r *resource, without ...string,
) string {
	if r.read == nil || r.collection == "" {
		return ""
	}
	at, inside := wrapped(readSchema(r.read), r)
	media := o.bodyMedia()
	if !openapi.IsJSON(media.Type) {
		return ""
	}
	var except []string
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		asked, _ := values.Member(media.Schema, name)
		reply, known := values.Member(inside, name)
		if !known || asked == nil || slices.Contains(without, name) || !returned(asked, reply) ||
			o.isOwnID(jsonpointer.Join([]string{name})) {
			except = append(except, name)
		}
	}
	kept := len(sent) - len(except)
	for _, name := range without {
		if _, given := sent[name]; !given {
			except = append(except, name)
		}
	}
	for i, name := range except {
		except[i] = quoted(jsonpointer.Join([]string{name}))
	}
	if kept == 0 {
		return ""
	}
	check := fmt.Sprintf("same: {pointer: %s, as: %s, partial: true", quoted(at), as)
	if len(except) > 0 {
		check += ", except: [" + strings.Join(except, ", ") + "]"
	}
	return check + "}"
}

// rewritten are formats of values that services write in another way than they were sent.
var rewritten = []string{
	"date-time", "time", "duration", "password", "byte", "binary", "uri", "url",
}

// isRewritten reports whether a member of a request is returned in another way than it was sent.
func isRewritten(asked, reply *openapi.Schema) bool {
	a, b := values.Chosen(asked).Shape(), values.Chosen(reply).Shape()
	return a.Type == "string" && b.Type == "string" && a.Format == b.Format && !a.WriteOnly &&
		!b.WriteOnly && slices.Contains(rewritten, a.Format) && a.Format != "password"
}

// returned reports whether a member of a request is returned as it was sent, as far as the schemas
// say: a text, a whole number, a boolean, or a list of such.
func returned(asked, reply *openapi.Schema) bool {
	a, b := values.Chosen(asked).Shape(), values.Chosen(reply).Shape()
	if a.WriteOnly || b.WriteOnly || a.Type != b.Type || a.Format != b.Format ||
		slices.Contains(rewritten, a.Format) {
		return false
	}
	switch a.Type {
	case "string", "integer", "boolean":
		return true
	case "object":
		return returnedMembers(asked, reply)
	case "array":
		return a.Items != nil && b.Items != nil && a.Items.Shape().Type != "array" &&
			returned(a.Items, b.Items)
	}
	return false
}

// returnedMembers reports whether all that is known of an object is returned as it was sent.
func returnedMembers(asked, reply *openapi.Schema) bool {
	known := values.Members(asked)
	return len(known) > 0 && !slices.ContainsFunc(known, func(m openapi.Member) bool {
		is, there := values.Member(reply, m.Name)
		s := values.Chosen(m.Schema).Shape()
		return !there || s.Type == "object" || s.Items != nil || !returned(m.Schema, is)
	})
}

// readSchema is the schema of what is read; one that says nothing where there is none.
func readSchema(read *openapi.Operation) *openapi.Schema {
	if media, ok := successJSON(read); ok {
		return media.Schema
	}
	return openapi.AnySchema()
}

// wrapped returns where in a response the item is, and its schema: the content itself, or the
// member that has its id.
func wrapped(schema *openapi.Schema, r *resource) (string, *openapi.Schema) {
	if r == nil {
		return "", schema
	}
	at, ok := r.memberOf(schema, names.OfID(r.parameter.Name, r.collection))
	steps := strings.Split(strings.TrimPrefix(at, "/"), "/")
	if !ok || len(steps) < 2 {
		return "", schema
	}
	inner, _ := values.Member(schema, steps[0])
	return "/" + steps[0], inner
}

// saveSent saves the content of a request, and sentAgain is a body that has it again.
const saveSent = `sent: {sent: ""}`

func sentAgain(media openapi.Media) string { return sentAs(media, "sent") }

// sentAs is a body that has a saved value.
func sentAs(media openapi.Media, name string) string {
	return fmt.Sprintf("body: {mediaType: %s, saved: %s}", quoted(media.Type), name)
}
