package defects

import (
	"net/http"
	"slices"
)

var otherMethods = []string{
	http.MethodGet, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodHead,
}

// by chooses the answers to a method.
func by(method string) where {
	return func(a *Answer) bool { return a.Situation == OtherMethod && a.Request.Method == method }
}

// executedBy carries the action out by other methods too.
func executedBy(methods ...string) Wrap {
	return Handle(func(b *Base, r *http.Request) *Answer {
		if !slices.Contains(methods, r.Method) {
			return b.Answer(r)
		}
		a := b.Answer(withMethod(r, http.MethodPost))
		a.Request = r
		return a
	})
}

// Other methods.
func methodDefects() []Defect {
	const executes, refuses, allow = "ERA-REQ-1", "ERA-REQ-2", "ERA-HDR-7"
	var all []Defect
	for _, m := range otherMethods {
		all = append(all,
			Defect{"method/" + m + "-executes", IDs(executes), executedBy(m)},
		)
	}
	all = append(all, envelopeOfOtherMethods(refuses)...)
	return append(all,
		Defect{"method/all-execute", IDs(executes), executedBy(otherMethods...)},
		Defect{"method/all-302", IDs(refuses), Answers(In(OtherMethod), redirect(302))},
		Defect{"method/all-400", IDs(refuses), Answers(In(OtherMethod), Status(400))},
		Defect{"method/all-403", IDs(refuses), Answers(In(OtherMethod), Status(403))},
		Defect{"method/all-501", IDs(refuses), Answers(In(OtherMethod), Status(501))},
		Defect{"method/GET-200", IDs(executes), Answers(by(http.MethodGet), Status(200))},
		Defect{"method/GET-404", IDs(refuses), Answers(by(http.MethodGet), Status(404))},
		Defect{
			"method/all-404-of-a-router", IDs(refuses),
			Answers(In(OtherMethod), Status(404), Content("404 page not found\n"),
				Header("Content-Type", "text/plain")),
		},
		Defect{"method/405-without-allow", IDs(allow), Answers(In(OtherMethod), NoHeader("Allow"))},
		Defect{
			"method/405-allows-get", IDs(allow),
			Answers(In(OtherMethod), Header("Allow", "GET, HEAD")),
		},
		Defect{
			"method/405-allows-what-begins-with-post", IDs(allow),
			Answers(In(OtherMethod), Header("Allow", "POSTAL")),
		},
	)
}

// envelopeOfOtherMethods are a 405 whose content breaks one rule on the envelope each.
func envelopeOfOtherMethods(breaks string) []Defect {
	var all []Defect
	for _, one := range []struct {
		name string
		edit Edit
	}{
		{"html", func(a *Answer) {
			Content("<html></html>")(a)
			Header("Content-Type", "text/html")(a)
		}},
		{"the-wrong-media-type", Header("Content-Type", "text/plain")},
		{"a-byte-order-mark", Rewritten(func(b []byte) []byte {
			return append([]byte("\xef\xbb\xbf"), b...)
		})},
		{"two-values", Rewritten(func(b []byte) []byte { return append(b, "{}"...) })},
		{"no-content", Content("")},
		{"no-error", Content("{}")},
		{"no-code", noMember("code")},
		{"a-message-that-is-no-text", Member("message", 1)},
		{"no-innerError", noMember("innerError")},
		{"no-date-that-exists", Member("date", "2026-02-30T00:00:00")},
		{"no-request-id", noMember(RequestID)},
		{"no-client-request-id", noMember(ClientRequestID)},
		{"a-name-twice", twice(`"code":`, `"code":"X",`)},
	} {
		all = append(all, Defect{
			"method/405-with-" + one.name, IDs(breaks), Answers(In(OtherMethod), one.edit),
		})
	}
	return all
}
