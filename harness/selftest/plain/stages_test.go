package plain_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// stages is a service that conforms to testdata/stages.yaml, but for a defect; empty: it has none.
type stages struct {
	defect string

	mu   sync.Mutex
	last int
	held map[string]object // by path
}

func newStages(defect string) *stages {
	return &stages{defect: defect, held: map[string]object{
		"/shows/10000000-0000-4000-8000-000000000000": {
			"id": "10000000-0000-4000-8000-000000000000", "title": "First", "stageId": 0,
			"startsAt": "2026-01-01T00:00:00Z", "status": "draft",
		},
	}}
}

func (s *stages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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

var uuids = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func (s *stages) answer(w http.ResponseWriter, r *http.Request, path []string) (int, any) {
	if len(path) == 1 {
		return s.collection(r, path[0])
	}
	_, notNumber := strconv.Atoi(path[1])
	if path[0] == "stages" && notNumber != nil ||
		path[0] != "stages" && !uuids.MatchString(path[1]) {
		return 400, nil
	}
	key := "/" + path[0] + "/" + path[1]
	item, ok := s.held[key]
	switch {
	case !ok:
		return 404, nil
	case len(path) == 3 && r.Method == http.MethodPost:
		if item["status"] != "draft" && s.defect != "published-twice" {
			return 409, nil
		}
		item["status"] = "on_sale"
		return 200, item
	case len(path) == 3:
	case r.Method == http.MethodDelete:
		if path[0] == "stages" && s.isUsed(item["id"]) && s.defect != "stage-dropped" {
			return 409, nil
		}
		delete(s.held, key)
		return 204, nil
	case r.Method == http.MethodGet && path[0] != "hooks":
		w.Header().Set("ETag", tagOf(item))
		return 200, item
	case r.Method == http.MethodPut && path[0] == "stages":
		return s.replace(r, key, item)
	}
	return 405, nil
}

func tagOf(item object) string { return strconv.Quote(fmt.Sprint(item)) }

func (s *stages) isUsed(stage any) bool {
	for _, item := range s.held {
		if item["stageId"] == stage {
			return true
		}
	}
	return false
}

func (s *stages) replace(r *http.Request, key string, item object) (int, any) {
	given, ok := readAs(r, "name")
	tag := r.Header.Get("If-Match")
	switch {
	case !ok:
		return 400, nil
	case tag == "" && s.defect != "without-tag":
		return 428, nil
	case tag != "" && tag != tagOf(item):
		return 412, nil
	}
	given["id"] = item["id"]
	s.held[key] = given
	return 200, given
}

// likes are the members that a body may have, each with what its values must be.
var likes = map[string]func(any) bool{
	"name":   func(v any) bool { text, is := v.(string); return is && text != "" },
	"street": func(v any) bool { _, is := v.(string); return is },
	"title":  func(v any) bool { text, is := v.(string); return is && len([]rune(text)) > 2 },
	"stageId": func(v any) bool {
		n, is := v.(float64)
		return is && n == float64(int(n))
	},
	"startsAt": isTime, "endsAt": isTime,
	"showId": func(v any) bool { text, is := v.(string); return is && uuids.MatchString(text) },
	"seats": func(v any) bool {
		n, is := v.(float64)
		return is && n > 0 && n < 11 && n == float64(int(n))
	},
	"cardNumber": func(v any) bool { text, is := v.(string); return is && cards.MatchString(text) },
	"url": func(v any) bool {
		text, _ := v.(string)
		u, err := url.Parse(text)
		return err == nil && u.IsAbs()
	},
	"secret": func(v any) bool { text, is := v.(string); return is && len([]rune(text)) > 7 },
	"active": func(v any) bool { _, is := v.(bool); return is },
	"owner": func(v any) bool {
		owner, _ := v.(object)
		name, is := owner["name"].(string)
		return is && name != ""
	},
}

var cards = regexp.MustCompile("^[0-9]{16}$")

func isTime(value any) bool {
	text, _ := value.(string)
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

// readAs reads a body of members that are as they must be, some of them required.
func readAs(r *http.Request, required ...string) (object, bool) {
	var given object
	if json.NewDecoder(r.Body).Decode(&given) != nil || given == nil {
		return nil, false
	}
	for name, value := range given {
		if is := likes[name]; is != nil && !is(value) {
			return nil, false
		}
	}
	return given, !slices.ContainsFunc(
		required,
		func(name string) bool { return given[name] == nil },
	)
}

func (s *stages) collection(r *http.Request, name string) (int, any) {
	required := map[string][]string{
		"stages": {"name"}, "shows": {"title", "stageId", "startsAt"},
		"orders": {"showId", "seats", "cardNumber"}, "hooks": {"url", "secret"},
	}[name]
	switch {
	case r.Method == http.MethodGet && name == "shows":
		return s.shows(r.URL.Query())
	case r.Method == http.MethodGet && name == "hooks":
		all := []object{}
		for key, item := range s.held {
			if strings.HasPrefix(key, "/hooks/") {
				all = append(all, s.shown(item, "secret-listed"))
			}
		}
		return 200, all
	case r.Method != http.MethodPost:
		return 405, nil
	case name == "subscriptions":
		return s.subscribe(r)
	}
	given, ok := readAs(r, required...)
	if !ok {
		return 400, nil
	}
	return s.add(name, given)
}

// shown is what a response has of an item, which a defect shows all of.
func (s *stages) shown(item object, defect string) object {
	if s.defect == defect {
		return item
	}
	item = maps.Clone(item)
	delete(item, "secret")
	delete(item, "cardNumber")
	return item
}

func (s *stages) add(name string, given object) (int, any) {
	s.last++
	id := fmt.Sprintf("20000000-0000-4000-8000-%012d", s.last)
	given["id"] = id
	switch name {
	case "stages":
		given["id"] = float64(s.last)
		id = fmt.Sprint(s.last)
	case "shows":
		if end, _ := given["endsAt"].(string); end != "" && end <= given["startsAt"].(string) {
			return 400, nil
		}
		if s.held[fmt.Sprintf("/stages/%v", given["stageId"])] == nil &&
			s.defect != "stage-unknown" {
			return 404, nil
		}
		given["status"] = "draft"
	case "orders":
		switch show := s.held[fmt.Sprint("/shows/", given["showId"])]; {
		case show == nil && s.defect != "show-unknown":
			return 404, nil
		case show != nil && show["status"] == "draft":
			return 409, nil
		}
		return 201, s.shown(given, "card-shown")
	case "hooks":
		if given["active"] == nil {
			given["active"] = s.defect != "active-off"
		}
	}
	s.held["/"+name+"/"+id] = given
	answer := s.shown(given, "secret-shown")
	if s.defect == "owner-lost" {
		delete(answer, "owner")
	}
	return 201, answer
}

func (s *stages) shows(query url.Values) (int, any) {
	items, total := []object{}, 0
	if query.Has("from") && !isTime(query.Get("from")) {
		return 400, nil
	}
	for key, item := range s.held {
		if !strings.HasPrefix(key, "/shows/") {
			continue
		}
		total++
		found := strings.Contains(item["title"].(string), query.Get("q"))
		late := item["startsAt"].(string) >= query.Get("from")
		if (found || s.defect == "search-ignored") && (late || s.defect == "from-ignored") {
			items = append(items, item)
		}
	}
	if s.defect != "all-counted" {
		total = len(items)
	}
	return 200, object{"items": items, "total": total}
}

func (s *stages) subscribe(r *http.Request) (int, any) {
	if r.ParseForm() != nil {
		return 400, nil
	}
	form := r.PostForm
	address, err := mail.ParseAddress(form.Get("email"))
	topics := append([]string{}, form["topics"]...)
	frequency := map[bool]string{false: "weekly", true: "daily"}[s.defect == "daily"]
	if form.Has("frequency") {
		frequency = form.Get("frequency")
	}
	if err != nil || frequency != "daily" && frequency != "weekly" ||
		len([]rune(form.Get("city"))) > 40 && s.defect != "city-unbounded" ||
		slices.ContainsFunc(topics, func(topic string) bool {
			return topic != "music" && topic != "theatre" && topic != "sport"
		}) {
		return 400, nil
	}
	if s.defect == "first-topic" && len(topics) > 1 {
		topics = topics[:1]
	}
	s.last++
	made := object{
		"id": s.last, "email": address.Address, "topics": topics, "frequency": frequency,
	}
	if form.Has("city") && s.defect != "city-lost" {
		made["city"] = form.Get("city")
	}
	return 201, made
}

// TestStages: forms, what is answered alone, secrets, what bodies name, actions that were carried
// out, lists by what nothing has, and If-Match that a 428 demands: each defect breaks what is said
// of it, and a service that conforms has no finding.
func TestStages(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "testdata/stages.yaml")
	for defect, want := range map[string][]string{
		"":                nil,
		"active-off":      {"addHook-DEFAULT"},
		"all-counted":     {"listShows-NONE-q", "listShows-NONE-from"},
		"card-shown":      {"addOrder-SECRET"},
		"city-lost":       {"subscribe-ECHO"},
		"city-unbounded":  {"subscribe-BODY-city-long"},
		"daily":           {"subscribe-DEFAULT"},
		"first-topic":     {"subscribe-ECHO"},
		"from-ignored":    {"listShows-NONE-from"},
		"owner-lost":      {"addHook-ECHO"},
		"published-twice": {"publishShow-TWICE"},
		"search-ignored":  {"listShows-NONE-q"},
		"secret-listed":   {"addHook-SECRET"},
		"secret-shown":    {"addHook-SECRET"},
		"show-unknown":    {"addOrder-BODY-showId-absent"},
		"stage-dropped":   {"dropStage-REFERRED"},
		"stage-unknown":   {"addShow-BODY-stageId-absent"},
		"without-tag":     {"putStage-NEEDS-If_Match"},
	} {
		t.Run(defect, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(newStages(defect))
			t.Cleanup(server.Close)
			report := fuzzed(t, contract, server.URL, 0, 1)
			if diff := cmp.Diff(want, failedOf(report)); diff != "" {
				t.Errorf("failed (-want +got)\n%s", diff)
			}
		})
	}
}
