package selftest

import (
	"net/http"
	"strings"
)

func qualified(w where) where { return func(a *answer) bool { return w(a) && a.qualified } }

// The qualified spelling of the path.
func pathDefects() []Defect {
	const id = "ERA-REQ-4"
	return []Defect{
		{"path/qualified-404-of-a-router", ids(id), answers(qualified(every), status(404), content("404 page not found\n"), header("Content-Type", "text/plain"))},
		{"path/qualified-unknown-segment", ids(id), handle(func(b *Base, r *http.Request) *answer {
			return b.answer(withPath(r, strings.Replace(r.URL.EscapedPath(), "/microsoft.graph.security.", "/microsoft.graph.", 1)))
		})},
		{"path/qualified-400-unknown-segment", ids(id), answers(qualified(every), status(400), member("code", "BadRequest"), member("message", "Resource not found for the segment."))},
		{"path/qualified-500", ids(id), answers(qualified(every), status(500))},
		{"path/qualified-405", ids(id), answers(qualified(every), status(405))},
		{"path/qualified-redirect", ids(id), answers(qualified(every), redirect(308))},
		{"path/qualified-204", ids(id), answers(qualified(anyError), execute)},
		{"path/qualified-executes-other-types", ids(id), answers(qualified(in(unsupported)), execute)},
		{"path/qualified-absent-code", ids(id), answers(qualified(in(absent)), member("code", "ItemNotFound"))},
		{"path/qualified-invalid-message", ids(id), answers(qualified(in(invalid)), member("message", "Invalid id"))},
		{"path/qualified-unsupported-message", ids(id), answers(qualified(in(unsupported)), member("message", "Not supported"))},
		{"path/qualified-without-inner-error", ids(id), answers(qualified(anyError), noMember("innerError"))},
		{"path/qualified-html", ids(id), answers(qualified(anyError), content("<html></html>"), header("Content-Type", "text/html"))},
	}
}
