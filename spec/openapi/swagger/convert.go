package swagger

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// version is what the result says of itself.
const version = "3.0.3"

// Files are the other files that a description refers to.
type Files struct {
	// Open returns the tree of a file by its location from the description; nil: it cannot be read.
	Open func(location string) *yaml.Node
	// Join resolves a relative location against that of the file that names it.
	Join func(from, where string) string
}

// Convert returns a description of OpenAPI 2.0 as one of 3.0. The tree has no aliases, as
// strict.Parse returns it, and is not changed. Parameters and responses of other files are copied;
// references to schemas there stay.
func Convert(root *yaml.Node, files Files) *yaml.Node {
	c := &converter{
		root: root, files: files, values: map[*yaml.Node]*yaml.Node{},
		schemas: map[*yaml.Node]*yaml.Node{}, copies: map[*yaml.Node]*yaml.Node{},
		used: map[*yaml.Node]int{},
	}
	c.consumes, c.produces = texts(find(root, "consumes")), texts(find(root, "produces"))
	made := object(root)
	at := scope{converter: c}
	for key, value := range members(root) {
		switch key.Value {
		case "swagger":
			set(made, named(key, "openapi"), scalar(value, version))
		case "host", "basePath", "schemes", "consumes", "produces", "definitions", "parameters",
			"responses", "securityDefinitions", "components":
		case "paths":
			paths := object(value)
			for path, item := range members(value) {
				set(paths, at.copied(path), c.pathItem(at, path.Value, item))
			}
			set(made, key, paths)
		default:
			set(made, key, at.copied(value))
		}
	}
	if servers := serversOf(root); servers != nil {
		set(made, named(servers, "servers"), servers)
	}
	set(made, named(root, "components"), c.components(at))
	return made
}

// converter is a description under way.
type converter struct {
	root               *yaml.Node
	files              Files
	consumes, produces []string
	// What was made of parameters and headers, of the schemas of content, and of parts of other
	// files: many operations refer to one.
	values, schemas, copies map[*yaml.Node]*yaml.Node
	// used is how often path items were converted.
	used map[*yaml.Node]int
}

// maxUsed is how often a path item is converted: whoever refers to it otherwise is left out.
const maxUsed = 100

// serversOf returns the servers that host, basePath and schemes name; nil: none do.
func serversOf(root *yaml.Node) *yaml.Node {
	host, base := find(root, "host"), find(root, "basePath")
	at := host
	if at == nil {
		at = base
	}
	if at == nil {
		return nil
	}
	path := strings.TrimRight(text(base), "/")
	var urls []string
	for _, scheme := range texts(find(root, "schemes")) {
		if host != nil && (scheme == "https" || scheme == "http") {
			urls = append(urls, scheme+"://"+host.Value+path)
		}
	}
	switch {
	case host == nil && path == "":
		return nil
	case host == nil:
		urls = []string{path}
	case len(urls) == 0:
		urls = []string{"https://" + host.Value + path}
	}
	made := list(at)
	for _, url := range urls {
		server := object(at)
		set(server, named(at, "url"), scalar(at, url))
		made.Content = append(made.Content, server)
	}
	return made
}

// components moves what the root of 2.0 has by name. Parameters are written where they are used.
func (c *converter) components(at scope) *yaml.Node {
	made := object(c.root)
	if own := find(c.root, "components"); own != nil { // what an overlay added
		made.Content = slices.Clone(own.Content)
	}
	group := func(of, name string, convert func(n *yaml.Node) *yaml.Node) {
		from := find(c.root, of)
		if from == nil {
			return
		}
		to := object(from)
		if own := find(made, name); own != nil {
			to.Content = slices.Clone(own.Content)
			made.Content[slices.Index(made.Content, own)] = to
		} else {
			set(made, named(from, name), to)
		}
		for key, value := range members(from) {
			set(to, at.copied(key), convert(value))
		}
	}
	group("definitions", "schemas", func(n *yaml.Node) *yaml.Node { return c.schema(at, n) })
	group("responses", "responses", func(n *yaml.Node) *yaml.Node {
		return c.response(at, n, ofErrors(c.produces))
	})
	group("securityDefinitions", "securitySchemes", c.securityScheme)
	return made
}

// flows are the names of OAuth 2 flows in 3.0.
var flows = map[string]string{
	"implicit": "implicit", "password": "password", "application": "clientCredentials",
	"accessCode": "authorizationCode",
}

func (c *converter) securityScheme(from *yaml.Node) *yaml.Node {
	made, flow := object(from), object(from)
	name := ""
	for key, value := range members(from) {
		switch {
		case key.Value == "type" && value.Value == "basic":
			set(made, key, scalar(value, "http"))
			set(made, named(value, "scheme"), scalar(value, "basic"))
		case key.Value == "flow":
			name = flows[value.Value]
		case key.Value == "authorizationUrl", key.Value == "tokenUrl", key.Value == "scopes":
			set(flow, key, value)
		default:
			set(made, key, value)
		}
	}
	if name != "" {
		if find(flow, "scopes") == nil {
			set(flow, named(from, "scopes"), object(from))
		}
		all := object(from)
		set(all, named(from, name), flow)
		set(made, named(from, "flows"), all)
	}
	return made
}

// methods are the keys of a path item that name an operation.
var methods = map[string]bool{
	"get": true, "put": true, "post": true, "delete": true, "options": true, "head": true,
	"patch": true,
}

// pathItem converts a path item, which may be a reference. What leads nowhere stays, and is left
// out by whoever reads the result.
func (c *converter) pathItem(at scope, path string, from *yaml.Node) *yaml.Node {
	if strings.HasPrefix(path, "x-") || strings.HasPrefix(text(find(from, "$ref")), "#/paths/") {
		return from
	}
	in, item := c.follow(at, from)
	if item == nil || item.Kind != yaml.MappingNode || c.used[item] == maxUsed {
		return from
	}
	c.used[item]++
	at = in
	shared := c.parameters(at, find(item, "parameters"))
	made := object(item)
	at.place(made)
	for key, value := range members(item) {
		switch {
		case key.Value == "parameters":
			if plain := shared.plain(value); len(plain.Content) > 0 {
				set(made, at.copied(key), plain)
			}
		case methods[key.Value] && value.Kind == yaml.MappingNode:
			set(made, at.copied(key), c.operation(at, value, shared))
		default:
			set(made, at.copied(key), at.copied(value))
		}
	}
	return made
}

func (c *converter) operation(at scope, from *yaml.Node, shared parameters) *yaml.Node {
	consumes, produces := c.consumes, c.produces
	own := find(from, "produces")
	if own != nil {
		produces = texts(own)
	}
	if given := find(from, "consumes"); given != nil {
		consumes = texts(given)
	}
	all := c.parameters(at, find(from, "parameters"))
	made := object(from)
	at.place(made)
	for key, value := range members(from) {
		switch key.Value {
		case "consumes", "produces", "schemes":
		case "parameters":
			if plain := all.plain(value); len(plain.Content) > 0 {
				set(made, at.copied(key), plain)
			}
		case "responses":
			responses := object(value)
			at.place(responses)
			for status, response := range members(value) {
				types := produces
				if !strings.HasPrefix(status.Value, "2") {
					types = ofErrors(produces)
				}
				set(responses, at.copied(status), c.answer(at, response, types, own != nil))
			}
			set(made, at.copied(key), responses)
		default:
			set(made, at.copied(key), at.copied(value))
		}
	}
	if body := all.over(shared).body(consumes); body != nil {
		set(made, named(body, "requestBody"), body)
	}
	return made
}

// answer converts a response of an operation. One of the root's stays a reference, unless the
// operation has media types of its own.
func (c *converter) answer(at scope, from *yaml.Node, produces []string, own bool) *yaml.Node {
	ref := text(find(from, "$ref"))
	if at.file == "" && strings.HasPrefix(ref, "#/responses/") && !own {
		return c.schema(at, from)
	}
	if ref != "" {
		if in, found := c.follow(at, from); found != nil {
			return c.response(in, found, produces)
		}
		return c.schema(at, from)
	}
	return c.response(at, from, produces)
}

func (c *converter) response(at scope, from *yaml.Node, produces []string) *yaml.Node {
	if from.Kind != yaml.MappingNode || find(from, "$ref") != nil {
		return c.schema(at, from)
	}
	made := object(from)
	at.place(made)
	for key, value := range members(from) {
		switch key.Value {
		case "schema", "examples":
		case "headers":
			headers := object(value)
			for name, header := range members(value) {
				set(headers, at.copied(name), c.valued(at, header))
			}
			set(made, at.copied(key), headers)
		default:
			set(made, at.copied(key), at.copied(value))
		}
	}
	if content := c.content(at, from, produces); content != nil {
		set(made, named(content, "content"), content)
	}
	return made
}

// content returns the content of a response: its schema by the media types that are produced, and
// its examples; nil: it has none.
func (c *converter) content(at scope, from *yaml.Node, produces []string) *yaml.Node {
	schema, examples := find(from, "schema"), find(from, "examples")
	place := schema
	if place == nil {
		if place = examples; place == nil {
			return nil
		}
	}
	types := produces
	if len(types) == 0 {
		for name := range members(examples) {
			types = append(types, name.Value)
		}
	}
	switch {
	case len(types) > 0:
	case text(find(schema, "type")) == "file":
		types = []string{"application/octet-stream"}
	case schema != nil:
		types = []string{"application/json"}
	default:
		return nil
	}
	made := object(place)
	at.place(made)
	for _, name := range types {
		media := object(place)
		if schema != nil {
			set(media, named(schema, "schema"), c.shared(at, schema))
		}
		if example := find(examples, name); example != nil {
			set(media, named(example, "example"), at.copied(example))
		}
		if len(media.Content) > 0 {
			set(made, named(place, name), media)
		}
	}
	if len(made.Content) == 0 {
		return nil
	}
	return made
}
