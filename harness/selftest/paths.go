package selftest

import (
	"net/http"
	"strings"
)

func qualified(w where) where { return func(a *answer) bool { return w(a) && a.qualified } }

// unqualified spoils the last segment, so that it is none that is known.
func unqualified(path string) string {
	if rest, ok := strings.CutSuffix(path, "microsoft.graph.security.executeResponseAction"); ok {
		return rest + "microsoft.graph.executeResponseAction"
	}
	return path
}

// The qualified spelling of the path.
func pathDefects() []Defect {
	const id = "ERA-REQ-4"
	return []Defect{
		{"path/qualified-404-of-a-router", ids(id), answers(qualified(every), status(404), content("404 page not found\n"), header("Content-Type", "text/plain"))},
		{"path/qualified-unknown-segment", ids(id), handle(func(b *Base, r *http.Request) *answer {
			return b.answer(withPath(r, unqualified(r.URL.EscapedPath())))
		})},
		{"path/qualified-500", ids(id), answers(qualified(every), status(500))},
		{"path/qualified-redirect", ids(id), answers(qualified(every), redirect(308))},
		{"path/qualified-executes-other-types", ids(id), answers(qualified(in(unsupported)), execute)},
		{"path/qualified-without-inner-error", ids(id), answers(qualified(anyError), noMember("innerError"))},
		{"path/qualified-html", ids(id), answers(qualified(anyError), content("<html></html>"), header("Content-Type", "text/html"))},
	}
}
