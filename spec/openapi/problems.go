package openapi

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// notOpenAPI places what the OpenAPI parser refused before it looked at the meaning; of such
// there is one at a time. It names a line in some of them.
func (r *reader) notOpenAPI(err error) strict.Problem {
	pos := strict.PosOf(r.root)
	message := oneLine(err)
	if m := namedLine.FindStringSubmatch(message); m != nil {
		pos.Line, _ = strconv.Atoi(m[1])
		pos.Column = 0
		message = strings.Replace(message, m[0], "", 1)
	}
	message = quotedValue.ReplaceAllString(message, "[…]")
	return strict.Problem{File: r.file, Pos: pos, Message: "not valid OpenAPI: " + message}
}

// quotedValue is a value that the parser quotes: what is not a description may hold secrets.
var quotedValue = regexp.MustCompile("`[^`]*`")

// aVersion matches what can be the version of a format, and nothing else.
var aVersion = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{1,3}){0,2}$`)

func shownVersion(version string) string {
	if aVersion.MatchString(version) {
		return "version " + version
	}
	return "its version"
}

var namedLine = regexp.MustCompile(`line (\d+): `)

// tolerated reports whether what OpenAPI forbids changes nothing that is sent or judged. Public
// descriptions that their owners and users live with break these rules: they are hints.
func tolerated(err error) bool {
	var paths *openapi3.ConflictingPathsError
	var items *openapi3.SchemaItemsRequired
	var section *openapi3.SectionValidationError
	return errors.As(err, &paths) || errors.As(err, &items) ||
		errors.As(err, &section) && harmlessSections[section.Section] ||
		harmless.MatchString(oneLine(err))
}

// harmlessSections are parts of a description that no request and no check depends on.
var harmlessSections = map[string]bool{
	"servers": true, "info": true, "tags": true, "externalDocs": true, "external docs": true,
}

// harmless are mistakes in what people read, and repetitions.
var harmless = regexp.MustCompile(
	`(?i)description|duplicate|same operation id|operationId|mutually exclusive|externalValue|` +
		`summary|license|contact|unsupported 'format'|\bexamples?\b|discriminator|default value`)

// invalidOpenAPI reports one thing that OpenAPI does not allow, at the place
// that the error's wrappers lead to.
func (r *reader) invalidOpenAPI(err error) {
	if tolerated(err) {
		aside := &reader{file: r.file, root: r.root, written: r.written}
		aside.placeInvalid(err)
		r.tolerated = append(r.tolerated, aside.problems...)
		return
	}
	r.placeInvalid(err)
}

func (r *reader) placeInvalid(err error) {
	at, cause := r.placeOf(err)
	named := strings.Join(at, ".")
	for len(at) > 0 {
		if _, ok := strict.Find(r.root, at...); ok {
			break
		}
		at = at[:len(at)-1]
	}
	node, _ := strict.Find(r.root, at...)
	pos, message := strict.PosOf(node), oneLine(cause)
	if m := extraFields.FindStringSubmatch(message); m != nil {
		for _, name := range strings.Fields(m[1]) {
			key := findKey(node, name)
			near, shown := strict.Suggest(name, openAPIKeys), "such key"
			if near != "" {
				shown = strconv.Quote(name)
			}
			r.once(orPos(strict.PosOf(key), pos), strings.Join(at, "."),
				"not valid OpenAPI: it knows no "+shown+" here; your own keys begin with x-", near)
		}
		return
	}
	r.once(pos, named, "not valid OpenAPI: "+cut(message), "")
}

// cut keeps what the parser says and lets go of what it quotes.
func cut(message string) string {
	const most = 200
	if runes := []rune(message); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return message
}

var extraFields = regexp.MustCompile(`extra sibling fields: \[([^\]]*)\]`)

// openAPIKeys are the fixed fields of OpenAPI 3.0.3 that people write.
var openAPIKeys = strings.Fields("openapi info servers paths components security tags " +
	"externalDocs title description " +
	"termsOfService contact license version url name email variables default enum schemas " +
	"responses parameters examples " +
	"requestBodies headers securitySchemes links callbacks summary get put post delete options " +
	"head patch trace operationId " +
	"requestBody deprecated in required allowEmptyValue style explode allowReserved schema " +
	"example content encoding " +
	"contentType value externalValue type format items properties additionalProperties pattern " +
	"minimum maximum minLength " +
	"maxLength minItems maxItems uniqueItems nullable readOnly writeOnly allOf anyOf oneOf not " +
	"discriminator scheme bearerFormat flows")

// placeOf follows the wrappers of an error to the place that they name, and
// returns what is left to say of it.
func (r *reader) placeOf(err error) (at []string, cause error) {
	cause = err
	for e := err; e != nil; e = errors.Unwrap(e) {
		switch e := e.(type) {
		case *openapi3.SectionValidationError:
			at, cause = []string{e.Section}, e.Cause
		case *openapi3.ComponentValidationError:
			at, cause = append(at, componentKeys[e.Section], e.Name), e.Cause
		case *openapi3.PathValidationError:
			at, cause = append(at, e.Path), e.Cause
		case *openapi3.OperationValidationError:
			at, cause = append(at, strings.ToLower(e.Method)), e.Cause
		case *openapi3.PathParametersError:
			at, cause = []string{"paths", e.Path, strings.ToLower(e.Method)}, e
		case *openapi3.ParameterFieldValidationError:
			at = append(at, r.parameterAt(at, e.ParameterName)...)
		}
	}
	return at, cause
}

// componentKeys are the keys under components by the names in errors.
var componentKeys = map[string]string{
	"schema": "schemas", "parameter": "parameters", "header": "headers",
	"request body": "requestBodies", "response": "responses",
	"security scheme": "securitySchemes", "example": "examples", "link": "links",
	"callback": "callbacks",
}

// parameterAt finds a parameter in the list at a place.
func (r *reader) parameterAt(at []string, name string) []string {
	list, _ := strict.Find(r.root, append(slices.Clone(at), "parameters")...)
	if list == nil {
		return nil
	}
	for i, item := range list.Content {
		if given, ok := strict.Find(item, "name"); ok && given.Value == name {
			return []string{"parameters", strconv.Itoa(i)}
		}
	}
	return nil
}

// findKey returns the first key of a name in a part of the tree.
func findKey(n *yaml.Node, name string) *yaml.Node {
	if n == nil {
		return nil
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if child.Value == name {
				return child
			}
			continue
		}
		if found := findKey(child, name); found != nil {
			return found
		}
	}
	return nil
}

func orPos(pos, other strict.Pos) strict.Pos {
	if pos == (strict.Pos{}) {
		return other
	}
	return pos
}

// once adds a problem that may be found by several ways.
func (r *reader) once(pos strict.Pos, path, message, suggestion string) {
	p := strict.Problem{
		File: r.file, Pos: pos, Path: path, Message: message, Suggestion: suggestion,
	}
	if !slices.Contains(r.problems, p) {
		r.problems = append(r.problems, p)
	}
}
