package contracts

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestSCIMUsers(t *testing.T) {
	t.Parallel()
	subject{
		document: "scim-users", basePath: "/v2", server: newUserServer, alone: true,
		variations: []string{
			"strong tags", "charset is given", "no Resources for none", "detail is left out",
		},
		defects: map[string][]string{
			"content is cut short": {"SCU-HTTP-1"},
			"application/json":     {"SCU-TYPE-1"},
			"Latin-1":              {"SCU-TYPE-2"},
			"content breaks off":   {"SCU-TYPE-2"},

			"id is a number":         {"SCU-USER-1", "SCU-LIST-1"},
			"schemas is a text":      {"SCU-USER-1", "SCU-LIST-1"},
			"active is a text":       {"SCU-USER-1", "SCU-LIST-1", "SCU-CRE-4"},
			"lastModified is a date": {"SCU-USER-1"},
			"created has no time":    {"SCU-USER-1", "SCU-LIST-1"},
			"another schema":         {"SCU-USER-2"},
			"resourceType is Users":  {"SCU-USER-3"},
			"password is returned":   {"SCU-USER-4"},

			"created with 200":              {"SCU-CRE-1"},
			"no Location":                   {"SCU-CRE-2"},
			"location of another user":      {"SCU-CRE-3"},
			"emails are lost":               {"SCU-CRE-4"},
			"Location leads nowhere":        {"SCU-CRE-5"},
			"conflict is 400":               {"SCU-UNI-1"},
			"a name twice":                  {"SCU-UNI-1"},
			"conflict has another type":     {"SCU-UNI-2"},
			"a name is taken over":          {"SCU-UNI-3"},
			"a user has no name":            {"SCU-BAD-1", "SCU-USER-1"},
			"broken JSON is 500":            {"SCU-BAD-2"},
			"broken JSON is a wrong value":  {"SCU-BAD-3"},
			"read is 203":                   {"SCU-CRE-5", "SCU-READ-1", "SCU-PUT-4"},
			"second read is 203":            {"SCU-READ-1"},
			"nickName is forgotten":         {"SCU-READ-2", "SCU-PUT-4", "SCU-TAG-6"},
			"list is 206":                   {"SCU-FIL-1"},
			"totalResults is a text":        {"SCU-LIST-1"},
			"no totalResults":               {"SCU-LIST-1"},
			"schema of a user":              {"SCU-LIST-2"},
			"itemsPerPage is totalResults":  {"SCU-LIST-3"},
			"no itemsPerPage":               {"SCU-LIST-3"},
			"no startIndex":                 {"SCU-LIST-3"},
			"filters are ignored":           {"SCU-FIL-2", "SCU-DEL-5", "SCU-FIL-6"},
			"eq is sw":                      {"SCU-FIL-4"},
			"eq finds another":              {"SCU-FIL-2"},
			"letter case of operators":      {"SCU-FIL-3"},
			"letter case of attributes":     {"SCU-FIL-3"},
			"nothing is 404":                {"SCU-FIL-4"},
			"totalResults is of the page":   {"SCU-FIL-5"},
			"sw is eq":                      {"SCU-FIL-5"},
			"a wrong filter finds nothing":  {"SCU-FIL-6"},
			"a wrong filter is a syntax":    {"SCU-FIL-7"},
			"count is ignored":              {"SCU-PAGE-1"},
			"startIndex is ignored":         {"SCU-PAGE-2"},
			"startIndex begins at 0":        {"SCU-PAGE-2"},
			"count 0 is no count":           {"SCU-PAGE-3"},
			"count 0 finds nothing":         {"SCU-PAGE-3"},
			"startIndex 0 is refused":       {"SCU-PAGE-4"},
			"startIndex 0 leaves one out":   {"SCU-PAGE-4"},
			"replaced with 204":             {"SCU-PUT-1", "SCU-TAG-4"},
			"active stays":                  {"SCU-PUT-2"},
			"id of the client":              {"SCU-PUT-3"},
			"a replacement is not stored":   {"SCU-PUT-4", "SCU-TAG-5"},
			"deleted with 200":              {"SCU-DEL-1"},
			"content behind the deletion":   {"SCU-DEL-2"},
			"deleted user is read":          {"SCU-DEL-3"},
			"deleted user is deleted again": {"SCU-DEL-4"},
			"deleted user is found":         {"SCU-DEL-5"},

			"created is the time of the replacement": {"SCU-PUT-5"},
			"names of deleted users are taken":       {"SCU-DEL-6"},

			"no name is a conflict":               {"SCU-BAD-1"},
			"first nickName is forgotten":         {"SCU-READ-2"},
			"later name is forgotten":             {"SCU-PUT-4"},
			"replaced with 204 unless it matches": {"SCU-PUT-1"},
			"unknown id is 400":                   {"SCU-NF-1"},

			"unknown id is an empty list": {"SCU-NF-1", "SCU-DEL-3"},
			"a replacement creates":       {"SCU-NF-2"},
			"nothing is deleted":          {"SCU-NF-3"},

			"version has no quotes":    {"SCU-TAG-1"},
			"If-None-Match is ignored": {"SCU-TAG-2"},
			"content behind 304":       {"SCU-TAG-3"},
			"every If-Match is 412":    {"SCU-TAG-4"},
			"tag of the id":            {"SCU-TAG-5"},
			"If-Match is ignored":      {"SCU-TAG-6"},
			"412 and replaced":         {"SCU-TAG-6"},

			"errors have no schema": {"SCU-ERR-1"},
			"status is a number":    {"SCU-ERR-2"},
			"status of 409 is 400":  {"SCU-ERR-2"},
			"status of 412 is 400":  {"SCU-ERR-2"},
			"detail is an object":   {"SCU-ERR-3"},
		},
	}.test(t)
}

var simpleFilter = regexp.MustCompile(`^(userName) (eq|sw) "([^"]*)"$`)

// matches returns the users that a filter finds. It is false for one that is none.
func (s *userServer) matches(filter string) ([]object, bool) {
	var all []object
	for _, id := range s.order {
		if user, known := s.users[id]; known {
			all = append(all, user)
		} else {
			all = append(all, s.gone[id])
		}
	}
	if filter == "" || s.is("filters are ignored") {
		return all, true
	}
	if !s.is("letter case of operators") {
		filter = regexp.MustCompile(`(?i) eq "`).ReplaceAllString(filter, ` eq "`)
	}
	if !s.is("letter case of attributes") {
		filter = regexp.MustCompile(`(?i)^username `).ReplaceAllString(filter, "userName ")
	}
	m := simpleFilter.FindStringSubmatch(filter)
	if m == nil {
		return nil, s.is("a wrong filter finds nothing")
	}
	return slices.DeleteFunc(all, func(user object) bool {
		name := strings.ToLower(fmt.Sprint(user["userName"]))
		value := strings.ToLower(m[3])
		switch {
		case s.is("eq is sw") && m[2] == "eq":
			word, _, _ := strings.Cut(value, ".none")
			return name != value && !strings.HasPrefix(name, word)
		case s.is("eq finds another") && m[2] == "eq":
			return name != strings.ReplaceAll(value, ".a@", ".b@")
		case m[2] == "eq", s.is("sw is eq"):
			return name != value
		}
		return !strings.HasPrefix(name, value)
	}), true
}

// search answers with a page of the users that a filter finds.
func (s *userServer) search(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	all, ok := s.matches(q.Get("filter"))
	start, err := strconv.Atoi(q.Get("startIndex"))
	if err != nil {
		start = 1
	}
	switch {
	case !ok && s.is("a wrong filter is a syntax"):
		s.fail(w, http.StatusBadRequest, "invalidSyntax")
		return
	case !ok:
		s.fail(w, http.StatusBadRequest, "invalidFilter")
		return
	case len(all) == 0 && s.is("nothing is 404"):
		s.fail(w, http.StatusNotFound, "")
		return
	case start < 1 && s.is("startIndex 0 is refused"):
		s.fail(w, http.StatusBadRequest, "invalidValue")
		return
	}
	total := len(all)
	if start < 1 && s.is("startIndex 0 leaves one out") {
		all = all[1:]
	}
	start = max(start, 1)
	from := min(start-1, len(all))
	switch s.defect {
	case "startIndex is ignored":
		from = 0
	case "startIndex begins at 0":
		from = min(start, len(all))
		if q.Get("startIndex") == "" || q.Get("startIndex") == "0" {
			from = 0
		}
	}
	all = all[from:]
	count, err := strconv.Atoi(q.Get("count"))
	switch {
	case err != nil || count > 0 && s.is("count is ignored"):
		count = len(all)
	case count == 0 && s.is("count 0 is no count"):
		count = len(all)
	case count == 0 && s.is("count 0 finds nothing"):
		total = 0
	}
	s.found(w, all[:min(count, len(all))], total, start)
}

// found answers with users.
func (s *userServer) found(w http.ResponseWriter, users []object, total, start int) {
	list := object{
		"schemas": []string{listURN}, "totalResults": total, "startIndex": start,
		"itemsPerPage": len(users), "Resources": append([]object{}, users...),
	}
	status := http.StatusOK
	switch s.defect {
	case "list is 206":
		if status = http.StatusPartialContent; total == 0 {
			status = http.StatusOK
		}
	case "totalResults is a text":
		list["totalResults"] = strconv.Itoa(total)
	case "no totalResults":
		delete(list, "totalResults")
	case "totalResults is of the page":
		if len(users) == 2 {
			list["totalResults"] = len(users)
		}
	case "schema of a user":
		list["schemas"] = []string{userURN}
	case "itemsPerPage is totalResults":
		list["itemsPerPage"] = total
	case "no itemsPerPage":
		delete(list, "itemsPerPage")
	case "no startIndex":
		delete(list, "startIndex")
	case "no Resources for none":
		if len(users) == 0 {
			delete(list, "Resources")
		}
	}
	s.answer(w, status, list)
}

// fail answers with an error.
func (s *userServer) fail(w http.ResponseWriter, status int, scimType string) {
	value := object{
		"schemas": []string{errorURN}, "status": strconv.Itoa(status), "detail": "It is so.",
	}
	if scimType != "" {
		value["scimType"] = scimType
	}
	switch s.defect {
	case "errors have no schema":
		delete(value, "schemas")
	case "status is a number":
		value["status"] = status
	case "detail is an object":
		value["detail"] = object{"text": "It is so."}
	case "detail is left out":
		delete(value, "detail")
	}
	if s.is(fmt.Sprintf("status of %d is 400", status)) {
		value["status"] = "400"
	}
	s.answer(w, status, value)
}
