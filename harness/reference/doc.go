// Package reference owns the embedded reference server: a second,
// hand-written reading of the page "Execute incident task response action".
// It never imports the document, the fixtures, the checks or anything else of
// this module: a reference made from the expectations it is judged by proves
// nothing. It never calls out, never touches a file, and never carries out an
// action: it only counts them.
//
// [New] makes the [Handler], a plain http.Handler that others may wrap.
// [Start] puts a handler on a socket, with TLS if asked. In a test,
// [NewTestServer] does both and stops it at the end.
//
// # What it answers
//
// Questions are asked in this order; the first that has a response wins.
//
//	credentials   none, or not the token    401 InvalidAuthenticationToken, WWW-Authenticate
//	path          not the operation's       404 ResourceNotFound
//	method        not POST                  405 MethodNotAllowed, Allow: POST
//	id            not a GUID                400 BadRequest
//	task          none with that id         404 NotFound
//	action type   not supported             400 UnsupportedActionType
//	otherwise                               204, no content; a task may run again
//
// Credentials come first for every path and method, so that a caller without
// them learns nothing. The page states the 400s, the 404 of a task, the 204
// and that a bearer token is required; the rest is ours, in the words of
// Microsoft Graph where it has any.
//
// # The path
//
// …/security/incidentTasks/{id}/executeResponseAction, or its qualified
// spelling …/microsoft.graph.security.executeResponseAction, below any prefix:
// /beta, /v1.0, /a/b/c, none. The path is split at the slashes on the wire, and
// each segment is percent-decoded once: %2F, %2E%2E and an empty segment are
// ids like any other, and invalid ones. Names compare exactly, letter case
// included. Nothing is cleaned, joined or redirected; a slash after the name
// is another path; a query is ignored.
//
// # What it leaves out
//
// A request body is not supplied, says the page, and not what happens if it
// is: it is ignored. net/http discards up to 256 KiB of it, and closes the
// connection when there is more. Requests that net/http itself refuses (broken
// HTTP, broken percent-encoding, a header over the limit) never get here, and
// their answers have neither envelope nor request id.
package reference
