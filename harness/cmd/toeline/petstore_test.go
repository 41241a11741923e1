package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/toeline/harness/reference"
)

// copyPetstore copies the Swagger Petstore description into a script's directory. kin-openapi
// ships it among its tests; it was not written for toeline.
func copyPetstore(dir string) error {
	module, err := moduleDir("github.com/getkin/kin-openapi")
	if err != nil {
		return err
	}
	source, err := os.ReadFile(filepath.Join(module, "openapi3filter", "testdata", "fixtures",
		"petstore.json"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "petstore.json"), source, 0o644)
}

// petstore is a small server of that description, by hand, with one flaw or
// none.
type petstore struct {
	flaw   string
	placed *placed
}

// placed are the orders that were placed and not deleted, by their numbers.
type placed struct {
	mu   sync.Mutex
	last int
	held map[string]object
}

// add places an order with what a request says of it, and a number where it says none.
func (p *placed) add(order object, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	order["id"] = p.last
	_ = json.Unmarshal(body, &order) // what is not JSON is refused later
	if id, ok := order["id"].(float64); ok {
		order["id"] = int(id)
	}
	p.held[fmt.Sprint(order["id"])] = order
}

// take returns an order, and deletes it where that is asked; nil: it is not there.
func (p *placed) take(number string, gone bool) object {
	p.mu.Lock()
	defer p.mu.Unlock()
	order := p.held[number]
	if gone {
		delete(p.held, number)
	}
	return order
}

// servePetstore is the script command of it: petstore [FLAW].
func servePetstore(ts *testscript.TestScript, _ bool, args []string) {
	orders := &placed{last: 100, held: map[string]object{}}
	listen(ts, petstore{strings.Join(args, " "), orders}, reference.Listen{})
	ts.Setenv("URL", strings.TrimSuffix(ts.Getenv("URL"), "/beta"))
}

type object = map[string]any

func (p petstore) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	words := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	// The inventory is read with an API key, and all that concerns pets with a token.
	guarded := strings.HasPrefix(words[0], "pet") || words[len(words)-1] == "inventory"
	if guarded && p.flaw != "lets anybody in" &&
		r.Header.Get("Authorization") != "Bearer toeline" &&
		r.Header.Get("Api_key") != "toeline" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if needs := needed[words[len(words)-1]]; p.flaw != "asks for nothing" &&
		slices.ContainsFunc(needs, func(name string) bool { return !r.URL.Query().Has(name) }) {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	switch words[0] {
	case "pet", "pets", "pet2":
		p.pets(w, r, words[1:])
	case "store":
		p.store(w, r, words[1:])
	case "user":
		p.users(w, r, words[1:])
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

var finders = []string{"filter", "findByStatus", "findByTags", "findByIds", "findByKind"}

// needed are the query parameters that a path cannot be asked for without.
var needed = map[string][]string{
	"findByStatus": {"status"}, "findByTags": {"tags"}, "findByIds": {"ids"},
	"findByKind": {"kind"}, "login": {"username", "password"},
}

// isNoWord reports whether a text is none of a list of words.
func isNoWord(text string) bool { return strings.Trim(text, "abcdefghijklmnopqrstuvwxyz,") != "" }

func isNumber(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

func (p petstore) pets(w http.ResponseWriter, r *http.Request, words []string) {
	pet := object{"id": 7, "name": "doggie", "photoUrls": []string{}}
	if p.flaw == "pets have no name" {
		delete(pet, "name")
	}
	switch q := r.URL.Query(); {
	case slices.ContainsFunc(append(q["status"], q["kind"]...), isNoWord),
		slices.ContainsFunc(q["ids"], func(id string) bool { return !isNumber(id) }):
		w.WriteHeader(http.StatusBadRequest)
	case r.Method == http.MethodPatch, r.Method == http.MethodPost && len(words) == 0:
		p.withJSON(w, r, pet)
	case len(words) == 0 || slices.Contains(finders, words[0]):
		p.answer(w, []any{pet})
	case r.Method == http.MethodPost && len(words) == 2:
		p.answer(w, object{"code": 1, "type": "image", "message": "ok"})
	default:
		p.byID(w, words[0], "7", pet)
	}
}

func (p petstore) store(w http.ResponseWriter, r *http.Request, words []string) {
	order := object{"id": 3, "petId": 7, "quantity": 1, "complete": false}
	taken := p.placed.take(words[len(words)-1], r.Method == http.MethodDelete)
	switch {
	case words[0] == "inventory":
		p.answer(w, object{"available": 1})
	case len(words) == 1:
		p.placed.add(order, r)
		p.withJSON(w, r, order)
	case taken != nil:
		p.answer(w, taken)
	default:
		p.byID(w, words[1], "3", order)
	}
}

func (p petstore) users(w http.ResponseWriter, r *http.Request, words []string) {
	switch {
	case len(words) > 0 && words[0] == "login":
		p.answer(w, "token")
	case len(words) == 0 || words[0] != "jane":
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodPut:
		p.withJSON(w, r, object{})
	default:
		p.answer(w, object{"id": 1, "username": "jane"})
	}
}

// byID answers for an item that is named by a number.
func (p petstore) byID(w http.ResponseWriter, got, known string, item object) {
	switch {
	case !isNumber(got) && p.flaw == "takes any text as a number":
		p.answer(w, item)
	case !isNumber(got):
		w.WriteHeader(http.StatusBadRequest)
	case got != known && p.flaw == "unknown ids are an internal error":
		w.WriteHeader(http.StatusInternalServerError)
	case got != known:
		w.WriteHeader(http.StatusNotFound)
	default:
		p.answer(w, item)
	}
}

// takes reports whether the description allows a body, by a JSON Schema library that toeline does
// not judge with.
func takes(r *http.Request, body []byte) bool {
	path := r.URL.Path
	if strings.HasPrefix(path, "/user/") {
		path = "/user/{username}"
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return false
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("file:///petstore.json", petstoreDocument()); err != nil {
		return false
	}
	pointer := strings.NewReplacer("~", "~0", "/", "~1").Replace(path)
	schema, err := compiler.Compile("file:///petstore.json#/paths/" + pointer + "/" +
		strings.ToLower(r.Method) + "/requestBody/content/application~1json/schema")
	return err == nil && schema.Validate(value) == nil
}

// petstoreDocument is the description, decoded once.
var petstoreDocument = sync.OnceValue(func() any {
	module, err := moduleDir("github.com/getkin/kin-openapi")
	if err != nil {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(module, "openapi3filter", "testdata", "fixtures",
		"petstore.json"))
	if err != nil {
		return nil
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return value
})

// withJSON answers a request that carries the JSON that is described, and refuses another.
func (p petstore) withJSON(w http.ResponseWriter, r *http.Request, item object) {
	data, err := io.ReadAll(r.Body)
	if (err != nil || !takes(r, data)) && p.flaw != "does not read what it is sent" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	p.answer(w, item)
}

func (p petstore) answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if p.flaw == "says that JSON is text" {
		w.Header().Set("Content-Type", "text/plain")
	}
	if p.flaw == "answers 202" {
		w.WriteHeader(http.StatusAccepted)
	}
	_ = json.NewEncoder(w).Encode(value) // the client has gone
}
