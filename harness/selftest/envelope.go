package selftest

import (
	"maps"
	"slices"
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
		one := plain(in(unsupported))
		all = append(all,
			Defect{"envelope/" + r.member + "-missing", ids(r.id), answers(anyError, noMember(r.member))},
			Defect{"envelope/" + r.member + "-null", ids(r.id), answers(one, member(r.member, nil))},
			Defect{"envelope/" + r.member + "-" + r.renamed, ids(r.id), answers(anyError, renamed(r.member, r.renamed))},
		)
		if r.member == "innerError" {
			all = append(all, Defect{"envelope/innerError-string", ids(r.id), answers(one, member(r.member, "none"))})
		} else {
			all = append(all, Defect{"envelope/" + r.member + "-object", ids(r.id), answers(one, member(r.member, map[string]any{"value": "x"}))})
		}
	}
	return slices.Concat(all, shapeDefects(), idMemberDefects())
}

func shapeDefects() []Defect {
	shape := func(f func(envelope, members map[string]any) any) edit {
		return document(func(envelope map[string]any) any {
			members, _ := envelope["error"].(map[string]any)
			return f(envelope, members)
		})
	}
	all := []Defect{
		{"envelope/innerError-empty", ids("ERA-ENV-8", "ERA-ENV-9", "ERA-ENV-10"), answers(plain(in(absent)), member("innerError", map[string]any{}))},
		{"envelope/innerError-moved-out", ids("ERA-ENV-7"), answers(anyError, shape(func(e, m map[string]any) any {
			e["innerError"] = m["innerError"]
			delete(m, "innerError")
			return e
		}))},
		{"envelope/innerError-spread-over-error", ids("ERA-ENV-7"), answers(anyError, shape(func(e, m map[string]any) any {
			inner, _ := m["innerError"].(map[string]any)
			maps.Copy(m, inner)
			delete(m, "innerError")
			return e
		}))},
		{"envelope/innerError-nested-twice", ids("ERA-ENV-8", "ERA-ENV-9", "ERA-ENV-10"), answers(anyError, shape(func(e, m map[string]any) any {
			m["innerError"] = map[string]any{"innerError": m["innerError"]}
			return e
		}))},
		{"envelope/error-missing", ids("ERA-ENV-4"), answers(anyError, content(`{}`))},
		{"envelope/error-null", ids("ERA-ENV-4"), answers(plain(in(absent)), content(`{"error":null}`))},
		{"envelope/error-string", ids("ERA-ENV-4"), answers(plain(in(absent)), content(`{"error":"not found"}`))},
		{"envelope/error-empty", ids("ERA-ENV-5", "ERA-ENV-6", "ERA-ENV-7"), answers(anyError, content(`{"error":{}}`))},
		{"envelope/error-nested-twice", ids("ERA-ENV-5", "ERA-ENV-6", "ERA-ENV-7"), answers(anyError, shape(func(e, _ map[string]any) any { return map[string]any{"error": e} }))},
		{"envelope/flat", ids("ERA-ENV-4"), answers(anyError, shape(func(_, m map[string]any) any { return m }))},
		{"envelope/array", ids("ERA-ENV-4"), answers(anyError, shape(func(e, _ map[string]any) any { return []any{e} }))},
		{"envelope/problem-json", ids("ERA-ENV-1", "ERA-ENV-4"), answers(anyError, content(`{"type":"about:blank","title":"Bad Request","status":400}`), header("Content-Type", "application/problem+json"))},
	}
	return append(all, twiceDefects()...)
}

// twiceDefects have a name twice in one object.
func twiceDefects() []Defect {
	return []Defect{
		{"envelope/code-twice", ids("ERA-ENV-11"), answers(plain(in(absent)), twice(`"code":`, `"code":"NotFound",`))},
		{"envelope/error-twice", ids("ERA-ENV-11"), answers(anyError, twice(`"error":`, `"error":null,`))},
	}
}

func twice(before, text string) edit {
	return rewritten(func(body []byte) []byte { return insertBefore(body, before, text) })
}

// idMemberDefects are ids in innerError that are none.
func idMemberDefects() []Defect {
	forms := []struct{ name, value string }{
		{"empty", ""},
		{"without-hyphens", "43067534c43a4df8a4d130660b99ac76"},
	}
	var all []Defect
	for _, f := range forms {
		all = append(all,
			Defect{"envelope/request-id-" + f.name, ids("ERA-ENV-9"), answers(plain(in(unsupported)), member("request-id", f.value))},
			Defect{"envelope/client-request-id-" + f.name, ids("ERA-ENV-10"), answers(plain(in(absent)), member("client-request-id", f.value))},
		)
	}
	return all
}
