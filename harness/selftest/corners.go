package selftest

import (
	"slices"
	"strings"
)

// Defects in one corner, which one case of the document alone looks into.
func cornerDefects() []Defect {
	return slices.Concat(absentCorners(), oddIDCorners(), unauthorizedCorners(), qualifiedCorners())
}

// Ids that name no task, of one kind.
func absentCorners() []Defect {
	corners := []struct {
		name   string
		chosen func(*answer) bool
	}{
		{"gzip", func(a *answer) bool { return strings.Contains(a.request.Header.Get("Accept-Encoding"), "gzip") }},
		{"mixed-case", func(a *answer) bool { return a.id != strings.ToLower(a.id) && a.id != strings.ToUpper(a.id) }},
		{"nil", func(a *answer) bool { return strings.Trim(a.id, "0-") == "" }},
	}
	var all []Defect
	for _, c := range corners {
		w := func(a *answer) bool { return a.situation == absent && c.chosen(a) }
		all = append(all,
			Defect{"corner/code-of-absent-" + c.name, ids("ERA-NF-2"), answers(w, member("code", "ItemNotFound"))},
			Defect{"corner/message-of-absent-" + c.name, ids("ERA-NF-3"), answers(w, member("message", "Not found"))},
		)
	}
	return all
}

// Ids that are no GUID, of a kind that binds less.
func oddIDCorners() []Defect {
	corners := []struct {
		name, id string
		chosen   func(*answer) bool
	}{
		{"with-a-slash", "ERA-ID-4", func(a *answer) bool { return strings.Contains(a.id, "/") }},
		{"in-white-space", "ERA-ID-4", func(a *answer) bool { return a.id != strings.TrimSpace(a.id) && isGUID(strings.TrimSpace(a.id)) }},
		{"in-braces", "ERA-ID-5", func(a *answer) bool {
			_, ok := unwrap(a.id, "{", "}")
			return ok
		}},
	}
	var all []Defect
	for _, c := range corners {
		all = append(all, inPart("id-"+c.name, c.id, func(a *answer) bool { return a.situation == invalid && c.chosen(a) })...)
	}
	return all
}

// The qualified spelling, in one situation.
func qualifiedCorners() []Defect {
	const id = "ERA-REQ-4"
	return slices.Concat(
		inPart("qualified-absent", id, qualified(in(absent))),
		inPart("qualified-invalid", id, qualified(in(invalid))),
		inPart("qualified-unsupported", id, qualified(in(unsupported))),
	)
}

// inPart spoils the status alone, the code alone, and the message alone.
func inPart(name, id string, w where) []Defect {
	return []Defect{
		{"corner/status-of-" + name, ids(id), answers(w, status(422))},
		{"corner/code-of-" + name, ids(id), answers(w, member("code", "Another"))},
		{"corner/message-of-" + name, ids(id), answers(w, member("message", "Another"))},
	}
}

// Requests without the right token, for ids of one kind.
func unauthorizedCorners() []Defect {
	unknown := func(a *answer) bool { return a.actionType == "" && isGUID(a.id) }
	noGUID := func(a *answer) bool { return !isGUID(a.id) }
	task := func(a *answer) bool { return a.actionType != "" }
	corner := func(name, id string, credentials, kind where) Defect {
		w := func(a *answer) bool { return credentials(a) && kind(a) }
		return Defect{"corner/403-for-" + name, ids(id), answers(w, status(403))}
	}
	return []Defect{
		corner("no-header-and-a-task", "ERA-AUTH-1", refused(noHeaderAt), task),
		corner("no-header-and-an-unknown-id", "ERA-AUTH-1", refused(noHeaderAt), unknown),
		corner("no-header-and-no-guid", "ERA-AUTH-1", refused(noHeaderAt), noGUID),
		corner("empty-header-and-a-task", "ERA-AUTH-2", refused(emptyHeader), task),
		corner("empty-header-and-an-unknown-id", "ERA-AUTH-2", refused(emptyHeader), unknown),
		corner("other-scheme-and-a-task", "ERA-AUTH-3", refused(basic), task),
		corner("other-scheme-and-an-unknown-id", "ERA-AUTH-3", refused(basic), unknown),
		corner("empty-token-and-a-task", "ERA-AUTH-4", refused(emptyToken), task),
		corner("empty-token-and-an-unknown-id", "ERA-AUTH-4", refused(emptyToken), unknown),
		corner("wrong-token-and-a-task", "ERA-AUTH-5", refused(anyToken), task),
		corner("wrong-token-and-an-unknown-id", "ERA-AUTH-5", refused(anyToken), unknown),
	}
}
