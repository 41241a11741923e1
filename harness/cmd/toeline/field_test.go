package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/toeline/harness/cmd/toeline/internal/app"
)

// fieldCase is a report of somebody who tests HTTP interfaces, made again: a server of one of the
// documents that begin with field-, and what is to be reported of it.
type fieldCase struct {
	document string
	serve    func(r fieldRequest) fieldResponse
	args     []string
	code     int
	says     string // what the output has; empty: nothing is asked
}

type fieldRequest struct {
	*http.Request
	body string
}

type fieldResponse struct {
	status        int
	content, body string // content is the media type
	header        map[string]string
}

// okay is 200 without content where what is asked for is right, else another status.
func okay(right bool, otherwise int) fieldResponse {
	if right {
		return fieldResponse{status: http.StatusOK}
	}
	return fieldResponse{status: otherwise}
}

func asJSON(status int, body string) fieldResponse {
	return fieldResponse{status: status, content: "application/json", body: body}
}

// bearerOnly takes one token.
func bearerOnly(token string) func(fieldRequest) fieldResponse {
	return func(r fieldRequest) fieldResponse {
		made := okay(r.Header.Get("Authorization") == "Bearer "+token, http.StatusUnauthorized)
		made.header = map[string]string{"WWW-Authenticate": "Bearer"}
		return made
	}
}

var isUUID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// unknownID answers as two collections whose ids are of different kinds.
func unknownID(r fieldRequest) fieldResponse {
	id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	isNumber := !strings.ContainsFunc(id, func(c rune) bool { return c < '0' || c > '9' })
	isRight := isNumber && strings.HasPrefix(r.URL.Path, "/users/") ||
		isUUID.MatchString(id) && strings.HasPrefix(r.URL.Path, "/orders/")
	if isRight {
		return fieldResponse{status: http.StatusNotFound}
	}
	return fieldResponse{status: http.StatusBadRequest}
}

// created takes what is written of an account, and returns what is read of it.
func created(r fieldRequest) fieldResponse {
	var given map[string]any
	if json.Unmarshal([]byte(r.body), &given) != nil || given["pin"] == nil || given["id"] != nil {
		return fieldResponse{status: http.StatusBadRequest}
	}
	return asJSON(http.StatusCreated, fmt.Sprintf(`{"id": "7", "name": %q}`, given["name"]))
}

// negotiated answers in the documented type of a path where that is accepted.
func negotiated(r fieldRequest) fieldResponse {
	of := map[string]string{
		"/report": "text/csv", "/logo": "image/png", "/v2": "application/vnd.acme.v2+json",
	}
	accept := r.Header.Get("Accept")
	for _, taken := range []string{of[r.URL.Path], "*/*"} {
		if accept == "" || strings.Contains(accept, taken) {
			return fieldResponse{status: http.StatusOK, content: of[r.URL.Path], body: "{}"}
		}
	}
	return fieldResponse{status: http.StatusNotAcceptable}
}

// sentAsShown takes the examples of bodies that are no JSON.
func sentAsShown(r fieldRequest) fieldResponse {
	form, err := url.ParseQuery(r.body)
	isForm := reflect.DeepEqual(form, url.Values{"user": {"jo"}, "word": {"x y"}})
	return okay(map[string]bool{
		"/form": err == nil && isForm, "/note": r.body == "hello", "/note2": r.body == "hello",
		"/order": r.body == "<order><id>1</id></order>",
	}[r.URL.Path], http.StatusBadRequest)
}

// shownLists takes the lists and objects of examples in their styles.
func shownLists(r fieldRequest) fieldResponse {
	given := r.URL.Query()
	return okay(slices.Equal(given["tag"], []string{"red", "blue"}) && given.Get("flat") == "a,b" &&
		given.Get("pipe") == "c|d" && given.Get("where[size]") == "xl", http.StatusBadRequest)
}

var fieldCases = map[string]fieldCase{
	"readOnly and writeOnly": {document: "01-readonly-writeonly", serve: created},
	"one name of two kinds": {
		document: "02-same-id-name-two-resources", serve: unknownID,
		args: []string{"--only", "**.unknown-id"},
	},
	"styles of examples": {
		document: "03-query-array-explode", serve: shownLists,
		args: []string{"--only", "**.documented"},
	},
	"what is accepted": {document: "05-accept-of-documented-answers", serve: negotiated},
	"Authorization is no parameter": {
		document: "06-authorization-as-a-parameter", serve: bearerOnly("toeline"),
	},
	"a cookie is sent": {
		document: "07-required-cookie",
		serve: func(r fieldRequest) fieldResponse {
			return okay(strings.Contains(r.Header.Get("Cookie"), "session=s3ss10n"),
				http.StatusBadRequest)
		},
	},
	"a pattern that looks ahead": {
		document: "09-pattern-with-lookahead",
		serve:    func(fieldRequest) fieldResponse { return asJSON(200, `{"amount": "12.50"}`) },
	},
	"a pattern that looks ahead is broken": {
		document: "09-pattern-with-lookahead", code: 1, says: "/amount",
		serve: func(fieldRequest) fieldResponse { return asJSON(200, `{"amount": "much"}`) },
	},
	"an example that breaks its schema": {
		document: "10-example-that-breaks-its-schema",
		serve:    func(fieldRequest) fieldResponse { return asJSON(200, `{"caller": "x"}`) },
	},
	"examples of forms, texts and XML": {
		document: "11-form-xml-text-examples", serve: sentAsShown,
		args: []string{"--only", "*.documented"},
	},
	"the digits of an example": {
		document: "13-int64-example", args: []string{"--only", "*.documented"},
		serve: func(r fieldRequest) fieldResponse {
			return okay(r.URL.RawQuery == "after=1234567890123456789" ||
				strings.Contains(r.body, "9007199254740993"), http.StatusNotFound)
		},
	},
	"default is judged": {
		document: "17-default-response", code: 1, says: "text/html",
		serve: func(r fieldRequest) fieldResponse {
			if r.URL.Path == "/ping" {
				return asJSON(200, "{}")
			}
			return fieldResponse{status: 404, content: "text/html", body: "<h1>oops</h1>"}
		},
	},
	"a body that may be left out": {
		document: "18-body-that-is-not-marked-required",
		serve: func(r fieldRequest) fieldResponse {
			if r.Method != http.MethodPost {
				return fieldResponse{status: http.StatusMethodNotAllowed}
			}
			if strings.Contains(r.body, `"name":"`) {
				return fieldResponse{status: http.StatusCreated}
			}
			return fieldResponse{status: http.StatusBadRequest}
		},
	},
	"a key in the query": {
		document: "22-api-key-in-query", args: []string{"--query-env", "api_key=MAPS_KEY"},
		serve: func(r fieldRequest) fieldResponse {
			return okay(r.URL.RawQuery == "api_key=k3y", http.StatusUnauthorized)
		},
	},
	"the base path of servers": {
		document: "28-servers-base-path", code: 3, says: "/api/v2",
		serve: func(r fieldRequest) fieldResponse {
			return okay(r.URL.Path == "/api/v2/a", http.StatusNotFound)
		},
	},
	"a format of a response": {
		document: "29-format-uuid-of-an-answer", code: 1, says: "/id",
		serve: func(fieldRequest) fieldResponse { return asJSON(200, `{"id": "nope"}`) },
	},
	"a multipart body": {
		document: "53-multipart-example", args: []string{"--only", "a.documented"},
		serve: func(r fieldRequest) fieldResponse {
			kind := r.Header.Get("Content-Type")
			return okay(strings.HasPrefix(kind, "multipart/form-data; boundary=") &&
				strings.Contains(r.body, `name="note"`), http.StatusBadRequest)
		},
	},
	"a token that no document asks for": {
		document: "58-token-where-the-document-says-nothing-of-security",
		serve:    bearerOnly("t0ken-of-mine"), args: []string{"--token-env", "MY_TOKEN"},
	},
	"a key alone": {
		document: "60-api-key-in-a-header", args: []string{"--header-env", "X-Api-Key=KEY"},
		serve: func(r fieldRequest) fieldResponse {
			return okay(r.Header.Get("X-Api-Key") == "abc" && r.Header.Get("Authorization") == "",
				http.StatusUnauthorized)
		},
	},
}

// TestFieldCases holds what is reported of servers as people have them: that right ones pass, and
// what is found in the others.
func TestFieldCases(t *testing.T) {
	t.Parallel()
	secrets := map[string]string{"MAPS_KEY": "k3y", "MY_TOKEN": "t0ken-of-mine", "KEY": "abc"}
	for name, tt := range fieldCases {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(
				func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					made := tt.serve(fieldRequest{r, string(body)})
					for name, value := range made.header {
						w.Header().Set(name, value)
					}
					if made.content != "" {
						w.Header().Set("Content-Type", made.content)
					}
					w.WriteHeader(made.status)
					io.WriteString(w, made.body)
				}))
			t.Cleanup(server.Close)
			file := filepath.Join(documents, "field-"+tt.document+".yaml")
			var out bytes.Buffer
			code := execute(t.Context(), append([]string{
				"verify", "--document", file, "--target", server.URL,
			}, tt.args...), app.App{
				Stdout: &out, Stderr: &out,
				Getenv: func(name string) (string, bool) { v, ok := secrets[name]; return v, ok },
			})
			if code != tt.code || !strings.Contains(out.String(), tt.says) {
				t.Errorf("exit %d, want %d and %q:\n%s", code, tt.code, tt.says, &out)
			}
		})
	}
}
