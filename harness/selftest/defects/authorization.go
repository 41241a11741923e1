package defects

import (
	"net/http"
	"slices"
	"strings"
)

// lenient is a defect that takes some requests as if their token were right.
func lenient(name string, breaks []string, takes func(r *http.Request) bool) Defect {
	return Defect{"authorization/" + name, breaks, taking(takes)}
}

func taking(chosen func(r *http.Request) bool) Wrap {
	return Handle(func(b *Base, r *http.Request) *Answer {
		if chosen(r) {
			return b.Answer(withCredentials(r))
		}
		return b.Answer(r)
	})
}

// AnyTokenTaken makes a target that takes every bearer token, as many mocks do.
func AnyTokenTaken() Wrap { return taking(anyToken) }

func Credentials(r *http.Request) string { return r.Header.Get("Authorization") }

// The parts of "is it Bearer and a token?" that a target may get wrong.
func noHeaderAt(r *http.Request) bool  { return r.Header["Authorization"] == nil }
func emptyHeader(r *http.Request) bool { return !noHeaderAt(r) && Credentials(r) == "" }
func basic(r *http.Request) bool       { return strings.HasPrefix(Credentials(r), "Basic ") }
func emptyToken(r *http.Request) bool  { return strings.TrimSpace(Credentials(r)) == "Bearer" }
func anyToken(r *http.Request) bool    { return strings.HasPrefix(Credentials(r), "Bearer ") }

func authorizationDefects() []Defect {
	const none, empty, other, noToken, wrong, idFirst = "ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3",
		"ERA-AUTH-4", "ERA-AUTH-5", "ERA-AUTH-7"
	all := []Defect{
		lenient("unchecked", IDs(none, empty, other, noToken, wrong, idFirst),
			func(*http.Request) bool { return true }),
		lenient("header-unneeded", IDs(none, idFirst), noHeaderAt),
		lenient("empty-header-taken", IDs(empty, idFirst), emptyHeader),
		lenient("presence-checked-only", IDs(empty, other, noToken, wrong, idFirst),
			func(r *http.Request) bool { return !noHeaderAt(r) }),
		lenient("basic-taken", IDs(other, idFirst), basic),
		lenient("empty-token-taken", IDs(noToken, idFirst), emptyToken),
		lenient("any-bearer-taken", IDs(noToken, wrong, idFirst),
			func(r *http.Request) bool { return strings.HasPrefix(Credentials(r), "Bearer") }),
		{"authorization/wrong-token-taken", IDs(wrong), AnyTokenTaken()},
		lenient("unchecked-for-tasks", IDs(none, empty, other, noToken, wrong),
			func(r *http.Request) bool { return false }),
	}
	all[len(all)-1].Wrap = afterLookup(Success, everyRequest, Unsupported)
	return slices.Concat(all, orderDefects(), challengeDefects())
}

// orderDefects look at the id before they look at the credentials.
func orderDefects() []Defect {
	return []Defect{
		row("authorization/after-the-id", IDs("ERA-AUTH-5", "ERA-AUTH-7"),
			afterLookup(Absent, everyRequest, Invalid)),
		row("authorization/after-the-id-without-a-token", IDs("ERA-AUTH-7"),
			afterLookup(Absent, func(r *http.Request) bool { return !anyToken(r) }, Invalid)),
		row("authorization/after-the-form-of-the-id", IDs("ERA-AUTH-7"),
			afterLookup(Invalid, everyRequest)),
		{"authorization/after-the-lookup", IDs("ERA-AUTH-7"), afterLookup(Absent, noHeaderAt)},
		{"authorization/after-the-lookup-of-basic", IDs("ERA-AUTH-7"), afterLookup(Absent, basic)},
	}
}

func everyRequest(*http.Request) bool { return true }

// afterLookup answers a situation without looking at the credentials of the
// requests that are chosen.
func afterLookup(s situation, chosen func(*http.Request) bool, more ...situation) Wrap {
	return Handle(func(b *Base, r *http.Request) *Answer {
		if r.Method == http.MethodPost && chosen(r) && !strings.HasPrefix(Credentials(r),
			"bearer ") {
			if a := b.peek(r); In(append(more, s)...)(a) {
				return b.Answer(withCredentials(r))
			}
		}
		return b.Answer(r)
	})
}

// peek is what a request with the right token would be answered.
func (b *Base) peek(r *http.Request) *Answer { return b.Answer(withCredentials(r)) }

func refused(chosen func(*http.Request) bool) where {
	return func(a *Answer) bool { return a.Situation == Unauthorized && chosen(a.Request) }
}

// challengeDefects answer something else than 401 with a challenge.
func challengeDefects() []Defect {
	const challenge = "ERA-AUTH-6"
	all := []string{"ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5"}
	login := []Edit{
		redirect(302), Content("<html>Sign in</html>"),
		Header("Content-Type", "text/html"),
	}
	page := []Edit{
		Status(200), Content("<html>Sign in</html>"),
		Header("Content-Type", "text/html"),
	}
	rows := []Defect{
		{"authorization/redirect-to-login", IDs(all...), Answers(In(Unauthorized), login...)},
		{"authorization/login-page", IDs(all...), Answers(In(Unauthorized), page...)},
		row("authorization/no-header-403", IDs("ERA-AUTH-1"),
			Answers(refused(noHeaderAt), Status(403))),
		row("authorization/no-header-400", IDs("ERA-AUTH-1", "ERA-AUTH-7"),
			Answers(refused(noHeaderAt), Status(400))),
		{"authorization/no-header-204", IDs("ERA-AUTH-1"), Answers(refused(noHeaderAt), execute)},
		row("authorization/empty-header-403", IDs("ERA-AUTH-2"),
			Answers(refused(emptyHeader), Status(403))),
		{"authorization/other-scheme-403", IDs("ERA-AUTH-3"), Answers(refused(basic), Status(403))},
		row("authorization/empty-token-403", IDs("ERA-AUTH-4"),
			Answers(refused(emptyToken), Status(403))),
		row("authorization/wrong-token-403", IDs("ERA-AUTH-5"),
			Answers(refused(anyToken), Status(403))),
		row("authorization/scheme-in-lower-case-refused", IDs("ERA-AUTH-8"),
			Handle(func(b *Base, r *http.Request) *Answer {
				if rest, ok := strings.CutPrefix(Credentials(r), "bearer "); ok {
					r = r.Clone(r.Context())
					r.Header.Set("Authorization", "Basic "+rest)
				}
				return b.Answer(r)
			})),
		row("authorization/no-challenge", IDs(challenge),
			Answers(In(Unauthorized), NoHeader("WWW-Authenticate"))),
		row("authorization/challenge-for-basic", IDs(challenge),
			Answers(In(Unauthorized), Header("WWW-Authenticate", `Basic realm="graph"`))),
		row("authorization/challenge-for-bearers", IDs(challenge),
			Answers(In(Unauthorized), Header("WWW-Authenticate", `Bearers realm="graph"`))),
		row("authorization/no-challenge-for-wrong-tokens", IDs(challenge),
			Answers(refused(anyToken), NoHeader("WWW-Authenticate"))),
	}
	return rows
}
