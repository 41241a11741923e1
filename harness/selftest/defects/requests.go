package defects

import "strings"

// Requests that carry little: the page asks a client for Authorization alone.
func requestDefects() []Defect {
	html := func(a *Answer) {
		Content("<html><h1>Error</h1></html>")(a)
		Header("Content-Type", "text/html")(a)
	}
	const status, found, invalid, unsupported = "ERA-OK-1", "ERA-NF-1", "ERA-ID-1", "ERA-UNS-1"
	without := func(w where) where {
		return func(a *Answer) bool { return w(a) && a.Request.Header.Get(ClientRequestID) == "" }
	}
	return []Defect{
		row("request/no-id-and-none-in-the-error", IDs("ERA-ENV-10"),
			Answers(without(AnyError), noMember(ClientRequestID))),
		row("request/no-id-and-none-in-the-error-of-unsupported-types", IDs("ERA-ENV-10"),
			Answers(without(In(Unsupported)), noMember(ClientRequestID))),
		row("request/no-id-and-an-empty-one-in-the-error-of-absent-ids", IDs("ERA-ENV-10"),
			Answers(without(In(Absent)), Member(ClientRequestID, ""))),
		row("request/no-id-is-500", IDs(status),
			Answers(without(In(Success)), Status(500))),
		row("request/html-unless-json-is-accepted", IDs("ERA-ENV-1"),
			Answers(notAsked(AnyError), html)),
		row("request/html-unless-json-is-accepted-for-absent-ids", IDs("ERA-ENV-1"),
			Answers(notAsked(In(Absent)), html)),
		row("request/html-where-anything-is-accepted", IDs("ERA-ENV-1"),
			Answers(accepting("*/*", AnyError), html)),
		row("request/html-without-accept", IDs("ERA-ENV-1"),
			Answers(accepting("", In(Invalid)), html)),
		row("request/406-unless-json-is-accepted-on-success", IDs(status),
			Answers(notAsked(In(Success)), Status(406))),
		row("request/406-unless-json-is-accepted-on-errors", IDs(found, invalid, unsupported),
			Answers(notAsked(AnyError), Status(406))),
		row("request/406-without-accept-on-success", IDs(status),
			Answers(accepting("", In(Success)), Status(406))),
		row("request/406-where-anything-is-accepted-on-success", IDs(status),
			Answers(accepting("*/*", In(Success)), Status(406))),
		row("request/500-unless-json-is-accepted-for-invalid-ids", IDs(invalid),
			Answers(notAsked(In(Invalid)), Status(500))),
		row("request/500-unless-json-is-accepted-for-absent-ids", IDs(found),
			Answers(notAsked(In(Absent)), Status(500))),
		row("request/500-unless-json-is-accepted-for-other-methods", IDs("ERA-REQ-2"),
			Answers(notAsked(In(OtherMethod)), Status(500))),
		row("request/406-unless-json-is-accepted-without-credentials",
			IDs("ERA-AUTH-1", "ERA-AUTH-2", "ERA-AUTH-3", "ERA-AUTH-4", "ERA-AUTH-5"),
			Answers(notAsked(In(Unauthorized)), Status(406))),
	}
}

// notAsked are the answers to requests that do not ask for JSON by its name.
func notAsked(w where) where {
	return func(a *Answer) bool {
		return w(a) && !strings.Contains(a.Request.Header.Get("Accept"), "json")
	}
}

// accepting are the answers to requests with an Accept header of that value; empty: with none.
func accepting(value string, w where) where {
	return func(a *Answer) bool { return w(a) && a.Request.Header.Get("Accept") == value }
}
