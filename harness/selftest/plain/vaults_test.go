package plain_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/toeline/harness/internal/style"
	"example.com/toeline/spec"
	"example.com/toeline/spec/openapi"
)

// vaults is a service that conforms to testdata/vaults.yaml but for a defect; empty: it has none.
type vaults struct {
	defect           string
	card             *openapi.Schema
	year             []spec.Parameter
	mu               sync.Mutex
	held             map[string]map[int]bool
	gone, statements map[string]bool
	last, made       int
}

var handle = regexp.MustCompile("^vlt_[a-z]{8}$")

func (s *vaults) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status, value := s.answer(w.Header(), r, strings.Split(r.URL.Path[1:], "/"))
	if value != nil {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(status)
	if value != nil {
		_ = json.NewEncoder(w).Encode(value)
	}
}

func (s *vaults) is(defect string) bool { return s.defect == defect }

func (s *vaults) answer(h http.Header, r *http.Request, at []string) (int, any) {
	allowed := map[string][]string{
		"vaults1": {"POST"}, "vaults2": {"GET", "DELETE"}, "vaults3": {"POST"},
		"vaults4": {"GET", "DELETE"}, "statements2": {"GET"}, "years2": {"GET"},
	}[fmt.Sprint(at[0], len(at))]
	switch {
	case allowed == nil:
		return 404, nil
	case slices.Contains(allowed, r.Method):
	case s.is("method-taken") && r.Method == http.MethodDelete && at[0] == "statements":
		delete(s.statements, at[1])
		return 204, nil
	case s.is("method-fails") && r.Method == http.MethodPatch && at[0] == "statements":
		return 500, nil
	default:
		if !s.is("no-allow") || at[0] != "statements" {
			h.Set("Allow", strings.Join(allowed, ", "))
		}
		return 405, nil
	}
	switch {
	case at[0] == "years":
		return s.ofYear(at[1], r), nil
	case at[0] == "statements":
		if !s.statements[at[1]] || s.is("link-dead") {
			return 404, nil
		}
		return 200, nil
	case len(at) == 1:
		s.made++
		made := fmt.Sprintf("vlt_aaaaaa%c%c", 'a'+s.made/26, 'a'+s.made%26)
		s.held[made] = map[int]bool{}
		h.Set("X-Statement", "st-"+made)
		s.statements["st-"+made] = true
		return 201, map[string]any{"handle": made}
	}
	cards, ok := s.held[at[1]]
	switch {
	case !ok && s.is("unknown-fails") && handle.MatchString(at[1]) && !s.gone[at[1]] &&
		r.Method == http.MethodGet:
		return 500, nil
	case !ok:
		return 404, nil
	case len(at) == 2 && r.Method == http.MethodDelete:
		delete(s.held, at[1])
		s.gone[at[1]] = true
		return 204, nil
	case len(at) == 2:
		return 200, nil
	case len(at) == 3:
		return s.add(r, cards)
	}
	if s.is("card-first") && at[3] == "1" || s.is("card-last") && at[3] == "999999999" {
		return 400, nil
	}
	id := 0
	if _, err := fmt.Sscan(at[3], &id); err != nil || !cards[id] {
		if s.is("unknown-card") && id > s.last && r.Method == http.MethodGet {
			return 200, nil
		}
		return 404, nil
	}
	if r.Method == http.MethodDelete {
		delete(cards, id)
		return 204, nil
	}
	return 200, nil
}

func (s *vaults) add(r *http.Request, cards map[int]bool) (int, any) {
	data, _ := io.ReadAll(r.Body)
	value, err := openapi.DecodeJSON(data)
	ok := err == nil && len(s.card.ValidateRequest(value)) == 0
	given, _ := value.(map[string]any)
	lines, _ := given["lines"].([]any)
	label, _ := given["label"].(string)
	switch {
	case ok && s.is("gift-refused"):
		ok = given["kind"] != "gift"
	case ok || err != nil:
	case s.is("label-long"):
		ok = len(label) > 20
	case s.is("digits-short"):
		text, isText := given["digits"].(string)
		ok = isText && text == ""
	case s.is("amount-low"):
		ok = openapi.SameJSON(given["amount"], json.Number("0"))
	case s.is("kind-unknown"):
		ok = given["kind"] == "~no~such~value~" && given["digits"] != nil
	case s.is("line-text-missing"):
		ok = len(lines) == 1 && openapi.SameJSON(lines[0], map[string]any{})
	}
	if !ok {
		return 400, nil
	}
	s.last++
	cards[s.last] = true
	return 201, map[string]any{"id": s.last}
}

// ofYear takes what the schemas of the parameters do, but for the defect.
func (s *vaults) ofYear(year string, r *http.Request) int {
	ok, q := true, map[string]any{}
	for _, p := range s.year {
		value, given := any(nil), false
		switch texts := r.Header.Values(p.Name); {
		case p.In == "path":
			value, given = style.ReadPath(p, year)
		case p.In == "query":
			value, given = style.ReadQuery(p, style.Pairs(r.URL.RawQuery), nil)
		case len(texts) > 0:
			value, given = style.ReadHeader(p, texts[0]), true
		}
		if given {
			q[p.Name] = value
			ok = ok && len(p.Schema.Validate(value)) == 0
		}
	}
	within, _ := q["within"].(map[string]any)
	rows, _ := q["X-Rows"].([]any)
	switch s.defect {
	case "rows-few":
		ok = ok || len(rows) == 1
	case "rows-type":
		ok = ok || first(is("~no~such~value~"))(rows)
	case "within-required":
		ok = ok || within != nil && within["low"] == nil
	case "within-type":
		ok = ok || is("~no~such~value~")(within["low"])
	case "within-low":
		ok = ok || is("2")(within["low"])
	case "within-unknown":
		ok = ok || within["toelineUnknown"] != nil
	case "step-unlisted":
		ok = ok || is("8")(q["step"])
	case "site-form":
		ok = ok || is("~no~such~value~")(q["site"])
	}
	if !ok {
		return 400
	}
	return 200
}

// TestVaults: the service that conforms has no finding and is left as it was, and each defect is
// found by one requirement alone.
func TestVaults(t *testing.T) {
	t.Parallel()
	contract := contractOf(t, "testdata/vaults.yaml")
	card, _ := contract.Schema("Card")
	year, _ := contract.Operation("getYear")
	for defect, want := range map[string]string{
		"":                  "",
		"link-dead":         "getStatement-OK makeVault-LINK-Statement",
		"method-taken":      "getStatement-METHOD",
		"method-fails":      "getStatement-METHOD",
		"no-allow":          "getStatement-METHOD",
		"unknown-fails":     "getVault-NF",
		"unknown-card":      "getCard-NF-BELOW",
		"gift-refused":      "addCard-TAKES",
		"label-long":        "addCard-BODY-label-long",
		"digits-short":      "addCard-BODY-digits_bank-short",
		"amount-low":        "addCard-BODY-amount_gift-low",
		"kind-unknown":      "addCard-BODY-kind_bank-enum",
		"line-text-missing": "addCard-BODY-lines_text_gift-required",
		"card-first":        "getCard-PARAM-id-least",
		"card-last":         "getCard-PARAM-id-most",
		"rows-few":          "getYear-PARAM-X_Rows-few",
		"rows-type":         "getYear-PARAM-X_Rows-item-type",
		"within-required":   "getYear-PARAM-within-low-required",
		"within-type":       "getYear-PARAM-within-low-type",
		"within-low":        "getYear-PARAM-within-low-low",
		"within-unknown":    "getYear-PARAM-within-unknown",
		"step-unlisted":     "getYear-PARAM-step-enum",
		"site-form":         "getYear-PARAM-site-format",
	} {
		s := &vaults{
			last:   10,
			defect: defect, card: card, year: year.Parameters, held: map[string]map[int]bool{},
			gone: map[string]bool{}, statements: map[string]bool{},
		}
		report := judgedBy(t, contract, s)
		failed := failedOf(report)
		slices.Sort(failed)
		if strings.Join(failed, " ") != want || len(s.held) > 0 {
			t.Errorf("%s: failed %v, want %s; %d are left", defect, failed, want, len(s.held))
			for _, c := range report.Causes {
				t.Logf("%s %s %s got %s", c.Requirement, c.Where, c.Reason, c.Example.Got)
			}
		}
		for _, r := range report.Requirements { // nothing says which years there are
			if defect == "" && r.Status != "passed" && r.ID != "getYear-OK" {
				t.Errorf("%s is %s: %v", r.ID, r.Status, r.Why)
			}
		}
	}
}
