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
		)
	}
	return append(all,
		Defect{"method/all-execute", ids(executes), executedBy(otherMethods...)},
		Defect{"method/all-302", ids(refuses), answers(in(otherMethod), redirect(302))},
		Defect{"method/all-400", ids(refuses), answers(in(otherMethod), status(400))},
		Defect{"method/all-403", ids(refuses), answers(in(otherMethod), status(403))},
		Defect{"method/all-501", ids(refuses), answers(in(otherMethod), status(501))},
		Defect{"method/GET-200", ids(executes), answers(by(http.MethodGet), status(200))},
		Defect{"method/GET-404", ids(refuses), answers(by(http.MethodGet), status(404))},
		Defect{"method/all-404-of-a-router", ids(refuses), answers(in(otherMethod), status(404), content("404 page not found\n"), header("Content-Type", "text/plain"))},
		Defect{"method/405-without-allow", ids(allow), answers(in(otherMethod), noHeader("Allow"))},
		Defect{"method/405-allows-get", ids(allow), answers(in(otherMethod), header("Allow", "GET, HEAD"))},
		Defect{"method/405-allows-what-begins-with-post", ids(allow), answers(in(otherMethod), header("Allow", "POSTAL"))},
	)
}
