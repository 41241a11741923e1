package defects

import (
	"fmt"
	"net/http"
	"strings"
)

// The near-by codes of each situation. 429, 503 and 504 are not among them:
// they ask the caller to retry later, and leave a run inconclusive.
func statusDefects() []Defect {
	var all []Defect
	add := func(name string, w where, codes []int, breaks ...string) {
		for _, code := range codes {
			all = append(all, Defect{
				fmt.Sprintf("status/%s-%d", name, code), IDs(breaks...),
				Answers(w, Status(code)),
			})
		}
	}
	add("success", In(Success), []int{200, 201, 202, 403, 409, 500}, "ERA-OK-1")
	add("success", In(Success), []int{400, 404}, "ERA-OK-1", "ERA-ENV-3")
	add("success", In(Success), []int{411, 415}, "ERA-OK-1", "ERA-REQ-3")
	add("unsupported", In(Unsupported), []int{200, 202, 403, 404, 422, 500}, "ERA-UNS-1")
	add("invalid", In(Invalid), []int{200, 403, 404, 422, 500}, "ERA-ID-1")
	add("absent", In(Absent), []int{200, 204, 400, 403, 410, 500}, "ERA-NF-1")
	add("absent", In(Absent), []int{411, 415}, "ERA-NF-1", "ERA-REQ-3")
	add("unauthorized", In(Unauthorized), []int{200, 302, 403, 500}, "ERA-AUTH-1", "ERA-AUTH-2",
		"ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5")
	add("unauthorized", In(Unauthorized), []int{400}, "ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3",
		"ERA-AUTH-4", "ERA-AUTH-5", "ERA-AUTH-7")
	return append(all, oddStatusDefects()...)
}

// oddStatusDefects are statuses with what comes along with them.
func oddStatusDefects() []Defect {
	return []Defect{
		row("status/success-206-with-warning", IDs("ERA-OK-1"),
			Answers(In(Success), Status(206), Header("Warning", `199 - "provider failed"`))),
		{"status/success-302-with-location", IDs("ERA-OK-1"), Answers(In(Success), redirect(302))},
		{"status/success-307-to-itself", IDs("ERA-OK-1"), Answers(In(Success), redirect(307))},
		{"status/absent-500-for-gzip", IDs("ERA-NF-1"), Answers(func(a *Answer) bool {
			return a.Situation == Absent &&
				strings.Contains(a.Request.Header.Get("Accept-Encoding"), "gzip")
		}, Status(500))},
		row("status/absent-answered-as-invalid", IDs("ERA-NF-1"),
			Answers(In(Absent), Status(400), Member("code", "BadRequest"),
				Message(func(a *Answer, _ string) any {
					return "Invalid incidentTask id " + a.ID
				}))),
		row("status/invalid-answered-as-absent", IDs("ERA-ID-1"),
			Answers(In(Invalid), Status(404), Member("code", "NotFound"),
				Message(func(a *Answer, _ string) any { return "taskId " + a.ID + " not found" }))),
		row("status/invalid-404-for-the-example-of-the-page", IDs("ERA-ID-1"),
			Answers(plain(func(a *Answer) bool {
				return a.Situation == Invalid && a.ID == "213213"
			}), Status(404))),
		row("status/unsupported-404-of-one-type", IDs("ERA-UNS-1"),
			Answers(plain(ofType(In(Unsupported), "requireSignIn")), Status(404))),
		row("status/every-error-500", IDs("ERA-UNS-1", "ERA-ID-1", "ERA-NF-1"),
			Answers(AnyError, Status(500))),
		{"status/every-error-400", IDs("ERA-NF-1"), Answers(AnyError, Status(400))},
		{"status/every-error-404", IDs("ERA-UNS-1", "ERA-ID-1"), Answers(AnyError, Status(404))},
		{"status/content-type-refused", IDs("ERA-REQ-6"), Answers(func(a *Answer) bool {
			return a.Request.Method == http.MethodPost && a.Request.Header.Get("Content-Type") != ""
		}, Status(415))},
		row("status/content-type-demanded",
			IDs("ERA-OK-1", "ERA-REQ-3", "ERA-UNS-1", "ERA-ID-1", "ERA-NF-1"),
			Answers(func(a *Answer) bool {
				return (AnyError(a) || a.Situation == Success) &&
					a.Request.Header.Get("Content-Type") == ""
			}, Status(415))),
	}
}
