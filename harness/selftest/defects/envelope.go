package defects

import (
	"maps"
	"slices"
	"strings"
)

// The error envelope: each member missing, null, of another type, renamed,
// moved.
func envelopeDefects() []Defect {
	var all []Defect
	rows := []struct{ member, id, renamed string }{
		{"code", "ERA-ENV-5", "Code"},
		{"message", "ERA-ENV-6", "Message"},
		{"innerError", "ERA-ENV-7", "innererror"},
		{"date", "ERA-ENV-8", "Date"},
		{"request-id", "ERA-ENV-9", "requestId"},
		{"client-request-id", "ERA-ENV-10", "clientRequestId"},
	}
	for _, r := range rows {
		one := plain(In(Unsupported))
		all = append(all,
			Defect{
				"envelope/" + r.member + "-missing", IDs(r.id),
				Answers(AnyError, noMember(r.member)),
			},
			Defect{
				"envelope/" + r.member + "-null", IDs(r.id),
				Answers(one, Member(r.member, nil)),
			},
			Defect{
				"envelope/" + r.member + "-" + r.renamed, IDs(r.id),
				Answers(AnyError, renamed(r.member, r.renamed)),
			},
		)
		if r.member == "innerError" {
			all = append(all, Defect{
				"envelope/innerError-string", IDs(r.id),
				Answers(one, Member(r.member, "none")),
			})
		} else {
			all = append(all, Defect{
				"envelope/" + r.member + "-object", IDs(r.id),
				Answers(one, Member(r.member, map[string]any{"value": "x"})),
			})
		}
	}
	return slices.Concat(all, shapeDefects(), idMemberDefects())
}

func shapeDefects() []Defect {
	shape := func(f func(envelope, members map[string]any) any) Edit {
		return Document(func(envelope map[string]any) any {
			members, _ := envelope["error"].(map[string]any)
			return f(envelope, members)
		})
	}
	all := []Defect{
		row("envelope/innerError-empty", IDs("ERA-ENV-8", "ERA-ENV-9", "ERA-ENV-10"),
			Answers(plain(In(Absent)), Member("innerError", map[string]any{}))),
		row("envelope/innerError-moved-out", IDs("ERA-ENV-7"),
			Answers(AnyError, shape(func(e, m map[string]any) any {
				e["innerError"] = m["innerError"]
				delete(m, "innerError")
				return e
			}))),
		row("envelope/innerError-spread-over-error", IDs("ERA-ENV-7"),
			Answers(AnyError, shape(func(e, m map[string]any) any {
				inner, _ := m["innerError"].(map[string]any)
				maps.Copy(m, inner)
				delete(m, "innerError")
				return e
			}))),
		row("envelope/innerError-nested-twice", IDs("ERA-ENV-8", "ERA-ENV-9", "ERA-ENV-10"),
			Answers(AnyError, shape(func(e, m map[string]any) any {
				m["innerError"] = map[string]any{"innerError": m["innerError"]}
				return e
			}))),
		{"envelope/error-missing", IDs("ERA-ENV-4"), Answers(AnyError, Content(`{}`))},
		row("envelope/error-null", IDs("ERA-ENV-4"),
			Answers(plain(In(Absent)), Content(`{"error":null}`))),
		row("envelope/error-string", IDs("ERA-ENV-4"),
			Answers(plain(In(Absent)), Content(`{"error":"not found"}`))),
		row("envelope/error-empty", IDs("ERA-ENV-5", "ERA-ENV-6", "ERA-ENV-7"),
			Answers(AnyError, Content(`{"error":{}}`))),
		row("envelope/error-nested-twice", IDs("ERA-ENV-5", "ERA-ENV-6", "ERA-ENV-7"),
			Answers(AnyError, shape(func(e,
				_ map[string]any,
			) any {
				return map[string]any{"error": e}
			}))),
		row("envelope/flat", IDs("ERA-ENV-4"),
			Answers(AnyError, shape(func(_, m map[string]any) any { return m }))),
		row("envelope/array", IDs("ERA-ENV-4"),
			Answers(AnyError, shape(func(e, _ map[string]any) any { return []any{e} }))),
		row("envelope/problem-json", IDs("ERA-ENV-1", "ERA-ENV-4"),
			Answers(AnyError, Content(`{"type":"about:blank","title":"Bad Request","status":400}`),
				Header("Content-Type", "application/problem+json"))),
	}
	return append(all, twiceDefects()...)
}

// twiceDefects have a name twice in one object.
func twiceDefects() []Defect {
	return []Defect{
		row("envelope/code-twice", IDs("ERA-ENV-11"),
			Answers(plain(In(Absent)), twice(`"code":`, `"code":"NotFound",`))),
		row("envelope/error-twice", IDs("ERA-ENV-11"),
			Answers(AnyError, twice(`"error":`, `"error":null,`))),
	}
}

func twice(before, text string) Edit {
	return Rewritten(func(body []byte) []byte { return insertBefore(body, before, text) })
}

// idMemberDefects put invalid ids into innerError.
func idMemberDefects() []Defect {
	forms := []struct {
		name string
		form func(id string) string
	}{
		{"empty", func(string) string { return "" }},
		{"without-hyphens", func(id string) string { return strings.ReplaceAll(id, "-", "") }},
	}
	edited := func(member string, form func(string) string) Edit {
		return func(a *Answer) { Member(member, form(a.Header.Get(member)))(a) }
	}
	var all []Defect
	for _, f := range forms {
		all = append(all,
			Defect{
				"envelope/request-id-" + f.name, IDs("ERA-ENV-9"),
				Answers(plain(In(Unsupported)), edited(RequestID, f.form)),
			},
			Defect{
				"envelope/client-request-id-" + f.name, IDs("ERA-ENV-10"),
				Answers(plain(In(Absent)), edited(ClientRequestID, f.form)),
			},
		)
	}
	return all
}
