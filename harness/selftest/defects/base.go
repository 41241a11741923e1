package defects

import (
	"net/http"
	"net/url"
	"strings"

	"example.com/toeline/harness/reference"
)

// Base is the reference server as a decorator sees it: an http.Handler, and
// the tasks that it holds.
type Base struct {
	http.Handler
	actionTypes map[string]string // by id in lower case
}

func NewBase(o reference.Options) (*Base, error) {
	h, err := reference.New(o)
	if err != nil {
		return nil, err
	}
	b := &Base{Handler: h, actionTypes: map[string]string{}}
	for _, t := range o.Tasks {
		b.actionTypes[strings.ToLower(t.ID)] = t.ActionType
	}
	return b, nil
}

// answer lets the reference answer, and classifies what it says.
func (b *Base) Answer(r *http.Request) *Answer {
	rec := recorder{header: http.Header{}, status: http.StatusOK}
	b.ServeHTTP(&rec, r)
	a := &Answer{Request: r, ID: idOf(r), status: rec.status, Header: rec.header, Body: rec.body}
	a.actionType = b.actionTypes[strings.ToLower(a.ID)]
	a.qualified = strings.HasSuffix(r.URL.Path, "/microsoft.graph.security.executeResponseAction")
	a.Situation = classify(a)
	return a
}

// answerAs lets the reference answer as if another id had been sent, and puts
// the id that was sent into its message.
func (b *Base) answerAs(r *http.Request, id string) *Answer {
	sent := idOf(r)
	a := b.Answer(withID(r, id))
	a.Request, a.ID = r, sent
	if len(a.Body) > 0 {
		Message(func(_ *Answer, text string) any { return strings.ReplaceAll(text, id, sent) })(a)
	}
	return a
}

// recorder is an http.ResponseWriter that keeps a response.
type recorder struct {
	header http.Header
	status int
	body   []byte
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) { r.status = status }

func (r *recorder) Write(p []byte) (int, error) {
	r.body = append(r.body, p...)
	return len(p), nil
}

// idOf is the path's last segment but one, decoded: the id, as sent.
func idOf(r *http.Request) string {
	segments := strings.Split(r.URL.EscapedPath(), "/")
	if len(segments) < 2 {
		return ""
	}
	raw := segments[len(segments)-2]
	if id, err := url.PathUnescape(raw); err == nil {
		return id
	}
	return raw
}

// withID is the same request for another id, which needs no encoding.
func withID(r *http.Request, id string) *http.Request {
	segments := strings.Split(r.URL.EscapedPath(), "/")
	if len(segments) < 2 {
		return r
	}
	segments[len(segments)-2] = id
	return withPath(r, strings.Join(segments, "/"))
}

// withPath is the same request for another path, percent-encoded.
func withPath(r *http.Request, path string) *http.Request {
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return r
	}
	other := r.Clone(r.Context())
	other.URL.Path, other.URL.RawPath = decoded, path
	return other
}

// withMethod is the same request by another method.
func withMethod(r *http.Request, method string) *http.Request {
	other := r.Clone(r.Context())
	other.Method = method
	return other
}

// withCredentials is the same request with the token that the reference takes.
func withCredentials(r *http.Request) *http.Request {
	other := r.Clone(r.Context())
	other.Header.Set("Authorization", "Bearer "+reference.DefaultToken)
	return other
}
