package selftest

import (
	"net/http"
	"slices"
)

var otherMethods = []string{http.MethodGet, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead}

// by chooses the answers to a method.
func by(method string) where {
	return func(a *answer) bool { return a.situation == otherMethod && a.request.Method == method }
}

// executedBy carries the action out by other methods too.
func executedBy(methods ...string) wrap {
	return handle(func(b *Base, r *http.Request) *answer {
		if !slices.Contains(methods, r.Method) {
			return b.answer(r)
		}
		a := b.answer(withMethod(r, http.MethodPost))
		a.request = r
		return a
	})
}

// Other methods.
func methodDefects() []Defect {
	const executes, refuses, allow = "ERA-REQ-1", "ERA-REQ-2", "ERA-HDR-7"
	var all []Defect
	for _, m := range otherMethods {
		all = append(all,
			Defect{"method/" + m + "-executes", ids(executes), executedBy(m)},
			Defect{"method/" + m + "-200", ids(executes), answers(by(m), status(200))},
			Defect{"method/" + m + "-404", ids(refuses), answers(by(m), status(404))},
		)
	}
	return append(all,
		Defect{"method/all-execute", ids(executes), executedBy(otherMethods...)},
		Defect{"method/all-202", ids(executes), answers(in(otherMethod), status(202))},
		Defect{"method/GET-200-with-the-task", ids(executes), answers(by(http.MethodGet), status(200), content(`{"id":"1"}`))},
		Defect{"method/all-302", ids(refuses), answers(in(otherMethod), redirect(302))},
		Defect{"method/all-400", ids(refuses), answers(in(otherMethod), status(400))},
		Defect{"method/all-401", ids(refuses), answers(in(otherMethod), status(401), header("WWW-Authenticate", "Bearer"))},
		Defect{"method/all-403", ids(refuses), answers(in(otherMethod), status(403))},
		Defect{"method/all-500", ids(refuses), answers(in(otherMethod), status(500))},
		Defect{"method/all-501", ids(refuses), answers(in(otherMethod), status(501))},
		Defect{"method/all-404-of-a-router", ids(refuses), answers(in(otherMethod), status(404), content("404 page not found\n"), header("Content-Type", "text/plain"))},
		Defect{"method/405-without-allow", ids(allow), answers(in(otherMethod), noHeader("Allow"))},
		Defect{"method/405-with-empty-allow", ids(allow), answers(in(otherMethod), header("Allow", ""))},
		Defect{"method/405-allows-get", ids(allow), answers(in(otherMethod), header("Allow", "GET, HEAD"))},
		Defect{"method/405-allows-what-begins-with-post", ids(allow), answers(in(otherMethod), header("Allow", "POSTAL"))},
		Defect{"method/405-allows-post-in-lower-case", ids(allow), answers(in(otherMethod), header("Allow", "post"))},
	)
}
