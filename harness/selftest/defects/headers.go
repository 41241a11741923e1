package defects

import (
	"github.com/google/uuid"
)

// another is a GUID that no request contains.
const another = "0b8f4c1e-6d2a-4f3b-9c7e-1a5d8e2f4b60"

const (
	RequestID       = "request-id"
	ClientRequestID = "client-request-id"
)

// headerDefects change headers, and the ids that the content repeats.
func headerDefects() []Defect {
	const form, unique, same, echo, echoed = "ERA-HDR-1", "ERA-HDR-2", "ERA-HDR-3", "ERA-HDR-4",
		"ERA-HDR-5"
	sent := func(a *Answer) string { return a.Request.Header.Get(ClientRequestID) }
	all := []Defect{
		{"header/request-id-missing", IDs(form), Answers(documented, NoHeader(RequestID))},
		row("header/request-id-missing-with-204", IDs(form),
			Answers(In(Success), NoHeader(RequestID))),
		row("header/request-id-missing-with-401", IDs(form),
			Answers(In(Unauthorized), NoHeader(RequestID))),
		row("header/request-id-no-guid", IDs(form),
			Answers(documented, func(a *Answer) {
				a.Header.Set(RequestID,
					"req-"+a.Header.Get(RequestID))
			})),
		row("header/request-id-constant", IDs(unique),
			Answers(Every, Header(RequestID, another), IfError(Member(RequestID, another)))),
		row("header/request-id-constant-with-204", IDs(unique),
			Answers(In(Success), Header(RequestID, another))),
		row("header/request-id-constant-in-header-alone", IDs(unique, same),
			Answers(Every, Header(RequestID, another))),
		row("header/request-id-of-the-error-constant-and-no-header", IDs(form, unique),
			Answers(documented, NoHeader(RequestID), IfError(Member(RequestID, another)))),
		row("header/request-id-of-the-error-another-with-one-type", IDs(unique, same),
			Answers(plain(ofType(In(Unsupported), "requireSignIn")), Member(RequestID, another))),
		row("header/request-id-of-the-error-the-client's", IDs(same),
			Answers(plain(In(Absent)), func(a *Answer) {
				if id := sent(a); id != "" {
					Member(RequestID, id)(a)
				}
			})),
		row("header/client-request-id-missing", IDs(echo),
			Answers(documented, NoHeader(ClientRequestID))),
		row("header/client-request-id-missing-with-204", IDs(echo),
			Answers(In(Success), NoHeader(ClientRequestID))),
		row("header/client-request-id-missing-with-401", IDs(echo),
			Answers(In(Unauthorized), NoHeader(ClientRequestID))),
		row("header/client-request-id-the-server's", IDs(echo),
			Answers(In(Success), func(a *Answer) {
				a.Header.Set(ClientRequestID,
					a.Header.Get(RequestID))
			})),
		row("header/client-request-id-of-the-error-constant-with-one-type", IDs(echoed),
			Answers(plain(ofType(In(Unsupported), "requireSignIn")),
				Member(ClientRequestID, another))),
		row("header/client-request-id-of-the-error-the-server's", IDs(echoed),
			Answers(AnyError, func(a *Answer) {
				Member(ClientRequestID,
					a.Header.Get(RequestID))(a)
			})),
		row("header/client-request-id-ignored", IDs(echo, echoed),
			Answers(documented, func(a *Answer) {
				fresh := uuid.NewString()
				a.Header.Set(ClientRequestID, fresh)
				IfError(Member(ClientRequestID, fresh))(a)
			})),
		{"header/ids-interchanged", IDs(same, echo, echoed), Answers(documented, interchange)},
	}
	return all
}

func IfError(e Edit) Edit {
	return func(a *Answer) {
		if AnyError(a) {
			e(a)
		}
	}
}

// interchange puts each id in the place of the other, in the headers alone.
func interchange(a *Answer) {
	server, client := a.Header.Get(RequestID), a.Header.Get(ClientRequestID)
	a.Header.Set(RequestID, client)
	a.Header.Set(ClientRequestID, server)
	IfError(Member(ClientRequestID, server))(a)
}
