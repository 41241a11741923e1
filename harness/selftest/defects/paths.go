package defects

import (
	"net/http"
	"strings"
)

func Qualified(w where) where { return func(a *Answer) bool { return w(a) && a.qualified } }

// unqualified changes the last segment to an unknown one.
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
		row("path/qualified-404-of-a-router", IDs(id),
			Answers(Qualified(Every), Status(404), Content("404 page not found\n"),
				Header("Content-Type", "text/plain"))),
		{"path/qualified-unknown-segment", IDs(id), Handle(func(b *Base, r *http.Request) *Answer {
			return b.Answer(withPath(r, unqualified(r.URL.EscapedPath())))
		})},
		{"path/qualified-500", IDs(id), Answers(Qualified(Every), Status(500))},
		{"path/qualified-redirect", IDs(id), Answers(Qualified(Every), redirect(308))},
		row("path/qualified-executes-other-types", IDs(id),
			Answers(Qualified(In(Unsupported)), execute)),
		row("path/qualified-without-inner-error", IDs(id),
			Answers(Qualified(AnyError), noMember("innerError"))),
		row("path/qualified-html", IDs(id),
			Answers(Qualified(AnyError), Content("<html></html>"),
				Header("Content-Type", "text/html"))),
	}
}
