package reference

import (
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// The header names of the ids. net/http writes them as Request-Id and
// Client-Request-Id; names have no letter case (RFC 9110 5.1).
const (
	headerRequestID       = "request-id"
	HeaderClientRequestID = "client-request-id"
)

// Options says what the server holds and whom it serves. The zero value is a
// server without tasks that takes the documented token.
type Options struct {
	Tasks []Task           // may be empty: then every GUID is answered 404
	Token string           // the bearer token that is taken; empty: DefaultToken
	Now   func() time.Time // concurrent calls; nil: time.Now
	NewID func() string    // a fresh GUID a request, concurrent calls; nil: random
	Log   func(Entry)      // called after each response, concurrently; nil: no log; see LogTo
}

// Handler answers as the page says. It is safe for concurrent use. It sets no Content-Length: a
// decorator may buffer a response, rewrite its body and send it without correcting a header.
type Handler struct {
	tasks       *tasks
	credentials credentials
	withhold    func(string) string
	now         func() time.Time
	newID       func() string
	log         func(Entry)
}

// New makes a handler. It refuses tasks whose ids are not GUIDs or are equal
// but for letter case, action types that are not in Graph's enumeration, and
// tokens that no header can carry.
func New(o Options) (*Handler, error) {
	t, err := newTasks(o.Tasks)
	if err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	if o.Token == "" {
		o.Token = DefaultToken
	}
	c, err := newCredentials(o.Token)
	if err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	h := &Handler{
		tasks:       t,
		credentials: c,
		withhold:    withholder(o.Token),
		now:         o.Now,
		newID:       o.NewID,
		log:         o.Log,
	}
	if h.now == nil {
		h.now = time.Now
	}
	if h.newID == nil {
		h.newID = uuid.NewString
	}
	if h.log == nil {
		h.log = func(Entry) {}
	}
	return h, nil
}

// Executed says how often each task was executed, by id in lower case. Tasks
// that never were are left out. The map is the caller's own.
func (h *Handler) Executed() map[string]int { return h.tasks.counts() }

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := h.now()
	ids := h.identify(r)
	path := wirePath(r)
	a := h.decide(r, path)
	h.write(w, r, a, ids)
	h.log(Entry{
		Time:      start,
		Method:    h.withhold(r.Method),
		Path:      h.withhold(path),
		Status:    a.status,
		Why:       a.why,
		RequestID: ids.request,
		Duration:  h.now().Sub(start),
	})
}

// decide asks the questions in the order of the package comment.
func (h *Handler) decide(r *http.Request, path string) answer {
	if a, refused := h.credentials.refuse(r.Header.Values("Authorization")); refused {
		return a
	}
	id, segment, ok := route(path)
	if !ok {
		return pathNotFound(segment)
	}
	if r.Method != http.MethodPost {
		return methodNotAllowed()
	}
	return h.tasks.execute(id)
}

// write sends a response: headers always, an envelope unless it is a 204 or
// the method is HEAD.
func (h *Handler) write(w http.ResponseWriter, r *http.Request, a answer, ids requestIDs) {
	header := w.Header()
	header.Set(headerRequestID, ids.request)
	header.Set(HeaderClientRequestID, ids.client)
	if a.name != "" {
		header.Set(a.name, a.value)
	}
	if a.status == http.StatusNoContent {
		w.WriteHeader(a.status)
		return
	}
	body, err := encode(a, ids, h.now())
	if err != nil { // strings always encode; if they should not, say so loudly
		panic(err)
	}
	header.Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client has closed the connection
	}
}

// requestIDs are the ids of one exchange, the same in header and body.
type requestIDs struct {
	request string // ours
	client  string // the caller's, or ours
}

// identify makes a request id, and takes the caller's own id if it is a GUID.
// SDKs are known to send two fields: the first counts, and goes back as sent.
func (h *Handler) identify(r *http.Request) requestIDs {
	ids := requestIDs{request: h.newID()}
	ids.client = ids.request
	if sent := r.Header.Get(HeaderClientRequestID); sent != "" {
		if _, ok := canonical(sent); ok {
			ids.client = sent
		}
	}
	return ids
}
