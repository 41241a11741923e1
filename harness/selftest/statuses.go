package selftest

import (
	"fmt"
	"net/http"
	"strings"
)

// The near-by codes of each situation. 429, 503 and 504 are not among them:
// they ask the caller to come back later, and leave a run undecided.
func statusDefects() []Defect {
	var all []Defect
	add := func(name string, w where, codes []int, breaks ...string) {
		for _, code := range codes {
			all = append(all, Defect{fmt.Sprintf("status/%s-%d", name, code), ids(breaks...), answers(w, status(code))})
		}
	}
	add("success", in(success), []int{200, 201, 202, 403, 409, 500}, "ERA-OK-1")
	add("success", in(success), []int{400, 404}, "ERA-OK-1", "ERA-ENV-3")
	add("success", in(success), []int{411, 415}, "ERA-OK-1", "ERA-REQ-3")
	add("unsupported", in(unsupported), []int{200, 202, 403, 404, 422, 500}, "ERA-UNS-1")
	add("invalid", in(invalid), []int{200, 403, 404, 422, 500}, "ERA-ID-1")
	add("absent", in(absent), []int{200, 204, 400, 403, 410, 500}, "ERA-NF-1")
	add("absent", in(absent), []int{411, 415}, "ERA-NF-1", "ERA-REQ-3")
	add("unauthorized", in(unauthorized), []int{200, 302, 403, 500}, "ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5")
	add("unauthorized", in(unauthorized), []int{400}, "ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5", "ERA-AUTH-7")
	return append(all, oddStatusDefects()...)
}

// oddStatusDefects are statuses with what comes along with them.
func oddStatusDefects() []Defect {
	return []Defect{
		{"status/success-206-with-warning", ids("ERA-OK-1"), answers(in(success), status(206), header("Warning", `199 - "provider failed"`))},
		{"status/success-302-with-location", ids("ERA-OK-1"), answers(in(success), redirect(302))},
		{"status/success-307-to-itself", ids("ERA-OK-1"), answers(in(success), redirect(307))},
		{"status/absent-500-for-gzip", ids("ERA-NF-1"), answers(func(a *answer) bool {
			return a.situation == absent && strings.Contains(a.request.Header.Get("Accept-Encoding"), "gzip")
		}, status(500))},
		{"status/absent-answered-as-invalid", ids("ERA-NF-1", "ERA-NF-2", "ERA-NF-3"), answers(in(absent), status(400), member("code", "BadRequest"), message(func(a *answer, _ string) any { return "Invalid incidentTask id " + a.id }))},
		{"status/invalid-answered-as-absent", ids("ERA-ID-1", "ERA-ID-2", "ERA-ID-3"), answers(in(invalid), status(404), member("code", "NotFound"), message(func(a *answer, _ string) any { return "taskId " + a.id + " not found" }))},
		{"status/invalid-404-for-the-example-of-the-page", ids("ERA-ID-1"), answers(plain(func(a *answer) bool { return a.situation == invalid && a.id == "213213" }), status(404))},
		{"status/unsupported-404-of-one-type", ids("ERA-UNS-1"), answers(plain(ofType(in(unsupported), "requireSignIn")), status(404))},
		{"status/every-error-500", ids("ERA-UNS-1", "ERA-ID-1", "ERA-NF-1"), answers(anyError, status(500))},
		{"status/every-error-400", ids("ERA-NF-1"), answers(anyError, status(400))},
		{"status/every-error-404", ids("ERA-UNS-1", "ERA-ID-1"), answers(anyError, status(404))},
		{"status/content-type-refused", ids("ERA-REQ-6"), answers(func(a *answer) bool {
			return a.request.Method == http.MethodPost && a.request.Header.Get("Content-Type") != ""
		}, status(415))},
		{"status/content-type-demanded", ids("ERA-OK-1", "ERA-REQ-3", "ERA-UNS-1", "ERA-ID-1", "ERA-NF-1"), answers(func(a *answer) bool {
			return (anyError(a) || a.situation == success) && a.request.Header.Get("Content-Type") == ""
		}, status(415))},
	}
}
