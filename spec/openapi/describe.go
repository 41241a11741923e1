package openapi

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sort"
	"strings"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/jsonpointer"
	"example.com/toeline/spec/strict"
)

// methods are the keys of a path item that name an operation; additionalOperations has more.
var methods = []string{
	"delete", "get", "head", "options", "patch", "post", "put", "query", "trace",
}

// describer turns the tree of a description into plain data.
type describer struct {
	*tree
	root part
	made *Description
}

// describe reads the operations and components. What concerns one operation leaves it out.
func (t *tree) describe(root part) *Description {
	d := &describer{tree: t, root: root, made: &Description{tree: t}}
	if info, ok := root.get("info"); ok {
		d.made.Title, d.made.Version = info.text("title"), info.text("version")
	}
	d.servers(root)
	d.made.components, _ = root.get("components")
	d.declared()
	if schemas, ok := d.made.components.get("schemas"); ok {
		d.made.schemas = map[string]part{}
		for name, at := range schemas.members() {
			d.made.schemas[name] = at
		}
	}
	if responses, ok := d.made.components.get("responses"); ok {
		for name := range responses.members() {
			d.made.Responses = append(d.made.Responses, name)
		}
		slices.Sort(d.made.Responses)
	}
	if paths, ok := root.get("paths"); ok {
		for path, item := range paths.members() {
			if !strings.HasPrefix(path, "x-") {
				d.pathItem(path, item)
			}
		}
	}
	d.repeated()
	if hooks, ok := root.get("webhooks"); ok {
		for name, at := range hooks.members() {
			d.made.Webhooks = append(d.made.Webhooks, name)
			d.made.NotJudged(strict.PosOf(at.node), "webhook "+name+": what the server sends by "+
				"itself is not judged")
		}
	}
	return d.made
}

func (d *describer) pathItem(path string, given part) {
	if !strings.HasPrefix(path, "/") {
		d.skip("", path, given, "a path begins with a slash")
		return
	}
	item, ref, ok := d.follow(given)
	if !ok {
		d.skip("", path, given, d.nowhere(item.file, ref))
		return
	}
	at := []string{"paths", path}
	if place, local := strings.CutPrefix(ref, "#/"); local {
		at = jsonpointer.Split("/" + place)
	}
	for _, method := range methods {
		if operation, ok := item.get(method); ok {
			d.operation(strings.ToUpper(method), path, item, operation,
				append(slices.Clone(at), method))
		}
	}
	for key, operation := range item.members() {
		if lower := strings.ToLower(key); lower != key && slices.Contains(methods, lower) {
			d.skip(key, path, operation, "methods are written in lower case")
		} else if near := strict.Suggest(key, methods); near != "" && !keyOfPath(key) {
			d.skip(key, path, operation,
				fmt.Sprintf("%q is not a method (did you mean %q?)", key, near))
		}
	}
	if more, ok := item.get("additionalOperations"); ok {
		for method, operation := range more.members() {
			d.operation(method, path, item, operation,
				append(slices.Clone(at), "additionalOperations", method))
		}
	}
}

// keyOfPath reports whether a member of a path item is one of OpenAPI's.
func keyOfPath(key string) bool {
	return strings.HasPrefix(key, "x-") || slices.Contains(methods, key) ||
		slices.Contains([]string{
			"$ref", "summary", "description", "servers", "parameters", "additionalOperations",
		}, key)
}

func (d *describer) skip(method, path string, at part, reason string) {
	d.made.Skipped = append(d.made.Skipped, Skipped{
		Method: method, Path: path, Pos: strict.PosOf(at.node), Reason: reason,
	})
}

// operation describes one operation, or says why it is left out.
func (d *describer) operation(method, key string, item, from part, at []string) {
	if from.node.Kind != yaml.MappingNode {
		d.skip(method, key, from, "it is not an object")
		return
	}
	path, _, _ := strings.Cut(key, "#")
	if slices.ContainsFunc(d.made.Operations, func(other Operation) bool {
		return other.Method == method && other.Key == key
	}) {
		d.skip(method, key, from, "the method is described twice")
		return
	}
	o := &operationReader{describer: d, op: Operation{
		Method: method, Path: path, Key: key, ID: from.text("operationId"), at: at,
		Pos: strict.PosOf(from.node),
	}}
	o.op.Security = d.security(from)
	d.servers(item)
	d.servers(from)
	o.parameters(from)
	o.parameters(item)
	o.undeclared()
	o.keys()
	o.body(from)
	o.responses(from)
	o.op.Callbacks = len(keysOf(from, "callbacks"))
	if o.problem != "" {
		d.skip(method, key, from, o.problem)
		return
	}
	if callbacks, ok := from.get("callbacks"); ok {
		for name, at := range callbacks.members() {
			d.made.NotJudged(strict.PosOf(at.node), fmt.Sprintf("callback %s of %s %s: what the "+
				"server sends by itself is not judged", name, method, key))
		}
	}
	d.made.Operations = append(d.made.Operations, o.op)
}

// operationReader is an operation that is being read. The first problem leaves it out.
type operationReader struct {
	*describer
	op      Operation
	problem string
}

func (o *operationReader) fail(format string, args ...any) {
	o.problem = cmp.Or(o.problem, fmt.Sprintf(format, args...))
}

// found follows a reference; false, with the problem noted: it leads nowhere.
func (o *operationReader) found(at part, what string) (part, string, bool) {
	found, ref, ok := o.follow(at)
	if !ok {
		o.fail("%s: %s", what, o.nowhere(found.file, ref))
	}
	return found, ref, ok
}

// ignoredHeaders are the parameters that OpenAPI describes elsewhere.
var ignoredHeaders = map[string]bool{"Accept": true, "Content-Type": true, "Authorization": true}

// parameters adds those under a node that no earlier one overrides.
func (o *operationReader) parameters(under part) {
	list, _ := under.get("parameters")
	from := map[string]bool{}
	for _, given := range list.items() {
		at, _, ok := o.found(given, "a parameter")
		if !ok {
			continue
		}
		p := o.parameter(at)
		known := func(other Parameter) bool { return other.Name == p.Name && other.In == p.In }
		switch {
		case p.In == "header" && ignoredHeaders[http.CanonicalHeaderKey(p.Name)]:
		case p.Name == "" || p.In == "":
			o.fail("a parameter has no name, or says not where it is")
		case !slices.ContainsFunc(o.op.Parameters, known):
			if p.Required && p.Example == nil {
				o.known(fmt.Sprintf("the parameter %q", p.Name), p.Schema)
			}
			o.op.Parameters = append(o.op.Parameters, p)
			from[p.In+" "+p.Name] = true
		case from[p.In+" "+p.Name]:
			o.tree.slip(strict.PosOf(given.node), fmt.Sprintf("the parameter %s in %s is there "+
				"twice: the first counts", cut(p.Name), p.In))
		}
	}
}

// reservedKeys are what the names of parameters would be confused with in a case.
var reservedKeys = map[string]bool{"method": true, "auth": true, "headers": true, "body": true}

// keys names the parameters apart.
func (o *operationReader) keys() {
	inPath := map[string]bool{}
	for _, p := range o.op.Parameters {
		inPath[p.Name] = inPath[p.Name] || p.In == "path"
	}
	seen := map[string]bool{}
	for i := range o.op.Parameters {
		p := &o.op.Parameters[i]
		p.Key = p.Name
		if seen[p.Name] || reservedKeys[p.Name] || inPath[p.Name] && p.In != "path" {
			p.Key = p.In + "." + p.Name
		}
		seen[p.Key] = true
	}
}

// parameter describes one parameter with the defaults of its place.
func (o *operationReader) parameter(at part) Parameter {
	p := Parameter{
		Name: at.text("name"), In: at.text("in"), Required: at.flag("required"),
		Style: at.text("style"), Reserved: at.flag("allowReserved"),
	}
	if p.Style == "" {
		p.Style = "simple"
		if p.In == "query" || p.In == "cookie" {
			p.Style = "form"
		}
	}
	p.Explode = p.Style == "form"
	if explode := at.text("explode"); explode != "" {
		p.Explode = explode == "true"
	}
	if schema, ok := at.get("schema"); ok {
		p.Schema = o.schemaAt(p.Name, schema)
	}
	if content, ok := at.get("content"); ok {
		for _, media := range o.media(content) {
			p.ContentType, p.Schema = media.Type, media.Schema
			p.Example = firstExample(media.Example, media.Examples)
		}
	}
	if example, ok := at.get("example"); ok {
		p.Example = example.value()
	}
	p.Examples = o.examples(at)
	p.Example = firstExample(p.Example, p.Examples)
	return p
}

func firstExample(one any, all []Example) any {
	if one == nil && len(all) > 0 {
		return all[0].Value
	}
	return one
}

func (o *operationReader) body(from part) {
	given, ok := from.get("requestBody")
	if !ok {
		return
	}
	at, _, ok := o.found(given, "the request body")
	if !ok {
		return
	}
	content, _ := at.get("content")
	o.op.Body = &Body{Required: at.flag("required"), Content: o.media(content)}
	sent := o.op.Body.Preferred()
	if sent.Example == nil && len(sent.Examples) == 0 {
		o.known("the request body", sent.Schema)
	}
}

func (o *operationReader) responses(from part) {
	responses, _ := from.get("responses")
	for status, given := range responses.members() {
		if strings.HasPrefix(status, "x-") {
			continue
		}
		at, ref, ok := o.found(given, "the response "+status)
		if !ok {
			continue
		}
		content, _ := at.get("content")
		o.op.Responses = append(o.op.Responses, Response{
			Status: status, Component: component(ref, "responses"), Content: o.media(content),
			Headers: o.headers(at), Links: o.links(at),
		})
	}
	all := o.op.Responses
	sort.SliceStable(all, func(i, j int) bool { return all[i].Status < all[j].Status })
}

func (o *operationReader) headers(response part) []Header {
	var all []Header
	list, _ := response.get("headers")
	for name, given := range list.members() {
		at, _, ok := o.found(given, "the header "+name)
		if !ok || http.CanonicalHeaderKey(name) == "Content-Type" {
			continue
		}
		made := Header{Name: name, Required: at.flag("required")}
		if schema, ok := at.get("schema"); ok {
			made.Schema, made.SchemaAt = o.schemaAt(name, schema), []string{"schema"}
		} else if content, ok := at.get("content"); ok {
			for _, media := range o.media(content) {
				made.Schema, made.SchemaAt = media.Schema, []string{"content", media.Type, "schema"}
			}
		}
		all = append(all, made)
	}
	return all
}

// component returns the name in a reference to a component of a kind; empty: it is to another
// place, or none.
func component(ref, kind string) string {
	name, ok := strings.CutPrefix(ref, "#/components/"+kind+"/")
	if !ok || strings.Contains(name, "/") {
		return ""
	}
	return name
}

func keysOf(under part, key string) []string {
	at, _ := under.get(key)
	var all []string
	for name := range at.members() {
		all = append(all, name)
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
