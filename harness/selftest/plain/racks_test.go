package plain_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// racks is a service that conforms to testdata/racks.yaml, but for a defect; empty: it has none.
type racks struct {
	defect string

	mu    sync.Mutex
	last  int
	racks map[int]object
	parts []object
}

func newRacks(defect string) *racks {
	s := &racks{defect: defect, racks: map[int]object{}}
	s.parts = []object{s.made(object{"title": "first", "rackId": 0.0, "sku": "AA000000"})}
	return s
}

func (s *racks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, answer := s.answer(w, r, strings.Split(strings.Trim(r.URL.Path, "/"), "/"))
	if status == 405 {
		w.Header().Set("Allow", "GET")
	}
	if answer == nil {
		w.WriteHeader(status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func (s *racks) answer(w http.ResponseWriter, r *http.Request, path []string) (int, any) {
	id, wrong := 0, error(nil)
	if len(path) > 1 {
		id, wrong = strconv.Atoi(path[1])
	}
	switch {
	case wrong != nil:
		return 400, nil
	case path[0] == "racks":
		return s.rack(r, path, id)
	case len(path) == 1 && r.Method == http.MethodGet:
		return s.list(w, r.URL.Query())
	case len(path) == 1 && r.Method == http.MethodPost:
		status, part := s.add(r)
		if status == 201 && s.defect != "nowhere" {
			w.Header().Set("Location", fmt.Sprint("/parts/", part["id"]))
		}
		if part == nil {
			return status, nil
		}
		return status, part
	case len(path) == 1:
		return 405, nil
	}
	at := slices.IndexFunc(s.parts, func(p object) bool { return p["id"] == id })
	if at < 0 {
		if s.defect == "dropped-again" && r.Method == http.MethodDelete && id <= s.last {
			return 204, nil
		}
		return 404, nil
	}
	switch part := s.parts[at]; {
	case len(path) == 3 && r.Method == http.MethodPost:
		return s.act(part, path[2])
	case len(path) == 3:
	case r.Method == http.MethodGet:
		return 200, part
	case r.Method == http.MethodPatch:
		return s.change(r, part)
	case r.Method == http.MethodDelete:
		s.parts = slices.Delete(s.parts, at, at+1)
		return 204, nil
	}
	return 405, nil
}

func (s *racks) rack(r *http.Request, path []string, id int) (int, any) {
	switch {
	case len(path) == 1 && r.Method == http.MethodPost:
		given, ok := s.read(r)
		if text, isText := given["label"].(string); !ok || !isText || text == "" {
			return 400, nil
		}
		s.last++
		s.racks[s.last] = object{"id": s.last, "label": given["label"]}
		return 201, s.racks[s.last]
	case len(path) == 1 || r.Method != http.MethodGet:
		return 405, nil
	case s.racks[id] == nil:
		return 404, nil
	case len(path) == 2:
		return 200, s.racks[id]
	}
	return 200, s.chosen(func(p object) bool {
		return p["rackId"] == float64(id) || s.defect == "all-below"
	})
}

func (s *racks) chosen(is func(object) bool) []object {
	all := []object{}
	for _, part := range s.parts {
		if is(part) {
			all = append(all, part)
		}
	}
	return all
}

func (s *racks) read(r *http.Request) (given object, ok bool) {
	ok = json.NewDecoder(r.Body).Decode(&given) == nil && given != nil
	for name, value := range given {
		ok = ok && s.isLike(name, value)
	}
	return given, ok
}

// made is a part with what the service gives it.
func (s *racks) made(given object) object {
	s.last++
	now := time.Now().Format("2006-01-02T15:04:05.000000Z")
	part := object{"fragile": true, "createdAt": now, "updatedAt": now, "status": "active"}
	maps.Copy(part, given)
	if s.defect != "id-taken" || given["id"] == nil {
		part["id"] = s.last
	}
	return part
}

func (s *racks) add(r *http.Request) (int, object) {
	given, ok := s.read(r)
	switch {
	case !ok || given["title"] == nil || given["rackId"] == nil || given["sku"] == nil:
		return 400, nil
	case s.defect != "sku-twice" && slices.ContainsFunc(s.parts,
		func(p object) bool { return p["sku"] == given["sku"] }):
		return 409, nil
	}
	switch s.defect {
	case "manual-lost":
		delete(given, "manual")
	case "fragile-all":
		delete(given, "fragile")
	}
	part := s.made(given)
	s.parts = append(s.parts, part)
	return 201, part
}

func (s *racks) change(r *http.Request, part object) (int, any) {
	given, ok := s.read(r)
	if !ok || len(given) == 0 && s.defect != "nothing-changed" {
		return 400, nil
	}
	for _, name := range []string{"title", "weight", "fragile"} {
		if value, is := given[name]; is && (name != "weight" || s.defect != "weight-kept") {
			part[name] = value
		}
	}
	now := time.Now().Format("2006-01-02T15:04:05.000000Z")
	switch {
	case s.defect == "created-now":
		part["createdAt"] = now
	case s.defect == "title-reset" && given["title"] == nil:
		part["title"] = "none"
	}
	if s.defect != "untouched" {
		part["updatedAt"] = now
	}
	return 200, part
}

func (s *racks) act(part object, action string) (int, any) {
	switch {
	case part["status"] == "retired":
		return 409, nil
	case action == "renew" || s.defect == "stays-active":
	case action == "retire":
		part["status"] = "retired"
	}
	return 200, part
}

func (s *racks) list(w http.ResponseWriter, q url.Values) (int, any) {
	rack, err := number(q, "rack_id", 0)
	least, err2 := number(q, "weight_min", 0)
	limit, err3 := number(q, "limit", 50)
	day, err4 := time.Parse(time.DateOnly, q.Get("createdFrom"))
	by, down := strings.CutPrefix(q.Get("sort"), "-")
	if err != nil || err2 != nil || err3 != nil || limit < 1 || limit > 100 ||
		q.Has("createdFrom") && err4 != nil || by != "" && by != "title" && by != "weight" ||
		q.Has("sku") && !skus.MatchString(q.Get("sku")) {
		return 400, nil
	}
	var ids []string
	if q.Has("ids") {
		ids = strings.Split(q.Get("ids"), ",")
		for _, id := range ids {
			if _, err := strconv.Atoi(id); err != nil {
				return 400, nil
			}
		}
	}
	if s.defect == "from-above" && q.Has("createdFrom") {
		day = day.AddDate(0, 0, 1)
	}
	all := s.chosen(func(p object) bool {
		weight, _ := p["weight"].(float64)
		listed := slices.Contains(ids, fmt.Sprint(p["id"]))
		return (!q.Has("rack_id") || s.defect == "rack-ignored" || p["rackId"] == float64(rack)) &&
			(!q.Has("sku") || s.defect == "sku-ignored" || p["sku"] == q.Get("sku")) &&
			(ids == nil || s.defect == "ids-ignored" || listed) &&
			(weight >= float64(least) && (s.defect != "weight-above" || weight > float64(least)) ||
				!q.Has("weight_min") || s.defect == "weight-ignored") &&
			p["createdAt"].(string) >= day.Format(time.DateOnly)
	})
	if by != "" && s.defect != "unsorted" {
		slices.SortStableFunc(all, func(a, b object) int {
			one, _ := a[by].(float64)
			other, _ := b[by].(float64)
			order := strings.Compare(fmt.Sprint(a[by]), fmt.Sprint(b[by]))
			if by == "weight" {
				order = int(one - other)
			}
			if down && s.defect != "upward" {
				return -order
			}
			return order
		})
	}
	total := len(all)
	all = all[:min(limit, total)]
	switch s.defect {
	case "count-of-page":
		total = len(all)
	case "uncounted":
		return 200, all
	}
	w.Header().Set("X-Total-Count", fmt.Sprint(total))
	return 200, all
}

func number(q url.Values, name string, fallback int) (int, error) {
	if !q.Has(name) {
		return fallback, nil
	}
	return strconv.Atoi(q.Get(name))
}

// TestRacks: filters, orders and counts of lists, what is readOnly, changes of several members,
// states after actions, and values at bounds in lists: each defect breaks what is said of it, and a
// service that conforms has no finding.
func TestRacks(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "testdata/racks.yaml")
	for defect, want := range map[string][]string{
		"":                nil,
		"all-below":       {"listPartsOf-BELONGS"},
		"count-of-page":   {"listParts-TOTAL"},
		"created-now":     {"changePart-REST"},
		"dropped-again":   {"dropPart-GONE-AGAIN"},
		"fragile-all":     {"addPart-ECHO"},
		"from-above":      {"listParts-BOUND-createdFrom"},
		"height-above":    {"addPart-BODY-sizes_0_height-least"},
		"id-taken":        {"addPart-READONLY"},
		"ids-ignored":     {"listParts-FILTER-ids"},
		"manual-lost":     {"addPart-ECHO"},
		"nowhere":         {"addPart-HEADER"},
		"note-required":   {"addPart-BODY-note-nullable"},
		"nothing-changed": {"changePart-BODY--members"},
		"rack-ignored":    {"listParts-FILTER-rack_id"},
		"sku-ignored":     {"listParts-FILTER-sku"},
		"sku-longer":      {"addPart-BODY-sku-pattern-end"},
		"sku-small":       {"addPart-BODY-sku-pattern-case"},
		"sku-twice":       {"addPart-CONFLICT"},
		"stays-active":    {"retirePart-STATE", "retirePart-TWICE"},
		"tag-empty":       {"addPart-BODY-tags_-short"},
		"title-reset":     {"changePart-REST"},
		"uncounted":       {"listParts-HEADER", "listParts-NONE-createdFrom"},
		"unsorted":        {"listParts-ORDER"},
		"untouched":       {"changePart-TOUCHED"},
		"upward":          {"listParts-ORDER"},
		"weight-above":    {"listParts-BOUND-weight_min"},
		"weight-ignored":  {"listParts-BOUND-weight_min"},
		"weight-kept":     {"changePart-CHANGED"},
	} {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(newRacks(defect))
			t.Cleanup(server.Close)
			report := fuzzed(t, contract, server.URL, 0, 1)
			if diff := cmp.Diff(want, failedOf(report)); diff != "" {
				t.Errorf("failed (-want +got)\n%s", diff)
			}
		})
	}
}
