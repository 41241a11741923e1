package runner_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/fixtures"
	"example.com/toeline/harness/lint"
	"example.com/toeline/harness/result"
	"example.com/toeline/harness/verify"
)

// books is a service that keeps books, with defects by name.
type books struct {
	mu     sync.Mutex
	next   int
	held   map[string]map[string]any
	order  []string
	polls  map[string]int
	defect string
	// log are the requests that came: method and path.
	log []string
}

func newBooks(defect string) *books {
	return &books{held: map[string]map[string]any{}, polls: map[string]int{}, defect: defect}
}

func (b *books) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.log = append(b.log, r.Method+" "+r.URL.Path)
	id, one := strings.CutPrefix(r.URL.Path, "/books/")
	id, file := strings.CutSuffix(id, "/file")
	switch {
	case one && file:
		b.file(w, r, id)
	case one:
		b.one(w, r, id)
	case r.URL.Path == "/books" && r.Method == http.MethodPost:
		b.create(w, r)
	case r.URL.Path == "/books":
		b.list(w, r)
	case r.URL.Path != "/":
		w.WriteHeader(404)
	}
}

func (b *books) send(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func (b *books) create(w http.ResponseWriter, r *http.Request) {
	var book map[string]any
	if json.NewDecoder(r.Body).Decode(&book) != nil || book["title"] == nil ||
		b.defect == "create-fails" {
		w.WriteHeader(400)
		return
	}
	for _, other := range b.held {
		if other["title"] == book["title"] {
			w.WriteHeader(409)
			return
		}
	}
	b.next++
	id := "b" + strconv.Itoa(b.next)
	book["id"], book["version"] = id, 1
	if b.defect == "loses-title" {
		book["title"] = strings.ToLower(book["title"].(string)) + "?"
	}
	if b.defect != "not-kept" {
		b.held[id] = book
		b.order = append(b.order, id)
	}
	if b.defect != "no-location" {
		w.Header().Set("Location", "/books/"+id)
	}
	b.send(w, 201, book)
}

func (b *books) list(w http.ResponseWriter, r *http.Request) {
	all := []any{}
	order := b.order
	if b.defect == "list-misses" && len(order) > 0 {
		order = order[:len(order)-1]
	}
	limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
	from, _ := strconv.Atoi(r.URL.Query().Get("after"))
	next := ""
	for i, id := range order {
		if i < from {
			continue
		}
		if err == nil && len(all) == limit {
			next = strconv.Itoa(i)
			if b.defect == "page-twice" {
				next = strconv.Itoa(i - 1)
			}
			break
		}
		all = append(all, b.held[id])
	}
	if b.defect == "limit-ignored" && err == nil {
		all = append(all, all...)
	}
	made := map[string]any{"items": all}
	if b.defect == "no-last-page" {
		next = "99"
	}
	if next != "" {
		made["next"] = next
	}
	b.send(w, 200, made)
}

func (b *books) one(w http.ResponseWriter, r *http.Request, id string) {
	book, ok := b.held[id]
	if !ok {
		w.WriteHeader(404)
		return
	}
	tag := fmt.Sprintf(`"%v"`, book["version"])
	switch r.Method {
	case http.MethodGet:
		w.Header().Set("ETag", tag)
		b.polls[id]++
		made := map[string]any{"state": "ready"}
		if b.polls[id] < 3 || b.defect == "never-ready" {
			made["state"] = "new"
		}
		for name, value := range book {
			made[name] = value
		}
		b.send(w, 200, made)
	case http.MethodPut:
		if match := r.Header.Get("If-Match"); match != "" && match != tag &&
			b.defect != "match-ignored" {
			w.WriteHeader(412)
			return
		}
		var changed map[string]any
		if json.NewDecoder(r.Body).Decode(&changed) != nil {
			w.WriteHeader(400)
			return
		}
		changed["id"], changed["version"] = id, book["version"].(int)+1
		if b.defect == "etag-stays" {
			changed["version"] = book["version"]
		}
		b.held[id] = changed
		b.send(w, 200, changed)
	case http.MethodDelete:
		if b.defect == "delete-fails" {
			w.WriteHeader(500)
			return
		}
		if b.defect != "delete-keeps" {
			delete(b.held, id)
			b.order = slices.DeleteFunc(b.order, func(s string) bool { return s == id })
		}
		w.WriteHeader(204)
	default:
		w.WriteHeader(405)
	}
}

func (b *books) file(w http.ResponseWriter, r *http.Request, id string) {
	book, ok := b.held[id]
	if !ok {
		w.WriteHeader(404)
		return
	}
	if r.Method == http.MethodPut {
		var data [1024]byte
		n, _ := r.Body.Read(data[:])
		book["file"] = string(data[:n])
		w.WriteHeader(204)
		return
	}
	text, _ := book["file"].(string)
	if b.defect == "file-trimmed" {
		text = strings.TrimSpace(text)
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write([]byte(text))
}

// booksAPI describes the service without its cases.
const booksAPI = `openapi: 3.0.3
info: {title: Books, version: "1"}
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: after, in: query, schema: {type: string}}
      responses: {"200": {description: ok}}
    post:
      operationId: createBook
      requestBody:
        content:
          application/json:
            schema: {type: object}
            examples: {book: {value: {title: t, pages: 3}}}
      responses: {"201": {description: ok}}
      x-conformance:
        cases:
CASES
  /books/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getBook
      responses: {"200": {description: ok}}
    put:
      operationId: putBook
      parameters: [{name: If-Match, in: header, schema: {type: string}}]
      requestBody:
        content: {application/json: {schema: {type: object}}}
      responses: {"200": {description: ok}}
    delete:
      operationId: deleteBook
      responses: {"204": {description: ok}}
  /books/{id}/file:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: getFile, responses: {"200": {description: ok}}}
    put:
      operationId: putFile
      requestBody: {content: {application/octet-stream: {schema: {type: string}}}}
      responses: {"204": {description: ok}}
x-conformance:
  version: 1
  requirements:
`

// booksContract returns a contract of the cases, a requirement "must" for each id that a check
// has.
func booksContract(t *testing.T, cases string) []byte {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(strings.TrimLeft(cases, "\n")) {
		b.WriteString("          " + line)
	}
	text := strings.Replace(booksAPI, "CASES\n", b.String(), 1)
	seen := map[string]bool{}
	for _, word := range strings.FieldsFunc(cases, func(r rune) bool {
		return strings.ContainsRune("{}, \n", r)
	}) {
		if strings.HasPrefix(word, "R-") && !seen[word] {
			seen[word] = true
			text += fmt.Sprintf("    - {id: %s, level: must, basis: stated, source: s, text: T.}\n",
				word)
		}
	}
	return []byte(text)
}

// runBooks judges a service by cases.
func runBooks(
	t *testing.T, b http.Handler, cases string, change func(*verify.Config),
) *result.Report {
	t.Helper()
	doc, err := lint.Load("books.yaml", booksContract(t, cases))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	held, err := fixtures.Embedded(doc.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	c := verify.Config{Contract: doc, Fixtures: held, Target: verify.Target{URL: server.URL}}
	if change != nil {
		change(&c)
	}
	report, err := verify.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// broken lists the requirements that failed.
func broken(r *result.Report) []string {
	var all []string
	for _, one := range r.Requirements {
		if one.Status == result.Failed {
			all = append(all, one.ID)
		}
	}
	return all
}
