package mock

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/toeline/fixtures"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// defaultToken is the token that is taken where none is named.
const defaultToken = "toeline"

// maxBody is the most content of a request that is read, in bytes.
const maxBody = 1 << 20

// Options say what is served. Contract is required.
type Options struct {
	Contract *spec.Contract
	// Fixtures are the ids that are known; nil or empty: such as the description shows, or its
	// schemas take.
	Fixtures *fixtures.Set
	// Token is what credentials of every kind have: a bearer token, an API key, "user:password".
	// Empty: defaultToken.
	Token string
	// Log takes a line for each request, without a line end; nil: none is wanted.
	Log func(line string)
}

// Handler serves the operations of a description. It is safe for concurrent use.
type Handler struct {
	routes []route
	base   string // the path of the first server
	token  string
	log    func(string)
	known  *resources
	items  map[string]openapi.Parameter // by the path of their collection
	makers map[string]string            // the collections of what is created below others, by path
	state  *store
}

// New makes a handler.
func New(o Options) *Handler {
	h := &Handler{
		token: cmp.Or(o.Token, defaultToken), log: o.Log, known: newResources(o),
		state: newStore(),
	}
	if h.log == nil {
		h.log = func(string) {}
	}
	api := o.Contract.Description()
	if u, err := url.Parse(api.Server); err == nil {
		h.base = strings.TrimSuffix("/"+strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	}
	h.routes, h.items = routesOf(api.Operations), itemsOf(api.Operations)
	h.makers = map[string]string{}
	for collection, maker := range openapi.Makers(api.Operations) {
		h.makers[maker] = collection
	}
	return h
}

// BasePath is what comes before the paths of the description: the path of its first server,
// without a slash at its end. Requests without it are answered too.
func (h *Handler) BasePath() string { return h.base }

// call is one request on its way.
type call struct {
	*Handler
	w      http.ResponseWriter
	r      *http.Request
	op     *openapi.Operation
	at     string              // the path without the base
	fixed  int                 // as of its route
	path   map[string]string   // path parameters as they were sent, by name
	until  map[string]string   // the path up to the end of each
	length int                 // of the content
	made   string              // the id of what the request creates; empty: nothing
	ids    map[string][]string // what they name, decoded, by key
	body   any                 // as decoded JSON; nil: there is none
	status int
	why    string
}

// maxLogged is the most bytes of a path that a line shows.
const maxLogged = 512

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	c := &call{Handler: h, w: w, r: r}
	c.serve()
	path := r.URL.EscapedPath()
	if len(path) > maxLogged {
		path = path[:maxLogged] + "…"
	}
	if h.token != defaultToken && strings.Contains(path, h.token) {
		path = "(withheld: it holds the token)"
	}
	h.log(fmt.Sprintf("%s %d %q %q: %s (%s)", start.UTC().Format(time.RFC3339), c.status, r.Method,
		path, c.why, time.Since(start).Round(time.Microsecond)))
}

// serve answers what is wrong first, in the order in which servers look at a request.
func (c *call) serve() {
	allowed := c.route()
	switch {
	case c.op == nil && len(allowed) == 0:
		c.plain(http.StatusNotFound, "no such path in the description")
		return
	case c.op == nil:
		c.w.Header().Set("Allow", strings.Join(allowed, ", "))
		c.plain(http.StatusMethodNotAllowed, "the description has no such method on this path")
		return
	}
	if wish := wishOf(c.r.Header); wish != (preference{}) {
		c.prefer(wish)
		return
	}
	if challenge := c.refusal(); challenge != "" {
		c.w.Header().Set("WWW-Authenticate", challenge)
		c.refuse("no credentials that are known", http.StatusUnauthorized, http.StatusForbidden)
		return
	}
	if problem := c.parameters(); problem != "" {
		c.refuse(problem, http.StatusBadRequest, http.StatusUnprocessableEntity,
			http.StatusNotFound)
		return
	}
	if c.readBody() && c.knows() {
		c.succeed()
	}
}

// knows reports whether every id of the path is known, and answers where one is not. Where no
// response says so, every id is.
func (c *call) knows() bool {
	_, documented := c.documented(http.StatusNotFound)
	for _, p := range c.op.Parameters {
		_, stored, gone := c.state.get(c.until[p.Name])
		if !documented || len(c.ids[p.Key]) == 0 || stored ||
			c.isCreated() && strings.HasSuffix(c.op.Path, "/{"+p.Name+"}") {
			continue
		}
		if gone || !c.known.has(c.op.Path, p, c.ids[p.Key]) {
			c.refuse("no such "+p.Name+" is known", http.StatusNotFound)
			return false
		}
	}
	return true
}

// isCreated reports whether the request creates what its path names: a PUT that is described so.
func (c *call) isCreated() bool {
	_, creates := c.op.Response("201")
	return creates && c.op.Method == http.MethodPut
}

// readBody reads the content and reports whether it is as the description says; else it answers.
func (c *call) readBody() bool {
	data, err := io.ReadAll(io.LimitReader(c.r.Body, maxBody+1))
	c.length = len(data)
	switch {
	case len(data) > maxBody:
		c.refuse("the content is too large", http.StatusRequestEntityTooLarge,
			http.StatusBadRequest)
		return false
	case err != nil:
		c.refuse("the content does not end", http.StatusBadRequest)
		return false
	case c.op.Body == nil || len(c.op.Body.Content) == 0:
		return true
	case len(data) == 0 && c.op.Body.Required:
		c.refuse("no content", http.StatusBadRequest, http.StatusUnprocessableEntity)
		return false
	case len(data) == 0:
		return true
	}
	sent := c.r.Header.Get("Content-Type")
	if sent == "" {
		sent = c.op.Body.Preferred().Type
	}
	i := slices.IndexFunc(c.op.Body.Content,
		func(m openapi.Media) bool { return openapi.InRange(m.Type, sent) })
	if i < 0 {
		c.refuse("content of a type that is not described", http.StatusUnsupportedMediaType,
			http.StatusBadRequest, http.StatusUnprocessableEntity)
		return false
	}
	if problem := c.content(sent, data, c.op.Body.Content[i]); problem != "" {
		c.refuse(problem, http.StatusBadRequest, http.StatusUnprocessableEntity,
			http.StatusUnsupportedMediaType)
		return false
	}
	return true
}
