package openapi

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// field is what is below a fixed field of an object of OpenAPI: an object (=), a list (=[) or a map
// (={) of objects, one of some texts (:a|b), or what is not looked at.
type field struct {
	object, list, named string
	values              []string
}

// objects are the fixed fields of the objects of a version, by kind.
type objects map[string]map[string]field

// fieldsOf reads a table with a kind of object a line: those of OpenAPI, and what is below them.
func fieldsOf(table string) objects {
	made := objects{}
	for line := range strings.Lines(table) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
		made[kind] = map[string]field{}
		for _, text := range strings.Fields(rest) {
			var f field
			name, values, ok := strings.Cut(text, ":")
			if ok {
				f.values = strings.Split(values, "|")
			}
			name, below, _ := strings.Cut(name, "=")
			switch {
			case strings.HasPrefix(below, "["):
				f.list = below[1:]
			case strings.HasPrefix(below, "{"):
				f.named = below[1:]
			default:
				f.object = below
			}
			made[kind][name] = f
		}
	}
	return made
}

var fields3 = sync.OnceValue(func() objects { return fieldsOf(table3) })

const table3 = `description: openapi $self jsonSchemaDialect info=info servers=[server ` +
	`paths={path webhooks components=components security tags externalDocs
info: title summary description termsOfService contact license version
server: url description name variables={variable
variable: enum default description
components: schemas responses={response parameters={parameter examples={example ` +
	`requestBodies={body headers={header securitySchemes={scheme links={link callbacks ` +
	`pathItems={path mediaTypes={media
path: $ref summary description get=operation put=operation post=operation delete=operation ` +
	`options=operation head=operation patch=operation trace=operation query=operation ` +
	`additionalOperations={operation servers=[server parameters=[parameter
operation: tags summary description externalDocs operationId parameters=[parameter ` +
	`requestBody=body responses={response callbacks deprecated:true|false security servers=[server
parameter: name in:path|query|header|cookie|querystring description required:true|false ` +
	`deprecated:true|false allowEmptyValue:true|false style explode:true|false ` +
	`allowReserved:true|false schema example examples={example content={media
body: description content={media required:true|false
media: schema itemSchema example examples={example encoding={encoding prefixEncoding ` +
	`itemEncoding=encoding
encoding: contentType headers={header style explode:true|false allowReserved:true|false encoding ` +
	`prefixEncoding itemEncoding
response: summary description headers={header content={media links={link
header: description required:true|false deprecated:true|false allowEmptyValue style:simple ` +
	`explode:true|false allowReserved schema example examples={example content={media
link: operationRef operationId parameters requestBody description server=server
example: summary description value externalValue dataValue serializedValue
scheme: type:apiKey|http|mutualTLS|oauth2|openIdConnect description name in:query|header|cookie ` +
	`scheme bearerFormat flows openIdConnectUrl oauth2MetadataUrl deprecated:true|false
`

const values2 = ` type format items default maximum exclusiveMaximum minimum exclusiveMinimum ` +
	`maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf example examples ` +
	`collectionFormat:csv|ssv|tsv|pipes|multi`

var fields2 = sync.OnceValue(func() objects { return fieldsOf(table2) })

const table2 = `description: swagger info=info host basePath schemes consumes produces ` +
	`paths={path definitions parameters={parameter responses={response ` +
	`securityDefinitions={scheme security tags externalDocs
info: title description termsOfService contact license version
path: $ref get=operation put=operation post=operation delete=operation options=operation ` +
	`head=operation patch=operation parameters=[parameter
operation: tags summary description externalDocs operationId consumes produces ` +
	`parameters=[parameter responses={response schemes deprecated:true|false security
parameter: name in:path|query|header|formData|body description required:true|false schema ` +
	`allowEmptyValue:true|false` + values2 + `
response: description schema headers={header examples
header: description` + values2 + `
scheme: type:basic|apiKey|oauth2 description name in:query|header flow authorizationUrl tokenUrl ` +
	`scopes
`

// stylesOf are the styles of parameters by their place.
var stylesOf = map[string][]string{
	"path": {"simple", "label", "matrix"}, "header": {"simple"}, "cookie": {"form", "cookie"},
	"query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
}

// misspelt notes what a description says in words that OpenAPI does not have, so that it says
// nothing: keys, and values of which there are few.
func (t *tree) misspelt(source *Source) {
	w := &speller{
		tree:     t,
		fields:   fields3(),
		siblings: map[string]bool{},
		seen:     map[*yaml.Node]bool{},
	}
	version, root := versionOf(source.Root)
	switch {
	case source.former != nil:
		w.fields, root = fields2(), source.former
	case t.siblings:
		w.siblings = map[string]bool{"summary": true, "description": true}
	}
	w.object(part{t.main, root}, "description")
	if n := len(w.bare); n > 0 && !strings.HasPrefix(version, "3.2") {
		w.slip(strict.PosOf(w.bare[0]), fmt.Sprintf("a response has no description, which "+
			"OpenAPI before 3.2 demands (%d in all)", n))
	}
}

type speller struct {
	*tree
	fields   objects
	siblings map[string]bool // the keys that count beside a $ref
	seen     map[*yaml.Node]bool
	bare     []*yaml.Node // responses without a description
}

// object looks at an object of a kind, and at those below it.
func (w *speller) object(at part, kind string) {
	if at.node == nil || at.node.Kind != yaml.MappingNode || w.seen[at.node] {
		return
	}
	w.seen[at.node] = true
	if at.text("$ref") != "" && kind != "path" {
		w.beside(at)
		return
	}
	known, described := w.fields[kind], kind != "response"
	for i := 0; i+1 < len(at.node.Content); i += 2 {
		key, value := at.node.Content[i].Value, part{at.file, at.node.Content[i+1]}
		f, ok := known[key]
		described = described || key == "description"
		switch {
		case strings.HasPrefix(key, "x-"):
		case !ok:
			w.unknown(at.node.Content[i], kind)
		case f.object != "":
			w.object(value, f.object)
		case f.list != "":
			for _, item := range value.items() {
				w.object(item, f.list)
			}
		case f.named != "":
			w.entries(value, kind, key, f.named)
		case len(f.values) > 0:
			w.value(value, key, f.values)
		}
	}
	if !described {
		w.bare = append(w.bare, at.node)
	}
	if styles := stylesOf[at.text("in")]; kind == "parameter" && styles != nil {
		if style, ok := at.get("style"); ok {
			w.value(style, "style in "+at.text("in"), styles)
		}
	}
}

// beside notes the keys beside a $ref, which are ignored.
func (w *speller) beside(at part) {
	for key, value := range at.members() {
		if key != "$ref" && !w.siblings[key] && !strings.HasPrefix(key, "x-") {
			w.slip(strict.PosOf(value.node), cut(key)+" is ignored beside a $ref")
		}
	}
}

func (w *speller) unknown(n *yaml.Node, kind string) {
	key := n.Value
	if kind == "path" && (slices.Contains(methods, strings.ToLower(key)) ||
		strict.Suggest(key, methods) != "") {
		return // an operation that is left out
	}
	w.slip(strict.PosOf(n), fmt.Sprintf("the key %s is not known here, and is ignored%s",
		cut(key), meant(key, sortedKeys(w.fields[kind]))))
}

func (w *speller) value(at part, key string, values []string) {
	given := at.node.Value
	if at.node.Kind != yaml.ScalarNode || slices.Contains(values, given) {
		return
	}
	w.slip(strict.PosOf(at.node), fmt.Sprintf("%s is not one of the values of %s, which are %s%s",
		cut(fmt.Sprintf("%q", given)), key, strings.Join(values, ", "), meant(given, values)))
}

// statusKey is a key of responses.
var statusKey = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([1-5]([0-9]{2}|[xX]{2})|default)$`)
})

// formless says what a key of some maps is meant to be and is not; empty: it is that.
func formless(of, key string) string {
	switch {
	case of == "responses" && !statusKey().MatchString(key):
		return "a status"
	case of == "content" && !strings.Contains(key, "/"):
		return "a media type, as application/json is"
	}
	return ""
}

// entries looks at the objects of a map of an object of a kind.
func (w *speller) entries(at part, kind, key, named string) {
	keyed := kind != "components" && !(kind == "description" && key == "responses")
	for name, value := range at.members() {
		if strings.HasPrefix(name, "x-") {
			continue
		}
		if what := formless(key, name); keyed && what != "" {
			w.slip(strict.PosOf(value.node), fmt.Sprintf("%s is not %s", cut(name), what))
		}
		if key == "paths" && strings.Count(name, "{") != strings.Count(name, "}") {
			w.slip(strict.PosOf(value.node), "a brace of "+cut(name)+" has no other")
		}
		w.object(value, named)
	}
}
