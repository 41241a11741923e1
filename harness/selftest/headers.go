package selftest

import (
	"strings"

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
		{"header/request-id-missing", inErrors(form), answers(documented, noHeader(requestID))},
		{"header/request-id-missing-with-204", ids(form), answers(in(success), noHeader(requestID))},
		{"header/request-id-missing-with-401", ids(form), answers(in(unauthorized), noHeader(requestID))},
		{"header/request-id-missing-with-one-type", ids(form), answers(plain(ofType(in(unsupported), "requireSignIn")), noHeader(requestID))},
		{"header/request-id-empty", ids(form, unique), answers(in(success), header(requestID, ""))},
		{"header/request-id-no-guid", inErrors(form), answers(documented, func(a *answer) { a.header.Set(requestID, "req-"+a.header.Get(requestID)) })},
		{"header/request-id-in-braces", ids(form), answers(in(success), func(a *answer) { a.header.Set(requestID, "{"+a.header.Get(requestID)+"}") })},
		{"header/request-id-without-hyphens", ids(form), answers(in(success), func(a *answer) { a.header.Set(requestID, strings.ReplaceAll(a.header.Get(requestID), "-", "")) })},
		{"header/request-id-twice", ids(form), answers(in(success), func(a *answer) { a.header[canonicalRequestID] = []string{a.header.Get(requestID), uuid.NewString()} })},
		{"header/request-id-renamed", inErrors(form), answers(documented, func(a *answer) {
			a.header.Set("x-ms-request-id", a.header.Get(requestID))
			a.header.Del(requestID)
		})},
		{"header/request-id-constant", ids(unique), answers(every, header(requestID, another), ifError(member(requestID, another)))},
		{"header/request-id-constant-with-204", ids(unique), answers(in(success), header(requestID, another))},
		{"header/request-id-constant-in-header-alone", inErrors(unique, same), answers(every, header(requestID, another))},
		{"header/request-id-of-the-error-another", inErrors(same), answers(anyError, member(requestID, another))},
		{"header/request-id-of-the-error-another-with-one-type", ids(same), answers(plain(ofType(in(unsupported), "requireSignIn")), member(requestID, another))},
		{"header/request-id-of-the-error-the-client's", ids(same), answers(plain(in(absent)), func(a *answer) { member(requestID, sent(a))(a) })},
		{"header/client-request-id-missing", inErrors(echo), answers(documented, noHeader(clientRequestID))},
		{"header/client-request-id-missing-with-204", ids(echo), answers(in(success), noHeader(clientRequestID))},
		{"header/client-request-id-missing-with-401", ids(echo), answers(in(unauthorized), noHeader(clientRequestID))},
		{"header/client-request-id-empty", ids(echo), answers(in(success), header(clientRequestID, ""))},
		{"header/client-request-id-constant", inErrors(echo), answers(documented, header(clientRequestID, another))},
		{"header/client-request-id-the-server's", ids(echo), answers(in(success), func(a *answer) { a.header.Set(clientRequestID, a.header.Get(requestID)) })},
		{"header/client-request-id-without-hyphens", ids(echo), answers(in(success), func(a *answer) { a.header.Set(clientRequestID, strings.ReplaceAll(sent(a), "-", "")) })},
		{"header/client-request-id-of-the-error-constant", inErrors(echoed), answers(anyError, member(clientRequestID, another))},
		{"header/client-request-id-of-the-error-constant-with-one-type", ids(echoed), answers(plain(ofType(in(unsupported), "requireSignIn")), member(clientRequestID, another))},
		{"header/client-request-id-of-the-error-the-server's", inErrors(echoed), answers(anyError, func(a *answer) { member(clientRequestID, a.header.Get(requestID))(a) })},
		{"header/client-request-id-ignored", inErrors(echo, echoed), answers(documented, func(a *answer) {
			fresh := uuid.NewString()
			a.header.Set(clientRequestID, fresh)
			ifError(member(clientRequestID, fresh))(a)
		})},
		{"header/none-of-its-own", inErrors(form, echo), answers(documented, noHeader(requestID), noHeader(clientRequestID))},
		{"header/ids-interchanged", inErrors(same, echo, echoed), answers(documented, interchange)},
	}
	return all
}

const canonicalRequestID = "Request-Id"

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
