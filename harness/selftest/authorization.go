package selftest

import (
	"net/http"
	"slices"
	"strings"
)

// lenient is a defect that takes some requests as if their token were right.
func lenient(name string, breaks []string, takes func(r *http.Request) bool) Defect {
	return Defect{"authorization/" + name, breaks, handle(func(b *Base, r *http.Request) *answer {
		if takes(r) {
			return b.answer(withCredentials(r))
		}
		return b.answer(r)
	})}
}

func credentials(r *http.Request) string { return r.Header.Get("Authorization") }

// The parts of "is it Bearer and a token?" that a target may get wrong.
func noHeaderAt(r *http.Request) bool  { return r.Header["Authorization"] == nil }
func emptyHeader(r *http.Request) bool { return !noHeaderAt(r) && credentials(r) == "" }
func basic(r *http.Request) bool       { return strings.HasPrefix(credentials(r), "Basic ") }
func emptyToken(r *http.Request) bool  { return strings.TrimSpace(credentials(r)) == "Bearer" }
func anyToken(r *http.Request) bool    { return strings.HasPrefix(credentials(r), "Bearer ") }

func authorizationDefects() []Defect {
	const none, empty, other, noToken, wrong, idFirst = "ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5", "ERA-AUTH-7"
	all := []Defect{
		lenient("unchecked", ids(none, empty, other, noToken, wrong, idFirst), func(*http.Request) bool { return true }),
		lenient("header-unneeded", ids(none, idFirst), noHeaderAt),
		lenient("empty-header-taken", ids(empty, idFirst), emptyHeader),
		lenient("presence-checked-only", ids(empty, other, noToken, wrong, idFirst), func(r *http.Request) bool { return !noHeaderAt(r) }),
		lenient("basic-taken", ids(other, idFirst), basic),
		lenient("empty-token-taken", ids(noToken, idFirst), emptyToken),
		lenient("any-bearer-taken", ids(noToken, wrong, idFirst), func(r *http.Request) bool { return strings.HasPrefix(credentials(r), "Bearer") }),
		lenient("wrong-token-taken", ids(wrong), anyToken),
		lenient("unchecked-for-tasks", ids(none, empty, other, noToken, wrong), func(r *http.Request) bool { return false }),
	}
	all[len(all)-1].Wrap = afterLookup(success, func(*http.Request) bool { return true })
	return slices.Concat(all, orderDefects(), challengeDefects())
}

// orderDefects look at the id before they look at the credentials.
func orderDefects() []Defect {
	return []Defect{
		{"authorization/after-the-id", ids("ERA-AUTH-5", "ERA-AUTH-7"), afterLookup(absent, everyRequest, invalid)},
		{"authorization/after-the-id-without-a-token", ids("ERA-AUTH-7"), afterLookup(absent, func(r *http.Request) bool { return !anyToken(r) }, invalid)},
		{"authorization/after-the-form-of-the-id", ids("ERA-AUTH-7"), afterLookup(invalid, everyRequest)},
		{"authorization/after-the-lookup", ids("ERA-AUTH-7"), afterLookup(absent, noHeaderAt)},
		{"authorization/after-the-lookup-of-basic", ids("ERA-AUTH-7"), afterLookup(absent, basic)},
	}
}

func everyRequest(*http.Request) bool { return true }

// afterLookup answers a situation without looking at the credentials of the
// requests that are chosen.
func afterLookup(s situation, chosen func(*http.Request) bool, more ...situation) wrap {
	return handle(func(b *Base, r *http.Request) *answer {
		if r.Method == http.MethodPost && chosen(r) && !strings.HasPrefix(credentials(r), "bearer ") {
			if a := b.peek(r); in(append(more, s)...)(a) {
				return b.answer(withCredentials(r))
			}
		}
		return b.answer(r)
	})
}

// peek is what a request with the right token would be answered.
func (b *Base) peek(r *http.Request) *answer { return b.answer(withCredentials(r)) }

func refused(chosen func(*http.Request) bool) where {
	return func(a *answer) bool { return a.situation == unauthorized && chosen(a.request) }
}

// challengeDefects answer something else than 401 with a challenge.
func challengeDefects() []Defect {
	const challenge = "ERA-AUTH-6"
	all := []string{"ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5"}
	login := []edit{redirect(302), content("<html>Sign in</html>"), header("Content-Type", "text/html")}
	page := []edit{status(200), content("<html>Sign in</html>"), header("Content-Type", "text/html")}
	rows := []Defect{
		{"authorization/redirect-to-login", ids(all...), answers(in(unauthorized), login...)},
		{"authorization/login-page", ids(all...), answers(in(unauthorized), page...)},
		{"authorization/no-header-403", ids("ERA-AUTH-1"), answers(refused(noHeaderAt), status(403))},
		{"authorization/no-header-400", ids("ERA-AUTH-1", "ERA-AUTH-7"), answers(refused(noHeaderAt), status(400))},
		{"authorization/no-header-204", ids("ERA-AUTH-1"), answers(refused(noHeaderAt), execute)},
		{"authorization/empty-header-403", ids("ERA-AUTH-2"), answers(refused(emptyHeader), status(403))},
		{"authorization/other-scheme-403", ids("ERA-AUTH-3"), answers(refused(basic), status(403))},
		{"authorization/empty-token-403", ids("ERA-AUTH-4"), answers(refused(emptyToken), status(403))},
		{"authorization/wrong-token-403", ids("ERA-AUTH-5"), answers(refused(anyToken), status(403))},
		{"authorization/scheme-in-lower-case-refused", ids("ERA-AUTH-8"), handle(func(b *Base, r *http.Request) *answer {
			if rest, ok := strings.CutPrefix(credentials(r), "bearer "); ok {
				r = r.Clone(r.Context())
				r.Header.Set("Authorization", "Basic "+rest)
			}
			return b.answer(r)
		})},
		{"authorization/no-challenge", ids(challenge), answers(in(unauthorized), noHeader("WWW-Authenticate"))},
		{"authorization/challenge-for-basic", ids(challenge), answers(in(unauthorized), header("WWW-Authenticate", `Basic realm="graph"`))},
		{"authorization/challenge-for-bearers", ids(challenge), answers(in(unauthorized), header("WWW-Authenticate", `Bearers realm="graph"`))},
		{"authorization/no-challenge-for-wrong-tokens", ids(challenge), answers(refused(anyToken), noHeader("WWW-Authenticate"))},
	}
	return rows
}
