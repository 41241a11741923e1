package plain_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// boxDefect is a request that a service takes or refuses as it must not.
type boxDefect struct {
	refuses bool // what it must take; else it takes what it must refuse
	at      func(q, body map[string]any) bool
	want    string // the only requirement that fails
}

func count(value any) int { list, _ := value.([]any); return len(list) }

func twice(value any) bool {
	list, _ := value.([]any)
	return len(list) > 1 && openapi.SameJSON(list[0], list[1])
}

// query is a defect at a value of a parameter, and body one at a value of a member.
func query(refuses bool, name string, at func(value any) bool, want string) boxDefect {
	return boxDefect{
		refuses,
		func(q, _ map[string]any) bool { return q != nil && at(q[name]) },
		want,
	}
}

func body(refuses bool, name string, at func(value any) bool, want string) boxDefect {
	return boxDefect{
		refuses, func(_, b map[string]any) bool { return b != nil && at(b[name]) }, want,
	}
}

func is(text string) func(any) bool {
	return func(value any) bool { known, ok := openapi.TextOf(value); return ok && known == text }
}

func has(n int) func(any) bool { return func(value any) bool { return count(value) == n } }

func long(n int) func(any) bool {
	return func(value any) bool { text, _ := value.(string); return len(text) == n }
}

func first(at func(any) bool) func(any) bool {
	return func(value any) bool {
		list, _ := value.([]any)
		return len(list) > 0 && at(list[0])
	}
}

func inside(name string, at func(any) bool) func(any) bool {
	return func(value any) bool {
		members, isObject := value.(map[string]any)
		return isObject && at(members[name])
	}
}

func missing(value any) bool { return value == nil }

var boxDefects = []boxDefect{
	query(true, "depth", is("1"), "listBoxes-PARAM-depth-least"),
	query(true, "depth", is("50"), "listBoxes-PARAM-depth-most"),
	query(true, "words", long(3), "listBoxes-PARAM-words-least"),
	query(true, "words", long(20), "listBoxes-PARAM-words-most"),
	query(true, "note", long(12), "listBoxes-PARAM-note-most"),
	query(true, "rows", has(2), "listBoxes-PARAM-rows-least"),
	query(true, "rows", has(4), "listBoxes-PARAM-rows-most"),
	query(true, "X-Remark", long(15), "listBoxes-PARAM-X_Remark-most"),
	query(true, "zoom", is("9"), "listBoxes-PARAM-zoom-most"),
	query(false, "ratio", is("0"), "listBoxes-PARAM-ratio-low"),
	query(false, "ratio", is("9"), "listBoxes-PARAM-ratio-high"),
	query(false, "grid", is("8"), "listBoxes-PARAM-grid-multiple"),
	query(false, "words", long(2), "listBoxes-PARAM-words-short"),
	query(false, "note", long(13), "listBoxes-PARAM-note"),
	query(false, "rows", has(1), "listBoxes-PARAM-rows-few"),
	query(false, "rows", has(5), "listBoxes-PARAM-rows-items"),
	query(false, "rows", twice, "listBoxes-PARAM-rows-unique"),
	query(false, "rows", first(is("~no~such~value~")), "listBoxes-PARAM-rows-item-type"),
	query(false, "rows", first(is("-1")), "listBoxes-PARAM-rows-item-low"),
	query(false, "theme", is("~no~such~value~"), "listBoxes-PARAM-theme"),
	query(false, "zoom", is("~no~such~value~"), "listBoxes-PARAM-zoom"),
	query(false, "zoom", is("0"), "listBoxes-PARAM-zoom-low"),
	query(false, "zoom", is("10"), "listBoxes-PARAM-zoom-high"),
	query(false, "zoom", missing, "listBoxes-NEEDS-zoom"),
	body(true, "name", long(8), "createBox-BODY-name-least"),
	body(true, "name", long(30), "createBox-BODY-name-most"),
	body(true, "count", is("1"), "createBox-BODY-count-least"),
	body(true, "count", is("12"), "createBox-BODY-count-most"),
	body(true, "rows", has(4), "createBox-BODY-rows-most"),
	body(true, "size", inside("width", is("0.5")), "createBox-BODY-size_width-least"),
	body(true, "size", inside("width", is("9")), "createBox-BODY-size_width-most"),
	body(false, "count", is("0"), "createBox-BODY-count-low"),
	body(false, "grid", is("8"), "createBox-BODY-grid-multiple"),
	body(false, "rows", has(1), "createBox-BODY-rows-few"),
	body(false, "rows", has(5), "createBox-BODY-rows-items"),
	body(false, "rows", first(inside("x", has(0))), "createBox-BODY-rows_-type"),
	body(false, "parts", first(inside("amount", missing)), "createBox-BODY-parts_amount-required"),
	body(false, "parts", first(inside("amount", inside("x", has(0)))),
		"createBox-BODY-parts_amount-type"),
}

// boxes is a service that conforms to testdata/boxes.yaml but for a defect; nil: it has none.
type boxes struct {
	defect     *boxDefect
	box        *openapi.Schema
	parameters []spec.Parameter

	mu   sync.Mutex
	held map[int]bool
	last int
}

// sent are the parameters of a request, as their schemas read them, and whether all are right.
func (s *boxes) sent(r *http.Request) (map[string]any, bool) {
	q, ok := map[string]any{}, true
	for _, p := range s.parameters {
		all := r.URL.Query()[p.Name]
		cookie, err := r.Cookie(p.Name)
		switch {
		case p.In == "header":
			all = r.Header.Values(p.Name)
		case p.In == "cookie" && err == nil:
			all = []string{cookie.Value}
		}
		if len(all) == 0 {
			ok = ok && !p.Required
			continue
		}
		q[p.Name] = p.Schema.FromText(all[0])
		if items := p.Schema.Shape().Items; items != nil {
			list := []any{}
			for _, text := range all {
				list = append(list, items.FromText(text))
			}
			q[p.Name] = list
		}
		ok = ok && len(p.Schema.Validate(q[p.Name])) == 0
	}
	return q, ok
}

func (s *boxes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/boxes/"))
	if r.Method == http.MethodDelete {
		status := 204
		switch {
		case err != nil || id < 1:
			status = 400
		case !s.held[id]:
			status = 404
		}
		delete(s.held, id)
		w.WriteHeader(status)
		return
	}
	var q, given map[string]any
	ok := true
	if r.Method == http.MethodGet {
		q, ok = s.sent(r)
	} else {
		data, _ := io.ReadAll(r.Body)
		value, err := openapi.DecodeJSON(data)
		ok = err == nil && len(s.box.ValidateRequest(value)) == 0
		given, _ = value.(map[string]any)
	}
	if d := s.defect; d != nil && ok == d.refuses && d.at(q, given) {
		ok = !ok
	}
	switch {
	case !ok:
		w.WriteHeader(400)
	case r.Method == http.MethodGet:
		w.WriteHeader(200)
	default:
		s.last++
		s.held[s.last] = true
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(201)
		_ = json.NewEncoder(w).Encode(map[string]any{"id": s.last})
	}
}

// TestBounds: a service that takes what its document allows, values at bounds too, and refuses the
// rest has no finding and is left as it was; each defect is found by one requirement alone.
func TestBounds(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "testdata/boxes.yaml")
	box, _ := contract.Schema("Box")
	list, _ := contract.Operation("listBoxes")
	for _, defect := range append([]boxDefect{{}}, boxDefects...) {
		s := &boxes{box: box, parameters: list.Parameters, held: map[int]bool{}}
		var want []string
		if defect.at != nil {
			s.defect, want = &defect, []string{defect.want}
		}
		failed := failedOf(judgedBy(t, contract, s))
		if !slices.Equal(failed, want) || len(s.held) > 0 {
			t.Errorf("failed %v, want %v; %d are left", failed, want, len(s.held))
		}
	}
}
