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
	add("success", in(success), []int{200, 201, 202, 203, 205, 206, 207, 304, 400, 402, 403, 404, 405, 409, 410, 422, 500, 501, 502}, "ERA-OK-1")
	add("success", in(success), []int{411, 415}, "ERA-OK-1", "ERA-REQ-3")
	add("unsupported", in(unsupported), []int{200, 202, 401, 403, 404, 405, 409, 422, 500, 501}, "ERA-UNS-1", "ERA-ID-8", "ERA-REQ-4")
	add("invalid", in(invalid), []int{200, 401, 403, 404, 409, 410, 422, 500}, inInvalid("ERA-ID-1")...)
	add("absent", in(absent), []int{200, 204, 400, 401, 403, 409, 410, 422, 500, 501}, inAbsent("ERA-NF-1", "ERA-ID-6", "ERA-ID-7")...)
	add("absent", in(absent), []int{411, 415}, inAbsent("ERA-NF-1", "ERA-ID-6", "ERA-ID-7", "ERA-REQ-3")...)
	add("unauthorized", in(unauthorized), []int{200, 302, 307, 400, 403, 407, 422, 500}, "ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5")
	return append(all, oddStatusDefects()...)
}

// oddStatusDefects are statuses with what comes along with them.
func oddStatusDefects() []Defect {
	return []Defect{
		{"status/success-200-with-content", ids("ERA-OK-1"), answers(in(success), status(200), content(`{}`), header("Content-Type", "application/json"))},
		{"status/success-202-with-location", ids("ERA-OK-1"), answers(in(success), redirect(202))},
		{"status/success-206-with-warning", ids("ERA-OK-1"), answers(in(success), status(206), header("Warning", `199 - "provider failed"`))},
		{"status/success-302-with-location", ids("ERA-OK-1"), answers(in(success), redirect(302))},
		{"status/success-302-without-location", ids("ERA-OK-1"), answers(in(success), status(302))},
		{"status/success-307-to-itself", ids("ERA-OK-1"), answers(in(success), redirect(307))},
		{"status/success-600", ids("ERA-OK-1"), answers(in(success), status(600))},
		{"status/absent-204-without-content", inAbsent("ERA-NF-1", "ERA-ID-6", "ERA-ID-7"), answers(in(absent), status(204), content(""))},
		{"status/absent-500-for-gzip", ids("ERA-NF-1"), answers(func(a *answer) bool {
			return a.situation == absent && strings.Contains(a.request.Header.Get("Accept-Encoding"), "gzip")
		}, status(500))},
		{"status/absent-answered-as-invalid", inAbsent("ERA-NF-1", "ERA-NF-2", "ERA-NF-3", "ERA-ID-6", "ERA-ID-7"), answers(in(absent), status(400), member("code", "BadRequest"), message(func(a *answer, _ string) any { return "Invalid incidentTask id " + a.id }))},
		{"status/invalid-answered-as-absent", inInvalid("ERA-ID-1", "ERA-ID-2", "ERA-ID-3"), answers(in(invalid), status(404), member("code", "NotFound"), message(func(a *answer, _ string) any { return "taskId " + a.id + " not found" }))},
		{"status/invalid-404-for-the-example-of-the-page", ids("ERA-ID-1"), answers(plain(func(a *answer) bool { return a.situation == invalid && a.id == "213213" }), status(404))},
		{"status/unsupported-404-of-one-type", ids("ERA-UNS-1"), answers(plain(ofType(in(unsupported), "requireSignIn")), status(404))},
		{"status/every-error-500", inErrors("ERA-UNS-1", "ERA-ID-1", "ERA-ID-6", "ERA-ID-7", "ERA-ID-8", "ERA-NF-1"), answers(anyError, status(500))},
		{"status/every-error-400", inAbsent("ERA-NF-1", "ERA-ID-6", "ERA-ID-7"), answers(anyError, status(400))},
		{"status/every-error-404", inErrors("ERA-UNS-1", "ERA-ID-1", "ERA-ID-8"), answers(anyError, status(404))},
		{"status/every-error-200", inErrors("ERA-UNS-1", "ERA-ID-1", "ERA-ID-6", "ERA-ID-7", "ERA-ID-8", "ERA-NF-1"), answers(anyError, status(200))},
		{"status/content-type-refused", ids("ERA-REQ-6"), answers(func(a *answer) bool {
			return a.request.Method == http.MethodPost && a.request.Header.Get("Content-Type") != ""
		}, status(415))},
		{"status/content-type-demanded", inErrors("ERA-OK-1", "ERA-REQ-3", "ERA-UNS-1", "ERA-ID-1", "ERA-ID-6", "ERA-ID-7", "ERA-ID-8", "ERA-NF-1"), answers(func(a *answer) bool {
			return (anyError(a) || a.situation == success) && a.request.Header.Get("Content-Type") == ""
		}, status(415))},
		{"status/length-demanded-other-than-zero", inErrors("ERA-OK-1", "ERA-REQ-3", "ERA-UNS-1", "ERA-ID-1", "ERA-ID-6", "ERA-ID-7", "ERA-ID-8", "ERA-NF-1"), answers(func(a *answer) bool {
			return (anyError(a) || a.situation == success) && a.request.ContentLength == 0
		}, status(411), content("<html><h1>Length Required</h1></html>"), header("Content-Type", "text/html"))},
	}
}
