package selftest

import (
	"github.com/google/uuid"
)

// another is a GUID that nobody asked for.
const another = "0b8f4c1e-6d2a-4f3b-9c7e-1a5d8e2f4b60"

const (
	requestID       = "request-id"
	clientRequestID = "client-request-id"
)

// The headers of an answer, and the ids that stand in its content too.
func headerDefects() []Defect {
	const form, unique, same, echo, echoed = "ERA-HDR-1", "ERA-HDR-2", "ERA-HDR-3", "ERA-HDR-4", "ERA-HDR-5"
	sent := func(a *answer) string { return a.request.Header.Get(clientRequestID) }
	all := []Defect{
		{"header/request-id-missing", ids(form), answers(documented, noHeader(requestID))},
		{"header/request-id-missing-with-204", ids(form), answers(in(success), noHeader(requestID))},
		{"header/request-id-missing-with-401", ids(form), answers(in(unauthorized), noHeader(requestID))},
		{"header/request-id-no-guid", ids(form), answers(documented, func(a *answer) { a.header.Set(requestID, "req-"+a.header.Get(requestID)) })},
		{"header/request-id-constant", ids(unique), answers(every, header(requestID, another), ifError(member(requestID, another)))},
		{"header/request-id-constant-with-204", ids(unique), answers(in(success), header(requestID, another))},
		{"header/request-id-constant-in-header-alone", ids(unique, same), answers(every, header(requestID, another))},
		{"header/request-id-of-the-error-another-with-one-type", ids(same), answers(plain(ofType(in(unsupported), "requireSignIn")), member(requestID, another))},
		{"header/request-id-of-the-error-the-client's", ids(same), answers(plain(in(absent)), func(a *answer) { member(requestID, sent(a))(a) })},
		{"header/client-request-id-missing", ids(echo), answers(documented, noHeader(clientRequestID))},
		{"header/client-request-id-missing-with-204", ids(echo), answers(in(success), noHeader(clientRequestID))},
		{"header/client-request-id-missing-with-401", ids(echo), answers(in(unauthorized), noHeader(clientRequestID))},
		{"header/client-request-id-the-server's", ids(echo), answers(in(success), func(a *answer) { a.header.Set(clientRequestID, a.header.Get(requestID)) })},
		{"header/client-request-id-of-the-error-constant-with-one-type", ids(echoed), answers(plain(ofType(in(unsupported), "requireSignIn")), member(clientRequestID, another))},
		{"header/client-request-id-of-the-error-the-server's", ids(echoed), answers(anyError, func(a *answer) { member(clientRequestID, a.header.Get(requestID))(a) })},
		{"header/client-request-id-ignored", ids(echo, echoed), answers(documented, func(a *answer) {
			fresh := uuid.NewString()
			a.header.Set(clientRequestID, fresh)
			ifError(member(clientRequestID, fresh))(a)
		})},
		{"header/ids-interchanged", ids(same, echo, echoed), answers(documented, interchange)},
	}
	return all
}

func ifError(e edit) edit {
	return func(a *answer) {
		if anyError(a) {
			e(a)
		}
	}
}

// interchange puts each id in the place of the other, in the headers alone.
func interchange(a *answer) {
	server, client := a.header.Get(requestID), a.header.Get(clientRequestID)
	a.header.Set(requestID, client)
	a.header.Set(clientRequestID, server)
	ifError(member(clientRequestID, server))(a)
}
