package openapi

import (
	"cmp"
	"iter"
	"net/url"
	"path"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"example.com/toeline/spec/strict"
)

// tree is the text of a description: one file, and those that it refers to.
type tree struct {
	main *file
	// open parses another file of the description; nil: the description has one file.
	open  func(location string) (*yaml.Node, error)
	moved func(location string) string
	// siblings reports whether the keywords beside a $ref count, as they do since 3.1.
	siblings bool
	// strict reports whether what OpenAPI does not allow is reported rather than made up for.
	strict bool
	// written returns a reference as the file has it, which may have been converted.
	written func(ref string) string

	mu      sync.Mutex
	files   map[string]*file
	failed  map[string]error // why the files that are nil cannot be read
	schemas map[*yaml.Node]*Schema
	// tracks reports whether some schema says unevaluatedProperties or unevaluatedItems.
	tracks bool
	notes  []Note
	slips  []Note
	// misspell adds the words that OpenAPI does not have to slips, once.
	misspell func()
}

// file is one file of a description.
type file struct {
	location string // from the folder of the main file; the main file's own is empty
	base     string // of the main file: the URL that references count from, if there is one
	root     *yaml.Node
	once     sync.Once
	anchors  map[anchor]*yaml.Node // $anchor and $dynamicAnchor
	ids      map[string]*yaml.Node // $id, as written
	// resources are the schemas with an $id, by the nodes inside them.
	resources map[*yaml.Node]*yaml.Node
}

// anchor is a name in a schema with an $id; nil: in the file.
type anchor struct {
	resource *yaml.Node
	name     string
}

// part is a node of a description, and the file that it is in.
type part struct {
	file *file
	node *yaml.Node
}

// Note is what a schema says and what is not judged.
type Note struct {
	Pos  strict.Pos
	Text string
}

func newTree(root *yaml.Node) *tree {
	main := &file{root: root}
	return &tree{
		main: main, files: map[string]*file{"": main}, failed: map[string]error{},
		schemas: map[*yaml.Node]*Schema{},
		written: func(ref string) string { return ref },
	}
}

// note adds what is left out; several schemas may find the same.
func (t *tree) note(n *yaml.Node, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.notes = append(t.notes, Note{strict.PosOf(n), text})
}

// get returns the value of a key.
func (p part) get(key string) (part, bool) {
	n, ok := strict.Find(p.node, key)
	return part{p.file, n}, ok
}

// text returns a scalar under a key as text; empty: the key is absent.
func (p part) text(key string) string {
	n, ok := strict.Find(p.node, key)
	if !ok || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// flag returns a boolean under a key; false: the key is absent.
func (p part) flag(key string) bool { return p.text(key) == "true" }

// members lists the keys of an object with their values, in the order of the file.
func (p part) members() iter.Seq2[string, part] {
	return func(yield func(string, part) bool) {
		if p.node == nil || p.node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(p.node.Content); i += 2 {
			if !yield(p.node.Content[i].Value, part{p.file, p.node.Content[i+1]}) {
				return
			}
		}
	}
}

// items lists the items of an array.
func (p part) items() iter.Seq2[int, part] {
	return func(yield func(int, part) bool) {
		if p.node == nil || p.node.Kind != yaml.SequenceNode {
			return
		}
		for i, n := range p.node.Content {
			if !yield(i, part{p.file, n}) {
				return
			}
		}
	}
}

// value returns what the node says, as decoded JSON whose numbers are json.Number.
func (p part) value() any { return ValueOf(p.node) }

// maxHops bounds references that lead to references.
const maxHops = 64

// follow returns what a node refers to, and the last reference; the node itself, where it is no
// reference. False: the reference leads nowhere, or in a circle; found is what has it.
func (t *tree) follow(p part) (found part, ref string, ok bool) {
	for range maxHops {
		given := p.text("$ref")
		if given == "" {
			return p, ref, true
		}
		to, ok := t.resolve(p.file, given)
		if ref = given; !ok {
			return p, ref, false
		}
		p = to
	}
	return p, ref, false
}

// resolve finds what a reference in a file leads to.
func (t *tree) resolve(from *file, ref string) (part, bool) {
	where, fragment, _ := strings.Cut(ref, "#")
	in := from
	if where != "" {
		if found, ok := t.identified(where); ok {
			return inside(found, fragment)
		}
		if in = t.fileAt(from, where); in == nil {
			return part{}, false
		}
	}
	return inside(part{in, in.root}, fragment)
}

// identified finds a schema by its $id in the files that are read.
func (t *tree) identified(where string) (part, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.files {
		if f == nil {
			continue
		}
		for id, n := range f.index().ids {
			// A relative reference counts from the identifier around it.
			if id == where || strings.HasSuffix(id, "/"+strings.TrimPrefix(where, "/")) {
				return part{f, n}, true
			}
		}
	}
	return part{}, false
}

// resolveSchema finds what a reference in a schema leads to. In a schema with an $id a fragment
// counts from there; where it leads to nothing, from the file, as many write it.
func (t *tree) resolveSchema(from part, ref string) (part, bool) {
	fragment, local := strings.CutPrefix(ref, "#")
	if !local {
		return t.resolve(from.file, ref)
	}
	f := from.file.index()
	if resource := f.resources[from.node]; resource != nil {
		if n := f.anchors[anchor{resource, fragment}]; n != nil {
			return part{f, n}, true
		}
		if found, ok := inside(part{f, resource}, fragment); ok {
			return found, true
		}
	}
	return t.resolve(from.file, ref)
}

// inside finds the place of a fragment: a JSON pointer or an anchor.
func inside(p part, fragment string) (part, bool) {
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	if fragment == "" {
		return p, p.node != nil
	}
	if strings.HasPrefix(fragment, "/") {
		n := strict.At(p.node, fragment)
		return part{p.file, n}, n != nil
	}
	f := p.file.index()
	if n := f.anchors[anchor{f.resources[p.node], fragment}]; n != nil {
		return part{f, n}, true
	}
	n, ok := f.anchors[anchor{nil, fragment}]
	return part{f, n}, ok
}

// fileAt returns the file at a location relative to another one; nil: it cannot be read.
func (t *tree) fileAt(from *file, where string) *file {
	location := from.locate(where)
	t.mu.Lock()
	defer t.mu.Unlock()
	if known, ok := t.files[location]; ok || t.open == nil {
		return known
	}
	t.files[location] = nil // what cannot be read is tried once
	root, err := t.open(location)
	if t.failed[location] = err; err == nil && root != nil {
		t.files[location] = &file{location: t.moved(location), root: root}
	}
	return t.files[location]
}

// locate returns the location of what a reference in the file names.
func (f *file) locate(where string) string {
	if isURL(where) {
		return where
	}
	return joined(cmp.Or(f.location, f.base), where)
}

// joined resolves a relative location against that of the file that names it.
func joined(from, where string) string {
	if decoded, err := url.PathUnescape(where); err == nil {
		where = decoded
	}
	if isURL(from) {
		base, err := url.Parse(from)
		if err == nil {
			if to, err := base.Parse(where); err == nil {
				return to.String()
			}
		}
	}
	return path.Join(path.Dir(from), where)
}

func isURL(location string) bool {
	u, err := url.Parse(location)
	return err == nil && u.Scheme != "" && u.Host != ""
}

// index finds the anchors and identifiers of a file, once.
func (f *file) index() *file {
	f.once.Do(func() {
		f.anchors, f.ids = map[anchor]*yaml.Node{}, map[string]*yaml.Node{}
		f.resources = map[*yaml.Node]*yaml.Node{}
		f.walk(f.root, nil)
		if self := (part{f, f.root}).text("$self"); self != "" {
			f.ids[self] = f.root
		}
	})
	return f
}

func (f *file) walk(n, resource *yaml.Node) {
	if n == nil {
		return
	}
	if n.Kind == yaml.MappingNode {
		p := part{f, n}
		if id := p.text("$id"); id != "" {
			f.ids[id], resource = n, n
		}
		if resource != nil {
			f.resources[n] = resource
		}
		for _, name := range []string{p.text("$anchor"), p.text("$dynamicAnchor")} {
			if name != "" && f.anchors[anchor{resource, name}] == nil {
				f.anchors[anchor{resource, name}] = n
			}
		}
	}
	for _, child := range n.Content {
		f.walk(child, resource)
	}
}
