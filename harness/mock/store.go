package mock

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec/openapi"
	"example.com/toeline/spec/sample"
)

// maxStored bounds how many resources are held, and maxStoredBytes what was sent for them. What is
// beyond is answered, and not held.
const (
	maxStored      = 10_000
	maxStoredBytes = 64 << 20
)

// store holds what requests made and changed, by path. The ids that are known from the beginning
// stay: only what a request made can be deleted.
type store struct {
	making sync.Mutex // held from the choice of a new id until it is stored

	mu    sync.Mutex
	items map[string]item
	gone  map[string]bool
	keys  map[string]string // ids of what was made, by Idempotency-Key and path
	order []string          // paths, as they were made
	bytes int               // that were sent for the items
}

// item is the members that requests gave a resource.
type item struct {
	members map[string]any
	text    string // the content, where it is not an object
	made    bool   // by a request
	bytes   int    // that were sent for it
	version int    // how often it was changed
}

func newStore() *store {
	return &store{items: map[string]item{}, gone: map[string]bool{}, keys: map[string]string{}}
}

func (s *store) get(path string) (found item, ok, gone bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok = s.items[path]
	return found, ok, s.gone[path]
}

// set changes members of a resource, or replaces all of them, as next has them.
func (s *store) set(path string, next item, replace bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, known := s.items[path]
	size := len(path) + next.bytes
	if !known && len(s.items) >= maxStored || s.bytes+size > maxStoredBytes {
		return
	}
	if !known {
		s.order = append(s.order, path)
	}
	if replace {
		s.bytes -= before.bytes
		before.bytes = 0
	}
	s.bytes += size
	members := next.members
	next = item{
		members: map[string]any{}, text: next.text, made: next.made || before.made,
		bytes: before.bytes + size, version: before.version + 1,
	}
	if !replace {
		maps.Copy(next.members, before.members)
	}
	maps.Copy(next.members, members)
	s.items[path] = next
	delete(s.gone, path)
}

func (s *store) remove(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	removed := s.items[path]
	if !removed.made {
		return
	}
	s.bytes -= removed.bytes
	delete(s.items, path)
	s.order = slices.DeleteFunc(s.order, func(p string) bool { return p == path })
	if len(s.gone) < maxStored {
		s.gone[path] = true
	}
}

// removed is how many resources were removed, whose ids are not used again.
func (s *store) removed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.gone)
}

// below lists what requests made directly below a path, in that order.
func (s *store) below(path string) (ids []string, all []item) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.order {
		id, ok := strings.CutPrefix(one, path+"/")
		if ok && !strings.Contains(id, "/") && s.items[one].made {
			ids, all = append(ids, unescaped(id)), append(all, s.items[one])
		}
	}
	return ids, all
}

func unescaped(segment string) string {
	text, err := url.PathUnescape(segment)
	if err != nil {
		return segment
	}
	return text
}

// itemsOf finds the path parameter of the items of each collection, by the path of the collection.
func itemsOf(operations []openapi.Operation) map[string]openapi.Parameter {
	all := map[string]openapi.Parameter{}
	for i := range operations {
		path, _, _ := strings.Cut(operations[i].Path, "?")
		for _, p := range operations[i].Parameters {
			if collection, ok := strings.CutSuffix(path, "/{"+p.Name+"}"); ok && p.In == "path" {
				all[collection] = p
			}
		}
	}
	return all
}

// act does what a request that is right asks for: creates, changes or removes a resource.
func (c *call) act() {
	sent, schema := c.sent()
	p, _, _, isCollection := c.collection()
	_, isItem := c.itemParameter()
	switch c.r.Method {
	case http.MethodPost:
		if _, creates := c.op.Response("201"); isCollection && (creates || sent != nil) {
			c.create(p, sent, schema)
		}
	case http.MethodPut, http.MethodPatch:
		made := item{members: sent, made: c.isCreated(), bytes: c.length}
		text, isText := c.body.(string)
		if isText {
			made.text = text
		}
		if isItem && sent != nil || isText {
			c.state.set(c.at, made, c.r.Method == http.MethodPut)
		}
	case http.MethodDelete:
		c.state.remove(c.at)
	}
}

// collection returns the parameter of the items that this path creates, and the path of their
// collection, as it is described and as it was sent: as a rule its own.
func (c *call) collection() (p openapi.Parameter, path, at string, ok bool) {
	path, at = c.op.Path, c.at
	if other := c.makers[path]; other != "" {
		path, at = other, other
	}
	p, ok = c.items[path]
	return p, path, at, ok
}

// itemParameter returns the parameter that is the last segment of the path.
func (c *call) itemParameter() (openapi.Parameter, bool) {
	i := strings.LastIndex(c.op.Path, "/")
	p, ok := c.items[c.op.Path[:max(i, 0)]]
	return p, ok && strings.HasSuffix(c.op.Path, "/{"+p.Name+"}")
}

// create stores what was sent, which a schema describes, under the id that it has, or a new one.
// Members that were left out have their defaults.
func (c *call) create(p openapi.Parameter, sent map[string]any, schema *openapi.Schema) {
	members := map[string]any{}
	maps.Copy(members, sent)
	for _, name := range style.Members(schema) {
		fallback := style.Member(schema, name).Shape().Default
		if _, given := members[name]; !given && fallback != nil {
			members[name] = fallback
		}
	}
	c.state.making.Lock() // no two requests make one id
	defer c.state.making.Unlock()
	key := c.r.Header.Get("Idempotency-Key") + " " + c.at
	if id, again := c.state.keys[key]; again && !strings.HasPrefix(key, " ") {
		c.made = id
		return
	}
	c.made = c.newID(p, sent)
	if c.made != "" {
		if len(c.state.keys) < maxStored {
			c.state.keys[key] = c.made
		}
		c.state.set(c.madeAt(),
			item{members: members, made: true, bytes: c.length}, true)
	}
}

// madeAt is the path of what the request creates.
func (c *call) madeAt() string {
	_, _, at, _ := c.collection()
	return at + "/" + url.PathEscape(c.made)
}

// newID returns the id of what is created; empty: none can be made.
func (c *call) newID(p openapi.Parameter, sent map[string]any) string {
	_, response := c.success()
	media, _ := c.negotiated(response)
	made := media.Schema
	if names := style.Members(made); len(names) == 1 {
		if inner := style.Member(made, names[0]); len(style.Members(inner)) > 0 {
			made = inner
		}
	}
	names := append(slices.Sorted(maps.Keys(sent)), style.Members(made)...)
	_, path, at, _ := c.collection()
	own := idMember(names, p, path)
	if text, ok := openapi.TextOf(sent[own]); ok && text != "" &&
		(p.Schema == nil || p.Schema.TakesText(text)) {
		return text
	}
	if of := style.Member(made, own); of != nil && of.Shape().Format != "" {
		p.Schema = of // a path often does not say what form its ids have
	}
	known := c.known.of(path+"/{"+p.Name+"}", p)
	there, _ := c.state.below(at)
	for _, id := range sample.IDs(p, len(known)+len(there)+c.state.removed()+1) {
		if _, _, gone := c.state.get(at + "/" + url.PathEscape(id)); !gone &&
			!slices.Contains(known, id) && !slices.Contains(there, id) {
			return id
		}
	}
	return ""
}
