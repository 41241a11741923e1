package defects

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
		chosen func(*Answer) bool
	}{
		{"gzip", func(a *Answer) bool {
			return strings.Contains(a.Request.Header.Get("Accept-Encoding"), "gzip")
		}},
		{"mixed-case", func(a *Answer) bool {
			return a.ID != strings.ToLower(a.ID) && a.ID != strings.ToUpper(a.ID)
		}},
		{"nil", func(a *Answer) bool { return strings.Trim(a.ID, "0-") == "" }},
	}
	var all []Defect
	for _, c := range corners {
		w := func(a *Answer) bool { return a.Situation == Absent && c.chosen(a) }
		all = append(all,
			Defect{
				"corner/code-of-absent-" + c.name, IDs("ERA-NF-2"),
				Answers(w, Member("code", "ItemNotFound")),
			},
			Defect{
				"corner/message-of-absent-" + c.name, IDs("ERA-NF-3"),
				Answers(w, Member("message", "Not found")),
			},
		)
	}
	return all
}

// Ids that are not GUIDs, of a kind that binds less.
func oddIDCorners() []Defect {
	corners := []struct {
		name, id string
		chosen   func(*Answer) bool
	}{
		{"with-a-slash", "ERA-ID-4", func(a *Answer) bool { return strings.Contains(a.ID, "/") }},
		{
			"in-white-space", "ERA-ID-4",
			func(a *Answer) bool {
				return a.ID != strings.TrimSpace(a.ID) && IsGUID(strings.TrimSpace(a.ID))
			},
		},
		{"in-braces", "ERA-ID-5", func(a *Answer) bool {
			_, ok := unwrap(a.ID, "{", "}")
			return ok
		}},
	}
	var all []Defect
	for _, c := range corners {
		all = append(all, inPart("id-"+c.name, c.id,
			func(a *Answer) bool { return a.Situation == Invalid && c.chosen(a) })...)
	}
	return all
}

// The qualified spelling, in one situation.
func qualifiedCorners() []Defect {
	const id = "ERA-REQ-4"
	return slices.Concat(inPart("qualified-absent", id, Qualified(In(Absent))),
		inPart("qualified-invalid", id, Qualified(In(Invalid))),
		inPart("qualified-unsupported", id, Qualified(In(Unsupported))))
}

// inPart spoils the status alone, the code alone, and the message alone.
func inPart(name, id string, w where) []Defect {
	return []Defect{
		{"corner/status-of-" + name, IDs(id), Answers(w, Status(422))},
		{"corner/code-of-" + name, IDs(id), Answers(w, Member("code", "Another"))},
		{"corner/message-of-" + name, IDs(id), Answers(w, Member("message", "Another"))},
	}
}

// Requests without the right token, for ids of one kind.
func unauthorizedCorners() []Defect {
	unknown := func(a *Answer) bool { return a.actionType == "" && IsGUID(a.ID) }
	noGUID := func(a *Answer) bool { return !IsGUID(a.ID) }
	task := func(a *Answer) bool { return a.actionType != "" }
	corner := func(name, id string, credentials, kind where) Defect {
		w := func(a *Answer) bool { return credentials(a) && kind(a) }
		return Defect{"corner/403-for-" + name, IDs(id), Answers(w, Status(403))}
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
